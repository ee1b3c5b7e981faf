/* What enters a coroutine, written anew so that a thread knows which one it is in. */
#include <lauxlib.h>
#include <lualib.h>

#include "lua/watch.h"

/* Moves the arguments at the top over and runs the coroutine until it yields or ends: how many
 * values it left at the top; -1 and a message there when it failed. */
static int run(lua_State *L, lua_State *thread, int given)
{
    dwl_inside inside;
    int returned = 0;
    if (!lua_checkstack(thread, given)) {
        lua_pushliteral(L, "too many arguments to resume");
        return -1;
    }
    lua_xmove(L, thread, given);
    dwl_enter(&inside, thread);
    int status = lua_resume(thread, L, given, &returned);
    dwl_leave(&inside);
    bool failed = status != LUA_OK && status != LUA_YIELD;
    if (!failed && !lua_checkstack(L, returned + 1)) {
        lua_pop(thread, returned);
        lua_pushliteral(L, "too many results to resume");
        return -1;
    }
    lua_xmove(thread, L, failed ? 1 : returned);
    return failed ? -1 : returned;
}

static lua_State *thread_at(lua_State *L, int index)
{
    lua_State *thread = lua_tothread(L, index);
    luaL_argexpected(L, thread, index, "coroutine");
    return thread;
}

static int resume(lua_State *L)
{
    int returned = run(L, thread_at(L, 1), lua_gettop(L) - 1);
    lua_pushboolean(L, returned >= 0);
    int values = returned >= 0 ? returned : 1;
    lua_insert(L, -values - 1);
    return values + 1;
}

/* Ends a coroutine whatever it does: what it has to close is closed inside it. */
static int end_thread(lua_State *thread)
{
    dwl_inside inside;
    dwl_enter(&inside, thread);
    int status = lua_resetthread(thread);
    dwl_leave(&inside);
    return status;
}

/* Upvalue 1: the coroutine. */
static int call_wrapped(lua_State *L)
{
    lua_State *thread = lua_tothread(L, lua_upvalueindex(1));
    int returned = run(L, thread, lua_gettop(L));
    if (returned >= 0) return returned;
    int status = lua_status(thread);
    if (status != LUA_OK && status != LUA_YIELD) {
        status = end_thread(thread);
        lua_xmove(thread, L, 1);
    }
    if (status != LUA_ERRMEM && lua_type(L, -1) == LUA_TSTRING) {
        luaL_where(L, 1);
        lua_insert(L, -2);
        lua_concat(L, 2);
    }
    return lua_error(L);
}

static int wrap(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_State *thread = lua_newthread(L);
    lua_pushvalue(L, 1);
    lua_xmove(L, thread, 1);
    lua_pushcclosure(L, call_wrapped, 1);
    return 1;
}

static bool is_running(lua_State *thread)
{
    lua_Debug debug;
    return lua_status(thread) == LUA_OK && lua_getstack(thread, 0, &debug);
}

static int close_thread(lua_State *L)
{
    lua_State *thread = thread_at(L, 1);
    if (thread == L) return luaL_error(L, "cannot close a running coroutine");
    if (is_running(thread)) return luaL_error(L, "cannot close a normal coroutine");
    bool fine = end_thread(thread) == LUA_OK;
    lua_pushboolean(L, fine);
    if (fine) return 1;
    lua_xmove(thread, L, 1);
    return 2;
}

void dwl_open_coroutine(lua_State *L)
{
    static const luaL_Reg functions[] = {
        { "resume", resume }, { "wrap", wrap }, { "close", close_thread }, { NULL, NULL }
    };
    lua_getglobal(L, LUA_COLIBNAME);
    luaL_setfuncs(L, functions, 0);
    lua_pop(L, 1);
}
