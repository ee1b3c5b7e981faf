#include "plot/recall.h"

#include <errno.h>
#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "plot/textchunk.h"

enum { MOST_PIXELS = 20000, MOST_AREA = 400000000, MOST_TEXT = 64 << 20, MOST_TEXTS = 1000 };

/* All that lives across libpng's longjmp: reached through a pointer, so nothing is clobbered. */
typedef struct reading {
    const char *path;
    png_structp png;
    png_infop info, end;
    png_bytep row;
    dw_memory *memory;
    size_t room; /* bytes that texts to come may have */
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
    if (strstr(message, "CRC") || strstr(message, "truncated") || strstr(message, "too large") ||
        strstr(message, "exceeds"))
        on_error(png, message);
}

/* A text that dunwu wrote is there once; who adds another one of that name is up to something. */
static dw_status keep_text(reading *r, char *key, char *text)
{
    dw_memory *memory = r->memory;
    if (memory->count == MOST_TEXTS)
        return dw_fail(r->err, DW_EIO, "'%s' has more than %d texts", r->path, MOST_TEXTS);
    if (dw_memory_part(key) && dw_memory_find(memory, dw_memory_part(key)))
        return dw_fail(r->err, DW_EIO, "'%s' is damaged: it has '%s' twice", r->path, key);
    dw_recalled *grown = dw_reallocate(memory->texts, memory->count + 1, sizeof *grown, r->err);
    if (!grown) return DW_ENOMEM;
    memory->texts = grown;
    memory->texts[memory->count++] = (dw_recalled){ key, text };
    return DW_OK;
}

/* libpng hands over, as they are, the text chunks and those it shall pass over; their checksums are
 * verified. */
static int on_chunk(png_structp png, png_unknown_chunkp chunk)
{
    reading *r = png_get_user_chunk_ptr(png);
    char *key = NULL, *text = NULL;
    dw_error why;
    bool is_text = memcmp(chunk->name, "tEXt", 4) == 0 || memcmp(chunk->name, "zTXt", 4) == 0 ||
                   memcmp(chunk->name, "iTXt", 4) == 0;
    if (!is_text) return 1;
    r->status = dw_text_chunk((const char *)chunk->name, chunk->data, chunk->size, &r->room, &key,
                              &text, &why);
    if (r->status) {
        dw_fail(r->err, r->status, "'%s' is damaged: %s", r->path, why.text);
    } else {
        r->status = keep_text(r, key, text);
        if (r->status) {
            free(key);
            free(text);
        }
    }
    if (r->status) png_longjmp(png, 1);
    return 1;
}

/* Of all that may stand beside the pixels only the texts, the resolution and what the pixels need
 * are looked at. */
static void choose_chunks(reading *r)
{
    static const png_byte texts[] = "tEXt\0zTXt\0iTXt", resolution[] = "pHYs";
    png_set_keep_unknown_chunks(r->png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
    png_set_keep_unknown_chunks(r->png, PNG_HANDLE_CHUNK_AS_DEFAULT, resolution, 1);
    png_set_keep_unknown_chunks(r->png, PNG_HANDLE_CHUNK_ALWAYS, texts, 3);
    png_set_read_user_chunk_fn(r->png, r, on_chunk);
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
    png_set_crc_action(r->png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
    choose_chunks(r);
    png_init_io(r->png, stream);
    png_read_info(r->png, r->info);
    r->memory->width_px = png_get_image_width(r->png, r->info);
    r->memory->height_px = png_get_image_height(r->png, r->info);
    if ((double)r->memory->width_px * r->memory->height_px > MOST_AREA)
        png_error(r->png, "it has more than 400 megapixels");
    r->memory->dpi = png_get_pixels_per_meter(r->png, r->info) * 0.0254;
    read_rows(r);
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
    reading r = { .path = path, .memory = memory, .room = MOST_TEXT, .err = err };
    dw_status status = run(&r, stream);
    if (r.png) png_destroy_read_struct(&r.png, &r.info, &r.end);
    free(r.row);
    fclose(stream);
    if (status) dw_memory_free(memory);
    return status;
}
