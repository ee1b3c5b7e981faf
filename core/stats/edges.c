#include "stats/edges.h"

#include <math.h>

#include "stats/describe.h"
#include "stats/moment.h"
#include "stats/quantile.h"

static dw_status width_of(const double *sorted, size_t n, dw_bin_rule rule, double *out,
                          dw_error *err)
{
    double low, high, root = cbrt((double)n);
    dw_moments m;
    dw_status status = dw_moments_of(sorted, n, 1, &m, err);
    if (status) return status;
    if (rule == DW_SCOTT) { /* (24 sqrt(pi))^(1/3) */
        *out = 3.4908301821030387 * ldexp(sqrt(m.second), m.exponent) / root;
        return DW_OK;
    }
    status = dw_quantile(sorted, n, 0.25, 7, &low, err);
    if (!status) status = dw_quantile(sorted, n, 0.75, 7, &high, err);
    if (!status) *out = 2 * (high / root - low / root);
    return status;
}

dw_status dw_bin_count(const double *sorted, size_t n, dw_bin_rule rule, size_t *bins,
                       dw_bin_rule *used, dw_error *err)
{
    double width = 0;
    dw_status status = dw_check_sample(sorted, n, 1, err);
    if (!status && rule != DW_STURGES) status = width_of(sorted, n, rule, &width, err);
    if (status) return status;
    *used = width > 0 ? rule : DW_STURGES;
    double count =
        width > 0 ? ceil(sorted[n - 1] / width - sorted[0] / width) : ceil(log2((double)n)) + 1;
    if (count > DW_EDGES_MOST_BINS)
        return dw_fail(err, DW_EDOMAIN,
                       "the rule asks for %.3g bins, more than %d; say how many with 'bins', or "
                       "give 'edges'",
                       count, DW_EDGES_MOST_BINS);
    *bins = count < 1 || sorted[0] == sorted[n - 1] ? 1 : (size_t)count;
    return DW_OK;
}

dw_status dw_bin_edges(double low, double high, size_t bins, double *edges, dw_error *err)
{
    if (low == high) {
        double room = low != 0 ? 0.5 * fabs(low) : 0.5;
        low -= room;
        high += room;
    }
    for (size_t i = 0; i <= bins; i++) {
        double t = (double)i / (double)bins;
        edges[i] = i == bins ? high : (1 - t) * low + t * high;
        if (i > 0 && !(edges[i] > edges[i - 1]))
            return dw_fail(err, DW_ENUMERIC, "%zu bins between %.17g and %.17g are too narrow",
                           bins, low, high);
    }
    return DW_OK;
}

void dw_bin_values(const double *sorted, size_t n, const double *edges, size_t bins, double *counts,
                   double *below, double *above)
{
    *below = *above = 0;
    for (size_t b = 0; b < bins; b++) counts[b] = 0;
    for (size_t i = 0, bin = 0; i < n; i++) {
        double x = sorted[i];
        while (bin + 1 < bins && x >= edges[bin + 1]) bin++;
        if (x < edges[0])
            ++*below;
        else if (x > edges[bins])
            ++*above;
        else
            counts[bin]++;
    }
}

size_t dw_ecdf(const double *sorted, size_t n, double *at, double *share)
{
    size_t distinct = 0;
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || sorted[i] > sorted[i - 1]) distinct++;
        at[distinct - 1] = sorted[i];
        share[distinct - 1] = (double)(i + 1) / (double)n;
    }
    return distinct;
}

double dw_ecdf_band(double n, double level)
{
    return sqrt(log(2 / (1 - level)) / (2 * n));
}
