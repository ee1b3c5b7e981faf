/* Colours for numbers. */
#ifndef DW_PLOT_COLORMAP_H
#define DW_PLOT_COLORMAP_H

#include "plot/figure.h"
#include "plot/theme.h"

/* viridis (Smith, van der Walt 2015) at t in 0..1, outside it the end: rises evenly in lightness,
 * so that it reads in grey and for colour-blind eyes. From a polynomial fit, off by at most 2 %. */
dw_color dw_viridis(double t);

/* The colour of a map at t in 0..1, outside it the end. Diverging: blue, nearly white at 0.5, red,
 * through nine of the colours of ColorBrewer's RdBu (Brewer 2003), which colour-blind eyes tell
 * apart; its two darkest are left out, they would vanish on a dark page. Grey: black to white. */
dw_color dw_colormap_color(dw_colormap map, double t);

/* Where a value lies in the map of its cells, 0..1; NAN for a gap. */
double dw_cells_shade(const dw_cells *cells, double value);

#endif
