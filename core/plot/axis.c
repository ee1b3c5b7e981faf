/* One axis of the model: its scale, its limits, how its numbers are written. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plot/model.h"

/* ---- Limits ---- */

static dw_status check_limit(const dw_axis *axis, double limit, const char *name, const char *end,
                             dw_error *err)
{
    if (isnan(limit) || dw_drawable(limit, axis->scale)) return DW_OK;
    if (dw_scale_is_log(axis->scale) && limit <= 0)
        return dw_fail(err, DW_EDOMAIN, "%s.%s must be above 0 on a logarithmic axis, got %g", name,
                       end, limit);
    if (axis->scale == DW_SCALE_LOGIT)
        return dw_fail(err, DW_EDOMAIN, "%s.%s must be above 0 and below 1 on a logit axis, got %g",
                       name, end, limit);
    return dw_fail(err, DW_EDOMAIN, "%s.%s must be a number that an axis can show, got %g", name,
                   end, limit);
}

static dw_status check_limits(const dw_axis *axis, const char *name, dw_error *err)
{
    if (isinf(axis->low) || isinf(axis->high))
        return dw_fail(err, DW_EDOMAIN, "the limits of the %s axis must be finite", name);
    dw_status status = check_limit(axis, axis->low, name, "min", err);
    if (!status) status = check_limit(axis, axis->high, name, "max", err);
    if (status) return status;
    if (axis->low >= axis->high)
        return dw_fail(err, DW_EDOMAIN,
                       "the limits of the %s axis must rise, min < max, got %g and %g", name,
                       axis->low, axis->high);
    return DW_OK;
}

/* ---- What an axis must keep ---- */

static dw_status check_threshold(const dw_axis *axis, const char *name, dw_error *err)
{
    if (axis->linear_below == 0) return DW_OK;
    if (axis->scale != DW_SCALE_SYMLOG)
        return dw_fail(err, DW_EARG, "%s.linear_below is for the scale symlog, not for %s", name,
                       dw_scale_name(axis->scale));
    if (!(axis->linear_below >= 1e-300 && axis->linear_below <= 1e300))
        return dw_fail(err, DW_EDOMAIN, "%s.linear_below must be in 1e-300..1e300, got %g", name,
                       axis->linear_below);
    return DW_OK;
}

static dw_status check_unit(const char *unit, const char *name, dw_error *err)
{
    enum { LONGEST = 40 };
    if (unit && strlen(unit) > LONGEST)
        return dw_fail(err, DW_EARG, "%s.unit stands at every number and must be at most %d bytes",
                       name, LONGEST);
    if (unit && strpbrk(unit, "\n\r\t"))
        return dw_fail(err, DW_EARG, "%s.unit must be one line", name);
    return DW_OK;
}

static dw_status check_ticks(const dw_axis *axis, const char *name, dw_error *err)
{
    for (size_t i = 0; i < axis->tick_count; i++)
        if (!dw_drawable(axis->ticks[i], axis->scale))
            return dw_fail(err, DW_EDOMAIN, "%s.ticks: an axis with the scale %s cannot show %g",
                           name, dw_scale_name(axis->scale), axis->ticks[i]);
    return DW_OK;
}

dw_status dw_axis_check(const dw_axis *axis, const char *name, dw_error *err)
{
    dw_status status = check_limits(axis, name, err);
    if (!status) status = check_threshold(axis, name, err);
    if (!status) status = check_unit(axis->unit, name, err);
    if (!status) status = check_ticks(axis, name, err);
    if (!status && axis->categories && axis->scale != DW_SCALE_LINEAR)
        return dw_fail(err, DW_EARG, "an axis with names must be linear; this one has the scale %s",
                       dw_scale_name(axis->scale));
    return status;
}

/* ---- From options ---- */

static dw_status take_kinds(dw_axis *axis, const dw_axis_options *o, dw_error *err)
{
    static const char *const scales[] = { "linear", "log", "log2", "symlog", "logit", NULL };
    static const char *const numbers[] = { "auto", "count", "percent", "plain",
                                           "si",   "money", "time",    NULL };
    int scale, style;
    dw_status status = dw_model_choice(o->scale, scales, "scale", &scale, err);
    if (!status) status = dw_model_choice(o->numbers, numbers, "number style", &style, err);
    if (status) return status;
    axis->scale = (dw_scale_kind)scale;
    axis->numbers = o->percent ? DW_NUMBERS_PERCENT : (dw_number_style)style;
    return DW_OK;
}

static dw_status take_ticks(dw_axis *axis, const dw_axis_options *o, const char *name,
                            dw_error *err)
{
    if (o->tick_labels.at && o->tick_labels.n != o->ticks.n)
        return dw_fail(
            err, DW_EARG,
            "%s.tick_labels has %zu texts and %s.ticks %zu numbers; they must be as many", name,
            o->tick_labels.n, name, o->ticks.n);
    if (!o->ticks.at) return DW_OK;
    dw_status status = dw_model_numbers(&axis->ticks, o->ticks.at, o->ticks.n, err);
    if (status) return status;
    axis->tick_count = o->ticks.n;
    if (!o->tick_labels.at) return DW_OK;
    return dw_model_texts(&axis->tick_labels, o->tick_labels.at, o->tick_labels.n, err);
}

dw_status dw_axis_take(dw_axis *axis, const dw_axis_options *o, const char *name, dw_error *err)
{
    bool none = o->min == 0 && o->max == 0;
    axis->low = none ? NAN : o->min;
    axis->high = none ? NAN : o->max;
    axis->invert = o->invert;
    axis->linear_below = isnan(o->linear_below) ? 0 : o->linear_below;
    dw_status status = take_kinds(axis, o, err);
    if (!status) status = dw_model_label(&axis->label, o->label, "an axis label", err);
    if (!status) status = dw_model_label(&axis->unit, o->unit, "a unit", err);
    if (!status) status = take_ticks(axis, o, name, err);
    return status ? status : dw_axis_check(axis, name, err);
}

void dw_axis_clear(dw_axis *axis)
{
    free(axis->label);
    free(axis->unit);
    free(axis->ticks);
    dw_model_free_texts(axis->tick_labels, axis->tick_count);
    dw_model_free_texts(axis->categories, axis->category_count);
}
