/* What the functions of `stats` answer with: tables whose fields have names. */
#include "base/text.h"
#include "lua/stats.h"

/* Upvalue 1: the noun. Called only for fields that are not there. */
static int answer_index(lua_State *L)
{
    const char *noun = lua_tostring(L, lua_upvalueindex(1));
    if (lua_type(L, 2) != LUA_TSTRING)
        return luaL_error(L, "a %s has named fields, not %s", noun, luaL_typename(L, 2));
    dw_nearest nearest = { .given = lua_tostring(L, 2) };
    char hint[96];
    for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1))
        if (lua_type(L, -2) == LUA_TSTRING) dw_nearest_offer(&nearest, lua_tostring(L, -2));
    return luaL_error(L, "a %s has no field '%s'%s", noun, nearest.given,
                      dw_nearest_hint(&nearest, hint));
}

void dwl_open_answer(lua_State *L, const char *kind, const char *noun, lua_CFunction print)
{
    luaL_newmetatable(L, kind);
    lua_pushstring(L, noun);
    lua_pushcclosure(L, answer_index, 1);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, print);
    lua_setfield(L, -2, "__tostring");
    lua_pushboolean(L, false);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
}
