/* What a run was told, in words: for print, summary and CSV. */
#include <math.h>
#include <string.h>

#include "lua/glue.h"
#include "lua/result.h"
#include "sim/sim.h"

enum { SHOWN = 6 }; /* elements of a list */

static void add_number(dw_buffer *text, double x)
{
    char number[32];
    dw_text_number(x, number);
    dw_buffer_add(text, number);
}

/* "{4, 4}"; of a long one the first elements, the last, and how many there are. */
static void add_list(lua_State *L, int index, dw_buffer *text)
{
    const dw_array *array = dwl_to_array(L, index);
    lua_Integer n = array ? (lua_Integer)dw_array_size(array) : (lua_Integer)lua_rawlen(L, index);
    dw_buffer_add(text, "{");
    for (lua_Integer i = 0; i < n; i++) {
        if (n > SHOWN && i == SHOWN - 1) {
            dw_buffer_add(text, ", ...");
            i = n - 1;
        }
        if (i) dw_buffer_add(text, ", ");
        if (array) {
            add_number(text, array->at[i]);
            continue;
        }
        lua_rawgeti(L, index, i + 1);
        dw_buffer_add(text, luaL_tolstring(L, -1, NULL));
        lua_pop(L, 2);
    }
    dw_buffer_add(text, "}");
    if (n > SHOWN) dw_buffer_format(text, " (%lld)", (long long)n);
}

/* The value at the top. */
static void add_value(lua_State *L, dw_buffer *text)
{
    int at = lua_gettop(L);
    if (lua_type(L, at) == LUA_TNUMBER) {
        add_number(text, lua_tonumber(L, at));
    } else if (lua_istable(L, at) || dwl_to_array(L, at)) {
        add_list(L, at, text);
    } else {
        dw_buffer_add(text, luaL_tolstring(L, at, NULL));
        lua_pop(L, 1);
    }
}

void dwl_add_settings(lua_State *L, const dw_sim *sim, const char *comma, dw_buffer *text)
{
    lua_getfield(L, 1, "settings");
    int settings = lua_gettop(L);
    if (!lua_istable(L, settings))
        luaL_error(L, "the run has been changed: 'settings' is no table");
    for (const dw_option *option = sim->options; option->name; option++) {
        lua_pushstring(L, option->name);
        bool axis = strcmp(option->name, "x") == 0; /* every row has it */
        if (lua_rawget(L, settings) != LUA_TNIL && !axis) {
            dw_buffer_format(text, "%s%s ", comma, option->name);
            add_value(L, text);
            comma = ", ";
        }
        lua_settop(L, settings);
    }
    lua_pop(L, 1);
}

bool dwl_is_given(const dw_option *option, const void *options)
{
    const void *at = (const char *)options + option->offset;
    if (option->kind == DW_SERIES) return ((const dw_series *)at)->at != NULL;
    if (option->kind == DW_TEXTS) return ((const dw_texts *)at)->at != NULL;
    if (!(option->flags & DW_OPTIONAL)) return true;
    if (option->kind == DW_INTEGER) return *(const int64_t *)at != -1;
    return option->kind != DW_NUMBER || !isnan(*(const double *)at);
}
