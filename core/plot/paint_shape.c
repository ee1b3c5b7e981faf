/* Steps, areas, bands, errorbars and spans. */
#include <math.h>

#include "plot/mark.h"
#include "plot/painter.h"

/* ---- Steps ---- */

static void step_to(cairo_t *cr, dw_step_where where, double px, double py, double x, double y)
{
    double turn = where == DW_STEP_AFTER ? x : where == DW_STEP_BEFORE ? px : (px + x) / 2;
    cairo_line_to(cr, turn, py);
    cairo_line_to(cr, turn, y);
    cairo_line_to(cr, x, y);
}

void dw_paint_step(const dw_painter *p, const dw_panel *panel, const dw_layer *layer,
                   const dw_style *style)
{
    double px = NAN, py = NAN;
    cairo_save(p->cr);
    dw_painter_clip(p, panel, style->width / 2 + 0.5);
    for (size_t i = 0; i < layer->n; i++) {
        double x = dw_scale_map(&panel->x, layer->x[i]), y = dw_scale_map(&panel->y, layer->y[i]);
        if (isnan(y)) x = NAN;
        if (isnan(px) && !isnan(x))
            cairo_move_to(p->cr, x, y);
        else if (!isnan(x))
            step_to(p->cr, layer->where, px, py, x, y);
        px = x;
        py = y;
    }
    dw_mark_stroke_style(p->cr, style);
    cairo_set_line_join(p->cr, CAIRO_LINE_JOIN_MITER);
    cairo_stroke(p->cr);
    cairo_restore(p->cr);
    dw_painter_marks(p, panel, layer, style);
}

/* ---- Areas ---- */

typedef struct edge {
    double x, y, to;
} edge;

static bool area_at(const dw_panel *panel, const dw_layer *layer, size_t i, edge *out)
{
    out->x = dw_scale_map(&panel->x, layer->x[i]);
    out->y = dw_scale_map(&panel->y, layer->y[i]);
    const dw_box *b = &panel->box;
    out->to = dw_scale_map_within(&panel->y, layer->low[i], b->y, b->y + b->h);
    return !isnan(out->x) && !isnan(out->y) && !isnan(out->to);
}

static void trace_area(const dw_painter *p, const dw_panel *panel, const dw_layer *layer)
{
    edge at;
    for (size_t i = 0; i < layer->n;) {
        size_t end = i;
        for (; end < layer->n && area_at(panel, layer, end, &at); end++)
            cairo_line_to(p->cr, at.x, at.y);
        for (size_t j = end; j-- > i;) {
            area_at(panel, layer, j, &at);
            cairo_line_to(p->cr, at.x, at.to);
        }
        if (end > i) cairo_close_path(p->cr);
        cairo_new_sub_path(p->cr);
        i = end > i ? end : i + 1;
    }
}

static void trace_edge(const dw_painter *p, const dw_panel *panel, const dw_layer *layer)
{
    edge at;
    cairo_new_path(p->cr);
    for (size_t i = 0; i < layer->n; i++)
        if (area_at(panel, layer, i, &at))
            cairo_line_to(p->cr, at.x, at.y);
        else
            cairo_new_sub_path(p->cr);
}

void dw_paint_area(const dw_painter *p, const dw_panel *panel, const dw_layer *layer,
                   const dw_style *style)
{
    cairo_save(p->cr);
    dw_painter_clip(p, panel, style->width / 2);
    trace_area(p, panel, layer);
    dw_mark_color(p->cr, style->color, style->alpha);
    cairo_fill(p->cr);
    trace_edge(p, panel, layer);
    dw_style stroke = *style;
    stroke.alpha = 1;
    dw_mark_stroke_style(p->cr, &stroke);
    cairo_stroke(p->cr);
    cairo_restore(p->cr);
}

/* ---- Bands ---- */

static bool band_at(const dw_panel *panel, const dw_layer *layer, size_t i, double *x, double *low,
                    double *high)
{
    *x = dw_scale_map(&panel->x, layer->x[i]);
    /* On a logarithmic axis a band may reach down to 0: then to the bottom. */
    const dw_box *b = &panel->box;
    *low = dw_scale_map_within(&panel->y, layer->low[i], b->y, b->y + b->h);
    *high = dw_scale_map_within(&panel->y, layer->high[i], b->y, b->y + b->h);
    bool outside = *low == *high && isnan(dw_scale_map(&panel->y, layer->high[i]));
    return !isnan(*x) && !isnan(*low) && !isnan(*high) && !outside;
}

static void trace_band(const dw_painter *p, const dw_panel *panel, const dw_layer *layer)
{
    double x, low, high;
    for (size_t i = 0; i < layer->n;) {
        size_t end = i;
        for (; end < layer->n && band_at(panel, layer, end, &x, &low, &high); end++)
            cairo_line_to(p->cr, x, high);
        for (size_t j = end; j-- > i;) {
            band_at(panel, layer, j, &x, &low, &high);
            cairo_line_to(p->cr, x, low);
        }
        if (end > i) cairo_close_path(p->cr);
        cairo_new_sub_path(p->cr);
        i = end > i ? end : i + 1;
    }
}

void dw_paint_band(const dw_painter *p, const dw_panel *panel, const dw_layer *layer,
                   const dw_style *style)
{
    cairo_save(p->cr);
    dw_painter_clip(p, panel, 0.5);
    trace_band(p, panel, layer);
    dw_mark_color(p->cr, style->color, style->alpha);
    cairo_fill(p->cr);
    cairo_restore(p->cr);
}

/* ---- Errorbars ---- */

/* From one end to the other, with a cap at each end that is there. */
static void trace_whisker(const dw_painter *p, bool across, double at, double middle, double end,
                          double cap)
{
    if (isnan(middle) || isnan(end) || isnan(at)) return;
    cairo_move_to(p->cr, across ? middle : at, across ? at : middle);
    cairo_line_to(p->cr, across ? end : at, across ? at : end);
    cairo_move_to(p->cr, across ? end : at - cap, across ? at - cap : end);
    cairo_line_to(p->cr, across ? end : at + cap, across ? at + cap : end);
}

void dw_paint_errorbar(const dw_painter *p, const dw_panel *panel, const dw_layer *layer,
                       const dw_style *style)
{
    bool across = layer->horizontal;
    const dw_scale *along = across ? &panel->x : &panel->y, *other = across ? &panel->y : &panel->x;
    const double *values = across ? layer->x : layer->y, *places = across ? layer->y : layer->x;
    cairo_save(p->cr);
    dw_painter_clip(p, panel, style->width / 2 + 0.5);
    for (size_t i = 0; i < layer->n; i++) {
        double at = dw_scale_map(other, places[i]), middle = dw_scale_map(along, values[i]);
        trace_whisker(p, across, at, middle, dw_scale_map(along, layer->low[i]), 8 * p->s);
        trace_whisker(p, across, at, middle, dw_scale_map(along, layer->high[i]), 8 * p->s);
    }
    dw_mark_stroke_style(p->cr, style);
    cairo_stroke(p->cr);
    cairo_restore(p->cr);
    dw_painter_marks(p, panel, layer, style);
}

/* ---- Spans ---- */

/* The ends of a span in pixels, low first, within from..to. */
static bool span_ends(const dw_scale *scale, const double ends[2], double from, double to,
                      double out[2])
{
    double a = dw_scale_map(scale, ends[0]), b = dw_scale_map(scale, ends[1]);
    bool falls = scale->p1 < scale->p0;
    if (isnan(a)) a = falls ? to : from;
    if (isnan(b)) b = falls ? from : to;
    out[0] = fmax(from, fmin(a, b));
    out[1] = fmin(to, fmax(a, b));
    return out[0] < out[1];
}

static void trace_span(const dw_painter *p, const dw_panel *panel, const dw_layer *layer)
{
    const dw_box *b = &panel->box;
    double x[2], y[2];
    if (!span_ends(&panel->x, layer->x, b->x, b->x + b->w, x)) return;
    if (!span_ends(&panel->y, layer->y, b->y, b->y + b->h, y)) return;
    cairo_rectangle(p->cr, x[0], y[0], x[1] - x[0], y[1] - y[0]);
}

void dw_paint_span(const dw_painter *p, const dw_panel *panel, const dw_layer *layer,
                   const dw_style *style)
{
    trace_span(p, panel, layer);
    dw_mark_color(p->cr, style->color, style->alpha);
    cairo_fill(p->cr);
}

bool dw_painter_trace_tint(const dw_painter *p, const dw_panel *panel, const dw_layer *layer)
{
    cairo_new_path(p->cr);
    if (layer->kind == DW_LAYER_AREA)
        trace_area(p, panel, layer);
    else if (layer->kind == DW_LAYER_BAND)
        trace_band(p, panel, layer);
    else if (layer->kind == DW_LAYER_SPAN)
        trace_span(p, panel, layer);
    else
        return false;
    return true;
}

/* ---- The legend ---- */

bool dw_paint_surface_swatch(const dw_painter *p, const dw_swatch *swatch)
{
    const dw_box *b = &swatch->box;
    bool pale = swatch->kind == DW_LAYER_BAND || swatch->kind == DW_LAYER_SPAN;
    bool edged = swatch->kind == DW_LAYER_AREA || swatch->kind == DW_LAYER_HISTOGRAM ||
                 swatch->kind == DW_LAYER_BOX || swatch->kind == DW_LAYER_VIOLIN;
    if (!pale && !edged && swatch->kind != DW_LAYER_BAR) return false;
    cairo_rectangle(p->cr, b->x, b->y + 0.2 * b->h, b->w, 0.6 * b->h);
    dw_mark_color(p->cr, swatch->style.color, fmin(1, (pale ? 1.6 : 1) * swatch->style.alpha));
    cairo_fill(p->cr);
    if (!edged) return true;
    dw_mark_color(p->cr, swatch->style.color, 1);
    cairo_set_line_width(p->cr, swatch->style.width);
    cairo_move_to(p->cr, b->x, b->y + 0.2 * b->h);
    cairo_line_to(p->cr, b->x + b->w, b->y + 0.2 * b->h);
    cairo_stroke(p->cr);
    return true;
}
