#include "lua/checker.h"

#include <string.h>

#include "lua/attempt.h"
#include "lua/lesson.h"
#include "lua/watch.h"

enum { MOST_ITEMS = 500 };

static char check_key, end_key;

dwl_check *dwl_check_of(lua_State *L)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &check_key);
    dwl_check *check = lua_touserdata(L, -1);
    lua_pop(L, 1);
    return check;
}

int dwl_check_end(lua_State *L)
{
    dwl_check_of(L)->verdict->cut_short = true;
    lua_pushlightuserdata(L, &end_key);
    return lua_error(L);
}

static bool in_chinese(lua_State *L)
{
    return strcmp(dwl_run_of(L)->language, "zh-TW") == 0;
}

static void add_runs(lua_State *L, bool ok, const char *why)
{
    const char *says =
        in_chinese(L) ? "程式能執行並回傳一個表格" : "the script runs and returns a table";
    dwl_verdict_add(
        dwl_check_of(L)->verdict,
        &(dwl_item){ .key = "runs", .says = says, .why = why, .ok = ok, .field = true });
}

static void blame(lua_State *L, const char *key, const char *message)
{
    dwl_verdict *verdict = dwl_check_of(L)->verdict;
    const dwl_item *item = dwl_verdict_find(verdict, key, true);
    if (strcmp(key, "runs") == 0) {
        add_runs(L, false, message);
    } else {
        const char *says = in_chinese(L) ? "呼叫 %s 不會出錯" : "%s can be called without an error";
        dwl_verdict_add(verdict, &(dwl_item){ .key = key,
                                              .says = lua_pushfstring(L, says, key),
                                              .why = message,
                                              .points = item ? item->points : 0,
                                              .field = true });
    }
    dwl_check_end(L);
}

/* ---- t:run ---- */

typedef struct run_arguments {
    int64_t seed;
    int set;
} run_arguments;

static const dw_option run_options[] = {
    { "seed", DW_INTEGER, offsetof(run_arguments, seed), .min = 0, .max = 0x1p53, .flags = DW_SEED,
      .doc = "of the script's run" },
    { "set", DW_ANY, offsetof(run_arguments, set),
      .doc = "a table NAME = value for the script's parameters, as of --set" },
    { 0 },
};

static int check_run(lua_State *L)
{
    run_arguments a;
    dwl_arguments(L, &a);
    if (a.set && !lua_istable(L, a.set))
        return dwl_error(L, "'set' must be a table NAME = value, got a %s",
                         luaL_typename(L, a.set));
    dwl_check *check = dwl_check_of(L);
    bool first = check->runs++ == 0;
    const dwl_attempt_options options = {
        .script = check->script,
        .seed = a.seed,
        .set = a.set,
        .printed = first ? &check->verdict->printed : NULL,
        .figure = first && check->paints ? &check->verdict->figure : NULL,
        .blame = blame,
    };
    dwl_attempt(L, &options);
    if (first) add_runs(L, true, "");
    return 1;
}

/* ---- t:item, t:need ---- */

typedef struct item_arguments {
    const char *key;
    double points;
    bool ok;
    dwl_words says, why;
} item_arguments;

#define AT(field) offsetof(item_arguments, field)

static const dw_option item_options[] = {
    { "key", DW_TEXT, AT(key), .flags = DW_REQUIRED, .doc = "its name, for tests of the check" },
    { "ok", DW_BOOLEAN, AT(ok), .flags = DW_REQUIRED, .doc = "whether it holds" },
    { "says", DW_GROUP, AT(says), .group = dwl_words_options, .flags = DW_REQUIRED,
      .doc = "what is asked for; always shown" },
    { "why", DW_GROUP, AT(why), .group = dwl_words_options, .flags = DW_REQUIRED,
      .doc = "what is wrong and why, shown when it does not hold; never the answer" },
    { "points", DW_NUMBER, AT(points), .def = 1, .max = 1000, .doc = "what it is worth" },
    { 0 },
};

static bool add_item(lua_State *L)
{
    item_arguments a;
    dwl_arguments(L, &a);
    const char *who = dwl_who(L);
    dwl_verdict *verdict = dwl_check_of(L)->verdict;
    if (dwl_verdict_find(verdict, a.key, false))
        dwl_error(L, "there is an item '%s' already", a.key);
    if (verdict->count >= MOST_ITEMS) dwl_error(L, "more than %d items", MOST_ITEMS);
    const char *says = dwl_words_choose(L, &a.says, who, "says");
    const char *why = dwl_words_choose(L, &a.why, who, "why");
    dwl_verdict_add(verdict, &(dwl_item){ a.key, says, why, a.points, a.ok, false });
    return a.ok;
}

static int check_item(lua_State *L)
{
    bool ok = add_item(L);
    lua_pushboolean(L, ok);
    return 1;
}

static int check_need(lua_State *L)
{
    if (!add_item(L)) return dwl_check_end(L);
    lua_pushboolean(L, true);
    return 1;
}

/* ---- the library ---- */

static const dwl_function methods[] = {
    { "run", check_run, DWL_NAMED_METHOD, run_options,
      .returns = "the table that the script returns; its functions can be called, and `figures` is "
                 "a list of { name, title, layers = { { kind, label, panel, x, y, low, high } } }",
      .doc = "runs the student's script afresh, in a state of its own; when it fails, the item "
             "'runs' does not hold and the check ends",
      .example = "local a = t:run { seed = 7, set = { steps = 3 } }" },
    { "item", check_item, DWL_NAMED_METHOD, item_options, .returns = "ok",
      .doc = "says whether something that was asked for holds" },
    { "need", check_need, DWL_NAMED_METHOD, item_options, .returns = "true",
      .doc = "the same, but the check ends here when it does not hold" },
    { "number", dwl_expect_number, DWL_METHOD, dwl_expect_options, .returns = "the number",
      .doc = "needs a finite number in a field of what the script returned",
      .example = "local k = t:number(a, \"k\", { integer = true, min = 1 })" },
    { "array", dwl_expect_array, DWL_METHOD, dwl_expect_options, .returns = "an array",
      .doc = "needs an array, or a list, of finite numbers" },
    { "func", dwl_expect_func, DWL_METHOD, dwl_expect_options,
      .returns = "the function; when it raises an error, the item does not hold and the check ends",
      .doc = "needs a function" },
    { "text", dwl_expect_text, DWL_METHOD, dwl_expect_options, .returns = "the text",
      .doc = "needs a text" },
    { "boolean", dwl_expect_boolean, DWL_METHOD, dwl_expect_options, .returns = "true or false",
      .doc = "needs true or false" },
    { 0 },
};

const dwl_library dwl_check_methods = {
    "check",
    "What the function `check` of an exercise gets: t:run runs the student's script, t:item says "
    "what was found, t.seed is the seed of the check.",
    methods
};

/* tostring of a check: what a student's function may return by mistake is said in words, not as
 * "function: 0x55d1c6". */
static int say_value(lua_State *L)
{
    luaL_checkany(L, 1);
    bool plain = luaL_getmetafield(L, 1, "__tostring") == LUA_TNIL;
    if (plain && lua_isfunction(L, 1))
        lua_pushstring(L, in_chinese(L) ? "一個函式" : "a function");
    else if (plain && lua_istable(L, 1))
        lua_pushstring(L, in_chinese(L) ? "一個表格" : "a table");
    else
        luaL_tolstring(L, 1, NULL);
    return 1;
}

/* Arguments: the exercise's table. */
static int run_check(lua_State *L)
{
    lua_pushcfunction(L, say_value);
    lua_setglobal(L, "tostring");
    dwl_lesson_push_check(L, 1);
    dwl_push_library(L, &dwl_check_methods);
    lua_pushliteral(L, "seed");
    lua_pushinteger(L, dwl_run_of(L)->seed);
    lua_rawset(L, -3);
    lua_call(L, 1, 0);
    return 0;
}

/* Time ran out; an item that does not hold says so already when the script was running. */
static void add_late(lua_State *L, dwl_verdict *verdict)
{
    verdict->late = verdict->cut_short = true;
    for (size_t i = 0; i < verdict->count; i++)
        if (!verdict->items[i].ok) return;
    add_runs(L, false,
             in_chinese(L) ? "檢查超過時間限制，還沒結束。"
                           : "the check did not end within the time limit.");
}

static void check_in(lua_State *L, dwl_run *exercise, dwl_check *check)
{
    dwl_verdict *verdict = check->verdict;
    if (!dwl_run_script(L, &verdict->broken)) return;
    lua_pushlightuserdata(L, check);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &check_key);
    lua_pushcfunction(L, run_check);
    lua_insert(L, -2);
    int status = dwl_watched_call(L, 1, 0);
    if (status != LUA_OK && dw_env_stops(&exercise->env)) {
        add_late(L, verdict);
    } else if (status != LUA_OK && lua_touserdata(L, -1) != &end_key) {
        dw_buffer_add(&verdict->broken,
                      lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "the check failed");
    } else if (verdict->count == 0) {
        dw_buffer_format(&verdict->broken, "%s: the check asks for nothing (see t:item)",
                         exercise->script);
    }
}

void dwl_check_script(dwl_run *exercise, dwl_check *check)
{
    lua_State *L = dwl_new_state(exercise, &check->verdict->broken);
    if (!L) return;
    check_in(L, exercise, check);
    dwl_close_state(L);
}
