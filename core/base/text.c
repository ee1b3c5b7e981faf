#include "base/text.h"

#include <float.h>
#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static bool reserve(dw_buffer *buffer, size_t extra)
{
    if (buffer->failed) return false;
    if (extra < buffer->capacity - buffer->length) return true;
    size_t need = buffer->length + extra + 1;
    if (need < extra) {
        buffer->failed = true;
        return false;
    }
    size_t capacity = need > SIZE_MAX / 2 ? need : need + need / 2 + 64;
    char *grown = dw_reallocate(buffer->text, capacity, 1, NULL);
    if (!grown) {
        buffer->failed = true;
        return false;
    }
    buffer->text = grown;
    buffer->capacity = capacity;
    return true;
}

void dw_buffer_add_bytes(dw_buffer *buffer, const char *bytes, size_t n)
{
    if (!reserve(buffer, n)) return;
    if (n) memcpy(buffer->text + buffer->length, bytes, n);
    buffer->length += n;
    buffer->text[buffer->length] = '\0';
}

void dw_buffer_add(dw_buffer *buffer, const char *text)
{
    dw_buffer_add_bytes(buffer, text, strlen(text));
}

void dw_buffer_format(dw_buffer *buffer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (n < 0 || !reserve(buffer, (size_t)n)) {
        buffer->failed = true;
        return;
    }
    va_start(arguments, format);
    vsnprintf(buffer->text + buffer->length, (size_t)n + 1, format, arguments);
    va_end(arguments);
    buffer->length += (size_t)n;
}

void dw_buffer_add_csv(dw_buffer *buffer, const char *field)
{
    if (!strpbrk(field, ",\"\r\n")) {
        dw_buffer_add(buffer, field);
        return;
    }
    dw_buffer_add(buffer, "\"");
    for (const char *c = field; *c; c++) {
        if (*c == '"') dw_buffer_add(buffer, "\"");
        dw_buffer_add_bytes(buffer, c, 1);
    }
    dw_buffer_add(buffer, "\"");
}

void dw_buffer_free(dw_buffer *buffer)
{
    free(buffer->text);
    *buffer = (dw_buffer){ 0 };
}

/* Length of the sequence that a lead byte announces; 0 for a byte that cannot lead. */
static size_t sequence_length(unsigned char lead)
{
    if (lead < 0x80) return 1;
    if (lead >= 0xc2 && lead < 0xe0) return 2;
    if (lead >= 0xe0 && lead < 0xf0) return 3;
    if (lead >= 0xf0 && lead < 0xf5) return 4;
    return 0;
}

/* Overlong forms, surrogates and points past U+10FFFF are told by the second byte. */
static bool second_byte_fits(unsigned char lead, unsigned char second)
{
    unsigned char low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    unsigned char high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    return second >= low && second <= high;
}

size_t dw_text_utf8_prefix(const char *text, size_t n)
{
    const unsigned char *s = (const unsigned char *)text;
    size_t i = 0;
    while (i < n) {
        size_t length = sequence_length(s[i]);
        if (length == 0 || length > n - i) return i;
        if (length > 1 && !second_byte_fits(s[i], s[i + 1])) return i;
        for (size_t j = 2; j < length; j++)
            if ((s[i + j] & 0xc0) != 0x80) return i;
        i += length;
    }
    return n;
}

size_t dw_text_steers(const char *text)
{
    const unsigned char *c = (const unsigned char *)text;
    if ((c[0] > 0 && c[0] < ' ') || c[0] == 0x7f) return 1;
    if (c[0] == 0xc2 && c[1] < 0xa0) return 2; /* U+0080 to U+009F */
    if (c[0] != 0xe2) return 0;
    bool turns = (c[1] == 0x80 && (c[2] == 0x8e || c[2] == 0x8f)) || /* U+200E, U+200F */
                 (c[1] == 0x80 && c[2] >= 0xa8 && c[2] <= 0xae) ||   /* U+2028 to U+202E */
                 (c[1] == 0x81 && c[2] >= 0xa6 && c[2] <= 0xa9);     /* U+2066 to U+2069 */
    return turns ? 3 : 0;
}

void dw_text_trim_utf8(char *text)
{
    size_t n = strlen(text);
    size_t tail = n < 4 ? n : 4;
    for (size_t back = 1; back <= tail; back++) {
        unsigned char c = (unsigned char)text[n - back];
        if ((c & 0xc0) == 0x80) continue;
        if (sequence_length(c) > back) text[n - back] = '\0';
        return;
    }
}

void dw_text_number(double x, char out[32])
{
    if (isnan(x)) x = NAN; /* printf would show its sign */
    /* %g drops zeros at the end, so 15 digits are short where they suffice; subnormal numbers have
     * fewer digits to show. */
    int digits = fabs(x) < DBL_MIN ? 1 : 15;
    do {
        snprintf(out, 32, "%.*g", digits, x);
    } while (strtod(out, NULL) != x && !isnan(x) && ++digits <= 17);
    if (fabs(x) < 1e15 && x == floor(x)) snprintf(out, 32, "%.0f", x);
}

void dw_text_count(double x, int digits, char out[32])
{
    static const struct {
        double unit;
        const char *suffix;
    } units[] = { { 1e12, "T" }, { 1e9, "B" }, { 1e6, "M" }, { 1e3, "K" } };
    char mantissa[32];
    for (size_t i = 0; i < sizeof units / sizeof *units && fabs(x) < 1e15; i++) {
        snprintf(mantissa, sizeof mantissa, "%.*g", digits, x / units[i].unit);
        double shown = strtod(mantissa, NULL);
        if (fabs(shown) < 1 || !isfinite(shown)) continue;
        if (fabs(shown) >= 1000 && i > 0) { /* 999.9M rounds to 1B */
            snprintf(mantissa, sizeof mantissa, "%.*g", digits, shown / 1000);
            snprintf(out, 32, "%.12s%s", mantissa, units[i - 1].suffix);
            return;
        }
        char plain[32];
        dw_text_number(shown, plain);
        snprintf(out, 32, "%.24s%s", plain, units[i].suffix);
        return;
    }
    snprintf(mantissa, sizeof mantissa, "%.*g", digits, x);
    dw_text_number(strtod(mantissa, NULL), out);
}

void dw_text_thousands(double x, char out[32])
{
    char plain[32];
    snprintf(plain, sizeof plain, "%.0f", rint(x) == 0 ? 0 : x);
    size_t n = strlen(plain), sign = plain[0] == '-', at = 0;
    if (!isfinite(x) || n - sign > 21) {
        dw_text_number(x, out);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        if (i > sign && (n - i) % 3 == 0) out[at++] = ',';
        out[at++] = plain[i];
    }
    out[at] = '\0';
}

enum { LONGEST_NAME = 63 };

unsigned dw_text_distance(const char *a, const char *b)
{
    size_t n = strlen(a), m = strlen(b);
    if (n > LONGEST_NAME || m > LONGEST_NAME) return 255;
    unsigned rows[3][LONGEST_NAME + 1];
    unsigned *before = rows[0], *last = rows[1], *row = rows[2];
    for (size_t j = 0; j <= m; j++) last[j] = (unsigned)j;
    for (size_t i = 1; i <= n; i++) {
        row[0] = (unsigned)i;
        for (size_t j = 1; j <= m; j++) {
            unsigned best = last[j - 1] + (a[i - 1] != b[j - 1]);
            if (last[j] + 1 < best) best = last[j] + 1;
            if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
            bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped && before[j - 2] + 1 < best) best = before[j - 2] + 1;
            row[j] = best;
        }
        unsigned *oldest = before;
        before = last;
        last = row;
        row = oldest;
    }
    return last[m];
}

void dw_nearest_offer(dw_nearest *nearest, const char *candidate)
{
    unsigned distance = dw_text_distance(nearest->given, candidate);
    size_t n = strlen(nearest->given);
    unsigned near_enough = n <= 3 ? 1 : n <= 6 ? 2 : 3;
    if (distance > near_enough) return;
    if (nearest->best && distance > nearest->distance) return;
    if (nearest->best && distance == nearest->distance && strcmp(candidate, nearest->best) > 0)
        return; /* of names that are as near, the same one in whatever order they come */
    nearest->best = candidate;
    nearest->distance = distance;
}

const char *dw_nearest_hint(const dw_nearest *nearest, char out[96])
{
    out[0] = '\0';
    if (nearest->best) snprintf(out, 96, " (did you mean '%s'?)", nearest->best);
    return out;
}
