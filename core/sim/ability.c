#include "sim/ability.h"

#include <math.h>
#include <string.h>

const dw_option dw_ability_logistic_options[] = {
    { "midpoint", DW_NUMBER, offsetof(dw_ability, midpoint), .max = INFINITY,
      .flags = DW_REQUIRED | DW_ABOVE_MIN, .unit = "parameters",
      .doc = "the size at which p is halfway from floor to ceiling" },
    { "slope", DW_NUMBER, offsetof(dw_ability, slope), .def = 1.5, .min = -100, .max = 100,
      .unit = "per factor of ten", .doc = "steepness: how much the logit of p grows" },
    { "floor", DW_NUMBER, offsetof(dw_ability, floor), .def = 0, .min = 0, .max = 1,
      .doc = "p of a very small model" },
    { "ceiling", DW_NUMBER, offsetof(dw_ability, ceiling), .def = 1, .min = 0, .max = 1,
      .doc = "p of a very large model" },
    { 0 },
};

const dw_option dw_ability_power_law_options[] = {
    { "scale", DW_NUMBER, offsetof(dw_ability, scale), .max = INFINITY,
      .flags = DW_REQUIRED | DW_ABOVE_MIN, .unit = "parameters",
      .doc = "the size at which the loss per token is 1 nat, p = 1/e" },
    { "exponent", DW_NUMBER, offsetof(dw_ability, exponent), .def = 0.076, .min = 0, .max = 100,
      .flags = DW_ABOVE_MIN, .doc = "how fast the loss falls with size" },
    { 0 },
};

static double interpolate(const dw_ability *a, double size)
{
    if (size <= a->x[0]) return a->p[0];
    size_t i = 1;
    while (i < a->n && a->x[i] < size) i++;
    if (i == a->n) return a->p[a->n - 1];
    double share = log(size / a->x[i - 1]) / log(a->x[i] / a->x[i - 1]);
    return a->p[i - 1] + share * (a->p[i] - a->p[i - 1]);
}

double dw_ability_at(const dw_ability *a, double size)
{
    switch (a->kind) {
    case DW_LOGISTIC:
        return a->floor +
               (a->ceiling - a->floor) / (1 + exp(-a->slope * (log10(size) - log10(a->midpoint))));
    case DW_POWER_LAW:
        return exp(-pow(a->scale / size, a->exponent));
    case DW_STEPS:
        return interpolate(a, size);
    default:
        return NAN;
    }
}

dw_status dw_ability_evaluate(const dw_ability *a, dw_series size, double *p, dw_error *err)
{
    if (a->kind == DW_VALUES && a->n != size.n)
        return dw_fail(err, DW_EARG, "the ability has %zu values for %zu sizes", a->n, size.n);
    for (size_t i = 0; i < size.n; i++) {
        p[i] = a->kind == DW_VALUES ? a->p[i] : dw_ability_at(a, size.at[i]);
        if (!(p[i] >= 0 && p[i] <= 1))
            return dw_fail(err, DW_EDOMAIN, "the ability must be in 0..1, got %g at size %g", p[i],
                           size.at[i]);
    }
    return DW_OK;
}

void dw_ability_describe(const dw_ability *a, dw_buffer *out)
{
    char first[32];
    switch (a->kind) {
    case DW_LOGISTIC:
        dw_text_count(a->midpoint, 3, first);
        dw_buffer_format(out, "logistic(midpoint = %s, slope = %g", first, a->slope);
        if (a->floor != 0) dw_buffer_format(out, ", floor = %g", a->floor);
        if (a->ceiling != 1) dw_buffer_format(out, ", ceiling = %g", a->ceiling);
        dw_buffer_add(out, ")");
        break;
    case DW_POWER_LAW:
        dw_text_count(a->scale, 3, first);
        dw_buffer_format(out, "power_law(scale = %s, exponent = %g)", first, a->exponent);
        break;
    case DW_STEPS:
        dw_buffer_format(out, "steps(%zu points)", a->n);
        break;
    case DW_VALUES:
        dw_buffer_format(out, "values(%zu)", a->n);
        break;
    }
}
