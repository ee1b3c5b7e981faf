/* The plot room: ticks, the model, layouts without overlaps. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "plot/backend.h"
#include "plot/layout.h"

int dw_test_plot(void);
int dw_test_plot_file(void);   /* test_plot_file.c */
int dw_test_plot_layers(void); /* test_plot_layers.c */

/* ---- Ticks and scales ---- */

static void expect_ticks(double low, double high, bool log, dw_number_style style, int about,
                         const char *expected)
{
    dw_ticks ticks;
    dw_buffer labels = { 0 };
    dw_ticks_choose(low, high, &(dw_numbering){ .scale = log, .style = style }, about, &ticks);
    for (size_t i = 0; i < ticks.n; i++)
        dw_buffer_format(&labels, "%s%s", i ? " | " : "", ticks.major[i].label);
    assert_string_equal(labels.text ? labels.text : "", expected);
    dw_buffer_free(&labels);
}

static void ticks_read_as_people_write(void **state)
{
    (void)state;
    expect_ticks(0, 1, false, DW_NUMBERS_PERCENT, 6, "0 % | 20 % | 40 % | 60 % | 80 % | 100 %");
    expect_ticks(1e7, 5e11, true, DW_NUMBERS_AUTO, 8, "10M | 100M | 1B | 10B | 100B");
    expect_ticks(1e7, 1e12, true, DW_NUMBERS_AUTO, 3, "100M | 10B | 1T");
    expect_ticks(1e6, 6e7, true, DW_NUMBERS_COUNT, 6, "1M | 2M | 5M | 10M | 20M | 50M");
    expect_ticks(0, 2e8, false, DW_NUMBERS_AUTO, 5, "0 | 50M | 100M | 150M | 200M");
    expect_ticks(-1, 1, false, DW_NUMBERS_AUTO, 5, "–1.0 | –0.5 | 0.0 | 0.5 | 1.0");
    expect_ticks(0.001, 1, true, DW_NUMBERS_AUTO, 5, "0.001 | 0.01 | 0.1 | 1");
    expect_ticks(0.001, 1, true, DW_NUMBERS_PERCENT, 5, "0.1 % | 1 % | 10 % | 100 %");
    expect_ticks(1e18, 1e25, true, DW_NUMBERS_AUTO, 4, "10¹⁸ | 10²⁰ | 10²² | 10²⁴");
    expect_ticks(0, 100, false, DW_NUMBERS_PLAIN, 5, "0 | 25 | 50 | 75 | 100");
}

static void check_ticks(double low, double high, bool log)
{
    for (int about = 2; about <= 10; about++) {
        dw_ticks ticks;
        dw_ticks_choose(low, high, &(dw_numbering){ .scale = log }, about, &ticks);
        assert_true(ticks.n >= (log ? 0 : 2) && ticks.n <= DW_TICKS_MOST);
        for (size_t i = 1; i < ticks.n; i++) {
            assert_true(ticks.major[i].at > ticks.major[i - 1].at);
            assert_string_not_equal(ticks.major[i].label, ticks.major[i - 1].label);
        }
    }
}

static void ticks_of_any_range_rise_and_differ(void **state)
{
    (void)state;
    const double ends[] = { -1e307, -1e9,   -3, -1e-300, 0,       1e-300, 1e-9,  0.1,
                            1,      1.0001, 2,  1e6,     1234567, 1e15,   1e300, 1e307 };
    enum { N = sizeof ends / sizeof *ends };
    for (int i = 0; i < N; i++)
        for (int j = i; j < N; j++) {
            dw_range range = dw_range_settle((dw_range){ ends[i], ends[j], 1 }, false);
            check_ticks(range.low, range.high, false);
            if (ends[i] <= 0) continue;
            range = dw_range_settle((dw_range){ ends[i], ends[j], 1 }, true);
            check_ticks(range.low, range.high, true);
        }
}

static void ranges_settle(void **state)
{
    (void)state;
    dw_range r = dw_range_settle(DW_RANGE_EMPTY, false);
    assert_true(r.low == 0 && r.high == 1);
    r = dw_range_settle(DW_RANGE_EMPTY, true);
    assert_true(r.low == 1 && r.high == 10);
    r = dw_range_settle((dw_range){ 5, 5, 5 }, false);
    assert_true(r.low < 5 && r.high > 5);
    r = dw_range_settle((dw_range){ 0, 0, 1 }, false);
    assert_true(r.low < 0 && r.high > 0);
    dw_range seen = DW_RANGE_EMPTY;
    const double numbers[] = { NAN, INFINITY, -INFINITY, -1, 0, 3 };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        dw_range_add(&seen, numbers[i], true);
    assert_true(seen.low == 3 && seen.high == 3);
    dw_scale scale = { DW_SCALE_LOG, 1, 100, 0, 200, 0 };
    assert_float_equal(dw_scale_map(&scale, 10), 100, 1e-9);
    assert_true(isnan(dw_scale_map(&scale, 0)) && isnan(dw_scale_map(&scale, NAN)));
    assert_true(dw_scale_map(&scale, 1e300) <= 1e6);
}

/* ---- Colours and styles ---- */

static void colors_are_read_and_readable(void **state)
{
    (void)state;
    dw_color_choice choice;
    dw_error err;
    assert_int_equal(dw_color_parse("#ff8000", &choice, &err), DW_OK);
    assert_int_equal(choice.rgb, 0xff8000);
    assert_int_equal(dw_color_parse("3", &choice, &err), DW_OK);
    assert_int_equal(choice.slot, 2);
    assert_int_equal(dw_color_parse("gren", &choice, &err), DW_EARG);
    assert_non_null(strstr(err.text, "did you mean 'green'?"));
    const char *names[] = { "light", "dark", "print" };
    for (int t = 0; t < 3; t++) {
        const dw_theme *theme = dw_theme_find(names[t]);
        assert_true(dw_color_contrast(theme->text, theme->page) >= 7);
        assert_true(dw_color_contrast(theme->soft, theme->page) >= 4.5);
        assert_true(dw_color_contrast(theme->faint, theme->page) >= 4.5);
        for (int i = 0; i < DW_PALETTE; i++) {
            dw_color name = dw_color_readable(theme, theme->palette[i], 3.2);
            assert_true(dw_color_contrast(name, theme->page) >= 3.2);
        }
    }
}

static dw_figure *new_figure(const dw_figure_options *options, dw_axes **axes,
                             const dw_axes_options *axes_options)
{
    dw_figure *figure;
    dw_error err = { "" };
    assert_int_equal(dw_figure_new(options, &figure, &err), DW_OK);
    assert_int_equal(dw_figure_add_axes(figure, axes_options, axes, &err), DW_OK);
    return figure;
}

static void bands_take_their_lines_color(void **state)
{
    (void)state;
    dw_axes *axes;
    dw_figure *figure = new_figure(NULL, &axes, NULL);
    const double x[] = { 1, 2 };
    dw_axes_band(axes, x, x, x, 2, NULL, NULL);
    dw_axes_line(axes, x, x, 2, &(dw_layer_options){ .label = "a" }, NULL);
    dw_axes_band(axes, x, x, x, 2, NULL, NULL);
    dw_axes_line(axes, x, x, 2, &(dw_layer_options){ .label = "b" }, NULL);
    dw_axes_points(axes, x, x, 2, &(dw_layer_options){ .label = "a" }, NULL);
    dw_style *styles;
    const dw_theme *theme = dw_theme_find("light");
    assert_int_equal(dw_styles_new(figure, theme, 1, false, &styles, NULL), DW_OK);
    assert_memory_equal(&styles[0].color, &theme->palette[0], sizeof(dw_color));
    assert_memory_equal(&styles[1].color, &theme->palette[0], sizeof(dw_color));
    assert_memory_equal(&styles[2].color, &theme->palette[1], sizeof(dw_color));
    assert_memory_equal(&styles[3].color, &theme->palette[1], sizeof(dw_color));
    assert_memory_equal(&styles[4].color, &theme->palette[0], sizeof(dw_color));
    free(styles);
    dw_figure_free(figure);
}

static void asked_sizes_hold_in_small_panels(void **state)
{
    (void)state;
    dw_axes *axes;
    dw_figure *figure = new_figure(&(dw_figure_options){ .rows = 1, .columns = 4 }, &axes, NULL);
    const double x[] = { 1, 2 };
    dw_axes_line(axes, x, x, 2, NULL, NULL);
    dw_axes_line(axes, x, x, 2, &(dw_layer_options){ .width_px = 4 }, NULL);
    dw_axes_points(axes, x, x, 2, &(dw_layer_options){ .size_px = 18 }, NULL);
    dw_style *styles;
    assert_int_equal(dw_styles_new(figure, dw_theme_find("light"), 1, false, &styles, NULL), DW_OK);
    assert_true(styles[0].width < 4); /* thinner where nothing was asked for */
    assert_true(fabs(styles[1].width - 4) < 1e-12);
    assert_true(fabs(styles[2].radius - 9) < 1e-12);
    free(styles);
    dw_figure_free(figure);
}

static void one_color_needs_no_dashes(void **state)
{
    (void)state;
    const double x[] = { 1, 2 };
    for (int colors = 1; colors <= 2; colors++) {
        dw_axes *axes;
        dw_figure *figure = new_figure(&(dw_figure_options){ .rows = 2 }, &axes, NULL);
        dw_layer_options options = { .label = "a", .color = "ink", .marker = "none" };
        dw_axes_line(axes, x, x, 2, &options, NULL);
        assert_int_equal(dw_figure_add_axes(figure, NULL, &axes, NULL), DW_OK);
        if (colors == 2) options.color = "green";
        dw_axes_line(axes, x, x, 2, &options, NULL);
        dw_style *styles;
        const dw_theme *theme = dw_theme_find("light");
        assert_int_equal(dw_styles_new(figure, theme, 1, true, &styles, NULL), DW_OK);
        assert_int_equal(styles[0].dash == DW_SOLID, colors == 1);
        free(styles);
        dw_figure_free(figure);
    }
}

/* ---- The model ---- */

static void the_model_refuses_with_a_sentence(void **state)
{
    (void)state;
    dw_figure *figure;
    dw_axes *axes;
    dw_error err;
    assert_int_equal(dw_figure_new(&(dw_figure_options){ .theme = "drak" }, &figure, &err),
                     DW_EARG);
    assert_null(figure);
    assert_int_equal(dw_figure_new(&(dw_figure_options){ .width_px = 3 }, &figure, &err),
                     DW_EDOMAIN);
    assert_non_null(strstr(err.text, "width_px must be in 64..20000, got 3"));
    assert_int_equal(dw_figure_new(&(dw_figure_options){ .title = "\xff" }, &figure, &err),
                     DW_EARG);
    figure = new_figure(NULL, &axes, NULL);
    assert_int_equal(dw_figure_add_axes(figure, NULL, &axes, &err), DW_EARG);
    assert_int_equal(dw_figure_remember(figure, "a\nb", "", &err), DW_EARG);
    dw_figure_free(figure);
    assert_int_equal(dw_figure_new(NULL, &figure, &err), DW_OK);
    dw_axes_options bad = { .x = { .scale = "log", .min = -1, .max = 2 } };
    assert_int_equal(dw_figure_add_axes(figure, &bad, &axes, &err), DW_EDOMAIN);
    bad = (dw_axes_options){ .y = { .scale = "lgo" } };
    assert_int_equal(dw_figure_add_axes(figure, &bad, &axes, &err), DW_EARG);
    assert_string_equal(err.text, "unknown scale 'lgo' (did you mean 'log'?)");
    dw_figure_free(figure);
    dw_figure_free(NULL);
}

static void the_drawn_numbers_are_a_table(void **state)
{
    (void)state;
    dw_axes *axes;
    dw_figure *figure = new_figure(NULL, &axes, &(dw_axes_options){ .title = "a, b" });
    const double x[] = { 1, 2 }, y[] = { 0.5, NAN };
    dw_axes_line(axes, x, y, 2, &(dw_layer_options){ .label = "one" }, NULL);
    dw_axes_band(axes, x, x, y, 1, NULL, NULL);
    dw_buffer out = { 0 };
    assert_int_equal(dw_figure_csv(figure, &out, NULL), DW_OK);
    assert_string_equal(out.text, "panel,layer,label,x,y,low,high\n"
                                  "\"a, b\",line,one,1,0.5,,\n"
                                  "\"a, b\",line,one,2,,,\n"
                                  "\"a, b\",band,,1,,1,0.5\n");
    dw_buffer_free(&out);
    dw_figure_free(figure);
}

/* ---- Layouts ---- */

/* Fails when two texts touch, or one leaves the page. */
static void assert_layout_is_clean(const dw_layout *layout)
{
    const dw_figure *figure = layout->figure;
    for (size_t i = 0; i < layout->text_count; i++) {
        const dw_text_box *a = &layout->texts[i];
        if (a->box.x < 0 || a->box.y < 0 || a->box.x + a->box.w > figure->width_px ||
            a->box.y + a->box.h > figure->height_px)
            fail_msg("'%s' leaves the page: %g %g %g %g", a->text, a->box.x, a->box.y, a->box.w,
                     a->box.h);
        for (size_t j = i + 1; j < layout->text_count; j++)
            if (dw_texts_overlap(a, &layout->texts[j], 0.25))
                fail_msg("'%s' and '%s' overlap", a->text, layout->texts[j].text);
    }
}

static void assert_lays_out_cleanly(dw_figure *figure)
{
    const dw_plot_backend *backend = dw_plot_backend_here();
    dw_layout *layout;
    dw_error err = { "" };
    assert_int_equal(backend->layout(figure, &layout, &err), DW_OK);
    assert_layout_is_clean(layout);
    backend->layout_free(layout);
}

static const char *const english[] = { "steps right",        "right before the first slip",
                                       "final answer right", "partial credit",
                                       "graded by a judge",  "brier score",
                                       "exact match",        "log score" };
static const char *const chinese[] = { "步驟正確率",     "第一個錯誤前的正確比例",
                                       "最終答案正確率", "部分給分",
                                       "由評審模型評分", "布萊爾分數",
                                       "完全相符",       "對數分數" };

/* `lines` S-curves that end `apart` from each other, with rules, notes and published points. */
static void fill_axes(dw_axes *axes, bool zh, int lines, double apart)
{
    enum { N = 30 };
    double x[N], y[N];
    for (int k = 0; k < lines; k++) {
        for (int i = 0; i < N; i++) {
            x[i] = 1e7 * pow(10, 4.7 * i / (N - 1));
            y[i] = (1 - apart * k) / (1 + pow(1e9 * (k + 1) / x[i], 1.5));
        }
        dw_axes_band(axes, x, y, y, N, NULL, NULL);
        dw_axes_line(axes, x, y, N, &(dw_layer_options){ .label = zh ? chinese[k] : english[k] },
                     NULL);
    }
    dw_axes_hline(axes, 0.25,
                  &(dw_layer_options){ .label = zh ? "隨機猜測" : "random guess", .dash = true },
                  NULL);
    dw_axes_vline(axes, 1e9, &(dw_layer_options){ .label = zh ? "門檻" : "threshold" }, NULL);
    dw_axes_note(axes, NAN, NAN, zh ? "在此以下反而有害" : "below here it hurts", 1e9, 0.3, NULL,
                 NULL);
    dw_axes_note(axes, 2e9, 0.25, zh ? "同一個地方" : "the same place", NAN, NAN, NULL, NULL);
    const char *families[] = { "LaMDA", "GPT-3", "PaLM" };
    for (int k = 0; k < 3; k++)
        dw_axes_points(axes, x + 3 * k, y + 3 * k, 5, &(dw_layer_options){ .label = families[k] },
                       NULL);
}

static dw_figure *sample_figure(bool zh, size_t rows, size_t columns, bool share, int lines,
                                double apart, int width, int height)
{
    dw_figure *figure;
    dw_axes *axes;
    dw_figure_options options = {
        .title =
            zh ? "能力慢慢變強，分數突然跳起來；這個標題很長，一行放不下，所以必須折成兩行才讀得完"
               : "The skill grows smoothly; the score jumps, and this title is so long that it "
                 "does not fit on one line of the slide",
        .subtitle = zh ? "每一題需要 16 個步驟" : "A problem takes 16 steps, all of them needed",
        .footer = zh ? "玩具模型：multistep · 亂數種子 1" : "Toy model: multistep · seed 1",
        .language = zh ? "zh-TW" : "en",
        .rows = (int64_t)rows,
        .columns = (int64_t)columns,
        .share_x = share ? "all" : NULL,
        .share_y = share ? "all" : NULL,
        .width_px = width,
        .height_px = height
    };
    assert_int_equal(dw_figure_new(&options, &figure, NULL), DW_OK);
    size_t panels = rows * columns > 2 ? rows * columns - 1 : rows * columns;
    for (size_t i = 0; i < panels; i++) {
        dw_axes_options axes_options = {
            .title = panels > 1 ? (zh ? "詞義判斷" : "Word in context") : NULL,
            .x = { .label = zh ? "模型大小（參數量）" : "model size (parameters)", .scale = "log" },
            .y = { .label = zh ? "正確比例" : "share right", .percent = true }
        };
        assert_int_equal(dw_figure_add_axes(figure, &axes_options, &axes, NULL), DW_OK);
        fill_axes(axes, zh, lines, apart);
    }
    return figure;
}

static void no_text_overlaps_or_leaves_the_page(void **state)
{
    (void)state;
    const struct {
        size_t rows, columns;
        int width, height;
    } pages[] = { { 1, 1, 1600, 900 }, { 1, 1, 800, 450 },  { 1, 1, 1000, 1000 },
                  { 1, 2, 1600, 900 }, { 2, 2, 1600, 900 }, { 2, 4, 1600, 900 } };
    for (size_t p = 0; p < sizeof pages / sizeof *pages; p++)
        for (int zh = 0; zh < 2; zh++)
            for (int share = 0; share < 2; share++)
                for (int lines = 1; lines <= 8; lines += pages[p].rows > 1 ? 7 : 1) {
                    double apart = share ? 0.002 : 0.1;
                    dw_figure *figure =
                        sample_figure(zh, pages[p].rows, pages[p].columns, share, lines, apart,
                                      pages[p].width, pages[p].height);
                    assert_lays_out_cleanly(figure);
                    dw_figure_free(figure);
                }
}

static void panels_of_a_grid_are_aligned(void **state)
{
    (void)state;
    dw_figure *figure = sample_figure(false, 2, 4, true, 3, 0.1, 1600, 900);
    dw_layout *layout;
    assert_int_equal(dw_plot_backend_here()->layout(figure, &layout, NULL), DW_OK);
    for (size_t i = 0; i < layout->panel_count; i++) {
        const dw_panel *a = &layout->panels[i], *first = &layout->panels[0];
        assert_true(a->box.w == first->box.w && a->box.h == first->box.h);
        assert_true(a->x.low == first->x.low && a->y.high == first->y.high);
        assert_true(a->box.y == layout->panels[i / 4 * 4].box.y);
        assert_true(a->box.x == layout->panels[i % 4].box.x);
        assert_int_equal(a->y_numbers, i % 4 == 0);
        assert_int_equal(a->x_numbers, i >= 3);
    }
    for (size_t i = 0; i < layout->text_count; i++) assert_true(layout->texts[i].size_px >= 22);
    dw_layout_free(layout);
    dw_figure_free(figure);
}

int dw_test_plot(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ticks_read_as_people_write),
        cmocka_unit_test(ticks_of_any_range_rise_and_differ),
        cmocka_unit_test(ranges_settle),
        cmocka_unit_test(colors_are_read_and_readable),
        cmocka_unit_test(bands_take_their_lines_color),
        cmocka_unit_test(asked_sizes_hold_in_small_panels),
        cmocka_unit_test(one_color_needs_no_dashes),
        cmocka_unit_test(the_model_refuses_with_a_sentence),
        cmocka_unit_test(the_drawn_numbers_are_a_table),
        cmocka_unit_test(no_text_overlaps_or_leaves_the_page),
        cmocka_unit_test(panels_of_a_grid_are_aligned),
    };
    return cmocka_run_group_tests_name("plot", tests, NULL, NULL) + dw_test_plot_file() +
           dw_test_plot_layers();
}
