/* PNG files made to do harm: what they say is checked, and it is said what is wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <zlib.h>

#include "base/file.h"
#include "plot/recall.h"
#include "plot/save.h"

int dw_test_recall_hostile(void);

enum { HEAD = 33 }; /* signature and IHDR: chunks are put behind them */

static char path[] = "/tmp/dunwu-hostile-XXXXXX";
static dw_buffer whole;
static dw_error err;

static int draw(void **state)
{
    (void)state;
    int descriptor = mkstemp(path);
    if (descriptor < 0 || close(descriptor)) return -1;
    dw_figure *figure;
    dw_figure_options options = { .width_px = 64, .height_px = 64 };
    if (dw_figure_new(&options, &figure, &err)) return -1;
    dw_figure_remember(figure, "dunwu:seed", "7", &err);
    int failed = dw_figure_save(figure, path, "png", NULL, &err) != DW_OK;
    dw_figure_free(figure);
    return failed || dw_file_read(path, 1 << 24, &whole, &err) != DW_OK;
}

static int clean(void **state)
{
    (void)state;
    dw_buffer_free(&whole);
    return unlink(path);
}

static void add_number(dw_buffer *out, uint32_t x)
{
    const char bytes[] = { (char)(x >> 24), (char)(x >> 16), (char)(x >> 8), (char)x };
    dw_buffer_add_bytes(out, bytes, 4);
}

/* A chunk with a right checksum. */
static void add_chunk(dw_buffer *out, const char *type, const char *bytes, size_t n)
{
    add_number(out, (uint32_t)n);
    dw_buffer_add_bytes(out, type, 4);
    dw_buffer_add_bytes(out, bytes, n);
    uLong sum = crc32(crc32(0, (const Bytef *)type, 4), (const Bytef *)bytes, (uInt)n);
    add_number(out, (uint32_t)(n ? sum : crc32(0, (const Bytef *)type, 4)));
}

static dw_status recall(const char *bytes, size_t n, dw_memory *memory)
{
    FILE *stream = fopen(path, "wb"); /* not synced: there are thousands */
    assert_non_null(stream);
    assert_int_equal(fwrite(bytes, 1, n, stream), n);
    assert_int_equal(fclose(stream), 0);
    err.text[0] = '\0';
    return dw_png_recall(path, memory, &err);
}

/* The figure with one more chunk behind its head; frees the chunk. */
static dw_status recall_with(dw_buffer *chunk, dw_memory *memory)
{
    dw_buffer file = { 0 };
    dw_buffer_add_bytes(&file, whole.text, HEAD);
    dw_buffer_add_bytes(&file, chunk->text, chunk->length);
    dw_buffer_add_bytes(&file, whole.text + HEAD, whole.length - HEAD);
    dw_buffer_free(chunk);
    dw_status status = recall(file.text, file.length, memory);
    dw_buffer_free(&file);
    return status;
}

static void expect_refusal(dw_buffer *chunk, const char *why)
{
    dw_memory memory;
    assert_int_equal(recall_with(chunk, &memory), DW_EIO);
    assert_null(memory.texts);
    if (!strstr(err.text, why)) fail_msg("'%s' does not say '%s'", err.text, why);
    assert_non_null(strstr(err.text, path));
}

static dw_buffer chunk_of(const char *type, const char *bytes, size_t n)
{
    dw_buffer chunk = { 0 };
    add_chunk(&chunk, type, bytes, n);
    return chunk;
}

#define REFUSED(type, bytes, why)                                                                  \
    do {                                                                                           \
        dw_buffer chunk_ = chunk_of(type, bytes, sizeof bytes - 1);                                \
        expect_refusal(&chunk_, why);                                                              \
    } while (0)

static void texts_of_a_wrong_form_are_refused(void **state)
{
    (void)state;
    static const char long_key[] = "12345678901234567890123456789012345678901234567890"
                                   "123456789012345678901234567890\0\0\0\0\0text";
    REFUSED("tEXt", "", "no keyword");
    REFUSED("tEXt", "no end", "no keyword");
    REFUSED("tEXt", "\0text", "no keyword");
    REFUSED("iTXt", long_key, "no keyword");
    REFUSED("tEXt", "key\0a\0b", "holds a NUL");
    REFUSED("zTXt", "key\0", "a text is broken");
    REFUSED("zTXt", "key\0\1text", "a text is broken");
    REFUSED("zTXt", "key\0\0not packed", "a compressed text is broken");
    REFUSED("zTXt", "key\0\0", "a compressed text is broken");
    REFUSED("iTXt", "key\0", "a text is broken");
    REFUSED("iTXt", "key\0\0\0en", "a text is broken");
    REFUSED("iTXt", "key\0\0\0en\0key", "a text is broken");
    REFUSED("iTXt", "key\0\2\0en\0key\0text", "a text is broken");
    REFUSED("iTXt", "key\0\1\1en\0key\0text", "a text is broken");
    REFUSED("iTXt", "key\0\1\0en\0key\0text", "a compressed text is broken");
    REFUSED("iTXt", "key\0\0\0en\0key\0te\xffxt", "'key' is not UTF-8");
    REFUSED("iTXt", "key\0\0\0en\0key\0te\0xt", "holds a NUL");
    REFUSED("iTXt", "dunwu:seed\0\0\0\0\0008", "'dunwu:seed' twice");
    REFUSED("tEXt", "dunwu:seed\0008", "'dunwu:seed' twice");
}

static void texts_of_other_programs_are_read(void **state)
{
    (void)state;
    dw_memory memory;
    dw_buffer chunk = chunk_of("tEXt", "Author\0Ren\xe9", 11);
    add_chunk(&chunk, "tEXt", "Author\0again", 12); /* not of dunwu: twice is right */
    add_chunk(&chunk, "iTXt", "Note\0\0\0de\0Notiz\0\xc3\xbc", 18);
    add_chunk(&chunk, "prVt", "whatever", 8);
    assert_int_equal(recall_with(&chunk, &memory), DW_OK);
    assert_int_equal(memory.count, 5);
    assert_string_equal(memory.texts[0].text, "Ren\xc3\xa9");
    assert_string_equal(memory.texts[1].text, "again");
    assert_string_equal(memory.texts[2].text, "\xc3\xbc");
    assert_string_equal(dw_memory_find(&memory, "seed"), "7");
    assert_null(dw_memory_find(&memory, "script"));
    assert_null(dw_memory_part("Author"));
    dw_memory_free(&memory);
}

/* A chunk whose text is n times the letter a, inflated. */
static void add_bomb(dw_buffer *out, const char *key, size_t n)
{
    static char letters[1 << 20];
    dw_buffer body = { 0 };
    dw_buffer_add_bytes(&body, key, strlen(key) + 1);
    dw_buffer_add_bytes(&body, "\1\0\0\0", 4);
    z_stream stream = { 0 };
    char packed[4096];
    memset(letters, 'a', sizeof letters);
    assert_int_equal(deflateInit(&stream, 9), Z_OK);
    for (int end = 0; !end;) {
        stream.next_in = (Bytef *)letters;
        stream.avail_in = (uInt)(n < sizeof letters ? n : sizeof letters);
        n -= stream.avail_in;
        end = n == 0;
        do {
            stream.next_out = (Bytef *)packed;
            stream.avail_out = sizeof packed;
            deflate(&stream, end ? Z_FINISH : Z_NO_FLUSH);
            dw_buffer_add_bytes(&body, packed, sizeof packed - stream.avail_out);
        } while (stream.avail_out == 0);
    }
    deflateEnd(&stream);
    add_chunk(out, "iTXt", body.text, body.length);
    dw_buffer_free(&body);
}

static void bombs_do_not_go_off(void **state)
{
    (void)state;
    dw_buffer chunk = { 0 };
    dw_memory memory;
    add_bomb(&chunk, "fits", 40 << 20);
    assert_int_equal(recall_with(&chunk, &memory), DW_OK);
    assert_int_equal(strlen(memory.texts[0].text), 40 << 20);
    dw_memory_free(&memory);
    add_bomb(&chunk, "one", 200 << 20);
    expect_refusal(&chunk, "larger than what is read");
    add_bomb(&chunk, "one", 40 << 20); /* none alone is too large */
    add_bomb(&chunk, "two", 40 << 20);
    expect_refusal(&chunk, "larger than what is read");
    for (int i = 0; i <= 1000; i++) add_chunk(&chunk, "tEXt", "k\0t", 3);
    expect_refusal(&chunk, "more than 1000 texts");
}

static void wrong_lengths_and_heads_are_refused(void **state)
{
    (void)state;
    static const uint32_t lengths[] = { 0x7fffffff, 0x80000000, 0xffffffff, 0x04000001, 1000000 };
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        dw_buffer chunk = { 0 };
        add_number(&chunk, lengths[i]);
        dw_buffer_add_bytes(&chunk, "iTXt", 4);
        expect_refusal(&chunk, "is damaged");
    }
    static const struct {
        int at;
        char to;
    } heads[] = { { 24, 0 }, { 24, 3 }, { 24, 99 },  { 25, 1 }, { 25, 9 }, { 26, 1 },
                  { 27, 1 }, { 28, 2 }, { 16, 127 }, { 20, 1 }, { 19, 0 }, { 16, (char)0x80 } };
    dw_memory memory;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        char head[13];
        memcpy(head, whole.text + 16, 13);
        head[heads[i].at - 16] = heads[i].to;
        dw_buffer file = { 0 };
        dw_buffer_add_bytes(&file, whole.text, 8);
        add_chunk(&file, "IHDR", head, 13);
        dw_buffer_add_bytes(&file, whole.text + HEAD, whole.length - HEAD);
        assert_int_equal(recall(file.text, file.length, &memory), DW_EIO);
        dw_buffer_free(&file);
    }
    dw_buffer file = { 0 }; /* 20,000 x 20,001 pixels, 20,000 x 20,000 and no pixel */
    dw_buffer_add_bytes(&file, whole.text, 8);
    add_chunk(&file, "IHDR", "\0\0\x4e\x20\0\0\x4e\x21\x08\2\0\0\0", 13);
    assert_int_equal(recall(file.text, file.length, &memory), DW_EIO);
    file.length = 8;
    add_chunk(&file, "IHDR", "\0\0\x4e\x20\0\0\x4e\x20\x08\2\0\0\0", 13);
    add_chunk(&file, "IEND", "", 0);
    assert_int_equal(recall(file.text, file.length, &memory), DW_EIO);
    dw_buffer_free(&file);
}

/* Chunks changed anywhere, their checksums right again: refused or read, nothing else. */
static void changed_chunks_do_no_harm(void **state)
{
    (void)state;
    static const char good[] = "Key\0\1\0en\0Key\0\x78\x9c\x4b\x04\x00\x00\x62\x00\x62";
    static const char *const types[] = { "iTXt", "zTXt", "tEXt", "pHYs", "PLTE", "tRNS" };
    unsigned seed = 1, read = 0, refused = 0;
    for (int i = 0; i < 3000; i++) {
        char bytes[sizeof good + 8] = { 0 };
        memcpy(bytes, good, sizeof good - 1);
        for (int change = 0; change < 2; change++) {
            seed = seed * 1664525u + 1013904223u;
            bytes[(seed >> 8) % (sizeof good + 4)] = (char)(seed >> 24);
        }
        size_t n = sizeof good - 1 - (seed >> 12) % 3 * ((seed >> 16) % sizeof good);
        if (n > sizeof good + 8) n = 0;
        dw_memory memory;
        dw_buffer chunk = chunk_of(types[i % 10 < 5 ? 0 : i % 10 - 4], bytes, n);
        if (recall_with(&chunk, &memory) == DW_OK) {
            read++;
            dw_memory_free(&memory);
        } else {
            refused++;
            assert_non_null(strstr(err.text, path));
        }
    }
    assert_true(read > 100 && refused > 100);
}

int dw_test_recall_hostile(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_of_a_wrong_form_are_refused),
        cmocka_unit_test(texts_of_other_programs_are_read),
        cmocka_unit_test(bombs_do_not_go_off),
        cmocka_unit_test(wrong_lengths_and_heads_are_refused),
        cmocka_unit_test(changed_chunks_do_no_harm),
    };
    return cmocka_run_group_tests_name("recall_hostile", tests, draw, clean);
}
