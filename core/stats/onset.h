/* The size from which a score is above chance. */
#ifndef DW_STATS_ONSET_H
#define DW_STATS_ONSET_H

#include "stats/breakthrough.h"

typedef struct dw_onset {
    double size;      /* NAN: there is none */
    double low, high; /* of the size; INFINITY: beyond the largest, or none */
    double none;      /* share of the resamples without an onset */
    double *p, *holm; /* n each: one-sided p-values, and adjusted ones */
    char message[320];
} dw_onset;

/* The smallest size from which on every score is above chance (0 <= chance < 1): for each size the
 * one-sided exact binomial test (of scores with se: the normal one), all of them corrected by Holm
 * (1979) at 1 - level. The interval is of a parametric bootstrap; its ends are sizes of the ladder
 * (quantiles of type 1), widened to hold the estimate: noise, doubled in a resample, moves onsets
 * up. p and holm are the caller's, of ladder->n. Fails without trials or se, beyond 300 sizes. */
dw_status dw_onset_find(dw_onset *onset, const dw_ladder *ladder, double chance,
                        const dw_resampling *options, dw_error *err);

#endif
