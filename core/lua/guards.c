/* Written anew rather than wrapped: an error of a wrapped function would not tell the line. */
#include "lua/guards.h"

#include <lualib.h>
#include <string.h>

#include "lua/glue.h"

/* Hooks are off in a finaliser: one that loops could not be stopped, not even at the end. Lua
 * ignores a __gc that is added later. */
static int set_metatable(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    int type = lua_type(L, 2);
    luaL_argexpected(L, type == LUA_TNIL || type == LUA_TTABLE, 2, "nil or table");
    lua_settop(L, 2);
    if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL)
        return luaL_error(L, "cannot change a protected metatable");
    if (type == LUA_TTABLE) {
        lua_pushliteral(L, "__gc");
        if (lua_rawget(L, 2) != LUA_TNIL)
            return luaL_error(L, "the tables of a script have no finaliser ('__gc')");
        lua_pop(L, 1);
    }
    lua_setmetatable(L, 1);
    return 1;
}

/* Nothing, 2^60 times over, would never end. Upvalue 1: Lua's own string.rep. */
static int repeat_text(lua_State *L)
{
    size_t text, between, bytes;
    luaL_checklstring(L, 1, &text);
    lua_Integer n = luaL_checkinteger(L, 2);
    luaL_optlstring(L, 3, "", &between);
    if (text + between == 0 || n <= 0) return lua_pushliteral(L, ""), 1;
    if (__builtin_mul_overflow(text + between, (size_t)n, &bytes) || bytes > LUA_MAXINTEGER)
        return luaL_error(L, "resulting string too large");
    lua_settop(L, 3);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, 3, 1);
    return 1;
}

/* ---- lists ---- */

static void check_list(lua_State *L, int index)
{
    if (lua_istable(L, index)) return;
    bool is_object = lua_type(L, index) == LUA_TUSERDATA; /* an array */
    if (!is_object || luaL_getmetafield(L, index, "__index") == LUA_TNIL)
        luaL_checktype(L, index, LUA_TTABLE); /* raises */
    lua_pop(L, 1);
}

static void check_count(lua_State *L, lua_Integer n)
{
    if (n > DWL_MOST_ELEMENTS)
        luaL_error(L, "%I elements are too many for a table; it has room for %d", (LUAI_UACINT)n,
                   DWL_MOST_ELEMENTS);
}

/* A length that a table really has fits into memory; a __len may say anything. */
static lua_Integer length(lua_State *L)
{
    if (!lua_getmetatable(L, 1)) return (lua_Integer)lua_rawlen(L, 1);
    lua_pop(L, 1);
    lua_Integer n = luaL_len(L, 1);
    check_count(L, n);
    return n;
}

/* How many from..to are; raises when they are too many. */
static lua_Integer count(lua_State *L, lua_Integer from, lua_Integer to)
{
    if (to < from) return 0;
    bool overflows = from < 0 && to >= from + LUA_MAXINTEGER;
    lua_Integer n = overflows ? LUA_MAXINTEGER : to - from + 1;
    check_count(L, n);
    return n;
}

static int insert(lua_State *L)
{
    check_list(L, 1);
    lua_Integer end = length(L) + 1, at = end;
    int given = lua_gettop(L);
    if (given < 2 || given > 3) return luaL_error(L, "wrong number of arguments to 'insert'");
    if (given == 3) {
        at = luaL_checkinteger(L, 2);
        luaL_argcheck(L, at >= 1 && at <= end, 2, "position out of bounds");
    }
    for (lua_Integer i = end; i > at; i--) {
        lua_geti(L, 1, i - 1);
        lua_seti(L, 1, i);
    }
    lua_seti(L, 1, at);
    return 0;
}

static int remove_element(lua_State *L)
{
    check_list(L, 1);
    lua_Integer end = length(L), at = luaL_optinteger(L, 2, end);
    bool fits = (at >= 1 && at <= end + 1) || (end == 0 && at == 0);
    luaL_argcheck(L, fits || lua_isnoneornil(L, 2), 2, "position out of bounds");
    lua_geti(L, 1, at);
    for (; at < end; at++) {
        lua_geti(L, 1, at + 1);
        lua_seti(L, 1, at);
    }
    lua_pushnil(L);
    lua_seti(L, 1, at);
    return 1;
}

/* ipairs of nothing would fail one step later, where Lua does not say what it is about. Upvalue 1:
 * Lua's own. */
static int in_list(lua_State *L)
{
    check_list(L, 1);
    lua_settop(L, 1);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, 1, 3);
    return 3;
}

/* table.move(from, first, last, at, [to]) */
static int move(lua_State *L)
{
    lua_Integer first = luaL_checkinteger(L, 2), last = luaL_checkinteger(L, 3),
                at = luaL_checkinteger(L, 4);
    int to = lua_isnoneornil(L, 5) ? 1 : 5;
    check_list(L, 1);
    check_list(L, to);
    lua_Integer n = count(L, first, last);
    luaL_argcheck(L, at <= LUA_MAXINTEGER - n, 4, "destination wrap around");
    bool upwards = at > first && at <= last && (to == 1 || lua_compare(L, 1, to, LUA_OPEQ));
    for (lua_Integer i = 0; i < n; i++) { /* what overlaps is moved from its far end */
        lua_Integer k = upwards ? n - 1 - i : i;
        lua_geti(L, 1, first + k);
        lua_seti(L, to, at + k);
    }
    lua_pushvalue(L, to);
    return 1;
}

static int join(lua_State *L)
{
    check_list(L, 1);
    size_t between;
    const char *separator = luaL_optlstring(L, 2, "", &between);
    lua_Integer first = luaL_optinteger(L, 3, 1);
    lua_Integer last = lua_isnoneornil(L, 4) ? length(L) : luaL_checkinteger(L, 4);
    lua_Integer n = count(L, first, last);
    luaL_Buffer text;
    luaL_buffinit(L, &text);
    for (lua_Integer i = 0; i < n; i++) {
        if (i) luaL_addlstring(&text, separator, between);
        lua_geti(L, 1, first + i);
        if (!lua_isstring(L, -1))
            return luaL_error(L, "invalid value (%s) at index %I in table for 'concat'",
                              luaL_typename(L, -1), (LUAI_UACINT)(first + i));
        luaL_addvalue(&text);
    }
    luaL_pushresult(&text);
    return 1;
}

void dwl_guard_libraries(lua_State *L)
{
    static const luaL_Reg lists[] = { { "insert", insert },
                                      { "remove", remove_element },
                                      { "move", move },
                                      { "concat", join },
                                      { NULL, NULL } };
    lua_pushcfunction(L, set_metatable);
    lua_setglobal(L, "setmetatable");
    lua_getglobal(L, "ipairs");
    lua_pushcclosure(L, in_list, 1);
    lua_setglobal(L, "ipairs");
    lua_getglobal(L, LUA_STRLIBNAME);
    lua_getfield(L, -1, "rep");
    lua_pushcclosure(L, repeat_text, 1);
    lua_setfield(L, -2, "rep");
    lua_getglobal(L, LUA_TABLIBNAME);
    luaL_setfuncs(L, lists, 0);
    lua_pop(L, 2);
}
