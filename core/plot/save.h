/* Figures as files: PNG, SVG, PDF. Written whole or not at all. */
#ifndef DW_PLOT_SAVE_H
#define DW_PLOT_SAVE_H

#include <cairo.h>

#include "base/file.h"
#include "plot/output.h"
#include "plot/paint.h"

/* format: "png", "svg", "pdf"; NULL: by the path's ending. *warning (may be NULL) gets a sentence
 * about missing fonts, or "". A clear page (output_clear)
 * has no background in any format; the scale (output_scale) changes nothing about a PDF, whose page
 * is measured in inches. Fails with DW_EARG on an unknown format, DW_EIO when the file cannot
 * be written; an earlier file is then as it was. */
dw_status dw_figure_save(const dw_figure *figure, const char *path, const char *format,
                         dw_error *warning, dw_error *err);

/* A figure that is laid out, and how it is painted. */
typedef struct dw_sheet {
    dw_words *words;
    dw_layout *layout;
    double scale;
    dw_paint_options paint;
} dw_sheet;

/* Lays out; free with dw_sheet_free, also after a failure. */
dw_status dw_sheet_make(const dw_figure *figure, dw_sheet *sheet, dw_error *err);
void dw_sheet_free(dw_sheet *sheet);

/* Writes n sheets to a stream. */
typedef dw_status dw_sheet_writer(const dw_sheet *sheets, size_t n, const char *title, FILE *stream,
                                  dw_error *err);
/* save.c: one sheet as PNG. */
dw_sheet_writer dw_image_write;
/* vector.c: one sheet; it has its texts as text elements. */
dw_sheet_writer dw_svg_write;
/* vector.c: a page for each sheet; of several pages each has a bookmark. */
dw_sheet_writer dw_pdf_write;
/* Has the file at the path written, whole or not at all. */
dw_status dw_sheets_save(dw_sheet_writer *write, const dw_sheet *sheets, size_t n,
                         const char *title, const char *path, dw_error *err);

#endif
