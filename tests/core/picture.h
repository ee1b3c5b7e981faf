/* Figures saved and read back, for the tests of files. */
#ifndef DW_TEST_PICTURE_H
#define DW_TEST_PICTURE_H

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

#include "base/file.h"
#include "plot/frames.h"
#include "plot/png.h"

static char folder[] = "/tmp/dunwu_output_XXXXXX";

static inline const char *path_of(const char *name)
{
    static char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static inline dw_figure *figure_of(const dw_figure_options *options, dw_axes **axes)
{
    dw_figure *figure;
    dw_error err = { "" };
    if (dw_figure_new(options, &figure, &err)) fail_msg("%s", err.text);
    assert_int_equal(dw_figure_add_axes(figure, NULL, axes, &err), DW_OK);
    return figure;
}

/* A band, two named lines, a rule and a note. */
static inline dw_figure *build_up(void)
{
    const double x[] = { 1, 2, 3 }, y[] = { 1, 3, 2 }, low[] = { 0, 2, 1 };
    dw_axes *axes;
    dw_figure *figure = figure_of(
        &(dw_figure_options){ .title = "Layers", .width_px = 480, .height_px = 270 }, &axes);
    dw_axes_line(axes, x, y, 3, &(dw_layer_options){ .label = "first" }, NULL);
    dw_axes_band(axes, x, low, y, 3, NULL, NULL);
    dw_axes_line(axes, x, low, 3, &(dw_layer_options){ .label = "second" }, NULL);
    dw_axes_hline(axes, 1.5, &(dw_layer_options){ .label = "rule", .dash = true }, NULL);
    dw_axes_points(axes, x, low, 3, &(dw_layer_options){ .label = "first" }, NULL);
    dw_axes_note(axes, 1.5, 2.5, "a note", 2, 3, NULL, NULL);
    return figure;
}

typedef struct picture {
    int width, height, type, bits;
    png_uint_32 per_meter;
    unsigned char *rgba;
} picture;

static inline picture read_stream(FILE *stream)
{
    picture p = { 0 };
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    if (setjmp(png_jmpbuf(png))) fail_msg("libpng cannot read it");
    png_init_io(png, stream);
    png_set_crc_action(png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
    png_read_info(png, info);
    p.width = (int)png_get_image_width(png, info);
    p.height = (int)png_get_image_height(png, info);
    p.type = png_get_color_type(png, info);
    p.bits = png_get_bit_depth(png, info);
    p.per_meter = png_get_x_pixels_per_meter(png, info);
    png_set_expand(png);
    png_set_add_alpha(png, 255, PNG_FILLER_AFTER);
    p.rgba = malloc((size_t)p.width * (size_t)p.height * 4);
    for (int y = 0; y < p.height; y++)
        png_read_row(png, p.rgba + 4 * (size_t)y * (size_t)p.width, NULL);
    png_read_end(png, NULL);
    png_destroy_read_struct(&png, &info, NULL);
    return p;
}

static inline picture save_and_read(dw_figure *figure)
{
    dw_error err = { "" };
    if (dw_figure_save(figure, path_of("p.png"), NULL, NULL, &err)) fail_msg("%s", err.text);
    FILE *stream = fopen(path_of("p.png"), "rb");
    assert_non_null(stream);
    picture p = read_stream(stream);
    fclose(stream);
    return p;
}

#endif
