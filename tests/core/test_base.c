#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/env.h"
#include "base/memory.h"
#include "base/text.h"

int dw_test_base(void);
int dw_test_base_file(void); /* runs as a part of it */

/* ---- Status and memory ---- */

static void a_sentence_is_cut_between_letters(void **state)
{
    (void)state;
    static const char *const letters[] = { "a", "ä", "€", "😀" };
    for (size_t i = 0; i < 4; i++)
        for (size_t shift = 0; shift < 4; shift++) {
            size_t width = strlen(letters[i]), room = sizeof(dw_error) - 1 - shift;
            dw_buffer sentence = { 0 };
            for (size_t j = 0; j < shift; j++) dw_buffer_add(&sentence, "-");
            for (size_t j = 0; j < 600; j++) dw_buffer_add(&sentence, letters[i]);
            dw_error err;
            assert_int_equal(dw_fail(&err, DW_EARG, "%s", sentence.text), DW_EARG);
            assert_int_equal(strlen(err.text), shift + room / width * width);
            assert_memory_equal(err.text, sentence.text, strlen(err.text));
            dw_buffer_free(&sentence);
        }
    assert_int_equal(dw_fail(NULL, DW_EIO, "nobody reads this"), DW_EIO);
}

static void a_broken_letter_at_the_end_goes(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        { "", "" },         { "abc", "abc" },         { "ab\xc3", "ab" },
        { "\xe2\x82", "" }, { "x\xf0\x9f\x98", "x" }, { "x\xf0\x9f", "x" },
        { "aä", "aä" },     { "a€", "a€" },
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        char text[16];
        snprintf(text, sizeof text, "%s", pairs[i][0]);
        dw_text_trim_utf8(text);
        assert_string_equal(text, pairs[i][1]);
    }
}

static void utf8_is_valid_up_to_the_first_bad_byte(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t good;
    } cases[] = { { "", 0 },
                  { "abc", 3 },
                  { "aä€😀", 10 },
                  { "a\x80", 1 },
                  { "a\xc0\x80", 1 },        /* overlong */
                  { "a\xe0\x80\x80", 1 },    /* overlong */
                  { "\xed\xa0\x80", 0 },     /* surrogate */
                  { "\xf4\x90\x80\x80", 0 }, /* past U+10FFFF */
                  { "ab\xe2\x82", 2 },       /* ends early */
                  { "ab\xe2\x82x", 2 } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(dw_text_utf8_prefix(cases[i].text, strlen(cases[i].text)), cases[i].good);
}

static void what_steers_a_terminal_is_known(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t bytes;
    } cases[] = { { "\x1b[31m", 1 },
                  { "\x7f", 1 },
                  { "\n", 1 },
                  { "\xc2\x9b"
                    "31m",
                    2 },
                  { "\xe2\x80\xae", 3 },
                  { "\xe2\x80\x8f", 3 },
                  { "\xe2\x81\xa6", 3 },
                  { "a\n", 0 },
                  { "", 0 },
                  { "\xc2\xb5", 0 },
                  { "\xe2\x80\x94", 0 },
                  { "\xe9\xa0\x93", 0 } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(dw_text_steers(cases[i].text), cases[i].bytes);
}

static void sizes_do_not_wrap_around(void **state)
{
    (void)state;
    size_t product = 7;
    assert_true(dw_size_multiply(SIZE_MAX, 1, &product));
    assert_true(product == SIZE_MAX);
    assert_true(dw_size_multiply(0, SIZE_MAX, &product));
    assert_int_equal(product, 0);
    assert_false(dw_size_multiply(SIZE_MAX / 2 + 1, 2, &product));
    dw_error err = { "" };
    volatile size_t half = SIZE_MAX / 2 + 1; /* volatile: compilers warn of such sizes */
    assert_null(dw_reallocate(NULL, half, 2, &err));
    assert_non_null(strstr(err.text, "no memory for"));
    double *none = dw_allocate(0, sizeof *none, NULL), *some = dw_allocate(3, sizeof *some, NULL);
    assert_non_null(none);
    assert_non_null(some);
    assert_true(some[0] == 0 && some[2] == 0);
    some[2] = 5;
    assert_null(dw_reallocate(some, half, 2, NULL));
    assert_true(some[2] == 5); /* still there and ours */
    free(none);
    free(some);
}

/* ---- Text ---- */

static void a_buffer_grows_and_stays_terminated(void **state)
{
    (void)state;
    dw_buffer buffer = { 0 };
    for (int i = 0; i < 1000; i++) dw_buffer_format(&buffer, "%03d", i);
    assert_int_equal(buffer.length, 3000);
    assert_int_equal(strlen(buffer.text), 3000);
    assert_memory_equal(buffer.text + 2997, "999", 4);
    dw_buffer_add_bytes(&buffer, "a\0b", 3);
    dw_buffer_add_bytes(&buffer, NULL, 0);
    assert_int_equal(buffer.length, 3003);
    assert_memory_equal(buffer.text + 3000, "a\0b", 4);
    buffer.failed = true; /* after a failure nothing happens any more */
    dw_buffer_add(&buffer, "more");
    assert_int_equal(buffer.length, 3003);
    dw_buffer_free(&buffer);
    assert_null(buffer.text);
    dw_buffer_add_bytes(&buffer, "", 0);
    assert_string_equal(buffer.text, "");
    dw_buffer_free(&buffer);
}

static void a_buffer_that_cannot_grow_keeps_its_text(void **state)
{
    (void)state;
    dw_buffer buffer = { 0 };
    dw_buffer_add(&buffer, "kept");
    volatile size_t huge = SIZE_MAX - 2;
    dw_buffer_add_bytes(&buffer, "x", huge);
    assert_true(buffer.failed);
    assert_string_equal(buffer.text, "kept");
    dw_buffer_free(&buffer);
}

static void csv_fields_are_quoted_where_needed(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        { "plain", "plain" },
        { "", "" },
        { "a,b", "\"a,b\"" },
        { "say \"so\"", "\"say \"\"so\"\"\"" },
        { "two\nlines", "\"two\nlines\"" },
        { "a\rb", "\"a\rb\"" },
        { "\"", "\"\"\"\"" },
        { " space ä", " space ä" },
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        dw_buffer buffer = { 0 };
        dw_buffer_add_csv(&buffer, pairs[i][0]);
        assert_string_equal(buffer.text, pairs[i][1]);
        dw_buffer_free(&buffer);
    }
}

static void numbers_are_short_and_read_back(void **state)
{
    (void)state;
    static const struct {
        double x;
        const char *text;
    } cases[] = { { 0, "0" },
                  { 10, "10" },
                  { 100000, "100000" },
                  { 1e14, "100000000000000" },
                  { 1e20, "1e+20" },
                  { 0.1, "0.1" },
                  { -0.25, "-0.25" },
                  { 1e300, "1e+300" },
                  { 1.0 / 3, "0.3333333333333333" },
                  { 5e-324, "5e-324" },
                  { 1e-7, "1e-07" },
                  { INFINITY, "inf" },
                  { -INFINITY, "-inf" },
                  { NAN, "nan" },
                  { -NAN, "nan" },
                  { 0.1 + 0.2, "0.30000000000000004" } };
    char out[32];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dw_text_number(cases[i].x, out);
        assert_string_equal(out, cases[i].text);
    }
    uint64_t bits = 1;
    for (int i = 0; i < 20000; i++) {
        bits = bits * 6364136223846793005u + 1442695040888963407u;
        double x;
        memcpy(&x, &bits, sizeof x);
        if (!isfinite(x)) continue;
        dw_text_number(x, out);
        if (strtod(out, NULL) != x) fail_msg("%.17g became %s", x, out);
    }
}

static void counts_are_said_as_people_do(void **state)
{
    (void)state;
    static const struct {
        double x;
        int digits;
        const char *text;
    } cases[] = {
        { 0, 3, "0" },
        { 1, 3, "1" },
        { 10, 3, "10" },
        { 100, 1, "100" },
        { 0.5, 3, "0.5" },
        { 999, 3, "999" },
        { 999.9, 3, "1K" },
        { 1000, 3, "1K" },
        { 350e3, 3, "350K" },
        { 1e7, 3, "10M" },
        { 15e6, 1, "20M" },
        { 999.9e6, 3, "1B" },
        { 999.9e6, 4, "999.9M" },
        { 1.5e9, 3, "1.5B" },
        { 175e9, 3, "175B" },
        { 1e12, 3, "1T" },
        { 1.8e12, 3, "1.8T" },
        { -2e6, 3, "-2M" },
        { 1e14, 3, "100T" },
        { 5.76e23, 3, "5.76e+23" },
        { 1e300, 3, "1e+300" },
        { INFINITY, 3, "inf" },
        { NAN, 3, "nan" },
        { -NAN, 3, "nan" },
    };
    char out[32];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dw_text_count(cases[i].x, cases[i].digits, out);
        assert_string_equal(out, cases[i].text);
    }
}

static void thousands_have_commas(void **state)
{
    (void)state;
    static const struct {
        double x;
        const char *text;
    } cases[] = { { 0, "0" },
                  { 999, "999" },
                  { 1000, "1,000" },
                  { 100000, "100,000" },
                  { 1234567, "1,234,567" },
                  { -123, "-123" },
                  { -1234, "-1,234" },
                  { 999.5, "1,000" },
                  { -0.4, "0" },
                  { -0.5, "0" },
                  { 1e20, "100,000,000,000,000,000,000" },
                  { 1e300, "1e+300" },
                  { INFINITY, "inf" },
                  { NAN, "nan" } };
    char out[32];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dw_text_thousands(cases[i].x, out);
        assert_string_equal(out, cases[i].text);
    }
}

static void distance_counts_slips_of_the_hand(void **state)
{
    (void)state;
    assert_int_equal(dw_text_distance("", ""), 0);
    assert_int_equal(dw_text_distance("", "abc"), 3);
    assert_int_equal(dw_text_distance("steps", "steps"), 0);
    assert_int_equal(dw_text_distance("setps", "steps"), 1); /* two letters swapped */
    assert_int_equal(dw_text_distance("stps", "steps"), 1);
    assert_int_equal(dw_text_distance("kitten", "sitting"), 3);
    assert_int_equal(dw_text_distance("ca", "abc"), 3); /* restricted: no edit between swapped */
    char longest[65];
    memset(longest, 'a', 64);
    longest[64] = '\0';
    assert_int_equal(dw_text_distance(longest, longest), 255);
    assert_int_equal(dw_text_distance(longest + 1, longest + 1), 0);
}

static void the_nearest_name_is_offered_when_near(void **state)
{
    (void)state;
    static const char *const names[] = { "size", "trials", "seed", "steps", "spread", "stages" };
    static const char *const pairs[][2] = { { "trails", " (did you mean 'trials'?)" },
                                            { "Step", " (did you mean 'steps'?)" },
                                            { "sed", " (did you mean 'seed'?)" },
                                            { "temperature", "" },
                                            { "xyz", "" } };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        dw_nearest nearest = { pairs[i][0], NULL, 0 };
        char hint[96];
        for (size_t j = 0; j < sizeof names / sizeof *names; j++)
            dw_nearest_offer(&nearest, names[j]);
        assert_string_equal(dw_nearest_hint(&nearest, hint), pairs[i][1]);
    }
}

static bool says_yes(void *context)
{
    return *(bool *)context;
}

static void an_environment_may_be_empty(void **state)
{
    (void)state;
    bool yes = true, no = false;
    assert_false(dw_env_stops(NULL));
    assert_false(dw_env_stops(&(dw_env){ 0 }));
    assert_false(dw_env_stops(&(dw_env){ .stop = says_yes, .context = &no }));
    assert_true(dw_env_stops(&(dw_env){ .stop = says_yes, .context = &yes }));
}

int dw_test_base(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sentence_is_cut_between_letters),
        cmocka_unit_test(a_broken_letter_at_the_end_goes),
        cmocka_unit_test(utf8_is_valid_up_to_the_first_bad_byte),
        cmocka_unit_test(what_steers_a_terminal_is_known),
        cmocka_unit_test(sizes_do_not_wrap_around),
        cmocka_unit_test(a_buffer_grows_and_stays_terminated),
        cmocka_unit_test(a_buffer_that_cannot_grow_keeps_its_text),
        cmocka_unit_test(csv_fields_are_quoted_where_needed),
        cmocka_unit_test(numbers_are_short_and_read_back),
        cmocka_unit_test(counts_are_said_as_people_do),
        cmocka_unit_test(thousands_have_commas),
        cmocka_unit_test(distance_counts_slips_of_the_hand),
        cmocka_unit_test(the_nearest_name_is_offered_when_near),
        cmocka_unit_test(an_environment_may_be_empty),
    };
    return cmocka_run_group_tests_name("base", tests, NULL, NULL) + dw_test_base_file();
}
