/* Sizes of pages, kinds of PNG. */
#include "picture.h"
#include "plot/layers.h"

/* ---- sizes ---- */

static void sizes_have_names(void **state)
{
    (void)state;
    const struct {
        dw_figure_options options;
        int width, height;
        double dpi;
    } rows[] = {
        { { 0 }, 1600, 900, 144 },
        { { .size = "slide" }, 1600, 900, 144 },
        { { .size = "slide43" }, 1600, 1200, 144 },
        { { .size = "square", .dpi = 72 }, 1600, 1600, 72 },
        { { .size = "paper" }, 2008, 1181, 300 },
        { { .size = "paper", .width_mm = 254, .height_mm = 127, .dpi = 100 }, 1000, 500, 100 },
        { { .width_px = 20000, .height_px = 20000 }, 20000, 20000, 144 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dw_page_size size;
        assert_int_equal(dw_page_size_of(&rows[i].options, &size, NULL), DW_OK);
        assert_int_equal(size.width_px, rows[i].width);
        assert_int_equal(size.height_px, rows[i].height);
        assert_true(size.dpi == rows[i].dpi);
    }
}

static void sizes_out_of_range_are_refused(void **state)
{
    (void)state;
    const struct {
        dw_figure_options options;
        const char *said;
    } rows[] = {
        { { .width_px = 20001 }, "width_px must be in 64..20000, got 20001" },
        { { .height_px = -1 }, "height_px must be in 64..20000" },
        { { .size = "papr" }, "did you mean" },
        { { .size = "square", .width_px = 100 }, "by name ('square') or by width_px" },
        { { .width_mm = 100 }, "go with size = \"paper\"" },
        { { .size = "paper", .width_mm = 10 }, "30..2000 mm" },
        { { .size = "paper", .width_mm = INFINITY }, "30..2000 mm" },
        { { .size = "paper", .width_mm = 1000, .dpi = 600 }, "23622 x 2362 pixels" },
        { { .dpi = 1 }, "dpi must be in 10..2400" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dw_page_size size;
        dw_error err = { "" };
        assert_int_not_equal(dw_page_size_of(&rows[i].options, &size, &err), DW_OK);
        if (!strstr(err.text, rows[i].said)) fail_msg("'%s' lacks '%s'", err.text, rows[i].said);
    }
    dw_figure *figure = build_up();
    dw_error err = { "" };
    figure->output_scale = 50;
    assert_int_equal(dw_figure_save(figure, path_of("no.png"), NULL, NULL, &err), DW_EDOMAIN);
    assert_non_null(strstr(err.text, "24000 x 13500"));
    assert_non_null(strstr(err.text, "20000"));
    dw_figure_free(figure);
}

static void texts_on_paper_can_be_read(void **state)
{
    (void)state;
    const double widths[] = { 30, 60, 85, 170, 400 };
    for (size_t i = 0; i < 5; i++) {
        dw_figure_options options = {
            .title = "Paper", .size = "paper", .width_mm = widths[i], .height_mm = 0.7 * widths[i]
        };
        dw_axes *axes;
        dw_figure *figure = figure_of(&options, &axes);
        const double x[] = { 1, 2, 3 };
        dw_axes_line(axes, x, x, 3, &(dw_layer_options){ .label = "line" }, NULL);
        dw_sheet sheet;
        assert_int_equal(dw_sheet_make(figure, &sheet, NULL), DW_OK);
        for (size_t t = 0; t < sheet.layout->text_count; t++)
            assert_true(sheet.layout->texts[t].size_px / figure->dpi * 72 >= 6);
        dw_sheet_free(&sheet);
        dw_figure_free(figure);
    }
}

/* ---- PNG ---- */

static void few_colors_become_a_palette(void **state)
{
    (void)state;
    dw_figure *figure;
    dw_figure_new(&(dw_figure_options){ .theme = "dark" }, &figure, NULL);
    picture p = save_and_read(figure);
    assert_int_equal(p.type, PNG_COLOR_TYPE_PALETTE);
    assert_int_equal(p.bits, 1);
    assert_int_equal(p.rgba[0], 0x14);
    assert_int_equal(p.rgba[2], 0x1b);
    free(p.rgba);
    dw_figure_free(figure);
}

static void a_palette_loses_nothing(void **state)
{
    (void)state;
    dw_axes *axes;
    dw_figure *figure = figure_of(&(dw_figure_options){ .width_px = 200, .height_px = 150 }, &axes);
    dw_axes_hline(axes, 1, NULL, NULL);
    dw_sheet sheet;
    dw_raster raster;
    picture p = save_and_read(figure);
    assert_int_equal(p.type, PNG_COLOR_TYPE_PALETTE);
    assert_int_equal(dw_sheet_make(figure, &sheet, NULL), DW_OK);
    dw_raster_open(&raster, sheet.layout, sheet.words, &sheet.paint, NULL);
    png_byte row[3 * 200];
    for (int y = 0; y < p.height; y++) {
        dw_png_pack(dw_raster_row(&raster, y), p.width, false, row);
        for (int x = 0; x < p.width; x++)
            assert_memory_equal(row + 3 * x, p.rgba + 4 * (y * p.width + x), 3);
    }
    dw_raster_close(&raster);
    dw_sheet_free(&sheet);
    free(p.rgba);
    dw_figure_free(figure);
}

static void many_colors_stay_rgb(void **state)
{
    (void)state;
    const double x[] = { 1, 2 };
    dw_axes *axes;
    dw_figure *figure = figure_of(NULL, &axes);
    for (int i = 0; i < 8; i++)
        dw_axes_line(axes, x, (double[]){ i, 2 * i }, 2, &(dw_layer_options){ .alpha = 0.5 }, NULL);
    picture p = save_and_read(figure);
    assert_int_equal(p.type, PNG_COLOR_TYPE_RGB);
    free(p.rgba);
    dw_figure_free(figure);
}

/* A clear picture laid on the page is the picture with the page. */
static void a_clear_page_is_clear(void **state)
{
    (void)state;
    dw_figure *figure = build_up();
    picture page = save_and_read(figure);
    figure->output_clear = true;
    picture clear = save_and_read(figure);
    assert_int_equal(clear.type, PNG_COLOR_TYPE_RGB_ALPHA);
    size_t n = (size_t)clear.width * (size_t)clear.height, none = 0, full = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned alpha = clear.rgba[4 * i + 3];
        none += alpha == 0;
        full += alpha == 255;
        for (size_t c = 0; c < 3; c++) {
            double laid = (clear.rgba[4 * i + c] * alpha + 255.0 * (255 - alpha)) / 255;
            assert_true(fabs(laid - page.rgba[4 * i + c]) < 4);
        }
    }
    assert_true(none > n / 2 && full > 1000);
    free(page.rgba);
    free(clear.rgba);
    dw_figure_free(figure);
}

static void a_scale_multiplies_pixels_and_dpi(void **state)
{
    (void)state;
    dw_figure *figure = build_up();
    picture one = save_and_read(figure);
    figure->output_scale = 2;
    picture two = save_and_read(figure);
    assert_int_equal(two.width, 960);
    assert_int_equal(two.height, 540);
    assert_int_equal(two.per_meter, (int)lround(2 * figure->dpi / 0.0254));
    double sum = 0; /* the same look: four pixels are about the one */
    for (int y = 0; y < one.height; y++)
        for (int x = 0; x < one.width; x++) {
            const unsigned char *at = two.rgba + 4 * (2 * y * two.width + 2 * x);
            const unsigned char *below = at + 4 * two.width;
            double mean = (at[1] + at[5] + below[1] + below[5]) / 4.0;
            sum += fabs(mean - one.rgba[4 * (y * one.width + x) + 1]);
        }
    assert_true(sum / (one.width * one.height) < 1);
    free(one.rgba);
    free(two.rgba);
    dw_figure_free(figure);
}

static void strips_join_without_a_seam(void **state)
{
    (void)state;
    const double x[] = { 1, 2, 3 }, y[] = { 1, 3, 2 };
    dw_axes *axes;
    dw_figure *figure =
        figure_of(&(dw_figure_options){ .width_px = 20000, .height_px = 900 }, &axes);
    dw_axes_line(axes, x, y, 3, &(dw_layer_options){ .label = "line" }, NULL);
    dw_sheet sheet;
    dw_raster raster;
    assert_int_equal(dw_sheet_make(figure, &sheet, NULL), DW_OK);
    assert_int_equal(dw_raster_open(&raster, sheet.layout, sheet.words, &sheet.paint, NULL), DW_OK);
    assert_false(dw_raster_is_whole(&raster));
    cairo_surface_t *whole = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 20000, 900);
    cairo_t *cr = cairo_create(whole);
    dw_paint(sheet.layout, sheet.words, cr, &sheet.paint);
    cairo_destroy(cr);
    cairo_surface_flush(whole);
    for (int row = 0; row < 900; row++)
        assert_memory_equal(dw_raster_row(&raster, row),
                            cairo_image_surface_get_data(whole) +
                                row * cairo_image_surface_get_stride(whole),
                            4 * 20000);
    cairo_surface_destroy(whole);
    dw_raster_close(&raster);
    dw_sheet_free(&sheet);
    dw_figure_free(figure);
}

/* ---- texts on pale surfaces ---- */

/* The pixels around the middle of the page that are nearly as bright as the page. */
static size_t bright(const picture *p)
{
    size_t count = 0;
    for (int y = p->height / 2 - 40; y < p->height / 2 + 40; y++)
        for (int x = p->width / 2 - 90; x < p->width / 2 + 90; x++) {
            const unsigned char *at = p->rgba + 4 * (y * p->width + x);
            count += at[0] > 245 && at[1] > 245 && at[2] > 245;
        }
    return count;
}

static bool svg_has(dw_figure *figure, const char *words)
{
    dw_error err = { "" };
    if (dw_figure_save(figure, path_of("p.svg"), NULL, NULL, &err)) fail_msg("%s", err.text);
    FILE *stream = fopen(path_of("p.svg"), "rb");
    assert_non_null(stream);
    char line[4096];
    bool found = false;
    while (fgets(line, sizeof line, stream)) found = found || strstr(line, words);
    fclose(stream);
    return found;
}

static void a_rim_has_the_color_of_the_surface(void **state)
{
    (void)state;
    const double x[] = { 0, 10 }, low[] = { 0, 0 }, high[] = { 10, 10 };
    for (int kind = 0; kind < 4; kind++) {
        dw_axes *axes;
        dw_figure *figure =
            figure_of(&(dw_figure_options){ .width_px = 640, .height_px = 360 }, &axes);
        dw_layer_options pale = { .color = "blue", .alpha = 0.3 };
        if (kind == 1) dw_axes_area(axes, x, high, low, 2, &pale, NULL);
        if (kind == 2) dw_axes_band(axes, x, low, high, 2, &pale, NULL);
        if (kind == 3) dw_axes_span(axes, (dw_span){ 0, 10, NAN, NAN }, &pale, NULL);
        dw_axes_line(axes, x, high, 2, NULL, NULL);
        dw_axes_line(axes, x, low, 2, NULL, NULL);
        dw_axes_note(axes, 5, 5, "a note on it", NAN, NAN, NULL, NULL);
        picture p = save_and_read(figure);
        if (kind == 0)
            assert_true(bright(&p) > 5000);
        else
            assert_int_equal(bright(&p), 0);
        assert_true(svg_has(figure, "stroke=\"#ffffff\" stroke-width") == (kind == 0));
        free(p.rgba);
        dw_figure_free(figure);
    }
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    static const char *const names[] = { "p.png", "p.svg" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) unlink(path_of(names[i]));
    return rmdir(folder); /* fails when something was left behind */
}

int dw_test_output(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sizes_have_names),
        cmocka_unit_test(sizes_out_of_range_are_refused),
        cmocka_unit_test(texts_on_paper_can_be_read),
        cmocka_unit_test(few_colors_become_a_palette),
        cmocka_unit_test(a_palette_loses_nothing),
        cmocka_unit_test(many_colors_stay_rgb),
        cmocka_unit_test(a_clear_page_is_clear),
        cmocka_unit_test(a_scale_multiplies_pixels_and_dpi),
        cmocka_unit_test(strips_join_without_a_seam),
        cmocka_unit_test(a_rim_has_the_color_of_the_surface),
    };
    return cmocka_run_group_tests_name("output", tests, make_folder, remove_folder);
}
