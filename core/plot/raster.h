/* A painted page as rows of pixels. A large page is painted in strips, so that it needs no more
 * memory than a poster's part. */
#ifndef DW_PLOT_RASTER_H
#define DW_PLOT_RASTER_H

#include "plot/output.h"
#include "plot/paint.h"

typedef struct dw_raster {
    int width, height;
    bool clear; /* pixels have an alpha */
    double dpi;
    /* private */
    const dw_layout *layout;
    dw_words *words;
    dw_paint_options paint;
    double scale;
    cairo_surface_t *strip;
    int first, rows; /* of the page in the strip */
} dw_raster;

/* With the scale of the figure. Close it, also after a failure. */
dw_status dw_raster_open(dw_raster *raster, const dw_layout *layout, dw_words *words,
                         const dw_paint_options *paint, dw_error *err);
/* Paints the page with other options; only for a raster that is whole. */
dw_status dw_raster_repaint(dw_raster *raster, const dw_paint_options *paint, dw_error *err);
/* One row, four bytes a pixel as cairo has them; best asked for from the top down. NULL when it
 * cannot be painted. */
const unsigned char *dw_raster_row(dw_raster *raster, int y);
/* Whether all rows are there at once. */
bool dw_raster_is_whole(const dw_raster *raster);
void dw_raster_close(dw_raster *raster);

#endif
