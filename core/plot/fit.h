/* What fits an axis: its range, and ticks whose texts have room. Private to grid.c and fit.c. */
#ifndef DW_PLOT_FIT_H
#define DW_PLOT_FIT_H

#include "plot/parts.h"

/* Gives each panel its ranges, and says which of its axes have numbers. */
void dw_fit_ranges(dw_making *m);
/* Ticks for a scale that has its pixels, about so many; the range may grow to reach the outer ones.
 * heat: the heatmap of the panel, or NULL; its range stays as it is. */
void dw_fit_ticks(const dw_making *m, const dw_axis *axis, dw_scale *scale, bool of_x,
                  const dw_layer *heat, int about, dw_ticks *ticks);
double dw_fit_tick_size(const dw_making *m);
/* Of the widest line. */
double dw_fit_tick_width(const dw_making *m, const dw_tick *tick);
size_t dw_fit_columns(const dw_figure *figure);
/* Whether bars grow along x. */
bool dw_fit_sideways_bars(const dw_axes *axes);

#endif
