/* Thousands of marks: stamped, and painted one by one, they look alike. */
#include <math.h>
#include <png.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "plot/save.h"

int dw_test_stamp(void);

enum { MARKS = 4000, WIDTH = 640, HEIGHT = 400 };

static char folder[] = "/tmp/dunwu-stamp-XXXXXX", path[64];

/* Places without a pattern, more of them toward the middle. */
static void fill_places(double x[MARKS], double y[MARKS])
{
    for (int i = 0; i < MARKS; i++) {
        double angle = 2.399963 * i, far = pow((i + 0.5) / MARKS, 0.8);
        x[i] = far * cos(angle);
        y[i] = far * sin(angle);
    }
}

/* The same marks in so many layers; a layer of few is painted mark by mark. */
static unsigned char *picture(const dw_layer_options *options, size_t layers)
{
    double x[MARKS], y[MARKS];
    dw_figure *figure;
    dw_axes *axes;
    dw_error err = { "" };
    fill_places(x, y);
    assert_int_equal(dw_figure_new(&(dw_figure_options){ .width_px = WIDTH, .height_px = HEIGHT },
                                   &figure, &err),
                     DW_OK);
    assert_int_equal(dw_figure_add_axes(figure, NULL, &axes, &err), DW_OK);
    for (size_t i = 0; i < layers; i++) {
        size_t n = MARKS / layers;
        assert_int_equal(dw_axes_points(axes, x + i * n, y + i * n, n, options, &err), DW_OK);
    }
    assert_int_equal(dw_figure_save(figure, path, NULL, NULL, &err), DW_OK);
    dw_figure_free(figure);
    png_image image = { .version = PNG_IMAGE_VERSION };
    assert_true(png_image_begin_read_from_file(&image, path));
    image.format = PNG_FORMAT_GRAY;
    unsigned char *pixels = malloc(PNG_IMAGE_SIZE(image));
    assert_true(png_image_finish_read(&image, NULL, pixels, 0, NULL));
    unlink(path);
    return pixels;
}

static void assert_alike(const dw_layer_options *options)
{
    unsigned char *stamped = picture(options, 1), *single = picture(options, 4);
    double sum = 0, bias = 0, inked = 0;
    int most = 0;
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
        int difference = stamped[i] - single[i];
        sum += abs(difference);
        bias += difference;
        inked += stamped[i] < 250;
        if (abs(difference) > most) most = abs(difference);
    }
    assert_true(inked > 1000);
    assert_true(sum / inked < 6); /* a mark moves by a sixteenth of a pixel at most */
    assert_true(fabs(bias) / inked < 1);
    assert_true(most < 80);
    free(stamped);
    free(single);
}

static void stamps_look_like_marks(void **state)
{
    (void)state;
    const dw_layer_options options[] = {
        { .filled = true, .marker = "circle", .color = "blue", .alpha = 0.3, .size_px = 9 },
        { .filled = true, .marker = "circle", .color = "ink", .size_px = 7 },
        { .marker = "circle", .color = "vermillion", .size_px = 22 },
        { .marker = "triangle", .color = "ink", .alpha = 0.5, .size_px = 26 },
        { .marker = "square", .filled = true, .color = "green", .alpha = 0.05, .size_px = 30 },
    };
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) assert_alike(&options[i]);
}

/* Pale marks on one spot come to their own color, which eight bits of rounding miss. */
static void many_pale_marks_are_full_color(void **state)
{
    (void)state;
    static double at[MARKS];
    dw_figure *figure;
    dw_axes *axes;
    dw_error err = { "" };
    dw_figure_new(&(dw_figure_options){ .width_px = WIDTH, .height_px = HEIGHT }, &figure, &err);
    dw_figure_add_axes(figure, NULL, &axes, &err);
    dw_axes_points(
        axes, at, at, MARKS,
        &(dw_layer_options){ .filled = true, .color = "#1f77b4", .alpha = 0.02, .size_px = 60 },
        &err);
    assert_int_equal(dw_figure_save(figure, path, NULL, NULL, &err), DW_OK);
    dw_figure_free(figure);
    png_image image = { .version = PNG_IMAGE_VERSION };
    assert_true(png_image_begin_read_from_file(&image, path));
    image.format = PNG_FORMAT_RGB;
    unsigned char *pixels = malloc(PNG_IMAGE_SIZE(image));
    assert_true(png_image_finish_read(&image, NULL, pixels, 0, NULL));
    unlink(path);
    int full = 0;
    for (int i = 0; i < WIDTH * HEIGHT; i++)
        full += abs(pixels[3 * i] - 0x1f) <= 1 && abs(pixels[3 * i + 1] - 0x77) <= 1 &&
                abs(pixels[3 * i + 2] - 0xb4) <= 1;
    assert_true(full > 300);
    free(pixels);
}

static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder)) return -1;
    snprintf(path, sizeof path, "%s/marks.png", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

int dw_test_stamp(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stamps_look_like_marks),
        cmocka_unit_test(many_pale_marks_are_full_color),
    };
    return cmocka_run_group_tests_name("stamps", tests, make_folder, remove_folder);
}
