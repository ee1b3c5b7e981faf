#include "plot/recall.h"

#include <errno.h>
#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { MOST_PIXELS = 20000, MOST_TEXT = 64 << 20, MOST_CHUNKS = 1000 };

/* All that lives across libpng's longjmp: reached through a pointer, so nothing is clobbered. */
typedef struct reading {
    const char *path;
    png_structp png;
    png_infop info, end;
    png_bytep row;
    dw_memory *memory;
    dw_error *err;
    dw_status status;
} reading;

static void on_error(png_structp png, png_const_charp message)
{
    reading *r = png_get_error_ptr(png);
    r->status = dw_fail(r->err, DW_EIO, "'%s' is damaged: %s", r->path, message);
    png_longjmp(png, 1);
}

/* Damage that libpng would pass over, such as a text chunk with a wrong checksum, is damage. */
static void on_warning(png_structp png, png_const_charp message)
{
    if (strstr(message, "CRC") || strstr(message, "truncated") || strstr(message, "too large"))
        on_error(png, message);
}

static bool keep_text(reading *r, const png_text *text)
{
    dw_memory *memory = r->memory;
    dw_recalled *slot = &memory->texts[memory->count];
    slot->key = strdup(text->key);
    slot->text = strdup(text->text ? text->text : "");
    if (slot->key && slot->text) return ++memory->count, true;
    free(slot->key);
    free(slot->text);
    r->status = dw_fail(r->err, DW_ENOMEM, "no memory for the texts of '%s'", r->path);
    return false;
}

static bool keep_texts(reading *r, png_infop info)
{
    png_textp texts;
    int n = png_get_text(r->png, info, &texts, NULL);
    if (n <= 0) return true;
    dw_recalled *grown =
        dw_reallocate(r->memory->texts, r->memory->count + (size_t)n, sizeof *grown, r->err);
    if (!grown) return r->status = DW_ENOMEM, false;
    r->memory->texts = grown;
    for (int i = 0; i < n; i++)
        if (!keep_text(r, &texts[i])) return false;
    return true;
}

static void read_rows(reading *r)
{
    int passes = png_set_interlace_handling(r->png);
    png_read_update_info(r->png, r->info);
    r->row = malloc(png_get_rowbytes(r->png, r->info));
    if (!r->row) png_error(r->png, "no memory for a row");
    for (int pass = 0; pass < passes; pass++)
        for (png_uint_32 y = 0; y < png_get_image_height(r->png, r->info); y++)
            png_read_row(r->png, r->row, NULL);
    png_read_end(r->png, r->end);
}

static void read_all(reading *r, FILE *stream)
{
    png_set_user_limits(r->png, MOST_PIXELS, MOST_PIXELS);
    png_set_chunk_malloc_max(r->png, MOST_TEXT);
    png_set_chunk_cache_max(r->png, MOST_CHUNKS);
    png_set_crc_action(r->png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
    png_init_io(r->png, stream);
    png_read_info(r->png, r->info);
    r->memory->width_px = png_get_image_width(r->png, r->info);
    r->memory->height_px = png_get_image_height(r->png, r->info);
    r->memory->dpi = png_get_pixels_per_meter(r->png, r->info) * 0.0254;
    read_rows(r);
    if (keep_texts(r, r->info)) keep_texts(r, r->end);
}

static dw_status run(reading *r, FILE *stream)
{
    png_byte signature[8];
    if (fread(signature, 1, 8, stream) != 8 || png_sig_cmp(signature, 0, 8))
        return dw_fail(r->err, DW_EIO, "'%s' is no PNG", r->path);
    rewind(stream);
    r->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, r, on_error, on_warning);
    if (r->png) r->info = png_create_info_struct(r->png);
    if (r->info) r->end = png_create_info_struct(r->png);
    if (!r->end) return dw_fail(r->err, DW_ENOMEM, "no memory to read '%s'", r->path);
    if (setjmp(png_jmpbuf(r->png))) return r->status;
    read_all(r, stream);
    return r->status;
}

dw_status dw_png_recall(const char *path, dw_memory *memory, dw_error *err)
{
    *memory = (dw_memory){ 0 };
    FILE *stream = fopen(path, "rb");
    if (!stream) return dw_fail(err, DW_EIO, "cannot read '%s': %s", path, strerror(errno));
    reading r = { .path = path, .memory = memory, .err = err };
    dw_status status = run(&r, stream);
    if (r.png) png_destroy_read_struct(&r.png, &r.info, &r.end);
    free(r.row);
    fclose(stream);
    if (status) dw_memory_free(memory);
    return status;
}
