/* `stats` in Lua: numbers that describe a sample. */
#include <math.h>

#include "array/reduce.h"
#include "lua/stats.h"
#include "lua/stats_sample.h"
#include "stats/describe.h"
#include "stats/location.h"
#include "stats/moment.h"
#include "stats/order.h"
#include "stats/quantile.h"

/* One struct for the options of all: each function declares those it has. */
typedef struct how {
    const char *na, *form;
    double constant;
    int64_t type, lag;
} how;

typedef struct sample_arguments {
    dw_series x;
    how options;
} sample_arguments;

static const char *const forms[] = { "moment", "adjusted", NULL };

static const dw_option plain_group[] = { DWL_NA(how), { 0 } };

static const dw_option form_group[] = {
    { "form", DW_CHOICE, offsetof(how, form), .choices = forms,
      .doc = "as the moments of the sample are, or adjusted for its size" },
    DWL_NA(how),
    { 0 },
};

static const dw_option mad_group[] = {
    { "constant", DW_NUMBER, offsetof(how, constant), .def = 1.4826, .min = 0, .max = 1e6,
      .flags = DW_ABOVE_MIN,
      .doc = "factor; 1.4826 gives the sd of normal values, 1 the plain mad" },
    DWL_NA(how),
    { 0 },
};

static const dw_option lag_group[] = {
    { "lag", DW_INTEGER, offsetof(how, lag), .def = 1, .min = 1, .max = 1e9,
      .doc = "how many places apart" },
    DWL_NA(how),
    { 0 },
};

static const dw_option type_group[] = {
    { "type", DW_INTEGER, offsetof(how, type), .def = 7, .min = 1, .max = 9,
      .doc = "Hyndman and Fan's type; 7 is linear between neighbors" },
    DWL_NA(how),
    { 0 },
};

#define SAMPLE(inner)                                                                              \
    {                                                                                              \
        { "x", DW_SERIES, offsetof(sample_arguments, x), .flags = DWL_SAMPLE,                      \
          .doc = "the sample" },                                                                   \
            { "options", DW_GROUP, offsetof(sample_arguments, options), .group = inner,            \
              .doc = "how" },                                                                      \
            { 0 },                                                                                 \
    }

static const dw_option sample_options[] = SAMPLE(plain_group);
static const dw_option form_options[] = SAMPLE(form_group);
static const dw_option mad_options[] = SAMPLE(mad_group);
static const dw_option lag_options[] = SAMPLE(lag_group);

typedef dw_status (*statistic)(const double *, size_t, double *, dw_error *);

static int push_result(lua_State *L, double out, const char *na, size_t dropped)
{
    lua_pushnumber(L, out);
    return 1 + dwl_push_dropped(L, na, dropped);
}

static int describe(lua_State *L, statistic compute, bool sort)
{
    sample_arguments a;
    dwl_arguments(L, &a);
    size_t dropped;
    dw_series x = sort ? dwl_sample_sorted(L, a.x, a.options.na, &dropped)
                       : dwl_sample_clean(L, a.x, a.options.na, &dropped);
    double out = NAN;
    dw_error err;
    if (compute(x.at, x.n, &out, &err)) return dwl_raise(L, &err);
    return push_result(L, out, a.options.na, dropped);
}

static int stats_mean(lua_State *L)
{
    return describe(L, dw_mean, false);
}

static int stats_variance(lua_State *L)
{
    return describe(L, dw_spread, false);
}

static int stats_sd(lua_State *L)
{
    return describe(L, dw_sd, false);
}

static int stats_standard_error(lua_State *L)
{
    return describe(L, dw_standard_error, false);
}

static int stats_median(lua_State *L)
{
    return describe(L, dw_median, true);
}

static dw_status least(const double *x, size_t n, double *out, dw_error *err)
{
    *out = dw_array_min(x, n);
    return dw_check_sample(x, n, 1, err);
}

static dw_status most(const double *x, size_t n, double *out, dw_error *err)
{
    *out = dw_array_max(x, n);
    return dw_check_sample(x, n, 1, err);
}

static dw_status check_large(double x, const char *what, dw_error *err)
{
    if (isfinite(x)) return DW_OK;
    return dw_fail(err, DW_ENUMERIC, "the %s is larger than a number can be", what);
}

static dw_status range(const double *x, size_t n, double *out, dw_error *err)
{
    *out = dw_array_max(x, n) - dw_array_min(x, n);
    dw_status status = dw_check_sample(x, n, 1, err);
    return status ? status : check_large(*out, "range", err);
}

static dw_status iqr(const double *sorted, size_t n, double *out, dw_error *err)
{
    double low, high;
    dw_status status = dw_quantile(sorted, n, 0.25, 7, &low, err);
    if (!status) status = dw_quantile(sorted, n, 0.75, 7, &high, err);
    if (status) return status;
    *out = high - low;
    return check_large(*out, "distance of the quartiles", err);
}

static int stats_min(lua_State *L)
{
    return describe(L, least, false);
}

static int stats_max(lua_State *L)
{
    return describe(L, most, false);
}

static int stats_range(lua_State *L)
{
    return describe(L, range, false);
}

static int stats_iqr(lua_State *L)
{
    return describe(L, iqr, true);
}

static int stats_mad(lua_State *L)
{
    sample_arguments a;
    dwl_arguments(L, &a);
    size_t dropped;
    dw_series x = dwl_sample_sorted(L, a.x, a.options.na, &dropped);
    double out;
    dw_error err;
    if (dw_mad(x.at, x.n, a.options.constant, &out, &err)) return dwl_raise(L, &err);
    return push_result(L, out, a.options.na, dropped);
}

/* Skewness and kurtosis: the value and its standard error. */
static int shape(lua_State *L,
                 dw_status (*compute)(const double *, size_t, bool, double *, dw_error *),
                 double (*error_of)(double, bool))
{
    sample_arguments a;
    dwl_arguments(L, &a);
    size_t dropped;
    dw_series x = dwl_sample_clean(L, a.x, a.options.na, &dropped);
    bool adjusted = *a.options.form == 'a';
    double out;
    dw_error err;
    if (compute(x.at, x.n, adjusted, &out, &err)) return dwl_raise(L, &err);
    lua_pushnumber(L, out);
    return 1 + push_result(L, error_of((double)x.n, adjusted), a.options.na, dropped);
}

static int stats_skewness(lua_State *L)
{
    return shape(L, dw_skewness, dw_skewness_se);
}

static int stats_kurtosis(lua_State *L)
{
    return shape(L, dw_kurtosis, dw_kurtosis_se);
}

static int stats_geometric_mean(lua_State *L)
{
    sample_arguments a;
    dwl_arguments(L, &a);
    size_t dropped;
    dw_series x = dwl_sample_clean(L, a.x, a.options.na, &dropped);
    double out, se;
    dw_error err;
    if (dw_geometric_mean(x.at, x.n, &out, &se, &err)) return dwl_raise(L, &err);
    lua_pushnumber(L, out);
    return 1 + push_result(L, se, a.options.na, dropped);
}

static int stats_autocorrelation(lua_State *L)
{
    sample_arguments a;
    dwl_arguments(L, &a);
    size_t dropped;
    dw_series x = dwl_sample_clean(L, a.x, a.options.na, &dropped);
    double out, se;
    dw_error err;
    if (dw_autocorrelation(x.at, x.n, (size_t)a.options.lag, &out, &se, &err))
        return dwl_raise(L, &err);
    lua_pushnumber(L, out);
    return 1 + push_result(L, se, a.options.na, dropped);
}

typedef struct trimmed_arguments {
    dw_series x;
    double cut;
    how options;
} trimmed_arguments;

static const dw_option trimmed_options[] = {
    { "x", DW_SERIES, offsetof(trimmed_arguments, x), .flags = DWL_SAMPLE, .doc = "the sample" },
    { "cut", DW_NUMBER, offsetof(trimmed_arguments, cut), .def = 0.1, .min = 0, .max = 0.5,
      .flags = DW_BELOW_MAX, .doc = "fraction that is left out at each end" },
    { "options", DW_GROUP, offsetof(trimmed_arguments, options), .group = plain_group,
      .doc = "how" },
    { 0 },
};

static int stats_trimmed_mean(lua_State *L)
{
    trimmed_arguments a;
    dwl_arguments(L, &a);
    size_t dropped;
    dw_series x = dwl_sample_sorted(L, a.x, a.options.na, &dropped);
    double out, se;
    dw_error err;
    if (dw_trimmed_mean(x.at, x.n, a.cut, &out, &se, &err)) return dwl_raise(L, &err);
    lua_pushnumber(L, out);
    return 1 + push_result(L, se, a.options.na, dropped);
}

typedef struct quantile_arguments {
    dw_series x, p;
    how options;
} quantile_arguments;

static const dw_option quantile_options[] = {
    { "x", DW_SERIES, offsetof(quantile_arguments, x), .flags = DWL_SAMPLE, .doc = "the sample" },
    { "p", DW_SERIES, offsetof(quantile_arguments, p),
      .flags = DW_REQUIRED | DW_OR_NUMBER | DW_GAPS,
      .doc = "fraction below, in 0..1 (not percent); an array of fractions gives an array" },
    { "options", DW_GROUP, offsetof(quantile_arguments, options), .group = type_group,
      .doc = "how" },
    { 0 },
};

static int stats_quantile(lua_State *L)
{
    quantile_arguments a;
    dwl_arguments(L, &a);
    size_t dropped;
    dw_series sorted = dwl_sample_sorted(L, a.x, a.options.na, &dropped);
    dw_array *out = dwl_push_array(L, 1, a.p.n, false);
    dw_error err;
    if (dw_quantiles(sorted.at, sorted.n, a.p.at, a.p.n, (int)a.options.type, out->at, &err))
        return dwl_raise(L, &err);
    if (a.p.scalar) lua_pushnumber(L, out->at[0]);
    return 1 + dwl_push_dropped(L, a.options.na, dropped);
}

typedef struct interval_how {
    const char *na;
    double level;
} interval_how;

typedef struct interval_arguments {
    dw_series x;
    double p;
    interval_how options;
} interval_arguments;

static const dw_option interval_group[] = { DWL_LEVEL(interval_how), DWL_NA(interval_how), { 0 } };

static const dw_option interval_options[] = {
    { "x", DW_SERIES, offsetof(interval_arguments, x), .flags = DWL_SAMPLE, .doc = "the sample" },
    { "p", DW_NUMBER, offsetof(interval_arguments, p), .def = 0.5, .min = 0, .max = 1,
      .flags = DW_ABOVE_MIN | DW_BELOW_MAX,
      .doc = "fraction below (not percent); 0.5 is the median" },
    { "options", DW_GROUP, offsetof(interval_arguments, options), .group = interval_group,
      .doc = "how" },
    { 0 },
};

static int stats_quantile_interval(lua_State *L)
{
    interval_arguments a;
    dwl_arguments(L, &a);
    size_t dropped;
    dw_series x = dwl_sample_sorted(L, a.x, a.options.na, &dropped);
    dw_interval out;
    dw_error err;
    if (dw_quantile_interval(x.at, x.n, a.p, a.options.level, &out, &err))
        return dwl_raise(L, &err);
    lua_pushnumber(L, out.low);
    return 1 + push_result(L, out.high, a.options.na, dropped);
}

#define NUMBER "a number; dropped with na = \"drop\""
#define WITH_SE "a number, its standard error; dropped with na = \"drop\""

static const dwl_function functions[] = {
    { "mean", stats_mean, DWL_POSITIONAL, sample_options, .returns = NUMBER,
      .doc = "the arithmetic mean, compensated. NaN and infinities are an error that counts them.",
      .formula = "sum of x / n", .source = "Neumaier 1974", .example = "stats.mean{1, 2, 4}" },
    { "variance", stats_variance, DWL_POSITIONAL, sample_options, .returns = NUMBER,
      .doc = "the unbiased variance, by the corrected two-pass formula; n of at least 2",
      .formula = "sum of (x - mean)^2 / (n - 1)", .source = "Chan, Golub and LeVeque 1983",
      .example = "stats.variance{1, 2, 4}" },
    { "sd", stats_sd, DWL_POSITIONAL, sample_options, .returns = NUMBER,
      .doc = "the standard deviation: the square root of the variance",
      .example = "stats.sd{1, 2, 4}" },
    { "standard_error", stats_standard_error, DWL_POSITIONAL, sample_options, .returns = NUMBER,
      .doc = "the standard error of the mean; n of at least 2", .formula = "sd / sqrt(n)",
      .example = "stats.standard_error{1, 2, 4}" },
    { "skewness", stats_skewness, DWL_POSITIONAL, form_options, .returns = WITH_SE,
      .doc = "how lopsided the sample is; the standard error is that of normal samples",
      .formula = "moment: g1 = m3 / m2^1.5, m_k = sum of (x - mean)^k / n; adjusted: "
                 "g1 sqrt(n (n-1)) / (n-2)",
      .source = "Joanes and Gill 1998",
      .example = "stats.skewness({1, 2, 9}, {form = "
                 "\"adjusted\"})" },
    { "kurtosis", stats_kurtosis, DWL_POSITIONAL, form_options, .returns = WITH_SE,
      .doc = "excess kurtosis: how heavy the tails are, 0 for a normal distribution; the standard "
             "error is that of normal samples",
      .formula = "moment: g2 = m4 / m2^2 - 3; adjusted: ((n+1) g2 + 6) (n-1) / ((n-2) (n-3))",
      .source = "Joanes and Gill 1998", .example = "stats.kurtosis{1, 2, 3, 9}" },
    { "min", stats_min, DWL_POSITIONAL, sample_options, .returns = NUMBER,
      .doc = "the smallest value", .example = "stats.min{3, 1, 2}" },
    { "max", stats_max, DWL_POSITIONAL, sample_options, .returns = NUMBER,
      .doc = "the largest value", .example = "stats.max{3, 1, 2}" },
    { "range", stats_range, DWL_POSITIONAL, sample_options, .returns = NUMBER,
      .doc = "the largest value minus the smallest", .example = "stats.range{3, 1, 2}" },
    { "median", stats_median, DWL_POSITIONAL, sample_options, .returns = NUMBER,
      .doc = "the middle value, or the mean of the two middle ones",
      .example = "stats.median{3, 1, 2}" },
    { "iqr", stats_iqr, DWL_POSITIONAL, sample_options, .returns = NUMBER,
      .doc = "the distance of the quartiles, of type 7", .example = "stats.iqr{1, 2, 4, 8}" },
    { "mad", stats_mad, DWL_POSITIONAL, mad_options, .returns = NUMBER,
      .doc = "the median absolute deviation from the median",
      .formula = "constant * median of |x - median|", .source = "Hampel 1974",
      .example = "stats.mad({1, 2, 4, 100}, {constant = 1})" },
    { "trimmed_mean", stats_trimmed_mean, DWL_POSITIONAL, trimmed_options, .returns = WITH_SE,
      .doc = "the mean without the floor(cut n) smallest and as many of the largest values; the "
             "standard error is from the winsorized sample",
      .formula = "se: sd_w / ((1 - 2 g/n) sqrt(n)), g = floor(cut n)",
      .source = "Tukey and McLaughlin 1963", .example = "stats.trimmed_mean(x, 0.2)" },
    { "geometric_mean", stats_geometric_mean, DWL_POSITIONAL, sample_options, .returns = WITH_SE,
      .doc = "the geometric mean of values above 0; one value alone has NaN for a standard error",
      .formula = "exp(mean of log x); se: that times the standard error of the mean of log x",
      .example = "stats.geometric_mean{1, 10, 100}" },
    { "autocorrelation", stats_autocorrelation, DWL_POSITIONAL, lag_options, .returns = WITH_SE,
      .doc = "how values go with those `lag` places later; the standard error holds when there is "
             "no correlation from that lag on. Dropping makes neighbors of what was apart.",
      .formula = "sum of (x_i - m)(x_(i+lag) - m) / sum of (x_i - m)^2; se: "
                 "sqrt((1 + 2 sum_(j<lag) r_j^2) / n)",
      .source = "NIST/SEMATECH e-Handbook 1.3.5.12; Bartlett 1946",
      .example = "local r1, se = stats.autocorrelation(x)" },
    { "quantile", stats_quantile, DWL_POSITIONAL, quantile_options,
      .returns = "a number, or an array when p is one; dropped with na = \"drop\"",
      .doc = "the value below which a fraction p of the sample lies",
      .source = "Hyndman and Fan 1996, Sample Quantiles in Statistical Packages",
      .example = "stats.quantile({1, 2, 4, 8}, 0.9, {type = 7})" },
    { "quantile_interval", stats_quantile_interval, DWL_POSITIONAL, interval_options,
      .returns = "low, high; dropped with na = \"drop\"",
      .doc = "two values of the sample between which the population's quantile lies with at least "
             "the given probability, whatever its distribution. An end is infinite when there are "
             "too few values: the median at 95 % needs 6.",
      .formula = "low: the k-th smallest, the largest k with P(Binomial(n, p) < k) <= (1 - level) "
                 "/ 2; high likewise from above",
      .source = "Thompson 1936",
      .example = "local low, high = stats.quantile_interval(x) -- of the median" },
    { 0 },
};

const dwl_library dwl_stats_describe = { "stats", "Numbers that describe a sample.", functions };
