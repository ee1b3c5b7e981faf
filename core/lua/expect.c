/* Fields of what a script returned: what they have to be, with the words for it. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "lua/checker.h"

struct dwl_expect_arguments {
    int from; /* index on the stack */
    const char *name;
    struct {
        bool integer;
        double min, max, points;
        int64_t length;
    } rule;
};

#define AT(field) offsetof(dwl_expect_arguments, field)
#define IN_RULE(field) (AT(rule.field) - AT(rule))

static const dw_option rule_options[] = {
    { "integer", DW_BOOLEAN, IN_RULE(integer), .doc = "a whole number" },
    { "min", DW_NUMBER, IN_RULE(min), .flags = DW_OPTIONAL, .doc = "the smallest that is allowed" },
    { "max", DW_NUMBER, IN_RULE(max), .flags = DW_OPTIONAL, .doc = "the largest that is allowed" },
    { "length", DW_INTEGER, IN_RULE(length), .flags = DW_OPTIONAL, .min = 0, .max = 1e8,
      .doc = "of an array: how many numbers" },
    { "points", DW_NUMBER, IN_RULE(points), .max = 1000, .doc = "what it is worth" },
    { 0 },
};

const dw_option dwl_expect_options[] = {
    { "from", DW_ANY, AT(from), .flags = DW_REQUIRED, .doc = "what t:run returned" },
    { "name", DW_TEXT, AT(name), .flags = DW_REQUIRED, .doc = "of the field, and of the item" },
    { "rule", DW_GROUP, AT(rule), .group = rule_options, .doc = "what it must be like" },
    { 0 },
};

typedef enum wanted { A_NUMBER, AN_ARRAY, A_FUNCTION, A_TEXT, A_BOOLEAN } wanted;

typedef struct words {
    bool zh;
    dw_buffer *says, *why;
} words;

static const char *pick(const words *w, const char *en, const char *zh)
{
    return w->zh ? zh : en;
}

static const char *kind_name(const words *w, wanted kind, bool integer)
{
    switch (kind) {
    case A_NUMBER:
        return integer ? pick(w, "a whole number", "整數") : pick(w, "a number", "數字");
    case AN_ARRAY:
        return pick(w, "an array of numbers", "數字組成的陣列");
    case A_FUNCTION:
        return pick(w, "a function", "函式");
    case A_TEXT:
        return pick(w, "a text", "文字");
    default:
        return pick(w, "true or false", "true 或 false");
    }
}

static void add_range(const words *w, double min, double max)
{
    char low[32], high[32];
    dw_text_number(min, low);
    dw_text_number(max, high);
    if (!isnan(min) && !isnan(max))
        dw_buffer_format(w->says, pick(w, " in %s..%s", "，在 %s 到 %s 之間"), low, high);
    else if (!isnan(min))
        dw_buffer_format(w->says, pick(w, " of at least %s", "，至少 %s"), low);
    else if (!isnan(max))
        dw_buffer_format(w->says, pick(w, " of at most %s", "，最多 %s"), high);
}

static void describe(const words *w, wanted kind, const dwl_expect_arguments *a)
{
    dw_buffer_format(w->says, pick(w, "'%s' is %s", "「%s」是%s"), a->name,
                     kind_name(w, kind, a->rule.integer));
    if (a->rule.length >= 0)
        dw_buffer_format(w->says, pick(w, ", %lld of them", "，共 %lld 個"),
                         (long long)a->rule.length);
    add_range(w, a->rule.min, a->rule.max);
}

/* What the script gave, in words. */
static void describe_given(lua_State *L, const words *w, int index)
{
    static const char *const chinese[] = { "nil", "布林值", "", "數字", "文字", "表格", "函式" };
    int type = lua_type(L, index);
    bool array = dwl_to_array(L, index) != NULL;
    if (!w->zh && type == LUA_TFUNCTION)
        dw_buffer_add(w->why, "a function");
    else if (array)
        dw_buffer_add(w->why, pick(w, "an array", "陣列"));
    else if (!w->zh || type == LUA_TNUMBER || type > LUA_TFUNCTION || type < 0)
        dwl_describe_value(L, index, w->why);
    else
        dw_buffer_add(w->why, chinese[type]);
}

/* One number against the rule; its place in an array, or 0. */
static bool number_fits(const words *w, const dwl_expect_arguments *a, double x, size_t place)
{
    char number[32], what[48] = "";
    dw_text_number(x, number);
    if (place) snprintf(what, sizeof what, "[%zu]", place);
    const char *problem = NULL;
    if (!isfinite(x))
        problem = pick(w, "is not a finite number", "不是有限的數字");
    else if (a->rule.integer && x != floor(x))
        problem = pick(w, "is not whole", "不是整數");
    else if (x < a->rule.min)
        problem = pick(w, "is too small", "太小");
    else if (x > a->rule.max)
        problem = pick(w, "is too large", "太大");
    if (!problem) return true;
    dw_buffer_format(w->why, pick(w, "%s%s is %s: it %s.", "%s%s 是 %s，%s。"), a->name, what,
                     number, problem);
    return false;
}

/* A field that the script returns and whose name is near; NULL when there is none. */
static const char *nearest_field(lua_State *L, const dwl_expect_arguments *a)
{
    dw_nearest nearest = { .given = a->name };
    for (lua_pushnil(L); lua_next(L, a->from); lua_pop(L, 1)) {
        const char *name = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "figures";
        if (strcmp(name, "figures") != 0) dw_nearest_offer(&nearest, name);
    }
    return nearest.best;
}

static void say_missing(lua_State *L, const words *w, const dwl_expect_arguments *a)
{
    const char *near = nearest_field(L, a);
    dw_buffer_format(w->why, pick(w, "the script returns no '%s'", "程式沒有回傳「%s」"), a->name);
    if (near)
        dw_buffer_format(w->why, pick(w, "; is '%s' misspelled?", "；「%s」是不是打錯了？"), near);
    else
        dw_buffer_format(w->why,
                         pick(w, "; it should end with: return { %s = ... }",
                              "；最後一行應該像 return { %s = ... }"),
                         a->name);
}

static bool wrong_kind(lua_State *L, const words *w, const dwl_expect_arguments *a, int index,
                       const char *expected)
{
    if (lua_isnil(L, index)) {
        say_missing(L, w, a);
        return false;
    }
    const char *is = lua_type(L, index) == LUA_TNUMBER ? "「%s」是 " : "「%s」是";
    dw_buffer_format(w->why, pick(w, "'%s' is ", is), a->name);
    describe_given(L, w, index);
    dw_buffer_format(w->why, pick(w, ", not %s.", "，不是%s。"), expected);
    return false;
}

/* The array or list at the index becomes an array in its place. */
static bool array_fits(lua_State *L, const words *w, const dwl_expect_arguments *a, int index)
{
    const char *expected = kind_name(w, AN_ARRAY, false);
    dw_array *array = dwl_to_array(L, index);
    if (!array && !lua_istable(L, index)) return wrong_kind(L, w, a, index, expected);
    size_t n = array ? dw_array_size(array) : lua_rawlen(L, index);
    if (!array) {
        array = dwl_push_array(L, 1, n, false);
        for (size_t i = 0; i < n; i++) {
            bool number = lua_rawgeti(L, index, (lua_Integer)i + 1) == LUA_TNUMBER;
            array->at[i] = lua_tonumber(L, -1);
            lua_pop(L, 1);
            if (!number) return wrong_kind(L, w, a, index, expected);
        }
        lua_replace(L, index);
    }
    if (a->rule.length >= 0 && n != (size_t)a->rule.length) {
        dw_buffer_format(w->why, pick(w, "'%s' holds %zu numbers.", "「%s」有 %zu 個數字。"),
                         a->name, n);
        return false;
    }
    for (size_t i = 0; i < n; i++)
        if (!number_fits(w, a, array->at[i], i + 1)) return false;
    return true;
}

static bool fits(lua_State *L, const words *w, wanted kind, const dwl_expect_arguments *a,
                 int index)
{
    static const int types[] = { LUA_TNUMBER, LUA_TNONE, LUA_TFUNCTION, LUA_TSTRING, LUA_TBOOLEAN };
    if (kind == AN_ARRAY) return array_fits(L, w, a, index);
    if (lua_type(L, index) != types[kind])
        return wrong_kind(L, w, a, index, kind_name(w, kind, a->rule.integer));
    return kind != A_NUMBER || number_fits(w, a, lua_tonumber(L, index), 0);
}

static int expect(lua_State *L, wanted kind)
{
    dwl_expect_arguments a;
    dwl_arguments(L, &a);
    if (!lua_istable(L, a.from)) return dwl_error(L, "'from' must be what t:run returned");
    words w = { .zh = strcmp(dwl_run_of(L)->language, "zh-TW") == 0 };
    w.says = dwl_push_buffer(L);
    w.why = dwl_push_buffer(L);
    lua_getfield(L, a.from, a.name);
    int value = lua_gettop(L);
    describe(&w, kind, &a);
    bool ok = fits(L, &w, kind, &a, value);
    if (w.says->failed || w.why->failed) return luaL_error(L, "not enough memory");
    dwl_verdict_add(dwl_check_of(L)->verdict,
                    &(dwl_item){ a.name, w.says->text, w.why->text ? w.why->text : "",
                                 a.rule.points, ok, true });
    if (!ok) return dwl_check_end(L);
    lua_settop(L, value);
    return 1;
}

int dwl_expect_number(lua_State *L)
{
    return expect(L, A_NUMBER);
}

int dwl_expect_array(lua_State *L)
{
    return expect(L, AN_ARRAY);
}

int dwl_expect_func(lua_State *L)
{
    return expect(L, A_FUNCTION);
}

int dwl_expect_text(lua_State *L)
{
    return expect(L, A_TEXT);
}

int dwl_expect_boolean(lua_State *L)
{
    return expect(L, A_BOOLEAN);
}
