#include "array/spacing.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>

static dw_status check_finite(const char *name, double x, dw_error *err)
{
    if (isfinite(x)) return DW_OK;
    return dw_fail(err, DW_EDOMAIN, "%s must be finite, got %g", name, x);
}

static dw_status check_ends(double first, double last, dw_error *err)
{
    dw_status status = check_finite("first", first, err);
    return status ? status : check_finite("last", last, err);
}

static void fill(double first, double last, size_t n, double *out)
{
    double parts = n > 1 ? (double)(n - 1) : 1;
    double step = (last - first) / parts;
    /* A difference too large or a step too small for a double: weigh the ends instead. */
    bool weigh = !isfinite(step) || (step == 0 && first != last);
    for (size_t i = 0; i < n; i++) {
        double t = (double)i / parts;
        out[i] = weigh ? first * (1 - t) + last * t : first + (double)i * step;
    }
    if (n > 1) out[n - 1] = last;
}

dw_status dw_array_linspace(double first, double last, size_t n, double *out, dw_error *err)
{
    dw_status status = check_ends(first, last, err);
    if (!status) fill(first, last, n, out);
    return status;
}

dw_status dw_array_logspace(double first, double last, size_t n, double *out, dw_error *err)
{
    dw_status status = check_ends(first, last, err);
    if (status) return status;
    double largest = fmax(first, last);
    if (!isfinite(pow(10, largest)))
        return dw_fail(err, DW_EDOMAIN, "first and last are exponents of 10; 10^%g is too large",
                       largest);
    fill(first, last, n, out);
    for (size_t i = 0; i < n; i++) out[i] = pow(10, out[i]);
    return DW_OK;
}

/* The whole number that x was meant to be, or x. */
static double snap(double x, double tolerance)
{
    double whole = round(x);
    return fabs(x - whole) <= tolerance * x ? whole : x;
}

static dw_status check_ratio(double first, double last, dw_error *err)
{
    dw_status status = check_ends(first, last, err);
    if (status) return status;
    if (first == 0 || last == 0)
        return dw_fail(err, DW_EDOMAIN, "%s must not be 0", first == 0 ? "first" : "last");
    if ((first < 0) != (last < 0))
        return dw_fail(err, DW_EDOMAIN, "first and last must have the same sign, got %g and %g",
                       first, last);
    return DW_OK;
}

dw_status dw_array_geomspace(double first, double last, size_t n, double *out, dw_error *err)
{
    dw_status status = check_ratio(first, last, err);
    if (status || n == 0) return status;
    double low = log10(fabs(first)), high = log10(fabs(last));
    fill(low, high, n, out);
    double tolerance = 4 * DBL_EPSILON * (1 + fmax(fabs(low), fabs(high)));
    /* Points that lie closer together than this are not meant to be whole numbers. */
    if (n > 1 && fabs(high - low) / (double)(n - 1) < 1e-6) tolerance = 0;
    double least = fmin(fabs(first), fabs(last)), most = fmax(fabs(first), fabs(last));
    for (size_t i = 0; i < n; i++) {
        double size = snap(pow(10, out[i]), tolerance);
        out[i] = copysign(fmin(fmax(size, least), most), first);
    }
    out[0] = first;
    if (n > 1) out[n - 1] = last;
    return DW_OK;
}

/* By how many steps rounding may have moved the place of `last`. */
static double slack(double first, double last, double step)
{
    double steps = fabs(last / step - first / step);
    double lost = fmax(fabs(first), fabs(last)) / fabs(step) + steps;
    return fmin(2 * DBL_EPSILON * lost, 0.25);
}

dw_status dw_array_range_count(double first, double last, double step, size_t *n, dw_error *err)
{
    dw_status status = check_ends(first, last, err);
    if (!status) status = check_finite("step", step, err);
    if (status) return status;
    if (step == 0) return dw_fail(err, DW_EDOMAIN, "step must not be 0");
    *n = 0;
    if (step > 0 ? last < first : last > first) return DW_OK;
    double steps = isfinite(last - first) ? (last - first) / step : last / step - first / step;
    /* The negation catches a quotient that overflowed, too. */
    if (!(steps < (double)(SIZE_MAX / sizeof(double)) && steps < 0x1p53))
        return dw_fail(err, DW_EDOMAIN,
                       "from %g to %g in steps of %g are more numbers than memory holds", first,
                       last, step);
    *n = (size_t)floor(steps + slack(first, last, step)) + 1;
    return DW_OK;
}

void dw_array_range(double first, double last, double step, size_t n, double *out)
{
    for (size_t i = 0; i < n; i++) out[i] = first + (double)i * step;
    if (n < 2) return;
    double *end = &out[n - 1];
    bool passes = step > 0 ? *end > last : *end < last;
    if (passes || fabs(*end - last) <= slack(first, last, step) * fabs(step)) *end = last;
}
