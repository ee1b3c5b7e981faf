/* Points that have no place on their axes: 0 and below on a log axis, 0 and 1 on a logit one. */
#ifndef DW_PLOT_UNDRAWN_H
#define DW_PLOT_UNDRAWN_H

#include "plot/figure.h"

/* A sentence about the first layer with such points goes to *warning, which stays as it is when
 * there is none. Missing numbers (NaN) are gaps that are meant. */
void dw_figure_undrawn(const dw_figure *figure, dw_error *warning);

#endif
