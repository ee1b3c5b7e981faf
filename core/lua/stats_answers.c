#include "lua/stats_answers.h"

#include <math.h>
#include <string.h>

#include "lua/stats.h"

const char *const dwl_binnings[] = { "width", "mass", "quantile", "distinct", NULL };

dw_binning dwl_binning(const char *name)
{
    static const dw_binning rules[] = { DW_BINNING_WIDTH, DW_BINNING_RANK, DW_BINNING_QUANTILE,
                                        DW_BINNING_DISTINCT };
    size_t i = 0;
    while (strcmp(dwl_binnings[i], name) != 0) i++;
    return rules[i];
}

static dw_series read_booleans(lua_State *L, int index, const char *name)
{
    size_t n = lua_rawlen(L, index);
    dw_array *out = dwl_push_unset_array(L, 1, n, false);
    for (size_t i = 0; i < n; i++) {
        if (lua_rawgeti(L, index, (lua_Integer)i + 1) != LUA_TBOOLEAN)
            dwl_error(L, "'%s' starts with true or false, but element %d is a %s", name, (int)i + 1,
                      luaL_typename(L, -1));
        out->at[i] = lua_toboolean(L, -1);
        lua_pop(L, 1);
    }
    return (dw_series){ .at = out->at, .n = n };
}

dw_series dwl_read_correct(lua_State *L, int index, const char *name)
{
    if (index == 0) dwl_error(L, "'%s' is missing: 1 or true for a right answer, else 0", name);
    if (lua_istable(L, index)) {
        int first = lua_rawgeti(L, index, 1);
        lua_pop(L, 1);
        if (first == LUA_TBOOLEAN) return read_booleans(L, index, name);
    } else if (!dwl_to_array(L, index)) {
        dwl_error(L, "'%s' must be an array or a table of 0 and 1, or of true and false, got a %s",
                  name, luaL_typename(L, index));
    }
    return dwl_read_series(L, index, dwl_who(L), name);
}

dwl_answers dwl_keep_answers(lua_State *L, dw_series x, dw_series correct, const char *name,
                             const char *other, bool drop)
{
    if (x.n != correct.n)
        dwl_error(L, "'%s' has %d values, '%s' has %d", name, (int)x.n, other, (int)correct.n);
    dwl_answers out = { .confidence = x.at, .correct = correct.at, .n = x.n };
    if (!drop) return out;
    dw_array *a = dwl_push_unset_array(L, 1, x.n, false);
    dw_array *b = dwl_push_unset_array(L, 1, x.n, false);
    size_t n = 0;
    for (size_t i = 0; i < x.n; i++) {
        if (!isfinite(x.at[i]) || !isfinite(correct.at[i])) continue;
        a->at[n] = x.at[i];
        b->at[n++] = correct.at[i];
    }
    return (dwl_answers){ .confidence = a->at, .correct = b->at, .n = n, .dropped = x.n - n };
}
