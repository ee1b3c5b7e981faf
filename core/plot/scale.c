#include "plot/scale.h"

#include <math.h>

static const double largest = 1e307;

bool dw_drawable(double v, bool log)
{
    return isfinite(v) && fabs(v) <= largest && (!log || v >= 1 / largest);
}

void dw_range_add(dw_range *range, double v, bool log)
{
    if (!dw_drawable(v, log)) return;
    if (v < range->low) range->low = v;
    if (v > range->high) range->high = v;
}

void dw_range_add_all(dw_range *range, const double *v, size_t n, bool log)
{
    double least = log ? 1 / largest : -largest, low = range->low, high = range->high;
    for (size_t i = 0; i < n; i++) {
        if (!(v[i] >= least && v[i] <= largest)) continue;
        if (v[i] < low) low = v[i];
        if (v[i] > high) high = v[i];
    }
    range->low = low;
    range->high = high;
}

static dw_range settle_log(dw_range range)
{
    double low = log10(range.low), high = log10(range.high);
    if (high - low >= 1e-6) return range;
    return (dw_range){ pow(10, fmax(low - 0.5, -307)), pow(10, fmin(high + 0.5, 307)) };
}

dw_range dw_range_settle(dw_range range, bool log)
{
    if (range.low > range.high && isfinite(range.low) && isfinite(range.high))
        range = (dw_range){ range.high, range.low };
    if (!dw_drawable(range.low, log) || !dw_drawable(range.high, log))
        return log ? (dw_range){ 1, 10 } : (dw_range){ 0, 1 };
    if (log) return settle_log(range);
    double largest_end = fmax(fabs(range.low), fabs(range.high));
    /* Less than this and neighbouring ticks would be the same double. */
    if (range.high - range.low > 1e-9 * largest_end && range.high - range.low > 1e-300)
        return range;
    double room = largest_end > 1e-290 ? 0.5 * largest_end : 1;
    return (dw_range){ range.low - room, range.high + room };
}

double dw_scale_map(const dw_scale *scale, double v)
{
    if (!dw_drawable(v, scale->log)) return NAN;
    double low = scale->low, high = scale->high;
    if (scale->log) {
        v = log10(v);
        low = log10(low);
        high = log10(high);
    }
    /* Halves, so that the width of -1e307..1e307 does not overflow. */
    double fraction = (v / 2 - low / 2) / (high / 2 - low / 2);
    double pixel = scale->p0 + fraction * (scale->p1 - scale->p0);
    return fmin(fmax(pixel, -1e6), 1e6);
}

void dw_scale_map_all(const dw_scale *scale, const double *v, size_t n, double *out)
{
    bool is_log = scale->log;
    double low = is_log ? log(scale->low) : scale->low,
           high = is_log ? log(scale->high) : scale->high;
    double step = (scale->p1 - scale->p0) / (high / 2 - low / 2);
    double least = is_log ? 1 / largest : -largest;
    for (size_t i = 0; i < n; i++) {
        bool drawn = v[i] >= least && v[i] <= largest;
        double at = is_log && drawn ? log(v[i]) : v[i];
        double pixel = scale->p0 + (at / 2 - low / 2) * step;
        pixel = pixel < -1e6 ? -1e6 : pixel > 1e6 ? 1e6 : pixel;
        out[i] = drawn ? pixel : NAN;
    }
}
