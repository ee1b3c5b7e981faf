#include "plot/extent.h"

#include <math.h>

#include "plot/bars.h"
#include "plot/groups.h"

static void add_series(dw_range *range, const double *series, size_t n, dw_scale_kind kind)
{
    if (series) dw_range_add_all(range, series, n, kind);
}

static void add_bars(dw_range *range, const dw_axes *axes, size_t index, bool of_x,
                     dw_scale_kind kind)
{
    const dw_layer *layer = &axes->layers[index];
    dw_bars bars = dw_bars_measure(axes, layer);
    bool places = of_x != layer->horizontal;
    dw_bar bar;
    for (size_t i = 0; i < layer->n; i++) {
        if (!dw_bar_at(axes, &bars, index, i, &bar)) continue;
        dw_range_add(range, places ? bar.from : bar.base, kind);
        dw_range_add(range, places ? bar.to : bar.end, kind);
    }
}

/* Groups of values: their slots along one axis, all that is drawn along the other. */
static void add_groups(dw_range *range, const dw_axes *axes, size_t index, bool of_x,
                       dw_scale_kind kind)
{
    const dw_layer *layer = &axes->layers[index];
    dw_bars bars = dw_bars_measure(axes, layer);
    double from, to;
    for (size_t i = 0; i < layer->n && of_x != layer->horizontal; i++) {
        if (!dw_bars_slot(axes, &bars, index, layer->x[i], &from, &to)) continue;
        dw_range_add(range, from, kind);
        dw_range_add(range, to, kind);
    }
    if (of_x != layer->horizontal) return;
    const dw_column *more = layer->more;
    add_series(range, layer->y, layer->n, kind);
    add_series(range, layer->low, layer->n, kind);
    add_series(range, layer->high, layer->n, kind);
    if (layer->kind == DW_LAYER_VIOLIN)
        add_series(range, more[DW_VIOLIN_AT].at, more[DW_VIOLIN_AT].n, kind);
    if (layer->kind != DW_LAYER_BOX) return;
    add_series(range, more[DW_BOX_LOW].at, more[DW_BOX_LOW].n, kind);
    add_series(range, more[DW_BOX_HIGH].at, more[DW_BOX_HIGH].n, kind);
    add_series(range, more[DW_BOX_OUTLIER].at, more[DW_BOX_OUTLIER].n, kind);
}

static void add_categories(dw_range *range, const dw_axis *axis)
{
    if (!axis->categories) return;
    dw_range_add(range, 0.5, DW_SCALE_LINEAR);
    dw_range_add(range, (double)axis->category_count + 0.5, DW_SCALE_LINEAR);
}

void dw_extent_add(dw_range *range, const dw_axes *axes, bool of_x)
{
    dw_scale_kind kind = of_x ? axes->x.scale : axes->y.scale;
    add_categories(range, of_x ? &axes->x : &axes->y);
    for (size_t i = 0; i < axes->layer_count; i++) {
        const dw_layer *layer = &axes->layers[i];
        if (layer->kind == DW_LAYER_BAR || layer->kind == DW_LAYER_HISTOGRAM) {
            add_bars(range, axes, i, of_x, kind);
            continue;
        }
        if (dw_is_group(layer)) {
            add_groups(range, axes, i, of_x, kind);
            continue;
        }
        add_series(range, of_x ? layer->x : layer->y, layer->n, kind);
        if (of_x == layer->horizontal) {
            add_series(range, layer->low, layer->n, kind);
            add_series(range, layer->high, layer->n, kind);
        }
        if (layer->cells)
            add_series(range, of_x ? layer->cells->x_edges : layer->cells->y_edges,
                       1 + (of_x ? layer->cells->columns : layer->cells->rows), kind);
        if (layer->kind == DW_LAYER_NOTE)
            dw_range_add(range, of_x ? layer->target_x : layer->target_y, kind);
    }
}
