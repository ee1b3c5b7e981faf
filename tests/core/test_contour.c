/* Contours: do lines lie where the field has the level, are they joined, what is refused. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "plot/backend.h"
#include "plot/contour.h"
#include "plot/isoline.h"
#include "plot/layers.h"
#include "plot/layout.h"
#include "plot/stored.h"

int dw_test_contour(void);

enum { ROWS = 9, COLUMNS = 13 };

static double plane(double x, double y)
{
    return 0.7 * x - 1.3 * y + 0.1;
}

static double saddle(double x, double y)
{
    return (x - 6.3) * (y - 4.1);
}

static double circle(double x, double y)
{
    return hypot(x - 6, y - 4);
}

static void fill(double (*f)(double, double), double *value)
{
    for (int i = 0; i < ROWS * COLUMNS; i++) value[i] = f(i % COLUMNS, i / COLUMNS);
}

static size_t begin_of(const dw_contour_lines *lines, size_t i)
{
    return i ? lines->ends[i - 1] : 0;
}

static bool is_closed(const dw_contour_lines *lines, size_t i)
{
    const dw_grid_point *a = &lines->at[begin_of(lines, i)], *b = &lines->at[lines->ends[i] - 1];
    return a->x == b->x && a->y == b->y;
}

/* An open line ends at the edge of the grid. */
static bool at_edge(dw_grid_point p)
{
    return p.x == 0 || p.y == 0 || p.x == COLUMNS - 1 || p.y == ROWS - 1;
}

static void vertices_lie_on_the_level(void **state)
{
    (void)state;
    double value[ROWS * COLUMNS];
    double (*const fields[])(double, double) = { plane, saddle };
    for (int k = 0; k < 2; k++) {
        fill(fields[k], value);
        const dw_field_grid field = { value, ROWS, COLUMNS };
        for (double level = -8.05; level < 8; level += 0.37) {
            dw_contour_lines lines = { 0 };
            assert_int_equal(dw_contour_trace(&field, level, &lines, NULL), DW_OK);
            for (size_t i = 0; i < lines.points; i++)
                assert_true(fabs(fields[k](lines.at[i].x, lines.at[i].y) - level) < 1e-12);
            if (k == 0) assert_int_equal(lines.lines, level > -10.3 && level < 8.5);
            for (size_t i = 0; i < lines.lines; i++) {
                assert_true(lines.ends[i] >= begin_of(&lines, i) + 2);
                assert_true(at_edge(lines.at[begin_of(&lines, i)]));
                assert_true(at_edge(lines.at[lines.ends[i] - 1]));
            }
            dw_contour_free(&lines);
        }
    }
}

static double area_of(const dw_grid_point *at, size_t n)
{
    double twice = 0;
    for (size_t i = 0; i < n; i++)
        twice += at[i].x * at[(i + 1) % n].y - at[(i + 1) % n].x * at[i].y;
    return twice / 2;
}

static void a_circle_is_one_closed_line(void **state)
{
    (void)state;
    double value[ROWS * COLUMNS];
    fill(circle, value);
    const dw_field_grid field = { value, ROWS, COLUMNS };
    dw_contour_lines lines = { 0 };
    assert_int_equal(dw_contour_trace(&field, 3.2, &lines, NULL), DW_OK);
    assert_int_equal(lines.lines, 1);
    assert_true(is_closed(&lines, 0));
    for (size_t i = 0; i < lines.points; i++)
        assert_true(fabs(circle(lines.at[i].x, lines.at[i].y) - 3.2) < 0.06);
    /* What is above lies left: outside of a hole, which the line rounds clockwise. */
    double area = area_of(lines.at, lines.points - 1);
    assert_true(fabs(area + 3.14159 * 3.2 * 3.2) < 1);
    dw_contour_free(&lines);
}

/* Surfaces above a level and their lines bound the same area; the whole is all cells. */
static void surfaces_fit_their_lines(void **state)
{
    (void)state;
    double value[ROWS * COLUMNS], whole = 0, above = 0;
    fill(circle, value);
    const dw_field_grid field = { value, ROWS, COLUMNS };
    for (size_t r = 0; r + 1 < ROWS; r++)
        for (size_t c = 0; c + 1 < COLUMNS; c++) {
            dw_contour_part all = dw_contour_cell(&field, r, c, -HUGE_VAL);
            dw_contour_part part = dw_contour_cell(&field, r, c, 3.2);
            whole += area_of(all.at, all.n[0]);
            above += area_of(part.at, part.n[0]) + area_of(part.at + part.n[0], part.n[1]);
        }
    assert_true(fabs(whole - (ROWS - 1) * (COLUMNS - 1)) < 1e-9);
    dw_contour_lines lines = { 0 };
    assert_int_equal(dw_contour_trace(&field, 3.2, &lines, NULL), DW_OK);
    assert_true(fabs(whole + area_of(lines.at, lines.points - 1) - above) < 1e-9);
    dw_contour_free(&lines);
}

/* Four corners that change: the mean decides which are joined. */
static void saddles_go_by_the_middle(void **state)
{
    (void)state;
    for (int high = 0; high < 2; high++)
        for (int turn = 0; turn < 2; turn++) {
            double up = high ? 3 : 1.2, down = high ? 0.8 : -1;
            const double value[] = { turn ? down : up, turn ? up : down, turn ? up : down,
                                     turn ? down : up };
            const dw_field_grid field = { value, 2, 2 };
            dw_contour_lines lines = { 0 };
            assert_int_equal(dw_contour_trace(&field, 1, &lines, NULL), DW_OK);
            assert_int_equal(lines.lines, 2);
            dw_contour_part part = dw_contour_cell(&field, 0, 0, 1);
            assert_int_equal(part.n[0], high ? 6 : 3);
            assert_int_equal(part.n[1], high ? 0 : 3);
            /* Joined corners: no line comes near the middle's own side. */
            double area = area_of(part.at, part.n[0]) + area_of(part.at + part.n[0], part.n[1]);
            assert_true(high ? area > 0.9 : area < 0.1);
            dw_contour_free(&lines);
        }
}

static void gaps_and_thin_grids_have_no_line(void **state)
{
    (void)state;
    double value[ROWS * COLUMNS];
    fill(plane, value);
    value[4 * COLUMNS + 6] = NAN;
    const dw_field_grid field = { value, ROWS, COLUMNS };
    dw_contour_lines lines = { 0 };
    double level = plane(6, 4);
    assert_int_equal(dw_contour_trace(&field, level, &lines, NULL), DW_OK);
    assert_int_equal(lines.lines, 2); /* one on each side */
    for (size_t i = 0; i < lines.points; i++)
        assert_false(fabs(lines.at[i].x - 6) < 0.999 && fabs(lines.at[i].y - 4) < 0.999);
    assert_int_equal(dw_contour_cell(&field, 4, 6, level).n[0], 0);
    const dw_field_grid thin[] = {
        { value, 1, COLUMNS }, { value, ROWS, 1 }, { value, 1, 1 }, { value, 0, 0 }
    };
    lines.points = lines.lines = 0;
    for (int i = 0; i < 4; i++)
        assert_int_equal(dw_contour_trace(&thin[i], level, &lines, NULL), DW_OK);
    assert_int_equal(lines.points, 0);
    dw_contour_free(&lines);
}

/* Any field at all: lines are closed or end at the edge or beside a gap, and none is lost. */
static void noise_is_joined_completely(void **state)
{
    (void)state;
    double value[ROWS * COLUMNS];
    uint64_t bits = 88172645463325252;
    for (int round = 0; round < 300; round++) {
        size_t crossings = 0, segments = 0;
        for (int i = 0; i < ROWS * COLUMNS; i++) {
            bits ^= bits << 13, bits ^= bits >> 7, bits ^= bits << 17;
            value[i] = (double)(bits % 7) - 2.5;
        }
        const dw_field_grid field = { value, ROWS, COLUMNS };
        dw_contour_lines lines = { 0 };
        assert_int_equal(dw_contour_trace(&field, 0, &lines, NULL), DW_OK);
        for (size_t r = 0; r + 1 < ROWS; r++)
            for (size_t c = 0; c + 1 < COLUMNS; c++) {
                const double *at = value + r * COLUMNS + c;
                const double around[] = { at[0], at[1], at[COLUMNS + 1], at[COLUMNS], at[0] };
                for (int k = 0; k < 4; k++)
                    if ((around[k] > 0) != (around[k + 1] > 0)) crossings++;
            }
        for (size_t i = 0; i < lines.lines; i++) {
            segments += lines.ends[i] - begin_of(&lines, i) - 1;
            assert_true(is_closed(&lines, i) || (at_edge(lines.at[begin_of(&lines, i)]) &&
                                                 at_edge(lines.at[lines.ends[i] - 1])));
        }
        assert_int_equal(2 * segments, crossings); /* each joins two edges of its cell */
        dw_contour_free(&lines);
    }
}

/* ---- The layer ---- */

static dw_figure *new_figure(const dw_axes_options *options, dw_axes **axes)
{
    dw_figure *figure;
    assert_int_equal(dw_figure_new(NULL, &figure, NULL), DW_OK);
    assert_int_equal(dw_figure_add_axes(figure, options, axes, NULL), DW_OK);
    return figure;
}

static void levels_are_round_and_labeled(void **state)
{
    (void)state;
    double value[ROWS * COLUMNS];
    dw_axes *axes;
    dw_figure *figure = new_figure(NULL, &axes);
    fill(circle, value);
    const dw_contour contour = { .map = { .value = value, .rows = ROWS, .columns = COLUMNS } };
    assert_int_equal(dw_axes_contour(axes, &contour, NULL, NULL), DW_OK);
    const dw_column *levels = &axes->layers[0].more[DW_CONTOUR_LEVELS];
    assert_in_range(levels->n, 5, 10);
    for (size_t i = 0; i < levels->n; i++)
        assert_true(levels->at[i] > 0 && levels->at[i] < hypot(6, 4));
    dw_layout *layout;
    dw_error err;
    assert_int_equal(dw_plot_backend_here()->layout(figure, &layout, &err), DW_OK);
    assert_true(layout->panels[0].x.low == 1 && layout->panels[0].x.high == COLUMNS);
    assert_true(layout->panels[0].y.low == 1 && layout->panels[0].y.high == ROWS);
    assert_true(layout->panels[0].bar.w == 0);
    size_t numbers = 0;
    for (size_t i = 0; i < layout->text_count; i++) {
        const dw_text_box *text = &layout->texts[i];
        if (text->role != DW_ROLE_LEVEL) continue;
        const dw_box *in = &layout->panels[0].box, *box = &text->box;
        assert_true(box->x >= in->x && box->x + box->w <= in->x + in->w);
        assert_true(box->y >= in->y && box->y + box->h <= in->y + in->h);
        assert_int_equal(text->layer, 0);
        for (size_t j = 0; j < layout->text_count; j++)
            assert_true(j == i || !dw_texts_overlap(text, &layout->texts[j], 0));
        numbers++;
    }
    assert_true(numbers >= levels->n - 1); /* the smallest ring has no room */
    dw_layout_free(layout);
    dw_figure_free(figure);
}

/* A grid of more nodes than pixels has its lines where they belong, and its gaps. */
static void dense_nodes_are_averaged(void **state)
{
    (void)state;
    enum { N = 700 };
    static double value[N * N], places[N];
    for (int i = 0; i < N * N; i++) value[i] = i % N + 0.5 * (i / N);
    for (int i = 0; i < N; i++) places[i] = i + 1;
    value[350 * N + 100] = NAN;
    dw_axes *axes;
    dw_figure *figure = new_figure(NULL, &axes);
    const double level = 400;
    const dw_contour contour = { { value, places, places, N, N, N, N }, &level, 1, 0 };
    assert_int_equal(dw_axes_contour(axes, &contour, NULL, NULL), DW_OK);
    const dw_panel panel = { .axes = axes,
                             .x = { .low = 1, .high = N, .p0 = 0, .p1 = 300 },
                             .y = { .low = 1, .high = N, .p0 = 300, .p1 = 0 } };
    dw_isolines iso;
    assert_true(dw_isolines_open(&panel, &axes->layers[0], &iso));
    assert_in_range(iso.field.columns, 80, 150);
    dw_contour_lines lines = { 0 };
    assert_true(dw_isolines_trace(&iso, 0, &lines));
    assert_int_equal(lines.lines, 1);
    for (size_t i = 0; i < lines.points; i++) {
        double c = lines.at[i].x / 300 * (N - 1), r = (300 - lines.at[i].y) / 300 * (N - 1);
        assert_true(fabs(c + 0.5 * r - level) < 300.0 / N * 12);
    }
    size_t gaps = 0;
    for (size_t i = 0; i < iso.field.rows * iso.field.columns; i++)
        if (isnan(iso.value[i])) gaps++;
    assert_int_equal(gaps, 1);
    dw_contour_free(&lines);
    dw_isolines_close(&iso);
    dw_figure_free(figure);
}

static void contours_are_stored_and_tabled(void **state)
{
    (void)state;
    const double value[] = { 1, 2, 3, NAN }, x[] = { 1, 10 }, y[] = { 5, 7 }, levels[] = { 1.5, 2 };
    dw_axes *axes;
    dw_figure *figure = new_figure(&(dw_axes_options){ .x = { .scale = "log" } }, &axes), *again;
    const dw_contour contour = { .map = { value, x, y, 2, 2, 2, 2 }, .levels = levels, .n = 2 };
    const dw_layer_options options = { .label = "f", .filled = true, .labels = true };
    assert_int_equal(dw_axes_contour(axes, &contour, &options, NULL), DW_OK);
    dw_buffer text = { 0 }, table = { 0 };
    dw_error err;
    assert_int_equal(dw_stored_write(figure, &text, &err), DW_OK);
    assert_int_equal(dw_stored_read(text.text, &again, &err), DW_OK);
    assert_true(again->axes[0]->layers[0].numbered && again->axes[0]->layers[0].filled);
    assert_int_equal(dw_figure_csv(again, &table, &err), DW_OK);
    assert_string_equal(table.text, "panel,layer,label,x,y,low,high,value\n"
                                    "1,contour,f,1,5,,,1\n1,contour,f,10,5,,,2\n"
                                    "1,contour,f,1,7,,,3\n1,contour,f,10,7,,,\n"
                                    "1,level,f,,,,,1.5\n1,level,f,,,,,2\n");
    assert_int_equal(dw_figure_csv_rows(figure), 6);
    again->axes[0]->layers[0].more[DW_CONTOUR_LEVELS].at[1] = 1;
    dw_buffer spoiled = { 0 };
    dw_figure *none;
    assert_int_equal(dw_stored_write(again, &spoiled, &err), DW_OK);
    assert_int_not_equal(dw_stored_read(spoiled.text, &none, &err), DW_OK);
    dw_buffer_free(&text);
    dw_buffer_free(&table);
    dw_buffer_free(&spoiled);
    dw_figure_free(figure);
    dw_figure_free(again);
}

static void contours_refuse_with_a_sentence(void **state)
{
    (void)state;
    const double value[] = { 1, 2, 3, 4 }, falling[] = { 2, 1 }, none[] = { 0, 1 };
    const dw_heatmap map = { .value = value, .rows = 2, .columns = 2 };
    const struct {
        dw_contour contour;
        dw_layer_options options;
        const char *says;
    } wrong[] = {
        { { map, falling, 2, 0 }, { 0 }, "levels must rise, got 2 and 1" },
        { { map, none, 2, 0 }, { .color_scale = "log" }, "must be above 0, got 0" },
        { { map, none, 0, 0 }, { 0 }, "there must be 1..64 levels, got 0" },
        { { map, NULL, 0, 99 }, { 0 }, "must be in 2..20, got 99" },
        { { { value, value, NULL, 2, 2, 3, 0 }, NULL, 0, 0 },
          { 0 },
          "2 values along x need 2 places, got 3" },
        { { { value, falling, NULL, 2, 2, 2, 0 }, NULL, 0, 0 }, { 0 }, "along x must rise" },
    };
    dw_axes *axes;
    dw_figure *figure = new_figure(NULL, &axes);
    dw_error err;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_not_equal(dw_axes_contour(axes, &wrong[i].contour, &wrong[i].options, &err),
                             DW_OK);
        if (!strstr(err.text, wrong[i].says)) fail_msg("said '%s'", err.text);
    }
    assert_int_equal(axes->layer_count, 0);
    dw_figure_free(figure);
}

int dw_test_contour(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vertices_lie_on_the_level),
        cmocka_unit_test(a_circle_is_one_closed_line),
        cmocka_unit_test(surfaces_fit_their_lines),
        cmocka_unit_test(saddles_go_by_the_middle),
        cmocka_unit_test(gaps_and_thin_grids_have_no_line),
        cmocka_unit_test(noise_is_joined_completely),
        cmocka_unit_test(levels_are_round_and_labeled),
        cmocka_unit_test(dense_nodes_are_averaged),
        cmocka_unit_test(contours_are_stored_and_tabled),
        cmocka_unit_test(contours_refuse_with_a_sentence),
    };
    return cmocka_run_group_tests_name("contour", tests, NULL, NULL);
}
