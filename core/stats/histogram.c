#include "stats/histogram.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "stats/quantile.h"

static size_t choose_bins(const double *sorted, size_t n)
{
    double iqr = sorted[3 * (n - 1) / 4] - sorted[(n - 1) / 4], count = (double)n;
    double width = 2 * iqr / cbrt(count);
    double bins = (sorted[n - 1] - sorted[0]) / width;
    if (!(bins < 1e15)) bins = 1 + log2(count);
    return bins < 1 ? 1 : bins > 200 ? 200 : (size_t)ceil(bins);
}

static void count(const double *sorted, size_t n, dw_histogram *h)
{
    double low = sorted[0], high = sorted[n - 1];
    if (!(high > low)) {
        double room = low != 0 ? 0.5 * fabs(low) : 0.5;
        low -= room;
        high += room;
    }
    double bins = (double)h->bins;
    for (size_t i = 0; i <= h->bins; i++) {
        double t = (double)i / bins;
        h->edges[i] = (1 - t) * low + t * high;
    }
    for (size_t i = 0, bin = 0; i < n; i++) {
        while (bin + 1 < h->bins && sorted[i] >= h->edges[bin + 1]) bin++;
        h->counts[bin]++;
    }
}

dw_status dw_histogram_count(const double *x, size_t n, size_t bins, dw_histogram *out,
                             dw_error *err)
{
    *out = (dw_histogram){ NULL, NULL, 0 };
    if (bins > DW_HISTOGRAM_MOST)
        return dw_fail(err, DW_EDOMAIN, "bins must be at most %d, got %zu", DW_HISTOGRAM_MOST,
                       bins);
    double *sorted = dw_allocate(n, sizeof *sorted, err);
    if (!sorted) return DW_ENOMEM;
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (isfinite(x[i])) sorted[kept++] = x[i];
    dw_sort(sorted, kept);
    if (kept) out->bins = bins ? bins : choose_bins(sorted, kept);
    out->edges = dw_allocate(out->bins + 1, sizeof *out->edges, err);
    out->counts = dw_allocate(out->bins, sizeof *out->counts, err);
    dw_status status = out->edges && out->counts ? DW_OK : DW_ENOMEM;
    if (!status && kept) count(sorted, kept, out);
    free(sorted);
    if (!status) return DW_OK;
    free(out->edges);
    free(out->counts);
    *out = (dw_histogram){ NULL, NULL, 0 };
    return status;
}
