/* Distributions in Lua: stats.normal{...} and its like, and the methods of what they make. */
#include <math.h>
#include <string.h>

#include "lua/stats.h"
#include "lua/stats_distribution.h"
#include "stats/distribution.h"

static char random_key; /* of math.random, as it was before any script */

/* ---- making ---- */

static int make(lua_State *L)
{
    const dwl_function *function = lua_touserdata(L, lua_upvalueindex(1));
    const dw_family *const *family = dw_families;
    while (strcmp((*family)->name, function->name) != 0) family++;
    dw_cell cells[DW_DISTRIBUTION_PARAMETERS + 1] = { 0 };
    dwl_arguments(L, cells);
    dw_distribution *distribution = lua_newuserdatauv(L, sizeof *distribution, 0);
    dw_error err;
    if (dw_distribution_make(distribution, *family, cells, &err)) return dwl_raise(L, &err);
    luaL_setmetatable(L, dwl_distribution_methods.name);
    return 1;
}

static dw_distribution *self(lua_State *L)
{
    return luaL_checkudata(L, 1, dwl_distribution_methods.name);
}

/* ---- values ---- */

typedef struct point_arguments {
    dw_series x;
} point_arguments;

static const dw_option x_options[] = {
    { "x", DW_SERIES, offsetof(point_arguments, x),
      .flags = DW_REQUIRED | DW_OR_NUMBER | DW_INFINITE | DW_MAYBE_EMPTY,
      .doc = "a point, or an array of points" },
    { 0 },
};

static const dw_option p_options[] = {
    { "p", DW_SERIES, offsetof(point_arguments, x), .min = 0, .max = 1,
      .flags = DW_REQUIRED | DW_OR_NUMBER | DW_MAYBE_EMPTY,
      .doc = "a probability in 0..1, or an array of them" },
    { 0 },
};

/* A number for a number, an array for an array. */
static int at_points(lua_State *L, double (*value)(const dw_distribution *, double))
{
    const dw_distribution *distribution = self(L);
    point_arguments a;
    dwl_arguments(L, &a);
    if (a.x.scalar) {
        lua_pushnumber(L, value(distribution, a.x.at[0]));
        return 1;
    }
    dw_array *out = dwl_push_array(L, 1, a.x.n, false);
    for (size_t i = 0; i < a.x.n; i++) out->at[i] = value(distribution, a.x.at[i]);
    return 1;
}

static int distribution_pdf(lua_State *L)
{
    return at_points(L, dw_pdf);
}

static int distribution_log_pdf(lua_State *L)
{
    return at_points(L, dw_log_pdf);
}

static int distribution_cdf(lua_State *L)
{
    return at_points(L, dw_cdf);
}

static int distribution_sf(lua_State *L)
{
    return at_points(L, dw_sf);
}

static int distribution_quantile(lua_State *L)
{
    return at_points(L, dw_quantile_of);
}

static int distribution_isf(lua_State *L)
{
    return at_points(L, dw_isf);
}

/* ---- moments ---- */

static int push_moment(lua_State *L, double value)
{
    dwl_arguments(L, NULL);
    lua_pushnumber(L, value);
    return 1;
}

static int distribution_mean(lua_State *L)
{
    return push_moment(L, dw_mean_of(self(L)));
}

static int distribution_var(lua_State *L)
{
    return push_moment(L, dw_var_of(self(L)));
}

static int distribution_sd(lua_State *L)
{
    return push_moment(L, sqrt(dw_var_of(self(L))));
}

/* ---- samples ---- */

const dw_option dwl_sample_options[] = {
    { "n", DW_INTEGER, offsetof(dwl_sample_arguments, n), .min = 0, .max = DWL_MOST_ELEMENTS,
      .flags = DW_REQUIRED, .doc = "number of draws" },
    { "seed", DW_INTEGER, offsetof(dwl_sample_arguments, seed), .min = 0, .max = 0x1p53,
      .flags = DW_OPTIONAL,
      .doc = "the same seed gives the same draws; without one they follow math.random, which "
             "starts from the run's seed" },
    { 0 },
};

void dwl_sample_stream(lua_State *L, const dwl_sample_arguments *a, uint64_t *seed, uint64_t *call)
{
    *seed = (uint64_t)a->seed;
    *call = 0;
    if (a->seed >= 0) return;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &random_key);
    lua_pushinteger(L, 0); /* asks for 64 random bits */
    lua_call(L, 1, 1);
    *seed = (uint64_t)lua_tointeger(L, -1);
    *call = 1;
    lua_pop(L, 1);
}

static int distribution_sample(lua_State *L)
{
    const dw_distribution *distribution = self(L);
    dwl_sample_arguments a;
    dwl_arguments(L, &a);
    uint64_t seed, call;
    dwl_sample_stream(L, &a, &seed, &call);
    dw_array *out = dwl_push_unset_array(L, 1, (size_t)a.n, false);
    dw_error err;
    if (dw_sample(distribution, seed, call, out->at, (size_t)a.n, &dwl_run_of(L)->env, &err))
        return dwl_raise(L, &err);
    return 1;
}

/* ---- the kind ---- */

static int distribution_tostring(lua_State *L)
{
    const dw_distribution *distribution = self(L);
    dw_buffer *text = dwl_push_buffer(L);
    dw_buffer_format(text, "%s(", distribution->family->name);
    for (size_t i = 0; i < dw_distribution_parameters(distribution->family); i++) {
        const dw_option *option = &distribution->family->parameters[i];
        if (option->kind == DW_INTEGER && distribution->at[i] < 0) continue;
        dw_buffer_format(text, "%s%s = %.14g", i ? ", " : "", option->name, distribution->at[i]);
    }
    dw_buffer_format(text, ")");
    dwl_buffer_to_string(L, text);
    return 1;
}

#define VALUE "a number, or an array when the argument is one"

static const dwl_function methods[] = {
    { "pdf", distribution_pdf, DWL_METHOD, x_options, .returns = VALUE,
      .doc = "the density at x; of a discrete distribution the probability of x, 0 where x is not "
             "whole",
      .example = "stats.normal{}:pdf(0)" },
    { "pmf", distribution_pdf, DWL_METHOD, x_options, .returns = VALUE,
      .doc = "another name of pdf", .example = "stats.binomial{n = 10, p = 0.5}:pmf(5)" },
    { "log_pdf", distribution_log_pdf, DWL_METHOD, x_options, .returns = VALUE,
      .doc = "the natural logarithm of the density; finite where the density itself is below the "
             "smallest number",
      .example = "stats.normal{}:log_pdf(100)" },
    { "log_pmf", distribution_log_pdf, DWL_METHOD, x_options, .returns = VALUE,
      .doc = "another name of log_pdf", .example = "stats.poisson{mu = 2}:log_pmf(1000)" },
    { "cdf", distribution_cdf, DWL_METHOD, x_options, .returns = VALUE, .doc = "P(X <= x)",
      .example = "stats.t{nu = 4}:cdf(-2.5)" },
    { "sf", distribution_sf, DWL_METHOD, x_options, .returns = VALUE,
      .doc = "P(X > x), to full accuracy also where it is tiny, unlike 1 - cdf",
      .example = "stats.normal{}:sf(20)" },
    { "quantile", distribution_quantile, DWL_METHOD, p_options, .returns = VALUE,
      .doc = "the point with probability p below it; discrete: the smallest k with cdf(k) >= p, "
             "where equality allows for rounding. 0 and 1 give the ends of the support",
      .example = "stats.normal{}:quantile(0.975)" },
    { "isf", distribution_isf, DWL_METHOD, p_options, .returns = VALUE,
      .doc = "the point with probability p above it, the inverse of sf; discrete: the smallest k "
             "with sf(k) <= p",
      .example = "stats.normal{}:isf(1e-20)" },
    { "mean", distribution_mean, DWL_METHOD, NULL,
      .returns = "a number; infinite or NaN where there is none", .doc = "the mean",
      .example = "stats.beta{a = 2, b = 6}:mean()" },
    { "var", distribution_var, DWL_METHOD, NULL,
      .returns = "a number; infinite or NaN where there is none", .doc = "the variance",
      .example = "stats.beta{a = 2, b = 6}:var()" },
    { "sd", distribution_sd, DWL_METHOD, NULL,
      .returns = "a number; infinite or NaN where there is none", .doc = "the standard deviation",
      .example = "stats.beta{a = 2, b = 6}:sd()" },
    { "sample", distribution_sample, DWL_METHOD, dwl_sample_options,
      .returns = "an array of n numbers",
      .doc = "n independent draws. The same seed gives the same bits on any number of threads, and "
             "more draws begin with the same ones",
      .example = "stats.normal{}:sample(1000, 1)" },
    { 0 },
};

const dwl_library dwl_distribution_methods = {
    "distribution", "A distribution of one number, made by stats.normal and its like.", methods
};

static const dwl_function functions[] = {
    { "normal", make, DWL_NAMED, dw_normal_parameters, .returns = "a distribution",
      .doc = "the normal distribution",
      .formula = "density exp(-((x - mean) / sd)^2 / 2) / (sd sqrt(2 pi))",
      .source = "quantiles: Wichura 1988, algorithm AS 241",
      .example = "stats.normal{mean = 100, sd = 15}:cdf(130)" },
    { "t", make, DWL_NAMED, dw_student_parameters, .returns = "a distribution",
      .doc = "Student's t distribution",
      .formula = "density (1 + x^2 / nu)^(-(nu + 1) / 2) / (sqrt(nu) B(nu / 2, 1 / 2))",
      .source = "tails: 0.5 P(Beta(nu / 2, 1 / 2) < nu / (nu + x^2))",
      .example = "stats.t{nu = 9}:quantile(0.975)" },
    { "chi2", make, DWL_NAMED, dw_freedom_parameters, .returns = "a distribution",
      .doc = "the chi-squared distribution: of the sum of nu squared standard normal numbers",
      .formula = "Gamma(shape = nu / 2, scale = 2)", .example = "stats.chi2{nu = 3}:sf(7.81)" },
    { "f", make, DWL_NAMED, dw_f_parameters, .returns = "a distribution",
      .doc = "Fisher's F distribution: of a ratio of two chi-squared numbers, each divided by its "
             "degrees of freedom",
      .formula = "d1 x / (d1 x + d2) is Beta(d1 / 2, d2 / 2), x >= 0",
      .example = "stats.f{d1 = 3, d2 = 20}:sf(3.1)" },
    { "beta", make, DWL_NAMED, dw_beta_parameters, .returns = "a distribution",
      .doc = "the beta distribution on 0..1",
      .formula = "density x^(a - 1) (1 - x)^(b - 1) / B(a, b)",
      .source =
          "tails: Didonato and Morris 1992 (TOMS 708); an integral of the density when a and b "
          "are above 10",
      .example = "stats.beta{a = 8, b = 4}:quantile{0.025, 0.975}" },
    { "gamma", make, DWL_NAMED, dw_gamma_parameters, .returns = "a distribution",
      .doc = "the gamma distribution, of mean shape * scale",
      .formula = "density (x / scale)^(shape - 1) exp(-x / scale) / (scale Gamma(shape)), x >= 0",
      .source = "draws: Marsaglia and Tsang 2000",
      .example = "stats.gamma{shape = 2, scale = 3}:quantile(0.99)" },
    { "lognormal", make, DWL_NAMED, dw_lognormal_parameters, .returns = "a distribution",
      .doc = "the distribution of a number whose logarithm is normal",
      .formula = "density exp(-((log x - mu) / sigma)^2 / 2) / (x sigma sqrt(2 pi)), x > 0",
      .example = "stats.lognormal{mu = 0, sigma = 1}:mean()" },
    { "uniform", make, DWL_NAMED, dw_uniform_parameters, .returns = "a distribution",
      .doc = "the uniform distribution on low..high", .formula = "density 1 / (high - low)",
      .example = "stats.uniform{low = -1, high = 1}:sample(5, 1)" },
    { "exponential", make, DWL_NAMED, dw_exponential_parameters, .returns = "a distribution",
      .doc = "the exponential distribution", .formula = "density exp(-x / scale) / scale, x >= 0",
      .example = "stats.exponential{scale = 2}:sf(6)" },
    { "pareto", make, DWL_NAMED, dw_pareto_parameters, .returns = "a distribution",
      .doc = "the Pareto distribution (type I), a power law",
      .formula = "P(X > x) = (scale / x)^shape, x >= scale",
      .example = "stats.pareto{shape = 1.5, scale = 1}:sf(100)" },
    { "bernoulli", make, DWL_NAMED, dw_bernoulli_parameters, .returns = "a distribution",
      .doc = "one trial: 1 with probability p, else 0", .formula = "P(1) = p, P(0) = 1 - p",
      .example = "stats.bernoulli{p = 0.3}:sample(10, 1)" },
    { "binomial", make, DWL_NAMED, dw_binomial_parameters, .returns = "a distribution",
      .doc = "the binomial distribution: successes among n independent trials",
      .formula = "P(k) = C(n, k) p^k (1 - p)^(n - k), k = 0..n",
      .source =
          "probabilities: Loader 2000, Fast and Accurate Computation of Binomial Probabilities",
      .example = "stats.binomial{n = 100, p = 0.5}:sf(60)" },
    { "poisson", make, DWL_NAMED, dw_poisson_parameters, .returns = "a distribution",
      .doc = "the Poisson distribution: how many rare events there are",
      .formula = "P(k) = mu^k exp(-mu) / k!, k >= 0",
      .example = "stats.poisson{mu = 3.5}:pmf{0, 1, 2}" },
    { "geometric", make, DWL_NAMED, dw_geometric_parameters, .returns = "a distribution",
      .doc = "the geometric distribution: trials up to and with the first success, so that the "
             "smallest value is 1",
      .formula = "P(k) = p (1 - p)^(k - 1), k >= 1", .example = "stats.geometric{p = 0.2}:mean()" },
    { "hypergeometric", make, DWL_NAMED, dw_hypergeometric_parameters, .returns = "a distribution",
      .doc = "the hypergeometric distribution: how many of the things drawn are good",
      .formula = "P(k) = C(good, k) C(bad, draws - k) / C(good + bad, draws)",
      .example = "stats.hypergeometric{good = 13, bad = 39, draws = 5}:pmf(3)" },
    { "zipf", make, DWL_NAMED, dw_zipf_parameters, .returns = "a distribution",
      .doc = "Zipf's law, a power law of whole numbers; over all of them the zeta distribution. "
             "Values above 1e308 are infinite",
      .formula = "P(k) = k^-s / (sum of j^-s), k = 1..n",
      .source = "sums: Euler and Maclaurin; draws: Hörmann and Derflinger 1996",
      .example = "stats.zipf{s = 1.1, n = 50000}:pmf(1)" },
    { 0 },
};

const dwl_library dwl_stats_distribution = {
    "stats", "Distributions. Each call makes an object with methods pdf, cdf, sf, quantile, ...",
    functions
};

void dwl_open_stats_distribution(lua_State *L)
{
    lua_getglobal(L, "math");
    lua_getfield(L, -1, "random");
    lua_rawsetp(L, LUA_REGISTRYINDEX, &random_key);
    lua_pop(L, 1);
    dwl_new_kind(L, &dwl_distribution_methods);
    lua_pushcfunction(L, distribution_tostring);
    lua_setfield(L, -2, "__tostring");
    lua_pop(L, 1);
}
