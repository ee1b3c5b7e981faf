/* The lines of a contour in a panel, in pixels; for the layout and the painter. */
#ifndef DW_PLOT_ISOLINE_H
#define DW_PLOT_ISOLINE_H

#include "plot/contour.h"
#include "plot/layers.h"
#include "plot/layout.h"

typedef struct dw_isolines {
    dw_field_grid field; /* in the measure of the colors; gaps are NaN */
    const double *levels;
    size_t level_count;
    /* private */
    double *value, *x, *y; /* x and y: pixels of the nodes */
    bool is_log;
} dw_isolines;

/* False without memory; close it in any case. */
bool dw_isolines_open(const dw_panel *panel, const dw_layer *layer, dw_isolines *iso);
void dw_isolines_close(dw_isolines *iso);
/* A level as the field measures it. */
double dw_isolines_measure(const dw_isolines *iso, double level);
/* The pixel of a point between nodes. */
dw_grid_point dw_isolines_pixel(const dw_isolines *iso, dw_grid_point at);
/* The lines of level i in pixels, in place of what is there; false without memory. */
bool dw_isolines_trace(const dw_isolines *iso, size_t i, dw_contour_lines *lines);

/* The color of the lines of a level. */
dw_color dw_isoline_color(const dw_theme *theme, const dw_panel *panel, const dw_layer *layer,
                          const dw_style *style, double level);
/* How the levels of a layer are written; a level that cannot be has no tick. */
void dw_isoline_numbers(const dw_layer *layer, dw_ticks *out);

#endif
