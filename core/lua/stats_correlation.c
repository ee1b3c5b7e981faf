/* `stats` in Lua: correlation of pairs. */
#include <math.h>

#include "lua/stats.h"
#include "lua/stats_sample.h"
#include "stats/correlation.h"

typedef struct pairs_how {
    const char *na;
    double level;
} pairs_how;

typedef struct pairs_arguments {
    dw_series x, y;
    pairs_how options;
} pairs_arguments;

static const dw_option pairs_group[] = { DWL_LEVEL(pairs_how), DWL_NA(pairs_how), { 0 } };

static const dw_option pairs_options[] = {
    { "x", DW_SERIES, offsetof(pairs_arguments, x), .flags = DWL_SAMPLE, .doc = "one sample" },
    { "y", DW_SERIES, offsetof(pairs_arguments, y), .flags = DWL_SAMPLE,
      .doc = "the other, as long as x" },
    { "options", DW_GROUP, offsetof(pairs_arguments, options), .group = pairs_group, .doc = "how" },
    { 0 },
};

static double number_of(lua_State *L, const char *name)
{
    lua_getfield(L, 1, name);
    double x = lua_tonumber(L, -1);
    lua_pop(L, 1);
    return x;
}

static int detail_tostring(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_getfield(L, 1, "method");
    dw_buffer *text = dwl_push_buffer(L);
    dw_buffer_format(text, "%.4f [%.4f, %.4f], p = %.3g, %.0f pairs (%s)", number_of(L, "r"),
                     number_of(L, "low"), number_of(L, "high"), number_of(L, "p"),
                     number_of(L, "n"), luaL_optstring(L, 2, ""));
    dwl_buffer_to_string(L, text);
    return 1;
}

typedef dw_status (*correlation)(const double *, const double *, size_t, double, dw_correlation *,
                                 dw_error *);

static int correlate(lua_State *L, correlation compute, const char *statistic, const char *limit,
                     const char *interval)
{
    pairs_arguments a;
    dwl_arguments(L, &a);
    size_t dropped = dwl_pairs_clean(L, &a.x, "x", &a.y, "y", a.options.na);
    dw_correlation out;
    dw_error err;
    if (compute(a.x.at, a.y.at, a.x.n, a.options.level, &out, &err)) return dwl_raise(L, &err);
    lua_pushnumber(L, out.r);
    lua_createtable(L, 0, 12);
    dwl_set_number(L, "r", out.r);
    dwl_set_number(L, statistic, out.statistic);
    dwl_set_number(L, "p", out.p);
    dwl_set_number(L, limit, out.p_limit);
    dwl_set_number(L, "p_exact", out.p_exact);
    dwl_set_number(L, "low", out.limits.low);
    dwl_set_number(L, "high", out.limits.high);
    dwl_set_number(L, "level", a.options.level);
    dwl_set_count(L, "n", a.x.n);
    dwl_set_count(L, "dropped", dropped);
    lua_pushfstring(L, "p: %s; interval: %s",
                    !isnan(out.p_exact) ? "exact"
                    : *statistic == 't' ? "Student's t"
                                        : "normal, corrected for ties",
                    interval);
    lua_setfield(L, -2, "method");
    dwl_seal_result(L, "a correlation", detail_tostring);
    return 2;
}

static int stats_pearson(lua_State *L)
{
    return correlate(L, dw_pearson, "t", "p_t", "Fisher's z");
}

static int stats_spearman(lua_State *L)
{
    return correlate(L, dw_spearman, "t", "p_t", "Fisher's z, Bonett and Wright's variance");
}

static int stats_kendall(lua_State *L)
{
    return correlate(L, dw_kendall, "z", "p_normal", "Fisher's z, Fieller's variance");
}

#define RETURNS(fields)                                                                            \
    "the coefficient, and { r, " fields ", p_exact, low, high, level, n, dropped, method }"

static const dwl_function functions[] = {
    { "pearson", stats_pearson, DWL_POSITIONAL, pairs_options, .returns = RETURNS("t, p, p_t"),
      .doc = "the product-moment correlation of at least 3 pairs, with its two-sided p-value (of "
             "no correlation, normal pairs) and interval",
      .formula = "t = r sqrt((n-2) / (1-r^2)), n-2 degrees of freedom; tanh(atanh r -+ z / "
                 "sqrt(n-3)); p_exact is NaN",
      .source = "Pearson 1895; Fisher 1921",
      .example = "local r, more = stats.pearson(x, y) print(r, more.low, more.high, more.p)" },
    { "spearman", stats_spearman, DWL_POSITIONAL, pairs_options, .returns = RETURNS("t, p, p_t"),
      .doc = "the correlation of the ranks, ties sharing the mean of theirs. p is exact without "
             "ties for n <= 9, else from Student's t (p_t)",
      .formula = "as pearson of the ranks; p_exact: share of all permutations with |rho| at least "
                 "as large, or NaN; tanh(atanh rho -+ z sqrt((1 + rho^2/2) / (n-3)))",
      .source = "Spearman 1904; Bonett and Wright 2000",
      .example = "local rho = stats.spearman(size, score)" },
    { "kendall", stats_kendall, DWL_POSITIONAL, pairs_options, .returns = RETURNS("z, p, p_normal"),
      .doc =
          "Kendall's tau-b: pairs of pairs in the same order minus those in opposite order, ties "
          "corrected. p is exact without ties for n <= 50, else from the normal distribution "
          "(p_normal)",
      .formula = "S / sqrt((n0 - n1)(n0 - n2)), n0 = n(n-1)/2, n1 and n2 the tied pairs of x and "
                 "y; tanh(atanh tau -+ z sqrt(0.437 / (n-4))), -1..1 for n <= 4",
      .source = "Kendall 1945; Knight 1966; Fieller, Hartley and Pearson 1957",
      .example = "local tau = stats.kendall(size, score)" },
    { 0 },
};

const dwl_library dwl_stats_correlation = { "stats", "Correlation of pairs.", functions };
