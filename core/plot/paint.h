/* Painting a layout with cairo. */
#ifndef DW_PLOT_PAINT_H
#define DW_PLOT_PAINT_H

#include <cairo.h>

#include "plot/layout.h"

/* A zeroed struct paints all. Layers are counted over the whole figure, axes by axes. */
typedef struct dw_paint_options {
    bool no_texts;       /* for a caller that writes the texts itself */
    bool clear;          /* no page; where texts had a rim of its colour, the data are erased */
    bool vector;         /* the surface cannot erase: with clear, what texts need is left out */
    const size_t *steps; /* for each layer, the first picture of a series that shows it */
    size_t picture;      /* of that series, from 0; NULL steps: all is shown */
} dw_paint_options;

/* Whether a picture shows what belongs to a layer; what belongs to none is always there. */
bool dw_paint_shows(const dw_paint_options *options, int layer);

/* Whether the panels are painted around a text, which so needs no rim. */
bool dw_paint_cuts(const dw_layout *layout, const dw_paint_options *options,
                   const dw_text_box *text);

/* What lies below the middle of a text, lines and points left out: the page, and pale surfaces. */
dw_color dw_paint_ground(const dw_layout *layout, const dw_paint_options *options,
                         const dw_text_box *text);

/* Paints the page at the origin, one unit a pixel, background included. */
void dw_paint(const dw_layout *layout, dw_words *words, cairo_t *cr,
              const dw_paint_options *options);

#endif
