/* The box that owns a fit, and the points that go into it. */
#include <math.h>
#include <string.h>

#include "lua/stats_fit.h"

#define BOX "fit box"

const char *const dwl_fit_na[] = { "error", "drop", NULL };

dwl_fit *dwl_push_fit(lua_State *L)
{
    dwl_fit *box = lua_newuserdatauv(L, sizeof *box, 3);
    memset(box, 0, sizeof *box);
    luaL_setmetatable(L, BOX);
    lua_newtable(L);
    lua_setiuservalue(L, -2, 1);
    return box;
}

static int box_gc(lua_State *L)
{
    dwl_fit *box = luaL_checkudata(L, 1, BOX);
    dw_fit_free(&box->fit);
    return 0;
}

void dwl_open_fit_box(lua_State *L)
{
    luaL_newmetatable(L, BOX);
    lua_pushcfunction(L, box_gc);
    lua_setfield(L, -2, "__gc");
    lua_pushboolean(L, false);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
}

static void *room_bytes(lua_State *L, int box, size_t n, size_t size)
{
    if (n > (size_t)1 << 40) dwl_error(L, "%zu numbers are too many", n);
    void *room = lua_newuserdatauv(L, n * size + 1, 0);
    memset(room, 0, n * size + 1);
    lua_getiuservalue(L, box, 1);                           /* room list */
    lua_insert(L, -2);                                      /* list room */
    lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1); /* list */
    lua_pop(L, 1);
    return room;
}

double *dwl_fit_room(lua_State *L, int box, size_t n)
{
    return room_bytes(L, box, n, sizeof(double));
}

/* ---- points ---- */

/* The predictors of x, whose n are filled in; they stay on the stack or belong to it. */
size_t dwl_fit_read_predictors(lua_State *L, int x, dw_series *out, size_t most)
{
    dw_array *array = dwl_to_array(L, x);
    const char *who = dwl_who(L);
    luaL_checkstack(L, 3 * (int)most + 8, who);
    if (array && array->is_matrix) {
        if (array->columns > most) dwl_error(L, "'x' has more than %zu predictors", most);
        for (size_t k = 0; k < array->columns; k++) {
            dw_array *column = dwl_push_array(L, 1, array->rows, false);
            for (size_t i = 0; i < array->rows; i++)
                column->at[i] = array->at[i * array->columns + k];
            out[k] = (dw_series){ .at = column->at, .n = array->rows };
        }
        return array->columns;
    }
    if (!array && !lua_istable(L, x))
        dwl_error(L, "'x' must be a list of numbers or a list of predictors, got a %s",
                  luaL_typename(L, x));
    bool list = !array && lua_rawgeti(L, x, 1) != LUA_TNUMBER;
    if (!array && lua_isnil(L, -1)) dwl_error(L, "'x' is empty; at least one number is needed");
    if (!list) return *out = dwl_read_series(L, x, who, "x"), 1;
    size_t count = lua_rawlen(L, x);
    if (count > most) dwl_error(L, "'x' has more than %zu predictors", most);
    for (size_t k = 0; k < count; k++) {
        int type = lua_rawgeti(L, x, (lua_Integer)k + 1);
        if (type != LUA_TTABLE && !dwl_to_array(L, -1))
            dwl_error(L,
                      "'x' must be a list of numbers or a list of predictors, but element %d "
                      "is a %s",
                      (int)k + 1, luaL_typename(L, -1));
        int at = lua_gettop(L);
        out[k] = dwl_read_series(L, at, who, lua_pushfstring(L, "x[%d]", (int)k + 1));
    }
    return count;
}

static void check_lengths(lua_State *L, const dw_series *x, size_t predictors, dw_series y,
                          dw_series weights)
{
    for (size_t k = 0; k < predictors; k++)
        if (x[k].n != y.n)
            dwl_error(L, "x%s has %zu values, y has %zu; they must go together",
                      predictors > 1 ? lua_pushfstring(L, "[%d]", (int)k + 1) : "", x[k].n, y.n);
    if (weights.at && weights.n != y.n)
        dwl_error(L, "weights has %zu values, y has %zu; they must go together", weights.n, y.n);
}

static bool is_whole(const dw_series *x, size_t predictors, dw_series y, dw_series weights,
                     size_t i)
{
    bool whole = isfinite(y.at[i]) && (!weights.at || isfinite(weights.at[i]));
    for (size_t k = 0; k < predictors; k++) whole = whole && isfinite(x[k].at[i]);
    return whole;
}

void dwl_fit_read_points(lua_State *L, int box, int x_index, dw_series y, dw_series weights,
                         bool drop)
{
    dw_series x[DW_FIT_MOST_PARAMETERS];
    int top = lua_gettop(L);
    size_t predictors = dwl_fit_read_predictors(L, x_index, x, DW_FIT_MOST_PARAMETERS), n = 0;
    check_lengths(L, x, predictors, y, weights);
    dwl_fit *fit = lua_touserdata(L, box);
    const double **columns = room_bytes(L, box, predictors, sizeof *columns);
    double *out = dwl_fit_room(L, box, (predictors + 2) * y.n);
    for (size_t i = 0; i < y.n; i++) {
        if (drop && !is_whole(x, predictors, y, weights, i)) continue;
        out[n] = y.at[i];
        out[y.n + n] = weights.at ? weights.at[i] : 1;
        for (size_t k = 0; k < predictors; k++) out[(k + 2) * y.n + n] = x[k].at[i];
        n++;
    }
    for (size_t k = 0; k < predictors; k++) columns[k] = out + (k + 2) * y.n;
    fit->dropped = y.n - n;
    fit->points = (dw_points){ .n = n,
                               .predictors = predictors,
                               .x = columns,
                               .y = out,
                               .weights = weights.at ? out + y.n : NULL };
    lua_settop(L, top);
}

void dwl_fit_prepare(lua_State *L, int box)
{
    dwl_fit *fit = lua_touserdata(L, box);
    dw_error err;
    if (fit->model.parameters > DW_FIT_MOST_PARAMETERS)
        dwl_error(L, "%zu parameters are more than %d", fit->model.parameters,
                  DW_FIT_MOST_PARAMETERS);
    if (dw_fit_make(&fit->fit, fit->points.n, fit->model.parameters, &err)) dwl_raise(L, &err);
}

int dwl_fit_raise(lua_State *L, const dwl_fit *box, const dw_error *err)
{
    return box->raised ? lua_error(L) : dwl_raise(L, err);
}
