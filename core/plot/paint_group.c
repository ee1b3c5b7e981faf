/* Strips, boxes and violins. */
#include <math.h>
#include <stdlib.h>

#include "plot/groups.h"
#include "plot/mark.h"
#include "plot/painter.h"

/* A point given along the values and across them. */
static void to(const dw_painter *p, bool lying, double along, double across)
{
    cairo_line_to(p->cr, lying ? along : across, lying ? across : along);
}

static const dw_scale *values_of(const dw_panel *panel, const dw_layer *layer)
{
    return layer->horizontal ? &panel->x : &panel->y;
}

static bool in_panel(const dw_panel *panel, double x, double y)
{
    const dw_box *b = &panel->box;
    return x >= b->x - 1 && x <= b->x + b->w + 1 && y >= b->y - 1 && y <= b->y + b->h + 1;
}

void dw_paint_strip(const dw_painter *p, const dw_panel *panel, size_t index)
{
    const dw_layer *layer = &panel->axes->layers[index];
    const dw_style *style = &panel->styles[index];
    dw_spot *spots = dw_strip_spots(panel, index, style->radius);
    for (size_t i = 0; spots && i < layer->n; i++)
        if (in_panel(panel, spots[i].x, spots[i].y))
            dw_mark_paint(p->cr, style, spots[i].x, spots[i].y, p->layout->theme->page);
    free(spots);
}

/* ---- Boxes ---- */

typedef struct frame { /* of one box, in pixels */
    double from, to, q1, median, q3, low, high;
} frame;

static bool frame_of(const dw_panel *panel, size_t index, size_t i, frame *f)
{
    const dw_layer *layer = &panel->axes->layers[index];
    const dw_scale *values = values_of(panel, layer);
    double from, end;
    if (!dw_group_slot(panel, index, layer->x[i], &from, &end)) return false;
    double inset = 0.18 * (end - from);
    *f = (frame){ from + inset,
                  end - inset,
                  dw_scale_map(values, layer->low[i]),
                  dw_scale_map(values, layer->y[i]),
                  dw_scale_map(values, layer->high[i]),
                  dw_scale_map(values, layer->more[DW_BOX_LOW].at[i]),
                  dw_scale_map(values, layer->more[DW_BOX_HIGH].at[i]) };
    return !isnan(f->q1) && !isnan(f->q3);
}

static void trace_frame(const dw_painter *p, const frame *f, bool lying)
{
    cairo_new_path(p->cr);
    to(p, lying, f->q1, f->from);
    to(p, lying, f->q1, f->to);
    to(p, lying, f->q3, f->to);
    to(p, lying, f->q3, f->from);
    cairo_close_path(p->cr);
}

static void stroke(const dw_painter *p, bool lying, double a0, double c0, double a1, double c1)
{
    cairo_new_path(p->cr);
    to(p, lying, a0, c0);
    to(p, lying, a1, c1);
    cairo_stroke(p->cr);
}

static void paint_whisker(const dw_painter *p, bool lying, const frame *f, double quartile,
                          double end)
{
    if (isnan(end) || end == quartile) return;
    double middle = (f->from + f->to) / 2, cap = 0.25 * (f->to - f->from);
    stroke(p, lying, quartile, middle, end, middle);
    stroke(p, lying, end, middle - cap, end, middle + cap);
}

static void paint_frame(const dw_painter *p, const frame *f, const dw_style *style, bool lying)
{
    dw_style line = *style;
    line.alpha = 1;
    trace_frame(p, f, lying);
    dw_mark_color(p->cr, p->layout->theme->page, 1); /* grid lines do not run through a box */
    cairo_fill_preserve(p->cr);
    dw_mark_color(p->cr, style->color, style->alpha);
    cairo_fill_preserve(p->cr);
    dw_mark_stroke_style(p->cr, &line);
    cairo_set_line_join(p->cr, CAIRO_LINE_JOIN_MITER);
    cairo_stroke(p->cr);
    cairo_set_line_cap(p->cr, CAIRO_LINE_CAP_BUTT);
    paint_whisker(p, lying, f, f->q1, f->low);
    paint_whisker(p, lying, f, f->q3, f->high);
    cairo_set_dash(p->cr, NULL, 0, 0);
    cairo_set_line_width(p->cr, 2 * style->width);
    if (!isnan(f->median)) stroke(p, lying, f->median, f->from, f->median, f->to);
}

static void paint_outliers(const dw_painter *p, const dw_panel *panel, size_t index)
{
    const dw_layer *layer = &panel->axes->layers[index];
    const dw_column *value = &layer->more[DW_BOX_OUTLIER];
    dw_style mark = panel->styles[index];
    mark.alpha = 1;
    for (size_t i = 0; i < value->n; i++) {
        double from, end, along = dw_scale_map(values_of(panel, layer), value->at[i]);
        double place = layer->more[DW_BOX_OUTLIER_PLACE].at[i];
        if (isnan(along) || !dw_group_slot(panel, index, place, &from, &end)) continue;
        double across = (from + end) / 2;
        double x = layer->horizontal ? along : across, y = layer->horizontal ? across : along;
        if (in_panel(panel, x, y)) dw_mark_paint(p->cr, &mark, x, y, p->layout->theme->page);
    }
}

void dw_paint_box(const dw_painter *p, const dw_panel *panel, size_t index)
{
    const dw_layer *layer = &panel->axes->layers[index];
    frame f;
    cairo_save(p->cr);
    dw_painter_clip(p, panel, panel->styles[index].width);
    for (size_t i = 0; i < layer->n; i++)
        if (frame_of(panel, index, i, &f))
            paint_frame(p, &f, &panel->styles[index], layer->horizontal);
    cairo_restore(p->cr);
    paint_outliers(p, panel, index);
}

/* ---- Violins ---- */

static double greatest(const dw_column *column)
{
    double most = 0;
    for (size_t i = 0; i < column->n; i++)
        if (column->at[i] > most) most = column->at[i];
    return most;
}

/* One side of a violin up, the other down; points first..end belong to one place. */
static void trace_violin(const dw_painter *p, const dw_panel *panel, const dw_layer *layer,
                         size_t first, size_t end, double middle, double unit)
{
    const double *at = layer->more[DW_VIOLIN_AT].at, *wide = layer->more[DW_VIOLIN_DENSITY].at;
    const dw_scale *values = values_of(panel, layer);
    cairo_new_path(p->cr);
    for (size_t i = first; i < end; i++)
        to(p, layer->horizontal, dw_scale_map(values, at[i]), middle - unit * wide[i]);
    for (size_t i = end; i-- > first;)
        to(p, layer->horizontal, dw_scale_map(values, at[i]), middle + unit * wide[i]);
    cairo_close_path(p->cr);
}

static void paint_outline(const dw_painter *p, const dw_style *style)
{
    dw_style line = *style;
    line.alpha = 1;
    dw_mark_color(p->cr, p->layout->theme->page, 1);
    cairo_fill_preserve(p->cr);
    dw_mark_color(p->cr, style->color, style->alpha);
    cairo_fill_preserve(p->cr);
    dw_mark_stroke_style(p->cr, &line);
    cairo_stroke(p->cr);
    cairo_set_dash(p->cr, NULL, 0, 0);
}

static void paint_quartiles(const dw_painter *p, const dw_panel *panel, const dw_layer *layer,
                            const dw_style *style, size_t i, double middle)
{
    const dw_scale *values = values_of(panel, layer);
    double q1 = dw_scale_map(values, layer->low[i]), q3 = dw_scale_map(values, layer->high[i]);
    double median = dw_scale_map(values, layer->y[i]);
    if (isnan(q1) || isnan(q3) || isnan(median)) return;
    dw_mark_color(p->cr, style->color, 1);
    cairo_set_line_width(p->cr, 3.6 * style->width);
    cairo_set_line_cap(p->cr, CAIRO_LINE_CAP_BUTT);
    stroke(p, layer->horizontal, q1, middle, q3, middle);
    double x = layer->horizontal ? median : middle, y = layer->horizontal ? middle : median;
    dw_style dot = { .color = style->color, .marker = DW_MARKER_CIRCLE, .alpha = 1 };
    dot.width = style->width;
    dot.radius = 3 * style->width;
    dw_mark_paint(p->cr, &dot, x, y, p->layout->theme->page);
}

void dw_paint_violin(const dw_painter *p, const dw_panel *panel, size_t index)
{
    const dw_layer *layer = &panel->axes->layers[index];
    const dw_column *place = &layer->more[DW_VIOLIN_PLACE];
    double most = greatest(&layer->more[DW_VIOLIN_DENSITY]), from, wide;
    cairo_save(p->cr);
    dw_painter_clip(p, panel, panel->styles[index].width);
    for (size_t i = 0, end; i < place->n; i = end) {
        for (end = i + 1; end < place->n && place->at[end] == place->at[i];) end++;
        if (!dw_group_slot(panel, index, place->at[i], &from, &wide)) continue;
        trace_violin(p, panel, layer, i, end, (from + wide) / 2, fabs(wide - from) / 2 / most);
        paint_outline(p, &panel->styles[index]);
    }
    for (size_t i = 0; i < layer->n; i++)
        if (dw_group_slot(panel, index, layer->x[i], &from, &wide))
            paint_quartiles(p, panel, layer, &panel->styles[index], i, (from + wide) / 2);
    cairo_restore(p->cr);
}
