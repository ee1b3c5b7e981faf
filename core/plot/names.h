/* The texts at the ticks of an x axis: on one line or two, turned, thinned out, shortened. Private
 * to grid.c and names.c. */
#ifndef DW_PLOT_NAMES_H
#define DW_PLOT_NAMES_H

#include "plot/parts.h"

/* Chooses how the labels of chosen ticks are written, so that no two touch and none leaves its
 * reach, which is in pixels of the scale. names: they are words, which may be broken, turned and
 * shortened; numbers are thinned out. total: how many names there are. */
void dw_names_fit(const dw_making *m, bool names, size_t total, const dw_scale *scale,
                  dw_reach reach, dw_ticks *ticks);
/* How high they then are. */
double dw_names_height(const dw_making *m, const dw_ticks *ticks);
/* Adds them to the layout; y: the top. */
void dw_names_place(dw_making *m, int panel, const dw_scale *scale, dw_reach reach,
                    const dw_ticks *ticks, double y);

#endif
