#include "plot/extent.h"

static void add_series(dw_range *range, const double *series, size_t n, bool log)
{
    for (size_t i = 0; series && i < n; i++) dw_range_add(range, series[i], log);
}

void dw_extent_add(dw_range *range, const dw_axes *axes, bool of_x)
{
    bool log = of_x ? axes->x.log : axes->y.log;
    for (size_t i = 0; i < axes->layer_count; i++) {
        const dw_layer *layer = &axes->layers[i];
        add_series(range, of_x ? layer->x : layer->y, layer->n, log);
        if (of_x == layer->horizontal) {
            add_series(range, layer->low, layer->n, log);
            add_series(range, layer->high, layer->n, log);
        }
        if (layer->kind == DW_LAYER_NOTE)
            dw_range_add(range, of_x ? layer->target_x : layer->target_y, log);
    }
}
