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

/* ---- sums in bins, without a list of rows ---- */

/* Rows with a value and a bin each. A resample's sums and counts by bin come from one pass over the
 * values in order: row counts are Poisson of a mean below 1, which given their total m are m
 * uniform draws; n - m more draws complete them (a total above n is drawn again). This is
 * resampling itself, not an approximation to it. */
typedef struct dw_binned {
    const double *value; /* by row; the caller's */
    const uint32_t *bin;
    dw_strata strata;
    size_t bins;
    struct dw_cell *cells; /* a bin of a stratum; strata x bins */
    double *padded;        /* the values by cell, each cell filled up with zeros */
} dw_binned;

/* Free with dw_binned_free, also after a failure. bin[row] < bins. */
dw_status dw_binned_make(dw_binned *data, const double *value, const uint32_t *bin, size_t bins,
                         const dw_strata *strata, dw_error *err);
void dw_binned_free(dw_binned *data);

/* Sums and counts of a resample, bins of each; room for 2 x bins numbers is the caller's. */
void dw_binned_resample(const dw_binned *data, uint64_t seed, uint64_t number, double *sums,
                        double *counts, double *room);

/* Of the data themselves. */
void dw_binned_total(const dw_binned *data, double *sums, double *counts);

#endif
