/* Samples in which values count differently.
 *
 * A frequency weight says how often a value was seen: a whole number, and the sample is as large
 * as the weights' sum. A reliability weight says how much a value counts: only ratios matter.
 * Weights are at least 0 and not all 0; x and weights hold n values. */
#ifndef DW_STATS_WEIGHTED_H
#define DW_STATS_WEIGHTED_H

#include <stddef.h>

#include "base/status.h"

typedef enum dw_weight_kind { DW_FREQUENCY, DW_RELIABILITY } dw_weight_kind;

/* sum w x / sum w. */
dw_status dw_weighted_mean(const double *x, const double *weights, size_t n, double *out,
                           dw_error *err);

/* The unbiased variance. Frequency: sum w (x-m)^2 / (sum w - 1). Reliability:
 * sum w (x-m)^2 / (sum w - sum w^2 / sum w). Fails when the weights stand for fewer than two
 * values. *se, of the weighted mean: sqrt(variance / size), size being sum w, or Kish's (1965)
 * (sum w)^2 / sum w^2. */
dw_status dw_weighted_variance(const double *x, const double *weights, size_t n,
                               dw_weight_kind kind, double *out, double *se, dw_error *err);

/* A quantile of type 1..9. Frequency: exactly the quantile of the sample with every value repeated.
 * Reliability: types 4..9 by Akinshin (2023), which gives Hyndman and Fan's at equal weights; type
 * 1 the smallest x with at least p of the weight at or below it, type 2 averages where p is met
 * exactly; there is no type 3. */
dw_status dw_weighted_quantile(const double *x, const double *weights, size_t n, double p, int type,
                               dw_weight_kind kind, double *out, dw_error *err);

#endif
