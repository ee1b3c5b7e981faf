/* stats.fit.curve: any function of the script. The core calls it through a protected call, so that
 * an error in the script unwinds no memory of GSL's; the error is raised again at the end. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "lua/stats_fit.h"

const char *const dwl_fit_losses[] = { "squares", "huber", "soft_l1", "cauchy", NULL };

/* ---- calling the script ---- */

typedef struct request {
    const dwl_fit *box;
    const double *b;
    const double *const *x;
    size_t n;
    double *out;
    bool derivatives;
} request;

static void push_numbers(lua_State *L, const double *x, size_t n)
{
    lua_createtable(L, (int)n, 0);
    for (size_t i = 0; i < n; i++) {
        lua_pushnumber(L, x[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

/* "at point 3 (x = 2) with b = {1, 2}" */
static const char *push_place(lua_State *L, const request *r, size_t i)
{
    char text[400];
    int n = snprintf(text, sizeof text, "at point %zu (x = ", i + 1);
    for (size_t k = 0; k < r->box->points.predictors && n < 150; k++)
        n += snprintf(text + n, sizeof text - (size_t)n, "%s%.6g", k ? ", " : "", r->x[k][i]);
    n += snprintf(text + n, sizeof text - (size_t)n, ") with b = {");
    for (size_t j = 0; j < r->box->model.parameters && n < 350; j++)
        n += snprintf(text + n, sizeof text - (size_t)n, "%s%.6g", j ? ", " : "", r->b[j]);
    snprintf(text + n, sizeof text - (size_t)n, "}");
    return lua_pushstring(L, text);
}

static void take_value(lua_State *L, const request *r, size_t i)
{
    if (lua_type(L, -1) != LUA_TNUMBER) {
        const char *type = luaL_typename(L, -1);
        luaL_error(L, "stats.fit.curve: fn must return a number, got %s %s %s",
                   lua_isnil(L, -1) ? "nothing," : "a", type, push_place(L, r, i));
    }
    r->out[i] = lua_tonumber(L, -1);
}

static void take_derivatives(lua_State *L, const request *r, size_t i)
{
    size_t p = r->box->model.parameters;
    dw_array *array = dwl_to_array(L, -1);
    if (!lua_istable(L, -1) && !array)
        luaL_error(L, "stats.fit.curve: jacobian must return a list of %d numbers, got a %s %s",
                   (int)p, luaL_typename(L, -1), push_place(L, r, i));
    int list = lua_gettop(L);
    size_t n = array ? dw_array_size(array) : lua_rawlen(L, list);
    if (n != p)
        luaL_error(L,
                   "stats.fit.curve: jacobian must return %d numbers, one for each parameter, "
                   "got %d %s",
                   (int)p, (int)n, push_place(L, r, i));
    for (size_t j = 0; j < p; j++) {
        if (!array && lua_rawgeti(L, list, (lua_Integer)j + 1) != LUA_TNUMBER)
            luaL_error(L,
                       "stats.fit.curve: jacobian must return numbers, but element %d is a %s "
                       "%s",
                       (int)j + 1, luaL_typename(L, -1), push_place(L, r, i));
        r->out[i * p + j] = array ? array->at[j] : lua_tonumber(L, -1);
        lua_settop(L, list);
    }
}

/* Arguments: the request, the function. */
static int call_points(lua_State *L)
{
    const request *r = lua_touserdata(L, 1);
    size_t predictors = r->box->points.predictors;
    push_numbers(L, r->b, r->box->model.parameters); /* 3: b */
    if (predictors > 1) lua_createtable(L, (int)predictors, 0);
    for (size_t i = 0; i < r->n; i++) {
        lua_pushvalue(L, 2);
        if (predictors == 1) lua_pushnumber(L, r->x[0][i]);
        for (size_t k = 0; predictors > 1 && k < predictors; k++) {
            lua_pushnumber(L, r->x[k][i]);
            lua_rawseti(L, 4, (lua_Integer)k + 1);
        }
        if (predictors > 1) lua_pushvalue(L, 4);
        lua_pushvalue(L, 3);
        lua_call(L, 2, 1);
        if (r->derivatives)
            take_derivatives(L, r, i);
        else
            take_value(L, r, i);
        lua_settop(L, predictors > 1 ? 4 : 3);
    }
    return 0;
}

static dw_status call(dwl_fit *box, int function, request *r, dw_error *err)
{
    lua_State *L = box->L;
    if (!lua_checkstack(L, 16)) return dw_fail(err, DW_ENOMEM, "the Lua stack is full");
    lua_pushcfunction(L, call_points);
    lua_pushlightuserdata(L, r);
    lua_pushvalue(L, function);
    if (lua_pcall(L, 2, 0, 0) == LUA_OK) return DW_OK;
    box->raised = true;
    return dw_fail(err, DW_ESTOP, "the function raised an error");
}

static dw_status lua_value(void *context, const double *b, const double *const *x, size_t n,
                           double *out, dw_error *err)
{
    dwl_fit *box = context;
    request r = { .box = box, .b = b, .x = x, .n = n, .out = out };
    return call(box, box->function, &r, err);
}

static dw_status lua_jacobian(void *context, const double *b, const double *const *x, size_t n,
                              double *out, dw_error *err)
{
    dwl_fit *box = context;
    request r = { .box = box, .b = b, .x = x, .n = n, .out = out, .derivatives = true };
    return call(box, box->jacobian, &r, err);
}

void dwl_fit_enter(lua_State *L, int at)
{
    dwl_fit *box = lua_touserdata(L, at);
    box->L = L;
    box->raised = false;
    lua_getiuservalue(L, at, 2);
    box->function = lua_gettop(L);
    lua_getiuservalue(L, at, 3);
    box->jacobian = lua_gettop(L);
}

/* ---- arguments ---- */

typedef struct curve_arguments {
    int fn, x, jacobian;
    dw_series y, weights, start, lower, upper;
    const char *loss, *na;
    double delta, level;
    int64_t starts, seed, iterations;
    dw_texts names;
} curve_arguments;

#define ANY_NUMBERS (DW_GAPS | DW_INFINITE | DW_MAYBE_EMPTY)

const dw_option dwl_fit_curve_options[] = {
    { "fn", DW_FUNCTION, offsetof(curve_arguments, fn), .flags = DW_REQUIRED,
      .doc = "function(x, b): the model at a point, a number; b are the parameters, x is a number, "
             "with several predictors a list" },
    { "x", DW_ANY, offsetof(curve_arguments, x), .flags = DW_REQUIRED,
      .doc = "the predictor; several as { x1, x2 } or the columns of a matrix" },
    { "y", DW_SERIES, offsetof(curve_arguments, y), .flags = DW_REQUIRED | ANY_NUMBERS,
      .doc = "the response" },
    { "start", DW_SERIES, offsetof(curve_arguments, start), .flags = DW_REQUIRED | ANY_NUMBERS,
      .doc = "a guess of each parameter; the first start" },
    { "weights", DW_SERIES, offsetof(curve_arguments, weights), .flags = ANY_NUMBERS,
      .doc = "of the points, proportional to 1 / variance; not given: all 1" },
    { "lower", DW_SERIES, offsetof(curve_arguments, lower), .flags = ANY_NUMBERS,
      .doc = "lower bound of each parameter, -math.huge for none" },
    { "upper", DW_SERIES, offsetof(curve_arguments, upper), .flags = ANY_NUMBERS,
      .doc = "upper bound of each parameter, math.huge for none" },
    { "loss", DW_CHOICE, offsetof(curve_arguments, loss), .choices = dwl_fit_losses,
      .doc = "what is minimized; the others are less moved by outliers" },
    { "delta", DW_NUMBER, offsetof(curve_arguments, delta), .min = 0, .max = INFINITY,
      .flags = DW_OPTIONAL | DW_ABOVE_MIN, .unit = "of y",
      .doc = "residual where huber turns linear; scale of soft_l1 and cauchy; needed for them" },
    { "jacobian", DW_FUNCTION, offsetof(curve_arguments, jacobian),
      .doc = "function(x, b): the derivatives of fn by each parameter, a list; not given: central "
             "differences" },
    { "starts", DW_INTEGER, offsetof(curve_arguments, starts), .def = 1, .min = 1, .max = 1e5,
      .doc = "number of starts; the others are drawn between the bounds, or around start" },
    { "iterations", DW_INTEGER, offsetof(curve_arguments, iterations), .def = 2000, .min = 1,
      .max = 1e6, .doc = "of one run, at most" },
    { "names", DW_TEXTS, offsetof(curve_arguments, names), .flags = DW_MAYBE_EMPTY,
      .doc = "of the parameters, for fit.params.NAME" },
    { "level", DW_NUMBER, offsetof(curve_arguments, level), .def = 0.95, .min = 0, .max = 1,
      .flags = DW_ABOVE_MIN | DW_BELOW_MAX, .doc = "confidence level of low..high" },
    { "na", DW_CHOICE, offsetof(curve_arguments, na), .choices = dwl_fit_na,
      .doc = "NaN and infinities: an error, or such points are left out" },
    { "seed", DW_INTEGER, offsetof(curve_arguments, seed), .min = 0, .max = 0x1p53,
      .flags = DW_SEED, .doc = "of the drawn starts; the run's by default" },
    { 0 },
};

static dw_loss loss_of(const char *name)
{
    dw_loss loss = DW_LOSS_SQUARES;
    while (strcmp(dwl_fit_losses[loss], name) != 0) loss++;
    return loss;
}

static dw_status again(void *context, const dw_points *points, double *params, bool *fine,
                       dw_error *err)
{
    dwl_fit *box = context;
    return dw_fit_curve_again(&box->model, points, params, &box->options, fine, err);
}

static const double *bounds(lua_State *L, int at, const curve_arguments *a, dw_series given,
                            const char *name)
{
    if (!given.at) return NULL;
    if (given.n != a->start.n)
        dwl_error(L, "%s has %zu values for %zu parameters", name, given.n, a->start.n);
    double *copy = dwl_fit_room(L, at, given.n);
    for (size_t j = 0; j < given.n; j++) {
        if (isnan(given.at[j])) dwl_error(L, "%s[%zu] is not a number", name, j + 1);
        copy[j] = given.at[j];
    }
    return copy;
}

static const char *const *copy_names(lua_State *L, int at, const curve_arguments *a)
{
    if (!a->names.at) return NULL;
    if (a->names.n != a->start.n)
        dwl_error(L, "names has %zu texts for %zu parameters", a->names.n, a->start.n);
    size_t bytes = a->names.n * sizeof(char *);
    for (size_t j = 0; j < a->names.n; j++) bytes += strlen(a->names.at[j]) + 1;
    const char **copy = (const char **)(void *)dwl_fit_room(L, at, bytes / sizeof(double) + 1);
    char *text = (char *)(copy + a->names.n);
    for (size_t j = 0; j < a->names.n; j++) {
        size_t n = strlen(a->names.at[j]) + 1;
        copy[j] = memcpy(text, a->names.at[j], n);
        text += n;
    }
    return copy;
}

static void check(lua_State *L, const curve_arguments *a)
{
    if (a->x == 0) dwl_error(L, "'x' is missing: the predictor, or a list of several");
    if (a->start.n == 0) dwl_error(L, "'start' is empty; at least one parameter is needed");
    if (*a->loss != 's' || a->loss[1] == 'o') {
        if (isnan(a->delta))
            dwl_error(L,
                      "loss = \"%s\" needs delta, the residual (in units of y) where it turns "
                      "away from squares",
                      a->loss);
    } else if (!isnan(a->delta)) {
        dwl_error(L, "delta belongs to a robust loss, but loss is \"squares\"");
    }
}

int dwl_fit_curve(lua_State *L)
{
    curve_arguments a;
    dwl_arguments(L, &a);
    check(L, &a);
    dwl_fit *box = dwl_push_fit(L);
    int at = lua_gettop(L);
    lua_pushvalue(L, a.fn);
    lua_setiuservalue(L, at, 2);
    if (a.jacobian) {
        lua_pushvalue(L, a.jacobian);
        lua_setiuservalue(L, at, 3);
    }
    dwl_fit_read_points(L, at, a.x, a.y, a.weights, *a.na == 'd');
    box->model = (dw_model){ .parameters = a.start.n,
                             .predictors = box->points.predictors,
                             .value = lua_value,
                             .jacobian = a.jacobian ? lua_jacobian : NULL,
                             .context = box,
                             .lower = bounds(L, at, &a, a.lower, "lower"),
                             .upper = bounds(L, at, &a, a.upper, "upper") };
    box->options = (dw_curve_options){ .loss = loss_of(a.loss),
                                       .delta = a.delta,
                                       .starts = a.starts,
                                       .seed = (uint64_t)a.seed,
                                       .iterations = a.iterations,
                                       .level = a.level,
                                       .env = &dwl_run_of(L)->env };
    box->names = copy_names(L, at, &a);
    box->again = again;
    box->method = a.loss[0] == 's' && a.loss[1] == 'q' ? "nonlinear least squares, trust region"
                                                       : "robust nonlinear fit, trust region";
    dwl_fit_prepare(L, at);
    dwl_fit_enter(L, at);
    dw_error err;
    if (dw_fit_curve(&box->fit, &box->model, &box->points, a.start.at, &box->options, &err))
        return dwl_fit_raise(L, box, &err);
    return dwl_fit_push_result(L, at);
}
