/* Texts at the ticks of a y axis. Names may have several lines. Private to fit.c, grid.c, twin.c.
 */
#ifndef DW_PLOT_SIDENAMES_H
#define DW_PLOT_SIDENAMES_H

#include "plot/parts.h"

/* Breaks and shortens the names of ticks, so that they keep as much as their room allows. */
void dw_sidenames_fit(const dw_making *m, const dw_scale *scale, dw_ticks *ticks);
/* Whether two touch. Numbers too. */
bool dw_sidenames_collide(const dw_making *m, const dw_ticks *ticks, const dw_scale *scale);
/* Of the widest line of a text. */
double dw_sidenames_width(const dw_making *m, const char *label);
/* Adds the text of a tick: left of the axis it ends at x, right of it it begins there. */
void dw_sidenames_place(dw_making *m, const dw_panel *panel, const dw_tick *tick, double x,
                        bool left);

#endif
