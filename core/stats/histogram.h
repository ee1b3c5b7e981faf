/* Counting numbers into bins of one width. */
#ifndef DW_STATS_HISTOGRAM_H
#define DW_STATS_HISTOGRAM_H

#include <stddef.h>

#include "base/status.h"

enum { DW_HISTOGRAM_MOST = 10000 };

/* bins + 1 edges and bins counts; free() both. */
typedef struct dw_histogram {
    double *edges, *counts;
    size_t bins;
} dw_histogram;

/* Counts the finite numbers among x[0..n). bins == 0: Freedman and Diaconis (1981), a width of
 * 2 IQR / n^(1/3), at most 200 bins; without a spread between the quartiles 1 + log2(n) bins. The
 * last bin holds its upper edge. Without a finite number there are no bins, and edges and counts
 * are valid to free. */
dw_status dw_histogram_count(const double *x, size_t n, size_t bins, dw_histogram *out,
                             dw_error *err);

#endif
