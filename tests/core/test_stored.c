/* A figure as text: it comes back as it was, and no text, however wrong, does harm. */
#include <float.h>
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

#include "plot/backend.h"
#include "plot/layers.h"
#include "plot/stored.h"
#include "plot/theme.h"

int dw_test_stored(void);

static dw_error err;

/* Numbers that are hard to write down. */
static const double hard[] = { 0.1,    1.0 / 3,          -0.0,  NAN,      INFINITY, -INFINITY,
                               5e-324, DBL_MAX,          1e7,   0.123456, 1e-7,     -2.5,
                               1e9,    123456789.123456, 1e300, 0x1p-40 };
enum { HARD = sizeof hard / sizeof *hard };

/* Panels with each kind of layer. */
static dw_figure *make_figure(void)
{
    static const double up[] = { 1, 2, 3, 4 }, low[] = { 0.5, 1, 2, NAN },
                        edges[] = { 0, 1, 2, 3, 4 };
    static const char *const words[] = { "one", "two\n\"三\"\\\t", "", "four" };
    dw_figure *figure;
    dw_axes *axes;
    dw_theme theme;
    dw_theme_options own = { .base = "dark", .family = "楷書 1", .title_px = 50, .stroke = 2 };
    assert_int_equal(dw_theme_make(&own, &theme, &err), DW_OK);
    dw_figure_options options = { .title = "T \"quoted\"\n\x01",
                                  .subtitle = "頓悟",
                                  .rows = 2,
                                  .columns = 2,
                                  .width_px = 320,
                                  .height_px = 240,
                                  .own_theme = &theme,
                                  .language = "zh-TW",
                                  .share_x = "all" };
    assert_int_equal(dw_figure_new(&options, &figure, &err), DW_OK);
    dw_axes_options axes_options = {
        .title = "left",
        .x = { .label = "x",
               .scale = "log",
               .min = 0.1,
               .max = 30,
               .ticks = { up, 4, false },
               .tick_labels = { words, 4 },
               .unit = "W",
               .invert = true },
        .y = { .percent = true, .scale = "symlog", .linear_below = 0.5 },
        .grid = "both"
    };
    dw_layer_options style = { .label = "名",
                               .color = "#123456",
                               .marker = "diamond",
                               .dash = true,
                               .filled = true,
                               .width_px = 2.5,
                               .alpha = 0.25,
                               .where = "middle" };
    dw_figure_add_axes(figure, &axes_options, &axes, &err);
    dw_axes_line(axes, up, low, 4, &style, &err);
    dw_axes_points(axes, up, up, 4, NULL, &err);
    dw_axes_band(axes, up, low, up, 4, NULL, &err);
    dw_axes_hline(axes, 0.3, NULL, &err);
    dw_axes_vline(axes, 3, NULL, &err);
    dw_axes_note(axes, 2, 2, "note", NAN, NAN, NULL, &err);
    dw_axes_note(axes, NAN, NAN, "note", 2, 3, NULL, &err);
    dw_axes_step(axes, up, low, 4, &style, &err);
    dw_axes_area(axes, up, up, low, 4, NULL, &err);
    dw_axes_errorbar(axes, up, up, low, up, 4, NULL, &err);
    dw_figure_add_axes(figure, NULL, &axes, &err);
    dw_axes_line(axes, hard, hard, HARD, NULL, &err);
    dw_axes_line(axes, NULL, NULL, 0, NULL, &err);
    dw_axes_span(axes, (dw_span){ 1, NAN, NAN, 2 }, NULL, &err);
    dw_axes_text(axes, up, up, words, 4, &(dw_layer_options){ .side = "below" }, &err);
    dw_axes_histogram(axes, edges, up, 4, NULL, &err);
    dw_figure_add_axes(figure, NULL, &axes, &err);
    double places[4];
    dw_axes_categories(axes, true, words, 4, places, &err);
    dw_axes_bar(axes, places, up, 4, &(dw_layer_options){ .stacked = true }, &err);
    dw_figure_add_axes(figure, NULL, &axes, &err);
    assert_int_equal(dw_axes_heatmap(axes, &(dw_heatmap){ .value = up, .rows = 2, .columns = 2 },
                                     &(dw_layer_options){ .percent = true }, &err),
                     DW_OK);
    return figure;
}

static char *written(const dw_figure *figure)
{
    dw_buffer text = { 0 };
    assert_int_equal(dw_stored_write(figure, &text, &err), DW_OK);
    return text.text;
}

static void numbers_come_back_bit_by_bit(void **state)
{
    (void)state;
    dw_figure *figure = make_figure(), *again;
    char *text = written(figure);
    assert_int_equal(dw_stored_read(text, &again, &err), DW_OK);
    const double *read = again->axes[1]->layers[0].x;
    for (int i = 0; i < HARD; i++) {
        if (isnan(hard[i]))
            assert_true(isnan(read[i]));
        else
            assert_memory_equal(&read[i], &hard[i], sizeof hard[i]);
    }
    uint64_t bits = 88172645463325252;
    for (int round = 0; round < 2000; round++) {
        double x[HARD];
        for (int i = 0; i < HARD; i++) {
            bits ^= bits << 13, bits ^= bits >> 7, bits ^= bits << 17;
            memcpy(&x[i], &bits, sizeof bits);
            if (round % 2) x[i] = (double)(int64_t)bits / 0x1p63 * pow(10, round % 12);
            if (round % 4 == 3) x[i] = rint(x[i] * 1e5) / 1e5;
            if (isnan(x[i])) x[i] = 1;
        }
        memcpy(again->axes[1]->layers[0].x, x, sizeof x);
        char *other = written(again);
        dw_figure *third;
        assert_int_equal(dw_stored_read(other, &third, &err), DW_OK);
        assert_memory_equal(third->axes[1]->layers[0].x, x, sizeof x);
        dw_figure_free(third);
        free(other);
    }
    free(text);
    dw_figure_free(figure);
    dw_figure_free(again);
}

static void a_figure_comes_back_as_it_was(void **state)
{
    (void)state;
    dw_figure *figure = make_figure(), *again;
    char *text = written(figure);
    assert_int_equal(dw_stored_read(text, &again, &err), DW_OK);
    char *second = written(again);
    assert_string_equal(text, second);
    dw_buffer table = { 0 }, table_again = { 0 };
    dw_figure_csv(figure, &table, &err);
    dw_figure_csv(again, &table_again, &err);
    assert_string_equal(table.text, table_again.text);
    assert_string_equal(again->texts[DW_FIGURE_TITLE], "T \"quoted\"\n\x01");
    assert_string_equal(again->axes[2]->x.categories[1], "two\n\"三\"\\\t");
    assert_true(isnan(again->axes[1]->y.low));
    dw_buffer_free(&table);
    dw_buffer_free(&table_again);
    free(text);
    free(second);
    dw_figure_free(figure);
    dw_figure_free(again);
}

/* Refused with a sentence that holds `why`, once `from` in the text of a good figure is `to`. */
static void expect_refusal(const char *from, const char *to, const char *why)
{
    dw_figure *figure = make_figure(), *again;
    char *text = written(figure);
    char *at = strstr(text, from);
    assert_non_null(at);
    dw_buffer changed = { 0 };
    dw_buffer_add_bytes(&changed, text, (size_t)(at - text));
    dw_buffer_add(&changed, to);
    dw_buffer_add(&changed, at + strlen(from));
    err.text[0] = '\0';
    assert_int_equal(dw_stored_read(changed.text, &again, &err), DW_EARG);
    assert_null(again);
    if (!strstr(err.text, why)) fail_msg("'%s' does not say '%s'", err.text, why);
    dw_buffer_free(&changed);
    free(text);
    dw_figure_free(figure);
}

static void what_the_model_relies_on_is_checked(void **state)
{
    (void)state;
    expect_refusal("{", "[", "no JSON");
    expect_refusal("\"rows\":2", "\"rows\":1", "more panels");
    expect_refusal("\"rows\":2", "\"rows\":21", "1..20");
    expect_refusal("\"rows\":2", "\"rows\":-1", "whole number");
    expect_refusal("\"rows\":2", "\"rows\":1e300", "whole number");
    expect_refusal("\"rows\":2", "\"rows\":2,\"rows\":2", "twice");
    expect_refusal("\"rows\":2", "\"rows\":2,\"rosw\":2", "'rosw', which this dunwu does not know");
    expect_refusal("\"width_px\":320", "\"width_px\":3", "64 pixels");
    expect_refusal("\"width_px\":320", "\"width_px\":99999", "whole number");
    expect_refusal("\"dark\"", "\"pink\"", "no such theme");
    expect_refusal("\"dark\"", "\"\xff\"", "UTF-8");
    expect_refusal("\"title_px\":\"50\"", "\"title_px\":\"nan\"", "22..96");
    expect_refusal("\"palette_count\":8", "\"palette_count\":17", "1..16 colors");
    expect_refusal("\"palette_count\":8,", "", "1..16 colors");
    expect_refusal("\"stroke\":\"2\"", "\"stroke\":\"-1\"", "stroke");
    expect_refusal("楷書 1", "楷書, 1", "plain name");
    expect_refusal("楷書 1", "\"", "no JSON");
    expect_refusal("\"dark\"", "7", "text is missing");
    expect_refusal("\"kind\":\"line\"", "\"kind\":\"lime\"", "a name that this dunwu knows");
    expect_refusal("\"kind\":\"line\"", "\"kind\":\"band\"", "other parts than it needs");
    expect_refusal("\"kind\":\"hline\",\"n\":1", "\"kind\":\"hline\"", "must have 0 elements");
    expect_refusal("\"n\":4", "\"n\":5", "must have 5 elements, has 4");
    expect_refusal("\"n\":4", "\"n\":true", "whole number");
    expect_refusal("\"x\":\"1 2 3 4\"", "\"x\":\"1 2 3 four\"", "numbers with a space");
    expect_refusal("\"x\":\"1 2 3 4\"", "\"x\":[1,2,3,4]", "numbers in a text");
    expect_refusal("\"marker\":4", "\"marker\":7", "whole number");
    expect_refusal("\"alpha\":\"0.25\"", "\"alpha\":\"nan\"", "alpha");
    expect_refusal("\"rgb\":1193046", "\"rgb\":16777216", "whole number");
    expect_refusal("\"low\":\"0.1\"", "\"low\":\"-1\"", "above 0");
    expect_refusal("\"low\":\"0.1\"", "\"low\":\"40\"", "rise");
    expect_refusal("\"linear_below\":\"0.5\"", "\"linear_below\":\"-1\"", "linear_below");
    expect_refusal("\"unit\":\"W\"", "\"unit\":\"\\n\"", "one line");
    expect_refusal("\"ticks\":\"1 2 3 4\"", "\"ticks\":\"1 2\"", "must have 2 elements");
    expect_refusal("\"ticks\":\"1 2 3 4\"", "\"ticks\":\"0 1 2 3\"", "cannot show 0");
    expect_refusal("\"percent\":true", "\"percent\":1", "true or false");
    expect_refusal("\"x_edges\":\"0.5 1.5 2.5\"", "\"x_edges\":\"0.5 1.5 1\"", "edges of cells");
    expect_refusal("\"columns\":2,\"value\"", "\"columns\":16777216,\"value\"", "elements");
    expect_refusal("\"axes\":[", "\"axes\":[{},{},{},{},{},{},", "");
}

static void other_texts_are_refused(void **state)
{
    (void)state;
    static const char *const texts[] = { "",     "{",        "[]",   "7",          "{}",
                                         "{}{}", "\"\xff\"", "null", "{\"axes\":[" };
    dw_figure *figure;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_int_equal(dw_stored_read(texts[i], &figure, &err), DW_EARG);
    dw_buffer deep = { 0 };
    for (int i = 0; i < 200000; i++) dw_buffer_add(&deep, "[");
    assert_int_equal(dw_stored_read(deep.text, &figure, &err), DW_EARG);
    dw_buffer_free(&deep);
    for (int i = 0; i < 6000000; i++) dw_buffer_add(&deep, "[1,2,");
    assert_int_equal(dw_stored_read(deep.text, &figure, &err), DW_EARG);
    assert_non_null(strstr(err.text, "at most"));
    dw_buffer_free(&deep);
}

static unsigned next(unsigned *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* Changes a few places: a byte, a piece cut out, a piece doubled, a digit, a word of the format. */
static void mutate(dw_buffer *text, unsigned *seed)
{
    static const char *const pieces[] = { "nan",       "-1",    "1e308", "\"",
                                          "{",         "}",     "[",     "]",
                                          ",",         "null",  "inf",   " ",
                                          "0x1p-1074", "99999", "true",  "\"cells\":{}",
                                          "\\u0000",   "\xe9" };
    for (unsigned changes = 1 + next(seed) % 3; changes; changes--) {
        size_t at = next(seed) % text->length, n = next(seed) % 12;
        if (n > text->length - at) n = text->length - at;
        dw_buffer changed = { 0 };
        dw_buffer_add_bytes(&changed, text->text, at);
        switch (next(seed) % 5) {
        case 0: /* other digits keep the form */
            dw_buffer_format(&changed, "%u", next(seed) % 10);
            n = 1;
            break;
        case 1:
            dw_buffer_add_bytes(&changed, text->text + at, n);
            n = 0;
            break;
        case 2:
            dw_buffer_add(&changed, pieces[next(seed) % (sizeof pieces / sizeof *pieces)]);
            n = next(seed) % 2;
            break;
        case 3:
            dw_buffer_format(&changed, "%c", (int)(1 + next(seed) % 255));
            n = 1;
            break;
        default: /* cut out */
            break;
        }
        dw_buffer_add(&changed, text->text + at + n);
        dw_buffer_free(text);
        *text = changed;
    }
}

static char path[] = "/tmp/dunwu-stored-XXXXXX";

static int make_file(void **state)
{
    (void)state;
    int descriptor = mkstemp(path);
    return descriptor < 0 ? -1 : close(descriptor);
}

static int remove_file(void **state)
{
    (void)state;
    return unlink(path);
}

/* What was accepted can be painted, and is stored as it was read. */
static void use(dw_figure *figure)
{
    struct dw_layout *layout;
    char *text = written(figure);
    dw_figure *again;
    assert_int_equal(dw_stored_read(text, &again, &err), DW_OK);
    free(text);
    dw_figure_free(again);
    figure->width_px = 160, figure->height_px = 120, figure->output_scale = 1;
    if (dw_plot_backend_here()->layout(figure, &layout, &err) == DW_OK)
        dw_plot_backend_here()->layout_free(layout);
    if (dw_plot_backend_here()->save(figure, path, "png", NULL, &err))
        assert_non_null(strstr(err.text, path));
}

static void mutations_do_no_harm(void **state)
{
    (void)state;
    dw_figure *figure = make_figure(), *again;
    char *good = written(figure);
    unsigned seed = 1;
    int accepted = 0, refused = 0;
    for (int i = 0; i < 4000; i++) {
        dw_buffer text = { 0 };
        dw_buffer_add(&text, good);
        mutate(&text, &seed);
        err.text[0] = '\0';
        if (dw_stored_read(text.text, &again, &err)) {
            refused++;
            assert_true(err.text[0]);
        } else {
            if (accepted++ % 16 == 0) use(again);
            dw_figure_free(again);
        }
        dw_buffer_free(&text);
    }
    assert_true(accepted > 100);
    assert_true(refused > 1000);
    free(good);
    dw_figure_free(figure);
}

int dw_test_stored(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_come_back_bit_by_bit),
        cmocka_unit_test(a_figure_comes_back_as_it_was),
        cmocka_unit_test(what_the_model_relies_on_is_checked),
        cmocka_unit_test(other_texts_are_refused),
        cmocka_unit_test(mutations_do_no_harm),
    };
    return cmocka_run_group_tests_name("stored", tests, make_file, remove_file);
}
