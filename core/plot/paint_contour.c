/* Contours: bands of color, lines, and the blocks of their color bar. */
#include <math.h>

#include "plot/colormap.h"
#include "plot/isoline.h"
#include "plot/mark.h"
#include "plot/painter.h"

/* The color between levels i - 1 and i, of which one may be missing: that of its middle. */
static dw_color band_color(const dw_layer *layer, size_t i)
{
    const dw_cells *cells = layer->cells;
    const dw_column *levels = &layer->more[DW_CONTOUR_LEVELS];
    dw_scale_kind kind = cells->log_colors ? DW_SCALE_LOG : DW_SCALE_LINEAR;
    double low = i > 0 ? levels->at[i - 1] : fmin(cells->low, levels->n ? levels->at[0] : 0);
    if (!levels->n) low = cells->low;
    double high = i < levels->n ? levels->at[i] : fmax(cells->high, low);
    double middle = dw_scale_forward(kind, 0, low) / 2 + dw_scale_forward(kind, 0, high) / 2;
    return dw_colormap_color(cells->map, dw_cells_shade(cells, dw_scale_inverse(kind, 0, middle)));
}

/* ---- Bands ---- */

static void trace_polygon(cairo_t *cr, const dw_isolines *iso, const dw_grid_point *at, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        dw_grid_point p = dw_isolines_pixel(iso, at[i]);
        cairo_line_to(cr, p.x, p.y);
    }
    if (n) cairo_close_path(cr);
    cairo_new_sub_path(cr);
}

static void trace_run(cairo_t *cr, const dw_isolines *iso, size_t row, size_t first, size_t end)
{
    double y = (double)row, x0 = (double)first, x1 = (double)end;
    const dw_grid_point run[] = { { x0, y }, { x1, y }, { x1, y + 1 }, { x0, y + 1 } };
    if (end > first) trace_polygon(cr, iso, run, 4);
}

/* Parts of cells share their edges, so that one path of them all has no seams. Whole cells beside
 * each other are one rectangle. */
static void trace_surface(cairo_t *cr, const dw_isolines *iso, double level)
{
    for (size_t r = 0; r + 1 < iso->field.rows; r++) {
        size_t first = 0;
        for (size_t c = 0; c + 1 < iso->field.columns; c++) {
            dw_contour_part part = dw_contour_cell(&iso->field, r, c, level);
            bool whole = part.n[0] == 4 && part.at[0].x == (double)c && part.at[0].y == (double)r &&
                         part.at[2].x == (double)(c + 1) && part.at[2].y == (double)(r + 1) &&
                         part.at[1].x == (double)(c + 1) && part.at[3].x == (double)c;
            if (whole) continue;
            trace_run(cr, iso, r, first, c);
            first = c + 1;
            trace_polygon(cr, iso, part.at, part.n[0]);
            trace_polygon(cr, iso, part.at + part.n[0], part.n[1]);
        }
        trace_run(cr, iso, r, first, iso->field.columns - 1);
    }
}

/* From the lowest band up, each over all that is above it. */
static void paint_bands(const dw_painter *p, const dw_isolines *iso, const dw_layer *layer,
                        double alpha)
{
    if (iso->field.rows < 2 || iso->field.columns < 2) return;
    if (alpha < 1) cairo_push_group(p->cr);
    for (size_t i = 0; i <= iso->level_count; i++) {
        cairo_new_path(p->cr);
        trace_surface(p->cr, iso, i ? dw_isolines_measure(iso, iso->levels[i - 1]) : -HUGE_VAL);
        dw_mark_color(p->cr, band_color(layer, i), 1);
        cairo_fill(p->cr);
    }
    if (alpha >= 1) return;
    cairo_pop_group_to_source(p->cr);
    cairo_paint_with_alpha(p->cr, alpha);
}

/* ---- Lines ---- */

/* Lines stop before their numbers. */
static void clip_out_numbers(const dw_painter *p, const dw_panel *panel, const dw_style *style)
{
    const dw_box *b = &panel->box;
    int number = (int)(style - p->layout->styles);
    cairo_new_path(p->cr);
    cairo_rectangle(p->cr, b->x - b->w, b->y - b->h, 3 * b->w, 3 * b->h);
    for (size_t i = 0; i < p->layout->text_count; i++) {
        const dw_text_box *text = &p->layout->texts[i];
        if (text->role != DW_ROLE_LEVEL || text->layer != number) continue;
        cairo_rectangle(p->cr, text->box.x - 4 * p->s, text->box.y, text->box.w + 8 * p->s,
                        text->box.h);
    }
    cairo_set_fill_rule(p->cr, CAIRO_FILL_RULE_EVEN_ODD);
    cairo_clip(p->cr);
    cairo_set_fill_rule(p->cr, CAIRO_FILL_RULE_WINDING);
}

static void paint_lines(const dw_painter *p, const dw_panel *panel, const dw_isolines *iso,
                        const dw_layer *layer, const dw_style *style)
{
    dw_contour_lines lines = { 0 };
    for (size_t i = 0; i < iso->level_count && dw_isolines_trace(iso, i, &lines); i++) {
        dw_style stroke = *style;
        stroke.color = dw_isoline_color(p->layout->theme, panel, layer, style, iso->levels[i]);
        if (layer->filled) {
            if (!(layer->width_px > 0)) stroke.width *= 0.5;
            if (layer->color.kind == DW_COLOR_AUTO) stroke.alpha *= 0.7;
        }
        cairo_new_path(p->cr);
        for (size_t l = 0, k = 0; l < lines.lines; l++) {
            cairo_new_sub_path(p->cr);
            for (; k < lines.ends[l]; k++) cairo_line_to(p->cr, lines.at[k].x, lines.at[k].y);
        }
        dw_mark_stroke_style(p->cr, &stroke);
        cairo_set_line_join(p->cr, CAIRO_LINE_JOIN_ROUND);
        cairo_stroke(p->cr);
    }
    cairo_set_dash(p->cr, NULL, 0, 0);
    dw_contour_free(&lines);
}

void dw_paint_contour(const dw_painter *p, const dw_panel *panel, const dw_layer *layer,
                      const dw_style *style)
{
    dw_isolines iso;
    if (dw_isolines_open(panel, layer, &iso)) {
        cairo_save(p->cr);
        dw_painter_clip(p, panel, layer->filled ? 0 : style->width / 2);
        if (layer->filled) paint_bands(p, &iso, layer, style->alpha);
        clip_out_numbers(p, panel, style);
        paint_lines(p, panel, &iso, layer, style);
        cairo_restore(p->cr);
    }
    dw_isolines_close(&iso);
}

/* ---- The color bar ---- */

void dw_paint_contour_bar(const dw_painter *p, const dw_panel *panel)
{
    const dw_box *b = &panel->bar;
    const dw_column *levels = &panel->heat->more[DW_CONTOUR_LEVELS];
    double bottom = b->y + b->h;
    for (size_t i = 0; i <= levels->n; i++) {
        double top = i < levels->n ? dw_scale_map(&panel->bar_scale, levels->at[i]) : b->y;
        top = isnan(top) ? b->y : fmax(b->y, fmin(top, bottom));
        dw_mark_color(p->cr, band_color(panel->heat, i), 1);
        /* Down to the bottom: what lies above covers the rest without a seam. */
        cairo_rectangle(p->cr, b->x, b->y, b->w, bottom - b->y);
        cairo_fill(p->cr);
        bottom = top;
    }
}
