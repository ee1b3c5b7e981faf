/* What a figure remembers, read back; and what is not a whole PNG is refused. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "plot/recall.h"
#include "plot/save.h"

int dw_test_recall(void);

static char path[] = "/tmp/dunwu-recall-XXXXXX";
static dw_buffer whole;

static int draw(void **state)
{
    (void)state;
    int descriptor = mkstemp(path);
    if (descriptor < 0 || close(descriptor)) return -1;
    dw_figure *figure;
    dw_error err;
    dw_figure_options options = { .title = "A title", .width_px = 200, .height_px = 120 };
    if (dw_figure_new(&options, &figure, &err)) return -1;
    dw_figure_remember(figure, "dunwu:script", "print(\"頓悟\")\n", &err);
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

static const char *text_of(const dw_memory *memory, const char *key)
{
    for (size_t i = 0; i < memory->count; i++)
        if (strcmp(memory->texts[i].key, key) == 0) return memory->texts[i].text;
    return "(none)";
}

static void texts_come_back_as_they_were(void **state)
{
    (void)state;
    dw_memory memory;
    dw_error err;
    assert_int_equal(dw_png_recall(path, &memory, &err), DW_OK);
    assert_int_equal(memory.width_px, 200);
    assert_int_equal(memory.height_px, 120);
    assert_true(fabs(memory.dpi - 144) < 0.1);
    assert_string_equal(text_of(&memory, "Title"), "A title");
    assert_string_equal(text_of(&memory, "dunwu:script"), "print(\"頓悟\")\n");
    assert_string_equal(text_of(&memory, "dunwu:seed"), "7");
    dw_memory_free(&memory);
}

/* Writes bytes over the file and expects a refusal with a sentence that names the file. */
static void expect_refusal(const char *bytes, size_t n)
{
    dw_memory memory;
    dw_error err = { "" };
    assert_int_equal(dw_file_write(path, bytes, n, &err), DW_OK);
    assert_int_equal(dw_png_recall(path, &memory, &err), DW_EIO);
    assert_non_null(strstr(err.text, path));
    assert_null(memory.texts);
}

static void truncated_files_are_refused(void **state)
{
    (void)state;
    for (size_t n = 0; n < whole.length; n += n < 600 ? 7 : 100) expect_refusal(whole.text, n);
    expect_refusal(whole.text, whole.length - 1);
}

static void files_with_a_flipped_bit_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < whole.length; i += i < 600 ? 5 : 173) {
        whole.text[i] ^= 0x10;
        expect_refusal(whole.text, whole.length);
        whole.text[i] ^= 0x10;
    }
}

static void other_files_are_refused(void **state)
{
    (void)state;
    dw_memory memory;
    dw_error err;
    assert_int_equal(dw_png_recall("/nowhere/figure.png", &memory, &err), DW_EIO);
    assert_int_equal(dw_png_recall("/", &memory, &err), DW_EIO);
    expect_refusal("not a picture", 13);
}

int dw_test_recall(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_come_back_as_they_were),
        cmocka_unit_test(truncated_files_are_refused),
        cmocka_unit_test(files_with_a_flipped_bit_are_refused),
        cmocka_unit_test(other_files_are_refused),
    };
    return cmocka_run_group_tests_name("recall", tests, draw, clean);
}
