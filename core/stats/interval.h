/* Intervals: what a number drawn from a sample may stand for. Levels are in (0, 1), 0.95 usual. */
#ifndef DW_STATS_INTERVAL_H
#define DW_STATS_INTERVAL_H

#include <stddef.h>

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

/* Equal tails of the posterior under Jeffreys' prior, Beta(k + 1/2, n - k + 1/2). The lower end is
 * 0 at k = 0 and the upper 1 at k = n (Brown, Cai and DasGupta 2001); the raw one keeps the
 * quantiles there, too. */
dw_status dw_jeffreys(double k, double n, double level, dw_interval *out, dw_error *err);
dw_status dw_jeffreys_raw(double k, double n, double level, dw_interval *out, dw_error *err);

/* Agresti and Coull (1998): the textbook interval with z^2 / 2 successes and failures added, cut to
 * [0, 1]. It holds Wilson's. */
dw_status dw_agresti_coull(double k, double n, double level, dw_interval *out, dw_error *err);

/* The mean of any n >= 2 numbers by Student's t (1908): mean -+ t sqrt(variance / n). Exact for
 * normal numbers. Fails on a constant sample: its spread says nothing. */
dw_status dw_t_interval(const double *x, size_t n, double level, dw_interval *out, dw_error *err);

/* The mean of n scores in [0, 1], from their sum and sum of squares: Student's t, cut to [0, 1].
 * Where all scores are the same the sample variance says nothing; then the ends are those of the
 * exact binomial bound on the share of other scores, all of them 0 or all of them 1. */
dw_status dw_mean_interval(double sum, double square_sum, double n, double level, dw_interval *out,
                           dw_error *err);

/* The difference a - b of two independent proportions: Newcombe (1998, Statistics in Medicine 17,
 * 873), method 10, made of the two Wilson intervals. */
dw_status dw_newcombe(double ka, double na, double kb, double nb, double level, dw_interval *out,
                      dw_error *err);

/* The difference of two proportions seen on the same cases: `both` succeed in both, `first` and
 * `second` in that one only, `neither` in none. The difference is (first - second) / n. Newcombe
 * (1998, Statistics in Medicine 17, 2635), method 10: the Wilson intervals joined by the
 * correlation phi, which is corrected for continuity where it is positive. */
dw_status dw_newcombe_paired(double both, double first, double second, double neither, double level,
                             dw_interval *out, dw_error *err);

/* The point of the Beta distribution (a, b > 0) with lower tail p, or with upper tail p. Bisection
 * on the smaller tail: GSL's own inverse fails for large a, b and far tails. */
double dw_beta_lower_point(double p, double a, double b);
double dw_beta_upper_point(double p, double a, double b);

#endif
