/* What the families of distributions share. */
#ifndef DW_STATS_DISTRIBUTION_FAMILY_H
#define DW_STATS_DISTRIBUTION_FAMILY_H

#include "stats/distribution.h"

extern const dw_family dw_normal, dw_lognormal, dw_uniform, dw_exponential, dw_pareto, dw_gamma,
    dw_chi2, dw_beta, dw_f, dw_student;
extern const dw_family dw_bernoulli, dw_binomial, dw_poisson, dw_geometric, dw_hypergeometric,
    dw_zipf;

/* An option of the i-th parameter. */
#define DW_PARAMETER(name_, kind_, i, ...)                                                         \
    {                                                                                              \
        name_, kind_, (i) * sizeof(dw_cell), __VA_ARGS__                                           \
    }
/* Positive shapes and scales. */
#define DW_POSITIVE .min = 0, .max = 1e15, .flags = DW_REQUIRED | DW_ABOVE_MIN

/* Uniform in (0, 1). */
double dw_draw_open(gsl_rng *rng);
/* Of Gamma(shape, 1); its logarithm is finite where the draw itself is below the smallest double.
 */
double dw_draw_log_gamma(double shape, gsl_rng *rng);

#endif
