/* How a figure becomes a file: sizes of pages by name, what may be said when one is saved, and the
 * order in which its layers appear in a series of frames. Needs no cairo. */
#ifndef DW_PLOT_OUTPUT_H
#define DW_PLOT_OUTPUT_H

#include "plot/figure.h"

enum { DW_MOST_SIDE = 20000 }; /* pixels; two such sides are 400 megapixels */

/* The page that the options ask for. unit: pixels for one unit of the layout (22 units are the
 * smallest text), 0: by the size of the page. Paper has texts of 7 pt and more whatever its size.
 * Fails when a size is out of range, or sizes contradict each other. */
typedef struct dw_page_size {
    int width_px, height_px;
    double dpi, unit;
} dw_page_size;
dw_status dw_page_size_of(const dw_figure_options *options, dw_page_size *out, dw_error *err);

/* The pixels of a saved figure; fails when they are too many. */
dw_status dw_output_size(const dw_figure *figure, int *width, int *height, dw_error *err);

#endif
