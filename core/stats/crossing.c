#include "stats/crossing.h"

#include <math.h>

/* Between x[i] and x[i + 1], where the line through the two values is zero. */
static double zero_between(const double *x, const double *y, size_t i)
{
    if (y[i] == 0) return x[i];
    double share = y[i] / (y[i] - y[i + 1]);
    return x[i] * pow(x[i + 1] / x[i], share);
}

/* The first x to the right of cell i at which sign * y is above zero. */
static bool leaves_right(const double *x, const double *y, size_t n, size_t i, double sign,
                         double *out)
{
    for (size_t j = i + 1; j < n; j++) {
        if (!(sign * y[j] > 0)) continue;
        *out = sign * y[j - 1] <= 0 ? zero_between(x, y, j - 1) : x[j];
        return true;
    }
    *out = x[n - 1];
    return false;
}

/* The last x to the left of cell i at which sign * y is below zero. */
static bool leaves_left(const double *x, const double *y, size_t i, double sign, double *out)
{
    for (size_t j = i + 1; j-- > 0;) {
        if (!(sign * y[j] < 0)) continue;
        *out = sign * y[j + 1] >= 0 ? zero_between(x, y, j) : x[j];
        return true;
    }
    *out = x[0];
    return false;
}

static dw_crossing describe(const double *x, const double *y, const double *low, const double *high,
                            size_t n, size_t from, size_t to)
{
    double sign = y[to] > 0 ? 1 : -1;
    const double *near = sign > 0 ? low : high, *far = sign > 0 ? high : low;
    dw_crossing crossing = { .upward = sign > 0 };
    crossing.at = to == from + 1 ? zero_between(x, y, from) : sqrt(x[from + 1] * x[to - 1]);
    bool right = leaves_right(x, near, n, from, sign, &crossing.high);
    bool left = leaves_left(x, far, to - 1, sign, &crossing.low);
    crossing.low = fmin(crossing.low, crossing.at);
    crossing.high = fmax(crossing.high, crossing.at);
    crossing.bounded = left && right;
    return crossing;
}

dw_status dw_crossings(const double *x, const double *y, const double *low, const double *high,
                       size_t n, dw_crossing *out, size_t most, size_t *count, dw_error *err)
{
    *count = 0;
    if (n < 2) return dw_fail(err, DW_EARG, "a crossing needs at least two sizes, got %zu", n);
    for (size_t i = 1; i < n; i++)
        if (!(x[i] > x[i - 1]) || !(x[0] > 0))
            return dw_fail(err, DW_EARG, "sizes must be above 0 and increase to find crossings");
    for (size_t i = 0; i < n; i++)
        if (!isfinite(y[i]))
            return dw_fail(err, DW_EDOMAIN, "the difference of the curves is %g at size %g", y[i],
                           x[i]);
    size_t last = n; /* the last point that is not zero */
    for (size_t i = 0; i < n; i++) {
        if (y[i] == 0) continue;
        bool crosses = last < n && (y[i] > 0) != (y[last] > 0);
        if (crosses && *count < most) out[(*count)++] = describe(x, y, low, high, n, last, i);
        last = i;
    }
    return DW_OK;
}
