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
