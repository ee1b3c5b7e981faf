#include "plot/layers.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "plot/model.h"

dw_status dw_model_texts(char ***slot, const char *const *texts, size_t n, dw_error *err)
{
    char **copies = dw_allocate(n, sizeof *copies, err);
    if (!copies) return DW_ENOMEM;
    *slot = copies;
    for (size_t i = 0; i < n; i++) {
        size_t length = strlen(texts[i]), valid = dw_text_utf8_prefix(texts[i], length);
        if (valid < length)
            return dw_fail(err, DW_EARG, "text %zu is not UTF-8 at byte %zu", i + 1, valid + 1);
        copies[i] = dw_allocate(length + 1, 1, err);
        if (!copies[i]) return DW_ENOMEM;
        memcpy(copies[i], texts[i], length);
    }
    return DW_OK;
}

static dw_status append_category(dw_axis *axis, const char *name, dw_error *err)
{
    char **grown =
        dw_reallocate(axis->categories, axis->category_count + 1, sizeof *axis->categories, err);
    if (!grown) return DW_ENOMEM;
    axis->categories = grown;
    char **copy = NULL;
    dw_status status = dw_model_texts(&copy, &name, 1, err);
    if (status) {
        dw_model_free_texts(copy, 1);
        return status;
    }
    axis->categories[axis->category_count++] = copy[0];
    free(copy);
    return DW_OK;
}

dw_status dw_axes_categories(dw_axes *axes, bool of_x, const char *const *names, size_t n,
                             double *places, dw_error *err)
{
    dw_axis *axis = of_x ? &axes->x : &axes->y;
    if (axis->scale != DW_SCALE_LINEAR)
        return dw_fail(err, DW_EARG, "an axis with names must be linear; this one has the scale %s",
                       dw_scale_name(axis->scale));
    for (size_t i = 0; i < n; i++) {
        /* Layers mostly name the same places in the same order. */
        size_t at = 0;
        if (i < axis->category_count && strcmp(axis->categories[i], names[i]) == 0) at = i;
        while (at < axis->category_count && strcmp(axis->categories[at], names[i]) != 0) at++;
        dw_status status = at < axis->category_count ? DW_OK : append_category(axis, names[i], err);
        if (status) return status;
        places[i] = (double)at + 1;
    }
    return DW_OK;
}

dw_status dw_axes_bar(dw_axes *axes, const double *x, const double *y, size_t n,
                      const dw_layer_options *options, dw_error *err)
{
    return dw_model_add_series(axes, DW_LAYER_BAR, n, (const double *[4]){ x, y }, options, err);
}

dw_status dw_axes_histogram(dw_axes *axes, const double *edges, const double *counts, size_t n,
                            const dw_layer_options *options, dw_error *err)
{
    for (size_t i = 0; i < n; i++)
        if (!(edges[i] < edges[i + 1]))
            return dw_fail(err, DW_EDOMAIN, "the edges of bins must rise, got %g and %g", edges[i],
                           edges[i + 1]);
    double *middles = dw_allocate(n, sizeof *middles, err);
    if (!middles) return DW_ENOMEM;
    for (size_t i = 0; i < n; i++) middles[i] = edges[i] / 2 + edges[i + 1] / 2;
    dw_status status =
        dw_model_add_series(axes, DW_LAYER_HISTOGRAM, n,
                            (const double *[4]){ middles, counts, edges, edges + 1 }, options, err);
    free(middles);
    return status;
}

dw_status dw_axes_step(dw_axes *axes, const double *x, const double *y, size_t n,
                       const dw_layer_options *options, dw_error *err)
{
    return dw_model_add_series(axes, DW_LAYER_STEP, n, (const double *[4]){ x, y }, options, err);
}

dw_status dw_axes_area(dw_axes *axes, const double *x, const double *y, const double *to, size_t n,
                       const dw_layer_options *options, dw_error *err)
{
    double *zero = to ? NULL : dw_allocate(n, sizeof *zero, err);
    if (!to && !zero) return DW_ENOMEM;
    dw_status status = dw_model_add_series(
        axes, DW_LAYER_AREA, n, (const double *[4]){ x, y, to ? to : zero }, options, err);
    free(zero);
    return status;
}

dw_status dw_axes_errorbar(dw_axes *axes, const double *x, const double *y, const double *low,
                           const double *high, size_t n, const dw_layer_options *options,
                           dw_error *err)
{
    return dw_model_add_series(axes, DW_LAYER_ERRORBAR, n, (const double *[4]){ x, y, low, high },
                               options, err);
}

dw_status dw_axes_span(dw_axes *axes, dw_span span, const dw_layer_options *options, dw_error *err)
{
    if (isnan(span.x_min) && isnan(span.x_max) && isnan(span.y_min) && isnan(span.y_max))
        return dw_fail(err, DW_EARG, "a span needs an end: xmin, xmax, ymin or ymax");
    const double x[] = { span.x_min, span.x_max }, y[] = { span.y_min, span.y_max };
    return dw_model_add_series(axes, DW_LAYER_SPAN, 2, (const double *[4]){ x, y }, options, err);
}

dw_status dw_axes_text(dw_axes *axes, const double *x, const double *y, const char *const *words,
                       size_t n, const dw_layer_options *options, dw_error *err)
{
    dw_layer layer = { .kind = DW_LAYER_TEXT, .n = n, .target_x = NAN, .target_y = NAN };
    dw_status status = dw_model_numbers(&layer.x, x, n, err);
    if (!status) status = dw_model_numbers(&layer.y, y, n, err);
    if (!status) status = dw_model_texts(&layer.words, words, n, err);
    if (!status) return dw_model_add(axes, &layer, options, err);
    dw_model_clear(&layer);
    return status;
}
