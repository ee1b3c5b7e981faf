#include "plot/mark.h"

#include <math.h>

static const double pi = 3.14159265358979323846;

void dw_mark_color(cairo_t *cr, dw_color color, double alpha)
{
    cairo_set_source_rgba(cr, color.r, color.g, color.b, alpha);
}

void dw_mark_stroke_style(cairo_t *cr, const dw_style *style)
{
    double w = style->width;
    const double dashes[DW_DASHES][6] = { [DW_DASHED] = { 3.5 * w, 2.5 * w, 3.5 * w, 2.5 * w },
                                          [DW_DOTTED] = { 0.01, 2 * w, 0.01, 2 * w },
                                          [DW_DASH_DOT] = { 4 * w, 2 * w, 0.01, 2 * w },
                                          [DW_LONG_DASH] = { 9 * w, 3 * w, 9 * w, 3 * w },
                                          [DW_DASH_DOT_DOT] = { 4 * w, 2 * w, 0.01, 2 * w, 0.01,
                                                                2 * w } };
    int length = style->dash == DW_SOLID ? 0 : style->dash == DW_DASH_DOT_DOT ? 6 : 4;
    dw_mark_color(cr, style->color, style->alpha);
    cairo_set_line_width(cr, w);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_cap(cr, style->dash == DW_DASHED || style->dash == DW_LONG_DASH
                               ? CAIRO_LINE_CAP_BUTT
                               : CAIRO_LINE_CAP_ROUND);
    cairo_set_dash(cr, dashes[style->dash], length, 0);
}

static void trace_polygon(cairo_t *cr, double x, double y, double radius, int corners, double turn)
{
    for (int i = 0; i < corners; i++) {
        double angle = turn + 2 * pi * i / corners;
        cairo_line_to(cr, x + radius * cos(angle), y + radius * sin(angle));
    }
    cairo_close_path(cr);
}

/* Shapes of about the same area. */
static void trace(cairo_t *cr, dw_marker marker, double x, double y, double r)
{
    cairo_new_path(cr);
    switch (marker) {
    case DW_MARKER_SQUARE:
        trace_polygon(cr, x, y, 1.27 * r, 4, pi / 4);
        break;
    case DW_MARKER_DIAMOND:
        trace_polygon(cr, x, y, 1.32 * r, 4, 0);
        break;
    case DW_MARKER_TRIANGLE:
        trace_polygon(cr, x, y + 0.15 * r, 1.4 * r, 3, -pi / 2);
        break;
    case DW_MARKER_TRIANGLE_DOWN:
        trace_polygon(cr, x, y - 0.15 * r, 1.4 * r, 3, pi / 2);
        break;
    default:
        cairo_arc(cr, x, y, r, 0, 2 * pi);
        break;
    }
}

void dw_mark_paint(cairo_t *cr, const dw_style *style, double x, double y, dw_color page)
{
    if (style->marker == DW_MARKER_NONE) return;
    trace(cr, style->marker, x, y, style->radius);
    dw_mark_color(cr, style->filled ? style->color : page, style->filled ? style->alpha : 0.75);
    if (style->filled) {
        cairo_fill(cr);
        return;
    }
    cairo_fill_preserve(cr);
    dw_mark_color(cr, style->color, style->alpha);
    cairo_set_line_width(cr, fmin(style->width, 0.5 * style->radius));
    cairo_set_dash(cr, NULL, 0, 0);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_MITER);
    cairo_stroke(cr);
}
