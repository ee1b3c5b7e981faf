/* Sample quantiles. */
#ifndef DW_STATS_QUANTILE_H
#define DW_STATS_QUANTILE_H

#include <stddef.h>

#include "base/status.h"

/* Sorts x[0..n) in place, ascending. */
void dw_sort(double *x, size_t n);

/* The value below which a fraction p (0..1, not percent) of the sorted sample lies, by Hyndman and
 * Fan's (1996) type 1..9; 7 is the usual one, linear between neighbours. p counts as the decimal
 * it was written as: 0.3 of 10 values is exactly the third, although the double 0.3 is smaller.
 * sorted is ascending and is not changed. Fails on n == 0, on values that are not finite, on p
 * outside 0..1, on another type. */
dw_status dw_quantile(const double *sorted, size_t n, double p, int type, double *out,
                      dw_error *err);

#endif
