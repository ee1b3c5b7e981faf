/* Intervals of quantiles from the order of a sample, whatever its distribution. */
#ifndef DW_STATS_ORDER_H
#define DW_STATS_ORDER_H

#include <stddef.h>

#include "base/status.h"
#include "stats/interval.h"

/* Two values of the sorted sample between which the quantile p of its population lies, 0 < p < 1,
 * with a probability of at least `level`: each end misses it with at most (1 - level) / 2, by the
 * binomial distribution (Thompson 1936). An end is infinite when even the outermost value would
 * miss it more often: the median at 95 % needs 6 values. */
dw_status dw_quantile_interval(const double *sorted, size_t n, double p, double level,
                               dw_interval *out, dw_error *err);

#endif
