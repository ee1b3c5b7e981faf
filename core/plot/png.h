/* Writing PNG with libpng. */
#ifndef DW_PLOT_PNG_H
#define DW_PLOT_PNG_H

#include <png.h>
#include <stdio.h>

#include "plot/deflate.h"
#include "plot/raster.h"
#include "plot/save.h"

/* The raster as PNG: 8-bit RGB, or RGBA when it is clear, or a palette when it has at most 256
 * colours; sRGB, its dpi, the texts of the figure. */
dw_status dw_png_write(dw_raster *raster, const dw_figure *figure, FILE *stream, dw_error *err);

/* An animated PNG of n sheets of one figure, each shown for delay_s seconds; it runs `runs` times
 * (0: for ever). A program that knows no animated PNG shows the first picture. At most 16
 * megapixels. */
typedef struct dw_apng {
    const dw_sheet *sheets;
    size_t n;
    double delay_s;
    uint32_t runs;
} dw_apng;
dw_status dw_apng_write(const dw_apng *apng, FILE *stream, dw_error *err);

/* ---- What png.c and apng.c share ---- */

/* All that lives across libpng's longjmp: reached through a pointer, so nothing is clobbered. */
typedef struct dw_png_writing {
    png_structp png;
    png_infop info;
    png_bytep row;
    png_textp texts;
    int text_count;
    dw_deflated pixels; /* of a whole picture of many colours */
    dw_buffer plain[3]; /* texts of the figure, as one reads them */
    dw_error *err;
    dw_status status;
} dw_png_writing;

/* Makes png and info; the caller sets the jump next. Clear: also after a failure. */
dw_status dw_png_begin(dw_png_writing *w, int width, dw_error *err);
void dw_png_clear(dw_png_writing *w);
/* The texts that the file carries; may fail, and is called before the jump is set. */
dw_status dw_png_texts(dw_png_writing *w, const dw_figure *figure);
/* IHDR, colours, resolution, texts, and how to compress. */
void dw_png_head(dw_png_writing *w, const dw_raster *raster, int color_type, int bits);
void dw_png_compression(png_structp png);
/* n of cairo's pixels as RGB or, when clear, as RGBA. */
void dw_png_pack(const unsigned char *pixels, int n, bool clear, png_bytep out);

#endif
