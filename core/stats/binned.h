/* Resampling of sums in bins, without a list of the rows drawn. */
#ifndef DW_STATS_BINNED_H
#define DW_STATS_BINNED_H

#include "stats/resample.h"

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

enum { DW_BINNED_TOGETHER = 4 };

/* Sums and counts of the resamples number .. number + count - 1 (at most DW_BINNED_TOGETHER, which
 * share the way through memory): count x bins of each. Room for twice as many numbers is the
 * caller's. */
void dw_binned_resample(const dw_binned *data, uint64_t seed, uint64_t number, size_t count,
                        double *sums, double *counts, double *room);

/* Of the data themselves. */
void dw_binned_total(const dw_binned *data, double *sums, double *counts);

#endif
