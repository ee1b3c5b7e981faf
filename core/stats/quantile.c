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

dw_status dw_quantile(const double *sorted, size_t n, double p, int type, double *out,
                      dw_error *err)
{
    dw_status status = dw_check_sample(sorted, n, 1, err);
    if (status) return status;
    if (!(p >= 0 && p <= 1)) return dw_fail(err, DW_EDOMAIN, "p must be in 0..1, got %g", p);
    if (type < 1 || type > 9)
        return dw_fail(err, DW_EARG, "the quantile type must be in 1..9, got %d", type);
    double position = (double)n * p + offset_of(type, p);
    double slack = 4 * DBL_EPSILON * fmax(1, fabs(position));
    double whole = floor(position + slack), part = position - whole;
    if (fabs(part) < slack) part = 0;
    double step = step_of(type, whole, part), last = (double)n;
    size_t low = (size_t)fmin(fmax(whole, 1), last), high = (size_t)fmin(fmax(whole + 1, 1), last);
    double a = sorted[low - 1], b = sorted[high - 1];
    *out = step == 0 || a == b ? a : step == 1 ? b : (1 - step) * a + step * b;
    return DW_OK;
}
