/* Tables of weak keys: what a run was made of lives as long as the run. */
#include "lua/glue.h"
#include "lua/result.h"

static char options_key, own_key;

static void keep(lua_State *L, int index, const void *key)
{
    index = lua_absindex(L, index);
    lua_rawgetp(L, LUA_REGISTRYINDEX, key);
    lua_pushvalue(L, -2);
    lua_pushvalue(L, index);
    lua_rawset(L, -3);
    lua_pop(L, 1);
}

/* Pushes it. */
static const void *kept(lua_State *L, int run, const void *key)
{
    run = lua_absindex(L, run);
    lua_rawgetp(L, LUA_REGISTRYINDEX, key);
    lua_pushvalue(L, run);
    lua_rawget(L, -2);
    lua_remove(L, -2);
    return lua_touserdata(L, -1);
}

static void open_table(lua_State *L, const void *key)
{
    lua_newtable(L);
    lua_newtable(L);
    lua_pushliteral(L, "k");
    lua_setfield(L, -2, "__mode");
    lua_setmetatable(L, -2);
    lua_rawsetp(L, LUA_REGISTRYINDEX, key);
}

void dwl_keep_options(lua_State *L, int options)
{
    keep(L, options, &options_key);
}

const void *dwl_kept_options(lua_State *L, int run)
{
    return kept(L, run, &options_key);
}

void dwl_keep_sim(lua_State *L, int sim)
{
    keep(L, sim, &own_key);
}

const struct dw_sim *dwl_kept_sim(lua_State *L, int run)
{
    const struct dw_sim *sim = kept(L, run, &own_key);
    lua_pop(L, 1); /* the run keeps it alive */
    return sim;
}

void dwl_open_kept(lua_State *L)
{
    open_table(L, &options_key);
    open_table(L, &own_key);
}
