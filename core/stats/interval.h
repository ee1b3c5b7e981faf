/* Intervals: what a number drawn from a sample may stand for. Levels are in (0, 1), 0.95 usual. */
#ifndef DW_STATS_INTERVAL_H
#define DW_STATS_INTERVAL_H

#include "base/status.h"

typedef struct dw_interval {
    double low, high;
} dw_interval;

/* k successes in n trials; both whole, 0 <= k <= n, n >= 1, as doubles so that 10^15 fits.
 * Wilson (1927), without continuity correction: the lower end is exactly 0 at k = 0, the upper
 * exactly 1 at k = n. */
dw_status dw_wilson(double k, double n, double level, dw_interval *out, dw_error *err);

/* Clopper and Pearson (1934), which never covers less than the level. */
dw_status dw_clopper_pearson(double k, double n, double level, dw_interval *out, dw_error *err);

/* The mean of n scores in [0, 1], from their sum and sum of squares: Student's t, cut to [0, 1].
 * Where all scores are 0 or all are 1 the sample variance says nothing, and the open end is the
 * exact binomial bound on the share of other scores. */
dw_status dw_mean_interval(double sum, double square_sum, double n, double level, dw_interval *out,
                           dw_error *err);

/* The difference a - b of two independent proportions: Newcombe (1998), method 10, made of the two
 * Wilson intervals. */
dw_status dw_newcombe(double ka, double na, double kb, double nb, double level, dw_interval *out,
                      dw_error *err);

/* The point of the Beta distribution (a, b > 0) with lower tail p, or with upper tail p. Bisection
 * on the smaller tail: GSL's own inverse fails for large a, b and far tails. */
double dw_beta_lower_point(double p, double a, double b);
double dw_beta_upper_point(double p, double a, double b);

#endif
