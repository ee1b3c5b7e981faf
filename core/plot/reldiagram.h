/* Reliability diagrams: how often answers given with a confidence are right. */
#ifndef DW_PLOT_RELDIAGRAM_H
#define DW_PLOT_RELDIAGRAM_H

#include "plot/figure.h"

/* Columns beyond those of every layer: n counts, n + 1 edges, the weighted mean gap alone. */
enum dw_reliability_more { DW_RELIABILITY_COUNT, DW_RELIABILITY_EDGES, DW_RELIABILITY_ECE };

/* Bins, NAN where one is empty. */
typedef struct dw_gaps {
    size_t n;
    const double *confidence, *accuracy, *low, *high, *count, *edges;
    double ece;
} dw_gaps;

/* The height below 0 that the counts take: the y axis reaches down to this, negative, number. */
extern const double dw_reliability_floor;

/* Marks at mean confidence and accuracy with whiskers from low to high, bars from there to the
 * diagonal whose shade is the bin's share of the answers, the counts as a strip at the bottom, and
 * the weighted mean gap as a text. The axes go from 0 to 1 unless they have limits; both must be
 * linear. */
dw_status dw_axes_reliability(dw_axes *axes, const dw_gaps *gaps, const dw_layer_options *options,
                              dw_error *err);

#endif
