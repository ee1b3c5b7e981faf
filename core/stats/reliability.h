/* Reliability: whether answers given with confidence c are right in a share c of the cases. */
#ifndef DW_STATS_RELIABILITY_H
#define DW_STATS_RELIABILITY_H

#include <stddef.h>

#include "base/status.h"
#include "stats/binning.h"

enum { DW_RELIABILITY_MOST = DW_BINS_MOST };

/* bins + 1 edges and, for each bin, how many answers, their mean confidence, the share right, its
 * 95 % interval (Wilson), and gap = accuracy - confidence. An empty bin has NAN but for its
 * count. */
typedef struct dw_reliability {
    size_t bins;
    double *edges, *count, *confidence, *accuracy, *low, *high, *gap;
    double ece; /* sum of n_b / n * |gap_b| (Naeini, Cooper and Hauskrecht 2015) */
    double ace; /* mean of |gap_b| over bins that are not empty (Nixon et al. 2019) */
    double mce; /* the largest |gap_b| */
} dw_reliability;

/* correct: 1 for a right answer, 0 for a wrong one. An answer belongs to the bin with low <
 * confidence <= high; confidence 0 to the first. Fails on no answers, confidences outside 0..1,
 * bins outside 1..DW_RELIABILITY_MOST. Free with dw_reliability_free. */
dw_status dw_reliability_measure(const double *confidence, const double *correct, size_t n,
                                 size_t bins, dw_binning binning, dw_reliability *out,
                                 dw_error *err);
/* The same with any rule of binning. */
dw_status dw_reliability_by(const double *confidence, const double *correct, size_t n,
                            const dw_binning_rule *rule, dw_reliability *out, dw_error *err);
/* The same in bins that are made already, of answers that are checked. */
dw_status dw_reliability_in(const dw_bins *bins, const double *confidence, const double *correct,
                            size_t n, dw_reliability *out, dw_error *err);
/* From bins that were counted before: rising mean confidences, shares right, and counts. The edges
 * lie half-way between the confidences. A share times its count is rounded to whole answers for
 * the interval. */
dw_status dw_reliability_binned(const double *confidence, const double *accuracy,
                                const double *count, size_t bins, dw_reliability *out,
                                dw_error *err);
void dw_reliability_free(dw_reliability *reliability);

#endif
