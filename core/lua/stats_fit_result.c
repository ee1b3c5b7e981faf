/* The result of a fit: a table with methods predict and bootstrap. */
#include <math.h>
#include <string.h>

#include "lua/stats.h"
#include "lua/stats_fit.h"

#define RESULT "fit"

/* ---- predict ---- */

/* Upvalue 3 of predict and bootstrap is the box; the result itself may come first, as in
 * fit:predict(x). */
static int enter_method(lua_State *L)
{
    if (lua_getmetatable(L, 1)) {
        luaL_getmetatable(L, RESULT);
        bool self = lua_rawequal(L, -1, -2);
        lua_pop(L, 2);
        if (self) lua_remove(L, 1);
    }
    return lua_upvalueindex(3);
}

typedef struct predict_arguments {
    int x;
    struct {
        const char *interval;
        double level;
    } options;
} predict_arguments;

static const char *const intervals[] = { "none", "confidence", "prediction", NULL };

#define LEVEL(struct_name)                                                                         \
    {                                                                                              \
        "level", DW_NUMBER, offsetof(struct_name, level), .def = 0.95, .min = 0, .max = 1,         \
                                                          .flags = DW_ABOVE_MIN | DW_BELOW_MAX,    \
                                                          .doc = "confidence level"                \
    }

static const dw_option predict_group[] = {
    { "interval", DW_CHOICE, 0, .choices = intervals,
      .doc = "of the mean (confidence) or of a new observation (prediction)" },
    { "level", DW_NUMBER,
      offsetof(predict_arguments, options.level) - offsetof(predict_arguments, options),
      .def = 0.95, .min = 0, .max = 1, .flags = DW_ABOVE_MIN | DW_BELOW_MAX,
      .doc = "confidence level" },
    { 0 },
};

static const dw_option predict_options[] = {
    { "x", DW_ANY, offsetof(predict_arguments, x),
      .doc = "a number, numbers, or a list of predictors as in the fit" },
    { "options", DW_GROUP, offsetof(predict_arguments, options), .group = predict_group,
      .doc = "how" },
    { 0 },
};

/* New points: one predictor may be a number, several may all be numbers. True: one point. */
static bool read_new_points(lua_State *L, int index, size_t predictors, dw_series *x)
{
    if (index == 0) dwl_error(L, "'x' is missing");
    if (lua_type(L, index) == LUA_TNUMBER && predictors == 1) {
        double *one = lua_newuserdatauv(L, sizeof *one, 0);
        *one = lua_tonumber(L, index);
        *x = (dw_series){ .at = one, .n = 1 };
        return true;
    }
    if (predictors > 1 && lua_istable(L, index) && lua_rawgeti(L, index, 1) == LUA_TNUMBER) {
        dw_series one = dwl_read_series(L, index, dwl_who(L), "x");
        if (one.n != predictors)
            dwl_error(L, "the fit has %zu predictors, got %zu", predictors, one.n);
        for (size_t k = 0; k < predictors; k++) x[k] = (dw_series){ .at = one.at + k, .n = 1 };
        return true;
    }
    size_t count = dwl_fit_read_predictors(L, index, x, DW_FIT_MOST_PARAMETERS);
    if (count != predictors)
        dwl_error(L, "the fit has %zu predictor%s, got %zu", predictors, predictors == 1 ? "" : "s",
                  count);
    for (size_t k = 1; k < count; k++)
        if (x[k].n != x[0].n)
            dwl_error(L, "x[1] has %zu values, x[%zu] has %zu", x[0].n, k + 1, x[k].n);
    return false;
}

static void refuse_gaps(lua_State *L, const dw_series *x, size_t predictors)
{
    for (size_t k = 0; k < predictors; k++)
        for (size_t i = 0; i < x[k].n; i++)
            if (!isfinite(x[k].at[i]))
                dwl_error(L, "x must be finite, got %g at point %zu", x[k].at[i], i + 1);
}

static int fit_predict(lua_State *L)
{
    int upvalue = enter_method(L);
    predict_arguments a;
    dw_series x[DW_FIT_MOST_PARAMETERS];
    const double *columns[DW_FIT_MOST_PARAMETERS];
    dwl_arguments(L, &a);
    lua_pushvalue(L, upvalue);
    int at = lua_gettop(L);
    dwl_fit *box = lua_touserdata(L, at);
    bool one = read_new_points(L, a.x, box->model.predictors, x), band = *a.options.interval != 'n';
    for (size_t k = 0; k < box->model.predictors; k++) columns[k] = x[k].at;
    size_t n = x[0].n;
    refuse_gaps(L, x, box->model.predictors);
    dw_array *out[3];
    for (int i = 0; i < 3; i++) out[i] = dwl_push_array(L, 1, n, false);
    int first = lua_gettop(L) - 2;
    dw_error err;
    dwl_fit_enter(L, at);
    if (dw_fit_predict(&box->fit, &box->model, columns, n, *a.options.interval == 'p',
                       a.options.level, out[0]->at, band ? out[1]->at : NULL,
                       band ? out[2]->at : NULL, &err))
        return dwl_fit_raise(L, box, &err);
    lua_settop(L, first + 2);
    if (one)
        for (int i = 0; i < 3; i++) lua_pushnumber(L, out[i]->at[0]);
    if (!band) lua_pop(L, 2);
    return band ? 3 : 1;
}

/* ---- bootstrap ---- */

typedef struct bootstrap_arguments {
    int64_t resamples, seed;
    const char *method;
    double level;
} bootstrap_arguments;

static const char *const methods[] = { "residual", "case", NULL };

static const dw_option bootstrap_options[] = {
    { "resamples", DW_INTEGER, offsetof(bootstrap_arguments, resamples), .def = 1000, .min = 10,
      .max = 1e7, .doc = "number of resamples" },
    { "method", DW_CHOICE, offsetof(bootstrap_arguments, method), .choices = methods,
      .flags = DW_OPTIONAL,
      .doc = "draws residuals onto the fitted values (default), or whole points (always so for "
             "logistic_regression)" },
    LEVEL(bootstrap_arguments),
    { "seed", DW_INTEGER, offsetof(bootstrap_arguments, seed), .min = 0, .max = 0x1p53,
      .flags = DW_SEED, .doc = "seed; the run's by default" },
    { 0 },
};

static void set_series(lua_State *L, const char *name, const double *x, size_t n)
{
    dwl_push_series(L, x, n);
    lua_setfield(L, -2, name);
}

static int fit_bootstrap(lua_State *L)
{
    int upvalue = enter_method(L);
    bootstrap_arguments a;
    dwl_arguments(L, &a);
    lua_pushvalue(L, upvalue);
    int at = lua_gettop(L);
    dwl_fit *box = lua_touserdata(L, at);
    if (a.method && *a.method == 'r' && box->cases_only)
        return dwl_error(L, "the responses are counts, draw cases: method = \"case\"");
    bool cases = box->cases_only || (a.method && *a.method == 'c');
    size_t p = box->fit.p, failed = 0;
    dw_array *values = dwl_push_array(L, (size_t)a.resamples, p, true);
    double *ends = lua_newuserdatauv(L, 3 * p * sizeof *ends, 0);
    int array = lua_gettop(L) - 1;
    dw_bootstrap_options options = { .resamples = a.resamples,
                                     .cases = cases,
                                     .threads = box->threads,
                                     .seed = (uint64_t)a.seed,
                                     .level = a.level,
                                     .env = &dwl_run_of(L)->env };
    dw_error err;
    dwl_fit_enter(L, at);
    if (dw_fit_bootstrap(&box->fit, &box->points, box->again, box, &options, values->at, ends,
                         ends + p, ends + 2 * p, &failed, &err))
        return dwl_fit_raise(L, box, &err);
    lua_newtable(L);
    set_series(L, "se", ends, p);
    set_series(L, "low", ends + p, p);
    set_series(L, "high", ends + 2 * p, p);
    lua_pushvalue(L, array);
    lua_setfield(L, -2, "params");
    lua_pushinteger(L, (lua_Integer)failed);
    lua_setfield(L, -2, "failed");
    lua_pushinteger(L, a.resamples);
    lua_setfield(L, -2, "resamples");
    lua_pushfstring(L, "%s bootstrap, percentile", cases ? "case" : "residual");
    lua_setfield(L, -2, "method");
    dwl_make_strict(L, "the bootstrap of a fit");
    return 1;
}

/* ---- the table ---- */

/* A list of numbers that also answers to the parameters' names. */
static void set_named(lua_State *L, const dwl_fit *box, const char *field, const double *x)
{
    size_t p = box->fit.p;
    if (!box->names) {
        set_series(L, field, x, p);
        return;
    }
    lua_createtable(L, (int)p, 0);
    lua_createtable(L, 0, 2);
    lua_createtable(L, 0, (int)p);
    for (size_t j = 0; j < p; j++) {
        lua_pushnumber(L, x[j]);
        lua_rawseti(L, -4, (lua_Integer)j + 1);
        lua_pushnumber(L, x[j]);
        lua_setfield(L, -2, box->names[j]);
    }
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, false);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
    lua_setfield(L, -2, field);
}

static void set_number(lua_State *L, const char *name, double x)
{
    lua_pushnumber(L, x);
    lua_setfield(L, -2, name);
}

static void set_count(lua_State *L, const char *name, size_t x)
{
    lua_pushinteger(L, (lua_Integer)x);
    lua_setfield(L, -2, name);
}

static void set_method(lua_State *L, const dwl_function *function, int box)
{
    lua_pushlightuserdata(L, (void *)function);
    lua_pushlightuserdata(L, (void *)&dwl_stats_fit_result);
    lua_pushvalue(L, box);
    lua_pushcclosure(L, function->call, 3);
    lua_setfield(L, -2, function->name);
}

static void push_name(lua_State *L, const dwl_fit *box, size_t j)
{
    if (box->names)
        lua_pushstring(L, box->names[j]);
    else
        lua_pushfstring(L, "b[%d]", (int)j + 1);
}

static void set_numbers(lua_State *L, const dw_fit *fit)
{
    set_number(L, "rss", fit->rss);
    set_number(L, "dof", fit->dof);
    set_number(L, "rsd", fit->rsd);
    set_number(L, "r2", fit->r2);
    set_number(L, "log_likelihood", fit->log_likelihood);
    set_number(L, "aic", fit->aic);
    set_number(L, "bic", fit->bic);
    set_number(L, "level", fit->level);
    set_number(L, "objective", fit->objective);
    set_count(L, "n", fit->n);
    set_count(L, "iterations", fit->iterations);
    set_count(L, "evaluations", fit->evaluations);
    set_count(L, "starts", fit->starts);
}

int dwl_fit_push_result(lua_State *L, int at)
{
    const dwl_fit *box = lua_touserdata(L, at);
    const dw_fit *fit = &box->fit;
    lua_createtable(L, 0, 32);
    set_named(L, box, "params", fit->params);
    set_named(L, box, "se", fit->se);
    set_named(L, box, "low", fit->low);
    set_named(L, box, "high", fit->high);
    set_series(L, "fitted", fit->fitted, fit->rows);
    set_series(L, "residuals", fit->residuals, fit->rows);
    dw_array *covariance = dwl_push_array(L, fit->p, fit->p, true);
    memcpy(covariance->at, fit->covariance, fit->p * fit->p * sizeof(double));
    lua_setfield(L, -2, "covariance");
    lua_createtable(L, (int)fit->p, 0);
    for (size_t j = 0; j < fit->p; j++) {
        push_name(L, box, j);
        lua_rawseti(L, -2, (lua_Integer)j + 1);
    }
    lua_setfield(L, -2, "names");
    for (size_t j = 0; box->own_names && j < fit->p; j++)
        set_number(L, box->names[j], fit->params[j]);
    set_numbers(L, fit);
    set_count(L, "dropped", box->dropped);
    lua_pushboolean(L, fit->converged);
    lua_setfield(L, -2, "converged");
    lua_pushboolean(L, fit->identified);
    lua_setfield(L, -2, "identified");
    lua_pushstring(L, fit->message);
    lua_setfield(L, -2, "message");
    lua_pushstring(L, box->method);
    lua_setfield(L, -2, "method");
    for (const dwl_function *f = dwl_stats_fit_result.functions; f->name; f++) set_method(L, f, at);
    luaL_setmetatable(L, RESULT);
    return 1;
}

/* ---- showing ---- */

static double number_at(lua_State *L, const char *field, lua_Integer i)
{
    lua_getfield(L, 1, field);
    lua_geti(L, -1, i);
    double x = lua_tonumber(L, -1);
    lua_pop(L, 2);
    return x;
}

static int result_tostring(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    dw_buffer *text = dwl_push_buffer(L);
    lua_getfield(L, 1, "method");
    lua_getfield(L, 1, "message");
    dw_buffer_format(text, "%s: %s\n", luaL_optstring(L, -2, ""), luaL_optstring(L, -1, ""));
    dw_buffer_format(text, "%-14s %13s %13s  interval\n", "parameter", "value", "se");
    lua_getfield(L, 1, "names");
    int names = lua_gettop(L);
    for (lua_Integer i = 1; lua_rawgeti(L, names, i) == LUA_TSTRING; i++) {
        dw_buffer_format(text, "%-14s %13.6g %13.6g  [%.6g, %.6g]\n", lua_tostring(L, -1),
                         number_at(L, "params", i), number_at(L, "se", i), number_at(L, "low", i),
                         number_at(L, "high", i));
        lua_pop(L, 1);
    }
    static const char *const shown[] = { "n", "dof", "rsd", "r2", "aic", "bic" };
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        lua_getfield(L, 1, shown[i]);
        dw_buffer_format(text, "%s%s %.6g", i ? ", " : "", shown[i], lua_tonumber(L, -1));
        lua_pop(L, 1);
    }
    lua_settop(L, 2);
    dwl_buffer_to_string(L, text);
    return 1;
}

static const dwl_function result_methods[] = {
    { "predict", fit_predict, DWL_POSITIONAL, predict_options,
      .usage = "fit.predict(x, { interval = \"none\" | \"confidence\" | \"prediction\", level = "
               "0.95 })",
      .returns = "the response at x: a number for one point, else an array; with an interval also "
                 "low and high",
      .doc = "what the fitted model says at new points. x as in the fit: a number or numbers, or a "
             "list of predictors",
      .formula = "y -+ t sqrt(g' C g), g the derivatives of the model by its parameters, C their "
                 "covariance; prediction adds rsd^2. On the log or logit scale where the fit is",
      .source = "Seber and Wild 1989, 5.1",
      .example = "local y, low, high = fit.predict(grid, { interval = \"confidence\" })" },
    { "bootstrap", fit_bootstrap, DWL_NAMED, bootstrap_options,
      .usage = "fit.bootstrap { resamples = 1000, method = \"residual\" | \"case\", level = 0.95, "
               "seed = 1 }",
      .returns = "{ low, high, se, params, resamples, failed, method }: arrays by parameter, and "
                 "the parameters of each resample as a matrix",
      .doc = "fits resampled data again from the found parameters; percentile intervals",
      .source = "Efron 1979; Davison and Hinkley 1997, chapter 6",
      .example = "local boot = fit.bootstrap{ resamples = 2000, method = \"case\" }" },
    { 0 },
};

const dwl_library dwl_stats_fit_result = {
    "fit",
    "The result of stats.fit. Fields: params, se, low, high (by number, by name where parameters "
    "have names), names, covariance, level (of low..high: asymptotic, Student's t), rss, dof, rsd, "
    "r2, log_likelihood, aic, bic (Gaussian errors, their variance counts as a parameter), fitted, "
    "residuals (y - fitted, on the scale that was fitted), n, converged, identified, message, "
    "method, objective, iterations, evaluations, starts, dropped. A parameter that the data do "
    "not determine, or that is at its bound, has an infinite se. print(fit) shows a table.",
    result_methods
};

void dwl_open_stats_fit(lua_State *L)
{
    dwl_open_fit_box(L);
    dwl_open_answer(L, RESULT, "fit", result_tostring);
}
