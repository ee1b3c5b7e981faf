/* Painting a layout with cairo. */
#ifndef DW_PLOT_PAINT_H
#define DW_PLOT_PAINT_H

#include <cairo.h>

#include "plot/layout.h"

/* Paints the page at the origin, one unit a pixel, background included. With texts == false all
 * texts are left out (for a caller that writes them itself). */
void dw_paint(const dw_layout *layout, dw_words *words, cairo_t *cr, bool texts);

#endif
