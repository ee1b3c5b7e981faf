/* Quantiles by search: inverts tails that are only known as functions. */
#ifndef DW_STATS_DISTRIBUTION_SOLVE_H
#define DW_STATS_DISTRIBUTION_SOLVE_H

#include <stdbool.h>

/* P(X <= x) or P(X > x) */
typedef double (*dw_tail)(const void *context, double x, bool upper);

/* The x in 0..high (high may be INFINITY) whose tail is p, to the last bit that the tail tells.
 * 0 < p < 1; INFINITY when even the largest double has a larger upper tail. */
double dw_solve_quantile(dw_tail tail, const void *context, double high, double p, bool upper);

/* The smallest whole k in low..high (may be INFINITY) with P(X <= k) >= p or P(X > k) <= p, where
 * equality allows for rounding. The search starts at `middle` with steps of `spread`. */
double dw_solve_whole(dw_tail tail, const void *context, double low, double high, double middle,
                      double spread, double p, bool upper);

#endif
