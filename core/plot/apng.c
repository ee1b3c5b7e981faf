/* Animated PNG: libpng knows nothing of it, but writes each picture and any chunk we ask for. */
#include <math.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "plot/png.h"

/* The part of a picture that differs from the one before it. */
typedef struct patch {
    int x, y, w, h;
} patch;

typedef struct animation {
    const dw_apng *apng;
    dw_png_writing file;
    dw_raster rasters[2]; /* this picture and the one before it take turns */
    dw_buffer encoded;    /* the patch as a PNG */
    uint32_t sequence;
} animation;

/* ---- one patch as PNG in memory ---- */

static void to_buffer(png_structp png, png_bytep bytes, size_t n)
{
    dw_buffer *buffer = png_get_io_ptr(png);
    dw_buffer_add_bytes(buffer, (const char *)bytes, n);
    if (buffer->failed) png_error(png, "no memory");
}

static void no_flush(png_structp png)
{
    (void)png;
}

static int color_type(const dw_raster *raster)
{
    return raster->clear ? PNG_COLOR_TYPE_RGB_ALPHA : PNG_COLOR_TYPE_RGB;
}

static dw_status write_patch(dw_png_writing *w, dw_raster *raster, const patch *p, dw_buffer *out)
{
    if (setjmp(png_jmpbuf(w->png))) return w->status;
    png_set_write_fn(w->png, out, to_buffer, no_flush);
    png_set_IHDR(w->png, w->info, (png_uint_32)p->w, (png_uint_32)p->h, 8, color_type(raster),
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    dw_png_compression(w->png);
    png_write_info(w->png, w->info);
    for (int y = p->y; y < p->y + p->h; y++) {
        const unsigned char *row = dw_raster_row(raster, y);
        dw_png_pack(row + 4 * (size_t)p->x, p->w, raster->clear, w->row);
        png_write_row(w->png, w->row);
    }
    png_write_end(w->png, NULL);
    return DW_OK;
}

static dw_status encode(dw_raster *raster, const patch *p, dw_buffer *out, dw_error *err)
{
    dw_png_writing w;
    out->length = 0;
    dw_status status = dw_png_begin(&w, p->w, err);
    if (!status) status = write_patch(&w, raster, p, out);
    dw_png_clear(&w);
    return status;
}

/* ---- what changed ---- */

static void widen(patch *p, int x, int y)
{
    int right = p->x + p->w, bottom = p->y + p->h;
    if (p->w == 0) {
        *p = (patch){ x, y, 1, 1 };
        return;
    }
    p->x = x < p->x ? x : p->x;
    p->y = y < p->y ? y : p->y;
    p->w = (x + 1 > right ? x + 1 : right) - p->x;
    p->h = (y + 1 > bottom ? y + 1 : bottom) - p->y;
}

static patch difference(dw_raster *now, dw_raster *before)
{
    patch p = { 0, 0, 0, 0 };
    size_t bytes = 4 * (size_t)now->width;
    for (int y = 0; y < now->height; y++) {
        const unsigned char *a = dw_raster_row(now, y), *b = dw_raster_row(before, y);
        if (memcmp(a, b, bytes) == 0) continue;
        size_t first = 0, last = bytes - 1;
        while (a[first] == b[first]) first++;
        while (a[last] == b[last]) last--;
        widen(&p, (int)(first / 4), y);
        widen(&p, (int)(last / 4), y);
    }
    return p.w ? p : (patch){ 0, 0, 1, 1 }; /* a picture has at least one pixel */
}

/* ---- chunks ---- */

static void put(png_bytep at, uint32_t x)
{
    for (int i = 0; i < 4; i++) at[i] = (png_byte)(x >> (24 - 8 * i));
}

static uint32_t get(const char *at)
{
    uint32_t x = 0;
    for (int i = 0; i < 4; i++) x = x << 8 | (unsigned char)at[i];
    return x;
}

static void write_control(animation *a, const patch *p)
{
    png_byte fields[26] = {
        0
    }; /* what lay there is replaced and not cleared: two zeros at the end */
    const uint32_t numbers[] = { a->sequence++, (uint32_t)p->w, (uint32_t)p->h, (uint32_t)p->x,
                                 (uint32_t)p->y };
    for (int i = 0; i < 5; i++) put(fields + 4 * i, numbers[i]);
    uint32_t ms = (uint32_t)lround(1000 * a->apng->delay_s);
    put(fields + 20, ms << 16 | 1000);
    png_write_chunk(a->file.png, (png_const_bytep) "fcTL", fields, sizeof fields);
}

/* The image data of the encoded patch: as they are for the first picture, numbered for others. */
static void write_data(animation *a, bool first)
{
    const char *at = a->encoded.text + 8, *end = a->encoded.text + a->encoded.length;
    for (; at < end; at += 12 + get(at)) {
        uint32_t n = get(at);
        if (memcmp(at + 4, "IDAT", 4) != 0) continue;
        png_const_bytep data = (png_const_bytep)(at + 8);
        png_byte number[4];
        png_structp png = a->file.png;
        if (first) {
            png_write_chunk(png, (png_const_bytep) "IDAT", data, n);
            continue;
        }
        put(number, a->sequence++);
        png_write_chunk_start(png, (png_const_bytep) "fdAT", n + 4);
        png_write_chunk_data(png, number, 4);
        png_write_chunk_data(png, data, n);
        png_write_chunk_end(png);
    }
}

static dw_status write_picture(animation *a, size_t i, dw_error *err)
{
    dw_raster *now = &a->rasters[i % 2], *before = &a->rasters[(i + 1) % 2];
    patch p = { 0, 0, now->width, now->height };
    dw_status status = i ? dw_raster_repaint(now, &a->apng->sheets[i].paint, err) : DW_OK;
    if (status) return status;
    if (i) p = difference(now, before);
    status = encode(now, &p, &a->encoded, err);
    if (status) return status;
    write_control(a, &p);
    write_data(a, i == 0);
    return DW_OK;
}

static dw_status write_all(animation *a, FILE *stream, dw_error *err)
{
    dw_png_writing *w = &a->file;
    dw_status status = dw_png_texts(w, a->apng->sheets->layout->figure);
    if (status) return status;
    if (setjmp(png_jmpbuf(w->png))) return w->status;
    png_init_io(w->png, stream);
    dw_png_head(w, &a->rasters[0], color_type(&a->rasters[0]), 8);
    png_write_info(w->png, w->info);
    png_byte control[8];
    put(control, (uint32_t)a->apng->n);
    put(control + 4, a->apng->runs);
    png_write_chunk(w->png, (png_const_bytep) "acTL", control, sizeof control);
    for (size_t i = 0; i < a->apng->n; i++)
        if ((status = write_picture(a, i, err))) return status;
    png_write_chunk(w->png, (png_const_bytep) "IEND", NULL, 0);
    return DW_OK;
}

static dw_status open_rasters(animation *a, dw_error *err)
{
    const dw_sheet *sheet = a->apng->sheets;
    dw_status status = DW_OK;
    for (int i = 0; i < 2 && !status; i++)
        status = dw_raster_open(&a->rasters[i], sheet->layout, sheet->words, &sheet->paint, err);
    if (!status && !dw_raster_is_whole(&a->rasters[0]))
        return dw_fail(err, DW_EARG, "an animation has at most 16 megapixels, got %d x %d",
                       a->rasters[0].width, a->rasters[0].height);
    return status;
}

dw_status dw_apng_write(const dw_apng *apng, FILE *stream, dw_error *err)
{
    animation a = { .apng = apng };
    dw_status status = open_rasters(&a, err);
    if (!status) status = dw_png_begin(&a.file, a.rasters[0].width, err);
    if (!status) status = write_all(&a, stream, err);
    dw_png_clear(&a.file);
    dw_raster_close(&a.rasters[0]);
    dw_raster_close(&a.rasters[1]);
    dw_buffer_free(&a.encoded);
    return status;
}
