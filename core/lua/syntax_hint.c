#include "lua/syntax_hint.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* ---- the message: FILE:LINE: ... near 'TOKEN' ---- */

static const char near_token[] = " near '";

static const char *find_token(const char *message)
{
    const char *token = NULL;
    for (const char *at = message; (at = strstr(at, near_token)); at++)
        token = at + sizeof near_token - 1;
    return token;
}

/* 0 when there is none; a file's name may have numbers between colons, too. */
static unsigned long find_line(const char *message, const char *token)
{
    unsigned long line = 0;
    for (const char *at = message; (at = strchr(at, ':')) && at < token; at++) {
        char *rest;
        if (at[1] < '1' || at[1] > '9') continue;
        unsigned long number = strtoul(at + 1, &rest, 10);
        if (rest[0] == ':' && rest[1] == ' ') line = number;
    }
    return line;
}

/* ---- the line of the text ---- */

typedef struct span {
    const char *from, *to;
} span;

static const char *end_of_line(const char *from, const char *end)
{
    while (from < end && *from != '\n' && *from != '\r') from++;
    return from;
}

static span line_of(const char *text, const char *end, unsigned long line)
{
    for (; line > 1 && text < end; line--) {
        text = end_of_line(text, end);
        if (text < end && text + 1 < end && text[0] == '\r' && text[1] == '\n') text++;
        if (text < end) text++;
    }
    return (span){ text, end_of_line(text, end) };
}

/* The first character of more than a byte that starts with that byte, outside quotes. */
static const char *find_wide(span line, unsigned char first)
{
    char quote = 0;
    for (const char *at = line.from; at < line.to; at++) {
        if (quote && *at == '\\')
            at++;
        else if (quote)
            quote = *at == quote ? 0 : quote;
        else if (*at == '"' || *at == '\'')
            quote = *at;
        else if ((unsigned char)*at == first)
            return at;
    }
    return NULL;
}

static bool line_has(span line, const char *part)
{
    size_t n = strlen(part);
    for (const char *at = line.from; n <= (size_t)(line.to - at); at++)
        if (memcmp(at, part, n) == 0) return true;
    return false;
}

/* ---- characters that look like those of programs ---- */

static const struct {
    const char *wide, *plain;
} twins[] = {
    { "“", "\"" }, { "”", "\"" }, { "「", "\"" }, { "」", "\"" },    { "‘", "'" },
    { "’", "'" },  { "、", "," }, { "。", "." },  { "\u3000", " " }, { "\u00a0", " " },
    { "–", "-" },  { "—", "-" },  { "−", "-" },   { "\u200b", " " }, { "×", "*" },
    { "÷", "/" },  { "≠", "~=" }, { "≤", "<=" },  { "≥", ">=" },
};

/* The full-width forms U+FF01..U+FF5E are the characters from ! to ~ again. */
static bool full_width(const char *at, const char *to, char plain[3])
{
    if (to - at < 3 || (unsigned char)at[0] != 0xEF) return false;
    unsigned code = ((unsigned char)at[1] & 0x3Fu) << 6 | ((unsigned char)at[2] & 0x3Fu);
    if (code < 0xF01 || code > 0xF5E) return false;
    plain[0] = (char)(code - 0xF01 + '!');
    plain[1] = 0;
    return true;
}

/* Writes both when the character has a plain twin. */
static bool find_twin(const char *at, const char *to, char wide[4], char plain[3])
{
    size_t room = (size_t)(to - at), n = 3;
    bool found = full_width(at, to, plain);
    for (size_t i = 0; !found && i < sizeof twins / sizeof *twins; i++) {
        n = strlen(twins[i].wide);
        found = n <= room && memcmp(at, twins[i].wide, n) == 0;
        if (found) memcpy(plain, twins[i].plain, strlen(twins[i].plain) + 1);
    }
    if (!found) return false;
    memcpy(wide, at, n);
    wide[n] = 0;
    return true;
}

static void add_wide_hint(dw_buffer *message, bool chinese, span line, const char *token)
{
    unsigned char first = (unsigned char)atoi(token + 2); /* <\239> */
    const char *at = find_wide(line, first);
    char wide[4], plain[3];
    if (at && find_twin(at, line.to, wide, plain)) {
        dw_buffer_format(message, chinese ? "（「%s」請改成半形的 %s ）" : " (for '%s' write %s )",
                         wide,
                         strcmp(plain, " ") != 0 ? plain
                         : chinese               ? "空格"
                                                 : "a plain space");
    } else {
        dw_buffer_add(message, chinese ? "（引號之外只能用英文字母、數字和半形符號）"
                                       : " (outside quotes only plain letters, digits and signs)");
    }
}

/* ---- habits from other languages ---- */

typedef struct habit {
    const char *message, *token, *line; /* parts that all are there; NULL: any */
    const char *english, *chinese;
} habit;

static const habit habits[] = {
    { "'then' expected", "='", NULL, "to compare, write == or >= or <=", "比較要寫 ==、>= 或 <=" },
    { "'do' expected", "='", NULL, "to compare, write == or >= or <=", "比較要寫 ==、>= 或 <=" },
    { NULL, "!'", NULL, "'not equal' is ~= and 'not' is not", "「不等於」寫 ~=，「非」寫 not" },
    { NULL, "&'", "&&", "'and' is and", "「而且」寫 and" },
    { NULL, "|'", "||", "'or' is or", "「或者」寫 or" },
    { NULL, "+'", "+=", "write n = n + 1", "請寫 n = n + 1" },
    { NULL, "+'", "++", "write n = n + 1", "請寫 n = n + 1" },
    { NULL, "-'", "-=", "write n = n - 1", "請寫 n = n - 1" },
    { NULL, "*'", "*=", "write n = n * 2", "請寫 n = n * 2" },
    { NULL, "/'", "/=", "write n = n / 2; 'not equal' is ~=", "請寫 n = n / 2；「不等於」寫 ~=" },
    { "<eof> expected", "end'", NULL, "one 'end' too many", "多了一個 end" },
    { "<eof> expected", NULL, NULL, "nothing may follow the last return",
      "return 之後不能再有程式" },
    { "'then' expected", "{'", NULL, "if ... then ... end, without braces",
      "寫成 if ... then ... end，不用大括號" },
    { "'do' expected", "{'", NULL, "while ... do ... end, without braces",
      "寫成 while ... do ... end，不用大括號" },
};

static bool has_habit(const habit *h, const char *message, const char *token, span line)
{
    if (h->message && !strstr(message, h->message)) return false;
    if (h->token && strcmp(token, h->token) != 0) return false;
    return !h->line || line_has(line, h->line);
}

static void add_habit_hint(dw_buffer *message, bool chinese, span line, const char *token)
{
    for (size_t i = 0; i < sizeof habits / sizeof *habits; i++) {
        if (!has_habit(&habits[i], message->text, token, line)) continue;
        dw_buffer_format(message, chinese ? "（%s）" : " (%s)",
                         chinese ? habits[i].chinese : habits[i].english);
        return;
    }
}

void dwl_add_syntax_hint(dw_buffer *message, const char *text, const char *end,
                         const char *language)
{
    const char *token = message->text ? find_token(message->text) : NULL;
    if (!token) return;
    bool chinese = strcmp(language, "zh-TW") == 0;
    span line = line_of(text, end, find_line(message->text, token));
    if (strncmp(token, "<\\", 2) == 0 && strlen(token) > 5)
        add_wide_hint(message, chinese, line, token);
    else
        add_habit_hint(message, chinese, line, token);
}
