/* Bins of confidences: the one place that says which answer belongs to which bin. */
#ifndef DW_STATS_BINNING_H
#define DW_STATS_BINNING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

enum { DW_BINS_MOST = 1000 };

typedef enum dw_binning {
    DW_BINNING_WIDTH,    /* of one width, 0..1; edge i is the double nearest to i / bins */
    DW_BINNING_MASS,     /* about as many answers each; equal confidences share a bin, so that there
                          * may be fewer bins */
    DW_BINNING_RANK,     /* runs of as many answers by rank; equal confidences in the order given.
                          * The first n modulo bins runs have one more */
    DW_BINNING_QUANTILE, /* inner edges at the quantiles i / bins of the confidences, type 7 */
    DW_BINNING_DISTINCT  /* a bin for each different confidence; `bins` is not read */
} dw_binning;

typedef struct dw_binning_rule {
    dw_binning binning;
    size_t bins; /* 1..DW_BINS_MOST; some may be empty */
    bool left;   /* bins are [low, high), the last one [low, 1]; else (low, high], the first one
                  * [0, high]. Of width and quantile */
} dw_binning_rule;

/* The bin of each answer, and bins + 1 rising edges (of runs by rank: their largest confidences).
 * Free with dw_bins_free, also after a failure. */
typedef struct dw_bins {
    size_t bins;
    double *edges;
    uint32_t *of;
} dw_bins;

dw_status dw_bins_make(dw_bins *out, const double *confidence, size_t n,
                       const dw_binning_rule *rule, dw_error *err);
void dw_bins_free(dw_bins *bins);

/* Answers as everything on calibration takes them: confidences in 0..1, correct 1 (right) or 0
 * (wrong). Fails with a sentence that names the first bad one and counts them. */
dw_status dw_answers_check(const double *confidence, const double *correct, size_t n,
                           dw_error *err);

/* order[0..n): the numbers of x, ascending; equal ones in the order given. n < 2^32. */
dw_status dw_order(const double *x, size_t n, uint32_t *order, dw_error *err);

#endif
