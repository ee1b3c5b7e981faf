#include "lua/stats_sample.h"

#include <math.h>
#include <string.h>

#include "stats/describe.h"
#include "stats/quantile.h"

const char *const dwl_na_choices[] = { "error", "drop", NULL };

static bool drops(const char *na)
{
    return *na == 'd';
}

dw_series dwl_sample_clean(lua_State *L, dw_series x, const char *na, size_t *dropped)
{
    *dropped = 0;
    if (!drops(na)) return x;
    dw_array *kept = dwl_push_array(L, 1, x.n, false);
    size_t n = 0;
    for (size_t i = 0; i < x.n; i++)
        if (isfinite(x.at[i])) kept->at[n++] = x.at[i];
    *dropped = x.n - n;
    return (dw_series){ .at = kept->at, .n = n };
}

dw_series dwl_sample_sorted(lua_State *L, dw_series x, const char *na, size_t *dropped)
{
    x = dwl_sample_clean(L, x, na, dropped);
    dw_error err;
    if (dw_check_sample(x.at, x.n, 1, &err)) dwl_raise(L, &err);
    dw_array *sorted = dwl_push_unset_array(L, 1, x.n, false);
    memcpy(sorted->at, x.at, x.n * sizeof(double));
    dw_sort(sorted->at, x.n);
    return (dw_series){ .at = sorted->at, .n = x.n };
}

size_t dwl_pairs_clean(lua_State *L, dw_series *x, const char *x_name, dw_series *y,
                       const char *y_name, const char *na)
{
    if (x->n != y->n)
        dwl_error(L, "%s has %zu values, %s has %zu; they must go together", x_name, x->n, y_name,
                  y->n);
    if (!drops(na)) return 0;
    size_t all = x->n, n = 0;
    dw_array *a = dwl_push_array(L, 1, all, false), *b = dwl_push_array(L, 1, all, false);
    for (size_t i = 0; i < all; i++) {
        if (!isfinite(x->at[i]) || !isfinite(y->at[i])) continue;
        a->at[n] = x->at[i];
        b->at[n++] = y->at[i];
    }
    *x = (dw_series){ .at = a->at, .n = n };
    *y = (dw_series){ .at = b->at, .n = n };
    return all - n;
}

int dwl_push_dropped(lua_State *L, const char *na, size_t dropped)
{
    if (!drops(na)) return 0;
    lua_pushinteger(L, (lua_Integer)dropped);
    return 1;
}

void dwl_set_number(lua_State *L, const char *name, double x)
{
    lua_pushnumber(L, x);
    lua_setfield(L, -2, name);
}

void dwl_set_count(lua_State *L, const char *name, size_t x)
{
    lua_pushinteger(L, (lua_Integer)x);
    lua_setfield(L, -2, name);
}

void dwl_set_text(lua_State *L, const char *name, const char *text)
{
    lua_pushstring(L, text);
    lua_setfield(L, -2, name);
}

void dwl_set_series(lua_State *L, const char *name, const double *x, size_t n)
{
    dwl_push_series(L, x, n);
    lua_setfield(L, -2, name);
}

void dwl_seal_result(lua_State *L, const char *owner, lua_CFunction show)
{
    dwl_make_strict(L, owner);
    lua_getmetatable(L, -1);
    if (show) {
        lua_pushcfunction(L, show);
        lua_setfield(L, -2, "__tostring");
    }
    lua_pushboolean(L, false);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
}
