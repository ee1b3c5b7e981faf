/* Strips, boxes, violins, reliability diagrams: what they are made of, where points go, that nasty
 * data draw. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "plot/backend.h"
#include "plot/groups.h"
#include "plot/layers.h"
#include "plot/reldiagram.h"
#include "stats/boxplot.h"

int dw_test_plot_groups(void);

static dw_figure *new_figure(const dw_axes_options *options, dw_axes **axes)
{
    dw_figure *figure;
    assert_int_equal(dw_figure_new(NULL, &figure, NULL), DW_OK);
    assert_int_equal(dw_figure_add_axes(figure, options, axes, NULL), DW_OK);
    return figure;
}

static dw_layout *lay_out(const dw_figure *figure)
{
    dw_layout *layout;
    dw_error err = { "" };
    assert_int_equal(dw_plot_backend_here()->layout(figure, &layout, &err), DW_OK);
    return layout;
}

static void assert_draws(const dw_figure *figure)
{
    dw_error warning, err = { "" };
    const char *path = "dw_test_groups.png";
    dw_layout_free(lay_out(figure));
    assert_int_equal(dw_plot_backend_here()->save(figure, path, "png", &warning, &err), DW_OK);
    remove(path);
}

static void assert_csv(const dw_figure *figure, const char *expected)
{
    dw_buffer out = { 0 };
    assert_int_equal(dw_figure_csv(figure, &out, NULL), DW_OK);
    assert_string_equal(out.text, expected);
    size_t lines = 0;
    for (const char *c = out.text; *c; c++) lines += *c == '\n';
    assert_int_equal(dw_figure_csv_rows(figure) + 1, lines);
    dw_buffer_free(&out);
}

static void boxes_follow_tukey(void **state)
{
    (void)state;
    const double x[] = { -9, 1, 2, 3, 4, 5, 6, 7, 8, 15, 30 };
    dw_boxplot box;
    assert_int_equal(dw_boxplot_measure(x, 11, &box, NULL), DW_OK);
    assert_true(box.median == 5 && box.q1 == 2.5 && box.q3 == 7.5);
    /* 1.5 * 5 beyond the box: -5 .. 15 */
    assert_true(box.low == 1 && box.high == 15 && box.below == 1 && box.above == 1);
    const double one = 3, same[] = { 2, 2, 2, 2, 9 };
    assert_int_equal(dw_boxplot_measure(&one, 1, &box, NULL), DW_OK);
    assert_true(box.q1 == 3 && box.q3 == 3 && box.low == 3 && box.high == 3 && !box.above);
    assert_int_equal(dw_boxplot_measure(same, 5, &box, NULL), DW_OK);
    assert_true(box.low == 2 && box.high == 2 && box.above == 1 && box.below == 0);
    assert_int_equal(dw_boxplot_measure(same, 0, &box, NULL), DW_EARG);
}

static dw_boxes example_boxes(void)
{
    static const double place[] = { 1, 2 }, median[] = { 5, NAN }, q1[] = { 2.5, NAN },
                        q3[] = { 7.5, NAN }, low[] = { 1, NAN }, high[] = { 8, NAN },
                        outlier_place[] = { 1, 1 }, outlier[] = { -9, 30 };
    return (dw_boxes){ 2, place, median, q1, q3, low, high, 2, outlier_place, outlier };
}

static dw_violins example_violins(void)
{
    static const double place[] = { 1 }, median[] = { 5 }, q1[] = { 4 }, q3[] = { 6 },
                        points[] = { 1, 1, 1 }, at[] = { 2, 5, 9 }, density[] = { 0.1, 0.3, 0.1 };
    return (dw_violins){ 1, place, median, q1, q3, 3, points, at, density };
}

static void groups_are_a_table(void **state)
{
    (void)state;
    dw_axes *axes;
    dw_figure *figure = new_figure(NULL, &axes);
    const char *const names[] = { "a", "b" };
    double places[2];
    const dw_boxes boxes = example_boxes();
    const dw_violins violins = example_violins();
    assert_int_equal(dw_axes_categories(axes, true, names, 2, places, NULL), DW_OK);
    assert_int_equal(dw_axes_strip(axes, places, boxes.high, 2, NULL, NULL), DW_OK);
    assert_int_equal(dw_axes_box(axes, &boxes, &(dw_layer_options){ .label = "L" }, NULL), DW_OK);
    assert_csv(figure, "panel,layer,label,x,y,low,high\n1,strip,,a,8,,\n1,strip,,b,,,\n"
                       "1,box,L,a,5,2.5,7.5\n1,box,L,b,,,\n1,whisker,L,a,,1,8\n"
                       "1,whisker,L,b,,,\n1,outlier,L,a,-9,,\n1,outlier,L,a,30,,\n");
    dw_figure_free(figure);
    figure = new_figure(NULL, &axes);
    assert_int_equal(dw_axes_violin(axes, &violins, NULL, NULL), DW_OK);
    assert_csv(figure, "panel,layer,label,x,y,low,high,value\n1,violin,,1,5,4,6,\n"
                       "1,density,,1,2,,,0.1\n1,density,,1,5,,,0.3\n1,density,,1,9,,,0.1\n");
    dw_figure_free(figure);
}

static void ranges_hold_outliers_and_slots(void **state)
{
    (void)state;
    for (int lying = 0; lying < 2; lying++) {
        dw_axes *axes;
        dw_figure *figure = new_figure(NULL, &axes);
        const dw_boxes boxes = example_boxes();
        const dw_layer_options options = { .horizontal = lying };
        assert_int_equal(dw_axes_box(axes, &boxes, &options, NULL), DW_OK);
        dw_layout *layout = lay_out(figure);
        const dw_panel *panel = &layout->panels[0];
        const dw_scale *values = lying ? &panel->x : &panel->y;
        const dw_scale *places = lying ? &panel->y : &panel->x;
        assert_true(values->low <= -9 && values->high >= 30);
        assert_true(places->low <= 0.6 && places->high >= 2.4 && places->high < 4);
        dw_layout_free(layout);
        dw_figure_free(figure);
    }
}

static void points_of_a_strip_keep_apart(void **state)
{
    (void)state;
    enum { N = 120 };
    dw_axes *axes;
    dw_figure *figure = new_figure(NULL, &axes);
    double place[N], value[N];
    for (int i = 0; i < N; i++) {
        place[i] = 1 + i % 2;
        value[i] = i == 7 ? NAN : sqrt((i * 37) % N);
    }
    assert_int_equal(dw_axes_strip(axes, place, value, N, NULL, NULL), DW_OK);
    dw_layout *layout = lay_out(figure);
    const dw_panel *panel = &layout->panels[0];
    dw_spot *spots = dw_strip_spots(panel, 0, 6), *again = dw_strip_spots(panel, 0, 6);
    assert_memory_equal(spots, again, sizeof *spots * N);
    for (int i = 0; i < N; i++) {
        double from, to;
        assert_true(dw_group_slot(panel, 0, place[i], &from, &to));
        if (i == 7) {
            assert_true(isnan(spots[i].x));
            continue;
        }
        assert_true(spots[i].x >= from && spots[i].x <= to);
        assert_true(fabs(spots[i].y - dw_scale_map(&panel->y, value[i])) < 1e-9);
        for (int j = 0; j < i; j++)
            if (j != 7) assert_true(hypot(spots[i].x - spots[j].x, spots[i].y - spots[j].y) > 11.9);
    }
    free(spots);
    free(again);
    dw_layout_free(layout);
    dw_figure_free(figure);
}

/* More equal numbers than have room side by side stay in their slot. */
static void crowded_strips_stay_in_their_slot(void **state)
{
    (void)state;
    enum { N = 2600 };
    static const double sizes[] = { 400, N };
    static double place[N], value[N];
    for (int k = 0; k < 2; k++) {
        dw_axes *axes;
        dw_figure *figure = new_figure(NULL, &axes);
        size_t n = (size_t)sizes[k], middle = 0;
        assert_int_equal(dw_axes_strip(axes, place, value, n, NULL, NULL), DW_OK);
        dw_layout *layout = lay_out(figure);
        double from, to;
        assert_true(dw_group_slot(&layout->panels[0], 0, 0, &from, &to));
        dw_spot *spots = dw_strip_spots(&layout->panels[0], 0, 6);
        for (size_t i = 0; i < n; i++) {
            assert_true(spots[i].x >= from && spots[i].x <= to);
            middle += fabs(spots[i].x - (from + to) / 2) < (to - from) / 4;
        }
        assert_in_range(middle, 2 * n / 5, 3 * n / 5);
        free(spots);
        dw_layout_free(layout);
        dw_figure_free(figure);
    }
}

static const double nasty[] = { NAN, -1e300, 0, 1e-300, 1e300, INFINITY, -INFINITY };
enum { NASTY = sizeof nasty / sizeof *nasty };

static void add_groups(dw_axes *axes, const double *x, const double *y, size_t n, bool lying)
{
    const dw_layer_options options = { .label = "groups", .horizontal = lying };
    const dw_boxes boxes = { n, x, y, y, x, y, x, n, x, y };
    const dw_violins violins = { n, x, y, x, y, n, x, y, x };
    assert_int_equal(dw_axes_strip(axes, x, y, n, &options, NULL), DW_OK);
    assert_int_equal(dw_axes_box(axes, &boxes, &options, NULL), DW_OK);
    assert_int_equal(dw_axes_violin(axes, &violins, &options, NULL), DW_OK);
}

static void nasty_groups_draw(void **state)
{
    (void)state;
    const double same[NASTY] = { 2, 2, 2, 2, 2, 2, 2 };
    const dw_axes_options scales[] = { { 0 },
                                       { .x = { .scale = "log" }, .y = { .scale = "log" } } };
    for (int log = 0; log < 2; log++)
        for (size_t n = 0; n <= NASTY; n++) {
            dw_axes *axes;
            dw_figure *figure = new_figure(&scales[log], &axes);
            add_groups(axes, same, same, n, false);
            add_groups(axes, same, nasty, n, true);
            add_groups(axes, nasty, nasty, n, n % 2);
            assert_draws(figure);
            dw_figure_free(figure);
        }
}

/* ---- Reliability diagrams ---- */

static void reliability_is_a_table_and_names_its_number(void **state)
{
    (void)state;
    const double c[] = { 0.2, NAN, 0.9 }, a[] = { 0.3, NAN, 0.7 }, low[] = { 0.1, NAN, 0.6 },
                 high[] = { 0.5, NAN, 0.8 }, count[] = { 10, 0, 30 }, edges[] = { 0, 0.4, 0.6, 1 };
    const dw_gaps gaps = { 3, c, a, low, high, count, edges, 0.175 };
    const char *const languages[] = { "en", "zh-TW" };
    const char *const texts[] = { "weighted mean gap (ECE) 0.175", "加權平均落差（ECE）0.175" };
    for (int i = 0; i < 2; i++) {
        dw_axes *axes;
        dw_figure *figure;
        const dw_figure_options options = { .language = languages[i] };
        assert_int_equal(dw_figure_new(&options, &figure, NULL), DW_OK);
        assert_int_equal(dw_figure_add_axes(figure, NULL, &axes, NULL), DW_OK);
        assert_int_equal(dw_axes_reliability(axes, &gaps, NULL, NULL), DW_OK);
        assert_csv(figure, "panel,layer,label,x,y,low,high,value\n"
                           "1,reliability,,0.2,0.3,0.1,0.5,\n1,reliability,,,,,,\n"
                           "1,reliability,,0.9,0.7,0.6,0.8,\n1,bin,,,,0,0.4,10\n"
                           "1,bin,,,,0.4,0.6,0\n1,bin,,,,0.6,1,30\n"
                           "1,weighted mean gap,,,,,,0.175\n");
        dw_layout *layout = lay_out(figure);
        bool named = false;
        for (size_t t = 0; t < layout->text_count; t++) {
            const dw_text_box *text = &layout->texts[t];
            named |= strcmp(text->text, texts[i]) == 0;
            for (size_t k = 0; k < t; k++)
                if (dw_boxes_touch(&text->box, &layout->texts[k].box))
                    fail_msg("'%s' and '%s' overlap", text->text, layout->texts[k].text);
        }
        assert_true(named);
        dw_layout_free(layout);
        assert_draws(figure);
        dw_figure_free(figure);
    }
}

static void reliability_needs_linear_axes(void **state)
{
    (void)state;
    const double one[] = { 0.5, 1 };
    const dw_gaps gaps = { 1, one, one, one, one, one, one, 0 };
    const dw_axes_options options = { .x = { .scale = "log" } };
    dw_axes *axes;
    dw_error err;
    dw_figure *figure = new_figure(&options, &axes);
    assert_int_equal(dw_axes_reliability(axes, &gaps, NULL, &err), DW_EARG);
    assert_string_equal(err.text, "a reliability diagram needs linear axes");
    assert_int_equal(axes->layer_count, 0);
    dw_figure_free(figure);
}

int dw_test_plot_groups(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(boxes_follow_tukey),
        cmocka_unit_test(groups_are_a_table),
        cmocka_unit_test(ranges_hold_outliers_and_slots),
        cmocka_unit_test(points_of_a_strip_keep_apart),
        cmocka_unit_test(crowded_strips_stay_in_their_slot),
        cmocka_unit_test(nasty_groups_draw),
        cmocka_unit_test(reliability_is_a_table_and_names_its_number),
        cmocka_unit_test(reliability_needs_linear_axes),
    };
    return cmocka_run_group_tests_name("plot groups", tests, NULL, NULL);
}
