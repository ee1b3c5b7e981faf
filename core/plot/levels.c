/* Contours in the model: which levels they have. */
#include <math.h>
#include <stdint.h>

#include "base/memory.h"
#include "plot/layers.h"
#include "plot/model.h"
#include "plot/ticks.h"

bool dw_is_colored(const dw_layer *layer)
{
    return layer->cells && (layer->kind != DW_LAYER_CONTOUR || layer->filled);
}

static dw_status check_levels(const double *levels, size_t n, dw_scale_kind kind, dw_error *err)
{
    if (n < 1 || n > DW_LEVELS_MOST)
        return dw_fail(err, DW_EARG, "there must be 1..%d levels, got %zu", (int)DW_LEVELS_MOST, n);
    for (size_t i = 0; i < n; i++) {
        if (kind == DW_SCALE_LOG && levels[i] <= 0)
            return dw_fail(err, DW_EDOMAIN, "levels of logarithmic colors must be above 0, got %g",
                           levels[i]);
        if (!dw_drawable(levels[i], kind))
            return dw_fail(err, DW_EDOMAIN, "a level must be a number up to 1e307, got %g",
                           levels[i]);
        if (i && !(levels[i] > levels[i - 1]))
            return dw_fail(err, DW_EDOMAIN, "levels must rise, got %g and %g", levels[i - 1],
                           levels[i]);
    }
    return DW_OK;
}

/* Round numbers between the ends of the colors. */
static size_t choose_levels(const dw_cells *cells, dw_scale_kind kind, int about,
                            double levels[DW_LEVELS_MOST])
{
    dw_ticks ticks;
    size_t n = 0;
    dw_ticks_choose(cells->low, cells->high, &(dw_numbering){ .scale = kind }, about, &ticks);
    for (size_t i = 0; i < ticks.n && n < DW_LEVELS_MOST; i++)
        if (ticks.major[i].at > cells->low && ticks.major[i].at < cells->high)
            levels[n++] = ticks.major[i].at;
    return n;
}

static dw_status take_levels(dw_layer *layer, const dw_contour *contour, dw_error *err)
{
    dw_scale_kind kind = layer->cells->log_colors ? DW_SCALE_LOG : DW_SCALE_LINEAR;
    double chosen[DW_LEVELS_MOST];
    const double *levels = contour->levels;
    size_t n = contour->n;
    int about = contour->about ? contour->about : DW_LEVELS_ABOUT;
    if (about < 2 || about > 20)
        return dw_fail(err, DW_EDOMAIN, "the number of levels must be in 2..20, got %d", about);
    dw_status status = levels ? check_levels(levels, n, kind, err) : DW_OK;
    if (status) return status;
    if (!levels) n = choose_levels(layer->cells, kind, about, chosen);
    const dw_column more[DW_MORE] = {
        [DW_CONTOUR_LEVELS] = { levels ? (double *)(uintptr_t)levels : chosen, n },
    };
    return dw_model_columns(layer, more, err);
}

dw_status dw_axes_contour(dw_axes *axes, const dw_contour *contour, const dw_layer_options *options,
                          dw_error *err)
{
    static const dw_layer_options defaults = { .labels = true };
    const dw_layer_options *o = options ? options : &defaults;
    dw_layer layer = { .kind = DW_LAYER_CONTOUR, .target_x = NAN, .target_y = NAN };
    dw_status status = dw_model_cells(&layer, axes, &contour->map, o, err);
    if (!status) status = take_levels(&layer, contour, err);
    if (!status) return dw_model_add(axes, &layer, o, err);
    dw_model_clear(&layer);
    return status;
}
