#include "plot/undrawn.h"

#include <math.h>

#include "plot/scale.h"

static bool has_points(const dw_layer *layer)
{
    switch (layer->kind) {
    case DW_LAYER_LINE:
    case DW_LAYER_POINTS:
    case DW_LAYER_STEP:
    case DW_LAYER_ERRORBAR:
        return true;
    default:
        return false;
    }
}

/* How many of the layer's points have no place on the axis where `at` says they are. */
static size_t count_undrawn(const dw_layer *layer, const double *at, dw_scale_kind scale)
{
    size_t n = 0;
    for (size_t i = 0; i < layer->n; i++)
        n += isfinite(layer->x[i]) && isfinite(layer->y[i]) && !dw_drawable(at[i], scale);
    return n;
}

static bool tell(const dw_layer *layer, const double *at, const dw_axis *axis, char name,
                 dw_error *warning)
{
    size_t n = count_undrawn(layer, at, axis->scale);
    if (n == 0) return false;
    const char *label = layer->label ? layer->label : "";
    dw_fail(warning, DW_EARG, "%zu of %zu points (%s%s%.60s%s) are not drawn: %s on a %s axis (%c)",
            n, layer->n, dw_layer_name(layer->kind), *label ? " '" : "", label, *label ? "'" : "",
            axis->scale == DW_SCALE_LOGIT ? "only what lies between 0 and 1 has a place"
                                          : "0 and below have no place",
            dw_scale_name(axis->scale), name);
    return true;
}

static bool tell_axes(const dw_axes *axes, dw_error *warning)
{
    for (size_t i = 0; i < axes->layer_count; i++) {
        const dw_layer *layer = &axes->layers[i];
        if (has_points(layer) && (tell(layer, layer->x, &axes->x, 'x', warning) ||
                                  tell(layer, layer->y, &axes->y, 'y', warning)))
            return true;
    }
    return false;
}

void dw_figure_undrawn(const dw_figure *figure, dw_error *warning)
{
    for (size_t i = 0; i < figure->axes_count; i++)
        if (tell_axes(figure->axes[i], warning)) return;
    for (size_t i = 0; i < figure->extra_count; i++)
        if (tell_axes(figure->extras[i], warning)) return;
}
