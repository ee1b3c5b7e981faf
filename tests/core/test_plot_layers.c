/* The layers of layers.h: what they refuse, what their ranges hold, that nasty data draw. */
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
#include "plot/bars.h"
#include "plot/colormap.h"
#include "plot/layers.h"
#include "plot/layout.h"
#include "stats/histogram.h"

int dw_test_plot_layers(void), dw_test_plot_groups(void);

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
    for (size_t i = 0; i < layout->text_count; i++) {
        const dw_text_box *a = &layout->texts[i];
        assert_true(a->size_px >= 22);
        assert_true(a->box.x >= 0 && a->box.x + a->box.w <= figure->width_px);
        assert_true(a->box.y >= 0 && a->box.y + a->box.h <= figure->height_px);
        for (size_t j = i + 1; j < layout->text_count; j++)
            if (dw_texts_overlap(a, &layout->texts[j], 0.25))
                fail_msg("'%s' and '%s' overlap", a->text, layout->texts[j].text);
    }
    return layout;
}

static void assert_draws(const dw_figure *figure)
{
    dw_layout_free(lay_out(figure));
    dw_error warning, err = { "" };
    const char *path = "dw_test_layers.png";
    assert_int_equal(dw_plot_backend_here()->save(figure, path, "png", &warning, &err), DW_OK);
    assert_int_equal(dw_plot_backend_here()->save(figure, path, "svg", &warning, &err), DW_OK);
    remove(path);
}

static void assert_csv(const dw_figure *figure, const char *expected)
{
    dw_buffer out = { 0 };
    assert_int_equal(dw_figure_csv(figure, &out, NULL), DW_OK);
    assert_string_equal(out.text, expected);
    dw_buffer_free(&out);
}

/* ---- Steps, areas, errorbars, spans, texts ---- */

static const char *const words[] = { "one", "two", "three", "four", "five", "six", "seven" };

static void shapes_are_a_table(void **state)
{
    (void)state;
    dw_axes *axes;
    dw_figure *figure = new_figure(NULL, &axes);
    const double x[] = { 1, 2 }, y[] = { 3, NAN };
    dw_axes_step(axes, x, y, 2, &(dw_layer_options){ .label = "s" }, NULL);
    dw_axes_area(axes, x, y, NULL, 1, NULL, NULL);
    dw_axes_errorbar(axes, x, x, y, y, 1, NULL, NULL);
    dw_axes_span(axes, (dw_span){ 1, NAN, NAN, 2 }, NULL, NULL);
    dw_axes_text(axes, x, x, words, 2, NULL, NULL);
    assert_csv(figure, "panel,layer,label,x,y,low,high\n"
                       "1,step,s,1,3,,\n1,step,s,2,,,\n"
                       "1,area,,1,3,0,\n"
                       "1,errorbar,,1,1,3,3\n"
                       "1,span,,1,,,\n1,span,,,2,,\n"
                       "1,text,one,1,1,,\n1,text,two,2,2,,\n");
    dw_figure_free(figure);
}

static void shapes_refuse_with_a_sentence(void **state)
{
    (void)state;
    dw_axes *axes;
    dw_error err;
    dw_figure *figure = new_figure(NULL, &axes);
    const double x[] = { 1 };
    const char *const bad[] = { "\xff" };
    assert_int_equal(dw_axes_span(axes, (dw_span){ NAN, NAN, NAN, NAN }, NULL, &err), DW_EARG);
    assert_int_equal(dw_axes_text(axes, x, x, bad, 1, NULL, &err), DW_EARG);
    assert_string_equal(err.text, "text 1 is not UTF-8 at byte 1");
    dw_layer_options options = { .where = "middel" };
    assert_int_equal(dw_axes_step(axes, x, x, 1, &options, &err), DW_EARG);
    assert_string_equal(err.text, "unknown place of the step 'middel' (did you mean 'middle'?)");
    assert_int_equal(axes->layer_count, 0);
    dw_figure_free(figure);
}

static void ranges_hold_areas_and_whiskers(void **state)
{
    (void)state;
    dw_axes *axes;
    dw_figure *figure = new_figure(NULL, &axes);
    const double x[] = { 4, 5 }, y[] = { 90, 100 }, low[] = { 1, 2 }, high[] = { 8, 9 };
    dw_axes_area(axes, x, y, NULL, 2, NULL, NULL);
    dw_axes_errorbar(axes, x, y, low, high, 2, &(dw_layer_options){ .horizontal = true }, NULL);
    dw_layout *layout = lay_out(figure);
    assert_true(layout->panels[0].y.low <= 0 && layout->panels[0].y.high >= 100);
    assert_true(layout->panels[0].x.low <= 1 && layout->panels[0].x.high >= 9);
    dw_layout_free(layout);
    dw_figure_free(figure);
}

/* Numbers that no axis can show all at once, in all lengths. */
static const double nasty[] = { NAN, -1e300, 0, 1e-300, 1e300, INFINITY, -INFINITY };
enum { NASTY = sizeof nasty / sizeof *nasty };

static void add_shapes(dw_axes *axes, const double *x, const double *y, size_t n)
{
    dw_layer_options sides = { .label = "sideways", .horizontal = true, .where = "before" };
    assert_int_equal(dw_axes_step(axes, x, y, n, &sides, NULL), DW_OK);
    assert_int_equal(dw_axes_area(axes, x, y, NULL, n, &sides, NULL), DW_OK);
    assert_int_equal(dw_axes_area(axes, y, x, x, n, NULL, NULL), DW_OK);
    assert_int_equal(dw_axes_errorbar(axes, x, y, y, x, n, &sides, NULL), DW_OK);
    assert_int_equal(dw_axes_errorbar(axes, y, x, y, x, n, NULL, NULL), DW_OK);
    assert_int_equal(dw_axes_text(axes, x, y, words, n, NULL, NULL), DW_OK);
    dw_layer_options stacked = { .stacked = true };
    assert_int_equal(dw_axes_bar(axes, x, y, n, &stacked, NULL), DW_OK);
    assert_int_equal(dw_axes_bar(axes, y, x, n, &stacked, NULL), DW_OK);
    assert_int_equal(dw_axes_bar(axes, x, y, n, &sides, NULL), DW_OK);
    const double edges[] = { -1e300, 0, 1e-300, 1, 2, 3, 4, 1e300 };
    assert_int_equal(dw_axes_histogram(axes, edges, y, n, NULL, NULL), DW_OK);
    assert_int_equal(dw_axes_histogram(axes, edges, y, n, &sides, NULL), DW_OK);
    dw_span span = { n ? x[0] : 0, 1, NAN, n ? y[n - 1] : 0 };
    assert_int_equal(dw_axes_span(axes, span, &sides, NULL), DW_OK);
}

static void nasty_shapes_draw(void **state)
{
    (void)state;
    const double same[NASTY] = { 2, 2, 2, 2, 2, 2, 2 };
    const dw_axes_options scales[] = { { 0 },
                                       { .x = { .scale = "log" }, .y = { .scale = "log" } } };
    for (int log = 0; log < 2; log++)
        for (size_t n = 0; n <= NASTY; n++) {
            dw_axes *axes;
            dw_figure *figure = new_figure(&scales[log], &axes);
            add_shapes(axes, nasty, nasty, n);
            add_shapes(axes, same, same, n);
            assert_draws(figure);
            dw_figure_free(figure);
        }
}

/* ---- Bars, histograms ---- */

static void bars_share_their_places(void **state)
{
    (void)state;
    dw_axes *axes;
    dw_figure *figure = new_figure(NULL, &axes);
    const double x[] = { 2, 1 }, y[] = { 3, -4 };
    dw_layer_options stacked = { .stacked = true };
    dw_axes_bar(axes, x, y, 2, &stacked, NULL);
    dw_axes_bar(axes, x, y, 2, NULL, NULL);
    dw_axes_bar(axes, x, y, 2, &stacked, NULL);
    dw_bars bars = dw_bars_measure(axes, &axes->layers[0]);
    assert_true(bars.room == 1 && bars.slots == 2);
    dw_bar first, beside, above;
    assert_true(dw_bar_at(axes, &bars, 0, 1, &first));
    assert_true(dw_bar_at(axes, &bars, 1, 1, &beside));
    assert_true(dw_bar_at(axes, &bars, 2, 1, &above));
    assert_true(first.from == above.from && first.to == above.to);
    assert_true(beside.from > first.to && beside.to < 1.5 && first.from > 0.5);
    assert_true(first.base == 0 && first.end == -4 && above.base == -4 && above.end == -8);
    dw_layout *layout = lay_out(figure);
    assert_true(layout->panels[0].y.low <= -8 && layout->panels[0].y.high >= 6);
    dw_layout_free(layout);
    dw_figure_free(figure);
}

static void names_become_places(void **state)
{
    (void)state;
    dw_axes *axes;
    dw_error err;
    const char *const names[] = { "b", "a", "b" }, *const more[] = { "c", "a" };
    const double y[] = { 1, 2, 3 };
    double places[3];
    dw_figure *figure = new_figure(NULL, &axes);
    assert_int_equal(dw_axes_categories(axes, true, names, 3, places, NULL), DW_OK);
    assert_true(places[0] == 1 && places[1] == 2 && places[2] == 1);
    assert_int_equal(dw_axes_categories(axes, true, more, 2, places, NULL), DW_OK);
    assert_true(places[0] == 3 && places[1] == 2 && axes->x.category_count == 3);
    dw_axes_bar(axes, places, y, 2, NULL, NULL);
    assert_csv(figure, "panel,layer,label,x,y,low,high\n1,bar,,c,1,,\n1,bar,,a,2,,\n");
    dw_figure_free(figure);
    figure = new_figure(&(dw_axes_options){ .x = { .scale = "log" } }, &axes);
    assert_int_equal(dw_axes_categories(axes, true, names, 3, places, &err), DW_EARG);
    dw_figure_free(figure);
}

/* Names of up to 200 letters, in both languages, upright and lying. */
static void many_names_do_not_collide(void **state)
{
    (void)state;
    enum { MOST = 10000 };
    static char text[MOST][256];
    static const char *names[MOST];
    static double places[MOST];
    const size_t counts[] = { 1, 2, 7, 30, MOST };
    for (size_t k = 0; k < MOST; k++) {
        snprintf(text[k], sizeof text[k], "%s %zu", k % 2 ? "推理" : "reasoning", k);
        for (size_t i = 0; k % 5 == 3 && i < 20; i++)
            strcat(text[k], i % 2 ? " and so" : "很長的名字");
        names[k] = text[k];
    }
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++)
        for (int lying = 0; lying < 2; lying++) {
            dw_axes *axes;
            dw_figure *figure = new_figure(NULL, &axes);
            dw_layer_options options = { .label = "bars", .horizontal = lying };
            assert_int_equal(dw_axes_categories(axes, !lying, names, counts[c], places, NULL),
                             DW_OK);
            dw_axes_bar(axes, places, places, counts[c], &options, NULL);
            assert_draws(figure);
            dw_figure_free(figure);
        }
}

/* Lying bins begin where they begin; only counts begin at 0. */
static void only_values_begin_at_zero(void **state)
{
    (void)state;
    const double edges[] = { 10, 50, 100 }, counts[] = { 30, 100 };
    for (int lying = 0; lying < 2; lying++) {
        dw_axes *axes;
        dw_figure *figure = new_figure(NULL, &axes);
        dw_layer_options options = { .horizontal = lying };
        dw_axes_histogram(axes, edges, counts, 2, &options, NULL);
        dw_layout *layout = lay_out(figure);
        const dw_panel *panel = &layout->panels[0];
        const dw_scale *places = lying ? &panel->y : &panel->x;
        const dw_scale *values = lying ? &panel->x : &panel->y;
        assert_true(values->low == 0 && places->high >= 100);
        assert_true(places->low <= 10);
        if (!lying) assert_true(places->low > 0);
        dw_layout_free(layout);
        dw_figure_free(figure);
    }
}

static void histograms_count(void **state)
{
    (void)state;
    const double x[] = { 1, NAN, 2, 2, 5, INFINITY }, rising[] = { 1, 3, 5 };
    dw_histogram h;
    assert_int_equal(dw_histogram_count(x, 6, 2, &h, NULL), DW_OK);
    assert_memory_equal(h.edges, rising, sizeof rising);
    assert_true(h.bins == 2 && h.counts[0] == 3 && h.counts[1] == 1);
    dw_axes *axes;
    dw_error err;
    dw_figure *figure = new_figure(NULL, &axes);
    assert_int_equal(dw_axes_histogram(axes, h.edges, h.counts, h.bins, NULL, NULL), DW_OK);
    assert_int_equal(dw_axes_histogram(axes, x, x, 1, NULL, &err), DW_EDOMAIN);
    assert_csv(figure, "panel,layer,label,x,y,low,high\n"
                       "1,histogram,,2,3,1,3\n1,histogram,,4,1,3,5\n");
    dw_figure_free(figure);
    free(h.edges);
    free(h.counts);
    for (size_t n = 0; n < 3; n++) {
        const double same[] = { 7, 7, 7 };
        assert_int_equal(dw_histogram_count(same, n, 0, &h, NULL), DW_OK);
        assert_int_equal(h.bins > 0, n > 0);
        free(h.edges);
        free(h.counts);
    }
}

/* ---- Heatmaps ---- */

static void expect_color(dw_color c, int r, int g, int b)
{
    assert_true(fabs(255 * c.r - r) < 5 && fabs(255 * c.g - g) < 4 && fabs(255 * c.b - b) < 4);
}

static void viridis_is_viridis(void **state)
{
    (void)state;
    expect_color(dw_viridis(-1), 68, 1, 84);
    expect_color(dw_viridis(0.25), 59, 82, 139);
    expect_color(dw_viridis(0.5), 33, 145, 140);
    expect_color(dw_viridis(0.75), 94, 201, 98);
    expect_color(dw_viridis(1), 253, 231, 37);
    double before = 0;
    for (int i = 0; i <= 100; i++) { /* lighter and lighter */
        double now = dw_color_contrast(dw_viridis(i / 100.0), (dw_color){ 0, 0, 0 });
        assert_true(now >= before - 1e-3);
        before = now;
    }
}

static void cells_are_a_table(void **state)
{
    (void)state;
    dw_axes *axes;
    dw_figure *figure = new_figure(&(dw_axes_options){ .x = { .scale = "log" } }, &axes);
    const double value[] = { 1, 2, 3, NAN }, middles[] = { 1, 100 }, edges[] = { 0, 2, 6 };
    dw_heatmap map = { value, middles, edges, 2, 2, 2, 3 };
    assert_int_equal(dw_axes_heatmap(axes, &map, NULL, NULL), DW_OK);
    dw_axes_line(axes, edges, edges, 1, NULL, NULL);
    const dw_cells *cells = axes->layers[0].cells;
    assert_float_equal(cells->x_edges[0], 0.1, 1e-12);
    assert_float_equal(cells->x_edges[1], 10, 1e-12);
    assert_float_equal(cells->x_edges[2], 1000, 1e-9);
    assert_true(cells->low == 1 && cells->high == 3);
    assert_int_equal(dw_figure_csv_rows(figure), 5);
    dw_layout *layout = lay_out(figure);
    assert_float_equal(layout->panels[0].x.high, 1000, 1e-9);
    assert_true(layout->panels[0].bar.w > 0);
    dw_layout_free(layout);
    dw_figure_free(figure);
    figure = new_figure(NULL, &axes);
    map.x = NULL;
    assert_int_equal(dw_axes_heatmap(axes, &map, NULL, NULL), DW_OK);
    dw_axes_line(axes, edges, edges, 1, NULL, NULL);
    assert_csv(figure, "panel,layer,label,x,y,low,high,value\n"
                       "1,heatmap,,1,1,,,1\n1,heatmap,,2,1,,,2\n"
                       "1,heatmap,,1,4,,,3\n1,heatmap,,2,4,,,\n"
                       "1,line,,0,0,,,\n");
    dw_figure_free(figure);
}

static void heatmaps_refuse_with_a_sentence(void **state)
{
    (void)state;
    dw_axes *axes;
    dw_error err;
    const double v[] = { 1, 2, 3, 1 };
    dw_figure *figure = new_figure(NULL, &axes);
    dw_heatmap map = { v, v, NULL, 1, 2, 4, 0 };
    assert_int_equal(dw_axes_heatmap(axes, &map, NULL, &err), DW_EARG);
    assert_string_equal(err.text, "2 cells along x need 2 middles or 3 edges, got 4");
    map = (dw_heatmap){ v, v + 2, NULL, 1, 2, 2, 0 };
    assert_int_equal(dw_axes_heatmap(axes, &map, NULL, &err), DW_EDOMAIN);
    map.x = NULL;
    dw_layer_options options = { .low = 3, .high = 1 };
    assert_int_equal(dw_axes_heatmap(axes, &map, &options, &err), DW_EDOMAIN);
    assert_int_equal(axes->layer_count, 0);
    dw_figure_free(figure);
}

static void nasty_cells_draw(void **state)
{
    (void)state;
    static double values[300 * 400];
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) values[i] = nasty[i % NASTY];
    const size_t sides[][2] = { { 0, 0 }, { 1, 1 }, { 2, 3 }, { 300, 400 } };
    for (size_t k = 0; k < 4; k++)
        for (int panels = 1; panels <= 4; panels += 3) {
            dw_figure *figure;
            dw_figure_options page = { .rows = panels > 1 ? 2 : 1, .columns = panels > 1 ? 2 : 1 };
            assert_int_equal(dw_figure_new(&page, &figure, NULL), DW_OK);
            for (int i = 0; i < panels; i++) {
                dw_axes *axes;
                dw_axes_options options = { .title = "a panel",
                                            .y = { .label = "from the origin" } };
                assert_int_equal(dw_figure_add_axes(figure, &options, &axes, NULL), DW_OK);
                dw_heatmap map = { values, NULL, NULL, sides[k][0], sides[k][1], 0, 0 };
                dw_layer_options name = { .label = "how likely a right answer is, by two experts" };
                assert_int_equal(dw_axes_heatmap(axes, &map, &name, NULL), DW_OK);
                dw_axes_line(axes, nasty, nasty, NASTY, &name, NULL);
            }
            assert_draws(figure);
            dw_figure_free(figure);
        }
}

static void a_named_bar_takes_room_in_its_row_only(void **state)
{
    (void)state;
    const double value[] = { 1, 2 };
    const dw_heatmap map = { value, NULL, NULL, 1, 2, 0, 0 };
    double heights[2];
    for (int named = 0; named < 2; named++) {
        dw_figure *figure;
        dw_axes *axes;
        dw_figure_options options = { .rows = 3 };
        assert_int_equal(dw_figure_new(&options, &figure, NULL), DW_OK);
        for (int i = 0; i < 3; i++)
            assert_int_equal(dw_figure_add_axes(figure, NULL, &axes, NULL), DW_OK);
        dw_layer_options layer = { .label = named ? "accuracy" : NULL };
        assert_int_equal(dw_axes_heatmap(figure->axes[1], &map, &layer, NULL), DW_OK);
        dw_layout *layout = lay_out(figure);
        const dw_panel *panels = layout->panels;
        double first = panels[1].box.y - panels[0].box.y - panels[0].box.h;
        double second = panels[2].box.y - panels[1].box.y - panels[1].box.h;
        assert_true(named ? first > second + 20 : fabs(first - second) < 1e-6);
        heights[named] = panels[0].box.h;
        dw_layout_free(layout);
        dw_figure_free(figure);
    }
    assert_true(heights[0] - heights[1] < 20); /* a third of one line, not a line */
}

static double lightness(dw_color c)
{
    return dw_color_contrast(c, dw_color_rgb(0));
}

static void diverging_colors_are_lightest_in_the_middle(void **state)
{
    (void)state;
    for (int i = 0; i < 50; i++) {
        dw_color low = dw_colormap_color(DW_MAP_DIVERGING, i / 100.0);
        dw_color high = dw_colormap_color(DW_MAP_DIVERGING, 1 - i / 100.0);
        dw_color next = dw_colormap_color(DW_MAP_DIVERGING, (i + 1) / 100.0);
        assert_true(lightness(next) > lightness(low));
        assert_true(fabs(log(lightness(low) / lightness(high))) < 0.25);
        assert_true(low.b >= low.r && high.r >= high.b);
    }
    dw_color grey = dw_colormap_color(DW_MAP_GREY, 0.25), end = dw_colormap_color(DW_MAP_GREY, 7);
    assert_true(grey.r == 0.25 && grey.g == 0.25 && grey.b == 0.25 && end.r == 1);
    assert_true(dw_colormap_color(DW_MAP_GREY, NAN).r == 0);
}

static void colors_follow_their_scale(void **state)
{
    (void)state;
    dw_cells cells = { .low = 1, .high = 1e4, .log_colors = true, .center = NAN };
    assert_true(fabs(dw_cells_shade(&cells, 100) - 0.5) < 1e-12);
    assert_true(isnan(dw_cells_shade(&cells, 0)) && isnan(dw_cells_shade(&cells, -1)));
    assert_true(dw_cells_shade(&cells, 1e9) == 1 && dw_cells_shade(&cells, 1e-9) == 0);
    cells = (dw_cells){ .low = -1, .high = 3, .center = 1.5 };
    assert_true(dw_cells_shade(&cells, 1.5) == 0.5 && dw_cells_shade(&cells, 3) == 1);
    assert_true(fabs(dw_cells_shade(&cells, 0.25) - 0.25) < 1e-12);
    cells = (dw_cells){ .low = -1e307, .high = 1e307, .center = NAN };
    assert_true(fabs(dw_cells_shade(&cells, 0) - 0.5) < 1e-12);
    assert_true(isnan(dw_cells_shade(&cells, NAN)));
}

static void diverging_colors_reach_as_far_to_both_sides(void **state)
{
    (void)state;
    const double value[] = { -1, 4, 3 };
    const dw_heatmap map = { value, NULL, NULL, 1, 3, 0, 0 };
    dw_axes *axes;
    dw_figure *figure = new_figure(NULL, &axes);
    dw_layer_options options = { .map = "diverging", .center = 2 };
    assert_int_equal(dw_axes_heatmap(axes, &map, &options, NULL), DW_OK);
    assert_true(axes->layers[0].cells->low == -1 && axes->layers[0].cells->high == 5);
    assert_int_equal(dw_axes_image(axes, value, 3, 1, NULL, NULL), DW_OK);
    assert_true(axes->y.invert && axes->layers[1].cells->square);
    assert_true(axes->layers[1].cells->map == DW_MAP_GREY);
    dw_figure_free(figure);
}

int dw_test_plot_layers(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shapes_are_a_table),
        cmocka_unit_test(shapes_refuse_with_a_sentence),
        cmocka_unit_test(ranges_hold_areas_and_whiskers),
        cmocka_unit_test(nasty_shapes_draw),
        cmocka_unit_test(bars_share_their_places),
        cmocka_unit_test(names_become_places),
        cmocka_unit_test(many_names_do_not_collide),
        cmocka_unit_test(only_values_begin_at_zero),
        cmocka_unit_test(histograms_count),
        cmocka_unit_test(viridis_is_viridis),
        cmocka_unit_test(cells_are_a_table),
        cmocka_unit_test(heatmaps_refuse_with_a_sentence),
        cmocka_unit_test(nasty_cells_draw),
        cmocka_unit_test(a_named_bar_takes_room_in_its_row_only),
        cmocka_unit_test(diverging_colors_are_lightest_in_the_middle),
        cmocka_unit_test(colors_follow_their_scale),
        cmocka_unit_test(diverging_colors_reach_as_far_to_both_sides),
    };
    return cmocka_run_group_tests_name("plot layers", tests, NULL, NULL) + dw_test_plot_groups();
}
