/* `stats` in Lua: the bootstrap. A script's own statistic is called through a protected call, so
 * that its error unwinds no memory of the core's; it is raised again at the end. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lua/stats.h"
#include "lua/stats_answers.h"
#include "stats/statistic.h"

typedef struct bootstrap_arguments {
    int x, statistic;
    struct how {
        int64_t resamples, seed, bins;
        const char *method, *paired, *na, *binning;
        double level, p, trim;
        dw_series strata;
    } options;
} bootstrap_arguments;

static const char *const methods[] = { "bca", "percentile", "basic", NULL };
static const char *const pairings[] = { "independent", "paired", NULL };
static const char *const na_choices[] = { "error", "drop", NULL };

static const dw_option inner[] = {
    { "resamples", DW_INTEGER, offsetof(struct how, resamples), .def = 1000, .min = 10, .max = 1e7,
      .doc = "number of resamples" },
    { "method", DW_CHOICE, offsetof(struct how, method), .choices = methods,
      .doc = "bca: bias-corrected and accelerated; percentile: quantiles of the replicates; basic: "
             "these mirrored at the estimate" },
    { "seed", DW_INTEGER, offsetof(struct how, seed), .min = 0, .max = 0x1p53, .flags = DW_SEED,
      .doc = "seed; the run's by default" },
    { "level", DW_NUMBER, offsetof(struct how, level), .def = 0.95, .min = 0, .max = 1,
      .flags = DW_ABOVE_MIN | DW_BELOW_MAX, .doc = "confidence level" },
    { "paired", DW_CHOICE, offsetof(struct how, paired), .choices = pairings,
      .flags = DW_OPTIONAL | DW_OR_BOOLEAN,
      .doc = "true: x = {a, b} are drawn row by row; false: they are independent samples. Needed "
             "for difference_of_means and for functions of several arrays" },
    { "strata", DW_SERIES, offsetof(struct how, strata),
      .doc = "the group of each row, a number; each group is resampled to its own size" },
    { "na", DW_CHOICE, offsetof(struct how, na), .choices = na_choices,
      .doc = "NaN and infinities: an error, or such rows are left out and counted" },
    { "p", DW_NUMBER, offsetof(struct how, p), .min = 0, .max = 1, .flags = DW_OPTIONAL,
      .doc = "of quantile, which needs it: the fraction below" },
    { "trim", DW_NUMBER, offsetof(struct how, trim), .def = 0.1, .min = 0, .max = 0.5,
      .flags = DW_BELOW_MAX, .doc = "of trimmed_mean: the share left out at each end" },
    { "bins", DW_INTEGER, offsetof(struct how, bins), .def = 15, .min = 1,
      .max = DW_RELIABILITY_MOST,
      .doc = "of ece, ace, mce, reliability, resolution: number of bins" },
    { "binning", DW_CHOICE, offsetof(struct how, binning), .choices = dwl_binnings,
      .doc = "of the same: bins as in stats.ece (those of the data, in every resample)" },
    { 0 },
};

static const dw_option options[] = {
    { "x", DW_ANY, offsetof(bootstrap_arguments, x), .flags = DW_REQUIRED,
      .doc = "the sample, numbers; {a, b} for two arrays: pairs, or two samples" },
    { "statistic", DW_ANY, offsetof(bootstrap_arguments, statistic), .flags = DW_REQUIRED,
      .doc = "mean, median, quantile, trimmed_mean, sd, variance; of two arrays correlation, "
             "difference_of_means; of {confidence, correct} ece, ace, mce, brier, log_loss, "
             "reliability, resolution, sharpness, auroc; or a function of the resampled arrays "
             "that returns a number" },
    { "options", DW_GROUP, offsetof(bootstrap_arguments, options), .group = inner, .doc = "how" },
    { 0 },
};

/* ---- the data ---- */

/* The rows as the core takes them; its memory is the stack's. */
typedef struct input {
    dw_rows rows;
    size_t samples; /* independent ones; 1: rows go together */
    size_t dropped;
} input;

static size_t read_columns(lua_State *L, int x, dw_series *column)
{
    const char *who = dwl_who(L);
    dw_array *array = dwl_to_array(L, x);
    if (!array && !lua_istable(L, x))
        dwl_error(L, "'x' must be numbers, or a list of arrays of numbers, got a %s",
                  luaL_typename(L, x));
    if (array && array->is_matrix)
        dwl_error(L, "'x' is a matrix; give its columns as a list, {m:column(1), m:column(2)}");
    if (array || lua_rawgeti(L, x, 1) == LUA_TNUMBER) {
        column[0] = dwl_read_series(L, x, who, "x");
        return 1;
    }
    size_t count = lua_rawlen(L, x);
    if (count == 0) dwl_error(L, "'x' is empty");
    if (count > DW_STATISTIC_COLUMNS)
        dwl_error(L, "'x' has more than %d arrays", DW_STATISTIC_COLUMNS);
    luaL_checkstack(L, 4 * DW_STATISTIC_COLUMNS, who);
    for (size_t k = 0; k < count; k++) {
        lua_rawgeti(L, x, (lua_Integer)k + 1);
        if (!lua_istable(L, -1) && !dwl_to_array(L, -1))
            dwl_error(L,
                      "'x' must be numbers, or a list of arrays of numbers, but element %d is a %s",
                      (int)k + 1, luaL_typename(L, -1));
        int at = lua_gettop(L);
        column[k] = dwl_read_series(L, at, who, lua_pushfstring(L, "x[%d]", (int)k + 1));
    }
    return count;
}

static void check_finite(lua_State *L, dw_series column, size_t k, size_t count)
{
    size_t bad = 0;
    for (size_t i = 0; i < column.n; i++) bad += isfinite(column.at[i]) ? 0 : 1;
    if (!bad) return;
    const char *name = count == 1 ? "x" : lua_pushfstring(L, "x[%d]", (int)k + 1);
    dwl_error(L, "%zu of %zu values of %s are not finite (na = \"drop\" leaves them out)", bad,
              column.n, name);
}

static double *push_room(lua_State *L, size_t n)
{
    return dwl_push_array(L, 1, n ? n : 1, false)->at;
}

/* One column: the samples one behind the other. */
static void join_samples(lua_State *L, const dw_series *column, size_t count, input *out)
{
    size_t all = 0, n = 0, *start = lua_newuserdatauv(L, (count + 1) * sizeof *start, 0);
    for (size_t k = 0; k < count; k++) all += column[k].n;
    double *joined = push_room(L, all);
    for (size_t k = 0; k < count; k++) {
        start[k] = n;
        for (size_t i = 0; i < column[k].n; i++)
            if (isfinite(column[k].at[i])) joined[n++] = column[k].at[i];
    }
    start[count] = n;
    out->dropped = all - n;
    out->samples = count;
    out->rows = (dw_rows){
        .column = { joined }, .columns = 1, .strata = { start, count }, .first = start[1]
    };
}

typedef struct labelled {
    double stratum;
    size_t row;
} labelled;

static int by_stratum(const void *a, const void *b)
{
    const labelled *x = a, *y = b;
    if (x->stratum != y->stratum) return x->stratum < y->stratum ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

/* The rows to keep, in order of their strata, and where each of these starts. */
static labelled *keep_rows(lua_State *L, const dw_series *column, size_t count, dw_series strata,
                           input *out)
{
    size_t n = 0, all = column[0].n, groups = 0;
    labelled *kept = lua_newuserdatauv(L, (all + 1) * sizeof *kept, 0);
    for (size_t i = 0; i < all; i++) {
        bool whole = true;
        for (size_t k = 0; k < count; k++) whole = whole && isfinite(column[k].at[i]);
        if (whole) kept[n++] = (labelled){ strata.at ? strata.at[i] : 0, i };
    }
    if (strata.at) qsort(kept, n, sizeof *kept, by_stratum);
    for (size_t i = 0; i < n; i++) groups += i == 0 || kept[i].stratum != kept[i - 1].stratum;
    size_t *start = lua_newuserdatauv(L, (groups + 2) * sizeof *start, 0), g = 0;
    for (size_t i = 0; i < n; i++)
        if (i == 0 || kept[i].stratum != kept[i - 1].stratum) start[g++] = i;
    start[g] = n;
    out->dropped = all - n;
    out->rows.strata = (dw_strata){ start, g };
    return kept;
}

static void join_rows(lua_State *L, const dw_series *column, size_t count, dw_series strata,
                      input *out)
{
    for (size_t k = 1; k < count; k++)
        if (column[k].n != column[0].n)
            dwl_error(L,
                      "x[1] has %zu values, x[%d] has %zu; rows that go together must be as many",
                      column[0].n, (int)k + 1, column[k].n);
    if (strata.at && strata.n != column[0].n)
        dwl_error(L, "strata has %zu values, x has %zu", strata.n, column[0].n);
    *out = (input){ .samples = 1 };
    labelled *kept = keep_rows(L, column, count, strata, out);
    size_t n = out->rows.strata.start[out->rows.strata.count];
    for (size_t k = 0; k < count; k++) {
        double *copy = push_room(L, n);
        for (size_t i = 0; i < n; i++) copy[i] = column[k].at[kept[i].row];
        out->rows.column[k] = copy;
    }
    out->rows.columns = count;
}

/* Whether the arrays of x are independent samples; name is NULL for a function. */
static bool are_independent(lua_State *L, const bootstrap_arguments *a, size_t count,
                            const dw_statistic_name *name)
{
    const char *paired = a->options.paired;
    if (count == 1) {
        if (paired) dwl_error(L, "'paired' is for x = {a, b}, but x is one sample");
        return false;
    }
    if (!paired && (!name || name->input == DW_TAKES_TWO))
        dwl_error(L,
                  "'paired' is missing: true if the arrays of x go together row by row, false if "
                  "they are independent samples");
    bool independent = paired && *paired == 'i';
    if (independent && a->options.strata.at)
        dwl_error(L, "'strata' is for rows that go together, but paired is false");
    return independent;
}

static void read_sample(lua_State *L, const bootstrap_arguments *a, const dw_statistic_name *name,
                        input *out)
{
    dw_series column[DW_STATISTIC_COLUMNS];
    size_t count = read_columns(L, a->x, column);
    for (size_t k = 0; k < count && *a->options.na == 'e'; k++)
        check_finite(L, column[k], k, count);
    if (are_independent(L, a, count, name))
        join_samples(L, column, count, out);
    else
        join_rows(L, column, count, a->options.strata, out);
}

/* ---- a function of the script ---- */

typedef struct callback {
    lua_State *L;
    const input *sample;
    int function;
    bool raised; /* the script's error is at the top of the stack */
    const uint32_t *rows;
    size_t n;
    double value;
} callback;

static void push_rows(lua_State *L, const double *column, const uint32_t *rows, size_t n)
{
    dw_array *array = dwl_push_unset_array(L, 1, n, false);
    for (size_t i = 0; i < n; i++) array->at[i] = column[rows[i]];
}

/* The drawn rows of each column, or of each sample. */
static int push_drawn(lua_State *L, const callback *s)
{
    const input *sample = s->sample;
    if (sample->samples == 1) {
        for (size_t k = 0; k < sample->rows.columns; k++)
            push_rows(L, sample->rows.column[k], s->rows, s->n);
        return (int)sample->rows.columns;
    }
    size_t from = 0;
    for (size_t k = 0; k < sample->samples; k++) {
        size_t to = from;
        while (to < s->n && s->rows[to] < sample->rows.strata.start[k + 1]) to++;
        push_rows(L, sample->rows.column[0], s->rows + from, to - from);
        from = to;
    }
    return (int)sample->samples;
}

/* Arguments: the script, the function. */
static int call_function(lua_State *L)
{
    callback *s = lua_touserdata(L, 1);
    luaL_checkstack(L, DW_STATISTIC_COLUMNS + 8, "stats.bootstrap");
    int arguments = push_drawn(L, s);
    lua_call(L, arguments, 1);
    if (lua_type(L, -1) != LUA_TNUMBER)
        luaL_error(L, "stats.bootstrap: the statistic must return a number, got %s",
                   lua_isnil(L, -1) ? "nothing" : luaL_typename(L, -1));
    s->value = lua_tonumber(L, -1);
    return 0;
}

static dw_status of_rows(const void *context, const uint32_t *rows, size_t n, void *scratch,
                         double *out, dw_error *err)
{
    (void)scratch;
    callback *s = *(callback *const *)context; /* the core's context is const, it is not */
    lua_State *L = s->L;
    if (!lua_checkstack(L, 16)) return dw_fail(err, DW_ENOMEM, "the Lua stack is full");
    s->rows = rows;
    s->n = n;
    lua_pushcfunction(L, call_function);
    lua_pushlightuserdata(L, s);
    lua_pushvalue(L, s->function);
    if (lua_pcall(L, 2, 0, 0) == LUA_OK) {
        *out = s->value;
        return DW_OK;
    }
    s->raised = true;
    return dw_fail(err, DW_ESTOP, "the function raised an error");
}

/* ---- the call ---- */

static dw_bootstrap_method method_of(const char *name)
{
    size_t i = 0;
    while (strcmp(methods[i], name) != 0) i++;
    return (dw_bootstrap_method)i;
}

static const dw_statistic_name *name_of(lua_State *L, int index)
{
    if (lua_isfunction(L, index)) return NULL;
    if (lua_type(L, index) != LUA_TSTRING)
        dwl_error(L, "'statistic' must be the name of one or a function, got a %s",
                  luaL_typename(L, index));
    const char *given = lua_tostring(L, index);
    dw_nearest nearest = { .given = given };
    char hint[96];
    for (const dw_statistic_name *name = dw_statistic_names; name->name; name++) {
        if (strcmp(name->name, given) == 0) return name;
        dw_nearest_offer(&nearest, name->name);
    }
    dwl_error(L, "there is no statistic '%.60s'%s", given, dw_nearest_hint(&nearest, hint));
    return NULL;
}

static void check_options(lua_State *L, const bootstrap_arguments *a, const dw_statistic_name *name)
{
    bool quantile = name && strcmp(name->name, "quantile") == 0;
    if (quantile && isnan(a->options.p))
        dwl_error(L, "'p' is missing: the quantile's fraction below, in 0..1");
    if (!quantile && !isnan(a->options.p)) dwl_error(L, "'p' belongs to quantile alone");
}

static dw_status run_named(const input *sample, const dw_statistic_name *name,
                           const bootstrap_arguments *a, const dw_bootstrap_plan *plan,
                           double *replicates, dw_bootstrap_result *result, dw_error *err)
{
    const dw_statistic_options how = { .p = a->options.p,
                                       .trim = a->options.trim,
                                       .bins = (size_t)a->options.bins,
                                       .binning = dwl_binning(a->options.binning) };
    dw_ready ready;
    dw_status status = dw_ready_make(&ready, name->name, &sample->rows, &how, err);
    if (!status) status = dw_bootstrap(&ready.statistic, plan, replicates, result, err);
    dw_ready_free(&ready);
    return status;
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

static int push_result(lua_State *L, const bootstrap_arguments *a, const input *sample,
                       int replicates, const dw_bootstrap_result *r)
{
    lua_newtable(L);
    set_number(L, "estimate", r->estimate);
    set_number(L, "low", r->low);
    set_number(L, "high", r->high);
    set_number(L, "se", r->se);
    set_number(L, "bias", r->bias);
    set_number(L, "level", a->options.level);
    set_number(L, "z0", r->z0);
    set_number(L, "acceleration", r->acceleration);
    set_count(L, "resamples", (size_t)a->options.resamples);
    set_count(L, "failed", r->failed);
    set_count(L, "dropped", sample->dropped);
    set_count(L, "n", sample->rows.strata.start[sample->rows.strata.count]);
    lua_pushfstring(L, "%sbootstrap, %s",
                    sample->samples == 1 && sample->rows.strata.count > 1 ? "stratified " : "",
                    a->options.method);
    lua_setfield(L, -2, "method");
    lua_pushvalue(L, replicates);
    lua_setfield(L, -2, "replicates");
    dwl_make_strict(L, "the result of a bootstrap");
    return 1;
}

static int stats_bootstrap(lua_State *L)
{
    bootstrap_arguments a;
    dwl_arguments(L, &a);
    luaL_checkstack(L, 64, "stats.bootstrap");
    const dw_statistic_name *name = name_of(L, a.statistic);
    check_options(L, &a, name);
    input sample;
    read_sample(L, &a, name, &sample);
    dw_array *replicates = dwl_push_array(L, 1, (size_t)a.options.resamples, false);
    int at = lua_gettop(L);
    const dw_bootstrap_plan plan = { .strata = sample.rows.strata,
                                     .resamples = (size_t)a.options.resamples,
                                     .seed = (uint64_t)a.options.seed,
                                     .level = a.options.level,
                                     .method = method_of(a.options.method),
                                     .env = &dwl_run_of(L)->env };
    callback script = { .L = L, .sample = &sample, .function = a.statistic }, *context = &script;
    const dw_statistic function = { .context = &context, .of_rows = of_rows, .one_thread = true };
    dw_bootstrap_result result;
    dw_error err;
    dw_status status = name ? run_named(&sample, name, &a, &plan, replicates->at, &result, &err)
                            : dw_bootstrap(&function, &plan, replicates->at, &result, &err);
    if (script.raised) return lua_error(L);
    if (status) return dwl_raise(L, &err);
    return push_result(L, &a, &sample, at, &result);
}

static const dwl_function functions[] = {
    { "bootstrap", stats_bootstrap, DWL_POSITIONAL, options,
      .returns =
          "a table: estimate, low, high, se, bias (mean of the replicates - estimate), level, "
          "method, n, resamples, replicates (an array), failed (resamples without a number), "
          "dropped, z0 and acceleration (of bca, else NaN)",
      .doc =
          "an interval of a statistic from resamples of the data, over all cores for a statistic "
          "with a name. The same seed gives the same numbers. A function costs a call for each "
          "resample, and with bca one for each row, at most 1000 or so: with more rows groups of "
          "rows are left out in turn",
      .formula = "bca: quantiles Phi(z0 + (z0 + z)/(1 - a (z0 + z))) of the replicates (type 7), "
                 "z0 from the share below the estimate, a from the jackknife",
      .source = "Efron 1987, Better Bootstrap Confidence Intervals; Davison and Hinkley 1997, "
                "Bootstrap Methods and Their Application",
      .example =
          "local b = stats.bootstrap({4.1, 3.8, 5.0, 4.4, 3.9}, \"mean\", {resamples = 2000})\n"
          "print(b.estimate, b.low, b.high, b.se)" },
    { 0 },
};

const dwl_library dwl_stats_bootstrap = {
    "stats", "Bootstrap: the uncertainty of any statistic, from resamples.", functions
};
