#include "plot/groups.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "plot/bars.h"
#include "plot/model.h"

/* ---- The model ---- */

dw_status dw_axes_strip(dw_axes *axes, const double *place, const double *value, size_t n,
                        const dw_layer_options *options, dw_error *err)
{
    return dw_model_add_series(axes, DW_LAYER_STRIP, n, (const double *[4]){ place, value },
                               options, err);
}

/* Columns of the model are not written to before they are copied. */
static dw_column column(const double *at, size_t n)
{
    return (dw_column){ (double *)(uintptr_t)at, n };
}

dw_status dw_axes_box(dw_axes *axes, const dw_boxes *b, const dw_layer_options *options,
                      dw_error *err)
{
    const dw_column more[DW_MORE] = { [DW_BOX_LOW] = column(b->low, b->n),
                                      [DW_BOX_HIGH] = column(b->high, b->n),
                                      [DW_BOX_OUTLIER_PLACE] =
                                          column(b->outlier_place, b->outliers),
                                      [DW_BOX_OUTLIER] = column(b->outlier, b->outliers) };
    return dw_model_add_columns(axes, DW_LAYER_BOX, b->n,
                                (const double *[4]){ b->place, b->median, b->q1, b->q3 }, more,
                                options, err);
}

dw_status dw_axes_violin(dw_axes *axes, const dw_violins *v, const dw_layer_options *options,
                         dw_error *err)
{
    const dw_column more[DW_MORE] = { [DW_VIOLIN_PLACE] = column(v->point_place, v->points),
                                      [DW_VIOLIN_AT] = column(v->at, v->points),
                                      [DW_VIOLIN_DENSITY] = column(v->density, v->points) };
    return dw_model_add_columns(axes, DW_LAYER_VIOLIN, v->n,
                                (const double *[4]){ v->place, v->median, v->q1, v->q3 }, more,
                                options, err);
}

/* ---- Where they stand ---- */

bool dw_is_group(const dw_layer *layer)
{
    return layer->kind == DW_LAYER_STRIP || layer->kind == DW_LAYER_BOX ||
           layer->kind == DW_LAYER_VIOLIN;
}

bool dw_group_slot(const dw_panel *panel, size_t layer, double place, double *from, double *to)
{
    dw_bars bars = dw_bars_measure(panel->axes, &panel->axes->layers[layer]);
    double low, high;
    if (!dw_bars_slot(panel->axes, &bars, layer, place, &low, &high)) return false;
    const dw_scale *places = panel->axes->layers[layer].horizontal ? &panel->y : &panel->x;
    *from = dw_scale_map(places, low);
    *to = dw_scale_map(places, high);
    return !isnan(*from) && !isnan(*to);
}

/* ---- Strips: points side by side ---- */

enum {
    SWARM_MOST = 2000, /* of more points in one group, no place is searched for */
    NEIGHBORS_MOST = 64
};

typedef struct point {
    double place, along, across; /* across: from the middle of the group */
    size_t index;
} point;

static int by_place_and_height(const void *a, const void *b)
{
    const point *p = a, *q = b;
    if (p->place != q->place) return p->place < q->place ? -1 : 1;
    if (p->along != q->along) return p->along < q->along ? -1 : 1;
    return p->index < q->index ? -1 : 1;
}

/* -1..1, without pattern; a number of the index alone (the mixing step of splitmix64). */
static double spread_by_index(size_t index)
{
    uint64_t z = ((uint64_t)index + 1) * 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return 2 * ((double)((z ^ z >> 31) >> 11) * 0x1p-53) - 1;
}

static bool is_free(const point *p, size_t n, double along, double across, double diameter)
{
    for (size_t i = 0; i < n; i++)
        if (hypot(p[i].along - along, p[i].across - across) < diameter * 0.999) return false;
    return true;
}

/* The place nearest to the middle where point i hides none of its earlier neighbours. */
static double free_place(const point *group, size_t i, double diameter, double room)
{
    size_t first = i;
    while (first > 0 && group[i].along - group[first - 1].along < diameter) first--;
    const point *near = group + first;
    size_t n = i - first;
    double along = group[i].along, best = HUGE_VAL;
    if (n > NEIGHBORS_MOST) return best;
    if (is_free(near, n, along, 0, diameter)) return 0;
    for (size_t k = 0; k < 2 * n; k++) {
        double up = along - near[k / 2].along;
        double side = sqrt(fmax(diameter * diameter - up * up, 0)) * (k % 2 ? -1 : 1);
        double across = near[k / 2].across + side;
        if (fabs(across) > room || fabs(across) >= fabs(best)) continue;
        if (is_free(near, n, along, across, diameter)) best = across;
    }
    return best;
}

/* False when a point finds no place. */
static bool swarm(point *group, size_t n, double diameter, double room)
{
    for (size_t i = 0; i < n; i++) {
        group[i].across = free_place(group, i, diameter, room);
        if (isinf(group[i].across)) return false;
    }
    return true;
}

/* Points that do not fit side by side overlap, more and more. */
static void spread_group(point *group, size_t n, double diameter, double room)
{
    enum { TRIES = 5 };
    for (int i = 0; i < TRIES && n <= SWARM_MOST; i++)
        if (swarm(group, n, diameter * (1 - 0.15 * i), room)) return;
    for (size_t i = 0; i < n; i++) group[i].across = room * spread_by_index(group[i].index);
}

static size_t collect_points(const dw_panel *panel, const dw_layer *layer, point *points)
{
    const dw_scale *values = layer->horizontal ? &panel->x : &panel->y;
    size_t n = 0;
    for (size_t i = 0; i < layer->n; i++) {
        double along = dw_scale_map(values, layer->y[i]);
        if (!isnan(along) && isfinite(layer->x[i]))
            points[n++] = (point){ layer->x[i], along, 0, i };
    }
    qsort(points, n, sizeof *points, by_place_and_height);
    return n;
}

static void place_points(const dw_panel *panel, size_t index, double radius, point *points,
                         size_t n, dw_spot *spots)
{
    bool lying = panel->axes->layers[index].horizontal;
    for (size_t i = 0, end; i < n; i = end) {
        double from, to;
        for (end = i + 1; end < n && points[end].place == points[i].place;) end++;
        if (!dw_group_slot(panel, index, points[i].place, &from, &to)) continue;
        double room = fmax(fabs(to - from) / 2 - radius, 0);
        spread_group(points + i, end - i, 2 * radius, room);
        for (size_t k = i; k < end; k++) {
            double across = (from + to) / 2 + points[k].across, along = points[k].along;
            spots[points[k].index] =
                lying ? (dw_spot){ along, across } : (dw_spot){ across, along };
        }
    }
}

dw_spot *dw_strip_spots(const dw_panel *panel, size_t index, double radius)
{
    const dw_layer *layer = &panel->axes->layers[index];
    dw_spot *spots = dw_allocate(layer->n, sizeof *spots, NULL);
    point *points = dw_allocate(layer->n, sizeof *points, NULL);
    for (size_t i = 0; spots && i < layer->n; i++) spots[i] = (dw_spot){ NAN, NAN };
    if (spots && points)
        place_points(panel, index, radius, points, collect_points(panel, layer, points), spots);
    free(points);
    return spots;
}
