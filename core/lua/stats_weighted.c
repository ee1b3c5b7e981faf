/* `stats` in Lua: samples in which values count differently. */
#include <math.h>

#include "lua/stats.h"
#include "lua/stats_sample.h"
#include "stats/weighted.h"

typedef struct weighted_how {
    const char *na, *kind;
    int64_t type;
} weighted_how;

typedef struct weighted_arguments {
    dw_series x, weights;
    weighted_how options;
} weighted_arguments;

static const char *const kinds[] = { "frequency", "reliability", NULL };
#define KIND_DOC                                                                                   \
    "frequency: how often each value was seen, whole numbers; reliability: how much each counts, " \
    "only ratios matter"

#define KIND(flag)                                                                                 \
    {                                                                                              \
        "kind", DW_CHOICE, offsetof(weighted_how, kind), .choices = kinds, .flags = flag,          \
                                                         .doc = KIND_DOC                           \
    }
#define SERIES(owner, name, text)                                                                  \
    {                                                                                              \
#        name, DW_SERIES, offsetof(owner, name), .flags = DWL_SAMPLE, .doc = text                  \
    }

static const dw_option mean_group[] = { KIND(DW_OPTIONAL), DWL_NA(weighted_how), { 0 } };
static const dw_option variance_group[] = { KIND(DW_REQUIRED), DWL_NA(weighted_how), { 0 } };
static const dw_option quantile_group[] = {
    KIND(DW_REQUIRED),
    { "type", DW_INTEGER, offsetof(weighted_how, type), .def = 7, .min = 1, .max = 9,
      .doc = "Hyndman and Fan's type; 7 is linear between neighbors" },
    DWL_NA(weighted_how),
    { 0 },
};

static const dw_option mean_options[] = {
    SERIES(weighted_arguments, x, "the sample"),
    SERIES(weighted_arguments, weights, "one for each value, at least 0 and not all 0"),
    { "options", DW_GROUP, offsetof(weighted_arguments, options), .group = mean_group,
      .doc = "how" },
    { 0 },
};

static const dw_option variance_options[] = {
    SERIES(weighted_arguments, x, "the sample"),
    SERIES(weighted_arguments, weights, "one for each value, at least 0 and not all 0"),
    { "options", DW_GROUP, offsetof(weighted_arguments, options), .group = variance_group,
      .flags = DW_REQUIRED, .doc = "{ kind = \"frequency\" } or { kind = \"reliability\" }" },
    { 0 },
};

static dw_weight_kind kind_of(const char *name)
{
    return *name == 'f' ? DW_FREQUENCY : DW_RELIABILITY;
}

static int stats_weighted_mean(lua_State *L)
{
    weighted_arguments a;
    dwl_arguments(L, &a);
    const char *na = a.options.na;
    size_t dropped = dwl_pairs_clean(L, &a.x, "x", &a.weights, "weights", na);
    double out, variance, se = NAN;
    dw_error err;
    if (dw_weighted_mean(a.x.at, a.weights.at, a.x.n, &out, &err)) return dwl_raise(L, &err);
    if (a.options.kind && dw_weighted_variance(a.x.at, a.weights.at, a.x.n, kind_of(a.options.kind),
                                               &variance, &se, &err))
        return dwl_raise(L, &err);
    lua_pushnumber(L, out);
    if (a.options.kind) lua_pushnumber(L, se);
    return (a.options.kind ? 2 : 1) + dwl_push_dropped(L, na, dropped);
}

static int stats_weighted_variance(lua_State *L)
{
    weighted_arguments a;
    dwl_arguments(L, &a);
    const char *na = a.options.na;
    size_t dropped = dwl_pairs_clean(L, &a.x, "x", &a.weights, "weights", na);
    double out, se;
    dw_error err;
    if (dw_weighted_variance(a.x.at, a.weights.at, a.x.n, kind_of(a.options.kind), &out, &se, &err))
        return dwl_raise(L, &err);
    lua_pushnumber(L, out);
    return 1 + dwl_push_dropped(L, na, dropped);
}

typedef struct quantile_arguments {
    dw_series x, weights, p;
    weighted_how options;
} quantile_arguments;

static const dw_option quantile_options[] = {
    SERIES(quantile_arguments, x, "the sample"),
    SERIES(quantile_arguments, weights, "one for each value, at least 0 and not all 0"),
    { "p", DW_SERIES, offsetof(quantile_arguments, p),
      .flags = DW_REQUIRED | DW_OR_NUMBER | DW_GAPS,
      .doc = "fraction below, in 0..1 (not percent); an array of fractions gives an array" },
    { "options", DW_GROUP, offsetof(quantile_arguments, options), .group = quantile_group,
      .flags = DW_REQUIRED, .doc = "{ kind = \"frequency\" } or { kind = \"reliability\" }" },
    { 0 },
};

static int stats_weighted_quantile(lua_State *L)
{
    quantile_arguments a;
    dwl_arguments(L, &a);
    const char *na = a.options.na;
    size_t dropped = dwl_pairs_clean(L, &a.x, "x", &a.weights, "weights", na);
    dw_array *out = dwl_push_array(L, 1, a.p.n, false);
    dw_error err;
    for (size_t i = 0; i < a.p.n; i++)
        if (dw_weighted_quantile(a.x.at, a.weights.at, a.x.n, a.p.at[i], (int)a.options.type,
                                 kind_of(a.options.kind), &out->at[i], &err))
            return dwl_raise(L, &err);
    if (a.p.scalar) lua_pushnumber(L, out->at[0]);
    return 1 + dwl_push_dropped(L, na, dropped);
}

static const dwl_function functions[] = {
    { "weighted_mean", stats_weighted_mean, DWL_POSITIONAL, mean_options,
      .returns = "a number, with `kind` its standard error; dropped with na = \"drop\"",
      .doc = "the mean of values that count differently",
      .formula = "sum w x / sum w; se: sqrt(weighted variance / size), size = sum w "
                 "(frequency) or (sum w)^2 / sum w^2 (reliability)",
      .source = "Kish 1965", .example = "stats.weighted_mean({70, 80}, {3, 1})" },
    { "weighted_variance", stats_weighted_variance, DWL_POSITIONAL, variance_options,
      .returns = "a number; dropped with na = \"drop\"",
      .doc = "the unbiased variance of values that count differently. The two kinds of weights "
             "give different variances, so there is no default.",
      .formula = "sum w (x-m)^2 / (sum w - 1) (frequency) or / (sum w - sum w^2 / sum w) "
                 "(reliability)",
      .source = "Galassi et al., GNU Scientific Library manual, weighted samples",
      .example = "stats.weighted_variance(x, counts, {kind = \"frequency\"})" },
    { "weighted_quantile", stats_weighted_quantile, DWL_POSITIONAL, quantile_options,
      .returns = "a number, or an array when p is one; dropped with na = \"drop\"",
      .doc = "the value below which a fraction p of the weight lies. Frequency: the quantile of "
             "the sample with each value repeated. Reliability: types 4 to 9 as Akinshin's, which "
             "are Hyndman and Fan's at equal weights; type 1 the first value with at least p of "
             "the weight up to it, type 2 averages where p is met exactly, no type 3.",
      .source = "Hyndman and Fan 1996; Akinshin 2023, Weighted quantile estimators",
      .example = "stats.weighted_quantile(x, counts, 0.5, {kind = \"frequency\"})" },
    { 0 },
};

const dwl_library dwl_stats_weighted = { "stats", "Samples in which values count differently.",
                                         functions };
