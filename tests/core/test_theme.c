/* Themes: can their colours be told apart, by whom, and read on the page; themes of one's own. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "plot/colormap.h"
#include "plot/figure.h"
#include "plot/style.h"
#include "plot/theme.h"

int dw_test_theme(void);

static const char *const names[] = { "light", "dark", "print" };
enum { THEMES = 3, EYES = 3, FIRST = 6 };

/* Machado, Oliveira and Fernandes (2009), severity 1, for linear RGB. */
static const double eyes[EYES][3][3] = {
    { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } },
    { { 0.152286, 1.052583, -0.204868 },
      { 0.114503, 0.786281, 0.099216 },
      { -0.003882, -0.048116, 1.051998 } }, /* protanopia */
    { { 0.367322, 0.860646, -0.227968 },
      { 0.280085, 0.672501, 0.047413 },
      { -0.011820, 0.042940, 0.968881 } }, /* deuteranopia */
};

typedef struct lab {
    double l, a, b;
} lab;

static double linear(double c)
{
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double lab_curve(double t)
{
    return t > 216.0 / 24389 ? cbrt(t) : (24389.0 / 27 * t + 16) / 116;
}

/* CIELAB (D65) of a colour as these eyes see it. */
static lab seen(dw_color color, int eye)
{
    const double in[3] = { linear(color.r), linear(color.g), linear(color.b) };
    double out[3];
    for (int i = 0; i < 3; i++) {
        double sum = 0;
        for (int j = 0; j < 3; j++) sum += eyes[eye][i][j] * in[j];
        out[i] = fmin(1, fmax(0, sum));
    }
    double x = 0.4124564 * out[0] + 0.3575761 * out[1] + 0.1804375 * out[2];
    double y = 0.2126729 * out[0] + 0.7151522 * out[1] + 0.0721750 * out[2];
    double z = 0.0193339 * out[0] + 0.1191920 * out[1] + 0.9503041 * out[2];
    double fx = lab_curve(x / 0.95047), fy = lab_curve(y), fz = lab_curve(z / 1.08883);
    return (lab){ 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz) };
}

static double radians(double degrees)
{
    return degrees * 3.14159265358979323846 / 180;
}

static double hue_of(double a, double b)
{
    double degrees = a == 0 && b == 0 ? 0 : atan2(b, a) * 180 / 3.14159265358979323846;
    return degrees < 0 ? degrees + 360 : degrees;
}

/* CIEDE2000 (CIE 142-2001), all weights 1. */
static double difference(lab p, lab q)
{
    double c7 = pow((hypot(p.a, p.b) + hypot(q.a, q.b)) / 2, 7);
    double g = 1.5 - 0.5 * sqrt(c7 / (c7 + 6103515625.0));
    double c1 = hypot(g * p.a, p.b), c2 = hypot(g * q.a, q.b), c = (c1 + c2) / 2;
    double h1 = hue_of(g * p.a, p.b), h2 = hue_of(g * q.a, q.b), turn = h2 - h1, h = h1 + h2;
    if (c1 * c2 == 0)
        turn = 0;
    else {
        h /= 2;
        if (fabs(turn) > 180) h += h < 180 ? 180 : -180;
        turn -= fabs(turn) > 180 ? copysign(360, turn) : 0;
    }
    double dh = 2 * sqrt(c1 * c2) * sin(radians(turn / 2)), l = (p.l + q.l) / 2 - 50;
    double t = 1 - 0.17 * cos(radians(h - 30)) + 0.24 * cos(radians(2 * h)) +
               0.32 * cos(radians(3 * h + 6)) - 0.2 * cos(radians(4 * h - 63));
    double sl = 1 + 0.015 * l * l / sqrt(20 + l * l), sc = 1 + 0.045 * c, sh = 1 + 0.015 * c * t;
    double rc = 2 * sqrt(pow(c, 7) / (pow(c, 7) + 6103515625.0));
    double rt = -sin(radians(60 * exp(-pow((h - 275) / 25, 2)))) * rc;
    double x = (q.l - p.l) / sl, y = (c2 - c1) / sc, z = dh / sh;
    return sqrt(x * x + y * y + z * z + rt * y * z);
}

/* Pairs of the test data of Sharma, Wu and Dalal (2005). */
static void differences_are_ciede2000(void **state)
{
    (void)state;
    static const struct {
        lab p, q;
        double is;
    } known[] = {
        { { 50, 2.6772, -79.7751 }, { 50, 0, -82.7485 }, 2.0425 },
        { { 50, 2.5, 0 }, { 50, 0, -2.5 }, 4.3065 },
        { { 50, 2.5, 0 }, { 73, 25, -18 }, 27.1492 },
        { { 60.2574, -34.0099, 36.2677 }, { 60.4626, -34.1751, 39.4387 }, 1.2644 },
        { { 22.7233, 20.0904, -46.6940 }, { 23.0331, 14.9730, -42.5619 }, 2.0373 },
        { { 2.0776, 0.0795, -1.1350 }, { 0.9033, -0.0636, -0.5514 }, 0.9082 },
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        assert_true(fabs(difference(known[i].p, known[i].q) - known[i].is) < 1e-4);
        assert_true(fabs(difference(known[i].q, known[i].p) - known[i].is) < 1e-4);
    }
}

static void first_colors_are_apart_for_all_eyes(void **state)
{
    (void)state;
    for (int t = 0; t < THEMES; t++) {
        const dw_theme *theme = dw_theme_find(names[t]);
        for (int eye = 0; eye < EYES; eye++)
            for (int i = 0; i < FIRST; i++) {
                lab one = seen(theme->palette[i], eye);
                if (difference(one, seen(theme->page, eye)) < 25)
                    fail_msg("%s: %d is near the page, eye %d", names[t], i + 1, eye);
                for (int j = 0; j < i; j++) {
                    double apart = difference(one, seen(theme->palette[j], eye));
                    if (apart < (eye ? 13 : 14))
                        fail_msg("%s: %d and %d are %.1f apart, eye %d", names[t], i + 1, j + 1,
                                 apart, eye);
                }
            }
    }
}

/* The ends of the diverging map and its middle; what lies half-way, as colors of the palette. */
static void sides_of_the_diverging_map_are_apart_for_all_eyes(void **state)
{
    (void)state;
    static const double at[] = { 0, 0.25, 0.5, 0.75, 1 };
    for (int eye = 0; eye < EYES; eye++)
        for (int i = 0; i < 5; i++)
            for (int j = 0; j < i; j++) {
                lab one = seen(dw_colormap_color(DW_MAP_DIVERGING, at[i]), eye);
                lab other = seen(dw_colormap_color(DW_MAP_DIVERGING, at[j]), eye);
                double apart = difference(one, other);
                bool half = i % 2 || j % 2;
                if (apart < (half ? 13 : 25))
                    fail_msg("%g and %g are %.1f apart, eye %d", at[i], at[j], apart, eye);
            }
}

static void colors_stand_out_from_the_page(void **state)
{
    (void)state;
    for (int t = 0; t < THEMES; t++) {
        const dw_theme *theme = dw_theme_find(names[t]);
        const dw_color texts[] = { theme->text, theme->soft, theme->faint };
        for (int i = 0; i < 3; i++) assert_true(dw_color_contrast(texts[i], theme->page) >= 4.5);
        assert_true(dw_color_contrast(theme->rule, theme->page) >= 3);
        for (size_t i = 0; i < theme->palette_count; i++)
            if (dw_color_contrast(theme->palette[i], theme->page) < 3)
                fail_msg("%s: color %zu vanishes", names[t], i + 1);
    }
}

static void print_is_safe_in_grey(void **state)
{
    (void)state;
    const dw_theme *theme = dw_theme_find("print");
    for (int i = 0; i < FIRST; i++)
        for (int j = 0; j < i; j++) {
            double step = seen(theme->palette[i], 0).l - seen(theme->palette[j], 0).l;
            if (fabs(step) < 6) fail_msg("%d and %d are alike in grey", i + 1, j + 1);
        }
}

/* Each of the first lines by its mark and dash alone, few points or many, in every theme. */
static void lines_differ_without_color(void **state)
{
    (void)state;
    static const double x[100] = { 0 };
    for (int t = 0; t < THEMES; t++)
        for (size_t n = 2; n <= 100; n += 98) {
            dw_figure *figure;
            dw_axes *axes;
            dw_style *styles;
            assert_int_equal(
                dw_figure_new(&(dw_figure_options){ .theme = names[t] }, &figure, NULL), DW_OK);
            assert_int_equal(dw_figure_add_axes(figure, NULL, &axes, NULL), DW_OK);
            for (int i = 0; i < FIRST; i++) {
                char name[] = { (char)('a' + i), 0 };
                dw_axes_line(axes, x, x, n, &(dw_layer_options){ .label = name }, NULL);
            }
            bool legend = t != 2; /* print has dashes also where the names are at the lines' ends */
            const dw_theme *theme = dw_figure_theme(figure);
            assert_int_equal(dw_styles_new(figure, theme, 1, legend, &styles, NULL), DW_OK);
            for (int i = 0; i < FIRST; i++)
                for (int j = 0; j < i; j++)
                    assert_true(styles[i].marker != styles[j].marker ||
                                styles[i].dash != styles[j].dash);
            free(styles);
            dw_figure_free(figure);
        }
}

/* No legend says what the dashes of a line without a name would mean. */
static void nameless_lines_are_solid(void **state)
{
    (void)state;
    static const double x[100] = { 0 };
    dw_figure *figure;
    dw_axes *axes;
    dw_style *styles;
    assert_int_equal(dw_figure_new(NULL, &figure, NULL), DW_OK);
    assert_int_equal(dw_figure_add_axes(figure, NULL, &axes, NULL), DW_OK);
    for (int i = 0; i < 3; i++) dw_axes_line(axes, x, x, 100, NULL, NULL);
    dw_axes_line(axes, x, x, 100, &(dw_layer_options){ .dash = true }, NULL);
    for (int i = 0; i < 2; i++)
        dw_axes_line(axes, x, x, 100, &(dw_layer_options){ .label = i ? "b" : "a" }, NULL);
    assert_int_equal(dw_styles_new(figure, dw_figure_theme(figure), 1, true, &styles, NULL), DW_OK);
    for (int i = 0; i < 3; i++) assert_int_equal(styles[i].dash, DW_SOLID);
    assert_int_not_equal(styles[3].dash, DW_SOLID);
    assert_int_not_equal(styles[4].dash, styles[5].dash);
    free(styles);
    dw_figure_free(figure);
}

static void own_themes_are_checked(void **state)
{
    (void)state;
    dw_theme theme;
    dw_error err;
    const char *const colors[] = { "#0044aa", "#aa2200" }, *const pale[] = { "#0044aa", "#ffff88" };
    dw_theme_options fine = { .page = "#fffbf0", .palette = { colors, 2 }, .small_px = 30 };
    assert_int_equal(dw_theme_make(&fine, &theme, &err), DW_OK);
    assert_int_equal(theme.palette_count, 2);
    assert_true(theme.size_px[DW_TEXT_SMALL] == 30 && theme.size_px[DW_TEXT_TITLE] == 42);
    const struct {
        dw_theme_options options;
        const char *says;
    } wrong[] = {
        { { .page = "#000000" }, "text has a contrast of" },
        { { .soft = "#aaaaaa" }, "soft has a contrast of 2.3 on the page" },
        { { .palette = { pale, 2 } }, "palette: color 2 has a contrast of 1.1 on the page" },
        { { .palette = { pale, 0 } }, "palette must have 1..16 colors, got 0" },
        { { .page = "white" }, "page must be a color such as #0072b2, got 'white'" },
        { { .page = "#12345" }, "page must be a color" },
        { { .base = "night" }, "base must be light, dark or print, got 'night'" },
        { { .tick_px = 12 }, "tick_px must be in 22..96, got 12" },
        { { .stroke = 9 }, "stroke must be in 0.25..4, got 9" },
        { { .family = "A, B" }, "family must be the name of one font" },
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_not_equal(dw_theme_make(&wrong[i].options, &theme, &err), DW_OK);
        if (!strstr(err.text, wrong[i].says)) fail_msg("said '%s'", err.text);
    }
}

static void figures_keep_their_theme(void **state)
{
    (void)state;
    dw_theme theme;
    dw_figure *figure;
    dw_theme_options options = { .base = "dark", .title_px = 60, .family = "No Such Font" };
    assert_int_equal(dw_theme_make(&options, &theme, NULL), DW_OK);
    dw_figure_options own = { .own_theme = &theme };
    assert_int_equal(dw_figure_new(&own, &figure, NULL), DW_OK);
    theme.size_px[DW_TEXT_TITLE] = 20;
    assert_true(dw_figure_theme(figure)->size_px[DW_TEXT_TITLE] == 60);
    assert_string_equal(figure->theme, "dark");
    dw_figure_free(figure);
    own.own_theme = dw_theme_find("print");
    assert_int_equal(dw_figure_new(&own, &figure, NULL), DW_OK);
    assert_ptr_equal(dw_figure_theme(figure), dw_theme_find("print"));
    dw_figure_free(figure);
}

int dw_test_theme(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(differences_are_ciede2000),
        cmocka_unit_test(first_colors_are_apart_for_all_eyes),
        cmocka_unit_test(sides_of_the_diverging_map_are_apart_for_all_eyes),
        cmocka_unit_test(colors_stand_out_from_the_page),
        cmocka_unit_test(print_is_safe_in_grey),
        cmocka_unit_test(lines_differ_without_color),
        cmocka_unit_test(nameless_lines_are_solid),
        cmocka_unit_test(own_themes_are_checked),
        cmocka_unit_test(figures_keep_their_theme),
    };
    return cmocka_run_group_tests_name("theme", tests, NULL, NULL);
}
