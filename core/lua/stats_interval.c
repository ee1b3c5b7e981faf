/* `stats` in Lua: intervals. */
#include "lua/stats.h"
#include "stats/interval.h"

typedef struct proportion_arguments {
    double k, n;
    struct {
        double level;
    } options;
} proportion_arguments;

static const dw_option level_options[] = {
    { "level", DW_NUMBER, 0, .def = 0.95, .min = 0, .max = 1, .flags = DW_ABOVE_MIN | DW_BELOW_MAX,
      .doc = "confidence level" },
    { 0 },
};

static const dw_option proportion_options[] = {
    { "k", DW_NUMBER, offsetof(proportion_arguments, k), .flags = DW_REQUIRED | DW_GAPS,
      .unit = "successes", .doc = "a whole number in 0..n" },
    { "n", DW_NUMBER, offsetof(proportion_arguments, n), .flags = DW_REQUIRED | DW_GAPS,
      .unit = "trials", .doc = "a whole number of at least 1" },
    { "options", DW_GROUP, offsetof(proportion_arguments, options), .group = level_options,
      .doc = "how" },
    { 0 },
};

typedef dw_status (*proportion)(double, double, double, dw_interval *, dw_error *);

static int interval_of(lua_State *L, proportion compute)
{
    proportion_arguments a;
    dwl_arguments(L, &a);
    dw_interval out;
    dw_error err;
    if (compute(a.k, a.n, a.options.level, &out, &err)) return dwl_raise(L, &err);
    lua_pushnumber(L, out.low);
    lua_pushnumber(L, out.high);
    return 2;
}

static int stats_wilson(lua_State *L)
{
    return interval_of(L, dw_wilson);
}

static int stats_clopper_pearson(lua_State *L)
{
    return interval_of(L, dw_clopper_pearson);
}

static const dwl_function functions[] = {
    { "wilson", stats_wilson, DWL_POSITIONAL, proportion_options, .returns = "low, high",
      .doc = "Wilson's score interval of a proportion, without continuity correction",
      .formula = "(p + z^2/2n -+ z sqrt(p (1-p)/n + z^2/4n^2)) / (1 + z^2/n), p = k/n",
      .source = "Wilson 1927", .example = "local low, high = stats.wilson(8, 10)" },
    { "clopper_pearson", stats_clopper_pearson, DWL_POSITIONAL, proportion_options,
      .returns = "low, high",
      .doc = "the exact interval of a proportion, which never covers less than its level",
      .formula = "Beta quantiles: low at (k, n-k+1), high at (k+1, n-k)",
      .source = "Clopper and Pearson 1934",
      .example = "local low, high = stats.clopper_pearson(8, 10, {level = 0.99})" },
    { 0 },
};

const dwl_library dwl_stats_interval = { "stats", "Intervals; each names its method.", functions };
