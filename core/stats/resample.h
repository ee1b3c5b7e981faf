/* Resampling with replacement. A resample is keyed by (seed, its number, its stratum): the same in
 * any thread and in any order.
 *
 * Strata: rows start[s] .. start[s + 1] - 1 of the data belong to stratum s, and a resample draws
 * as many from each as it has. Independent samples are strata, too. */
#ifndef DW_STATS_RESAMPLE_H
#define DW_STATS_RESAMPLE_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

enum { DW_RESAMPLE_MOST = 1 << 30 }; /* rows */

typedef struct dw_strata {
    const size_t *start; /* count + 1 of them, from 0 to the number of rows */
    size_t count;
} dw_strata;

/* Fails on no rows, too many rows, and an empty stratum. */
dw_status dw_strata_check(const dw_strata *strata, dw_error *err);

/* The numbers of the drawn rows, those of stratum s at start[s] .. start[s + 1] - 1. */
void dw_resample_rows(const dw_strata *strata, uint64_t seed, uint64_t number, uint32_t *rows);

#endif
