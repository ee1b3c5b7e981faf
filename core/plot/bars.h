/* Where bars and the bins of histograms stand. Pure functions.
 *
 * Bar layers of one direction stand side by side at each place of the axis, in the order in which
 * they were added, and so do layers of boxes, of violins and of strips; all `stacked` ones share
 * one of these slots and lie on top of each other, negative values downwards. */
#ifndef DW_PLOT_BARS_H
#define DW_PLOT_BARS_H

#include "plot/ink.h"
#include "plot/layout.h"

/* What the bars of axes have in common. */
typedef struct dw_bars {
    double room; /* between the middles of neighbours: numbers of the axis, decades when it is
                  * logarithmic */
    size_t slots;
} dw_bars;

/* Of the layers of the kind and direction of that one. */
dw_bars dw_bars_measure(const dw_axes *axes, const dw_layer *like);

/* A bar in numbers of the axes: from..to along the axis of places, base..end along that of
 * values. */
typedef struct dw_bar {
    double from, to, base, end;
} dw_bar;

/* The room of a layer at a place, in numbers of the axis; false for a gap. */
bool dw_bars_slot(const dw_axes *axes, const dw_bars *bars, size_t layer, double place,
                  double *from, double *to);
/* Bar i of a bar layer, or bin i of a histogram; false for a gap. */
bool dw_bar_at(const dw_axes *axes, const dw_bars *bars, size_t layer, size_t i, dw_bar *out);
/* The same in pixels, cut at the edges of the panel; false when nothing is left. A base that a
 * logarithmic axis cannot show is its end. */
bool dw_bar_box(const dw_panel *panel, const dw_bars *bars, size_t layer, size_t i, dw_box *out);

#endif
