/* Libraries and kinds of objects, made from their declarations. */
#include <string.h>

#include "lua/glue.h"
#include "lua/inorder.h"
#include "lua/rng.h"
#include "lua/stats.h"

const dwl_library *const dwl_libraries[] = {
    &dwl_script_library,
    &dwl_text_library,
    &dwl_array_library,
    &dwl_array_methods,
    &dwl_stats_describe,
    &dwl_stats_summary,
    &dwl_stats_weighted,
    &dwl_stats_bins,
    &dwl_stats_correlation,
    &dwl_stats_information,
    &dwl_stats_interval,
    &dwl_stats_emergence,
    &dwl_stats_bootstrap,
    &dwl_stats_calibration,
    &dwl_stats_recalibrate,
    &dwl_recalibration_methods,
    &dwl_stats_fit,
    &dwl_stats_fit_result,
    &dwl_stats_test,
    &dwl_test_result,
    &dwl_stats_distribution,
    &dwl_distribution_methods,
    &dwl_stats_vector,
    &dwl_vector_methods,
    &dwl_sim_library,
    &dwl_ability_library,
    &dwl_rng_methods,
    &dwl_result_methods,
    &dwl_plot_library,
    &dwl_figure_methods,
    &dwl_axes_methods,
    &dwl_data_library,
    &dwl_table_methods,
    &dwl_check_methods,
    NULL,
};

void dwl_push_function(lua_State *L, const dwl_library *library, const dwl_function *function)
{
    lua_pushlightuserdata(L, (void *)function);
    lua_pushlightuserdata(L, (void *)library);
    lua_pushcclosure(L, function->call, 2);
}

void *dwl_self(lua_State *L, const char *kind)
{
    void *object = luaL_testudata(L, 1, kind);
    if (!object) dwl_error(L, "is a method: write it with a colon, as in object:name(...)");
    return object;
}

static void add_functions(lua_State *L, const dwl_library *library)
{
    for (const dwl_function *function = library->functions; function->name; function++) {
        dwl_push_function(L, library, function);
        lua_setfield(L, -2, function->name);
    }
}

/* The names in the table at an upvalue may have been meant. */
static void offer_names(lua_State *L, int names, dw_nearest *nearest)
{
    lua_pushnil(L);
    while (lua_next(L, names)) {
        lua_pop(L, 1);
        if (lua_type(L, -1) == LUA_TSTRING) dw_nearest_offer(nearest, lua_tostring(L, -1));
    }
}

/* __index of a library or a kind: upvalue 1 its name, 2 the table of what there is, 3 a table of
 * names that may be missing, or nil. */
static int unknown_name(lua_State *L)
{
    const char *owner = lua_tostring(L, lua_upvalueindex(1));
    bool may_miss = lua_istable(L, lua_upvalueindex(3));
    lua_settop(L, 2);
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(2)) != LUA_TNIL) return 1;
    lua_pushvalue(L, 2);
    if (may_miss && lua_rawget(L, lua_upvalueindex(3)) != LUA_TNIL) return lua_pushnil(L), 1;
    if (lua_type(L, 2) != LUA_TSTRING)
        return luaL_error(L, "%s has no element of type %s", owner, luaL_typename(L, 2));
    dw_nearest nearest = { .given = lua_tostring(L, 2) };
    char hint[96];
    offer_names(L, lua_upvalueindex(2), &nearest);
    if (may_miss) offer_names(L, lua_upvalueindex(3), &nearest);
    luaL_where(L, 1);
    if (*lua_tostring(L, -1) == '\0') luaL_where(L, 2); /* asked by the __index of a figure */
    lua_pushfstring(L, "%s has no '%s'%s", owner, nearest.given, dw_nearest_hint(&nearest, hint));
    lua_concat(L, 2);
    return lua_error(L);
}

static void push_unknown_name(lua_State *L, const char *owner, int names)
{
    names = lua_absindex(L, names);
    lua_pushstring(L, owner);
    lua_pushvalue(L, names);
    lua_pushnil(L);
    lua_pushcclosure(L, unknown_name, 3);
}

static int read_only(lua_State *L)
{
    return luaL_error(L, "%s cannot be changed: '%s'", lua_tostring(L, lua_upvalueindex(1)),
                      luaL_tolstring(L, 2, NULL));
}

/* "run.exact: high, label, low, mean, method, theory" rather than an address. */
static int name_fields(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    dw_buffer *text = dwl_push_buffer(L);
    dw_buffer_add(text, lua_tostring(L, lua_upvalueindex(1)));
    const char *before = ": ";
    for (dwl_walk walk = dwl_walk_start(L, 1); dwl_walk_next(L, &walk); lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING) continue;
        dw_buffer_format(text, "%s%s", before, lua_tostring(L, -2));
        before = ", ";
    }
    dwl_buffer_to_string(L, text);
    return 1;
}

void dwl_make_strict(lua_State *L, const char *owner)
{
    lua_newtable(L); /* table meta */
    push_unknown_name(L, owner, -2);
    lua_setfield(L, -2, "__index");
    lua_pushstring(L, owner);
    lua_pushcclosure(L, read_only, 1);
    lua_setfield(L, -2, "__newindex");
    lua_pushstring(L, owner);
    lua_pushcclosure(L, name_fields, 1);
    lua_setfield(L, -2, "__tostring");
    lua_setmetatable(L, -2);
}

void dwl_make_strict_but(lua_State *L, const char *owner)
{
    lua_insert(L, -2); /* names table */
    dwl_make_strict(L, owner);
    luaL_getmetafield(L, -1, "__index");
    lua_pushvalue(L, -3);
    lua_setupvalue(L, -2, 3);
    lua_pop(L, 1);
    lua_remove(L, -2);
}

void dwl_push_strict_names(lua_State *L, int index)
{
    if (luaL_getmetafield(L, index, "__index") == LUA_TNIL) {
        lua_pushnil(L);
        return;
    }
    if (lua_tocfunction(L, -1) != unknown_name || !lua_getupvalue(L, -1, 3)) lua_pushnil(L);
    lua_remove(L, -2);
}

const char *dwl_strict_owner(lua_State *L, int index)
{
    const char *owner = NULL;
    if (luaL_getmetafield(L, index, "__newindex") == LUA_TNIL) return NULL;
    if (lua_tocfunction(L, -1) == read_only && lua_getupvalue(L, -1, 1)) {
        owner = lua_tostring(L, -1);
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    return owner;
}

/* Closes the table of functions at the top: unknown names are errors, and it cannot be changed. */
static void close_library(lua_State *L, const char *name)
{
    lua_newtable(L); /* library meta */
    push_unknown_name(L, name, -2);
    lua_setfield(L, -2, "__index");
    lua_pushstring(L, name);
    lua_pushcclosure(L, read_only, 1);
    lua_setfield(L, -2, "__newindex");
    lua_pushboolean(L, false);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
}

void dwl_push_library(lua_State *L, const dwl_library *library)
{
    const dwl_library *const parts[] = { library, NULL };
    dwl_push_libraries(L, parts);
}

void dwl_push_libraries(lua_State *L, const dwl_library *const *parts)
{
    const char *name = parts[0]->name;
    lua_newtable(L); /* library */
    for (; *parts; parts++) {
        if (strcmp((*parts)->name, name) == 0) {
            add_functions(L, *parts);
            continue;
        }
        dwl_push_library(L, *parts);
        lua_setfield(L, -2, strrchr((*parts)->name, '.') + 1);
    }
    close_library(L, name);
}

static int refuse_field(lua_State *L)
{
    return luaL_error(L,
                      "fields of %s cannot be set: '%s' (options go into the call that makes it)",
                      lua_tostring(L, lua_upvalueindex(1)), luaL_tolstring(L, 2, NULL));
}

bool dwl_new_kind(lua_State *L, const dwl_library *library)
{
    if (!luaL_newmetatable(L, library->name)) return false;
    lua_newtable(L); /* meta methods */
    add_functions(L, library);
    push_unknown_name(L, lua_pushfstring(L, "%s", library->name), -2);
    lua_setfield(L, -4, "__index"); /* meta methods name */
    lua_pop(L, 1);                  /* meta methods */
    lua_setfield(L, -2, "methods");
    lua_pushstring(L, library->name);
    lua_pushcclosure(L, refuse_field, 1);
    lua_setfield(L, -2, "__newindex");
    lua_pushboolean(L, false);
    lua_setfield(L, -2, "__metatable");
    return true;
}
