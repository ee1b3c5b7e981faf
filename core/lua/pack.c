#include "lua/pack.h"

#include <stdio.h>
#include <string.h>

#include "lua/inorder.h"
#include "lua/result.h"
#include "sim/ability.h"

const char *const dwl_pack_libraries[] = { "math",  "string", "table", "utf8", "coroutine",
                                           "array", "stats",  "sim",   "text", NULL };

const char *const dwl_pack_functions[] = {
    "assert",       "error",  "ipairs",   "next",     "pairs",  "pcall",
    "rawequal",     "rawget", "rawlen",   "rawset",   "select", "setmetatable",
    "getmetatable", "print",  "tonumber", "tostring", "type",   NULL,
};

enum { DEEPEST = 60 };

/* known: table at the index that maps objects to their numbers and library functions to their
 * paths. */
typedef struct packer {
    lua_State *L;
    dw_buffer *out;
    int known, depth;
    size_t objects;
    char name[200]; /* where we are: "p.weights" */
} packer;

static void add_size(packer *p, size_t n)
{
    dw_buffer_add_bytes(p->out, (const char *)&n, sizeof n);
}

static void add_mark(packer *p, char mark)
{
    dw_buffer_add_bytes(p->out, &mark, 1);
}

static void add_text(packer *p, const char *text, size_t n)
{
    add_size(p, n);
    dw_buffer_add_bytes(p->out, text, n);
}

static void refuse(packer *p, const char *what)
{
    dwl_error(p->L,
              "the function uses '%s', %s: numbers, texts, tables of them, arrays and functions "
              "can come along to the threads",
              p->name, what);
}

/* ---- what every state has ---- */

/* table: remembers the functions in it, and those of tables in it, by their paths. */
static void know_library(lua_State *L, int known, const char *path, int depth)
{
    int table = lua_gettop(L);
    luaL_checkstack(L, 10, path);
    lua_pushvalue(L, table);
    lua_pushstring(L, path);
    lua_rawset(L, known);
    for (lua_pushnil(L); lua_next(L, table); lua_settop(L, table + 1)) {
        if (lua_type(L, -2) != LUA_TSTRING) continue;
        const char *full = lua_pushfstring(L, "%s.%s", path, lua_tostring(L, -2));
        lua_insert(L, -2); /* key path value */
        if (lua_istable(L, -1) && depth < 2) {
            know_library(L, known, full, depth + 1);
        } else if (lua_iscfunction(L, -1)) {
            lua_pushvalue(L, -2);
            lua_rawset(L, known);
        }
    }
}

static void know_globals(lua_State *L, int known)
{
    lua_pushglobaltable(L);
    int globals = lua_gettop(L);
    for (const char *const *name = dwl_pack_libraries; *name; name++) {
        lua_pushstring(L, *name);
        if (lua_rawget(L, globals) == LUA_TTABLE) know_library(L, known, *name, 1);
        lua_settop(L, globals);
    }
    for (const char *const *name = dwl_pack_functions; *name; name++) {
        lua_pushstring(L, *name);
        if (lua_rawget(L, globals) == LUA_TFUNCTION) {
            lua_pushstring(L, *name);
            lua_rawset(L, known);
        }
        lua_settop(L, globals);
    }
    lua_settop(L, globals - 1);
}

/* The value at the top is known already: writes that down. */
static bool pack_known(packer *p)
{
    lua_State *L = p->L;
    lua_pushvalue(L, -1);
    int type = lua_rawget(L, p->known);
    if (type == LUA_TNUMBER) {
        add_mark(p, DWL_PACK_AGAIN);
        add_size(p, (size_t)lua_tointeger(L, -1));
    } else if (type == LUA_TSTRING) {
        size_t n;
        const char *path = lua_tolstring(L, -1, &n);
        add_mark(p, DWL_PACK_LIBRARY);
        add_text(p, path, n);
    }
    lua_pop(L, 1);
    return type == LUA_TNUMBER || type == LUA_TSTRING;
}

/* Gives the object at the top its number. */
static void number_object(packer *p)
{
    lua_pushvalue(p->L, -1);
    lua_pushinteger(p->L, (lua_Integer)++p->objects);
    lua_rawset(p->L, p->known);
}

/* ---- values; each is at the top of the stack and stays there ---- */

static void pack_value(packer *p);

static void pack_array(packer *p, const dw_array *array)
{
    size_t bytes = dw_array_size(array) * sizeof *array->at;
    number_object(p);
    add_mark(p, DWL_PACK_ARRAY);
    add_text(p, p->name, strlen(p->name));
    add_size(p, array->rows);
    add_size(p, array->columns);
    add_size(p, array->is_matrix);
    dw_buffer_add_bytes(p->out, (const char *)array->at, bytes);
}

static void pack_ability(packer *p, const dw_ability *ability)
{
    number_object(p);
    add_mark(p, DWL_PACK_ABILITY);
    dw_buffer_add_bytes(p->out, (const char *)ability, sizeof *ability);
    size_t bytes = ability->n * sizeof(double);
    add_size(p, ability->x ? bytes : 0);
    add_size(p, ability->p ? bytes : 0);
    if (ability->x) dw_buffer_add_bytes(p->out, (const char *)ability->x, bytes);
    if (ability->p) dw_buffer_add_bytes(p->out, (const char *)ability->p, bytes);
}

static void pack_userdata(packer *p)
{
    const dw_array *array = dwl_to_array(p->L, -1);
    if (array) {
        pack_array(p, array);
        return;
    }
    const dw_ability *ability = luaL_testudata(p->L, -1, DWL_ABILITY);
    if (ability) {
        pack_ability(p, ability);
        return;
    }
    char what[96];
    bool named = luaL_getmetafield(p->L, -1, "__name") == LUA_TSTRING;
    snprintf(what, sizeof what, "an object of kind '%.60s'",
             named ? lua_tostring(p->L, -1) : "unknown");
    refuse(p, what);
}

/* Adds ".key" to the name of where we are; returns how long it was. */
static size_t enter(packer *p)
{
    size_t n = strlen(p->name), room = sizeof p->name - n;
    if (lua_type(p->L, -2) == LUA_TSTRING)
        snprintf(p->name + n, room, n ? ".%s" : "%s", lua_tostring(p->L, -2));
    else if (lua_isinteger(p->L, -2))
        snprintf(p->name + n, room, "[%lld]", (long long)lua_tointeger(p->L, -2));
    dw_text_trim_utf8(p->name);
    return n;
}

static void refuse_object(packer *p)
{
    lua_State *L = p->L;
    luaL_getmetatable(L, DWL_RESULT);
    if (lua_rawequal(L, -1, -2))
        refuse(p, "a whole run (take what it needs out of it before, as in local mean = run.mean)");
    refuse(p, "a table with a metatable");
}

static void pack_table(packer *p)
{
    lua_State *L = p->L;
    int table = lua_gettop(L);
    const char *owner = dwl_strict_owner(L, table);
    if (!owner && lua_getmetatable(L, table)) refuse_object(p);
    number_object(p);
    add_mark(p, DWL_PACK_TABLE);
    add_text(p, p->name, strlen(p->name));
    add_text(p, owner ? owner : "", owner ? strlen(owner) : 0);
    if (owner) {
        dwl_push_strict_names(L, table);
        pack_value(p);
        lua_pop(L, 1);
    }
    for (dwl_walk walk = dwl_walk_start(L, table); dwl_walk_next(L, &walk); lua_pop(L, 1)) {
        size_t n = enter(p);
        lua_pushvalue(L, -2);
        pack_value(p);
        lua_pop(L, 1);
        pack_value(p);
        p->name[n] = '\0';
    }
    add_mark(p, DWL_PACK_END);
}

static int write_code(lua_State *L, const void *part, size_t n, void *buffer)
{
    (void)L;
    dw_buffer_add_bytes(buffer, part, n);
    return 0;
}

/* The function is at the index. */
static void pack_code(packer *p, int function)
{
    dw_buffer *code = dwl_push_buffer(p->L);
    lua_pushvalue(p->L, function);
    lua_dump(p->L, write_code, code, 0);
    lua_pop(p->L, 1);
    if (code->failed) luaL_error(p->L, "not enough memory");
    add_text(p, code->text, code->length);
    lua_pop(p->L, 1);
}

static void pack_variable(packer *p, int function, int i)
{
    lua_State *L = p->L;
    void *id = lua_upvalueid(L, function, i);
    if (lua_rawgetp(L, p->known, id) == LUA_TNUMBER) {
        add_mark(p, DWL_PACK_AGAIN);
        add_size(p, (size_t)lua_tointeger(L, -1));
        lua_pop(L, 1);
        return;
    }
    lua_pop(L, 1);
    lua_pushinteger(L, (lua_Integer)++p->objects);
    lua_rawsetp(L, p->known, id);
    char before[sizeof p->name];
    memcpy(before, p->name, sizeof before);
    const char *name = lua_getupvalue(L, function, i);
    snprintf(p->name, sizeof p->name, "%s", name);
    dw_text_trim_utf8(p->name);
    add_mark(p, DWL_PACK_VARIABLE);
    add_text(p, p->name, strlen(p->name));
    pack_value(p);
    lua_pop(L, 1);
    memcpy(p->name, before, sizeof before);
}

static void pack_function(packer *p)
{
    lua_State *L = p->L;
    int function = lua_gettop(L), count = 0;
    if (lua_iscfunction(L, function))
        refuse(p, "a function that is no part of Lua or dunwu's libraries");
    number_object(p);
    while (lua_getupvalue(L, function, count + 1)) {
        lua_pop(L, 1);
        count++;
    }
    add_mark(p, DWL_PACK_FUNCTION);
    pack_code(p, function);
    add_size(p, (size_t)count);
    for (int i = 1; i <= count; i++) pack_variable(p, function, i);
}

static void pack_number(packer *p)
{
    lua_Integer whole = lua_tointeger(p->L, -1);
    lua_Number x = lua_tonumber(p->L, -1);
    bool integer = lua_isinteger(p->L, -1);
    add_mark(p, integer ? DWL_PACK_INTEGER : DWL_PACK_NUMBER);
    if (integer)
        dw_buffer_add_bytes(p->out, (const char *)&whole, sizeof whole);
    else
        dw_buffer_add_bytes(p->out, (const char *)&x, sizeof x);
}

static bool is_globals(lua_State *L)
{
    lua_pushglobaltable(L);
    bool same = lua_rawequal(L, -1, -2);
    lua_pop(L, 1);
    return same;
}

static void pack_object(packer *p, int type)
{
    if (++p->depth > DEEPEST) refuse(p, "tables or functions that are nested too deeply");
    luaL_checkstack(p->L, 12, "what the function uses");
    if (type == LUA_TTABLE)
        pack_table(p);
    else if (type == LUA_TFUNCTION)
        pack_function(p);
    else
        pack_userdata(p);
    p->depth--;
}

static void pack_value(packer *p)
{
    lua_State *L = p->L;
    size_t n;
    const char *text;
    int type = lua_type(L, -1);
    switch (type) {
    case LUA_TNIL:
        add_mark(p, DWL_PACK_NIL);
        break;
    case LUA_TBOOLEAN:
        add_mark(p, lua_toboolean(L, -1) ? DWL_PACK_TRUE : DWL_PACK_FALSE);
        break;
    case LUA_TNUMBER:
        pack_number(p);
        break;
    case LUA_TSTRING:
        text = lua_tolstring(L, -1, &n);
        add_mark(p, DWL_PACK_TEXT);
        add_text(p, text, n);
        break;
    case LUA_TTABLE:
    case LUA_TFUNCTION:
    case LUA_TUSERDATA:
        if (is_globals(L))
            add_mark(p, DWL_PACK_GLOBALS);
        else if (!pack_known(p))
            pack_object(p, type);
        break;
    default:
        refuse(p, type == LUA_TTHREAD ? "a coroutine" : "a value of the host");
    }
}

void dwl_pack(lua_State *L, int index, const char *name, dw_buffer *pack)
{
    packer p = { .L = L, .out = pack };
    index = lua_absindex(L, index);
    lua_newtable(L);
    p.known = lua_gettop(L);
    know_globals(L, p.known);
    snprintf(p.name, sizeof p.name, "%s", name);
    lua_pushvalue(L, index);
    pack_value(&p);
    lua_settop(L, p.known - 1);
    if (pack->failed) luaL_error(L, "not enough memory");
}
