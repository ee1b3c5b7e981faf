#include "plot/deflate.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/memory.h"

enum { LEVEL = 1, WINDOW = 15, MEMORY = 8, HEAD = 2, TAIL = 4, FILTER_NONE = 0 };

typedef struct part {
    z_stream stream;
    unsigned char *bytes, *row; /* row: the filter's number, then pixels */
    size_t capacity, length;
    uLong sum;
} part;

/* Room for what comes next; some is there when the stream stops short of its end. */
static bool grow(part *p)
{
    if (p->stream.avail_out > 0) return true;
    size_t more = p->capacity / 2 + 65536;
    unsigned char *grown = dw_reallocate(p->bytes, p->capacity + more, 1, NULL);
    if (!grown) return false;
    p->bytes = grown;
    p->stream.next_out = grown + p->capacity;
    p->stream.avail_out = (uInt)more;
    p->capacity += more;
    return true;
}

static bool feed(part *p, int flush)
{
    do {
        if (!grow(p)) return false;
        if (deflate(&p->stream, flush) == Z_STREAM_ERROR) return false;
    } while (p->stream.avail_out == 0);
    return true;
}

static bool feed_rows(part *p, dw_pack_row *pack, const void *context, int first, int end,
                      size_t row_bytes)
{
    p->row[0] = FILTER_NONE;
    for (int y = first; y < end; y++) {
        pack(context, y, p->row + 1);
        p->sum = adler32(p->sum, p->row, (uInt)(row_bytes + 1));
        p->stream.next_in = p->row;
        p->stream.avail_in = (uInt)(row_bytes + 1);
        if (!feed(p, Z_NO_FLUSH)) return false;
    }
    return true;
}

/* A raw stream that ends on a whole byte; in front of the first part there is room for the head. */
static bool compress_part(part *p, dw_pack_row *pack, const void *context, int height,
                          size_t row_bytes, int index)
{
    int first = (int)((long)height * index / DW_DEFLATE_PARTS);
    int end = (int)((long)height * (index + 1) / DW_DEFLATE_PARTS);
    *p = (part){ .sum = adler32(0, NULL, 0), .row = dw_allocate(row_bytes + 1, 1, NULL) };
    if (!p->row || !grow(p)) return false;
    if (deflateInit2(&p->stream, LEVEL, Z_DEFLATED, -WINDOW, MEMORY, Z_DEFAULT_STRATEGY) != Z_OK)
        return false;
    if (index == 0) {
        memcpy(p->bytes, "\x78\x01", HEAD);
        p->stream.next_out += HEAD;
        p->stream.avail_out -= HEAD;
    }
    bool last = index == DW_DEFLATE_PARTS - 1;
    bool fine = feed_rows(p, pack, context, first, end, row_bytes) &&
                feed(p, last ? Z_FINISH : Z_SYNC_FLUSH);
    p->length = p->capacity - p->stream.avail_out;
    deflateEnd(&p->stream);
    return fine;
}

/* The last part ends with the checksum of all. */
static bool add_sum(part parts[DW_DEFLATE_PARTS], int height, size_t row_bytes)
{
    uLong sum = parts[0].sum;
    for (int i = 1; i < DW_DEFLATE_PARTS; i++) {
        long first = (long)height * i / DW_DEFLATE_PARTS;
        long end = (long)height * (i + 1) / DW_DEFLATE_PARTS;
        sum = adler32_combine(sum, parts[i].sum, (end - first) * (long)(row_bytes + 1));
    }
    part *last = &parts[DW_DEFLATE_PARTS - 1];
    unsigned char *grown = dw_reallocate(last->bytes, last->length + TAIL, 1, NULL);
    if (!grown) return false;
    last->bytes = grown;
    for (int i = 0; i < TAIL; i++)
        last->bytes[last->length++] = (unsigned char)(sum >> (24 - 8 * i));
    return true;
}

typedef struct share {
    part *parts;
    dw_pack_row *pack;
    const void *context;
    int height, first, end;
    size_t row_bytes;
    bool fine;
} share;

static void *compress_share(void *of)
{
    share *s = of;
    s->fine = true;
    for (int i = s->first; i < s->end; i++)
        s->fine &= compress_part(&s->parts[i], s->pack, s->context, s->height, s->row_bytes, i);
    return NULL;
}

/* Two threads and no team of OpenMP's, whose threads stay awake for a while after their work. */
static bool compress_all(share all)
{
    share half = all;
    pthread_t helper;
    half.first = all.end = DW_DEFLATE_PARTS / 2;
    bool helped = pthread_create(&helper, NULL, compress_share, &half) == 0;
    compress_share(&all);
    if (helped)
        pthread_join(helper, NULL);
    else
        compress_share(&half);
    return all.fine && half.fine;
}

dw_status dw_deflate_rows(dw_pack_row *pack, const void *context, int height, size_t row_bytes,
                          dw_deflated *out, dw_error *err)
{
    part parts[DW_DEFLATE_PARTS];
    bool fine = compress_all((share){ .parts = parts,
                                      .pack = pack,
                                      .context = context,
                                      .height = height,
                                      .end = DW_DEFLATE_PARTS,
                                      .row_bytes = row_bytes });
    fine = fine && add_sum(parts, height, row_bytes);
    for (int i = 0; i < DW_DEFLATE_PARTS; i++) {
        out->bytes[i] = parts[i].bytes;
        out->n[i] = parts[i].length;
        free(parts[i].row);
    }
    return fine ? DW_OK : dw_fail(err, DW_ENOMEM, "no memory to compress the picture");
}

void dw_deflated_free(dw_deflated *deflated)
{
    for (int i = 0; i < DW_DEFLATE_PARTS; i++) free(deflated->bytes[i]);
    *deflated = (dw_deflated){ { NULL }, { 0 } };
}
