#include "lua/syntax_hint.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- the message: FILE:LINE: ... near 'TOKEN', or near <eof> ---- */

static const char near_token[] = " near ";

static const char *find_token(const char *message)
{
    const char *token = NULL;
    for (const char *at = message; (at = strstr(at, near_token)); at++) {
        const char *after = at + sizeof near_token - 1;
        if (*after == '\'') token = after + 1;
        if (strcmp(after, "<eof>") == 0) token = after;
    }
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

static bool is_letter(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* A part that begins with a letter begins a word. */
static bool line_has(span line, const char *part)
{
    size_t n = strlen(part);
    for (const char *at = line.from; n <= (size_t)(line.to - at); at++) {
        bool begins = at == line.from || !is_letter(part[0]) || !is_letter(at[-1]);
        if (begins && memcmp(at, part, n) == 0) return true;
    }
    return false;
}

static bool is_blank(span line)
{
    while (line.from < line.to && isspace((unsigned char)*line.from)) line.from++;
    return line.from == line.to;
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
    const char *english, *chinese;      /* english NULL: the message says it */
} habit;

/* The first that fits is said. */
static const habit habits[] = {
    { "'then' expected", "='", NULL, "to compare, write == or >= or <=", "比較要寫 ==、>= 或 <=" },
    { "'do' expected", "='", NULL, "to compare, write == or >= or <=", "比較要寫 ==、>= 或 <=" },
    { NULL, "!'", NULL, "'not equal' is ~= and 'not' is not", "「不等於」寫 ~=，「非」寫 not" },
    { NULL, "&'", "&&", "'and' is and", "「而且」寫 and" },
    { NULL, "|'", "||", "'or' is or", "「或者」寫 or" },
    { NULL, "?'", NULL, "a choice is: condition and a or b", "二選一寫成：條件 and a or b" },
    { NULL, "+'", "+=", "write n = n + 1", "請寫 n = n + 1" },
    { NULL, "+'", "++", "write n = n + 1", "請寫 n = n + 1" },
    { NULL, "-'", "-=", "write n = n - 1", "請寫 n = n - 1" },
    { NULL, "*'", "*=", "write n = n * 2", "請寫 n = n * 2" },
    { NULL, "*'", "**", "a power is x ^ y", "次方寫 x ^ y" },
    { NULL, "/'", "/=", "write n = n / 2; 'not equal' is ~=", "請寫 n = n / 2；「不等於」寫 ~=" },
    { "unexpected symbol", "//'", NULL, "a comment begins with --", "註解用 -- 開頭" },
    { "unexpected symbol", "#'", NULL, "a comment begins with --", "註解用 -- 開頭" },
    { "unexpected symbol", "['", NULL, "a list is { 1, 2, 3 }", "清單寫成 { 1, 2, 3 }" },
    { "unexpected symbol", "{'", "function", "function f(x) ... end, without braces",
      "寫成 function f(x) ... end，不用大括號" },
    { "<eof> expected", "end'", NULL, "one 'end' too many", "多了一個 end" },
    { "<eof> expected", "else'", NULL, "no 'if' is open here: an 'end' too many before it?",
      "這裡沒有還開著的 if：前面是不是多了一個 end？" },
    { "<eof> expected", "elseif'", NULL, "no 'if' is open here: an 'end' too many before it?",
      "這裡沒有還開著的 if：前面是不是多了一個 end？" },
    { "<eof> expected", "until'", NULL, "no 'repeat' is open here", "這裡沒有還開著的 repeat" },
    { "<eof> expected", NULL, NULL, "nothing may follow the last return",
      "return 之後不能再有程式" },
    { "'then' expected", "{'", NULL, "if ... then ... end, without braces",
      "寫成 if ... then ... end，不用大括號" },
    { "'then' expected", ":'", NULL, "if ... then ... end, without a colon",
      "寫成 if ... then ... end，不用冒號" },
    { "'then' expected", NULL, NULL, NULL, "if 的條件後面要寫 then" },
    { "'do' expected", "{'", NULL, "while ... do ... end, without braces",
      "寫成 while ... do ... end，不用大括號" },
    { NULL, NULL, "range(", "write for i = 1, 10 do ... end", "寫成 for i = 1, 10 do ... end" },
    { "'do' expected", ":'", NULL, "while ... do ... end, without a colon",
      "寫成 while ... do ... end，不用冒號" },
    { "'do' expected", NULL, NULL, NULL, "for、while 的後面要寫 do" },
    { "'=' or 'in' expected", NULL, NULL, "write for i = 1, 10 do or for i, x in ipairs(list) do",
      "寫成 for i = 1, 10 do，或 for i, x in ipairs(清單) do" },
    { "'}' expected", ":'", NULL, "a field is name = value", "欄位寫成 名稱 = 值" },
    { "'}' expected", NULL, NULL, "commas stand between the elements of a table",
      "少了 }，或兩項之間少了逗號" },
    { "')' expected", NULL, NULL, "commas stand between arguments", "少了 )，或兩項之間少了逗號" },
    { "']' expected", NULL, NULL, NULL, "少了 ]" },
    { "'end' expected", NULL, NULL, NULL, "少了 end" },
    { "<name> expected", NULL, NULL, "words as end, for, in, not are no names",
      "這裡要有一個名字；end、for、in、not 等保留字不能當名字" },
    { "function arguments expected", NULL, NULL,
      "a colon calls a method, as in fig:save(...); a field is table.name",
      "冒號用來呼叫方法，像 fig:save(...)；欄位要用點，像 p.skill" },
    { "unfinished string", NULL, NULL, "its quote is not closed on this line",
      "引號沒有在同一行關上" },
    { "unfinished long", NULL, NULL, NULL, "少了 ]]" },
    { "malformed number", NULL, NULL, "a name begins with a letter",
      "數字寫錯了；名字要用字母開頭" },
    { "attempt to assign to const", NULL, NULL, NULL, "const 變數的值不能改" },
    { "binary chunk", NULL, NULL, "a script is a text", "程式要是文字檔" },
    { "break outside", NULL, NULL, NULL, "break 只能寫在迴圈裡" },
    { "syntax error", NULL, "elif ", "write elseif", "請寫 elseif" },
    { "syntax error", NULL, "def ", "write function f(x) ... end", "寫成 function f(x) ... end" },
    { "syntax error", NULL, "var ", "write local x = 5", "新的變數寫成 local x = 5" },
    { "syntax error", NULL, "let ", "write local x = 5", "新的變數寫成 local x = 5" },
    { "syntax error", NULL, "int ", "write local x = 5", "新的變數寫成 local x = 5" },
    { "syntax error", NULL, "float ", "write local x = 5", "新的變數寫成 local x = 5" },
    { "syntax error", NULL, "import ", "all libraries are there without it",
      "不用 import，函式庫都已經在了" },
    { "syntax error", "=='", NULL, "to store a value, write one =", "存值只寫一個 =" },
    { "syntax error", NULL, "print ", "write print(...)", "呼叫函式要加括號：print(...)" },
    { "syntax error", NULL, NULL, "a line is a call, f(x), or stores a value, x = 5",
      "一句要嘛呼叫函式，像 f(x)，要嘛存一個值，像 x = 5" },
    { "unexpected symbol", ")'", NULL, NULL, "多了一個 )，或 ) 前面少了東西" },
    { "unexpected symbol", "<eof>", NULL, NULL, "程式還沒寫完就結束了" },
    { "unexpected symbol", NULL, NULL, NULL, "這個符號不該在這裡；看看前面是不是少了或多了什麼" },
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
        const char *hint = chinese ? habits[i].chinese : habits[i].english;
        if (hint) dw_buffer_format(message, chinese ? "（%s）" : " (%s)", hint);
        return;
    }
}

/* ---- 'end' expected (to close 'if' at line 3) near ... ---- */

static bool add_unclosed_hint(dw_buffer *message, bool chinese, const char *text, const char *end)
{
    char wanted[16], opened[16];
    int line;
    const char *at = strstr(message->text, " expected (to close '");
    const char *from = at;
    while (from && from > message->text && from[-1] != ' ') from--;
    if (!at || sscanf(from, "'%15[^']' expected (to close '%15[^']' at line %d", wanted, opened,
                      &line) != 3)
        return false;
    if (strcmp(opened, "if") == 0 && line_has((span){ text, end }, "else if "))
        dw_buffer_add(message, chinese ? "（else if 請寫成 elseif，連在一起）"
                                       : " (write elseif for else if)");
    else if (chinese)
        dw_buffer_format(message, "（第 %d 行的 %s 沒有對應的 %s）", line, opened, wanted);
    return true;
}

void dwl_add_syntax_hint(dw_buffer *message, const char *text, const char *end,
                         const char *language)
{
    const char *token = message->text ? find_token(message->text) : NULL;
    if (!message->text) return;
    if (!token) token = strchr(message->text, 0);
    bool chinese = strcmp(language, "zh-TW") == 0;
    unsigned long number = find_line(message->text, token);
    span line = line_of(text, end, number);
    while (number > 1 && is_blank(line)) line = line_of(text, end, --number); /* near <eof> */
    if (strncmp(token, "<\\", 2) == 0 && strlen(token) > 5)
        add_wide_hint(message, chinese, line, token);
    else if (!add_unclosed_hint(message, chinese, text, end))
        add_habit_hint(message, chinese, line, token);
}
