#include "plot/png.h"

#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "plot/math.h"
#include "plot/palette.h"

static void on_error(png_structp png, png_const_charp message)
{
    dw_png_writing *w = png_get_error_ptr(png);
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

dw_status dw_png_begin(dw_png_writing *w, int width, dw_error *err)
{
    errno = 0;
    *w = (dw_png_writing){ .err = err, .status = DW_EIO };
    w->row = dw_allocate((size_t)width, 4, err);
    if (!w->row) return DW_ENOMEM;
    w->png = png_create_write_struct(PNG_LIBPNG_VER_STRING, w, on_error, on_warning);
    if (w->png) w->info = png_create_info_struct(w->png);
    if (!w->info) return dw_fail(err, DW_ENOMEM, "no memory to write the PNG");
    png_set_user_limits(w->png, 0x7fffffff, 0x7fffffff);
    return DW_OK;
}

void dw_png_clear(dw_png_writing *w)
{
    if (w->png) png_destroy_write_struct(&w->png, &w->info);
    for (int i = 0; i < 3; i++) dw_buffer_free(&w->plain[i]);
    dw_deflated_free(&w->pixels);
    free(w->row);
    free(w->texts);
}

static void add_text(dw_png_writing *w, const char *key, const char *text, const char *language,
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
dw_status dw_png_texts(dw_png_writing *w, const dw_figure *figure)
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

void dw_png_compression(png_structp png)
{
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE);
    png_set_compression_level(png, 1);
    png_set_text_compression_level(png, 1);
}

void dw_png_head(dw_png_writing *w, const dw_raster *raster, int color_type, int bits)
{
    png_uint_32 per_meter = (png_uint_32)lround(raster->dpi / 0.0254);
    png_set_IHDR(w->png, w->info, (png_uint_32)raster->width, (png_uint_32)raster->height, bits,
                 color_type, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    png_set_sRGB(w->png, w->info, PNG_sRGB_INTENT_PERCEPTUAL);
    png_set_pHYs(w->png, w->info, per_meter, per_meter, PNG_RESOLUTION_METER);
    png_set_text(w->png, w->info, w->texts, w->text_count);
    dw_png_compression(w->png);
}

static png_byte unmultiplied(uint32_t channel, uint32_t alpha)
{
    return (png_byte)(alpha ? (channel * 255 + alpha / 2) / alpha : 0);
}

static void pack_clear(const unsigned char *pixels, int n, png_bytep out)
{
    for (int x = 0; x < n; x++, out += 4) {
        uint32_t pixel;
        memcpy(&pixel, pixels + 4 * (size_t)x, 4);
        uint32_t alpha = pixel >> 24;
        out[0] = unmultiplied(pixel >> 16 & 255, alpha);
        out[1] = unmultiplied(pixel >> 8 & 255, alpha);
        out[2] = unmultiplied(pixel & 255, alpha);
        out[3] = (png_byte)alpha;
    }
}

void dw_png_pack(const unsigned char *pixels, int n, bool clear, png_bytep out)
{
    if (clear) {
        pack_clear(pixels, n, out);
        return;
    }
    for (int x = 0; x < n; x++, out += 3) {
        uint32_t pixel;
        memcpy(&pixel, pixels + 4 * (size_t)x, 4);
        out[0] = (png_byte)(pixel >> 16);
        out[1] = (png_byte)(pixel >> 8);
        out[2] = (png_byte)pixel;
    }
}

static void pack_indices(const dw_color_table *table, const unsigned char *pixels, int n,
                         png_bytep out)
{
    uint32_t before = 0xffffffff;
    int index = 0;
    for (int x = 0; x < n; x++) {
        uint32_t pixel;
        memcpy(&pixel, pixels + 4 * (size_t)x, 4);
        pixel &= 0xffffff;
        if (pixel != before) index = dw_color_table_find(table, pixel);
        out[x] = (png_byte)index;
        before = pixel;
    }
}

/* table: NULL for a picture of many colours. */
static void write_rows(dw_png_writing *w, dw_raster *raster, const dw_color_table *table)
{
    for (int y = 0; y < raster->height; y++) {
        const unsigned char *pixels = dw_raster_row(raster, y);
        if (!pixels) png_error(w->png, "no memory to paint it");
        if (table)
            pack_indices(table, pixels, raster->width, w->row);
        else
            dw_png_pack(pixels, raster->width, raster->clear, w->row);
        png_write_row(w->png, w->row);
    }
}

static void pack_row(const void *context, int y, unsigned char *row)
{
    dw_raster *raster = (dw_raster *)context; /* whole: not changed by reading it */
    dw_png_pack(dw_raster_row(raster, y), raster->width, raster->clear, row);
}

/* A picture that is there as a whole is compressed before libpng writes it. */
static dw_status deflate_picture(dw_png_writing *w, dw_raster *raster, const dw_color_table *table)
{
    if (table || !dw_raster_is_whole(raster)) return DW_OK;
    size_t row_bytes = (size_t)raster->width * (raster->clear ? 4 : 3);
    return dw_deflate_rows(pack_row, raster, raster->height, row_bytes, &w->pixels, w->err);
}

/* libpng ends only files whose pixels it compressed itself, so the end is a chunk like others. */
static void write_deflated(dw_png_writing *w)
{
    for (int i = 0; i < DW_DEFLATE_PARTS; i++)
        png_write_chunk(w->png, (png_const_bytep) "IDAT", w->pixels.bytes[i], w->pixels.n[i]);
    png_write_chunk(w->png, (png_const_bytep) "IEND", NULL, 0);
}

static void set_palette(dw_png_writing *w, const dw_color_table *table)
{
    png_color colors[DW_PALETTE_MOST];
    for (int i = 0; i < table->n; i++)
        colors[i] = (png_color){ (png_byte)(table->colors[i] >> 16),
                                 (png_byte)(table->colors[i] >> 8), (png_byte)table->colors[i] };
    png_set_PLTE(w->png, w->info, colors, table->n);
    png_set_packing(w->png);
}

static void write_all(dw_png_writing *w, dw_raster *raster, const dw_color_table *table,
                      FILE *stream)
{
    png_init_io(w->png, stream);
    int type = raster->clear ? PNG_COLOR_TYPE_RGB_ALPHA : PNG_COLOR_TYPE_RGB;
    dw_png_head(w, raster, table ? PNG_COLOR_TYPE_PALETTE : type,
                table ? dw_color_table_bits(table) : 8);
    if (table) set_palette(w, table);
    png_write_info(w->png, w->info);
    if (w->pixels.bytes[0]) {
        write_deflated(w);
        return;
    }
    write_rows(w, raster, table);
    png_write_end(w->png, NULL);
}

static dw_status run(dw_png_writing *w, dw_raster *raster, const dw_figure *figure,
                     const dw_color_table *table, FILE *stream)
{
    dw_status status = dw_png_texts(w, figure);
    if (!status) status = deflate_picture(w, raster, table);
    if (status) return status;
    if (setjmp(png_jmpbuf(w->png))) return w->status;
    write_all(w, raster, table, stream);
    return DW_OK;
}

/* A palette costs three bytes a color and saves two a pixel, before they are compressed. */
static bool has_palette(dw_color_table *table, dw_raster *raster)
{
    return !raster->clear && dw_raster_is_whole(raster) && dw_color_table_fill(table, raster) &&
           (double)raster->width * raster->height > 16.0 * table->n;
}

dw_status dw_png_write(dw_raster *raster, const dw_figure *figure, FILE *stream, dw_error *err)
{
    dw_color_table table;
    bool few = has_palette(&table, raster);
    dw_png_writing w;
    dw_status status = dw_png_begin(&w, raster->width, err);
    if (!status) status = run(&w, raster, figure, few ? &table : NULL, stream);
    dw_png_clear(&w);
    return status;
}
