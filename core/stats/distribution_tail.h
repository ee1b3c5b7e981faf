/* Densities and tails that the distributions share, with full relative accuracy far out and for
 * large parameters. */
#ifndef DW_STATS_DISTRIBUTION_TAIL_H
#define DW_STATS_DISTRIBUTION_TAIL_H

#include <stdbool.h>

/* A point of the unit interval: x, and y = 1 - x to full relative accuracy. slip is what rounding
 * took from the smaller of the two. */
typedef struct dw_share {
    double x, y, slip;
} dw_share;

dw_share dw_share_make(double x);
/* u / (u + v), where u is a * b without rounding. */
dw_share dw_share_ratio(double a, double b, double v);

/* log C(n, k) x^k y^(n - k) for real 0 <= k <= n, by the saddle point (Loader 2000). */
double dw_log_binomial(double k, double n, dw_share p);
/* The same with k - n x given, for who knows it to more digits. */
double dw_log_binomial_at(double k, double n, dw_share p, double deviation);
/* log mu^k exp(-mu) / k! for real k >= 0; the mean is mu + slip. */
double dw_log_poisson(double k, double mu, double slip);

/* log(Gamma(h + 1/2) / (Gamma(h) sqrt(h))), h > 0 */
double dw_log_half_step(double h);

double dw_log_beta_density(double a, double b, dw_share p);
/* The share of Beta(a, b) below or above p. */
double dw_beta_tail(double a, double b, dw_share p, bool upper);

/* P(Beta(a, b) <= x) of an x below 1e-280, given its logarithm. */
double dw_tiny_beta_tail(double a, double b, double log_x);

double dw_log_gamma_density(double shape, double x, double slip);
/* The share of Gamma(shape, 1) below or above x + slip. */
double dw_gamma_tail(double shape, double x, double slip, bool upper);

/* The sum of j^-s for whole j in first..last; last may be INFINITY when s > 1. s may be negative.
 * Euler and Maclaurin's formula after the first terms. */
double dw_power_sum(double s, double first, double last);

#endif
