/* `stats` in Lua: intervals. */
#include <math.h>
#include <string.h>

#include "lua/stats.h"
#include "stats/interval.h"

#define LEVEL(type)                                                                                \
    {                                                                                              \
        "level", DW_NUMBER, offsetof(type, level), .def = 0.95, .min = 0, .max = 1,                \
                                                   .flags = DW_ABOVE_MIN | DW_BELOW_MAX,           \
                                                   .doc = "confidence level"                       \
    }
#define COUNTS(type, field, what, text)                                                            \
    {                                                                                              \
#        field, DW_SERIES, offsetof(type, field), .flags = DW_REQUIRED | DW_OR_NUMBER | DW_GAPS,   \
                                                  .unit = what, .doc = text                        \
    }

typedef struct how {
    double level;
} how;

typedef struct proportion_how {
    double level;
    const char *method;
} proportion_how;

/* ---- many at once ---- */

enum { MOST_COUNTS = 4 };

/* An interval of a few numbers. */
typedef dw_status (*interval_of)(const double *counts, double level, dw_interval *out,
                                 dw_error *err);

static size_t common_length(lua_State *L, const dw_series *counts, int n)
{
    size_t length = 1;
    for (int i = 0; i < n; i++) {
        if (counts[i].scalar || counts[i].n == length) continue;
        if (length != 1)
            dwl_error(L, "the arrays have %d and %d elements", (int)length, (int)counts[i].n);
        length = counts[i].n;
    }
    return length;
}

/* Numbers go with every element of the arrays; arrays give two arrays. */
static int push_intervals(lua_State *L, const dw_series *counts, int n, double level,
                          interval_of compute)
{
    bool scalar = true;
    for (int i = 0; i < n; i++) scalar = scalar && counts[i].scalar;
    size_t length = common_length(L, counts, n);
    dw_array *low = dwl_push_array(L, 1, length, false), *high;
    high = dwl_push_array(L, 1, length, false);
    for (size_t j = 0; j < length; j++) {
        double at[MOST_COUNTS];
        dw_interval out;
        dw_error err;
        for (int i = 0; i < n; i++) at[i] = counts[i].at[counts[i].n == 1 ? 0 : j];
        if (compute(at, level, &out, &err)) {
            if (scalar) return dwl_raise(L, &err);
            return dwl_error(L, "element %d: %s", (int)j + 1, err.text);
        }
        low->at[j] = out.low;
        high->at[j] = out.high;
    }
    if (!scalar) return 2;
    lua_pushnumber(L, low->at[0]);
    lua_pushnumber(L, high->at[0]);
    return 2;
}

/* ---- a proportion ---- */

typedef struct proportion_arguments {
    dw_series k, n;
    union {
        how plain;
        proportion_how named;
    } options;
} proportion_arguments;

static const char *const methods[] = {
    "wilson", "clopper_pearson", "jeffreys", "jeffreys_raw", "agresti_coull", NULL,
};

static const dw_option level_options[] = { LEVEL(how), { 0 } };

static const dw_option method_options[] = {
    { "method", DW_CHOICE, offsetof(proportion_how, method), .choices = methods,
      .doc = "which of the intervals of a proportion" },
    LEVEL(proportion_how),
    { 0 },
};

static const dw_option proportion_options[] = {
    COUNTS(proportion_arguments, k, "successes",
           "whole numbers in 0..n; an array gives arrays of ends"),
    COUNTS(proportion_arguments, n, "trials", "whole numbers of at least 1"),
    { "options", DW_GROUP, offsetof(proportion_arguments, options.plain), .group = level_options,
      .doc = "how" },
    { 0 },
};

static const dw_option any_proportion_options[] = {
    COUNTS(proportion_arguments, k, "successes",
           "whole numbers in 0..n; an array gives arrays of ends"),
    COUNTS(proportion_arguments, n, "trials", "whole numbers of at least 1"),
    { "options", DW_GROUP, offsetof(proportion_arguments, options.named), .group = method_options,
      .doc = "how" },
    { 0 },
};

static dw_status wilson(const double *c, double level, dw_interval *out, dw_error *err)
{
    return dw_wilson(c[0], c[1], level, out, err);
}

static dw_status clopper_pearson(const double *c, double level, dw_interval *out, dw_error *err)
{
    return dw_clopper_pearson(c[0], c[1], level, out, err);
}

static dw_status jeffreys(const double *c, double level, dw_interval *out, dw_error *err)
{
    return dw_jeffreys(c[0], c[1], level, out, err);
}

static dw_status jeffreys_raw(const double *c, double level, dw_interval *out, dw_error *err)
{
    return dw_jeffreys_raw(c[0], c[1], level, out, err);
}

static dw_status agresti_coull(const double *c, double level, dw_interval *out, dw_error *err)
{
    return dw_agresti_coull(c[0], c[1], level, out, err);
}

static const interval_of proportions[] = { wilson, clopper_pearson, jeffreys, jeffreys_raw,
                                           agresti_coull };

static int proportion(lua_State *L, interval_of compute)
{
    proportion_arguments a;
    dwl_arguments(L, &a);
    const dw_series counts[] = { a.k, a.n };
    return push_intervals(L, counts, 2, a.options.plain.level, compute);
}

static int stats_wilson(lua_State *L)
{
    return proportion(L, wilson);
}

static int stats_clopper_pearson(lua_State *L)
{
    return proportion(L, clopper_pearson);
}

static int stats_jeffreys(lua_State *L)
{
    return proportion(L, jeffreys);
}

static int stats_agresti_coull(lua_State *L)
{
    return proportion(L, agresti_coull);
}

static int stats_proportion(lua_State *L)
{
    proportion_arguments a;
    dwl_arguments(L, &a);
    size_t i = 0;
    while (strcmp(methods[i], a.options.named.method) != 0) i++;
    const dw_series counts[] = { a.k, a.n };
    return push_intervals(L, counts, 2, a.options.named.level, proportions[i]);
}

/* ---- differences ---- */

typedef struct difference_arguments {
    dw_series k1, n1, k2, n2;
    how options;
} difference_arguments;

static const dw_option difference_options[] = {
    COUNTS(difference_arguments, k1, "successes", "of the first group; numbers or arrays"),
    COUNTS(difference_arguments, n1, "trials", "of the first group"),
    COUNTS(difference_arguments, k2, "successes", "of the second group"),
    COUNTS(difference_arguments, n2, "trials", "of the second group"),
    { "options", DW_GROUP, offsetof(difference_arguments, options), .group = level_options,
      .doc = "how" },
    { 0 },
};

static dw_status newcombe(const double *c, double level, dw_interval *out, dw_error *err)
{
    return dw_newcombe(c[0], c[1], c[2], c[3], level, out, err);
}

static int stats_newcombe(lua_State *L)
{
    difference_arguments a;
    dwl_arguments(L, &a);
    const dw_series counts[] = { a.k1, a.n1, a.k2, a.n2 };
    return push_intervals(L, counts, 4, a.options.level, newcombe);
}

typedef struct paired_arguments {
    dw_series both, first, second, neither;
    how options;
} paired_arguments;

static const dw_option paired_options[] = {
    COUNTS(paired_arguments, both, "cases", "in which both succeed; numbers or arrays"),
    COUNTS(paired_arguments, first, "cases", "in which only the first succeeds"),
    COUNTS(paired_arguments, second, "cases", "in which only the second succeeds"),
    COUNTS(paired_arguments, neither, "cases", "in which none succeeds"),
    { "options", DW_GROUP, offsetof(paired_arguments, options), .group = level_options,
      .doc = "how" },
    { 0 },
};

static dw_status newcombe_paired(const double *c, double level, dw_interval *out, dw_error *err)
{
    return dw_newcombe_paired(c[0], c[1], c[2], c[3], level, out, err);
}

static int stats_newcombe_paired(lua_State *L)
{
    paired_arguments a;
    dwl_arguments(L, &a);
    const dw_series counts[] = { a.both, a.first, a.second, a.neither };
    return push_intervals(L, counts, 4, a.options.level, newcombe_paired);
}

/* ---- a mean ---- */

typedef struct mean_arguments {
    dw_series x;
    struct mean_how {
        double level;
        const char *na;
    } options;
} mean_arguments;

static const char *const na_choices[] = { "error", "drop", NULL };

static const dw_option mean_inner[] = {
    LEVEL(struct mean_how),
    { "na", DW_CHOICE, offsetof(struct mean_how, na), .choices = na_choices,
      .doc = "NaN and infinities: an error, or they are left out and counted" },
    { 0 },
};

static const dw_option mean_options[] = {
    { "x", DW_SERIES, offsetof(mean_arguments, x),
      .flags = DW_REQUIRED | DW_GAPS | DW_INFINITE | DW_MAYBE_EMPTY,
      .doc = "the sample, two values or more, not all the same" },
    { "options", DW_GROUP, offsetof(mean_arguments, options), .group = mean_inner, .doc = "how" },
    { 0 },
};

static int stats_mean_interval(lua_State *L)
{
    mean_arguments a;
    dwl_arguments(L, &a);
    bool drop = *a.options.na == 'd';
    dw_array *kept = dwl_push_array(L, 1, a.x.n, false);
    size_t n = 0;
    for (size_t i = 0; i < a.x.n; i++)
        if (!drop || isfinite(a.x.at[i])) kept->at[n++] = a.x.at[i];
    dw_interval out;
    dw_error err;
    if (dw_t_interval(kept->at, n, a.options.level, &out, &err)) return dwl_raise(L, &err);
    lua_pushnumber(L, out.low);
    lua_pushnumber(L, out.high);
    if (!drop) return 2;
    lua_pushinteger(L, (lua_Integer)(a.x.n - n));
    return 3;
}

static const dwl_function functions[] = {
    { "proportion", stats_proportion, DWL_POSITIONAL, any_proportion_options,
      .returns = "low, high; arrays when k or n is one",
      .doc = "the interval of a proportion by the method named; jeffreys_raw is jeffreys without "
             "its 0 and 1 at the ends",
      .example = "local low, high = stats.proportion(8, 10, {method = \"jeffreys\"})" },
    { "wilson", stats_wilson, DWL_POSITIONAL, proportion_options,
      .returns = "low, high; arrays when k or n is one",
      .doc = "Wilson's score interval of a proportion, without continuity correction",
      .formula = "(p + z^2/2n -+ z sqrt(p (1-p)/n + z^2/4n^2)) / (1 + z^2/n), p = k/n",
      .source = "Wilson 1927", .example = "local low, high = stats.wilson(8, 10)" },
    { "clopper_pearson", stats_clopper_pearson, DWL_POSITIONAL, proportion_options,
      .returns = "low, high; arrays when k or n is one",
      .doc = "the exact interval of a proportion, which never covers less than its level",
      .formula = "Beta quantiles: low at (k, n-k+1), high at (k+1, n-k)",
      .source = "Clopper and Pearson 1934",
      .example = "local low, high = stats.clopper_pearson(8, 10, {level = 0.99})" },
    { "jeffreys", stats_jeffreys, DWL_POSITIONAL, proportion_options,
      .returns = "low, high; arrays when k or n is one",
      .doc = "the equal-tailed interval of a proportion under Jeffreys' prior, with 0 at k = 0 and "
             "1 at k = n",
      .formula = "quantiles (1-level)/2 and (1+level)/2 of Beta(k+1/2, n-k+1/2)",
      .source = "Brown, Cai and DasGupta 2001, Interval Estimation for a Binomial Proportion",
      .example = "local low, high = stats.jeffreys(8, 10)" },
    { "agresti_coull", stats_agresti_coull, DWL_POSITIONAL, proportion_options,
      .returns = "low, high; arrays when k or n is one",
      .doc = "Agresti and Coull's interval of a proportion, cut to 0..1",
      .formula = "q -+ z sqrt(q (1-q)/m), m = n + z^2, q = (k + z^2/2)/m",
      .source = "Agresti and Coull 1998, Approximate Is Better than Exact",
      .example = "local low, high = stats.agresti_coull(8, 10)" },
    { "newcombe", stats_newcombe, DWL_POSITIONAL, difference_options,
      .returns = "low, high of k1/n1 - k2/n2; arrays when one is given",
      .doc = "the difference of two independent proportions, from their Wilson intervals",
      .formula = "d - sqrt((p1-l1)^2 + (u2-p2)^2), d + sqrt((u1-p1)^2 + (p2-l2)^2)",
      .source = "Newcombe 1998, Statistics in Medicine 17, 873, method 10",
      .example = "local low, high = stats.newcombe(56, 70, 48, 80)" },
    { "newcombe_paired", stats_newcombe_paired, DWL_POSITIONAL, paired_options,
      .returns = "low, high of (first - second)/n; arrays when one is given",
      .doc = "the difference of two proportions seen on the same cases, as when two models answer "
             "the same questions",
      .formula =
          "newcombe's with - 2 phi (p1-l1)(u2-p2) and - 2 phi (u1-p1)(p2-l2) under the roots",
      .source = "Newcombe 1998, Statistics in Medicine 17, 2635, method 10",
      .example = "local low, high = stats.newcombe_paired(40, 12, 3, 45)" },
    { "mean_interval", stats_mean_interval, DWL_POSITIONAL, mean_options,
      .returns = "low, high; with na = \"drop\" also how many were left out",
      .doc =
          "Student's t interval of a mean; exact for normal numbers, good for many others when n "
          "is 30 or more (strong skew needs more)",
      .formula = "mean -+ t_(n-1) sqrt(variance / n)", .source = "Student 1908",
      .example = "local low, high = stats.mean_interval{4.1, 3.8, 5.0, 4.4}" },
    { 0 },
};

const dwl_library dwl_stats_interval = { "stats", "Intervals; each names its method.", functions };
