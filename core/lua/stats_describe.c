/* `stats` in Lua: numbers that describe a sample. */
#include <math.h>
#include <string.h>

#include "lua/stats.h"
#include "stats/describe.h"
#include "stats/quantile.h"

typedef struct sample_arguments {
    dw_series x;
} sample_arguments;

static const dw_option sample_options[] = {
    { "x", DW_SERIES, offsetof(sample_arguments, x),
      .flags = DW_REQUIRED | DW_GAPS | DW_INFINITE | DW_MAYBE_EMPTY, .doc = "the sample" },
    { 0 },
};

typedef dw_status (*statistic)(const double *, size_t, double *, dw_error *);

static double describe(lua_State *L, statistic compute)
{
    sample_arguments a;
    dwl_arguments(L, &a);
    double out = NAN;
    dw_error err;
    if (compute(a.x.at, a.x.n, &out, &err)) dwl_raise(L, &err);
    return out;
}

static int stats_mean(lua_State *L)
{
    lua_pushnumber(L, describe(L, dw_mean));
    return 1;
}

static int stats_variance(lua_State *L)
{
    lua_pushnumber(L, describe(L, dw_variance));
    return 1;
}

static int stats_sd(lua_State *L)
{
    lua_pushnumber(L, sqrt(describe(L, dw_variance)));
    return 1;
}

typedef struct quantile_arguments {
    dw_series x, p;
    struct {
        int64_t type;
    } options;
} quantile_arguments;

static const dw_option quantile_inner[] = {
    { "type", DW_INTEGER, 0, .def = 7, .min = 1, .max = 9,
      .doc = "Hyndman and Fan's type; 7 is linear between neighbours" },
    { 0 },
};

static const dw_option quantile_options[] = {
    { "x", DW_SERIES, offsetof(quantile_arguments, x),
      .flags = DW_REQUIRED | DW_GAPS | DW_INFINITE | DW_MAYBE_EMPTY, .doc = "the sample" },
    { "p", DW_SERIES, offsetof(quantile_arguments, p),
      .flags = DW_REQUIRED | DW_OR_NUMBER | DW_GAPS,
      .doc = "fraction below, in 0..1 (not percent); an array of fractions gives an array" },
    { "options", DW_GROUP, offsetof(quantile_arguments, options), .group = quantile_inner,
      .doc = "how" },
    { 0 },
};

static int stats_quantile(lua_State *L)
{
    quantile_arguments a;
    dwl_arguments(L, &a);
    dw_array *sorted = dwl_push_array(L, 1, a.x.n, false);
    if (a.x.n) memcpy(sorted->at, a.x.at, a.x.n * sizeof(double));
    dw_error err;
    if (dw_check_sample(sorted->at, a.x.n, 1, &err)) return dwl_raise(L, &err);
    dw_sort(sorted->at, a.x.n);
    dw_array *out = dwl_push_array(L, 1, a.p.n, false);
    for (size_t i = 0; i < a.p.n; i++)
        if (dw_quantile(sorted->at, a.x.n, a.p.at[i], (int)a.options.type, &out->at[i], &err))
            return dwl_raise(L, &err);
    if (a.p.scalar) lua_pushnumber(L, out->at[0]);
    return 1;
}

static const dwl_function functions[] = {
    { "mean", stats_mean, DWL_POSITIONAL, sample_options, .returns = "a number",
      .doc = "the arithmetic mean, compensated. NaN and infinities are an error that counts them.",
      .formula = "sum of x / n", .example = "stats.mean{1, 2, 4}" },
    { "variance", stats_variance, DWL_POSITIONAL, sample_options, .returns = "a number",
      .doc = "the unbiased variance, by the corrected two-pass formula; n of at least 2",
      .formula = "sum of (x - mean)^2 / (n - 1)", .example = "stats.variance{1, 2, 4}" },
    { "sd", stats_sd, DWL_POSITIONAL, sample_options, .returns = "a number",
      .doc = "the standard deviation: the square root of the variance",
      .example = "stats.sd{1, 2, 4}" },
    { "quantile", stats_quantile, DWL_POSITIONAL, quantile_options,
      .returns = "a number, or an array when p is one",
      .doc = "the value below which a fraction p of the sample lies",
      .source = "Hyndman and Fan 1996, Sample Quantiles in Statistical Packages",
      .example = "stats.quantile({1, 2, 4, 8}, 0.9, {type = 7})" },
    { 0 },
};

const dwl_library dwl_stats_describe = { "stats", "Numbers that describe a sample.", functions };
