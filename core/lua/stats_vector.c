/* Distributions of several numbers in Lua: stats.dirichlet and stats.multinomial. */
#include <math.h>
#include <string.h>

#include "lua/stats.h"
#include "lua/stats_distribution.h"
#include "stats/distribution_vector.h"

/* The distribution and its own copy of the numbers. */
typedef struct box {
    dw_vector_distribution distribution;
    double at[];
} box;

static box *push_box(lua_State *L, dw_series at)
{
    box *b = lua_newuserdatauv(L, sizeof *b + at.n * sizeof(double), 0);
    memcpy(b->at, at.at, at.n * sizeof(double));
    luaL_setmetatable(L, dwl_vector_methods.name);
    return b;
}

static dw_vector_distribution *self(lua_State *L)
{
    box *b = luaL_checkudata(L, 1, dwl_vector_methods.name);
    return &b->distribution;
}

/* ---- making ---- */

typedef struct dirichlet_arguments {
    dw_series alpha;
} dirichlet_arguments;

static const dw_option dirichlet_options[] = {
    { "alpha", DW_SERIES, offsetof(dirichlet_arguments, alpha), .min = 1e-6, .max = 1e15,
      .flags = DW_REQUIRED, .doc = "a concentration for each number, two of them or more" },
    { 0 },
};

static int make_dirichlet(lua_State *L)
{
    dirichlet_arguments a;
    dwl_arguments(L, &a);
    box *b = push_box(L, a.alpha);
    dw_error err;
    if (dw_dirichlet(&b->distribution, b->at, a.alpha.n, &err)) return dwl_raise(L, &err);
    return 1;
}

typedef struct multinomial_arguments {
    int64_t n;
    dw_series p;
} multinomial_arguments;

static const dw_option multinomial_options[] = {
    { "n", DW_INTEGER, offsetof(multinomial_arguments, n), .min = 0, .max = 1e9,
      .flags = DW_REQUIRED, .doc = "number of trials" },
    { "p", DW_SERIES, offsetof(multinomial_arguments, p), .min = 0, .max = 1, .flags = DW_REQUIRED,
      .doc = "the probability of each outcome, two of them or more; they add up to 1" },
    { 0 },
};

static int make_multinomial(lua_State *L)
{
    multinomial_arguments a;
    dwl_arguments(L, &a);
    box *b = push_box(L, a.p);
    dw_error err;
    if (dw_multinomial(&b->distribution, (double)a.n, b->at, a.p.n, &err))
        return dwl_raise(L, &err);
    return 1;
}

/* ---- values ---- */

typedef struct vector_arguments {
    int x;
} vector_arguments;

static const dw_option vector_options[] = {
    { "x", DW_ANY, offsetof(vector_arguments, x),
      .doc = "the numbers of one point, or a matrix with a point in each row" },
    { 0 },
};

static double log_pdf_at(lua_State *L, const dw_vector_distribution *d, const double *x)
{
    double out;
    dw_error err;
    if (dw_vector_log_pdf(d, x, &out, &err)) dwl_raise(L, &err);
    return out;
}

static int log_pdf(lua_State *L, bool plain)
{
    const dw_vector_distribution *d = self(L);
    vector_arguments a;
    dwl_arguments(L, &a);
    if (!a.x) return dwl_error(L, "'x' is missing");
    dw_array *array = dwl_to_array(L, a.x);
    if (!array && !lua_istable(L, a.x))
        return dwl_error(L, "'x' must be an array or a table of numbers, got a %s",
                         luaL_typename(L, a.x));
    bool matrix = array && array->is_matrix;
    dw_series x = dwl_read_series(L, a.x, dwl_who(L), "x");
    size_t rows = matrix ? array->rows : 1, columns = matrix ? array->columns : x.n;
    if (columns != d->k)
        return dwl_error(L, "a point has %zu numbers here, got %zu", d->k, columns);
    dw_array *out = dwl_push_array(L, 1, rows, false);
    for (size_t i = 0; i < rows; i++) {
        double value = log_pdf_at(L, d, x.at + i * d->k);
        out->at[i] = plain ? exp(value) : value;
    }
    if (!matrix) lua_pushnumber(L, out->at[0]);
    return 1;
}

static int vector_log_pdf(lua_State *L)
{
    return log_pdf(L, false);
}

static int vector_pdf(lua_State *L)
{
    return log_pdf(L, true);
}

/* ---- moments ---- */

/* Pushes the means, then the variances. */
static dw_array *push_moments(lua_State *L)
{
    const dw_vector_distribution *d = self(L);
    dwl_arguments(L, NULL);
    dw_array *mean = dwl_push_array(L, 1, d->k, false);
    dw_array *var = dwl_push_array(L, 1, d->k, false);
    dw_vector_moments(d, mean->at, var->at);
    return var;
}

static int vector_mean(lua_State *L)
{
    push_moments(L);
    lua_pop(L, 1);
    return 1;
}

static int vector_var(lua_State *L)
{
    push_moments(L);
    return 1;
}

static int vector_sd(lua_State *L)
{
    dw_array *var = push_moments(L);
    for (size_t i = 0; i < var->columns; i++) var->at[i] = sqrt(var->at[i]);
    return 1;
}

/* ---- samples ---- */

static int vector_sample(lua_State *L)
{
    const dw_vector_distribution *d = self(L);
    dwl_sample_arguments a;
    dwl_arguments(L, &a);
    if ((uint64_t)a.n > DWL_MOST_ELEMENTS / d->k)
        return dwl_error(L, "at most %d draws of %zu numbers, got %lld",
                         (int)(DWL_MOST_ELEMENTS / d->k), d->k, (long long)a.n);
    uint64_t seed, call;
    dwl_sample_stream(L, &a, &seed, &call);
    dw_array *out = dwl_push_unset_array(L, (size_t)a.n, d->k, true);
    dw_vector_sample(d, seed, call, out->at, (size_t)a.n);
    return 1;
}

/* ---- the kind ---- */

static int vector_tostring(lua_State *L)
{
    const dw_vector_distribution *d = self(L);
    dw_buffer *text = dwl_push_buffer(L);
    if (d->counts)
        dw_buffer_format(text, "multinomial(n = %.0f, p =", d->n);
    else
        dw_buffer_format(text, "dirichlet(alpha =");
    for (size_t i = 0; i < d->k && i < 10; i++) dw_buffer_format(text, " %.6g", d->at[i]);
    dw_buffer_format(text, d->k > 10 ? " ...)" : ")");
    dwl_buffer_to_string(L, text);
    return 1;
}

#define VALUE "a number, or an array with one for each row of a matrix"
#define EACH "an array with one for each number of a point"

static const dwl_function methods[] = {
    { "pdf", vector_pdf, DWL_METHOD, vector_options, .returns = VALUE,
      .doc = "the density at x, as a density of all its numbers but the last; of a multinomial the "
             "probability of the counts x",
      .example = "stats.dirichlet{alpha = {1, 1, 1}}:pdf{0.2, 0.3, 0.5}" },
    { "pmf", vector_pdf, DWL_METHOD, vector_options, .returns = VALUE, .doc = "another name of pdf",
      .example = "stats.multinomial{n = 3, p = {0.5, 0.5}}:pmf{1, 2}" },
    { "log_pdf", vector_log_pdf, DWL_METHOD, vector_options, .returns = VALUE,
      .doc = "the natural logarithm of pdf",
      .example = "stats.dirichlet{alpha = {50, 60}}:log_pdf{0.1, 0.9}" },
    { "log_pmf", vector_log_pdf, DWL_METHOD, vector_options, .returns = VALUE,
      .doc = "another name of log_pdf",
      .example = "stats.multinomial{n = 9, p = {0.5, 0.5}}:log_pmf{9, 0}" },
    { "mean", vector_mean, DWL_METHOD, NULL, .returns = EACH, .doc = "the means",
      .example = "stats.dirichlet{alpha = {2, 6}}:mean()" },
    { "var", vector_var, DWL_METHOD, NULL, .returns = EACH, .doc = "the variances",
      .example = "stats.dirichlet{alpha = {2, 6}}:var()" },
    { "sd", vector_sd, DWL_METHOD, NULL, .returns = EACH, .doc = "the standard deviations",
      .example = "stats.dirichlet{alpha = {2, 6}}:sd()" },
    { "sample", vector_sample, DWL_METHOD, dwl_sample_options,
      .returns = "a matrix with a draw in each row",
      .doc = "n independent draws. The same seed gives the same bits, and more draws begin with "
             "the same ones",
      .example = "stats.multinomial{n = 60, p = {0.2, 0.3, 0.5}}:sample(4, 1)" },
    { 0 },
};

const dwl_library dwl_vector_methods = {
    "vector_distribution",
    "A distribution of several numbers, made by stats.dirichlet or stats.multinomial.", methods
};

static const dwl_function functions[] = {
    { "dirichlet", make_dirichlet, DWL_NAMED, dirichlet_options,
      .returns = "a distribution of vectors",
      .doc = "the Dirichlet distribution: random shares that add up to 1",
      .formula = "density Gamma(sum of alpha) / (product of Gamma(alpha[i])) * product of "
                 "x[i]^(alpha[i] - 1)",
      .source = "draws: normalized gamma numbers, in logarithms",
      .example = "stats.dirichlet{alpha = {1, 1, 1}}:sample(5, 1)" },
    { "multinomial", make_multinomial, DWL_NAMED, multinomial_options,
      .returns = "a distribution of vectors",
      .doc = "the multinomial distribution: how often each outcome comes in n trials",
      .formula = "P(x) = n! product of p[i]^x[i] / x[i]!", .source = "draws: conditional binomials",
      .example = "stats.multinomial{n = 10, p = {0.2, 0.3, 0.5}}:pmf{2, 3, 5}" },
    { 0 },
};

const dwl_library dwl_stats_vector = { "stats", "Distributions of several numbers at once.",
                                       functions };

void dwl_open_stats_vector(lua_State *L)
{
    dwl_new_kind(L, &dwl_vector_methods);
    lua_pushcfunction(L, vector_tostring);
    lua_setfield(L, -2, "__tostring");
    lua_pop(L, 1);
}
