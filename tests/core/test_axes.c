/* Axes: scales, ticks in each number style, what the model refuses. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "plot/figure.h"
#include "plot/ticks.h"

int dw_test_axes(void);

static void expect(double low, double high, dw_numbering how, int about, const char *expected)
{
    dw_ticks ticks;
    dw_buffer labels = { 0 };
    dw_ticks_choose(low, high, &how, about, &ticks);
    dw_ticks_clip(&ticks, low, high);
    for (size_t i = 0; i < ticks.n; i++)
        dw_buffer_format(&labels, "%s%s", i ? " | " : "", ticks.major[i].label);
    for (char *c = labels.text; c && *c; c++) /* narrow and fixed spaces are spaces here */
        if (strncmp(c, "\u202f", 3) == 0)
            memmove(c, c + 2, strlen(c + 2) + 1), *c = ' ';
        else if (strncmp(c, "\u00a0", 2) == 0)
            memmove(c, c + 1, strlen(c + 1) + 1), *c = ' ';
    assert_string_equal(labels.text ? labels.text : "", expected);
    dw_buffer_free(&labels);
}

static void scales_map_and_come_back(void **state)
{
    (void)state;
    const struct {
        dw_scale_kind kind;
        double v, t;
    } rows[] = { { DW_SCALE_LINEAR, -3, -3 },      { DW_SCALE_LOG, 1000, 3 },
                 { DW_SCALE_LOG2, 0.01, -2 },      { DW_SCALE_SYMLOG, 0, 0 },
                 { DW_SCALE_SYMLOG, 5, 0.5 },      { DW_SCALE_SYMLOG, -10, -1 },
                 { DW_SCALE_SYMLOG, 1000, 3 },     { DW_SCALE_SYMLOG, -1e5, -5 },
                 { DW_SCALE_LOGIT, 0.5, 0 },       { DW_SCALE_LOGIT, 10 / 11.0, 1 },
                 { DW_SCALE_LOGIT, 1 / 101.0, -2 } };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_true(dw_drawable(rows[i].v, rows[i].kind));
        double t = dw_scale_forward(rows[i].kind, 10, rows[i].v);
        assert_float_equal(t, rows[i].t, 1e-12);
        double back = dw_scale_inverse(rows[i].kind, 10, t);
        assert_true(fabs(back - rows[i].v) <= 1e-12 * fabs(rows[i].v));
    }
    assert_false(dw_drawable(0, DW_SCALE_LOG2) || dw_drawable(-1, DW_SCALE_LOG));
    assert_false(dw_drawable(0, DW_SCALE_LOGIT) || dw_drawable(1, DW_SCALE_LOGIT));
    dw_scale y = { DW_SCALE_LOGIT, 0.01, 0.99, 100, 20, 0 };
    assert_true(isnan(dw_scale_map(&y, 1)) && isnan(dw_scale_map(&y, 2)));
    assert_float_equal(dw_scale_map(&y, 0.5), 60, 1e-9);
    assert_float_equal(dw_scale_map_within(&y, 0, 10, 110), 110, 0);
    assert_float_equal(dw_scale_map_within(&y, 1, 10, 110), 10, 0);
    y.p0 = 20; /* inverted */
    y.p1 = 100;
    assert_float_equal(dw_scale_map_within(&y, 0, 10, 110), 10, 0);
    assert_true(isnan(dw_scale_map_within(&y, NAN, 10, 110)));
}

static void a_symlog_finds_where_it_is_linear(void **state)
{
    (void)state;
    assert_float_equal(dw_scale_linear_below((dw_range){ -1000, 500, 3 }), 1, 1e-12);
    assert_float_equal(dw_scale_linear_below((dw_range){ 0, 1000, 1e-9 }), 0.01, 1e-12);
    assert_float_equal(dw_scale_linear_below((dw_range){ -50, 80, HUGE_VAL }), 1, 1e-12);
    assert_float_equal(dw_scale_linear_below((dw_range){ 0, 0, HUGE_VAL }), 1, 0);
}

static void ticks_suit_their_scale(void **state)
{
    (void)state;
    const dw_numbering two = { .scale = DW_SCALE_LOG2 };
    dw_numbering counted = two;
    counted.style = DW_NUMBERS_COUNT;
    expect(1, 64, two, 7, "1 | 2 | 4 | 8 | 16 | 32 | 64");
    expect(0.2, 9, two, 7, "0.25 | 0.5 | 1 | 2 | 4 | 8");
    expect(512, 1 << 17, counted, 5, "1K | 4K | 16K | 64K");
    expect(1024, 0x1p40, two, 4, "2¹⁶ | 2²⁴ | 2³² | 2⁴⁰");
    expect(1, 3, counted, 5, "1 | 2");
    expect(-1e4, 1e4, (dw_numbering){ .scale = DW_SCALE_SYMLOG, .linear_below = 1 }, 6,
           "–1000 | –10 | 0 | 10 | 1000");
    expect(0, 1000, (dw_numbering){ .scale = DW_SCALE_SYMLOG, .linear_below = 1 }, 6,
           "0 | 1 | 10 | 100 | 1000");
    expect(-0.5, 0.5, (dw_numbering){ .scale = DW_SCALE_SYMLOG, .linear_below = 1 }, 5,
           "–0.50 | –0.25 | 0.00 | 0.25 | 0.50");
    expect(0.005, 0.995, (dw_numbering){ .scale = DW_SCALE_LOGIT }, 9,
           "0.01 | 0.1 | 0.5 | 0.9 | 0.99");
    expect(0.005, 0.995, (dw_numbering){ .scale = DW_SCALE_LOGIT, .style = DW_NUMBERS_PERCENT }, 9,
           "1 % | 10 % | 50 % | 90 % | 99 %");
    expect(1e-9, 1 - 1e-9, (dw_numbering){ .scale = DW_SCALE_LOGIT }, 5,
           "10⁻⁸ | 0.0001 | 0.5 | 0.9999 | 1\u2009–\u200910⁻⁸");
    expect(0.4, 0.6, (dw_numbering){ .scale = DW_SCALE_LOGIT }, 3, "0.4 | 0.5 | 0.6");
}

static void numbers_are_written_in_their_style(void **state)
{
    (void)state;
    const dw_numbering si = { .style = DW_NUMBERS_SI },
                       watt = { .style = DW_NUMBERS_SI, .unit = "W" };
    const dw_numbering money = { .style = DW_NUMBERS_MONEY },
                       taiwan = { .style = DW_NUMBERS_MONEY, .unit = "NT$" };
    const dw_numbering time = { .style = DW_NUMBERS_TIME };
    expect(0, 3e6, si, 4, "0 | 1 M | 2 M | 3 M");
    expect(-1500, 1500, si, 4, "–1.5 k | –1 k | –500 | 0 | 500 | 1 k | 1.5 k");
    expect(0, 4e-5, watt, 3, "0 W | 20 µW | 40 µW");
    expect(0, 1500, money, 4, "$0 | $500 | $1,000 | $1,500");
    expect(-60, -20, money, 3, "–$60 | –$40 | –$20");
    expect(0, 1.2, money, 4, "$0.00 | $0.40 | $0.80 | $1.20");
    expect(0, 2e6, taiwan, 5, "NT$0 | NT$500K | NT$1M | NT$1.5M | NT$2M");
    expect(0.01, 1e7, (dw_numbering){ .scale = DW_SCALE_LOG, .style = DW_NUMBERS_MONEY }, 10,
           "$0.01 | $0.10 | $1 | $10 | $100 | $1,000 | $10,000 | $100,000 | $1M | $10M");
    expect(0, 180, time, 6, "0 | 30 s | 1 min | 1 min 30 s | 2 min | 2 min 30 s | 3 min");
    expect(0, 0.04, time, 4, "0 | 10 ms | 20 ms | 30 ms | 40 ms");
    expect(0, 5400, time, 3, "0 | 30 min | 1 h | 1 h 30 min");
    expect(0, 86400 * 2, time, 4, "0 | 12 h | 1 d | 1 d 12 h | 2 d");
    expect(0.001, 86400, (dw_numbering){ .scale = DW_SCALE_LOG, .style = DW_NUMBERS_TIME }, 5,
           "1 ms | 1 s | 1 min | 1 h | 1 d");
    expect(0, 100, (dw_numbering){ .unit = "°C" }, 3, "0°C | 50°C | 100°C");
    expect(0, 3e7, (dw_numbering){ .unit = "tokens" }, 4,
           "0 tokens | 10M tokens | 20M tokens | 30M tokens");
}

static void ticks_of_any_scale_and_style_differ(void **state)
{
    (void)state;
    const double ends[] = { -1e300, -2e6, -7, -1e-5, 0,    1e-300, 1e-12, 3e-4, 0.02, 0.4,
                            0.6,    0.97, 1,  1.5,   1000, 2e5,    3e9,   1e22, 1e300 };
    enum { N = sizeof ends / sizeof *ends };
    for (int kind = DW_SCALE_LINEAR; kind <= DW_SCALE_LOGIT; kind++)
        for (int style = DW_NUMBERS_AUTO; style <= DW_NUMBERS_TIME; style++)
            for (int pair = 0; pair < N * N; pair++)
                for (int about = 2; about <= 9; about += 3) {
                    dw_range range = { ends[pair / N], ends[pair % N], 1e-3 };
                    range = dw_range_settle(range, (dw_scale_kind)kind);
                    dw_numbering how = { (dw_scale_kind)kind, (dw_number_style)style,
                                         dw_scale_linear_below(range), NULL };
                    dw_ticks t;
                    dw_ticks_choose(range.low, range.high, &how, about, &t);
                    for (size_t i = 1; i < t.n; i++) {
                        assert_true(t.major[i].at > t.major[i - 1].at);
                        assert_string_not_equal(t.major[i].label, t.major[i - 1].label);
                    }
                    for (size_t i = 0; i < t.minor_count; i++) assert_true(isfinite(t.minor[i]));
                }
}

static void expect_refusal(dw_axis_options x, dw_status status, const char *message)
{
    dw_figure *figure;
    dw_axes *axes;
    dw_error err = { "" };
    assert_int_equal(dw_figure_new(NULL, &figure, &err), DW_OK);
    assert_int_equal(dw_figure_add_axes(figure, &(dw_axes_options){ .x = x }, &axes, &err), status);
    assert_string_equal(err.text, message);
    dw_figure_free(figure);
}

static void axes_refuse_with_a_sentence(void **state)
{
    (void)state;
    const double at[] = { 0.1, 1 };
    const char *const texts[] = { "a", "b", "c" };
    expect_refusal((dw_axis_options){ .scale = "log2", .min = 0, .max = 8 }, DW_EDOMAIN,
                   "x.min must be above 0 on a logarithmic axis, got 0");
    expect_refusal((dw_axis_options){ .scale = "logit", .min = 0.5, .max = 1 }, DW_EDOMAIN,
                   "x.max must be above 0 and below 1 on a logit axis, got 1");
    expect_refusal((dw_axis_options){ .scale = "log", .linear_below = 2 }, DW_EARG,
                   "x.linear_below is for the scale symlog, not for log");
    expect_refusal((dw_axis_options){ .scale = "symlog", .linear_below = -2 }, DW_EDOMAIN,
                   "x.linear_below must be in 1e-300..1e300, got -2");
    expect_refusal((dw_axis_options){ .scale = "logit", .ticks = { at, 2, false } }, DW_EDOMAIN,
                   "x.ticks: an axis with the scale logit cannot show 1");
    expect_refusal((dw_axis_options){ .ticks = { at, 2, false }, .tick_labels = { texts, 3 } },
                   DW_EARG,
                   "x.tick_labels has 3 texts and x.ticks 2 numbers; they must be as many");
    expect_refusal((dw_axis_options){ .tick_labels = { texts, 3 } }, DW_EARG,
                   "x.tick_labels has 3 texts and x.ticks 0 numbers; they must be as many");
    expect_refusal((dw_axis_options){ .unit = "a\nb" }, DW_EARG, "x.unit must be one line");
    expect_refusal((dw_axis_options){ .unit = "0123456789012345678901234567890123456789+" },
                   DW_EARG, "x.unit stands at every number and must be at most 40 bytes");
    expect_refusal((dw_axis_options){ .scale = "logti" }, DW_EARG,
                   "unknown scale 'logti' (did you mean 'logit'?)");
    expect_refusal((dw_axis_options){ .numbers = "mony" }, DW_EARG,
                   "unknown number style 'mony' (did you mean 'money'?)");
}

int dw_test_axes(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scales_map_and_come_back),
        cmocka_unit_test(a_symlog_finds_where_it_is_linear),
        cmocka_unit_test(ticks_suit_their_scale),
        cmocka_unit_test(numbers_are_written_in_their_style),
        cmocka_unit_test(ticks_of_any_scale_and_style_differ),
        cmocka_unit_test(axes_refuse_with_a_sentence),
    };
    return cmocka_run_group_tests_name("axes", tests, NULL, NULL);
}
