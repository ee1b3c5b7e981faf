/* Tests of samples in Lua. */
#include <math.h>
#include <string.h>

#include "lua/stats_test.h"
#include "stats/htest_ks.h"
#include "stats/htest_permutation.h"
#include "stats/htest_rank.h"
#include "stats/htest_t.h"
#include "stats/quantile.h"

/* ---- two samples, and what is not a number in them ---- */

typedef struct samples {
    dw_series x, y;
    const char *na;
} samples;

static const char *const na_choices[] = { "error", "drop", NULL };

#define SAMPLE(field, more, text)                                                                  \
    {                                                                                              \
#        field, DW_SERIES, offsetof(samples, field), .flags = DW_GAPS | DW_INFINITE | (more),      \
                                                     .doc = text                                   \
    }
#define NA                                                                                         \
    {                                                                                              \
        "na", DW_CHOICE, offsetof(samples, na), .choices = na_choices,                             \
                                                .doc = "NaN and infinities: an error, or left "    \
                                                       "out and counted (of pairs, both)"          \
    }

static const dw_option one_or_two[] = {
    SAMPLE(x, DW_REQUIRED, "a sample"), SAMPLE(y, 0, "a second sample"), NA, { 0 }
};
static const dw_option two[] = {
    SAMPLE(x, DW_REQUIRED, "a sample"), SAMPLE(y, DW_REQUIRED, "a second sample"), NA, { 0 }
};

typedef struct pair {
    dw_sample_of x, y;
    long dropped;
} pair;

static void check_lengths(lua_State *L, const samples *of)
{
    if (of->x.n != of->y.n)
        dwl_error(L, "pairs need equal lengths: x has %d, y has %d", (int)of->x.n, (int)of->y.n);
}

static dw_series keep_finite(lua_State *L, dw_series x, long *dropped)
{
    if (!x.at) return x;
    dw_array *kept = dwl_push_array(L, 1, x.n, false);
    size_t n = 0;
    for (size_t i = 0; i < x.n; i++)
        if (isfinite(x.at[i])) kept->at[n++] = x.at[i];
    *dropped += (long)(x.n - n);
    return (dw_series){ .at = kept->at, .n = n };
}

static void keep_finite_pairs(lua_State *L, samples *of, long *dropped)
{
    dw_array *x = dwl_push_array(L, 1, of->x.n, false), *y = dwl_push_array(L, 1, of->x.n, false);
    size_t n = 0;
    for (size_t i = 0; i < of->x.n; i++) {
        if (!isfinite(of->x.at[i]) || !isfinite(of->y.at[i])) continue;
        x->at[n] = of->x.at[i];
        y->at[n++] = of->y.at[i];
    }
    *dropped = (long)(of->x.n - n);
    of->x = (dw_series){ .at = x->at, .n = n };
    of->y = (dw_series){ .at = y->at, .n = n };
}

/* Copies that are pushed stay on the stack. */
static pair take(lua_State *L, samples of, bool paired)
{
    pair out = { .dropped = 0 };
    if (paired) check_lengths(L, &of);
    if (*of.na == 'd' && paired) {
        keep_finite_pairs(L, &of, &out.dropped);
    } else if (*of.na == 'd') {
        of.x = keep_finite(L, of.x, &out.dropped);
        of.y = keep_finite(L, of.y, &out.dropped);
    }
    out.x = (dw_sample_of){ of.x.at, of.x.n, "x" };
    out.y = (dw_sample_of){ of.y.at, of.y.n, "y" };
    return out;
}

static int answer(lua_State *L, dw_status status, const dw_error *err, const dw_test *test,
                  const dwl_question *asked, long dropped)
{
    if (status) return dwl_raise(L, err);
    dwl_push_test(L, test, asked, dropped);
    return dwl_close_test(L);
}

/* ---- means ---- */

typedef struct mean_arguments {
    samples of;
    double mu;
    bool paired;
    dwl_question question;
} mean_arguments;

#define MU(type, text)                                                                             \
    {                                                                                              \
        "mu", DW_NUMBER, offsetof(type, mu), .def = 0, .doc = text                                 \
    }

const dw_option dwl_test_t_options[] = {
    { "", DW_LIST, offsetof(mean_arguments, of), .group = one_or_two },
    MU(mean_arguments, "the mean, or difference of means, to be tested"),
    { "paired", DW_BOOLEAN, offsetof(mean_arguments, paired), .def = 0,
      .doc = "x[i] and y[i] belong together" },
    { "", DW_LIST, offsetof(mean_arguments, question), .group = dwl_question_options },
    { 0 },
};

const dw_option dwl_test_welch_options[] = {
    { "", DW_LIST, offsetof(mean_arguments, of), .group = two },
    MU(mean_arguments, "the difference of means to be tested"),
    { "", DW_LIST, offsetof(mean_arguments, question), .group = dwl_question_options },
    { 0 },
};

int dwl_test_t(lua_State *L)
{
    mean_arguments a;
    dw_test test;
    dw_error err;
    dwl_arguments(L, &a);
    if (a.paired && !a.of.y.at) return dwl_error(L, "paired needs 'y'");
    pair in = take(L, a.of, a.paired);
    dw_question question = dwl_question_of(&a.question);
    dw_status status = !a.of.y.at ? dw_t_one(in.x, a.mu, question, &test, &err)
                       : a.paired ? dw_t_paired(in.x, in.y, a.mu, question, &test, &err)
                                  : dw_t_two(in.x, in.y, a.mu, question, &test, &err);
    return answer(L, status, &err, &test, &a.question, in.dropped);
}

int dwl_test_welch(lua_State *L)
{
    mean_arguments a;
    dw_test test;
    dw_error err;
    dwl_arguments(L, &a);
    pair in = take(L, a.of, false);
    dw_status status = dw_welch(in.x, in.y, a.mu, dwl_question_of(&a.question), &test, &err);
    return answer(L, status, &err, &test, &a.question, in.dropped);
}

/* ---- ranks ---- */

typedef struct rank_arguments {
    samples of;
    double mu;
    const char *zeros, *method;
    dwl_question question;
} rank_arguments;

static const char *const rank_methods[] = { "auto", "exact", "normal", NULL };
static const char *const zero_choices[] = { "drop", "pratt", NULL };

#define RANK_METHOD                                                                                \
    {                                                                                              \
        "method", DW_CHOICE, offsetof(rank_arguments, method),                                     \
            .choices = rank_methods,                                                               \
            .doc = "auto: exact for few values "                                                   \
                   "without ties"                                                                  \
    }

const dw_option dwl_test_mann_whitney_options[] = {
    { "", DW_LIST, offsetof(rank_arguments, of), .group = two },
    RANK_METHOD,
    { "", DW_LIST, offsetof(rank_arguments, question), .group = dwl_question_options },
    { 0 },
};

const dw_option dwl_test_wilcoxon_options[] = {
    { "", DW_LIST, offsetof(rank_arguments, of), .group = one_or_two },
    MU(rank_arguments, "the center to be tested, of x or of x - y"),
    { "zeros", DW_CHOICE, offsetof(rank_arguments, zeros), .choices = zero_choices,
      .doc = "values equal to mu: left out, or ranked first and then left out (Pratt)" },
    RANK_METHOD,
    { "", DW_LIST, offsetof(rank_arguments, question), .group = dwl_question_options },
    { 0 },
};

static dw_rank_method rank_method(const char *name)
{
    return *name == 'a' ? DW_RANK_AUTO : *name == 'e' ? DW_RANK_EXACT : DW_RANK_NORMAL;
}

int dwl_test_mann_whitney(lua_State *L)
{
    rank_arguments a;
    dw_test test;
    dw_error err;
    dwl_arguments(L, &a);
    pair in = take(L, a.of, false);
    dw_status status =
        dw_mann_whitney(in.x, in.y, rank_method(a.method), dwl_question_of(&a.question),
                        &dwl_run_of(L)->env, &test, &err);
    return answer(L, status, &err, &test, &a.question, in.dropped);
}

int dwl_test_wilcoxon(lua_State *L)
{
    rank_arguments a;
    dw_test test;
    dw_error err;
    dwl_arguments(L, &a);
    pair in = take(L, a.of, a.of.y.at);
    if (a.of.y.at) {
        dw_array *away = dwl_push_array(L, 1, in.x.n, false);
        for (size_t i = 0; i < in.x.n; i++) away->at[i] = in.x.at[i] - in.y.at[i];
        in.x = (dw_sample_of){ away->at, in.x.n, "x - y" };
    }
    dw_status status = dw_wilcoxon(in.x, a.mu, *a.zeros == 'p', rank_method(a.method),
                                   dwl_question_of(&a.question), &dwl_run_of(L)->env, &test, &err);
    return answer(L, status, &err, &test, &a.question, in.dropped);
}

/* ---- Kolmogorov and Smirnov ---- */

typedef struct ks_arguments {
    samples of;
    int cdf;
    const char *method;
    dwl_question question;
} ks_arguments;

static const char *const ks_methods[] = { "auto", "exact", "limit", NULL };

const dw_option dwl_test_ks_options[] = {
    { "", DW_LIST, offsetof(ks_arguments, of), .group = one_or_two },
    { "cdf", DW_ANY, offsetof(ks_arguments, cdf),
      .doc = "instead of y: a distribution, as stats.normal{}, or a function of x" },
    { "method", DW_CHOICE, offsetof(ks_arguments, method), .choices = ks_methods,
      .doc = "of two samples; auto: exact while n m is below 10^8" },
    { "", DW_LIST, offsetof(ks_arguments, question), .group = dwl_question_options },
    { 0 },
};

static dw_sample_of values_of_cdf(lua_State *L, int cdf, dw_sample_of x)
{
    bool function = lua_isfunction(L, cdf);
    if (!function && !lua_isuserdata(L, cdf))
        dwl_error(L, "'cdf' must be a distribution or a function, got a %s", luaL_typename(L, cdf));
    dw_array *sorted = dwl_push_array(L, 1, x.n, false);
    memcpy(sorted->at, x.at, x.n * sizeof(double));
    dw_sort(sorted->at, x.n);
    for (size_t i = 0; i < x.n; i++) {
        if (function)
            lua_pushvalue(L, cdf);
        else
            lua_getfield(L, cdf, "cdf");
        if (!function) lua_pushvalue(L, cdf);
        lua_pushnumber(L, sorted->at[i]);
        lua_call(L, function ? 1 : 2, 1);
        if (lua_type(L, -1) != LUA_TNUMBER)
            dwl_error(L, "'cdf' must give a number in 0..1, gave a %s at %f", luaL_typename(L, -1),
                      sorted->at[i]);
        sorted->at[i] = lua_tonumber(L, -1);
        lua_pop(L, 1);
    }
    return (dw_sample_of){ sorted->at, x.n, "the cdf of x" };
}

static int one_sample_ks(lua_State *L, const ks_arguments *a, pair in)
{
    dw_test test;
    dw_error err;
    if (dw_check_named(in.x, 1, &err)) return dwl_raise(L, &err);
    dw_sample_of cdf = values_of_cdf(L, a->cdf, in.x);
    dw_status status = dw_ks_one(cdf, dwl_question_of(&a->question).alternative, &test, &err);
    return answer(L, status, &err, &test, &a->question, in.dropped);
}

static void set_number(lua_State *L, const char *name, double x)
{
    lua_pushnumber(L, x);
    lua_setfield(L, -2, name);
}

int dwl_test_ks(lua_State *L)
{
    ks_arguments a;
    dw_ks_test ks;
    dw_error err;
    dwl_arguments(L, &a);
    if ((a.cdf != 0) == (a.of.y.at != NULL)) return dwl_error(L, "takes either 'y' or 'cdf'");
    pair in = take(L, a.of, false);
    if (a.cdf) return one_sample_ks(L, &a, in);
    dw_ks_method method = *a.method == 'a'   ? DW_KS_AUTO
                          : *a.method == 'e' ? DW_KS_EXACT
                                             : DW_KS_LIMIT;
    if (dw_ks_two(in.x, in.y, method, dwl_question_of(&a.question).alternative, &dwl_run_of(L)->env,
                  &ks, &err))
        return dwl_raise(L, &err);
    dwl_push_test(L, &ks.test, &a.question, in.dropped);
    set_number(L, "p_exact", ks.p_exact);
    set_number(L, "p_conditional", ks.p_conditional);
    set_number(L, "p_limit", ks.p_limit);
    set_number(L, "location", ks.location);
    return dwl_close_test(L);
}

/* ---- permutation ---- */

typedef struct permutation_arguments {
    samples of;
    int statistic;
    const char *design;
    int64_t resamples, seed;
    dwl_question question;
} permutation_arguments;

static const char *const designs[] = { "independent", "paired", "association", NULL };

const dw_option dwl_test_permutation_options[] = {
    { "", DW_LIST, offsetof(permutation_arguments, of), .group = two },
    { "statistic", DW_ANY, offsetof(permutation_arguments, statistic),
      .doc = "\"mean\" (difference of means), \"correlation\", or a function of two arrays; by "
             "default the mean, of an association the correlation" },
    { "design", DW_CHOICE, offsetof(permutation_arguments, design), .choices = designs,
      .doc = "what is dealt anew: all values to both samples; which of a pair is x; or the order "
             "of y" },
    { "resamples", DW_INTEGER, offsetof(permutation_arguments, resamples), .def = 9999, .min = 1,
      .max = 1e9, .doc = "number of random dealings" },
    { "seed", DW_INTEGER, offsetof(permutation_arguments, seed), .min = 0, .max = 0x1p53,
      .flags = DW_SEED, .doc = "seed; the run's by default" },
    { "", DW_LIST, offsetof(permutation_arguments, question), .group = dwl_question_options },
    { 0 },
};

/* The script's statistic; what it raises stays on the stack. */
typedef struct script_statistic {
    lua_State *L;
    int function;
    bool raised;
    const double *x, *y;
    size_t n, m;
    double out;
} script_statistic;

static int call_statistic(lua_State *L)
{
    script_statistic *of = lua_touserdata(L, 1);
    dwl_push_series(L, of->x, of->n);
    dwl_push_series(L, of->y, of->m);
    lua_call(L, 2, 1);
    if (lua_type(L, -1) != LUA_TNUMBER)
        return luaL_error(L, "stats.test.permutation: the statistic must be a number, got a %s",
                          luaL_typename(L, -1));
    of->out = lua_tonumber(L, -1);
    return 0;
}

static dw_status by_script(void *context, const double *x, size_t n, const double *y, size_t m,
                           double *out, dw_error *err)
{
    script_statistic *of = context;
    lua_State *L = of->L;
    if (!lua_checkstack(L, 8)) return dw_fail(err, DW_ENOMEM, "the Lua stack is full");
    of->x = x;
    of->y = y;
    of->n = n;
    of->m = m;
    lua_pushcfunction(L, call_statistic);
    lua_pushlightuserdata(L, of);
    lua_pushvalue(L, of->function);
    of->raised = lua_pcall(L, 2, 0, 0) != LUA_OK;
    *out = of->out;
    return of->raised ? dw_fail(err, DW_ESTOP, "the statistic raised an error") : DW_OK;
}

static double largest(const dw_sample_of *x)
{
    double most = 0;
    for (size_t i = 0; i < x->n; i++) most = fmax(most, fabs(x->at[i]));
    return most;
}

/* Which statistic, and how much of it is rounding. */
static void choose_statistic(lua_State *L, const permutation_arguments *a, const pair *in,
                             script_statistic *script, dw_permutation_options *options)
{
    static const char *const names[] = { "mean", "correlation", NULL };
    bool correlation = options->dealing == DW_DEAL_ORDER;
    script->L = L;
    script->function = a->statistic;
    options->context = script;
    if (a->statistic && lua_isfunction(L, a->statistic)) {
        options->statistic = by_script;
        options->tolerance = 1e-15;
        return;
    }
    if (a->statistic) {
        const char *name =
            lua_type(L, a->statistic) == LUA_TSTRING ? lua_tostring(L, a->statistic) : "";
        correlation = strcmp(name, names[1]) == 0;
        if (!correlation && strcmp(name, names[0]) != 0)
            dwl_error(L, "'statistic' must be \"mean\", \"correlation\" or a function");
    }
    if (correlation && in->x.n != in->y.n)
        dwl_error(L, "the correlation needs equal lengths: x has %d, y has %d", (int)in->x.n,
                  (int)in->y.n);
    options->threads = true;
    options->statistic = correlation ? dw_correlation_of_pairs : dw_difference_of_means;
    options->tolerance = 1e-14 * (correlation ? 1 : fmax(largest(&in->x), largest(&in->y)));
}

int dwl_test_permutation(lua_State *L)
{
    permutation_arguments a;
    dw_test test;
    dw_error err;
    double dealings;
    dwl_arguments(L, &a);
    bool paired = *a.design != 'i';
    pair in = take(L, a.of, paired);
    dw_permutation_options options = { .dealing = !paired            ? DW_DEAL_SAMPLES
                                                  : *a.design == 'p' ? DW_DEAL_PAIRS
                                                                     : DW_DEAL_ORDER,
                                       .resamples = a.resamples,
                                       .seed = (uint64_t)a.seed,
                                       .question = dwl_question_of(&a.question),
                                       .env = &dwl_run_of(L)->env };
    script_statistic script = { 0 };
    choose_statistic(L, &a, &in, &script, &options);
    dw_status status = dw_permutation_test(in.x, in.y, &options, &dealings, &test, &err);
    if (script.raised) return lua_error(L);
    if (status) return dwl_raise(L, &err);
    dwl_push_test(L, &test, &a.question, in.dropped);
    set_number(L, "dealings", dealings);
    lua_pushboolean(L, !strstr(test.method, "random"));
    lua_setfield(L, -2, "exact");
    return dwl_close_test(L);
}
