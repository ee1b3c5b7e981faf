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

/* The same for each of p[0..m); the sample is looked through once. */
dw_status dw_quantiles(const double *sorted, size_t n, const double *p, size_t m, int type,
                       double *out, dw_error *err);

/* The two halves of a quantile, for samples that are not an array: the quantile of n values lies
 * *step of the way from the *low-th to the next, both held within 1..n; the value there between a
 * and b. */
dw_status dw_quantile_place(double n, double p, int type, double *low, double *step, dw_error *err);
double dw_quantile_between(double a, double b, double step);

#endif
