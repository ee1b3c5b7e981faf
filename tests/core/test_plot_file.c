/* The plot room: odd data drawn, files written and read back. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "plot/layout.h"
#include "plot/png.h"
#include "plot/save.h"

int dw_test_plot_file(void);

static dw_figure *new_figure(const dw_figure_options *options, dw_axes **axes,
                             const dw_axes_options *axes_options)
{
    dw_figure *figure;
    dw_error err = { "" };
    assert_int_equal(dw_figure_new(options, &figure, &err), DW_OK);
    assert_int_equal(dw_figure_add_axes(figure, axes_options, axes, &err), DW_OK);
    return figure;
}

/* ---- Data that are hardly any ---- */

static char folder[] = "/tmp/dunwu-plot-XXXXXX";

static const char *path_of(const char *name)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void draw_series(const double *x, const double *y, size_t n, bool log)
{
    dw_axes *axes;
    const char *scale = log ? "log" : "linear";
    dw_axes_options options = { .x = { .scale = scale }, .y = { .scale = scale } };
    dw_figure *figure =
        new_figure(&(dw_figure_options){ .width_px = 320, .height_px = 180 }, &axes, &options);
    dw_error err = { "" };
    dw_axes_band(axes, x, y, y, n, NULL, NULL);
    dw_axes_line(axes, x, y, n, &(dw_layer_options){ .label = "line" }, NULL);
    dw_axes_points(axes, x, y, n, &(dw_layer_options){ .label = "points" }, NULL);
    if (n) dw_axes_hline(axes, y[0], &(dw_layer_options){ .label = "rule" }, NULL);
    if (n) dw_axes_vline(axes, x[0], &(dw_layer_options){ .label = "rule" }, NULL);
    if (n) dw_axes_note(axes, x[0], y[0], "note", x[n - 1], y[n - 1], NULL, NULL);
    assert_int_equal(dw_figure_save(figure, path_of("odd.png"), NULL, NULL, &err), DW_OK);
    assert_string_equal(err.text, "");
    dw_figure_free(figure);
}

static void odd_data_are_drawn_all_the_same(void **state)
{
    (void)state;
    const double series[][3] = {
        { 1, 1, 1 },           { NAN, NAN, NAN },           { 0, 0, 0 },
        { -1, -2, -3 },        { 1e-300, 1, 1e300 },        { INFINITY, 1, NAN },
        { -1e308, 0, 1e308 },  { 1, 1 + 1e-15, 1 },         { 1e300, 1e300, 2e300 },
        { 5e-324, 1e-310, 1 }, { 1e15, 1e15 + 1, 1e15 + 2 }
    };
    enum { N = sizeof series / sizeof *series };
    for (int log = 0; log < 2; log++) {
        draw_series(NULL, NULL, 0, log);
        for (int i = 0; i < N; i++)
            for (int j = 0; j < N; j++)
                for (size_t n = 1; n <= 3; n += 2) draw_series(series[i], series[j], n, log);
    }
}

static void a_figure_without_axes_or_texts_is_a_page(void **state)
{
    (void)state;
    dw_figure *figure;
    assert_int_equal(dw_figure_new(NULL, &figure, NULL), DW_OK);
    assert_int_equal(dw_figure_save(figure, path_of("empty.png"), NULL, NULL, NULL), DW_OK);
    dw_figure_free(figure);
    dw_axes *axes;
    dw_axes_options labels = { .title = "panel",
                               .x = { .label = "x axis" },
                               .y = { .label = "y axis" } };
    figure =
        new_figure(&(dw_figure_options){ .title = "too much", .width_px = 64, .height_px = 64 },
                   &axes, &labels);
    assert_int_equal(dw_figure_save(figure, path_of("tiny.png"), NULL, NULL, NULL), DW_OK);
    dw_figure_free(figure);
}

/* ---- Files ---- */

static const char *text_of(png_const_textp texts, int n, const char *key, int compression)
{
    for (int i = 0; i < n; i++)
        if (strcmp(texts[i].key, key) == 0 && texts[i].compression == compression)
            return texts[i].text;
    fail_msg("the PNG has no text '%s'", key);
    return NULL;
}

static void check_png(const char *path)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    if (setjmp(png_jmpbuf(png))) fail_msg("libpng cannot read it");
    png_init_io(png, file);
    png_read_png(png, info, PNG_TRANSFORM_IDENTITY, NULL);
    assert_int_equal(png_get_image_width(png, info), 640);
    assert_int_equal(png_get_image_height(png, info), 360);
    assert_int_equal(png_get_bit_depth(png, info), 8);
    assert_int_equal(png_get_color_type(png, info), PNG_COLOR_TYPE_RGB);
    assert_int_equal(png_get_x_pixels_per_meter(png, info), 7874); /* 200 dpi */
    int intent, n;
    png_textp texts;
    assert_true(png_get_sRGB(png, info, &intent));
    png_get_text(png, info, &texts, &n);
    assert_string_equal(text_of(texts, n, "Title", PNG_ITXT_COMPRESSION_NONE), "跳");
    assert_string_equal(text_of(texts, n, "Description", PNG_ITXT_COMPRESSION_NONE), "a curve");
    text_of(texts, n, "Software", PNG_ITXT_COMPRESSION_NONE);
    assert_string_equal(text_of(texts, n, "script", PNG_ITXT_COMPRESSION_zTXt), "print '頓悟'");
    png_bytep *rows = png_get_rows(png, info);
    assert_int_equal(rows[0][0], 0x14); /* the dark page, in the right order of channels */
    assert_int_equal(rows[0][2], 0x1b);
    png_destroy_read_struct(&png, &info, NULL);
    fclose(file);
}

static dw_figure *file_figure(void)
{
    dw_axes *axes;
    dw_figure_options options = { .title = "跳",
                                  .alt = "a curve",
                                  .theme = "dark",
                                  .width_px = 640,
                                  .height_px = 360,
                                  .dpi = 200 };
    dw_figure *figure = new_figure(&options, &axes, NULL);
    const double x[] = { 1, 2, 3 };
    dw_axes_line(axes, x, x, 3, &(dw_layer_options){ .label = "a < b & \"c\"" }, NULL);
    dw_figure_remember(figure, "script", "print 'old'", NULL);
    dw_figure_remember(figure, "script", "print '頓悟'", NULL);
    return figure;
}

static void a_png_can_be_read_back(void **state)
{
    (void)state;
    dw_figure *figure = file_figure();
    dw_error warning, err = { "" };
    assert_int_equal(dw_figure_save(figure, path_of("a.png"), "png", &warning, &err), DW_OK);
    check_png(path_of("a.png"));
    dw_figure_free(figure);
}

static void read_all(const char *path, dw_buffer *out)
{
    assert_int_equal(dw_file_read(path, 1 << 26, out, NULL), DW_OK);
}

static void the_same_figure_gives_the_same_bytes(void **state)
{
    (void)state;
    const char *names[] = { "b.png", "b.pdf" };
    for (int i = 0; i < 2; i++) {
        dw_buffer files[2] = { { 0 }, { 0 } };
        for (int k = 0; k < 2; k++) {
            dw_figure *figure = file_figure();
            assert_int_equal(dw_figure_save(figure, path_of(names[i]), NULL, NULL, NULL), DW_OK);
            read_all(path_of(names[i]), &files[k]);
            dw_figure_free(figure);
        }
        assert_int_equal(files[0].length, files[1].length);
        assert_memory_equal(files[0].text, files[1].text, files[0].length);
        dw_buffer_free(&files[0]);
        dw_buffer_free(&files[1]);
    }
}

static void an_svg_has_real_text(void **state)
{
    (void)state;
    dw_figure *figure = file_figure();
    dw_buffer svg = { 0 };
    assert_int_equal(dw_figure_save(figure, path_of("a.svg"), NULL, NULL, NULL), DW_OK);
    read_all(path_of("a.svg"), &svg);
    assert_non_null(strstr(svg.text, ">跳</text>"));
    assert_non_null(strstr(svg.text, ">a &lt; b &amp; &quot;c&quot;</text>"));
    assert_string_equal(svg.text + svg.length - 7, "</svg>\n");
    dw_buffer_free(&svg);
    dw_figure_free(figure);
}

static void a_failed_save_leaves_the_old_file(void **state)
{
    (void)state;
    dw_figure *figure = file_figure();
    dw_error err = { "" };
    assert_int_equal(dw_figure_save(figure, path_of("no/such/a.png"), NULL, NULL, &err), DW_EIO);
    assert_non_null(strstr(err.text, "no/such/a.png"));
    assert_int_equal(dw_figure_save(figure, path_of("a.gif"), NULL, NULL, &err), DW_EARG);
    assert_int_equal(dw_file_write(path_of("old.png"), "old", 3, NULL), DW_OK);
    FILE *full = fopen("/dev/full", "wb");
    if (full) { /* a disk without room */
        dw_sheet sheet;
        dw_raster raster;
        assert_int_equal(dw_sheet_make(figure, &sheet, &err), DW_OK);
        assert_int_equal(dw_raster_open(&raster, sheet.layout, sheet.words, &sheet.paint, &err),
                         DW_OK);
        setvbuf(full, NULL, _IONBF, 0);
        assert_int_equal(dw_png_write(&raster, figure, full, &err), DW_EIO);
        assert_non_null(strstr(err.text, "No space left"));
        dw_raster_close(&raster);
        dw_sheet_free(&sheet);
        fclose(full);
    }
    chmod(folder, 0500);
    if (access(folder, W_OK) != 0) /* root may write everywhere */
        assert_int_equal(dw_figure_save(figure, path_of("old.png"), NULL, NULL, &err), DW_EIO);
    chmod(folder, 0700);
    dw_buffer old = { 0 };
    if (geteuid() != 0) {
        read_all(path_of("old.png"), &old);
        assert_string_equal(old.text, "old");
    }
    dw_buffer_free(&old);
    dw_figure_free(figure);
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    static const char *const names[] = { "odd.png", "empty.png", "tiny.png", "a.png",
                                         "b.png",   "b.pdf",     "a.svg",    "old.png" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) unlink(path_of(names[i]));
    return rmdir(folder); /* fails when a save left a file of its own behind */
}

int dw_test_plot_file(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(odd_data_are_drawn_all_the_same),
        cmocka_unit_test(a_figure_without_axes_or_texts_is_a_page),
        cmocka_unit_test(a_png_can_be_read_back),
        cmocka_unit_test(the_same_figure_gives_the_same_bytes),
        cmocka_unit_test(an_svg_has_real_text),
        cmocka_unit_test(a_failed_save_leaves_the_old_file),
    };
    return cmocka_run_group_tests_name("plot files", tests, make_folder, remove_folder);
}
