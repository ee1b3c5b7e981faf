/* Moments of a sample: spread, skewness, kurtosis, autocorrelation, geometric mean.
 *
 * Every function fails as dw_check_sample does: on a sample that is too small and on NaN and
 * infinities, which it counts. Deviations from the mean are scaled by a power of two, so that
 * samples near the ends of what a double can hold have their moments, too. */
#ifndef DW_STATS_MOMENT_H
#define DW_STATS_MOMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

/* Means of ((x - mean) / 2^exponent)^k, k = 2, 3, 4, divisor n; all 0 when the values are equal. */
typedef struct dw_moments {
    double n, mean, second, third, fourth;
    int exponent;
} dw_moments;

dw_status dw_moments_of(const double *x, size_t n, size_t least, dw_moments *out, dw_error *err);

/* The standard deviation, divisor n - 1; n >= 2. dw_spread: its square. Both fail when the result
 * is above what a double can hold. */
dw_status dw_sd(const double *x, size_t n, double *out, dw_error *err);
dw_status dw_spread(const double *x, size_t n, double *out, dw_error *err);
/* Of the mean: sd / sqrt(n); n >= 2. */
dw_status dw_standard_error(const double *x, size_t n, double *out, dw_error *err);

/* Joanes and Gill (1998). Skewness: g1 = m3 / m2^1.5; adjusted: G1 = g1 sqrt(n (n-1)) / (n-2).
 * Excess kurtosis: g2 = m4 / m2^2 - 3; adjusted: G2 = ((n+1) g2 + 6) (n-1) / ((n-2) (n-3)). m_k
 * has divisor n. n >= 2, adjusted n >= 3 and n >= 4. Fail when all values are equal. */
dw_status dw_skewness(const double *x, size_t n, bool adjusted, double *out, dw_error *err);
dw_status dw_kurtosis(const double *x, size_t n, bool adjusted, double *out, dw_error *err);
/* Their standard errors in samples of a normal distribution, exact for each form; NAN where the
 * form does not exist. */
double dw_skewness_se(double n, bool adjusted);
double dw_kurtosis_se(double n, bool adjusted);

/* sum (x_i - m)(x_(i+lag) - m) / sum (x_i - m)^2, as NIST's r1; 1 <= lag < n. *se is Bartlett's
 * (1946) under no correlation from that lag on: sqrt((1 + 2 sum_(j<lag) r_j^2) / n). Fails when
 * all values are equal. */
dw_status dw_autocorrelation(const double *x, size_t n, size_t lag, double *out, double *se,
                             dw_error *err);

/* exp of the mean of log x, all x > 0. *se by the delta method, NAN when n == 1. */
dw_status dw_geometric_mean(const double *x, size_t n, double *out, double *se, dw_error *err);

#endif
