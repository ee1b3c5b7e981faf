/* What ranges the layers of axes need. Pure functions. */
#ifndef DW_PLOT_EXTENT_H
#define DW_PLOT_EXTENT_H

#include "plot/figure.h"
#include "plot/scale.h"

/* Widens the range to hold all layers of the axes, along x or along y. */
void dw_extent_add(dw_range *range, const dw_axes *axes, bool of_x);

#endif
