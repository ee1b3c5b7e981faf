#include "lua/ceiling.h"

#include <stdlib.h>

#include "base/memory.h"
#include "lua/glue.h"

typedef struct ceiling {
    size_t used, limit;
    dwl_pool *pool; /* where more comes from; NULL: nowhere */
} ceiling;

enum { LEASE = 1 << 20, WORTH_A_STEP = 1 << 16 };

/* Takes what is needed from the pool, and some more so that it is not asked each time. */
static bool lease(ceiling *c, size_t bytes)
{
    if (!c->pool) return false;
    size_t left = atomic_load(&c->pool->left), taken;
    do {
        if (left < bytes) return false;
        taken = bytes < LEASE && left >= LEASE ? LEASE : bytes;
    } while (!atomic_compare_exchange_weak(&c->pool->left, &left, left - taken));
    c->limit += taken;
    return true;
}

static bool has_room(ceiling *c, size_t more)
{
    if (!c->limit) return true;
    size_t left = c->limit > c->used ? c->limit - c->used : 0;
    return more <= left || lease(c, more);
}

static ceiling *of(lua_State *L)
{
    void *context;
    lua_getallocf(L, &context);
    return context;
}

size_t dwl_memory_left(lua_State *L)
{
    const ceiling *c = of(L);
    if (c->pool) return atomic_load(&c->pool->left);
    return c->limit == 0 ? SIZE_MAX : c->limit > c->used ? c->limit - c->used : 0;
}

/* Lua's allocator with a ceiling: arrays and scratch are userdata, so the ceiling counts them. */
static void *allocate(void *context, void *block, size_t old_size, size_t new_size)
{
    ceiling *c = context;
    size_t before = block ? old_size : 0;
    if (new_size == 0) {
        free(block);
        c->used -= before;
        return NULL;
    }
    if (new_size > before && !has_room(c, new_size - before)) return NULL;
    void *grown = realloc(block, new_size);
    if (grown) c->used = c->used - before + new_size;
    if (before == 0) dw_memory_expect(grown, new_size);
    return grown;
}

lua_State *dwl_ceiling_new_state(void)
{
    ceiling *c = calloc(1, sizeof *c);
    lua_State *L = c ? lua_newstate(allocate, c) : NULL;
    if (!L) free(c);
    return L;
}

void dwl_ceiling_close_state(lua_State *L)
{
    ceiling *c = of(L);
    lua_close(L);
    free(c);
}

bool dwl_ceiling_set(lua_State *L, size_t bytes, dwl_pool *pool)
{
    ceiling *c = of(L);
    c->limit = pool ? 1 : bytes; /* the pool says */
    c->pool = pool;
    return !pool || lease(c, c->used);
}

void dwl_charge(lua_State *L, size_t bytes)
{
    ceiling *c = of(L);
    if (bytes >= WORTH_A_STEP) lua_gc(L, LUA_GCSTEP, (int)(bytes >> 10 & 0x3fffffff));
    if (!has_room(c, bytes)) {
        lua_gc(L, LUA_GCCOLLECT);
        if (!has_room(c, bytes))
            luaL_error(L, "not enough memory; a script may use %d MiB (--memory)",
                       (int)(dwl_run_of(L)->memory >> 20));
    }
    c->used += bytes;
}

void dwl_discharge(lua_State *L, size_t bytes)
{
    of(L)->used -= bytes;
}
