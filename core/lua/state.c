/* One script, run in one fresh state that has what the allow-list names and nothing else. */
#include <lualib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lua/ceiling.h"
#include "lua/error_hint.h"
#include "lua/glue.h"
#include "lua/guards.h"
#include "lua/print.h"
#include "lua/syntax_hint.h"
#include "lua/watch.h"

/* ---- what hangs off the state ---- */

static char run_key, parameters_key;

dwl_run *dwl_run_of(lua_State *L)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &run_key);
    dwl_run *run = lua_touserdata(L, -1);
    lua_pop(L, 1);
    return run;
}

void dwl_keep_parameters(lua_State *L)
{
    lua_rawsetp(L, LUA_REGISTRYINDEX, &parameters_key);
}

void dwl_push_parameters(lua_State *L)
{
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &parameters_key) != LUA_TNIL) return;
    lua_pop(L, 1);
    lua_pushliteral(L, "");
}

static int no_print(lua_State *L)
{
    return luaL_error(L, "print: a trial runs on many threads; 'only' runs one trial, which may "
                         "print");
}

static int no_random(lua_State *L)
{
    return luaL_error(L, "math.random: a trial draws from its own rng, as in rng:uniform() and "
                         "rng:int(1, 6)");
}

/* ---- what scripts see ---- */

static const char *const kept_globals[] = {
    "assert",    "error",    "ipairs", "next",   "pairs",  "pcall",        "print",
    "rawequal",  "rawget",   "rawlen", "rawset", "select", "setmetatable", "getmetatable",
    "tonumber",  "tostring", "type",   "math",   "string", "table",        "utf8",
    "coroutine", "_VERSION", "_G",     NULL,
};

static bool is_kept(const char *name)
{
    for (const char *const *kept = kept_globals; *kept; kept++)
        if (strcmp(*kept, name) == 0) return true;
    return false;
}

static void drop_globals(lua_State *L)
{
    lua_pushglobaltable(L);
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
        if (is_kept(lua_tostring(L, -2))) continue;
        lua_pushvalue(L, -2);
        lua_pushnil(L);
        lua_rawset(L, -5); /* clearing a field during the walk is allowed */
    }
    lua_getfield(L, -1, "string");
    lua_pushnil(L);
    lua_setfield(L, -2, "dump");
    lua_pop(L, 2);
}

/* Integers in their order, then strings in theirs, then the rest as they come. */
static int key_before(lua_State *L)
{
    bool a = lua_type(L, 1) == LUA_TNUMBER, b = lua_type(L, 2) == LUA_TNUMBER;
    lua_pushboolean(L, a != b ? a : lua_compare(L, 1, 2, LUA_OPLT));
    return 1;
}

/* Upvalues: the table, its sorted keys, how many of them were visited. */
static int next_in_order(lua_State *L)
{
    lua_Integer i = lua_tointeger(L, lua_upvalueindex(3));
    while (lua_rawgeti(L, lua_upvalueindex(2), ++i) != LUA_TNIL) {
        lua_pushvalue(L, -1);
        if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL) {
            lua_pushinteger(L, i);
            lua_replace(L, lua_upvalueindex(3));
            return 2;
        }
        lua_pop(L, 2); /* removed during the walk */
    }
    return 1;
}

/* table: pushes its sorted keys. Upvalue 1 of the caller: table.sort. */
static void push_keys(lua_State *L)
{
    lua_newtable(L); /* numbers and strings */
    lua_newtable(L); /* others */
    lua_Integer sorted = 0, others = 0;
    for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1)) {
        bool orders = lua_type(L, -2) == LUA_TNUMBER || lua_type(L, -2) == LUA_TSTRING;
        lua_pushvalue(L, -2);
        lua_rawseti(L, orders ? 2 : 3, orders ? ++sorted : ++others);
    }
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_pushvalue(L, 2);
    lua_pushcfunction(L, key_before);
    lua_call(L, 2, 0);
    for (lua_Integer i = 1; i <= others; i++) {
        lua_rawgeti(L, 3, i);
        lua_rawseti(L, 2, sorted + i);
    }
    lua_settop(L, 2);
}

static int pairs_in_order(lua_State *L)
{
    luaL_checkany(L, 1);
    if (luaL_getmetafield(L, 1, "__pairs") != LUA_TNIL) {
        lua_pushvalue(L, 1);
        lua_call(L, 1, 3);
        return 3;
    }
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    push_keys(L);
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, next_in_order, 3);
    return 1;
}

/* math.random starts from the run's seed; pairs has an order. */
static void make_repeatable(lua_State *L, int64_t seed)
{
    lua_getglobal(L, "math");
    lua_getfield(L, -1, "randomseed");
    lua_pushinteger(L, seed);
    lua_call(L, 1, 0);
    lua_pop(L, 1);
    lua_getglobal(L, "table");
    lua_getfield(L, -1, "sort");
    lua_pushcclosure(L, pairs_in_order, 1);
    lua_setglobal(L, "pairs");
    lua_pop(L, 1);
}

static int undeclared(lua_State *L)
{
    const char *name = luaL_tolstring(L, 2, NULL);
    return luaL_error(L, "assignment to undeclared global '%s'; write 'local %s'", name, name);
}

/* Misspelt names are errors, not nil. */
static void close_globals(lua_State *L)
{
    lua_pushglobaltable(L);
    dwl_make_strict(L, dwl_run_of(L)->in_trial ? "a trial" : "the script");
    lua_getmetatable(L, -1);
    lua_pushcfunction(L, undeclared);
    lua_setfield(L, -2, "__newindex");
    lua_pushboolean(L, false);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 2);
}

static int buffer_gc(lua_State *L)
{
    dw_buffer_free(luaL_checkudata(L, 1, "dunwu.buffer"));
    return 0;
}

/* What would make a trial depend on others. */
static void open_for_trials(lua_State *L)
{
    lua_pushcfunction(L, no_print);
    lua_setglobal(L, "print");
    lua_getglobal(L, "math");
    lua_pushcfunction(L, no_random);
    lua_setfield(L, -2, "random");
    lua_pushcfunction(L, no_random);
    lua_setfield(L, -2, "randomseed");
    lua_pop(L, 1);
}

static void open_own(lua_State *L)
{
    luaL_newmetatable(L, "dunwu.buffer");
    lua_pushcfunction(L, buffer_gc);
    lua_setfield(L, -2, "__gc");
    lua_pop(L, 1);
    dwl_open_script(L);
    dwl_open_array(L);
    dwl_open_stats(L);
    dwl_open_sim(L);
    if (dwl_run_of(L)->in_trial) {
        open_for_trials(L);
        return;
    }
    dwl_open_plot(L);
    dwl_open_data(L);
}

/* A trusted script finds its modules from any folder that it is started in, too. */
static void search_own_folder(lua_State *L)
{
    const char *script = dwl_run_of(L)->script, *slash = strrchr(script, '/');
    lua_getglobal(L, "package");
    if (slash)
        lua_pushlstring(L, script, (size_t)(slash - script) + 1);
    else
        lua_pushliteral(L, "./");
    lua_pushliteral(L, "?.lua;");
    lua_getfield(L, -3, "path");
    lua_concat(L, 3);
    lua_setfield(L, -2, "path");
    lua_pop(L, 1);
}

static void open_standard(lua_State *L, bool trust)
{
    static const luaL_Reg safe[] = {
        { LUA_GNAME, luaopen_base },
        { LUA_TABLIBNAME, luaopen_table },
        { LUA_STRLIBNAME, luaopen_string },
        { LUA_MATHLIBNAME, luaopen_math },
        { LUA_UTF8LIBNAME, luaopen_utf8 },
        { LUA_COLIBNAME, luaopen_coroutine },
        { NULL, NULL },
    };
    if (trust) {
        luaL_openlibs(L);
        search_own_folder(L);
        return;
    }
    for (const luaL_Reg *library = safe; library->name; library++) {
        luaL_requiref(L, library->name, library->func, 1);
        lua_pop(L, 1);
    }
    drop_globals(L);
    dwl_guard_libraries(L);
    dwl_open_print(L);
    lua_pushliteral(L, ""); /* the metatable that all strings share */
    lua_getmetatable(L, -1);
    lua_pushboolean(L, false);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 2);
}

static int open_all(lua_State *L)
{
    dwl_run *run = lua_touserdata(L, 1);
    lua_pushlightuserdata(L, run);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &run_key);
    open_standard(L, run->trust);
    dwl_open_coroutine(L);
    make_repeatable(L, run->seed);
    open_own(L);
    if (!run->trust) close_globals(L);
    /* Arrays are short-lived and large beside the rest: at twice the heap, as Lua has it, each few
     * of them would start a round of collection. */
    lua_gc(L, LUA_GCINC, 400, 0, 0);
    return 0;
}

void dwl_close_state(lua_State *L)
{
    dwl_ceiling_close_state(L);
}

static void say(lua_State *L, dw_buffer *message)
{
    if (lua_type(L, -1) == LUA_TSTRING)
        dw_buffer_add(message, lua_tostring(L, -1));
    else
        dw_buffer_format(message, "the script raised an error that is no text but a %s",
                         luaL_typename(L, -1));
    lua_pop(L, 1);
}

lua_State *dwl_new_state(dwl_run *run, dw_buffer *message)
{
    lua_State *L = dwl_ceiling_new_state();
    if (!L) {
        dw_buffer_add(message, "not enough memory to start");
        return NULL;
    }
    lua_pushcfunction(L, open_all);
    lua_pushlightuserdata(L, run);
    if (lua_pcall(L, 1, 0, 0) != LUA_OK) {
        say(L, message);
        dwl_close_state(L);
        return NULL;
    }
    if (dwl_ceiling_set(L, run->memory, run->pool)) return L;
    dw_buffer_add(message, "not enough memory");
    dwl_close_state(L);
    return NULL;
}

/* ---- running ---- */

const char *dwl_skip_marks(const char *text, const char *end)
{
    if (end - text >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) text += 3;
    if (text < end && *text == '#')
        while (text < end && *text != '\n') text++;
    return text;
}

static bool check_settings_used(dwl_run *run, dw_buffer *message)
{
    if (run->settings_count == 0 || run->parameters_declared) return true;
    run->wrong_usage = true;
    dw_buffer_format(message, "no parameter '%s': the script declares none (see param)",
                     run->settings[0].name);
    return false;
}

void dwl_end_definitions(lua_State *L)
{
    dwl_run *run = dwl_run_of(L);
    if (!run->defined) return;
    run->defined_all = true;
    luaL_error(L, "listed");
}

/* Of a run that is for the script's definitions only. */
static bool check_defined(const dwl_run *run, dw_buffer *message)
{
    if (!run->defined || run->defined_count) return true;
    dw_buffer_add(message, "the script defines no simulator (sim.define) before it runs one");
    return false;
}

void dwl_say_failure(lua_State *L, int status, dw_buffer *message)
{
    const dwl_run *run = dwl_run_of(L);
    say(L, message);
    bool no_memory = status == LUA_ERRMEM ||
                     (message->text && strstr(message->text, "no memory for ")); /* in C */
    if (no_memory && run->memory)
        dw_buffer_format(message, "; a script may use %zu MiB (--memory)", run->memory >> 20);
}

bool dwl_run_script(lua_State *L, dw_buffer *message)
{
    dwl_run *run = dwl_run_of(L);
    const char *end = run->script_text + run->script_length;
    const char *text = dwl_skip_marks(run->script_text, end);
    char chunk[512];
    snprintf(chunk, sizeof chunk, "@%s", run->script);
    int status = luaL_loadbufferx(L, text, (size_t)(end - text), chunk, "t");
    bool compiles = status != LUA_ERRSYNTAX;
    if (status == LUA_OK) status = dwl_watched_call(L, 0, 1);
    if (run->list_parameters && !run->parameters_declared && (!status || run->listed_parameters))
        printf("the script has no parameters\n");
    if (run->defined_all) return check_defined(run, message);
    if (status != LUA_OK) {
        if (run->listed_parameters) return true;
        dwl_say_failure(L, status, message);
        if (compiles)
            dwl_add_error_hint(message, run);
        else
            dwl_add_syntax_hint(message, text, end, run->language);
        return false;
    }
    if (dw_env_stops(&run->env)) { /* it caught the error that said so */
        dw_buffer_add(message, "stopped");
        return false;
    }
    return check_defined(run, message) && check_settings_used(run, message);
}
