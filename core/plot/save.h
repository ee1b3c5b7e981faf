/* A figure as a file: PNG, SVG or PDF. Written whole or not at all. */
#ifndef DW_PLOT_SAVE_H
#define DW_PLOT_SAVE_H

#include <cairo.h>

#include "base/file.h"
#include "plot/layout.h"

/* format: "png", "svg", "pdf"; NULL: by the path's ending. *warning (may be NULL) gets a sentence
 * about missing fonts, or "". Fails with DW_EARG on an unknown format, DW_EIO when the file cannot
 * be written; an earlier file is then as it was. */
dw_status dw_figure_save(const dw_figure *figure, const char *path, const char *format,
                         dw_error *warning, dw_error *err);

/* png.c: an image surface of format RGB24 as PNG: 8-bit RGB, sRGB, the figure's dpi, its texts. */
dw_status dw_png_write(cairo_surface_t *surface, const dw_figure *figure, FILE *stream,
                       dw_error *err);
/* vector.c. The SVG has its texts as text elements. */
dw_status dw_svg_write(const dw_layout *layout, dw_words *words, FILE *stream, dw_error *err);
dw_status dw_pdf_write(const dw_layout *layout, dw_words *words, FILE *stream, dw_error *err);

#endif
