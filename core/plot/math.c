#include "plot/math.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plot/mathsign.h"

/* What dw_math_part writes: PART once at the beginning, then for a span OPEN path SHUT ... END. */
enum { OPEN = 1, SHUT = 2, END = 3, PART = 4 };

#define SMALLER 0.68
#define SMALLER_STILL 0.85
#define UP 0.4
#define DOWN (-0.17)

typedef struct reader {
    const char *start, *at;
    dw_math *out;
    char path[DW_MATH_DEPTH + 1];
    const char *based; /* where a sign or a script has ended, which may take a script itself */
} reader;

/* ---- Letters ---- */

/* The code of the letter that begins at text; 0 at its end. */
static unsigned code_at(const char *text)
{
    const unsigned char *c = (const unsigned char *)text;
    if (c[0] < 0x80) return c[0];
    if (c[0] < 0xe0) return (c[0] & 31u) << 6 | (c[1] & 63u);
    return 0xffff; /* for what is asked here, all others are the same */
}

static unsigned code_before(const reader *r, const char *at)
{
    if (at == r->start) return 0;
    at--;
    while (at > r->start && ((unsigned char)*at & 0xc0) == 0x80) at--;
    return code_at(at);
}

static bool is_digit(unsigned code)
{
    return code >= '0' && code <= '9';
}

/* Of an alphabet: Latin, Greek, Cyrillic. Chinese stands beside math without a space. */
static bool is_letter(unsigned code)
{
    return (code < 0x80 && isalpha((int)code)) || (code >= 0xc0 && code < 0x590 && code != 0xd7);
}

static bool is_word(unsigned code)
{
    return is_letter(code) || is_digit(code) || code == '_';
}

static size_t bytes_of(const char *text)
{
    size_t n = *text ? 1 : 0;
    while (n && ((unsigned char)text[n] & 0xc0) == 0x80) n++;
    return n;
}

/* ---- Writing ---- */

static void set_level(dw_math_span *span, const char *path)
{
    span->size = 1;
    span->rise = 0;
    snprintf(span->path, sizeof span->path, "%s", path);
    for (const char *step = path; *step; step++) {
        span->rise += span->size * (*step == 'u' ? UP : DOWN);
        span->size *= step == path ? SMALLER : SMALLER_STILL;
    }
}

static void put(reader *r, const char *bytes, size_t n)
{
    dw_math *out = r->out;
    size_t from = out->text.length;
    dw_buffer_add_bytes(&out->text, bytes, n);
    if (!*r->path || out->text.failed) return;
    dw_math_span *last = out->span_count ? &out->spans[out->span_count - 1] : NULL;
    if (last && last->to == from && strcmp(last->path, r->path) == 0) {
        last->to = out->text.length;
        return;
    }
    if (out->span_count == DW_MATH_SPANS) return;
    last = &out->spans[out->span_count++];
    set_level(last, r->path);
    last->from = from;
    last->to = out->text.length;
}

/* Goes up or down; what is nested deeper than DW_MATH_DEPTH stays where it is. */
static size_t descend(reader *r, char step)
{
    size_t depth = strlen(r->path);
    if (depth < DW_MATH_DEPTH) r->path[depth] = step;
    return depth;
}

static void ascend(reader *r, size_t depth)
{
    memset(r->path + depth, 0, sizeof r->path - depth);
}

/* ---- Reading ---- */

/* \_ and its like, and \name. False: neither, nothing is read. */
static bool read_backslash(reader *r, bool math)
{
    const char *name = r->at + 1;
    if (*name && strchr("_^$\\{}", *name)) {
        put(r, name, 1);
        r->at += 2;
        return true;
    }
    unsigned before = code_before(r, r->at);
    if (!math && r->at != r->based && (is_letter(before) || before == ':')) return false;
    size_t n = 0;
    while (isalpha((unsigned char)name[n])) n++;
    const char *sign = n ? dw_math_sign(name, n) : NULL;
    if (!sign) return false;
    put(r, sign, strlen(sign));
    r->at = r->based = name + n;
    /* The space that only ends the name. */
    if (math && *r->at == ' ' && before != ' ' && isalnum((unsigned char)r->at[1])) r->at++;
    return true;
}

/* A number: -3, 12, 2.5; its length in bytes. */
static size_t number_at(const char *text)
{
    size_t n = *text == '-' || *text == '+' ? 1 : strncmp(text, "−", 3) == 0 ? 3 : 0;
    size_t sign = n;
    while (is_digit((unsigned char)text[n])) n++;
    if (n == sign) return 0;
    if (text[n] == '.' && is_digit((unsigned char)text[n + 1]))
        for (n++; is_digit((unsigned char)text[n]);) n++;
    return n;
}

/* The end of {...}: where its last bracket stands; NULL: it has no end, or nothing in it. */
static const char *group_end(const char *open)
{
    int depth = 0;
    for (const char *c = open; *c && *c != '\n'; c++) {
        if (*c == '\\' && c[1])
            c++;
        else if (*c == '{')
            depth++;
        else if (*c == '}' && --depth == 0)
            return c == open + 1 ? NULL : c;
    }
    return NULL;
}

static void read_math(reader *r, const char *end);

/* What stands after ^ or _ up to end, which is known to be there. */
static void read_script(reader *r, const char *end)
{
    size_t depth = descend(r, *r->at == '^' ? 'u' : 'd');
    r->at++;
    if (*r->at == '{') {
        r->at++;
        read_math(r, end - 1);
        r->at = end;
    } else
        read_math(r, end);
    r->based = r->at;
    ascend(r, depth);
}

static bool read_raised(reader *r)
{
    size_t n;
    char low = dw_math_lower(r->at, &n);
    if (!low) return false;
    size_t depth = descend(r, 'u');
    if (low == '-')
        put(r, "−", strlen("−"));
    else
        put(r, &low, 1);
    ascend(r, depth);
    r->at += n;
    return true;
}

/* Where the script after a ^ or _ within math ends; NULL: there is none. */
static const char *script_end(const char *at, const char *end)
{
    const char *first = at + 1;
    size_t n = number_at(first);
    if (first >= end) return NULL;
    if (*first == '{') {
        const char *close = group_end(first);
        return close && close < end ? close + 1 : NULL;
    }
    if (*first == '\\') {
        for (n = 1; isalpha((unsigned char)first[n]);) n++;
        return n > 1 ? first + n : NULL;
    }
    return n && first + n <= end ? first + n : first + bytes_of(first);
}

static void read_letter(reader *r)
{
    size_t n = bytes_of(r->at);
    bool control = (unsigned char)*r->at < 32 && *r->at != '\n' && *r->at != '\t';
    if (!control) put(r, r->at, n);
    r->at += n;
}

static void read_math(reader *r, const char *end)
{
    while (r->at < end) {
        const char *script = *r->at == '^' || *r->at == '_' ? script_end(r->at, end) : NULL;
        if (script)
            read_script(r, script);
        else if (*r->at == '{' || *r->at == '}')
            r->at++;
        else if (*r->at == '-') {
            put(r, "−", strlen("−"));
            r->at++;
        } else if (!(*r->at == '\\' && read_backslash(r, true)) && !read_raised(r))
            read_letter(r);
    }
}

/* Where $...$ ends, if this $ opens math; else NULL. */
static const char *dollars_end(const reader *r)
{
    const char *first = r->at + 1;
    unsigned before = code_before(r, r->at);
    if (is_letter(before) || is_digit(before)) return NULL;
    if (!*first || strchr(" $\n", *first)) return NULL;
    for (const char *c = first; *c && *c != '\n'; c++) {
        if (*c == '\\' && c[1])
            c++;
        else if (*c == '$' && c[-1] != ' ' && !is_digit((unsigned char)c[1]))
            return c;
    }
    return NULL;
}

static bool is_power_base(const reader *r)
{
    unsigned base = code_before(r, r->at);
    if (r->at == r->based || is_digit(base) || base == ')' || base == ']') return true;
    if (!is_letter(base)) return false;
    unsigned before = code_before(r, r->at - (base < 0x80 ? 1 : 2));
    return !is_letter(before) && before != '_';
}

static bool is_index_base(const reader *r)
{
    if (r->at == r->based) return true;
    unsigned base = code_before(r, r->at);
    if (!is_letter(base)) return false;
    unsigned before = code_before(r, r->at - (base < 0x80 ? 1 : 2));
    return !is_word(before) && !(before && before < 0x80 && strchr("/.\\-:@#", (int)before));
}

static bool ends_word(const char *at)
{
    unsigned next = code_at(at);
    if (is_word(next) || next == '/' || next == '\\') return false;
    return !(next == '.' && is_word(code_at(at + 1)));
}

/* Where a script ends that stands in plain text; NULL: it is no math. */
static const char *plain_script_end(const reader *r)
{
    const char *first = r->at + 1;
    bool power = *r->at == '^';
    if (!(power ? is_power_base(r) : is_index_base(r))) return NULL;
    if (*first == '{') {
        const char *close = group_end(first);
        return close ? close + 1 : NULL;
    }
    size_t n = power ? number_at(first) : strspn(first, "0123456789");
    if (n && (power || (n <= 2 && ends_word(first + n)))) return first + n;
    n = bytes_of(first);
    return !n || !is_letter(code_at(first)) || !ends_word(first + n) ? NULL : first + n;
}

static void read_plain(reader *r)
{
    while (*r->at) {
        bool script = *r->at == '^' || *r->at == '_';
        const char *end = script ? plain_script_end(r) : *r->at == '$' ? dollars_end(r) : NULL;
        if (end && script)
            read_script(r, end);
        else if (end) {
            r->at++;
            read_math(r, end);
            r->at = end + 1;
        } else if (!(*r->at == '\\' && read_backslash(r, false)) && !read_raised(r))
            read_letter(r);
    }
}

static void read_part(reader *r)
{
    for (r->at++; *r->at; r->at++) {
        if (*r->at == OPEN) {
            size_t n = strcspn(r->at + 1, "\002");
            snprintf(r->path, sizeof r->path, "%.*s", (int)n, r->at + 1);
            r->at += n + (r->at[n + 1] ? 1 : 0);
        } else if (*r->at == END)
            ascend(r, 0);
        else
            put(r, r->at, 1);
    }
}

/* ---- The module ---- */

bool dw_math_is(const char *text)
{
    static const char *const raised[] = { "²", "³", "¹", "⁰", "⁴", "⁵", "⁶",
                                          "⁷", "⁸", "⁹", "⁺", "⁻", "ⁿ" };
    if (strpbrk(text, "^_$\\\004")) return true;
    if (!strstr(text, "\xe2\x81") && !strchr(text, '\xc2')) return false;
    for (size_t i = 0; i < sizeof raised / sizeof *raised; i++)
        if (strstr(text, raised[i])) return true;
    return false;
}

void dw_math_read(const char *text, dw_math *out)
{
    reader r = { .start = text, .at = text, .out = out };
    out->text = (dw_buffer){ 0 };
    out->span_count = 0;
    dw_buffer_add_bytes(&out->text, "", 0);
    if (*text == PART)
        read_part(&r);
    else
        read_plain(&r);
}

void dw_math_free(dw_math *math)
{
    dw_buffer_free(&math->text);
    math->span_count = 0;
}

char *dw_math_part(const dw_math *math, size_t from, size_t to, const char *end)
{
    const char *text = math->text.text ? math->text.text : "";
    dw_buffer out = { 0 };
    dw_buffer_format(&out, "%c", PART);
    for (size_t i = 0; i < math->span_count && from < to; i++) {
        const dw_math_span *span = &math->spans[i];
        size_t first = span->from > from ? span->from : from;
        size_t last = span->to < to ? span->to : to;
        if (first >= last) continue;
        dw_buffer_add_bytes(&out, text + from, first - from);
        dw_buffer_format(&out, "%c%s%c", OPEN, span->path, SHUT);
        dw_buffer_add_bytes(&out, text + first, last - first);
        dw_buffer_format(&out, "%c", END);
        from = last;
    }
    if (from < to) dw_buffer_add_bytes(&out, text + from, to - from);
    dw_buffer_add(&out, end);
    if (!out.failed) return out.text;
    dw_buffer_free(&out);
    return NULL;
}

/* The raised letters of Unicode; false: it has not all of them. */
static bool add_raised(dw_buffer *out, const char *text, size_t n)
{
    dw_buffer raised = { 0 };
    bool all = true;
    for (size_t i = 0; i < n && all;) {
        size_t bytes, length = bytes_of(text + i);
        bool minus = length == 3 && memcmp(text + i, "−", 3) == 0;
        const char *letter = dw_math_raise(minus ? '-' : text[i], &bytes);
        all = letter && (length == 1 || minus);
        if (all) dw_buffer_add_bytes(&raised, letter, bytes);
        i += length;
    }
    all = all && !raised.failed;
    if (all) dw_buffer_add_bytes(out, raised.text, raised.length);
    dw_buffer_free(&raised);
    return all;
}

static void add_span(dw_buffer *out, const char *text, const dw_math_span *span)
{
    size_t n = span->to - span->from;
    text += span->from;
    if (strcmp(span->path, "u") == 0 && add_raised(out, text, n)) return;
    bool up = span->path[strlen(span->path) - 1] == 'u', bracket = up && n > bytes_of(text);
    dw_buffer_add(out, up ? "^" : "_");
    if (bracket) dw_buffer_add(out, "(");
    dw_buffer_add_bytes(out, text, n);
    if (bracket) dw_buffer_add(out, ")");
}

void dw_math_plain(const char *text, dw_buffer *out)
{
    if (!dw_math_is(text)) {
        dw_buffer_add(out, text);
        return;
    }
    dw_math math;
    size_t at = 0;
    dw_math_read(text, &math);
    const char *letters = math.text.text ? math.text.text : "";
    for (size_t i = 0; i < math.span_count; i++) {
        dw_buffer_add_bytes(out, letters + at, math.spans[i].from - at);
        add_span(out, letters, &math.spans[i]);
        at = math.spans[i].to;
    }
    dw_buffer_add(out, letters + at);
    dw_math_free(&math);
}
