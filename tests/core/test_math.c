/* Math in texts: what is math and what is not, how it reads, that lines keep it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "plot/math.h"
#include "plot/words.h"

int dw_test_math(void);
int dw_test_words(void); /* test_words.c */

static void assert_reads(const char *written, const char *read)
{
    dw_buffer plain = { 0 };
    dw_math_plain(written, &plain);
    assert_string_equal(plain.text, read);
    dw_buffer_free(&plain);
}

static size_t spans_of(const char *text)
{
    dw_math math;
    dw_math_read(text, &math);
    size_t count = math.span_count;
    dw_math_free(&math);
    return count;
}

static void test_math_reads_plainly(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        { "10^9", "10⁹" },
        { "10^{-3}", "10⁻³" },
        { "10^-3", "10⁻³" },
        { "2\\times10^6 runs", "2×10⁶ runs" },
        { "N_c", "N_c" },
        { "N_{params}", "N_params" },
        { "x^{2}", "x²" },
        { "R^2 = 0.9", "R² = 0.9" },
        { "x^{n+1}", "xⁿ⁺¹" },
        { "x^{a+b}", "x^(a+b)" },
        { "\\alpha, \\Omega", "α, Ω" },
        { "$\\alpha x - 1$", "αx − 1" },
        { "$a\\times b$, $a \\times b$", "a×b, a × b" },
        { "α_s^2", "α_s²" },
        { "參數N_c有10^9個", "參數N_c有10⁹個" },
        { "costs $5 and $10", "costs $5 and $10" },
        { "NT$500 to NT$600", "NT$500 to NT$600" },
        { "10⁻⁶ m²", "10⁻⁶ m²" },
        { "\\_ \\^ \\$ \\\\ \\{ \\}", "_ ^ $ \\ { }" },
        { "N\\_c, 10\\^9", "N_c, 10^9" },
        { "\\alhpa", "\\alhpa" },
        { "C:\\new\\alpha", "C:\\new\\alpha" },
        { "$open", "$open" },
        { "10^", "10^" },
        { "10^{", "10^{" },
        { "x^{}", "x^{}" },
        { "$x_$", "x_" },
        { "", "" },
        { "\x04\x01", "" },
        { "\x04\x01u", "" },
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_reads(pairs[i][0], pairs[i][1]);
}

static void test_math_what_is_raised(void **state)
{
    (void)state;
    static const char *const math[] = { "10^9",  "N_c",     "x_1",       "p_i=0.5",       "N_c, x",
                                        "(a)^2", "N_{max}", "$my_file$", "參數N_c有多少", "10⁹" };
    static const char *const words[] = {
        "my_file", "my_file.csv", "f_x.csv", "a_b_c", "data/a_b",
        "p_value", "x_1.csv",     "N\\_c",   "^_^",   "word^2",
        "snake_c", "__init__",    "run_2",   "a_b/c", "$5_a and $6"
    };
    for (size_t i = 0; i < sizeof math / sizeof *math; i++)
        if (spans_of(math[i]) != 1) fail_msg("'%s' is math", math[i]);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (spans_of(words[i]) != 0) fail_msg("'%s' is no math", words[i]);
}

static void test_math_levels(void **state)
{
    (void)state;
    dw_math math;
    dw_math_read("$a^{b_{c^{d_e}}}$", &math);
    assert_string_equal(math.text.text, "abcde");
    assert_int_equal(math.span_count, 3); /* the fourth level stays on the third */
    assert_string_equal(math.spans[1].path, "ud");
    assert_true(math.spans[0].rise > 0 && math.spans[1].rise < math.spans[0].rise);
    assert_true(math.spans[1].size < math.spans[0].size && math.spans[1].size > 0.5);
    dw_math_free(&math);
}

/* A part reads back to the letters and spans it was made of, whatever its letters are. */
static void test_math_parts_are_kept(void **state)
{
    (void)state;
    const char *text = "$a_b$ \\_x 10^{-12} \\$5 and N\\_c";
    dw_math math, again;
    dw_math_read(text, &math);
    for (size_t from = 0; from <= math.text.length; from++)
        for (size_t to = from; to <= math.text.length; to++) {
            char *part = dw_math_part(&math, from, to, "|");
            dw_math_read(part, &again);
            assert_int_equal(again.text.length, to - from + 1);
            assert_memory_equal(again.text.text, math.text.text + from, to - from);
            for (size_t i = 0; i < again.span_count; i++)
                assert_true(again.spans[i].to <= to - from);
            dw_math_free(&again);
            free(part);
        }
    char *whole = dw_math_part(&math, 0, math.text.length, "");
    dw_math_read(whole, &again);
    assert_int_equal(again.span_count, math.span_count);
    for (size_t i = 0; i < math.span_count; i++) {
        assert_int_equal(again.spans[i].from, math.spans[i].from);
        assert_int_equal(again.spans[i].to, math.spans[i].to);
        assert_string_equal(again.spans[i].path, math.spans[i].path);
    }
    dw_math_free(&again);
    dw_math_free(&math);
    free(whole);
}

/* Bytes of any kind: no crash, valid UTF-8 stays valid. */
static void test_math_survives_anything(void **state)
{
    (void)state;
    static const char *const pieces[] = { "^", "_", "$",  "\\", "{", "}", "a",    "1",
                                          "α", " ", "中", "-",  ".", "²", "\x01", "\x04" };
    uint64_t seed = 1;
    for (int i = 0; i < 20000; i++) {
        char text[64] = "";
        for (int k = 0; k < 12; k++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            strcat(text, pieces[seed >> 60]);
        }
        dw_math math;
        dw_math_read(text, &math);
        assert_int_equal(dw_text_utf8_prefix(math.text.text, math.text.length), math.text.length);
        size_t at = 0;
        for (size_t k = 0; k < math.span_count; k++) {
            assert_true(math.spans[k].from >= at && math.spans[k].to > math.spans[k].from);
            at = math.spans[k].to;
        }
        assert_true(at <= math.text.length);
        dw_math_free(&math);
        dw_buffer plain = { 0 };
        dw_math_plain(text, &plain);
        dw_buffer_free(&plain);
    }
    char many[2 * DW_MATH_SPANS * 5 + 1] = "";
    for (int i = 0; i < 2 * DW_MATH_SPANS; i++) strcat(many, "a_b, ");
    assert_int_equal(spans_of(many), DW_MATH_SPANS);
}

static void test_math_is_measured(void **state)
{
    (void)state;
    dw_words *words;
    assert_int_equal(dw_words_new("en", "", &words, NULL), DW_OK);
    double raised = dw_words_width(words, "10^{12}", 40, false);
    assert_true(raised > dw_words_width(words, "10", 40, false));
    assert_true(raised < 0.9 * dw_words_width(words, "1012", 40, false));
    assert_true(dw_words_width(words, "10¹²", 40, false) == raised);
    dw_lines lines;
    dw_words_break(words, "$a_b$ and 10^{12} parameters, and more words N\\_c to break it", 40,
                   false, 400, 4, &lines);
    assert_true(lines.n > 1 && !lines.cut);
    size_t spans = 0;
    for (size_t i = 0; i < lines.n; i++) {
        assert_true(dw_words_width(words, lines.at[i], 40, false) <= 400);
        spans += spans_of(lines.at[i]);
    }
    assert_int_equal(spans, 2);
    dw_lines_free(&lines);
    dw_words_break(words, "10^{12} parameters, cut off here", 40, false, 200, 1, &lines);
    assert_true(lines.cut && lines.n == 1 && spans_of(lines.at[0]) == 1);
    dw_lines_free(&lines);
    dw_words_free(words);
}

int dw_test_math(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_math_reads_plainly),
        cmocka_unit_test(test_math_what_is_raised),
        cmocka_unit_test(test_math_levels),
        cmocka_unit_test(test_math_parts_are_kept),
        cmocka_unit_test(test_math_survives_anything),
        cmocka_unit_test(test_math_is_measured),
    };
    return cmocka_run_group_tests_name("math", tests, NULL, NULL) + dw_test_words();
}
