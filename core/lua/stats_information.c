/* `stats` in Lua: information of discrete distributions. */
#include <math.h>
#include <string.h>

#include "lua/stats.h"
#include "lua/stats_sample.h"
#include "stats/information.h"

typedef struct information_how {
    const char *base;
    bool counts;
} information_how;

static const char *const bases[] = { "nats", "bits", NULL };

#define BASE(owner)                                                                                \
    {                                                                                              \
        "base", DW_CHOICE, offsetof(owner, base), .choices = bases,                                \
                                                  .doc = "unit: natural or binary logarithms"      \
    }

static double in_base(double nats, const char *base)
{
    return *base == 'b' ? nats / 0.69314718055994531 : nats;
}

static const dw_option base_group[] = { BASE(information_how), { 0 } };

typedef struct entropy_arguments {
    dw_series p;
    information_how options;
} entropy_arguments;

static const dw_option entropy_options[] = {
    { "p", DW_SERIES, offsetof(entropy_arguments, p), .flags = DWL_SAMPLE,
      .doc = "probabilities, sum 1 within 1e-9" },
    { "options", DW_GROUP, offsetof(entropy_arguments, options), .group = base_group,
      .doc = "how" },
    { 0 },
};

static int stats_entropy(lua_State *L)
{
    entropy_arguments a;
    dwl_arguments(L, &a);
    double out;
    dw_error err;
    if (dw_entropy(a.p.at, a.p.n, &out, &err)) return dwl_raise(L, &err);
    lua_pushnumber(L, in_base(out, a.options.base));
    return 1;
}

typedef struct two_arguments {
    dw_series p, q;
    information_how options;
} two_arguments;

static const dw_option two_options[] = {
    { "p", DW_SERIES, offsetof(two_arguments, p), .flags = DWL_SAMPLE,
      .doc = "probabilities, sum 1 within 1e-9" },
    { "q", DW_SERIES, offsetof(two_arguments, q), .flags = DWL_SAMPLE,
      .doc = "probabilities of the same outcomes" },
    { "options", DW_GROUP, offsetof(two_arguments, options), .group = base_group, .doc = "how" },
    { 0 },
};

static int compare(lua_State *L, dw_status (*compute)(const double *, const double *, size_t,
                                                      double *, dw_error *))
{
    two_arguments a;
    dwl_arguments(L, &a);
    dwl_pairs_clean(L, &a.p, "p", &a.q, "q", dwl_na_choices[0]);
    double out;
    dw_error err;
    if (compute(a.p.at, a.q.at, a.p.n, &out, &err)) return dwl_raise(L, &err);
    lua_pushnumber(L, in_base(out, a.options.base));
    return 1;
}

static int stats_cross_entropy(lua_State *L)
{
    return compare(L, dw_cross_entropy);
}

static int stats_kl(lua_State *L)
{
    return compare(L, dw_kl);
}

static int stats_js(lua_State *L)
{
    return compare(L, dw_js);
}

/* ---- mutual information ---- */

typedef struct table_arguments {
    int table;
    information_how options;
} table_arguments;

static const dw_option table_group[] = {
    { "counts", DW_BOOLEAN, offsetof(information_how, counts),
      .doc = "the table holds counts, not probabilities" },
    BASE(information_how),
    { 0 },
};

static const dw_option table_options[] = {
    { "table", DW_ANY, offsetof(table_arguments, table), .flags = DW_REQUIRED,
      .doc = "a matrix, or a list of rows: joint probabilities, sum 1 within 1e-9" },
    { "options", DW_GROUP, offsetof(table_arguments, options), .group = table_group, .doc = "how" },
    { 0 },
};

/* The table as a matrix, which stays on the stack. */
static dw_array *read_rows(lua_State *L, int index)
{
    dw_array *array = dwl_to_array(L, index), *out = NULL;
    if (array && array->is_matrix) return array;
    if (array || !lua_istable(L, index))
        dwl_error(L, "'table' must be a matrix or a list of rows, got %s",
                  array ? "an array" : luaL_typename(L, index));
    size_t rows = lua_rawlen(L, index);
    if (rows == 0) dwl_error(L, "'table' is empty");
    for (size_t i = 0; i < rows; i++) {
        int type = lua_rawgeti(L, index, (lua_Integer)i + 1);
        if (type != LUA_TTABLE && !dwl_to_array(L, -1))
            dwl_error(L, "'table' must be a list of rows, but element %zu is a %s", i + 1,
                      luaL_typename(L, -1));
        int row_at = lua_gettop(L);
        dw_series row = dwl_read_series(L, row_at, dwl_who(L), "table");
        if (!out) {
            if (row.n > DWL_MOST_ELEMENTS / rows) dwl_error(L, "'table' is too large");
            out = dwl_push_array(L, rows, row.n, true);
            lua_replace(L, row_at);
            row_at++;
        }
        if (row.n != out->columns)
            dwl_error(L, "'table': row 1 has %zu values, row %zu has %zu", out->columns, i + 1,
                      row.n);
        memcpy(out->at + i * out->columns, row.at, row.n * sizeof(double));
        lua_settop(L, row_at - 1);
    }
    return out;
}

static int stats_mutual_information(lua_State *L)
{
    table_arguments a;
    dwl_arguments(L, &a);
    dw_array *table = read_rows(L, a.table);
    double out, se = NAN;
    dw_error err;
    dw_status status =
        a.options.counts
            ? dw_mutual_information_of_counts(table->at, table->rows, table->columns, &out, &se,
                                              &err)
            : dw_mutual_information(table->at, table->rows, table->columns, &out, &err);
    if (status) return dwl_raise(L, &err);
    lua_pushnumber(L, in_base(out, a.options.base));
    if (!a.options.counts) return 1;
    lua_pushnumber(L, in_base(se, a.options.base));
    return 2;
}

/* ---- perplexity ---- */

typedef struct perplexity_how {
    const char *of, *base;
    double level;
} perplexity_how;

typedef struct perplexity_arguments {
    dw_series x;
    perplexity_how options;
} perplexity_arguments;

static const char *const sources[] = { "log_probabilities", "probabilities", NULL };

static const dw_option perplexity_group[] = {
    { "of", DW_CHOICE, offsetof(perplexity_how, of), .choices = sources,
      .doc = "what x holds: log probabilities (at most 0) or probabilities" },
    { "base", DW_CHOICE, offsetof(perplexity_how, base), .choices = bases,
      .doc = "of the log probabilities: natural or binary logarithms" },
    DWL_LEVEL(perplexity_how),
    { 0 },
};

static const dw_option perplexity_options[] = {
    { "x", DW_SERIES, offsetof(perplexity_arguments, x), .flags = DWL_SAMPLE,
      .doc = "for each token, what the model gave to the token that came" },
    { "options", DW_GROUP, offsetof(perplexity_arguments, options), .group = perplexity_group,
      .doc = "how" },
    { 0 },
};

static int stats_perplexity(lua_State *L)
{
    perplexity_arguments a;
    dwl_arguments(L, &a);
    bool plain = *a.options.of == 'p', bits = *a.options.base == 'b';
    dw_array *log_p = dwl_push_array(L, 1, a.x.n, false);
    for (size_t i = 0; i < a.x.n; i++) {
        double x = a.x.at[i];
        if (plain && !(x >= 0 && x <= 1))
            return dwl_error(L, "probabilities must be in 0..1, got %g at %zu", x, i + 1);
        if (!plain && x > 0)
            return dwl_error(L,
                             "log probabilities must be at most 0, got %g at %zu (of = "
                             "\"probabilities\" takes probabilities)",
                             x, i + 1);
        log_p->at[i] = plain ? log(x) : bits ? x * 0.69314718055994531 : x;
    }
    double out, low, high;
    dw_error err;
    if (dw_perplexity(log_p->at, a.x.n, a.options.level, &out, &low, &high, &err))
        return dwl_raise(L, &err);
    lua_pushnumber(L, out);
    lua_pushnumber(L, low);
    lua_pushnumber(L, high);
    return 3;
}

static const dwl_function functions[] = {
    { "entropy", stats_entropy, DWL_POSITIONAL, entropy_options, .returns = "a number",
      .doc = "how uncertain a distribution is, in nats or bits; 0 log 0 is 0",
      .formula = "-sum p log p", .source = "Shannon 1948",
      .example = "stats.entropy({0.5, 0.5}, {base = \"bits\"}) --> 1" },
    { "cross_entropy", stats_cross_entropy, DWL_POSITIONAL, two_options, .returns = "a number",
      .doc = "the mean surprise of somebody who believes q where p holds; infinite where q = 0 < p",
      .formula = "-sum p log q", .source = "Shannon 1948",
      .example = "stats.cross_entropy({0.5, 0.5}, {0.9, 0.1})" },
    { "kl", stats_kl, DWL_POSITIONAL, two_options, .returns = "a number",
      .doc = "the Kullback-Leibler divergence of q from p; infinite where q = 0 < p",
      .formula = "sum p log(p / q)", .source = "Kullback and Leibler 1951",
      .example = "stats.kl({0.5, 0.5}, {0.9, 0.1})" },
    { "js", stats_js, DWL_POSITIONAL, two_options, .returns = "a number",
      .doc = "the Jensen-Shannon divergence: 0 for equal distributions, log 2 (1 bit) for disjoint "
             "ones",
      .formula = "KL(p, m)/2 + KL(q, m)/2, m = (p + q)/2", .source = "Lin 1991",
      .example = "stats.js({0.5, 0.5}, {0.9, 0.1}, {base = \"bits\"})" },
    { "mutual_information", stats_mutual_information, DWL_POSITIONAL, table_options,
      .returns = "a number; of counts also its standard error",
      .doc = "what the row tells about the column, from a table of joint probabilities or of "
             "counts. Of counts it is too large by about (rows - 1)(columns - 1) / (2 n) nats.",
      .formula = "sum p_ij log(p_ij / (p_i. p_.j)); se: sqrt((sum p_ij log(...)^2 - I^2) / n)",
      .source = "Shannon 1948; Miller 1955",
      .example = "stats.mutual_information({{30, 10}, {10, 30}}, {counts = true})" },
    { "perplexity", stats_perplexity, DWL_POSITIONAL, perplexity_options,
      .returns = "a number, and the low and high end of its interval (NaN for one token)",
      .doc =
          "how many equally likely tokens the model was choosing among. The interval is Student's "
          "t of the mean, as if tokens were independent.",
      .formula = "exp(-mean of log p)", .source = "Jelinek et al. 1977",
      .example = "stats.perplexity({-1.2, -0.3, -2.5})" },
    { 0 },
};

const dwl_library dwl_stats_information = { "stats", "Information of discrete distributions.",
                                            functions };
