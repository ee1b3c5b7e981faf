/* Insets: what lies below them, and how the part of the panel is marked that they enlarge. */
#include <math.h>

#include "plot/mark.h"
#include "plot/painter.h"

bool dw_painter_shows_inset(const dw_painter *p, const dw_panel *panel)
{
    int first = (int)(panel->styles - p->layout->styles);
    if (!panel->axes->inset) return false;
    return panel->axes->layer_count == 0 || dw_paint_shows(p->options, first);
}

/* Sharp: its edges are in the middle of pixels. */
static void trace_box(const dw_painter *p, const dw_box *box)
{
    double x = floor(box->x) + 0.5, y = floor(box->y) + 0.5;
    cairo_rectangle(p->cr, x, y, floor(box->x + box->w) + 0.5 - x,
                    floor(box->y + box->h) + 0.5 - y);
}

static void set_thin(const dw_painter *p, dw_color color)
{
    dw_mark_color(p->cr, color, 1);
    cairo_set_line_width(p->cr, fmax(1, round(1.5 * p->s)));
}

void dw_paint_card(const dw_painter *p, const dw_panel *inset)
{
    cairo_new_path(p->cr);
    if (!(p->options->clear && p->options->vector)) {
        trace_box(p, &inset->outer);
        dw_painter_page(p, 1);
        cairo_fill(p->cr);
        cairo_set_operator(p->cr, CAIRO_OPERATOR_OVER);
    }
    trace_box(p, &inset->outer);
    set_thin(p, p->layout->theme->spine);
    cairo_stroke(p->cr);
}

void dw_paint_region(const dw_painter *p, const dw_panel *inset)
{
    dw_box region;
    double lines[2][4];
    if (!dw_painter_shows_inset(p, inset) || !dw_inset_region(p->layout, inset, &region)) return;
    cairo_new_path(p->cr);
    trace_box(p, &region);
    set_thin(p, p->layout->theme->soft);
    cairo_stroke(p->cr);
    size_t n = dw_inset_connectors(&region, &inset->outer, lines);
    for (size_t i = 0; i < n; i++) {
        cairo_move_to(p->cr, lines[i][0], lines[i][1]);
        cairo_line_to(p->cr, lines[i][2], lines[i][3]);
    }
    dw_mark_color(p->cr, p->layout->theme->soft, 0.6);
    cairo_stroke(p->cr);
}

void dw_painter_clip_insets(const dw_painter *p)
{
    const dw_figure *figure = p->layout->figure;
    for (size_t i = 0; i < p->layout->panel_total; i++) {
        const dw_panel *panel = &p->layout->panels[i];
        if (!dw_painter_shows_inset(p, panel)) continue;
        cairo_rectangle(p->cr, 0, 0, figure->width_px, figure->height_px);
        trace_box(p, &panel->outer);
        cairo_set_fill_rule(p->cr, CAIRO_FILL_RULE_EVEN_ODD);
        cairo_clip(p->cr);
        cairo_set_fill_rule(p->cr, CAIRO_FILL_RULE_WINDING);
    }
}
