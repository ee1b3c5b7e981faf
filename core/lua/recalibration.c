/* The map that a recalibration fitted, and its table in scripts. The method apply keeps the map
 * itself as upvalue 3. */
#include "lua/recalibration.h"

#include <math.h>

#include "lua/stats.h"
#include "stats/calibration.h"

#define KIND "recalibration"
#define BOX "dunwu.recalibration"

static int map_free(lua_State *L)
{
    dw_isotonic_free(&((dwl_map *)luaL_checkudata(L, 1, BOX))->isotonic);
    return 0;
}

dwl_map *dwl_push_map(lua_State *L)
{
    dwl_map *map = lua_newuserdatauv(L, sizeof *map, 0);
    *map = (dwl_map){ .clip = DW_LOG_LOSS_CLIP };
    luaL_setmetatable(L, BOX);
    return map;
}

/* ---- apply ---- */

typedef struct apply_arguments {
    int x;
} apply_arguments;

static const dw_option apply_options[] = {
    { "x", DW_ANY, offsetof(apply_arguments, x), .flags = DW_REQUIRED,
      .doc =
          "confidences (what the map was fitted to: scores, or logits), a number or numbers; for "
          "a map of several classes a matrix, or the numbers of one row" },
    { 0 },
};

static double apply_to(lua_State *L, const dwl_map *map, double x, size_t i)
{
    if (!map->scores && !(x >= 0 && x <= 1))
        dwl_error(L, "confidence %d must be in 0..1, got %g", (int)i + 1, x);
    if (map->scores && !(fabs(x) <= DW_LOGIT_MOST))
        dwl_error(L, "number %d must be finite and at most 1e100, got %g", (int)i + 1, x);
    return map->one ? map->one(map, x) : x;
}

static int method_apply(lua_State *L)
{
    apply_arguments a;
    dwl_arguments(L, &a);
    const dwl_map *map = lua_touserdata(L, lua_upvalueindex(3));
    if (lua_type(L, a.x) == LUA_TNUMBER && map->one) {
        lua_pushnumber(L, apply_to(L, map, lua_tonumber(L, a.x), 0));
        return 1;
    }
    const dw_array *shape = dwl_to_array(L, a.x);
    if (!shape && !lua_istable(L, a.x))
        dwl_error(L, "'x' must be %s, got a %s", map->one ? "a number or numbers" : "numbers",
                  luaL_typename(L, a.x));
    dw_series x = dwl_read_series(L, a.x, dwl_who(L), "x");
    if (map->classes && (x.n % map->classes || (shape ? shape->columns : x.n) != map->classes))
        dwl_error(L, "the map has %d classes, got %d numbers in a row", (int)map->classes,
                  (int)(shape ? shape->columns : x.n));
    dw_array *out = shape ? dwl_push_array(L, shape->rows, shape->columns, shape->is_matrix)
                          : dwl_push_array(L, 1, x.n, false);
    for (size_t i = 0; i < x.n; i++) out->at[i] = apply_to(L, map, x.at[i], i);
    for (size_t i = 0; map->classes && i < x.n; i += map->classes)
        dw_temperature_softmax(map->temperature, x.at + i, map->classes, out->at + i);
    return 1;
}

static const dwl_function methods[] = {
    { "apply", method_apply, DWL_METHOD, apply_options,
      .returns = "a chance, or as many as were given, in an array of the same shape",
      .doc = "what the fitted map makes of confidences",
      .example = "local map = stats.isotonic{confidence = {0.2, 0.5, 0.9}, correct = {0, 1, 1}}\n"
                 "print(map:apply(0.6))" },
    { 0 },
};

const dwl_library dwl_recalibration_methods = {
    KIND,
    "What stats.temperature, platt and isotonic return: the parameters named there, and n, "
    "dropped, "
    "before and after, each with ece and log_loss (in nats). These are of the answers that were "
    "fitted: for an honest number apply the map to other answers.",
    methods
};

void dwl_push_recalibration(lua_State *L, int map_at, const char *method,
                            const dwl_answers *answers)
{
    lua_createtable(L, 0, 16);
    lua_pushlightuserdata(L, (void *)&methods[0]);
    lua_pushlightuserdata(L, (void *)&dwl_recalibration_methods);
    lua_pushvalue(L, map_at);
    lua_pushcclosure(L, method_apply, 3);
    lua_setfield(L, -2, "apply");
    lua_pushstring(L, method);
    lua_setfield(L, -2, "method");
    lua_pushinteger(L, (lua_Integer)answers->n);
    lua_setfield(L, -2, "n");
    lua_pushinteger(L, (lua_Integer)answers->dropped);
    lua_setfield(L, -2, "dropped");
}

void dwl_finish_recalibration(lua_State *L)
{
    luaL_setmetatable(L, KIND);
}

void dwl_open_stats_recalibrate(lua_State *L)
{
    dwl_new_kind(L, &dwl_recalibration_methods);
    lua_pop(L, 1);
    if (luaL_newmetatable(L, BOX)) {
        lua_pushcfunction(L, map_free);
        lua_setfield(L, -2, "__gc");
        lua_pushboolean(L, false);
        lua_setfield(L, -2, "__metatable");
    }
    lua_pop(L, 1);
}
