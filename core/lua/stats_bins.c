/* `stats` in Lua: how a sample is distributed - histogram, distribution function, density. */
#include <math.h>
#include <string.h>

#include "lua/stats.h"
#include "lua/stats_sample.h"
#include "stats/density.h"
#include "stats/edges.h"
#include "stats/interval.h"

/* ---- histogram ---- */

typedef struct histogram_how {
    const char *na, *rule;
    int64_t bins;
    dw_series edges;
    double level;
} histogram_how;

typedef struct histogram_arguments {
    dw_series x;
    histogram_how options;
} histogram_arguments;

static const char *const rules[] = { "freedman_diaconis", "scott", "sturges", NULL };

static const dw_option histogram_group[] = {
    { "rule", DW_CHOICE, offsetof(histogram_how, rule), .choices = rules, .flags = DW_OPTIONAL,
      .doc = "how the number of bins is chosen (freedman_diaconis)" },
    { "bins", DW_INTEGER, offsetof(histogram_how, bins), .min = 1, .max = DW_EDGES_MOST_BINS,
      .flags = DW_OPTIONAL, .doc = "number of bins, in place of a rule" },
    { "edges", DW_SERIES, offsetof(histogram_how, edges), .flags = DW_INCREASING,
      .doc = "edges of the bins, in place of a rule" },
    DWL_LEVEL(histogram_how),
    DWL_NA(histogram_how),
    { 0 },
};

static const dw_option histogram_options[] = {
    { "x", DW_SERIES, offsetof(histogram_arguments, x), .flags = DWL_SAMPLE, .doc = "the sample" },
    { "options", DW_GROUP, offsetof(histogram_arguments, options), .group = histogram_group,
      .doc = "how" },
    { 0 },
};

/* Pushes the edges, and says what made them. */
static dw_array *push_edges(lua_State *L, dw_series x, const histogram_how *how,
                            const char **method)
{
    if ((how->rule != NULL) + (how->bins > 0) + (how->edges.at != NULL) > 1)
        dwl_error(L, "give one of 'rule', 'bins' and 'edges', not several");
    *method = how->edges.at ? "edges" : "bins";
    if (how->edges.at) {
        if (how->edges.n < 2) dwl_error(L, "'edges' needs at least 2 numbers, got 1");
        dw_array *edges = dwl_push_array(L, 1, how->edges.n, false);
        memcpy(edges->at, how->edges.at, how->edges.n * sizeof(double));
        return edges;
    }
    size_t bins = how->bins > 0 ? (size_t)how->bins : 0;
    dw_bin_rule rule = DW_FREEDMAN_DIACONIS;
    while (how->rule && strcmp(rules[rule], how->rule) != 0) rule++;
    dw_error err;
    if (bins == 0) {
        if (dw_bin_count(x.at, x.n, rule, &bins, &rule, &err)) dwl_raise(L, &err);
        *method = rules[rule];
    }
    dw_array *edges = dwl_push_array(L, 1, bins + 1, false);
    if (dw_bin_edges(x.at[0], x.at[x.n - 1], bins, edges->at, &err)) dwl_raise(L, &err);
    return edges;
}

/* Counts over n and width, with Wilson's interval of each share. */
static void set_density(lua_State *L, const double *edges, const double *counts, size_t bins,
                        double n, double level)
{
    dw_array *density = dwl_push_array(L, 1, bins, false);
    dw_array *low = dwl_push_array(L, 1, bins, false), *high = dwl_push_array(L, 1, bins, false);
    for (size_t b = 0; b < bins; b++) {
        double width = edges[b + 1] - edges[b];
        dw_interval share = { NAN, NAN };
        if (n > 0) dw_wilson(counts[b], n, level, &share, NULL);
        density->at[b] = counts[b] / n / width;
        low->at[b] = share.low / width;
        high->at[b] = share.high / width;
    }
    lua_setfield(L, -4, "high");
    lua_setfield(L, -3, "low");
    lua_setfield(L, -2, "density");
}

static int stats_histogram(lua_State *L)
{
    histogram_arguments a;
    dwl_arguments(L, &a);
    size_t dropped;
    const char *method;
    dw_series x = dwl_sample_sorted(L, a.x, a.options.na, &dropped);
    dw_array *edges = push_edges(L, x, &a.options, &method);
    int edges_at = lua_gettop(L);
    size_t bins = edges->columns - 1;
    dw_array *counts = dwl_push_array(L, 1, bins, false);
    double below, above;
    dw_bin_values(x.at, x.n, edges->at, bins, counts->at, &below, &above);
    lua_createtable(L, 0, 12);
    lua_pushvalue(L, edges_at);
    lua_setfield(L, -2, "edges");
    lua_pushvalue(L, edges_at + 1);
    lua_setfield(L, -2, "counts");
    double inside = (double)x.n - below - above;
    set_density(L, edges->at, counts->at, bins, inside, a.options.level);
    dwl_set_count(L, "bins", bins);
    dwl_set_count(L, "n", (size_t)inside);
    dwl_set_count(L, "below", (size_t)below);
    dwl_set_count(L, "above", (size_t)above);
    dwl_set_count(L, "dropped", dropped);
    dwl_set_number(L, "level", a.options.level);
    lua_pushfstring(L, "bins: %s; interval: Wilson", method);
    lua_setfield(L, -2, "method");
    dwl_seal_result(L, "a histogram", NULL);
    return 1;
}

/* ---- the empirical distribution function ---- */

typedef struct ecdf_how {
    const char *na;
    double level;
    dw_series at;
} ecdf_how;

typedef struct ecdf_arguments {
    dw_series x;
    ecdf_how options;
} ecdf_arguments;

static const dw_option ecdf_group[] = {
    { "at", DW_SERIES, offsetof(ecdf_how, at),
      .doc = "where it is asked for; the distinct values of the sample when not given" },
    DWL_LEVEL(ecdf_how),
    DWL_NA(ecdf_how),
    { 0 },
};

static const dw_option ecdf_options[] = {
    { "x", DW_SERIES, offsetof(ecdf_arguments, x), .flags = DWL_SAMPLE, .doc = "the sample" },
    { "options", DW_GROUP, offsetof(ecdf_arguments, options), .group = ecdf_group, .doc = "how" },
    { 0 },
};

/* The share of sorted values that are at most v. */
static double share_up_to(dw_series sorted, double v)
{
    size_t low = 0, high = sorted.n;
    while (low < high) {
        size_t half = low + (high - low) / 2;
        if (sorted.at[half] <= v)
            low = half + 1;
        else
            high = half;
    }
    return (double)low / (double)sorted.n;
}

static int stats_ecdf(lua_State *L)
{
    ecdf_arguments a;
    dwl_arguments(L, &a);
    size_t dropped;
    dw_series x = dwl_sample_sorted(L, a.x, a.options.na, &dropped), at = a.options.at;
    size_t n = at.at ? at.n : x.n;
    double *place = dwl_push_array(L, 1, n, false)->at, *p = dwl_push_array(L, 1, n, false)->at;
    double *low = dwl_push_array(L, 1, n, false)->at, *high = dwl_push_array(L, 1, n, false)->at;
    if (!at.at) n = dw_ecdf(x.at, x.n, place, p);
    for (size_t i = 0; i < n && at.at; i++) {
        place[i] = at.at[i];
        p[i] = share_up_to(x, at.at[i]);
    }
    double band = dw_ecdf_band((double)x.n, a.options.level);
    for (size_t i = 0; i < n; i++) {
        low[i] = fmax(0, p[i] - band);
        high[i] = fmin(1, p[i] + band);
    }
    lua_createtable(L, 0, 10);
    dwl_set_series(L, "x", place, n);
    dwl_set_series(L, "p", p, n);
    dwl_set_series(L, "low", low, n);
    dwl_set_series(L, "high", high, n);
    dwl_set_number(L, "band", band);
    dwl_set_number(L, "level", a.options.level);
    dwl_set_count(L, "n", x.n);
    dwl_set_count(L, "dropped", dropped);
    dwl_set_text(L, "method", "Dvoretzky-Kiefer-Wolfowitz band (Massart 1990)");
    dwl_seal_result(L, "an ecdf", NULL);
    return 1;
}

/* ---- density ---- */

typedef struct density_how {
    const char *na, *rule;
    double bandwidth;
    int64_t points;
    dw_series at;
} density_how;

typedef struct density_arguments {
    dw_series x;
    density_how options;
} density_arguments;

static const char *const bandwidth_rules[] = { "silverman", "scott", NULL };

static const dw_option density_group[] = {
    { "rule", DW_CHOICE, offsetof(density_how, rule), .choices = bandwidth_rules,
      .doc = "how the bandwidth is chosen" },
    { "bandwidth", DW_NUMBER, offsetof(density_how, bandwidth), .min = 0, .max = 1e300,
      .flags = DW_OPTIONAL | DW_ABOVE_MIN,
      .doc = "standard deviation of the kernel, in place of a rule" },
    { "at", DW_SERIES, offsetof(density_how, at),
      .doc = "where the density is asked for; not given: points from 3 bandwidths below the "
             "smallest value to 3 above the largest" },
    { "points", DW_INTEGER, offsetof(density_how, points), .def = 256, .min = 2, .max = 100000,
      .doc = "how many points" },
    DWL_NA(density_how),
    { 0 },
};

static const dw_option density_options[] = {
    { "x", DW_SERIES, offsetof(density_arguments, x), .flags = DWL_SAMPLE, .doc = "the sample" },
    { "options", DW_GROUP, offsetof(density_arguments, options), .group = density_group,
      .doc = "how" },
    { 0 },
};

static void set_points(double low, double high, size_t n, double *out)
{
    for (size_t i = 0; i < n; i++) {
        double t = (double)i / (double)(n - 1);
        out[i] = (1 - t) * low + t * high;
    }
}

static int stats_density(lua_State *L)
{
    density_arguments a;
    dwl_arguments(L, &a);
    const density_how *how = &a.options;
    size_t dropped, n = how->at.at ? how->at.n : (size_t)how->points;
    dw_series x = dwl_sample_sorted(L, a.x, how->na, &dropped);
    double width = how->bandwidth;
    bool scott = strcmp(how->rule, "scott") == 0;
    dw_error err;
    if (isnan(width) &&
        dw_bandwidth(x.at, x.n, scott ? DW_BANDWIDTH_SCOTT : DW_BANDWIDTH_SILVERMAN, &width, &err))
        return dwl_raise(L, &err);
    double *at = dwl_push_array(L, 1, n, false)->at, *out = dwl_push_array(L, 1, n, false)->at;
    double *se = dwl_push_array(L, 1, n, false)->at;
    if (how->at.at)
        memcpy(at, how->at.at, n * sizeof *at);
    else
        set_points(x.at[0] - 3 * width, x.at[x.n - 1] + 3 * width, n, at);
    if (!how->at.at && !(isfinite(at[0]) && isfinite(at[n - 1])))
        return dwl_error(L, "the values or the bandwidth are too large for a density");
    if (dw_density(x.at, x.n, width, at, n, out, &err)) return dwl_raise(L, &err);
    for (size_t i = 0; i < n; i++) /* the kernel's square has the integral 1 / (2 sqrt(pi)) */
        se[i] = sqrt(out[i] * 0.28209479177387814 / ((double)x.n * width));
    lua_createtable(L, 0, 8);
    dwl_set_series(L, "x", at, n);
    dwl_set_series(L, "density", out, n);
    dwl_set_series(L, "se", se, n);
    dwl_set_number(L, "bandwidth", width);
    dwl_set_count(L, "n", x.n);
    dwl_set_count(L, "dropped", dropped);
    lua_pushfstring(L, "Gaussian kernel, bandwidth: %s",
                    isnan(how->bandwidth) ? how->rule : "given");
    lua_setfield(L, -2, "method");
    dwl_seal_result(L, "a density", NULL);
    return 1;
}

static const dwl_function functions[] = {
    { "histogram", stats_histogram, DWL_POSITIONAL, histogram_options,
      .returns = "{ edges, counts, density, low, high, level, bins, n, below, above, dropped, "
                 "method }",
      .doc = "counts values in bins [edge, next edge), the last one with its upper edge. n values "
             "are inside, `below` and `above` are not; low..high is the density's interval. "
             "Freedman and Diaconis' and Scott's rule are Sturges' where there is no spread.",
      .formula = "density: count / (n width), so that its area is 1. Widths: freedman_diaconis 2 "
                 "IQR / n^(1/3); scott (24 sqrt(pi) / n)^(1/3) sd; sturges 1 + log2(n) bins",
      .source = "Freedman and Diaconis 1981; Scott 1979; Sturges 1926; Wilson 1927",
      .example = "local h = stats.histogram(x, {rule = \"scott\"})" },
    { "ecdf", stats_ecdf, DWL_POSITIONAL, ecdf_options,
      .returns = "{ x, p, low, high, band, level, n, dropped, method }",
      .doc = "the share p of values at or below each x. The band low..high holds the whole true "
             "distribution function with the given probability.",
      .formula = "p -+ sqrt(log(2 / (1 - level)) / (2 n))",
      .source = "Dvoretzky, Kiefer and Wolfowitz 1956; Massart 1990",
      .example = "local e = stats.ecdf(x) ax:step(e.x, e.p)" },
    { "density", stats_density, DWL_POSITIONAL, density_options,
      .returns = "{ x, density, se, bandwidth, n, dropped, method }",
      .doc = "a smooth curve for where the values lie, by a Gaussian kernel. se is the pointwise "
             "standard error, without the kernel's bias.",
      .formula = "bandwidth c min(sd, IQR / 1.34) n^(-1/5), c = 0.9 (silverman) or 1.06 (scott); "
                 "se: sqrt(density / (2 sqrt(pi) n bandwidth))",
      .source = "Silverman 1986; Scott 1992",
      .example = "local d = stats.density(x) ax:line(d.x, d.density)" },
    { 0 },
};

const dwl_library dwl_stats_bins = { "stats", "How a sample is distributed.", functions };
