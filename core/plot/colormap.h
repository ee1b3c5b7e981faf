/* Colours for numbers. */
#ifndef DW_PLOT_COLORMAP_H
#define DW_PLOT_COLORMAP_H

#include "plot/theme.h"

/* viridis (Smith, van der Walt 2015) at t in 0..1, outside it the end: rises evenly in lightness,
 * so that it reads in grey and for colour-blind eyes. From a polynomial fit, off by at most 2 %. */
dw_color dw_viridis(double t);

#endif
