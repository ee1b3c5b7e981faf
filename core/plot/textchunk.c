#include "plot/textchunk.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/memory.h"
#include "base/text.h"

typedef struct span {
    const unsigned char *at;
    size_t n;
} span;

/* What stands before the next NUL; the rest stays in *from. False when there is none. */
static bool take_field(span *from, span *field)
{
    const unsigned char *end = from->n ? memchr(from->at, 0, from->n) : NULL;
    if (!end) return false;
    *field = (span){ from->at, (size_t)(end - from->at) };
    from->n -= field->n + 1;
    from->at = end + 1;
    return true;
}

static bool take_byte(span *from, unsigned *byte)
{
    if (from->n == 0) return false;
    *byte = *from->at++;
    from->n--;
    return true;
}

/* Latin-1, each byte a letter; at most twice as long as UTF-8. */
static dw_status from_latin(span from, dw_buffer *out, dw_error *err)
{
    for (size_t i = 0; i < from.n; i++) {
        unsigned char c = from.at[i];
        char two[2] = { (char)(0xc0 | c >> 6), (char)(0x80 | (c & 0x3f)) };
        if (c < 0x80)
            dw_buffer_add_bytes(out, (const char *)&c, 1);
        else
            dw_buffer_add_bytes(out, two, 2);
    }
    return out->failed ? dw_fail(err, DW_ENOMEM, "no memory for a text") : DW_OK;
}

static dw_status inflate_all(z_stream *stream, size_t most, dw_buffer *out, dw_error *err)
{
    char piece[16384];
    int result;
    do {
        stream->next_out = (Bytef *)piece;
        stream->avail_out = sizeof piece;
        result = inflate(stream, Z_NO_FLUSH);
        size_t got = sizeof piece - stream->avail_out;
        if (got > most - out->length)
            return dw_fail(err, DW_EIO, "its texts are larger than what is read (64 MiB)");
        dw_buffer_add_bytes(out, piece, got);
    } while (result == Z_OK);
    if (out->failed) return dw_fail(err, DW_ENOMEM, "no memory for a text");
    if (result != Z_STREAM_END || stream->avail_in)
        return dw_fail(err, DW_EIO, "a compressed text is broken");
    return DW_OK;
}

static dw_status unpack(span packed, size_t most, dw_buffer *out, dw_error *err)
{
    z_stream stream = { .next_in = (Bytef *)packed.at, .avail_in = (uInt)packed.n };
    if (inflateInit(&stream) != Z_OK) return dw_fail(err, DW_ENOMEM, "no memory for a text");
    dw_status status = inflate_all(&stream, most, out, err);
    inflateEnd(&stream);
    return status;
}

/* The text behind the keyword: inflated where it is packed, else as it is. */
static dw_status open_text(const char type[4], span rest, size_t most, dw_buffer *out,
                           dw_error *err)
{
    bool international = memcmp(type, "iTXt", 4) == 0;
    unsigned packed = type[0] == 'z', method = 0;
    span skipped;
    bool whole = !international || take_byte(&rest, &packed);
    if (international || packed) whole = whole && take_byte(&rest, &method);
    if (international) /* the language, the translated keyword */
        whole = whole && take_field(&rest, &skipped) && take_field(&rest, &skipped);
    if (!whole || packed > 1 || (packed && method)) return dw_fail(err, DW_EIO, "a text is broken");
    if (packed) return unpack(rest, most, out, err);
    if (rest.n > most)
        return dw_fail(err, DW_EIO, "its texts are larger than what is read (64 MiB)");
    dw_buffer_add_bytes(out, (const char *)rest.at, rest.n);
    return out->failed ? dw_fail(err, DW_ENOMEM, "no memory for a text") : DW_OK;
}

static dw_status check_text(bool international, const char *key, dw_buffer *text, dw_error *err)
{
    if (text->length && memchr(text->text, 0, text->length))
        return dw_fail(err, DW_EIO, "the text '%s' holds a NUL", key);
    if (international && dw_text_utf8_prefix(text->text, text->length) != text->length)
        return dw_fail(err, DW_EIO, "the text '%s' is not UTF-8", key);
    if (international) return DW_OK;
    dw_buffer latin = *text;
    *text = (dw_buffer){ 0 };
    dw_status status =
        from_latin((span){ (const unsigned char *)latin.text, latin.length }, text, err);
    dw_buffer_free(&latin);
    return status;
}

dw_status dw_text_chunk(const char type[4], const unsigned char *bytes, size_t n, size_t *room,
                        char **key, char **text, dw_error *err)
{
    span rest = { bytes, n }, word;
    dw_buffer name = { 0 }, body = { 0 };
    if (!take_field(&rest, &word) || word.n < 1 || word.n > 79)
        return dw_fail(err, DW_EIO, "a text has no keyword of 1 to 79 letters");
    dw_buffer_add(&body, ""); /* never NULL */
    dw_status status = from_latin(word, &name, err);
    if (!status) status = open_text(type, rest, *room, &body, err);
    if (!status) status = check_text(type[0] == 'i', name.text, &body, err);
    if (!status && !body.text) status = dw_fail(err, DW_ENOMEM, "no memory for a text");
    if (status) {
        dw_buffer_free(&name);
        dw_buffer_free(&body);
        return status;
    }
    *room -= body.length < *room ? body.length : *room;
    *key = name.text;
    *text = body.text;
    return DW_OK;
}
