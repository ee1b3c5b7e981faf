/* Counts turned into scores with intervals. */
#ifndef DW_SIM_SCORE_H
#define DW_SIM_SCORE_H

#include "base/status.h"
#include "sim/sim.h"

/* Cell i of the score: k of n, with Wilson's 95 % interval. */
dw_status dw_score_share(dw_score *score, size_t i, double k, double n, dw_error *err);

/* Cell i: the mean of n scores that are whole numbers out of `most`, from their sum and sum of
 * squares, with Student's 95 % interval (dw_mean_interval). */
dw_status dw_score_mean(dw_score *score, size_t i, double sum, double squares, double n,
                        double most, dw_error *err);

/* Cell i: the mean of n numbers, from itself and their standard deviation: Student's 95 % interval.
 * Of one number `sd` is what is known of its spread, and the interval is the normal's. */
void dw_score_spread(dw_score *score, size_t i, double mean, double sd, double n);

#endif
