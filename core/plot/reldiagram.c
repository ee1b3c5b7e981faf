#include "plot/reldiagram.h"

#include <math.h>

#include "plot/model.h"

const double dw_reliability_floor = -0.3;

/* 0..1, with numbers there alone: nothing stands below 0 but counts. */
static dw_status set_axis(dw_axis *axis, double low, dw_error *err)
{
    static const double ticks[] = { 0, 0.2, 0.4, 0.6, 0.8, 1 };
    if (isnan(axis->low) && isnan(axis->high)) {
        axis->low = low;
        axis->high = 1;
    }
    if (axis->ticks) return DW_OK;
    dw_status status = dw_model_numbers(&axis->ticks, ticks, 6, err);
    if (!status) axis->tick_count = 6;
    return status;
}

dw_status dw_axes_reliability(dw_axes *axes, const dw_gaps *g, const dw_layer_options *options,
                              dw_error *err)
{
    if (axes->x.scale || axes->y.scale || axes->x.categories || axes->y.categories)
        return dw_fail(err, DW_EARG, "a reliability diagram needs linear axes");
    double ece = g->ece;
    const dw_column more[DW_MORE] = {
        [DW_RELIABILITY_COUNT] = { (double *)(uintptr_t)g->count, g->n },
        [DW_RELIABILITY_EDGES] = { (double *)(uintptr_t)g->edges, g->n + 1 },
        [DW_RELIABILITY_ECE] = { &ece, 1 },
    };
    dw_status status = set_axis(&axes->x, 0, err);
    if (!status) status = set_axis(&axes->y, dw_reliability_floor, err);
    if (status) return status;
    return dw_model_add_columns(axes, DW_LAYER_RELIABILITY, g->n,
                                (const double *[4]){ g->confidence, g->accuracy, g->low, g->high },
                                more, options, err);
}
