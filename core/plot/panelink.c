/* Where the data of a panel are. */
#include <math.h>

#include "plot/bars.h"
#include "plot/groups.h"
#include "plot/parts.h"

static bool in_reach(const dw_panel *panel, double x, double y)
{
    const dw_box *b = &panel->box;
    return x >= b->x - 20 && x <= b->x + b->w + 20 && y >= b->y - 20 && y <= b->y + b->h + 20;
}

/* Of very many marks a sample tells where they are. */
enum { SAMPLED_MARKS = 2000 };

static void ink_marks(const dw_panel *panel, const dw_layer *layer, const dw_style *style,
                      dw_ink *ink)
{
    size_t step = 1 + layer->n / (SAMPLED_MARKS + 1);
    for (size_t i = 0; i < layer->n; i += step) {
        double x = dw_scale_map(&panel->x, layer->x[i]), y = dw_scale_map(&panel->y, layer->y[i]);
        if (in_reach(panel, x, y)) dw_ink_dot(ink, x, y, style->radius);
    }
}

static void ink_series(const dw_making *m, const dw_panel *panel, const dw_layer *layer,
                       const double *series, dw_ink *ink)
{
    double px = NAN, py = NAN;
    for (size_t i = 0; series && i < layer->n; i++) {
        double x = dw_scale_map(&panel->x, layer->x[i]), y = dw_scale_map(&panel->y, series[i]);
        bool near = in_reach(panel, x, y);
        if (!isnan(px) && !isnan(x) && !isnan(y) && (near || in_reach(panel, px, py)) &&
            hypot(x - px, y - py) > 2 * m->s)
            dw_ink_stroke(ink, px, py, x, y, 6 * m->s);
        if (hypot(x - px, y - py) > 2 * m->s || isnan(px) || isnan(x) || isnan(y)) {
            px = x;
            py = y;
        }
    }
}

/* A surface: strokes across it, so that what it covers counts, but less than a line does. */
static void ink_area(const dw_making *m, const dw_panel *panel, const dw_layer *layer, dw_ink *ink)
{
    double before = NAN, every = 26 * m->s;
    for (size_t i = 0; i < layer->n; i++) {
        double x = dw_scale_map(&panel->x, layer->x[i]), y = dw_scale_map(&panel->y, layer->y[i]);
        double to = dw_scale_map(&panel->y, layer->low[i]);
        if (isnan(to)) to = panel->box.y + panel->box.h;
        if (isnan(x) || isnan(y) || !in_reach(panel, x, y) || fabs(x - before) < every) continue;
        dw_ink_stroke(ink, x, y, x, to, every);
        before = x;
    }
}

static void ink_bars(const dw_making *m, const dw_panel *panel, size_t index, dw_ink *ink)
{
    const dw_layer *layer = &panel->axes->layers[index];
    dw_bars bars = dw_bars_measure(panel->axes, layer);
    double every = 26 * m->s, before = -HUGE_VAL;
    dw_box b;
    for (size_t i = 0; i < layer->n; i++) {
        if (!dw_bar_box(panel, &bars, index, i, &b)) continue;
        double near = layer->horizontal ? b.y : b.x;
        if (fabs(near - before) < every / 4) continue; /* thousands of thin ones */
        before = near;
        int strips = 1 + (int)((layer->horizontal ? b.h : b.w) / every);
        for (int k = 0; k <= strips; k++) {
            double t = (double)k / strips, x = b.x + t * b.w, y = b.y + t * b.h;
            if (layer->horizontal)
                dw_ink_stroke(ink, b.x, y, b.x + b.w, y, every);
            else
                dw_ink_stroke(ink, x, b.y, x, b.y + b.h, every);
        }
    }
}

/* A heatmap covers its panel, or nearly. */
static void ink_cells(const dw_making *m, const dw_panel *panel, dw_ink *ink)
{
    const dw_box *b = &panel->box;
    double every = 26 * m->s;
    for (double y = b->y; y < b->y + b->h; y += every)
        dw_ink_stroke(ink, b->x, y, b->x + b->w, y, every);
}

static void ink_words(const dw_making *m, const dw_panel *panel, const dw_layer *layer, dw_ink *ink)
{
    for (size_t i = 0; i < layer->n; i++) {
        double x = dw_scale_map(&panel->x, layer->x[i]), y = dw_scale_map(&panel->y, layer->y[i]);
        if (in_reach(panel, x, y)) dw_ink_stroke(ink, x - 60 * m->s, y, x + 60 * m->s, y, 3 * m->s);
    }
}

static void ink_whiskers(const dw_making *m, const dw_panel *panel, const dw_layer *layer,
                         dw_ink *ink)
{
    for (size_t i = 0; i < layer->n; i++) {
        double x = dw_scale_map(&panel->x, layer->x[i]), y = dw_scale_map(&panel->y, layer->y[i]);
        const dw_scale *along = layer->horizontal ? &panel->x : &panel->y;
        double low = dw_scale_map(along, layer->low[i]), high = dw_scale_map(along, layer->high[i]);
        if (!in_reach(panel, x, y)) continue;
        dw_ink_dot(ink, x, y, 6 * m->s);
        if (layer->horizontal)
            dw_ink_stroke(ink, low, y, high, y, 6 * m->s);
        else
            dw_ink_stroke(ink, x, low, x, high, 6 * m->s);
    }
}

/* Columns of values over the width of their slots. */
static void ink_column(const dw_making *m, const dw_panel *panel, size_t index, double place,
                       double at, dw_ink *ink)
{
    const dw_layer *layer = &panel->axes->layers[index];
    double along = dw_scale_map(layer->horizontal ? &panel->x : &panel->y, at), from, to;
    if (isnan(along) || !dw_group_slot(panel, index, place, &from, &to)) return;
    double every = 20 * m->s;
    if (layer->horizontal)
        dw_ink_stroke(ink, along, from, along, to, every);
    else
        dw_ink_stroke(ink, from, along, to, along, every);
}

static void ink_groups(const dw_making *m, const dw_panel *panel, size_t index, dw_ink *ink)
{
    const dw_layer *layer = &panel->axes->layers[index];
    const dw_column *more = layer->more;
    size_t every = 1 + layer->n / 1000;
    for (size_t i = 0; i < layer->n; i += every)
        ink_column(m, panel, index, layer->x[i], layer->y[i], ink);
    for (size_t i = 0; i < layer->n && layer->kind == DW_LAYER_BOX; i++) {
        ink_column(m, panel, index, layer->x[i], layer->low[i], ink);
        ink_column(m, panel, index, layer->x[i], layer->high[i], ink);
        ink_column(m, panel, index, layer->x[i], more[DW_BOX_LOW].at[i], ink);
        ink_column(m, panel, index, layer->x[i], more[DW_BOX_HIGH].at[i], ink);
    }
    if (layer->kind == DW_LAYER_STRIP) return;
    bool box = layer->kind == DW_LAYER_BOX;
    const dw_column *place = &more[box ? (int)DW_BOX_OUTLIER_PLACE : (int)DW_VIOLIN_PLACE];
    const dw_column *at = &more[box ? (int)DW_BOX_OUTLIER : (int)DW_VIOLIN_AT];
    every = 1 + place->n / 1000;
    for (size_t i = 0; i < place->n; i += every)
        ink_column(m, panel, index, place->at[i], at->at[i], ink);
}

/* The diagonal, and the bars from it. */
static void ink_gaps(const dw_making *m, const dw_panel *panel, const dw_layer *layer, dw_ink *ink)
{
    double every = 12 * m->s;
    dw_ink_stroke(ink, dw_scale_map(&panel->x, 0), dw_scale_map(&panel->y, 0),
                  dw_scale_map(&panel->x, 1), dw_scale_map(&panel->y, 1), every);
    for (size_t i = 0; i < layer->n; i++) {
        double x = dw_scale_map(&panel->x, layer->x[i]), y = dw_scale_map(&panel->y, layer->y[i]);
        double from = dw_scale_map(&panel->y, layer->x[i]);
        if (in_reach(panel, x, y)) dw_ink_stroke(ink, x, y, x, from, every);
    }
}

static void ink_first(const dw_making *m, const dw_panel *panel, const dw_layer *layer, dw_ink *ink)
{
    const dw_box *b = &panel->box;
    double x = layer->x && layer->n ? dw_scale_map(&panel->x, layer->x[0]) : NAN;
    double y = layer->y && layer->n ? dw_scale_map(&panel->y, layer->y[0]) : NAN;
    if (layer->kind == DW_LAYER_HLINE)
        dw_ink_stroke(ink, b->x, y, b->x + b->w, y, 4 * m->s);
    else if (layer->kind == DW_LAYER_VLINE)
        dw_ink_stroke(ink, x, b->y, x, b->y + b->h, 4 * m->s);
    else /* of a note: about where its text will be */
        dw_ink_stroke(ink, x - 90 * m->s, y, x + 90 * m->s, y, 3 * m->s);
}

static void ink_layer(const dw_making *m, const dw_panel *panel, size_t i, dw_ink *ink)
{
    const dw_layer *layer = &panel->axes->layers[i];
    switch (layer->kind) {
    case DW_LAYER_POINTS:
        ink_marks(panel, layer, &panel->styles[i], ink);
        break;
    case DW_LAYER_HLINE:
    case DW_LAYER_VLINE:
    case DW_LAYER_NOTE:
        ink_first(m, panel, layer, ink);
        break;
    case DW_LAYER_SPAN:
        break; /* words may stand on it */
    case DW_LAYER_TEXT:
        if (layer->side == DW_SIDE_CENTER) ink_words(m, panel, layer, ink);
        break;
    case DW_LAYER_HEATMAP:
    case DW_LAYER_IMAGE:
        ink_cells(m, panel, ink);
        break;
    case DW_LAYER_CONTOUR:
        if (layer->filled)
            ink_cells(m, panel, ink);
        else
            dw_contour_ink(m, panel, layer, ink);
        break;
    case DW_LAYER_BAR:
    case DW_LAYER_HISTOGRAM:
        ink_bars(m, panel, i, ink);
        break;
    case DW_LAYER_STRIP:
    case DW_LAYER_BOX:
    case DW_LAYER_VIOLIN:
        ink_groups(m, panel, i, ink);
        break;
    case DW_LAYER_RELIABILITY:
        ink_gaps(m, panel, layer, ink); /* fall through */
    case DW_LAYER_ERRORBAR:
        ink_whiskers(m, panel, layer, ink);
        break;
    case DW_LAYER_AREA:
        ink_area(m, panel, layer, ink); /* fall through */
    default:
        ink_series(m, panel, layer, layer->y, ink);
        ink_series(m, panel, layer, layer->low, ink);
        ink_series(m, panel, layer, layer->high, ink);
    }
}

void dw_panel_ink(const dw_making *m, const dw_panel *panel, dw_ink *ink)
{
    for (size_t i = 0; i < panel->axes->layer_count; i++) ink_layer(m, panel, i, ink);
    size_t index = (size_t)(panel - m->layout->panels);
    const dw_panel *twin = dw_twin_of(m->layout, index);
    for (size_t i = 0; twin && i < twin->axes->layer_count; i++) ink_layer(m, twin, i, ink);
    dw_insets_ink(m, index, ink);
}
