#include "lua/fields.h"

#include <string.h>

#include "data/table.h"
#include "lua/glue.h"
#include "lua/token.h"

enum { DEEPEST = 6 };

/* A table in which fields are looked for, at the top of the stack; true: it was the last. */
typedef bool visitor(lua_State *L, void *context);

static bool visit_index(lua_State *L, int index, int depth, visitor *visit, void *context);

/* Our own functions for unknown names keep what there is in their variables; they are looked into,
 * not called. */
static bool visit_closure(lua_State *L, int function, int depth, visitor *visit, void *context)
{
    for (int i = 1; lua_getupvalue(L, function, i); i++) {
        int at = lua_gettop(L);
        bool done = lua_istable(L, at) ? visit(L, context)
                    : lua_iscfunction(L, at) && depth > 0
                        ? visit_closure(L, at, depth - 1, visit, context)
                        : false;
        if (done) return lua_remove(L, at), true;
        lua_settop(L, at - 1);
    }
    return false;
}

static bool visit_meta(lua_State *L, int index, int depth, visitor *visit, void *context)
{
    if (!lua_getmetatable(L, index)) return false;
    int meta = lua_gettop(L);
    lua_pushliteral(L, "__index");
    lua_rawget(L, meta);
    bool done = lua_istable(L, -1)       ? visit_index(L, meta + 1, depth - 1, visit, context)
                : lua_iscfunction(L, -1) ? visit_closure(L, meta + 1, depth - 1, visit, context)
                                         : false;
    if (!done) return lua_settop(L, meta - 1), false;
    lua_remove(L, meta + 1);
    lua_remove(L, meta);
    return true;
}

/* What a visitor that ends it pushes is then at the top. */
static bool visit_index(lua_State *L, int index, int depth, visitor *visit, void *context)
{
    luaL_checkstack(L, 12, "fields");
    if (lua_istable(L, index)) {
        lua_pushvalue(L, index);
        if (visit(L, context)) return lua_remove(L, -2), true;
        lua_pop(L, 1);
    }
    return depth > 0 && visit_meta(L, index, depth, visit, context);
}

/* ---- one ---- */

typedef struct wanted {
    const char *name;
    size_t n;
} wanted;

static bool has_field(lua_State *L, void *context)
{
    const wanted *w = context;
    lua_pushlstring(L, w->name, w->n);
    if (lua_rawget(L, -2) != LUA_TNIL) return true;
    lua_pop(L, 1);
    return false;
}

bool dwl_field_of(lua_State *L, int index, const char *name, size_t n)
{
    wanted w = { name, n };
    return visit_index(L, lua_absindex(L, index), DEEPEST, has_field, &w);
}

/* ---- all ---- */

typedef struct taker {
    void (*take)(void *context, const char *name, size_t n);
    void *context;
    bool calls;
} taker;

static bool is_name(const char *name, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!dwl_is_name_byte(name[i])) return false;
    return n > 0 && !(name[0] >= '0' && name[0] <= '9') && !dwl_is_keyword(name, n);
}

static bool can_be_called(lua_State *L, int index)
{
    if (lua_isfunction(L, index)) return true;
    if (lua_type(L, index) == LUA_TSTRING || !lua_getmetatable(L, index)) return false;
    lua_pushliteral(L, "__call");
    bool can = lua_rawget(L, -2) != LUA_TNIL;
    lua_pop(L, 2);
    return can;
}

static bool take_fields(lua_State *L, void *context)
{
    const taker *t = context;
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
        size_t n;
        if (lua_type(L, -2) != LUA_TSTRING) continue;
        const char *name = lua_tolstring(L, -2, &n);
        if (is_name(name, n) && (!t->calls || can_be_called(L, -1))) t->take(t->context, name, n);
    }
    return false;
}

void dwl_fields_each(lua_State *L, int index, bool calls,
                     void (*take)(void *context, const char *name, size_t n), void *context)
{
    taker t = { take, context, calls };
    const dw_table *table = lua_isuserdata(L, index) ? dwl_to_table(L, index) : NULL;
    for (size_t i = 0; table && !calls && i < table->column_count; i++)
        if (is_name(table->columns[i].name, strlen(table->columns[i].name)))
            take(context, table->columns[i].name, strlen(table->columns[i].name));
    visit_index(L, lua_absindex(L, index), DEEPEST, take_fields, &t);
}
