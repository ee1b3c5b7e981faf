#include "stats/quantile.h"

#include <float.h>
#include <gsl/gsl_sort.h>
#include <math.h>

#include "stats/describe.h"

void dw_sort(double *x, size_t n)
{
    gsl_sort(x, 1, n);
}

/* Hyndman and Fan's m, by type. */
static double offset_of(int type, double p)
{
    switch (type) {
    case 3:
        return -0.5;
    case 5:
        return 0.5;
    case 6:
        return p;
    case 7:
        return 1 - p;
    case 8:
        return (p + 1) / 3;
    case 9:
        return p / 4 + 0.375;
    default:
        return 0;
    }
}

/* How far to go from the j-th value to the next. */
static double step_of(int type, double whole, double part)
{
    switch (type) {
    case 1:
        return part > 0;
    case 2:
        return part > 0 ? 1 : 0.5;
    case 3:
        return !(part == 0 && fmod(whole, 2) == 0);
    default:
        return part;
    }
}

dw_status dw_quantile_place(double n, double p, int type, double *low, double *step, dw_error *err)
{
    if (!(p >= 0 && p <= 1)) return dw_fail(err, DW_EDOMAIN, "p must be in 0..1, got %g", p);
    if (type < 1 || type > 9)
        return dw_fail(err, DW_EARG, "the quantile type must be in 1..9, got %d", type);
    double position = n * p + offset_of(type, p);
    double slack = 4 * DBL_EPSILON * fmax(1, fabs(position));
    double part = position - floor(position + slack);
    *low = floor(position + slack);
    *step = step_of(type, *low, fabs(part) < slack ? 0 : part);
    return DW_OK;
}

double dw_quantile_between(double a, double b, double step)
{
    return step == 0 || a == b ? a : step == 1 ? b : (1 - step) * a + step * b;
}

dw_status dw_quantiles(const double *sorted, size_t n, const double *p, size_t m, int type,
                       double *out, dw_error *err)
{
    dw_status status = dw_check_sample(sorted, n, 1, err);
    double last = (double)n;
    for (size_t i = 0; i < m && !status; i++) {
        double whole, step;
        status = dw_quantile_place(last, p[i], type, &whole, &step, err);
        if (status) break;
        size_t low = (size_t)fmin(fmax(whole, 1), last);
        size_t high = (size_t)fmin(fmax(whole + 1, 1), last);
        out[i] = dw_quantile_between(sorted[low - 1], sorted[high - 1], step);
    }
    return status;
}

dw_status dw_quantile(const double *sorted, size_t n, double p, int type, double *out,
                      dw_error *err)
{
    return dw_quantiles(sorted, n, &p, 1, type, out, err);
}
