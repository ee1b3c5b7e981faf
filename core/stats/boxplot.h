/* Tukey's box plot of a sample. */
#ifndef DW_STATS_BOXPLOT_H
#define DW_STATS_BOXPLOT_H

#include <stddef.h>

#include "base/status.h"

/* Quartiles of type 7; whiskers reach the outermost values within 1.5 IQR of the box. The first
 * `below` and the last `above` values of the sorted sample lie outside: outliers. */
typedef struct dw_boxplot {
    double median, q1, q3, low, high;
    size_t below, above;
} dw_boxplot;

/* sorted is ascending, n >= 1. */
dw_status dw_boxplot_measure(const double *sorted, size_t n, dw_boxplot *out, dw_error *err);

#endif
