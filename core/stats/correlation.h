/* Correlation of pairs, with p-value and interval.
 *
 * x and y hold n values each, n >= 3. Every function fails on a pair that is not finite (the
 * message counts them), and when all of x or all of y are equal. */
#ifndef DW_STATS_CORRELATION_H
#define DW_STATS_CORRELATION_H

#include <stddef.h>

#include "base/status.h"
#include "stats/interval.h"

typedef struct dw_correlation {
    double r;
    double statistic;   /* t of pearson and spearman, z of kendall */
    double p;           /* two-sided: the exact one where there is one */
    double p_limit;     /* from Student's t, or from the normal distribution (kendall) */
    double p_exact;     /* NAN where it is not computed */
    dw_interval limits; /* from Fisher's z; -1..1 when n is too small for one */
} dw_correlation;

/* Fails with a sentence when there are fewer than `least` pairs or some are not finite. */
dw_status dw_check_pairs(const double *x, const double *y, size_t n, size_t least, dw_error *err);

/* The product-moment correlation. t = r sqrt((n-2) / (1-r^2)), n-2 degrees of freedom; interval
 * tanh(atanh(r) -+ z / sqrt(n-3)) (Fisher 1921). */
dw_status dw_pearson(const double *x, const double *y, size_t n, double level, dw_correlation *out,
                     dw_error *err);

/* Pearson's of the mid ranks. p_exact without ties for n <= 9: the share of all permutations with
 * |rho| at least as large. Interval as Pearson's with (1 + rho^2/2) / (n-3) for the variance
 * (Bonett and Wright 2000). */
dw_status dw_spearman(const double *x, const double *y, size_t n, double level, dw_correlation *out,
                      dw_error *err);

/* Kendall's (1945) tau-b, in O(n log n) by Knight (1966). p_exact without ties for n <= 50;
 * p_limit from the variance corrected for ties (Kendall 1970). Interval as Pearson's with 0.437 /
 * (n-4) for the variance (Fieller, Hartley and Pearson 1957). */
dw_status dw_kendall(const double *x, const double *y, size_t n, double level, dw_correlation *out,
                     dw_error *err);

/* The share of all orders of n distinct values whose Kendall distance from their sorted order is
 * at most `most`: n <= 50. */
double dw_kendall_tail(size_t n, double most);

#endif
