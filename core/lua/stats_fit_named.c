/* stats.fit: the models that have names. */
#include "lua/stats_fit_named.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "lua/stats_fit.h"
#include "stats/fit_chinchilla.h"
#include "stats/fit_logit.h"
#include "stats/fit_shapes.h"

_Static_assert(sizeof(dw_linear) <= DWL_FIT_CONTEXT && sizeof(dw_shape) <= DWL_FIT_CONTEXT,
               "a context fits the box");

typedef struct named_arguments {
    int x;
    dw_series y, weights, k, n, N, D, loss;
    bool intercept, offset;
    int64_t degree, breaks;
    const char *method, *scale, *na;
    int floor, ceiling;
    double delta, level;
} named_arguments;

#define ANY_NUMBERS (DW_GAPS | DW_INFINITE | DW_MAYBE_EMPTY)
#define AT(field) offsetof(named_arguments, field)
#define X(text)                                                                                    \
    {                                                                                              \
        "x", DW_ANY, AT(x), .flags = DW_REQUIRED, .doc = text                                      \
    }
#define Y(text)                                                                                    \
    {                                                                                              \
        "y", DW_SERIES, AT(y), .flags = DW_REQUIRED | ANY_NUMBERS, .doc = text                     \
    }
#define WEIGHTS                                                                                    \
    {                                                                                              \
        "weights", DW_SERIES, AT(weights),                                                         \
            .flags = ANY_NUMBERS,                                                                  \
            .doc = "of the points, proportional to 1 / variance; not given: all 1"                 \
    }
#define LEVEL_AND_NA                                                                               \
    { "level",                                                                                     \
      DW_NUMBER,                                                                                   \
      AT(level),                                                                                   \
      .def = 0.95,                                                                                 \
      .min = 0,                                                                                    \
      .max = 1,                                                                                    \
      .flags = DW_ABOVE_MIN | DW_BELOW_MAX,                                                        \
      .doc = "confidence level of low..high" },                                                    \
    {                                                                                              \
        "na", DW_CHOICE, AT(na),                                                                   \
            .choices = dwl_fit_na,                                                                 \
            .doc = "NaN and infinities: an error, or such points are left out and counted"         \
    }
#define INTERCEPT                                                                                  \
    {                                                                                              \
        "intercept", DW_BOOLEAN, AT(intercept), .def = 1, .doc = "whether there is a constant"     \
    }

const dw_option dwl_fit_linear_options[] = {
    X("the predictor; several as { x1, x2 } or the columns of a matrix"),
    Y("the response"),
    WEIGHTS,
    INTERCEPT,
    LEVEL_AND_NA,
    { 0 }
};

const dw_option dwl_fit_polynomial_options[] = { X("the predictor"),
                                                 Y("the response"),
                                                 { "degree", DW_INTEGER, AT(degree), .min = 1,
                                                   .max = 50, .flags = DW_REQUIRED,
                                                   .doc = "highest power of x" },
                                                 WEIGHTS,
                                                 INTERCEPT,
                                                 LEVEL_AND_NA,
                                                 { 0 } };

static const char *const power_methods[] = { "log", "nonlinear", NULL };
static const char *const x_scales[] = { "linear", "log10", NULL };
static const char *const y_scales[] = { "linear", "log", NULL };

const dw_option dwl_fit_power_law_options[] = {
    X("the predictor, above 0"),
    Y("the response; above 0 with method \"log\""),
    { "method", DW_CHOICE, AT(method), .choices = power_methods,
      .doc = "a straight line through log x and log y (constant relative error), or least squares "
             "of y itself (constant error)" },
    { "offset", DW_BOOLEAN, AT(offset), .doc = "adds a constant; needs method \"nonlinear\"" },
    WEIGHTS,
    LEVEL_AND_NA,
    { 0 }
};

const dw_option dwl_fit_logistic_options[] = {
    X("the predictor; above 0 with scale \"log10\""),
    Y("the response"),
    { "floor", DW_ANY, AT(floor), .doc = "far below: a number, or \"fit\"; 0 by default" },
    { "ceiling", DW_ANY, AT(ceiling), .doc = "far above: a number, or \"fit\"; 1 by default" },
    { "scale", DW_CHOICE, AT(scale), .choices = x_scales, .doc = "of x in the exponent" },
    WEIGHTS,
    LEVEL_AND_NA,
    { 0 }
};

const dw_option dwl_fit_broken_options[] = { X("the predictor, above 0"),
                                             Y("the response; above 0 with scale \"log\""),
                                             { "breaks", DW_INTEGER, AT(breaks), .def = 1, .min = 1,
                                               .max = DW_MOST_BREAKS, .doc = "number of breaks" },
                                             { "scale", DW_CHOICE, AT(scale), .choices = y_scales,
                                               .doc = "of y, whose squares are summed" },
                                             WEIGHTS,
                                             LEVEL_AND_NA,
                                             { 0 } };

const dw_option dwl_fit_logit_options[] = {
    X("the predictor; several as { x1, x2 } or the columns of a matrix"),
    { "k", DW_SERIES, AT(k), .flags = DW_REQUIRED | ANY_NUMBERS, .unit = "successes",
      .doc = "0 or 1, or counts of n trials" },
    { "n", DW_SERIES, AT(n), .flags = ANY_NUMBERS | DW_OR_NUMBER, .unit = "trials",
      .doc = "of each point, or one number for all; 1 by default" },
    INTERCEPT,
    LEVEL_AND_NA,
    { 0 }
};

const dw_option dwl_fit_chinchilla_options[] = {
    { "N", DW_SERIES, AT(N), .flags = DW_REQUIRED | ANY_NUMBERS, .unit = "parameters",
      .doc = "size of each model, above 0" },
    { "D", DW_SERIES, AT(D), .flags = DW_REQUIRED | ANY_NUMBERS, .unit = "tokens",
      .doc = "training data of each model, above 0" },
    { "loss", DW_SERIES, AT(loss), .flags = DW_REQUIRED | ANY_NUMBERS, .unit = "nats per token",
      .doc = "final loss of each model, above 0" },
    { "delta", DW_NUMBER, AT(delta), .def = 1e-3, .min = 0, .max = INFINITY, .flags = DW_ABOVE_MIN,
      .unit = "of log loss", .doc = "residual where Huber's loss turns linear" },
    LEVEL_AND_NA,
    { 0 }
};

/* ---- shared ---- */

static void *context_of(dwl_fit *box)
{
    return box->context.bytes;
}

/* Pushes the box with its points. */
static dwl_fit *begin(lua_State *L, const named_arguments *a, size_t most)
{
    if (a->x == 0) dwl_error(L, "'x' is missing");
    dwl_fit *box = dwl_push_fit(L);
    dwl_fit_read_points(L, lua_gettop(L), a->x, a->y, a->weights, *a->na == 'd');
    if (box->points.predictors > most)
        dwl_error(L, "takes one predictor, got %zu", box->points.predictors);
    box->own_names = true;
    box->threads = true;
    return box;
}

/* The box's y, which is a copy. */
static double *response(dwl_fit *box)
{
    return (double *)(uintptr_t)box->points.y;
}

static void log_response(lua_State *L, dwl_fit *box, const char *name, const char *reason)
{
    double *y = response(box);
    for (size_t i = 0; i < box->points.n; i++) {
        if (y[i] <= 0)
            dwl_error(L, "%s must be above 0%s, got %g at point %zu", name, reason, y[i], i + 1);
        y[i] = log(y[i]);
    }
}

/* Names "c0", "c1", ... from the first number on, after an optional first name. */
static const char *const *number_names(lua_State *L, int at, const char *first, const char *letter,
                                       size_t from, size_t p)
{
    enum { ROOM = 32 };
    const char **names =
        (const char **)(void *)dwl_fit_room(L, at, p * (1 + ROOM / sizeof(double)));
    char *text = (char *)(names + p);
    for (size_t j = 0; j < p; j++, text += ROOM) {
        names[j] = text;
        if (j == 0 && first)
            snprintf(text, ROOM, "%s", first);
        else
            snprintf(text, ROOM, "%s%zu", letter, from + j);
    }
    return names;
}

/* ---- linear ---- */

static dw_status linear_again(void *context, const dw_points *points, double *params, bool *fine,
                              dw_error *err)
{
    return dw_fit_linear_again(context_of(context), points, params, fine, err);
}

static void push_anova(lua_State *L, const dw_anova *anova)
{
    const struct {
        const char *name;
        double x;
    } fields[] = { { "df_reg", anova->df_reg }, { "ss_reg", anova->ss_reg },
                   { "ms_reg", anova->ms_reg }, { "df_res", anova->df_res },
                   { "ss_res", anova->ss_res }, { "ms_res", anova->ms_res },
                   { "f", anova->f },           { "p_value", anova->p_value } };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        lua_pushnumber(L, fields[i].x);
        lua_setfield(L, -2, fields[i].name);
    }
}

static int fit_linear(lua_State *L, const named_arguments *a, dwl_fit *box)
{
    static const char *const line[] = { "intercept", "slope" };
    int at = lua_gettop(L);
    dw_linear *linear = context_of(box);
    *linear = (dw_linear){ .predictors = box->points.predictors,
                           .degree = (size_t)a->degree,
                           .intercept = a->intercept };
    box->model = dw_linear_model(linear);
    if (box->model.parameters > DW_FIT_MOST_PARAMETERS)
        dwl_error(L, "%zu parameters are too many", box->model.parameters);
    if (linear->degree > 0)
        box->names = number_names(L, at, NULL, "c", !a->intercept, box->model.parameters);
    else if (linear->predictors == 1)
        box->names = line + !a->intercept;
    else
        box->names = number_names(L, at, a->intercept ? "intercept" : NULL, "b", !a->intercept,
                                  box->model.parameters);
    box->again = linear_again;
    box->method = "linear least squares, QR";
    dwl_fit_prepare(L, at);
    dw_anova anova;
    dw_error err;
    if (dw_fit_linear(&box->fit, linear, &box->points, a->level, &anova, &err))
        return dwl_raise(L, &err);
    dwl_fit_push_result(L, at);
    push_anova(L, &anova);
    return 1;
}

int dwl_fit_linear(lua_State *L)
{
    named_arguments a = { 0 };
    dwl_arguments(L, &a);
    return fit_linear(L, &a, begin(L, &a, DW_FIT_MOST_PARAMETERS));
}

int dwl_fit_polynomial(lua_State *L)
{
    named_arguments a = { 0 };
    dwl_arguments(L, &a);
    return fit_linear(L, &a, begin(L, &a, 1));
}

/* ---- curves ---- */

static dw_status shape_again(void *context, const dw_points *points, double *params, bool *fine,
                             dw_error *err)
{
    dwl_fit *box = context;
    return dw_fit_curve_again(&box->model, points, params, &box->options, fine, err);
}

static int fit_shape(lua_State *L, const named_arguments *a, dwl_fit *box, const dw_shape *shape)
{
    int at = lua_gettop(L);
    dw_shape *own = context_of(box);
    *own = *shape;
    box->model = dw_shape_model(own);
    box->options = (dw_curve_options){
        .starts = 1, .iterations = 500, .level = a->level, .env = &dwl_run_of(L)->env
    };
    box->again = shape_again;
    dwl_fit_prepare(L, at);
    dw_error err;
    if (dw_fit_shape(&box->fit, own, &box->points, &box->options, &err)) return dwl_raise(L, &err);
    return dwl_fit_push_result(L, at);
}

int dwl_fit_power_law(lua_State *L)
{
    static const char *const names[] = { "a", "exponent", "offset" };
    named_arguments a = { 0 };
    dwl_arguments(L, &a);
    bool log_y = *a.method == 'l';
    if (log_y && a.offset)
        return dwl_error(L, "an offset needs method = \"nonlinear\"; a straight line in log x and "
                            "log y has none");
    dwl_fit *box = begin(L, &a, 1);
    if (log_y) log_response(L, box, "y", " for method = \"log\"");
    box->names = names;
    box->method = log_y ? "power law, least squares of log y" : "power law, least squares of y";
    return fit_shape(L, &a, box,
                     &(dw_shape){ .kind = DW_SHAPE_POWER, .log_y = log_y, .offset = a.offset });
}

/* A number, or the text "fit" (true comes back). */
static bool read_level(lua_State *L, int index, const char *name, double usual, double *out)
{
    *out = usual;
    if (index == 0) return false;
    if (lua_type(L, index) == LUA_TSTRING && strcmp(lua_tostring(L, index), "fit") == 0)
        return true;
    if (lua_type(L, index) != LUA_TNUMBER || !isfinite(lua_tonumber(L, index)))
        dwl_error(L, "'%s' must be a finite number or \"fit\", got %s", name,
                  luaL_tolstring(L, index, NULL));
    *out = lua_tonumber(L, index);
    return false;
}

int dwl_fit_logistic(lua_State *L)
{
    static const char *const names[] = { "midpoint", "slope", "floor", "ceiling" };
    static const char *const no_floor[] = { "midpoint", "slope", "ceiling" };
    named_arguments a = { 0 };
    dw_shape shape = { .kind = DW_SHAPE_LOGISTIC };
    dwl_arguments(L, &a);
    shape.fit_floor = read_level(L, a.floor, "floor", 0, &shape.floor);
    shape.fit_ceiling = read_level(L, a.ceiling, "ceiling", 1, &shape.ceiling);
    shape.log_x = strcmp(a.scale, "log10") == 0;
    if (!shape.fit_floor && !shape.fit_ceiling && !(shape.floor < shape.ceiling))
        return dwl_error(L, "floor %g must be below ceiling %g", shape.floor, shape.ceiling);
    dwl_fit *box = begin(L, &a, 1);
    box->names = shape.fit_floor ? names : no_floor;
    box->method = "logistic curve, least squares";
    return fit_shape(L, &a, box, &shape);
}

int dwl_fit_broken_power_law(lua_State *L)
{
    static const char *const names[] = { "a",  "b",  "c0", "c1", "d1", "f1",
                                         "c2", "d2", "f2", "c3", "d3", "f3" };
    named_arguments a = { 0 };
    dwl_arguments(L, &a);
    bool log_y = strcmp(a.scale, "log") == 0;
    dwl_fit *box = begin(L, &a, 1);
    if (log_y) log_response(L, box, "y", " for scale = \"log\"");
    box->names = names;
    box->method = log_y ? "smoothly broken power law, least squares of log y"
                        : "smoothly broken power law, least squares of y";
    return fit_shape(
        L, &a, box,
        &(dw_shape){ .kind = DW_SHAPE_BROKEN, .log_y = log_y, .breaks = (int)a.breaks });
}

/* ---- logistic regression ---- */

static dw_status logit_again(void *context, const dw_points *points, double *params, bool *fine,
                             dw_error *err)
{
    return dw_fit_logit_again(context_of(context), points, params, fine, err);
}

/* k successes of n trials become a share with the weight n. */
static void to_shares(lua_State *L, dwl_fit *box)
{
    double *share = response(box);
    for (size_t i = 0; i < box->points.n; i++) {
        double k = share[i], n = box->points.weights[i];
        if (!isfinite(k) || !isfinite(n)) continue; /* the core counts them */
        if (!(n >= 1 && n == floor(n) && n <= 0x1p53))
            dwl_error(L, "n must be a whole number of at least 1, got %g at point %zu", n, i + 1);
        if (!(k >= 0 && k <= n && k == floor(k)))
            dwl_error(L, "k must be a whole number in 0..n, got %g of %g at point %zu", k, n,
                      i + 1);
        share[i] = k / n;
    }
}

int dwl_fit_logistic_regression(lua_State *L)
{
    static const char *const line[] = { "intercept", "slope" };
    named_arguments a = { 0 };
    dwl_arguments(L, &a);
    a.y = a.k;
    if (a.n.at && a.n.n != a.k.n && !a.n.scalar)
        return dwl_error(L, "k has %zu values, n has %zu", a.k.n, a.n.n);
    dw_array *trials = dwl_push_array(L, 1, a.k.n, false);
    for (size_t i = 0; i < a.k.n; i++)
        trials->at[i] = !a.n.at ? 1 : a.n.scalar ? a.n.at[0] : a.n.at[i];
    a.weights = (dw_series){ .at = trials->at, .n = a.k.n };
    dwl_fit *box = begin(L, &a, DW_FIT_MOST_PARAMETERS - 1);
    int at = lua_gettop(L);
    to_shares(L, box);
    dw_linear *linear = context_of(box);
    *linear = (dw_linear){ .predictors = box->points.predictors, .intercept = a.intercept };
    box->model = dw_logit_model(linear);
    box->names = linear->predictors == 1 ? line + !a.intercept
                                         : number_names(L, at, a.intercept ? "intercept" : NULL,
                                                        "b", !a.intercept, box->model.parameters);
    box->again = logit_again;
    box->cases_only = true;
    box->method = "logistic regression, maximum likelihood";
    dwl_fit_prepare(L, at);
    dw_error err;
    if (dw_fit_logit(&box->fit, linear, &box->points, a.level, &err)) return dwl_raise(L, &err);
    dwl_fit_push_result(L, at);
    lua_pushnumber(L, box->fit.rss);
    lua_setfield(L, -2, "deviance");
    return 1;
}

/* ---- Chinchilla ---- */

static dw_status chinchilla_again(void *context, const dw_points *points, double *params,
                                  bool *fine, dw_error *err)
{
    return dw_fit_chinchilla_again(context_of(context), points, params, fine, err);
}

int dwl_fit_chinchilla(lua_State *L)
{
    static const char *const names[] = { "E", "A", "B", "alpha", "beta" };
    named_arguments a = { 0 };
    dwl_arguments(L, &a);
    if (a.N.n != a.loss.n || a.D.n != a.loss.n)
        return dwl_error(L, "N has %zu values, D has %zu, loss has %zu; they must go together",
                         a.N.n, a.D.n, a.loss.n);
    a.y = a.loss;
    lua_createtable(L, 2, 0);
    a.x = lua_gettop(L);
    dwl_push_series(L, a.N.at, a.N.n);
    lua_rawseti(L, a.x, 1);
    dwl_push_series(L, a.D.at, a.D.n);
    lua_rawseti(L, a.x, 2);
    dwl_fit *box = begin(L, &a, 2);
    int at = lua_gettop(L);
    log_response(L, box, "loss", "");
    memcpy(context_of(box), &a.delta, sizeof a.delta);
    box->model = dw_chinchilla_model();
    box->names = names;
    box->again = chinchilla_again;
    box->method = "Huber's loss of log loss, BFGS from a grid of starts";
    dwl_fit_prepare(L, at);
    dw_error err;
    if (dw_fit_chinchilla(&box->fit, &box->points, a.delta, a.level, &dwl_run_of(L)->env, &err))
        return dwl_raise(L, &err);
    return dwl_fit_push_result(L, at);
}
