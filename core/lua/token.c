#include "lua/token.h"

#include <string.h>

const char *const dwl_keywords[] = { "and",   "break", "do",       "else",  "elseif", "end",
                                     "false", "for",   "function", "goto",  "if",     "in",
                                     "local", "nil",   "not",      "or",    "repeat", "return",
                                     "then",  "true",  "until",    "while", NULL };

bool dwl_is_keyword(const char *name, size_t n)
{
    for (const char *const *word = dwl_keywords; *word; word++)
        if (strlen(*word) == n && memcmp(*word, name, n) == 0) return true;
    return false;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool dwl_is_name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || is_digit(c);
}

bool dwl_token_is(const dwl_token *token, const char *text)
{
    return token->kind != DWL_TOKEN_END && token->kind != DWL_TOKEN_STRING &&
           strlen(text) == token->n && memcmp(token->at, text, token->n) == 0;
}

/* The number of equals signs of "[[" or "[==[", -1 when none is there. */
static int long_bracket(const char *at, const char *end)
{
    const char *c = at + 1;
    if (at == end || *at != '[') return -1;
    while (c < end && *c == '=') c++;
    return c < end && *c == '[' ? (int)(c - at) - 1 : -1;
}

/* Past the closing bracket of that level, NULL: there is none. */
static const char *end_of_long(const char *at, const char *end, int level)
{
    for (; at < end; at++) {
        const char *c = at + 1;
        if (*at != ']') continue;
        while (c < end && *c == '=') c++;
        if (c < end && *c == ']' && c - at - 1 == level) return c + 1;
    }
    return NULL;
}

static dwl_token make(dwl_token_kind kind, const char *from, const char *to)
{
    return (dwl_token){ kind, from, (size_t)(to - from), false };
}

static dwl_token make_long(dwl_token_kind kind, const char *from, const char *bracket,
                           const char *end, int level)
{
    const char *to = end_of_long(bracket + level + 2, end, level);
    dwl_token token = make(kind, from, to ? to : end);
    token.open = !to;
    return token;
}

static dwl_token read_quoted(const char *at, const char *end)
{
    const char *c = at + 1;
    while (c < end && *c != *at && *c != '\n') {
        bool skips = *c == '\\' && c + 1 < end;
        if (skips && c[1] == 'z') { /* skips white space, newlines too */
            for (c += 2; c < end && strchr(" \t\r\n\v\f", *c);) c++;
            continue;
        }
        c += skips ? 2 : 1;
    }
    bool closed = c < end && *c == *at;
    dwl_token token = make(DWL_TOKEN_STRING, at, closed ? c + 1 : c);
    token.open = !closed;
    return token;
}

static dwl_token read_comment(const char *at, const char *end)
{
    int level = long_bracket(at + 2, end);
    if (level >= 0) return make_long(DWL_TOKEN_COMMENT, at, at + 2, end, level);
    const char *c = at;
    while (c < end && *c != '\n') c++;
    return make(DWL_TOKEN_COMMENT, at, c);
}

static dwl_token read_word(const char *at, const char *end)
{
    const char *c = at;
    bool number = is_digit(*at) || *at == '.';
    while (c < end && (dwl_is_name_byte(*c) || (number && *c == '.'))) {
        bool exponent = number && strchr("eEpP", *c) && c + 1 < end && strchr("+-", c[1]);
        bool hexadecimal = c - at > 1 && (at[1] == 'x' || at[1] == 'X');
        if (exponent && (hexadecimal ? strchr("eE", *c) != NULL : strchr("pP", *c) != NULL))
            exponent = false;
        c += exponent ? 2 : 1;
    }
    return make(number ? DWL_TOKEN_NUMBER : DWL_TOKEN_NAME, at, c);
}

static dwl_token read_sign(const char *at, const char *end)
{
    static const char *const wide[] = { "...", "..", "==", "~=", "<=", ">=",
                                        "//",  "::", "<<", ">>", NULL };
    for (const char *const *sign = wide; *sign; sign++) {
        size_t n = strlen(*sign);
        if ((size_t)(end - at) >= n && memcmp(at, *sign, n) == 0)
            return make(DWL_TOKEN_SIGN, at, at + n);
    }
    return make(DWL_TOKEN_SIGN, at, at + 1);
}

dwl_token dwl_token_next(const char *at, const char *end)
{
    while (at < end && *at && strchr(" \t\r\n\v\f", *at)) at++;
    if (at >= end) return make(DWL_TOKEN_END, end, end);
    if (*at == '"' || *at == '\'') return read_quoted(at, end);
    int level = long_bracket(at, end);
    if (level >= 0) return make_long(DWL_TOKEN_STRING, at, at, end, level);
    if (end - at >= 2 && at[0] == '-' && at[1] == '-') return read_comment(at, end);
    bool fraction = *at == '.' && end - at >= 2 && is_digit(at[1]);
    if (dwl_is_name_byte(*at) || fraction) return read_word(at, end);
    return read_sign(at, end);
}

dwl_token dwl_token_code(const char *at, const char *end)
{
    dwl_token token = dwl_token_next(at, end);
    while (token.kind == DWL_TOKEN_COMMENT) token = dwl_token_next(token.at + token.n, end);
    return token;
}
