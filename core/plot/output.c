#include "plot/output.h"

#include <math.h>
#include <string.h>

enum { LEAST_SIDE = 64 };

/* Points of the smallest text on paper, and how many units it has in the layout. */
static const double PAPER_TEXT_PT = 7, SMALLEST_TEXT = 22;

static bool given(double x)
{
    return x != 0 && !isnan(x);
}

static dw_status check_side(const char *name, int64_t px, dw_error *err)
{
    if (px >= LEAST_SIDE && px <= DW_MOST_SIDE) return DW_OK;
    return dw_fail(err, DW_EDOMAIN, "%s must be in %d..%d, got %lld", name, LEAST_SIDE,
                   DW_MOST_SIDE, (long long)px);
}

static dw_status paper_size(const dw_figure_options *o, dw_page_size *out, dw_error *err)
{
    double width = given(o->width_mm) ? o->width_mm : 170;
    double height = given(o->height_mm) ? o->height_mm : 100;
    if (!(width >= 30 && width <= 2000 && height >= 20 && height <= 2000))
        return dw_fail(err, DW_EDOMAIN,
                       "paper must be in 30..2000 mm wide and 20..2000 mm high, got %g x %g", width,
                       height);
    double dpi = given(o->dpi) ? o->dpi : 300;
    double x = round(width / 25.4 * dpi), y = round(height / 25.4 * dpi);
    if (x > DW_MOST_SIDE || y > DW_MOST_SIDE || x < LEAST_SIDE || y < LEAST_SIDE)
        return dw_fail(err, DW_EDOMAIN,
                       "%g x %g mm at %g dpi are %.0f x %.0f pixels; allowed are %d..%d a side",
                       width, height, dpi, x, y, LEAST_SIDE, DW_MOST_SIDE);
    *out = (dw_page_size){ (int)x, (int)y, dpi, PAPER_TEXT_PT / 72 * dpi / SMALLEST_TEXT };
    return DW_OK;
}

static dw_status named_size(const char *name, dw_page_size *out, dw_error *err)
{
    static const struct {
        const char *name;
        int width, height;
    } sizes[] = { { "slide", 1600, 900 }, { "slide43", 1600, 1200 }, { "square", 1600, 1600 } };
    dw_nearest nearest = { .given = name };
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        out->width_px = sizes[i].width;
        out->height_px = sizes[i].height;
        if (strcmp(name, sizes[i].name) == 0) return DW_OK;
        dw_nearest_offer(&nearest, sizes[i].name);
    }
    dw_nearest_offer(&nearest, "paper");
    char hint[96];
    return dw_fail(err, DW_EARG, "unknown size '%s'%s; there are slide, slide43, square and paper",
                   name, dw_nearest_hint(&nearest, hint));
}

static dw_status screen_size(const dw_figure_options *o, dw_page_size *out, dw_error *err)
{
    *out = (dw_page_size){ 1600, 900, given(o->dpi) ? o->dpi : 144, 0 };
    if (given(o->width_mm) || given(o->height_mm))
        return dw_fail(err, DW_EARG, "width_mm and height_mm go with size = \"paper\"");
    dw_status status = o->size ? named_size(o->size, out, err) : DW_OK;
    if (!status && o->width_px) {
        status = check_side("width_px", o->width_px, err);
        out->width_px = (int)o->width_px;
    }
    if (!status && o->height_px) {
        status = check_side("height_px", o->height_px, err);
        out->height_px = (int)o->height_px;
    }
    return status;
}

dw_status dw_page_size_of(const dw_figure_options *o, dw_page_size *out, dw_error *err)
{
    if (given(o->dpi) && !(o->dpi >= 10 && o->dpi <= 2400))
        return dw_fail(err, DW_EDOMAIN, "dpi must be in 10..2400, got %g", o->dpi);
    bool pixels = o->width_px || o->height_px;
    if (o->size && pixels)
        return dw_fail(err, DW_EARG,
                       "a page has a size by name ('%s') or by width_px and height_px", o->size);
    if (o->size && strcmp(o->size, "paper") == 0) return paper_size(o, out, err);
    return screen_size(o, out, err);
}

dw_status dw_output_size(const dw_figure *figure, int *width, int *height, dw_error *err)
{
    double scale = figure->output_scale == 0 ? 1 : figure->output_scale;
    double x = round(figure->width_px * scale), y = round(figure->height_px * scale);
    if (!(x >= 1 && y >= 1 && x <= DW_MOST_SIDE && y <= DW_MOST_SIDE))
        return dw_fail(err, DW_EDOMAIN,
                       "scale %g makes %.0f x %.0f pixels; a picture has 1..%d a side", scale, x, y,
                       DW_MOST_SIDE);
    *width = (int)x;
    *height = (int)y;
    return DW_OK;
}
