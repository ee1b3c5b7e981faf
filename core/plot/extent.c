#include "plot/extent.h"

#include <math.h>

#include "plot/bars.h"

static void add_series(dw_range *range, const double *series, size_t n, dw_scale_kind kind)
{
    if (series) dw_range_add_all(range, series, n, kind);
}

static void add_bars(dw_range *range, const dw_axes *axes, size_t index, bool of_x,
                     dw_scale_kind kind)
{
    const dw_layer *layer = &axes->layers[index];
    dw_bars bars = dw_bars_measure(axes, layer->horizontal);
    bool places = of_x != layer->horizontal;
    dw_bar bar;
    for (size_t i = 0; i < layer->n; i++) {
        if (!dw_bar_at(axes, &bars, index, i, &bar)) continue;
        dw_range_add(range, places ? bar.from : bar.base, kind);
        dw_range_add(range, places ? bar.to : bar.end, kind);
    }
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
