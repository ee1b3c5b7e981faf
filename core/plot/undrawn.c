#include "plot/undrawn.h"

#include <math.h>
#include <stdio.h>

#include "base/text.h"
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

static bool is_undrawn(const dw_layer *layer, size_t i, const double *at, dw_scale_kind scale)
{
    return isfinite(layer->x[i]) && isfinite(layer->y[i]) && !dw_drawable(at[i], scale);
}

static const char *reason(double x, dw_scale_kind scale)
{
    if (scale == DW_SCALE_LOGIT) return "only what lies between 0 and 1 has a place";
    return dw_scale_is_log(scale) && x < 1 ? "0 and below have no place"
                                           : "numbers beyond 1e307 have no place";
}

/* The start of a label, in one line. */
static void shorten(const char *label, char out[64])
{
    snprintf(out, 64, "%.60s", label);
    dw_text_trim_utf8(out);
    for (char *at = out; *at; at++)
        if (*at == '\n') *at = ' ';
}

/* Tells of the points that have no place on the axis where `at` says they are. */
static bool tell(const dw_layer *layer, const double *at, const dw_axis *axis, char name,
                 dw_error *warning)
{
    size_t n = 0, first = 0;
    for (size_t i = layer->n; i-- > 0;)
        if (is_undrawn(layer, i, at, axis->scale)) n++, first = i;
    if (n == 0) return false;
    char label[64];
    shorten(layer->label ? layer->label : "", label);
    dw_fail(warning, DW_EARG, "%zu of %zu points (%s%s%s%s) are not drawn: %s on a %s axis (%c)", n,
            layer->n, dw_layer_name(layer->kind), *label ? " '" : "", label, *label ? "'" : "",
            reason(at[first], axis->scale), dw_scale_name(axis->scale), name);
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
