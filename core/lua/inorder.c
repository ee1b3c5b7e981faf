#include "lua/inorder.h"

#include <stdlib.h>
#include <string.h>

#include "lua/glue.h"

typedef struct key {
    int rank; /* of its type: 0 a number, 1 a text, 2 another */
    lua_Number number;
    const char *text; /* kept alive by the table */
    size_t length;
    lua_Integer place; /* in the list of keys */
} key;

static int by_order(const void *first, const void *second)
{
    const key *a = first, *b = second;
    if (a->rank != b->rank) return a->rank - b->rank;
    if (a->rank == 0 && a->number != b->number) return a->number < b->number ? -1 : 1;
    if (a->rank == 1) {
        int order = memcmp(a->text, b->text, a->length < b->length ? a->length : b->length);
        if (order) return order;
        if (a->length != b->length) return a->length < b->length ? -1 : 1;
    }
    return a->place < b->place ? -1 : a->place > b->place;
}

static key key_at_top(lua_State *L, lua_Integer place)
{
    key k = { .rank = 2, .place = place };
    int type = lua_type(L, -1);
    if (type == LUA_TNUMBER) {
        k.rank = 0;
        k.number = lua_tonumber(L, -1);
    } else if (type == LUA_TSTRING) {
        k.rank = 1;
        k.text = lua_tolstring(L, -1, &k.length);
    }
    return k;
}

/* A list, and most small tables, need no sorting. */
static lua_Integer count_keys(lua_State *L, int table, bool *in_order)
{
    lua_Integer n = 0;
    key before = { 0 };
    *in_order = true;
    for (lua_pushnil(L); lua_next(L, table); n++) {
        lua_pop(L, 1);
        key now = key_at_top(L, n);
        if (n && by_order(&before, &now) > 0) *in_order = false;
        before = now;
    }
    return n;
}

/* Pushes the list of the keys, sorted. */
static void push_sorted(lua_State *L, int table, lua_Integer count)
{
    key *keys = lua_newuserdatauv(L, (size_t)count * sizeof *keys, 0);
    lua_newtable(L);
    lua_newtable(L); /* scratch unsorted sorted */
    int sorted = lua_gettop(L);
    lua_Integer n = 0;
    for (lua_pushnil(L); lua_next(L, table);) {
        lua_pop(L, 1);
        keys[n] = key_at_top(L, n + 1);
        lua_pushvalue(L, -1);
        lua_rawseti(L, sorted - 1, ++n);
    }
    qsort(keys, (size_t)n, sizeof *keys, by_order);
    for (lua_Integer i = 0; i < n; i++) {
        lua_rawgeti(L, sorted - 1, keys[i].place);
        lua_rawseti(L, sorted, i + 1);
    }
    lua_replace(L, sorted - 2);
    lua_settop(L, sorted - 2);
}

dwl_walk dwl_walk_start(lua_State *L, int table)
{
    luaL_checkstack(L, 12, "a table");
    dwl_walk walk = { .table = lua_absindex(L, table) };
    bool in_order;
    walk.count = count_keys(L, walk.table, &in_order);
    walk.sorted = !in_order;
    if (walk.sorted)
        push_sorted(L, walk.table, walk.count);
    else
        lua_pushnil(L);
    lua_pushnil(L); /* the key before the first */
    return walk;
}

bool dwl_walk_next(lua_State *L, dwl_walk *walk)
{
    if (!walk->sorted) {
        if (lua_next(L, walk->table)) return true;
        lua_pop(L, 1);
        return false;
    }
    lua_pop(L, 1);
    if (walk->at == walk->count) {
        lua_pop(L, 1);
        return false;
    }
    lua_rawgeti(L, -1, ++walk->at);
    lua_pushvalue(L, -1);
    lua_rawget(L, walk->table);
    return true;
}
