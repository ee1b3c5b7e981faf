#include <string.h>

#include "lua/pack.h"
#include "sim/ability.h"

/* objects: table at the index of all objects by their numbers; a variable is there as
 * { function, which of its variables }. names: what the script calls each; variables: true for
 * those that are one. */
typedef struct unpacker {
    lua_State *L;
    const char *at;
    int objects, names, variables;
    lua_Integer count;
} unpacker;

static void take(unpacker *u, void *out, size_t n)
{
    if (n) memcpy(out, u->at, n);
    u->at += n;
}

static size_t take_size(unpacker *u)
{
    size_t n;
    take(u, &n, sizeof n);
    return n;
}

static char take_mark(unpacker *u)
{
    return *u->at++;
}

static const char *take_text(unpacker *u, size_t *n)
{
    *n = take_size(u);
    const char *text = u->at;
    u->at += *n;
    return text;
}

/* The object at the top gets the next number, and its name from the pack. */
static lua_Integer number_object(unpacker *u, bool named)
{
    lua_Integer number = ++u->count;
    size_t n = 0;
    const char *name = named ? take_text(u, &n) : "";
    lua_pushvalue(u->L, -1);
    lua_rawseti(u->L, u->objects, number);
    lua_pushlstring(u->L, name, n);
    lua_rawseti(u->L, u->names, number);
    return number;
}

static bool push_value(unpacker *u);

static void push_table(unpacker *u)
{
    lua_State *L = u->L;
    size_t n;
    lua_newtable(L);
    number_object(u, true);
    const char *owner = take_text(u, &n);
    lua_pushlstring(L, owner, n);
    if (n)
        push_value(u);
    else
        lua_pushnil(L);
    lua_rotate(L, -3, -1); /* owner names table */
    while (push_value(u)) {
        push_value(u);
        lua_rawset(L, -3);
    }
    lua_insert(L, -3); /* table owner names */
    if (n) {
        owner = lua_tostring(L, -2);
        lua_pushvalue(L, -3);
        lua_pushvalue(L, -2); /* table owner names table names */
        dwl_make_strict_but(L, owner);
        lua_pop(L, 1);
    }
    lua_pop(L, 2);
}

static void push_array(unpacker *u)
{
    lua_State *L = u->L;
    lua_pushnil(L); /* its place */
    lua_Integer number = number_object(u, true);
    lua_pop(L, 1);
    size_t rows = take_size(u), columns = take_size(u);
    bool is_matrix = take_size(u) != 0;
    dw_array *array = dwl_push_unset_array(L, rows, columns, is_matrix);
    take(u, array->at, rows * columns * sizeof *array->at);
    lua_pushvalue(L, -1);
    lua_rawseti(L, u->objects, number);
}

static void push_ability(unpacker *u)
{
    lua_State *L = u->L;
    dw_ability *ability = lua_newuserdatauv(L, sizeof *ability, 1); /* user value: its points */
    number_object(u, false);
    take(u, ability, sizeof *ability);
    size_t x = take_size(u), p = take_size(u);
    char *points = lua_newuserdatauv(L, x + p + 1, 0);
    take(u, points, x + p);
    ability->x = x ? (const double *)(void *)points : NULL;
    ability->p = p ? (const double *)(void *)(points + x) : NULL;
    lua_setiuservalue(L, -2, 1);
    luaL_setmetatable(L, DWL_ABILITY);
}

/* The function is at the top. */
static void set_variable(unpacker *u, int i)
{
    lua_State *L = u->L;
    int function = lua_gettop(L);
    if (take_mark(u) == DWL_PACK_AGAIN) {
        lua_rawgeti(L, u->objects, (lua_Integer)take_size(u));
        lua_rawgeti(L, -1, 1);
        lua_rawgeti(L, -2, 2);
        lua_upvaluejoin(L, function, i, -2, (int)lua_tointeger(L, -1));
        lua_settop(L, function);
        return;
    }
    lua_createtable(L, 2, 0);
    lua_pushvalue(L, function);
    lua_rawseti(L, -2, 1);
    lua_pushinteger(L, i);
    lua_rawseti(L, -2, 2);
    lua_Integer number = number_object(u, true);
    lua_pushboolean(L, true);
    lua_rawseti(L, u->variables, number);
    push_value(u);
    lua_setupvalue(L, function, i);
    lua_settop(L, function);
}

static void push_function(unpacker *u)
{
    lua_State *L = u->L;
    size_t n;
    lua_pushnil(L);
    lua_Integer number = number_object(u, false);
    lua_pop(L, 1);
    const char *code = take_text(u, &n);
    if (luaL_loadbufferx(L, code, n, "trial", "b") != LUA_OK) lua_error(L);
    lua_pushvalue(L, -1);
    lua_rawseti(L, u->objects, number);
    int count = (int)take_size(u);
    for (int i = 1; i <= count; i++) set_variable(u, i);
}

/* "sim.ability.logistic", with raw reads: the libraries are strict. */
static void push_library(unpacker *u)
{
    lua_State *L = u->L;
    size_t n;
    const char *path = take_text(u, &n), *end = path + n;
    lua_pushglobaltable(L);
    while (path < end && lua_istable(L, -1)) {
        const char *dot = memchr(path, '.', (size_t)(end - path));
        if (!dot) dot = end;
        lua_pushlstring(L, path, (size_t)(dot - path));
        lua_rawget(L, -2);
        lua_remove(L, -2);
        path = dot + 1;
    }
}

static void push_number(unpacker *u, bool whole)
{
    lua_Integer i;
    lua_Number x;
    if (whole) {
        take(u, &i, sizeof i);
        lua_pushinteger(u->L, i);
    } else {
        take(u, &x, sizeof x);
        lua_pushnumber(u->L, x);
    }
}

/* False at the end of a table, where nothing is pushed. */
static bool push_value(unpacker *u)
{
    lua_State *L = u->L;
    luaL_checkstack(L, 12, "what the function uses");
    size_t n;
    const char *text;
    char mark = take_mark(u);
    switch (mark) {
    case DWL_PACK_END:
        return false;
    case DWL_PACK_FALSE:
    case DWL_PACK_TRUE:
        lua_pushboolean(L, mark == DWL_PACK_TRUE);
        break;
    case DWL_PACK_INTEGER:
    case DWL_PACK_NUMBER:
        push_number(u, mark == DWL_PACK_INTEGER);
        break;
    case DWL_PACK_TEXT:
        text = take_text(u, &n);
        lua_pushlstring(L, text, n);
        break;
    case DWL_PACK_AGAIN:
        lua_rawgeti(L, u->objects, (lua_Integer)take_size(u));
        break;
    case DWL_PACK_TABLE:
        push_table(u);
        break;
    case DWL_PACK_ARRAY:
        push_array(u);
        break;
    case DWL_PACK_ABILITY:
        push_ability(u);
        break;
    case DWL_PACK_FUNCTION:
        push_function(u);
        break;
    case DWL_PACK_LIBRARY:
        push_library(u);
        break;
    case DWL_PACK_GLOBALS:
        lua_pushglobaltable(L);
        break;
    default:
        lua_pushnil(L);
    }
    return true;
}

/* Pushes a table of the objects' numbers. */
static void push_numbers(lua_State *L, int objects, lua_Integer count)
{
    lua_createtable(L, 0, (int)count);
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(L, objects, i);
        lua_pushinteger(L, i);
        lua_rawset(L, -3);
    }
}

void dwl_unpack(lua_State *L, const dw_buffer *pack)
{
    unpacker u = { .L = L, .at = pack->text };
    lua_newtable(L);
    u.objects = lua_gettop(L);
    lua_newtable(L);
    u.names = lua_gettop(L);
    lua_newtable(L);
    u.variables = lua_gettop(L);
    push_value(&u); /* objects names variables value */
    push_numbers(L, u.objects, u.count);
    lua_setfield(L, u.objects, "numbers");
    lua_pushinteger(L, u.count);
    lua_setfield(L, u.objects, "count");
    lua_insert(L, u.names); /* objects value names variables */
    lua_setfield(L, u.objects, "variables");
    lua_setfield(L, u.objects, "names");
}

/* ---- changes ---- */

typedef struct comparison {
    lua_State *L;
    int live, pristine; /* tables of objects */
    int live_numbers, pristine_numbers;
} comparison;

/* The values at a (of the live copy) and b (of the other) are the same thing. */
static bool same_value(comparison *c, int a, int b)
{
    lua_State *L = c->L;
    if (lua_rawequal(L, a, b)) return true;
    if (lua_type(L, a) == LUA_TNUMBER && lua_type(L, b) == LUA_TNUMBER)
        return lua_tonumber(L, a) != lua_tonumber(L, a) && lua_tonumber(L, b) != lua_tonumber(L, b);
    if (lua_isnil(L, a) || lua_isnil(L, b)) return false;
    lua_pushvalue(L, a);
    lua_rawget(L, c->live_numbers);
    lua_pushvalue(L, b);
    lua_rawget(L, c->pristine_numbers);
    bool same = lua_isinteger(L, -1) && lua_rawequal(L, -1, -2);
    lua_pop(L, 2);
    return same;
}

static lua_Integer fields_of(lua_State *L, int table)
{
    lua_Integer n = 0;
    for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) n++;
    return n;
}

/* Keys that are tables themselves stand for other objects in the other copy: their values are not
 * compared, but there must be as many. */
static bool same_table(comparison *c, int a, int b)
{
    lua_State *L = c->L;
    bool closed = lua_getmetatable(L, a), was_closed = lua_getmetatable(L, b);
    lua_pop(L, closed + was_closed);
    bool same = closed == was_closed && fields_of(L, a) == fields_of(L, b);
    lua_pushnil(L);
    while (same && lua_next(L, a)) {
        int type = lua_type(L, -2);
        if (type == LUA_TNUMBER || type == LUA_TSTRING || type == LUA_TBOOLEAN) {
            lua_pushvalue(L, -2);
            lua_rawget(L, b);
            same = same_value(c, lua_gettop(L) - 1, lua_gettop(L));
            lua_pop(L, 1);
        }
        lua_pop(L, 1);
    }
    return same;
}

/* { function, i } both: the values of the variables. */
static bool same_variable(comparison *c, int a, int b)
{
    lua_State *L = c->L;
    int top = lua_gettop(L);
    lua_rawgeti(L, a, 2);
    int i = (int)lua_tointeger(L, -1);
    lua_rawgeti(L, a, 1);
    lua_rawgeti(L, b, 1);
    lua_getupvalue(L, top + 2, i);
    lua_getupvalue(L, top + 3, i);
    return same_value(c, top + 4, top + 5);
}

static bool same_object(comparison *c, int a, int b, bool variable)
{
    lua_State *L = c->L;
    dw_array *x = dwl_to_array(L, a), *y = dwl_to_array(L, b);
    if (x && y) return memcmp(x->at, y->at, dw_array_size(x) * sizeof *x->at) == 0;
    if (!lua_istable(L, a)) return true;
    return variable ? same_variable(c, a, b) : same_table(c, a, b);
}

bool dwl_pack_changed(lua_State *L, int live, int pristine)
{
    comparison c = { .L = L, .live = lua_absindex(L, live), .pristine = lua_absindex(L, pristine) };
    int top = lua_gettop(L);
    luaL_checkstack(L, 20, "the copies");
    lua_getfield(L, c.live, "numbers");
    c.live_numbers = lua_gettop(L);
    lua_getfield(L, c.pristine, "numbers");
    c.pristine_numbers = lua_gettop(L);
    lua_getfield(L, c.pristine, "count");
    lua_Integer count = lua_tointeger(L, -1);
    int base = lua_gettop(L);
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(L, c.live, i);
        lua_rawgeti(L, c.pristine, i);
        lua_getfield(L, c.pristine, "variables");
        bool variable = lua_rawgeti(L, -1, i) == LUA_TBOOLEAN;
        lua_settop(L, base + 2);
        bool same = same_object(&c, base + 1, base + 2, variable);
        lua_settop(L, base);
        if (same) continue;
        lua_settop(L, top);
        lua_getfield(L, c.pristine, "names");
        lua_rawgeti(L, -1, i);
        lua_remove(L, -2);
        return true;
    }
    lua_settop(L, top);
    return false;
}
