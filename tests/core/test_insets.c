/* Insets: what the model refuses, what is stored, the lines to what they enlarge. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "plot/layout.h"
#include "plot/panels.h"
#include "plot/stored.h"

int dw_test_insets(void);

static const dw_inset_options plain = { .left = NAN, .bottom = NAN, .width = NAN, .height = NAN };

static dw_figure *new_figure(const char *scale, dw_axes **host)
{
    dw_figure *figure;
    const dw_axes_options options = { .x = { .scale = scale } };
    assert_int_equal(dw_figure_new(NULL, &figure, NULL), DW_OK);
    assert_int_equal(dw_figure_add_axes(figure, &options, host, NULL), DW_OK);
    return figure;
}

static void expect_refusal(dw_inset_options options, const char *message)
{
    dw_axes *host, *inset;
    dw_figure *figure = new_figure("log", &host);
    dw_error err = { "" };
    assert_int_not_equal(dw_figure_add_inset(figure, host, &options, &inset, &err), DW_OK);
    assert_null(inset);
    assert_non_null(strstr(err.text, message));
    assert_int_equal(dw_figure_axes_total(figure), 1);
    dw_figure_free(figure);
}

static void insets_refuse_with_a_sentence(void **state)
{
    (void)state;
    const double zoom[] = { 1, 2, 0, 1 }, back[] = { 2, 1, 0, 1 }, low[] = { -1, 2, 0, 1 };
    dw_inset_options o = plain;
    o.left = 0.5;
    expect_refusal(o, "'left' and 'bottom' go together");
    o.bottom = 0.6;
    expect_refusal(o, "left + width and bottom + height at most 1");
    o.place = "top left";
    expect_refusal(o, "not both");
    o = plain;
    o.width = 0.05;
    expect_refusal(o, "'width' and 'height' must be in 0.1..1");
    o.width = INFINITY;
    expect_refusal(o, "'width' and 'height' must be in 0.1..1");
    o = plain;
    o.zoom = (dw_series){ zoom, 3, false };
    expect_refusal(o, "got 3 numbers");
    o.zoom = (dw_series){ back, 4, false };
    expect_refusal(o, "x_min < x_max");
    o.zoom = (dw_series){ low, 4, false };
    expect_refusal(o, "'zoom': the panel's x axis, whose scale is log, cannot show -1..2");
    o.zoom = (dw_series){ zoom, 4, false };
    o.axes.y.max = 3;
    expect_refusal(o, "'zoom' says where y begins and ends");
}

static void a_zoom_takes_the_scale_of_its_panel(void **state)
{
    (void)state;
    const double zoom[] = { 1, 2, 0, 1 };
    dw_axes *host, *inset, *other;
    dw_figure *figure = new_figure("log", &host);
    dw_inset_options o = plain;
    o.zoom = (dw_series){ zoom, 4, false };
    assert_int_equal(dw_figure_add_inset(figure, host, &o, &inset, NULL), DW_OK);
    assert_int_equal(inset->x.scale, DW_SCALE_LOG);
    assert_int_equal(inset->y.scale, DW_SCALE_LINEAR);
    assert_float_equal(inset->x.high, 2, 0);
    assert_int_equal(dw_figure_add_inset(figure, host, &plain, &other, NULL), DW_OK);
    assert_int_equal(other->x.scale, DW_SCALE_LINEAR);
    assert_int_not_equal(dw_figure_add_inset(figure, inset, &plain, &other, NULL), DW_OK);
    dw_figure_free(figure);
}

static void swap(dw_buffer *text, const char *from, const char *to)
{
    char *at = strstr(text->text, from);
    assert_non_null(at);
    assert_int_equal(strlen(from), strlen(to));
    memcpy(at, to, strlen(to));
}

static void expect_stored(const char *from, const char *to, const char *message)
{
    dw_axes *host, *inset;
    dw_figure *figure = new_figure("linear", &host), *again = NULL;
    const double zoom[] = { 1, 2, 3, 4 };
    dw_inset_options o = { .left = 0.25, .bottom = 0.5, .width = 0.5, .height = 0.375 };
    o.zoom = (dw_series){ zoom, 4, false };
    dw_buffer text = { 0 };
    dw_error err = { "" };
    assert_int_equal(dw_figure_add_inset(figure, host, &o, &inset, NULL), DW_OK);
    assert_int_equal(dw_stored_write(figure, &text, NULL), DW_OK);
    if (from) swap(&text, from, to);
    dw_status status = dw_stored_read(text.text, &again, &err);
    assert_string_equal(err.text, message);
    assert_int_equal(status == DW_OK, !*message);
    if (again) {
        const dw_inset *kept = again->extras[0]->inset;
        assert_memory_equal(kept, inset->inset, offsetof(dw_inset, corner));
        assert_float_equal(kept->y_max, 4, 0);
    }
    dw_buffer_free(&text);
    dw_figure_free(again);
    dw_figure_free(figure);
}

static void insets_are_stored_and_checked(void **state)
{
    (void)state;
    expect_stored(NULL, NULL, "");
    expect_stored("\"left\":\"0.25\"", "\"left\":\"0.75\"",
                  "the stored figure: an inset must lie in its panel: left + width and bottom + "
                  "height at most 1");
    expect_stored("\"left\":\"0.25\"", "\"left\":\"-inf\"",
                  "the stored figure: an inset must lie in its panel: left + width and bottom + "
                  "height at most 1");
    expect_stored(
        "\"y_max\":\"4\"", "\"y_max\":\"2\"",
        "the stored figure: 'zoom' must be x_min, x_max, y_min, y_max with x_min < x_max, "
        "y_min < y_max");
    expect_stored("\"place\":2", "\"place\":1",
                  "the stored figure: an inset, and nothing else, has a place in its panel");
    expect_stored("\"place\":2", "\"place\":0",
                  "the stored figure: a second axis has no panel that it belongs to");
}

static bool is_inside(const dw_box *box, double x, double y)
{
    return x > box->x + 0.6 && x < box->x + box->w - 0.6 && y > box->y + 0.6 &&
           y < box->y + box->h - 0.6;
}

static void two_lines_join_boxes_that_are_apart(void **state)
{
    (void)state;
    const dw_box inset = { 300, 300, 200, 100 };
    size_t apart = 0;
    for (double x = 0; x < 800; x += 37)
        for (double y = 0; y < 800; y += 41) {
            const dw_box region = { x, y, 90, 30 };
            double lines[2][4];
            size_t n = dw_inset_connectors(&region, &inset, lines);
            bool touch = dw_boxes_touch(&region, &inset);
            assert_int_equal(n, touch ? 0 : 2);
            apart += !touch;
            for (size_t i = 0; i < n; i++)
                for (double t = 0; t <= 1; t += 0.05) {
                    double at_x = lines[i][0] + t * (lines[i][2] - lines[i][0]);
                    double at_y = lines[i][1] + t * (lines[i][3] - lines[i][1]);
                    assert_false(is_inside(&region, at_x, at_y) || is_inside(&inset, at_x, at_y));
                }
        }
    assert_true(apart > 300);
}

int dw_test_insets(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(insets_refuse_with_a_sentence),
        cmocka_unit_test(a_zoom_takes_the_scale_of_its_panel),
        cmocka_unit_test(insets_are_stored_and_checked),
        cmocka_unit_test(two_lines_join_boxes_that_are_apart),
    };
    return cmocka_run_group_tests_name("insets", tests, NULL, NULL);
}
