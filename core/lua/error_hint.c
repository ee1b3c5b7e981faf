#include "lua/error_hint.h"

#include <stdio.h>
#include <string.h>

/* ---- the message ---- */

/* Copies what stands between two parts of a text; false when it is not there, or is long. */
static bool between(const char *text, const char *before, const char *after, char out[64])
{
    const char *from = strstr(text, before);
    if (!from) return false;
    from += strlen(before);
    const char *to = strstr(from, after);
    if (!to || to == from || to - from > 63) return false;
    memcpy(out, from, (size_t)(to - from));
    out[to - from] = 0;
    return true;
}

static void add(dw_buffer *message, bool chinese, const char *hint)
{
    dw_buffer_format(message, chinese ? "（%s）" : " (%s)", hint);
}

/* ---- names that Lua's libraries do not have ---- */

typedef struct library {
    const char *name;
    const char *functions[20];
} library;

static const library libraries[] = {
    { "math",
      { "abs", "ceil", "cos", "deg", "exp", "floor", "fmod", "huge", "log", "max", "min", "modf",
        "pi", "rad", "random", "sin", "sqrt", "tan", "tointeger" } },
    { "string",
      { "byte", "char", "find", "format", "gmatch", "gsub", "len", "lower", "match", "rep",
        "reverse", "sub", "upper" } },
    { "table", { "concat", "insert", "move", "pack", "remove", "sort", "unpack" } },
};

static bool script_has(const dwl_run *run, const char *part)
{
    return run->script_text && memmem(run->script_text, run->script_length, part, strlen(part));
}

/* "math has no 'sqt' (did you mean 'sqrt'?)", as the other libraries say it. */
static bool add_nearest(dw_buffer *message, bool chinese, const dwl_run *run, const char *field)
{
    for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++) {
        char call[128], hint[192];
        snprintf(call, sizeof call, "%s.%s(", libraries[i].name, field);
        if (!script_has(run, call)) continue;
        dw_nearest nearest = { .given = field };
        for (const char *const *name = libraries[i].functions; *name; name++)
            dw_nearest_offer(&nearest, *name);
        if (!nearest.best) continue;
        snprintf(hint, sizeof hint, chinese ? "你是不是想寫 %s.%s？" : "did you mean %s.%s?",
                 libraries[i].name, nearest.best);
        add(message, chinese, hint);
        return true;
    }
    return false;
}

typedef struct stranger {
    const char *name, *english, *chinese;
} stranger;

/* Names of other languages, or of Lua's libraries that scripts do not have. */
static const stranger strangers[] = {
    { "None", "write nil", "「沒有」寫 nil" },
    { "null", "write nil", "「沒有」寫 nil" },
    { "True", "write true", "請寫 true" },
    { "False", "write false", "請寫 false" },
    { "len", "the length of a list is #list", "清單的長度寫 #清單名稱" },
    { "range", "write for i = 1, n do", "請寫 for i = 1, n do" },
    { "round", "write math.floor(x + 0.5)", "四捨五入寫 math.floor(x + 0.5)" },
    { "pow", "a power is x ^ y", "次方寫 x ^ y" },
    { "power", "a power is x ^ y", "次方寫 x ^ y" },
    { "sum", "add up in a loop, or write array(list):sum()",
      "用迴圈一個一個加，或寫 array(清單):sum()" },
    { "append", "to add to a list: t[#t + 1] = x", "加進清單寫 t[#t + 1] = x" },
    { "push", "to add to a list: t[#t + 1] = x", "加進清單寫 t[#t + 1] = x" },
    { "printf", "write print(string.format(...))", "請寫 print(string.format(...))" },
    { "os", "a script starts nothing and has no clock", "程式不能用 os" },
    { "io", "a script reads with data.csv", "程式不能用 io；讀檔用 data.csv" },
};

static bool add_stranger(dw_buffer *message, bool chinese, const char *name)
{
    for (size_t i = 0; i < sizeof strangers / sizeof *strangers; i++) {
        if (strcmp(strangers[i].name, name) != 0) continue;
        add(message, chinese, chinese ? strangers[i].chinese : strangers[i].english);
        return true;
    }
    return false;
}

static bool add_unknown(dw_buffer *message, bool chinese, const dwl_run *run)
{
    char name[64];
    const char *text = message->text;
    if (between(text, "the script has no '", "'", name))
        return add_stranger(message, chinese, name);
    if (!between(text, "attempt to call a nil value (field '", "'", name) &&
        !between(text, "attempt to call a nil value (method '", "'", name))
        return false;
    return add_nearest(message, chinese, run, name) || add_stranger(message, chinese, name);
}

/* ---- Chinese for messages with parts that vary ---- */

static const char *in_chinese(const char *type)
{
    static const char *const types[][2] = {
        { "number", "數字" },
        { "string", "文字" },
        { "table", "表格" },
        { "function", "函式" },
        { "boolean", " true 或 false" },
        { "nil", " nil" },
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i][0], type) == 0) return types[i][1];
    return type;
}

/* bad argument #2 to 'insert' (number expected, got nil) */
static bool add_argument(dw_buffer *message)
{
    char number[64], name[64], wanted[64], got[64], hint[320];
    const char *at = strstr(message->text, "bad argument #");
    if (!at || !between(at, "#", " ", number) || !between(at, " to '", "'", name) ||
        !between(at, " (", " expected, got ", wanted) || !between(at, ", got ", ")", got))
        return false;
    bool nothing = strcmp(got, "no value") == 0;
    snprintf(hint, sizeof hint, "%s 的第 %s 個參數應該是%s，這裡%s%s", name, number,
             in_chinese(wanted), nothing ? "沒有給" : "卻是", nothing ? "" : in_chinese(got));
    add(message, true, hint);
    return true;
}

static void add_meant(dw_buffer *message)
{
    char name[64], hint[128];
    if (!between(message->text, "did you mean '", "'?", name)) return;
    snprintf(hint, sizeof hint, "沒有這個名字；你是不是想寫 %s？", name);
    add(message, true, hint);
}

/* ---- what always means the same ---- */

typedef struct meaning {
    const char *part;              /* of the message */
    const char *english, *chinese; /* english NULL: the message says it */
} meaning;

static const meaning meanings[] = {
    { "attempt to call a table value (for iterator",
      "after 'in' write ipairs(list) or pairs(table)", "in 後面要寫 ipairs(清單) 或 pairs(表格)" },
    { "attempt to call a nil value",
      "there is no such function: is the name misspelled, or does it get its value further down?",
      "沒有這個函式：名字打錯了，還是寫在更後面？" },
    { "attempt to call a number value", "what stands before ( is a number; to multiply, write *",
      "數字後面不能接括號；相乘要寫 *" },
    { "attempt to call a", "what stands before ( is no function", "括號前面的不是函式" },
    { "attempt to index a nil value",
      "what stands before the . or [ is nil: is its name misspelled, or has it no value yet?",
      "點或 [ 前面的是 nil：名字打錯了，還是還沒有值？" },
    { "attempt to index a", "what stands before the . or [ is no table", "點或 [ 前面的不是表格" },
    { "attempt to perform arithmetic on a nil value",
      "nil in a calculation: a misspelled name, an index beyond the end, a function without return",
      "算式裡有 nil：名字打錯、超出清單的範圍，或函式忘了寫 return" },
    { "attempt to perform arithmetic on a table value",
      "take one element, t[i], or calculate with array(t)",
      "表格不能直接拿來算：取其中一個 t[i]，或先用 array(t) 變成陣列" },
    { "attempt to perform arithmetic on a function value", "call it: f(...)",
      "函式要加括號呼叫，才有值：f(...)" },
    { "attempt to perform arithmetic", NULL, "只有數字和陣列能拿來算" },
    { "attempt to mod a 'string'", "write string.format(\"%d\", x)",
      "請寫 string.format(\"%d\", x)" },
    { "a 'string' with a", "tonumber(s) makes a number of a text; texts are joined by ..",
      "文字要先用 tonumber(s) 變成數字；接文字用 .." },
    { "with a 'string'", "tonumber(s) makes a number of a text; texts are joined by ..",
      "文字要先用 tonumber(s) 變成數字；接文字用 .." },
    { "attempt to concatenate a nil value", "one side of the .. is nil: is its name misspelled?",
      ".. 有一邊是 nil：名字打錯了，還是還沒有值？" },
    { "attempt to concatenate a", "tostring(x) makes a text of it",
      "先用 tostring(x) 變成文字，再用 .. 接起來" },
    { "attempt to get length of a nil value", "what follows # is nil: is its name misspelled?",
      "# 後面的是 nil：名字打錯了，還是還沒有值？" },
    { "attempt to get length of a", "# is the length of a list or a text", "# 後面要是清單或文字" },
    { "attempt to compare nil", "one of the two is nil: is its name misspelled?",
      "有一邊是 nil：名字打錯了，還是還沒有值？" },
    { " with nil", "one of the two is nil: is its name misspelled?",
      "有一邊是 nil：名字打錯了，還是還沒有值？" },
    { "attempt to compare two", NULL, "這兩個值不能比大小" },
    { "attempt to compare", "a number compares with numbers, a text with texts",
      "數字只能跟數字比大小，文字只能跟文字比" },
    { "bad 'for' ", NULL, "for 的起點、終點、間隔都要是數字" },
    { "'for' step is zero", NULL, "for 的間隔不能是 0" },
    { "number has no integer representation", "make it whole: math.floor(x), or // for /",
      "這裡要整數：用 math.floor(x)，或把 / 改成 //" },
    { "interval is empty", "the first number is above the second", "第一個數不能比第二個大" },
    { "stack overflow", "a function calls itself without end", "函式不停地呼叫自己，停不下來" },
    { "assignment to undeclared global", NULL,
      "新的變數前面要寫 local，函式寫成 local function；若是已有的變數，名字打錯了" },
    { "the script has no '", "is it misspelled, or a text without quotes?",
      "沒有這個名字：打錯了、忘了寫 local，還是文字忘了加引號？" },
    { "is a method: write it with a colon", NULL, "要用冒號呼叫，像 fig:save(...)" },
    { "assertion failed!", NULL, "assert 的條件不成立" },
    { "invalid value (", NULL, "清單裡有不是文字、也不是數字的東西" },
    { "No such file or directory", NULL, "找不到這個檔案：檢查檔名和資料夾" },
    { "not enough memory", NULL, "記憶體用超過上限：是不是有迴圈停不下來？" },
    { "the sample is empty", NULL, "沒有資料可算" },
    { " values, '", NULL, "兩串數字的個數要一樣" },
    { "arrays of ", NULL, "兩個陣列的長度要一樣" },
    { "array index", NULL, "超出陣列的範圍，第一個是 1" },
    { "unknown option", NULL, "沒有這個選項，名字打錯了嗎？" },
    { "must be declared as in", NULL, "參數要像 { 8, min = 1, doc = \"...\" } 這樣宣告" },
    { " is missing: ", NULL, "少了這一項" },
    { "without holes", NULL, "要給一串數字，中間不能有 nil" },
    { "' must be ", NULL, "這個值的種類或範圍不對" },
    { " has no '", NULL, "沒有這個名字，打錯了嗎？" },
};

static void add_meaning(dw_buffer *message, bool chinese)
{
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++) {
        if (!strstr(message->text, meanings[i].part)) continue;
        const char *hint = chinese ? meanings[i].chinese : meanings[i].english;
        if (hint) add(message, chinese, hint);
        return;
    }
}

void dwl_add_error_hint(dw_buffer *message, const dwl_run *run)
{
    bool chinese = strcmp(run->language, "zh-TW") == 0;
    if (!message->text || strstr(message->text, " near ")) return; /* of a module's syntax */
    if (strstr(message->text, "(did you mean ")) {
        if (chinese) add_meant(message);
        return;
    }
    if (add_unknown(message, chinese, run)) return;
    if (chinese && add_argument(message)) return;
    add_meaning(message, chinese);
}
