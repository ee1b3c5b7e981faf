/* Bars and histograms. */
#include <math.h>

#include "plot/bars.h"
#include "plot/mark.h"
#include "plot/painter.h"

/* The outline of a histogram: up the first bin, along the tops, down the last; broken at gaps. */
static void trace_outline(const dw_painter *p, const dw_panel *panel, const dw_bars *bars,
                          size_t index)
{
    const dw_layer *layer = &panel->axes->layers[index];
    bool across = layer->horizontal, pen_down = false;
    dw_box b = { 0, 0, 0, 0 }, last = b;
    for (size_t i = 0; i <= layer->n; i++) {
        bool is = i < layer->n && dw_bar_box(panel, bars, index, i, &b);
        if (pen_down && !is)
            cairo_line_to(p->cr, across ? last.x : last.x + last.w,
                          across ? last.y : last.y + last.h);
        if (is && !pen_down) cairo_move_to(p->cr, b.x, b.y + b.h);
        if (is && across) {
            cairo_line_to(p->cr, b.x + b.w, b.y + b.h);
            cairo_line_to(p->cr, b.x + b.w, b.y);
        } else if (is) {
            cairo_line_to(p->cr, b.x, b.y);
            cairo_line_to(p->cr, b.x + b.w, b.y);
        }
        pen_down = is;
        last = b;
    }
}

/* Where bars go both ways, they need a line to stand on. */
static void paint_zero(const dw_painter *p, const dw_panel *panel, bool across)
{
    const dw_scale *values = across ? &panel->x : &panel->y;
    const dw_box *b = &panel->box;
    if (dw_scale_is_log(values->kind) || values->kind == DW_SCALE_LOGIT || values->low >= 0 ||
        values->high <= 0)
        return;
    double at = floor(dw_scale_map(values, 0)) + 0.5;
    dw_mark_color(p->cr, p->layout->theme->spine, 1);
    cairo_set_line_width(p->cr, fmax(1, round(1.5 * p->s)));
    cairo_move_to(p->cr, across ? at : b->x, across ? b->y : at);
    cairo_line_to(p->cr, across ? at : b->x + b->w, across ? b->y + b->h : at);
    cairo_stroke(p->cr);
}

void dw_paint_bars(const dw_painter *p, const dw_panel *panel, size_t index)
{
    const dw_layer *layer = &panel->axes->layers[index];
    const dw_style *style = &panel->styles[index];
    dw_bars bars = dw_bars_measure(panel->axes, layer);
    dw_box b;
    for (size_t i = 0; i < layer->n; i++)
        if (dw_bar_box(panel, &bars, index, i, &b)) cairo_rectangle(p->cr, b.x, b.y, b.w, b.h);
    dw_mark_color(p->cr, style->color, style->alpha);
    cairo_fill(p->cr);
    if (layer->kind == DW_LAYER_HISTOGRAM) {
        dw_style stroke = *style;
        stroke.alpha = 1;
        trace_outline(p, panel, &bars, index);
        dw_mark_stroke_style(p->cr, &stroke);
        cairo_set_line_join(p->cr, CAIRO_LINE_JOIN_MITER);
        cairo_stroke(p->cr);
    }
    paint_zero(p, panel, layer->horizontal);
}
