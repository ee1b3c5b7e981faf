#include <errno.h>
#include <math.h>
#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "plot/math.h"
#include "plot/save.h"

/* All that lives across libpng's longjmp: reached through a pointer, so nothing is clobbered. */
typedef struct writing {
    png_structp png;
    png_infop info;
    png_bytep row;
    png_textp texts;
    int text_count;
    dw_buffer plain[3]; /* texts of the figure, as one reads them */
    dw_error *err;
    dw_status status;
} writing;

static void on_error(png_structp png, png_const_charp message)
{
    writing *w = png_get_error_ptr(png);
    bool wrote = strstr(message, "Write Error") != NULL;
    w->status = dw_fail(w->err, DW_EIO, "cannot write the PNG: %s",
                        wrote && errno ? strerror(errno) : message);
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp message)
{
    (void)png;
    (void)message;
}

static void add_text(writing *w, const char *key, const char *text, const char *language,
                     bool compressed)
{
    if (!text || !*text) return;
    w->texts[w->text_count++] = (png_text){ .compression = compressed ? PNG_ITXT_COMPRESSION_zTXt
                                                                      : PNG_ITXT_COMPRESSION_NONE,
                                            .key = (char *)key,
                                            .text = (char *)text,
                                            .itxt_length = strlen(text),
                                            .lang = (char *)language,
                                            .lang_key = (char *)key };
}

/* Set before the rows, so that who reads the file's beginning finds them. */
static dw_status collect_texts(writing *w, const dw_figure *figure)
{
    w->texts = dw_allocate(figure->memo_count + 4, sizeof *w->texts, w->err);
    if (!w->texts) return DW_ENOMEM;
    const char *language = figure->language;
    static const dw_figure_text which[] = { DW_FIGURE_TITLE, DW_FIGURE_ALT, DW_FIGURE_CAPTION };
    static const char *const keys[] = { "Title", "Description", "Caption" };
    for (int i = 0; i < 3; i++) {
        dw_math_plain(figure->texts[which[i]], &w->plain[i]);
        add_text(w, keys[i], w->plain[i].text, language, false);
    }
    add_text(w, "Software", "dunwu", "", false);
    for (size_t i = 0; i < figure->memo_count; i++)
        add_text(w, figure->memos[i].key, figure->memos[i].text, "", true);
    return DW_OK;
}

static void write_rows(writing *w, const unsigned char *pixels, int width, int height, int stride)
{
    for (int y = 0; y < height; y++) {
        const unsigned char *line = pixels + (size_t)y * (size_t)stride;
        png_bytep out = w->row;
        for (int x = 0; x < width; x++, out += 3) {
            uint32_t pixel;
            memcpy(&pixel, line + 4 * (size_t)x, 4);
            out[0] = (png_byte)(pixel >> 16);
            out[1] = (png_byte)(pixel >> 8);
            out[2] = (png_byte)pixel;
        }
        png_write_row(w->png, w->row);
    }
}

static void write_all(writing *w, cairo_surface_t *surface, const dw_figure *figure, FILE *stream)
{
    int width = cairo_image_surface_get_width(surface);
    int height = cairo_image_surface_get_height(surface);
    png_uint_32 per_meter = (png_uint_32)lround(figure->dpi / 0.0254);
    png_init_io(w->png, stream);
    png_set_user_limits(w->png, 0x7fffffff, 0x7fffffff);
    png_set_IHDR(w->png, w->info, (png_uint_32)width, (png_uint_32)height, 8, PNG_COLOR_TYPE_RGB,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_sRGB(w->png, w->info, PNG_sRGB_INTENT_PERCEPTUAL);
    png_set_pHYs(w->png, w->info, per_meter, per_meter, PNG_RESOLUTION_METER);
    png_set_text(w->png, w->info, w->texts, w->text_count);
    png_set_filter(w->png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE);
    png_set_compression_level(w->png, 1);
    png_set_text_compression_level(w->png, 1);
    png_write_info(w->png, w->info);
    write_rows(w, cairo_image_surface_get_data(surface), width, height,
               cairo_image_surface_get_stride(surface));
    png_write_end(w->png, NULL);
}

static dw_status run(writing *w, cairo_surface_t *surface, const dw_figure *figure, FILE *stream)
{
    dw_status status = collect_texts(w, figure);
    if (status) return status;
    w->row = dw_allocate((size_t)cairo_image_surface_get_width(surface), 3, w->err);
    if (!w->row) return DW_ENOMEM;
    w->png = png_create_write_struct(PNG_LIBPNG_VER_STRING, w, on_error, on_warning);
    if (w->png) w->info = png_create_info_struct(w->png);
    if (!w->info) return dw_fail(w->err, DW_ENOMEM, "no memory to write the PNG");
    if (setjmp(png_jmpbuf(w->png))) return w->status;
    write_all(w, surface, figure, stream);
    return DW_OK;
}

dw_status dw_png_write(cairo_surface_t *surface, const dw_figure *figure, FILE *stream,
                       dw_error *err)
{
    cairo_surface_flush(surface);
    errno = 0;
    writing w = { .err = err, .status = DW_EIO };
    dw_status status = run(&w, surface, figure, stream);
    if (w.png) png_destroy_write_struct(&w.png, &w.info);
    free(w.row);
    for (int i = 0; i < 3; i++) dw_buffer_free(&w.plain[i]);
    free(w.texts);
    return status;
}
