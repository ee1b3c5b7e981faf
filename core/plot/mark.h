/* Strokes and marks of one layer, in pixels. Private to the painter. */
#ifndef DW_PLOT_MARK_H
#define DW_PLOT_MARK_H

#include <cairo.h>

#include "plot/style.h"

void dw_mark_color(cairo_t *cr, dw_color color, double alpha);
/* Sets color, width and dashes for a stroke. */
void dw_mark_stroke_style(cairo_t *cr, const dw_style *style);
/* A marker; hollow ones are filled with the page's colour, so that lines do not shine through. */
void dw_mark_paint(cairo_t *cr, const dw_style *style, double x, double y, dw_color page);

#endif
