/* Ranks: places in ascending order, ties share the mean of theirs. */
#ifndef DW_STATS_RANK_H
#define DW_STATS_RANK_H

#include <stddef.h>

#include "base/status.h"

/* ranks[i] is the place of x[i] among x[0..n), from 1; equal values get the mean of their places
 * (mid ranks). Fails on NaN and infinities, which it counts. */
dw_status dw_mid_ranks(const double *x, size_t n, double *ranks, dw_error *err);

#endif
