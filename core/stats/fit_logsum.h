/* The objective of the Chinchilla fit, eight points at a time: Huber's loss of log loss minus
 * log(exp(a - alpha ln N) + exp(b - beta ln D) + exp(e)). The exponential and the logarithm are
 * made of basic operations only, so that every vector width gives the same bits. */
#ifndef DW_STATS_FIT_LOGSUM_H
#define DW_STATS_FIT_LOGSUM_H

#include "base/status.h"
#include "stats/fit_model.h"

enum { DW_LOGSUM = 5 }; /* parameters, in the order a, b, e, alpha, beta */

typedef struct dw_logsum_lanes {
    double at[8];
} dw_logsum_lanes;

typedef struct dw_logsum {
    size_t blocks;
    double delta;
    dw_logsum_lanes *log_n, *log_d, *log_loss, *weight; /* one allocation; the last block is filled
                                                           up with points of weight 0 */
} dw_logsum;

/* points: x[0] is N, x[1] is D, y the log of the loss. Free with dw_logsum_free. */
dw_status dw_logsum_make(dw_logsum *data, const dw_points *points, double delta, dw_error *err);
void dw_logsum_free(dw_logsum *data);

/* The objective divided by delta, and its derivatives. */
double dw_logsum_value(const dw_logsum *data, const double *theta, double *gradient);

/* The least objective found from theta by BFGS with a weak Wolfe search (Nocedal and Wright 2006,
 * chapter 6; Lewis and Overton 2013), which theta becomes. It stops when three steps in a row
 * gain less than `gain` of it, or after `most` steps. *steps counts. */
double dw_logsum_minimize(const dw_logsum *data, double *theta, double gain, int most, int *steps);

#endif
