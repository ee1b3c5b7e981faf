/* How sure a model says it is: the law of its confidences in the whole population of questions.
 *
 * A question is answered rightly with probability r, r ~ Beta with this mean and spread; the model
 * says c = logistic(knowledge * logit r + noise * x + bias), x standard normal. */
#ifndef DW_SIM_CONFIDENCE_H
#define DW_SIM_CONFIDENCE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

typedef struct dw_confidence {
    double mean, spread; /* Beta(mean k, (1 - mean) k), k = (1 - spread) / spread; spread < 1 */
    double knowledge, noise, bias; /* knowledge in 0..1; noise >= 0 */
} dw_confidence;

/* One bin, low < c <= high: the share of questions in it; the shares times the mean confidence and
 * times the share right. */
typedef struct dw_confidence_bin {
    double share, confidence, right;
} dw_confidence_bin;

/* The chance of a confidence up to logistic(z); with `right` among the questions answered rightly.
 * Right to about 12 digits after the point. */
double dw_confidence_below(const dw_confidence *law, double z, bool right);

/* All bins of one width, and the mean of (c - right)^2. Fails when an integral does not converge.
 */
dw_status dw_confidence_bins(const dw_confidence *law, size_t bins, dw_confidence_bin *out,
                             double *brier, dw_error *err);

#endif
