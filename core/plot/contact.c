#include "plot/contact.h"

#include <math.h>
#include <string.h>

#include "plot/png.h"
#include "plot/theme.h"

/* On a screen of usual width titles can still be read. Of very many figures the sheet is about as
 * wide as high: cairo paints no more than 32,767 pixels a side. */
enum { COLUMNS = 4, ROWS_MOST = 8, CELL_WIDTH = 480, GAP = 20, FINER = 3 };

typedef struct contact {
    const dw_figure *const *figures;
    size_t n, columns, rows;
    int cell_height, width, height;
    cairo_surface_t *surface;
} contact;

/* The cells are as high as the highest figure is when it has their width. */
static void measure(contact *c)
{
    double highest = 0;
    for (size_t i = 0; i < c->n; i++)
        highest = fmax(highest, (double)c->figures[i]->height_px / c->figures[i]->width_px);
    c->columns = c->n < COLUMNS ? c->n : COLUMNS;
    while (c->n > c->columns * ROWS_MOST && c->columns * c->columns < c->n) c->columns++;
    c->rows = (c->n + c->columns - 1) / c->columns;
    c->cell_height = (int)lround(fmin(highest, 2) * CELL_WIDTH);
    c->width = (int)c->columns * (CELL_WIDTH + GAP) + GAP;
    c->height = (int)c->rows * (c->cell_height + GAP) + GAP;
}

static void set_color(cairo_t *cr, dw_color color)
{
    cairo_set_source_rgb(cr, color.r, color.g, color.b);
}

/* The figure as a picture FINER times as large as it is shown: letters stand on whole pixels, which
 * of small ones spoils the spacing. Free it also after a failure. */
static dw_status paint_large(const dw_figure *shown, double scale, cairo_surface_t **picture,
                             dw_error *warning, dw_error *err)
{
    dw_figure figure = *shown; /* without what a script said about another file of it */
    figure.output_scale = 1;
    figure.output_clear = false;
    dw_sheet sheet;
    *picture = NULL;
    dw_status status = dw_sheet_make(&figure, &sheet, err);
    if (!status) {
        *picture = cairo_image_surface_create(CAIRO_FORMAT_RGB24,
                                              (int)ceil(FINER * scale * figure.width_px),
                                              (int)ceil(FINER * scale * figure.height_px));
        cairo_t *cr = cairo_create(*picture);
        cairo_scale(cr, FINER * scale, FINER * scale);
        dw_paint(sheet.layout, sheet.words, cr, &sheet.paint);
        if (cairo_status(cr)) status = dw_fail(err, DW_ENOMEM, "no memory to paint a figure");
        cairo_destroy(cr);
        if (warning && !warning->text[0]) dw_words_missing(sheet.words, warning);
    }
    dw_sheet_free(&sheet);
    return status;
}

/* In the middle of its cell, all of it. */
static dw_status paint_cell(const contact *c, size_t i, cairo_t *cr, dw_error *warning,
                            dw_error *err)
{
    double w = c->figures[i]->width_px, h = c->figures[i]->height_px;
    double scale = fmin(CELL_WIDTH / w, c->cell_height / h);
    cairo_surface_t *picture;
    dw_status status = paint_large(c->figures[i], scale, &picture, warning, err);
    if (!status) {
        double x = GAP + (double)(i % c->columns) * (CELL_WIDTH + GAP);
        double y = GAP + (double)(i / c->columns) * (c->cell_height + GAP);
        cairo_save(cr);
        cairo_translate(cr, round(x + (CELL_WIDTH - scale * w) / 2),
                        round(y + (c->cell_height - scale * h) / 2));
        cairo_rectangle(cr, 0, 0, round(scale * w), round(scale * h));
        cairo_clip(cr);
        cairo_scale(cr, 1.0 / FINER, 1.0 / FINER);
        cairo_set_source_surface(cr, picture, 0, 0);
        cairo_pattern_set_filter(cairo_get_source(cr), CAIRO_FILTER_GOOD);
        cairo_pattern_set_extend(cairo_get_source(cr), CAIRO_EXTEND_PAD);
        cairo_paint(cr);
        cairo_restore(cr);
    }
    if (picture) cairo_surface_destroy(picture);
    return status;
}

static dw_status paint_all(contact *c, dw_error *warning, dw_error *err)
{
    const dw_theme *theme = dw_figure_theme(c->figures[0]);
    c->surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, c->width, c->height);
    cairo_t *cr = cairo_create(c->surface);
    set_color(cr, dw_color_mix(theme->page, theme->rule, 0.3));
    cairo_paint(cr);
    dw_status status = DW_OK;
    for (size_t i = 0; i < c->n && !status; i++) status = paint_cell(c, i, cr, warning, err);
    if (!status && cairo_status(cr))
        status = dw_fail(err, DW_ENOMEM, "no memory for a contact sheet of %d x %d pixels",
                         c->width, c->height);
    cairo_destroy(cr);
    cairo_surface_flush(c->surface);
    return status;
}

static dw_status write_png(const contact *c, const dw_figure *named, const char *path,
                           dw_error *err)
{
    dw_raster raster = { .width = c->width,
                         .height = c->height,
                         .dpi = 144,
                         .scale = 1,
                         .strip = c->surface,
                         .rows = c->height };
    dw_output output;
    dw_status status = dw_output_open(&output, path, err);
    if (status) return status;
    dw_error why = { "" };
    status = dw_png_write(&raster, named, output.stream, &why);
    if (!status) return dw_output_commit(&output, err);
    dw_output_discard(&output);
    return dw_fail(err, status, "'%s': %s", path, why.text);
}

dw_status dw_contact_save(const dw_figure *const *figures, size_t n, const char *title,
                          const char *path, dw_error *warning, dw_error *err)
{
    if (n < 1 || n > DW_CONTACT_MOST)
        return dw_fail(err, DW_EARG, "a contact sheet has 1..%d figures, got %zu", DW_CONTACT_MOST,
                       n);
    contact c = { figures, n, 0, 0, 0, 0, 0, NULL };
    dw_figure *named;
    dw_figure_options options = { .title = title, .language = figures[0]->language };
    measure(&c);
    dw_status status = dw_figure_new(&options, &named, err);
    if (status) return status;
    status = paint_all(&c, warning, err);
    if (!status) status = write_png(&c, named, path, err);
    cairo_surface_destroy(c.surface);
    dw_figure_free(named);
    return status;
}
