/* Reliability diagrams. */
#include <math.h>

#include "plot/mark.h"
#include "plot/painter.h"
#include "plot/reldiagram.h"

static double greatest(const dw_column *column)
{
    double most = 0;
    for (size_t i = 0; i < column->n; i++)
        if (column->at[i] > most) most = column->at[i];
    return most;
}

static void paint_diagonal(const dw_painter *p, const dw_panel *panel)
{
    dw_style rule = { .color = p->layout->theme->rule, .dash = DW_DASHED, .alpha = 1 };
    rule.width = 2.25 * p->s;
    dw_mark_stroke_style(p->cr, &rule);
    cairo_move_to(p->cr, dw_scale_map(&panel->x, 0), dw_scale_map(&panel->y, 0));
    cairo_line_to(p->cr, dw_scale_map(&panel->x, 1), dw_scale_map(&panel->y, 1));
    cairo_stroke(p->cr);
    cairo_set_dash(p->cr, NULL, 0, 0);
}

/* The sides of bin i in pixels, a little apart from its neighbours. */
static bool sides(const dw_panel *panel, const dw_layer *layer, size_t i, double *left,
                  double *width)
{
    const double *edges = layer->more[DW_RELIABILITY_EDGES].at;
    double a = dw_scale_map(&panel->x, edges[i]), b = dw_scale_map(&panel->x, edges[i + 1]);
    *left = fmin(a, b) + 0.06 * fabs(b - a);
    *width = 0.88 * fabs(b - a);
    return *width > 0;
}

static void paint_gap(const dw_painter *p, const dw_panel *panel, const dw_layer *layer,
                      const dw_style *style, size_t i, double share)
{
    double left, width, from = dw_scale_map(&panel->y, layer->x[i]);
    double end = dw_scale_map(&panel->y, layer->y[i]);
    if (isnan(from) || isnan(end) || !sides(panel, layer, i, &left, &width)) return;
    cairo_rectangle(p->cr, left, fmin(from, end), width, fabs(end - from));
    dw_mark_color(p->cr, style->color, style->alpha * (0.1 + 0.6 * share));
    cairo_fill_preserve(p->cr);
    dw_mark_color(p->cr, style->color, 0.5 * style->alpha);
    cairo_set_line_width(p->cr, fmax(1, 1.2 * p->s));
    cairo_stroke(p->cr);
}

static void paint_count(const dw_painter *p, const dw_panel *panel, const dw_layer *layer,
                        const dw_style *style, size_t i, double share)
{
    double left, width, bottom = panel->box.y + panel->box.h;
    double top = dw_scale_map(&panel->y, 0.4 * dw_reliability_floor);
    if (isnan(top) || top >= bottom || !sides(panel, layer, i, &left, &width)) return;
    cairo_rectangle(p->cr, left, bottom - share * (bottom - top), width, share * (bottom - top));
    dw_mark_color(p->cr, style->color, 0.55 * style->alpha);
    cairo_fill(p->cr);
}

void dw_paint_reliability(const dw_painter *p, const dw_panel *panel, const dw_layer *layer,
                          const dw_style *style)
{
    const dw_column *count = &layer->more[DW_RELIABILITY_COUNT];
    double most = greatest(count);
    cairo_save(p->cr);
    dw_painter_clip(p, panel, 0.5);
    for (size_t i = 0; i < layer->n && most > 0; i++) {
        double share = count->at[i] > 0 ? count->at[i] / most : 0;
        paint_gap(p, panel, layer, style, i, share);
        paint_count(p, panel, layer, style, i, share);
    }
    paint_diagonal(p, panel);
    cairo_restore(p->cr);
    dw_paint_errorbar(p, panel, layer, style); /* the whiskers and marks are the same */
}
