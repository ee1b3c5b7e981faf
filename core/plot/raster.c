#include "plot/raster.h"

#include <math.h>
#include <stddef.h>

enum { STRIP_PIXELS = 1 << 24 };

static bool paint_strip(dw_raster *r, int first)
{
    cairo_t *cr = cairo_create(r->strip);
    cairo_set_operator(cr, CAIRO_OPERATOR_CLEAR);
    cairo_paint(cr);
    cairo_set_operator(cr, CAIRO_OPERATOR_OVER);
    cairo_translate(cr, 0, -first);
    cairo_scale(cr, r->scale, r->scale);
    dw_paint(r->layout, r->words, cr, &r->paint);
    bool fine = !cairo_status(cr);
    cairo_destroy(cr);
    cairo_surface_flush(r->strip);
    r->first = first;
    return fine;
}

dw_status dw_raster_open(dw_raster *r, const dw_layout *layout, dw_words *words,
                         const dw_paint_options *paint, dw_error *err)
{
    const dw_figure *figure = layout->figure;
    double scale = figure->output_scale == 0 ? 1 : figure->output_scale;
    *r = (dw_raster){ .layout = layout,
                      .words = words,
                      .scale = scale,
                      .clear = paint->clear,
                      .dpi = figure->dpi * scale };
    dw_status status = dw_output_size(figure, &r->width, &r->height, err);
    if (status) return status;
    r->rows = r->height;
    if (r->rows > STRIP_PIXELS / r->width) r->rows = STRIP_PIXELS / r->width;
    r->strip = cairo_image_surface_create(paint->clear ? CAIRO_FORMAT_ARGB32 : CAIRO_FORMAT_RGB24,
                                          r->width, r->rows);
    if (cairo_surface_status(r->strip))
        return dw_fail(err, DW_ENOMEM, "no memory for a picture of %d x %d pixels", r->width,
                       r->height);
    return dw_raster_repaint(r, paint, err);
}

dw_status dw_raster_repaint(dw_raster *r, const dw_paint_options *paint, dw_error *err)
{
    r->paint = *paint;
    if (paint_strip(r, 0)) return DW_OK;
    return dw_fail(err, DW_ENOMEM, "no memory to paint the picture");
}

const unsigned char *dw_raster_row(dw_raster *r, int y)
{
    bool there = y >= r->first && y < r->first + r->rows;
    if (!there && !paint_strip(r, y - y % r->rows)) return NULL;
    return cairo_image_surface_get_data(r->strip) +
           (ptrdiff_t)(y - r->first) * cairo_image_surface_get_stride(r->strip);
}

bool dw_raster_is_whole(const dw_raster *r)
{
    return r->rows == r->height;
}

void dw_raster_close(dw_raster *r)
{
    if (r->strip) cairo_surface_destroy(r->strip);
    r->strip = NULL;
}
