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

/* A scale whose ends are ready to be compared with numbers on it. */
static dw_scale prepare(const dw_scale *scale)
{
    dw_scale ready = *scale;
    if (!scale->log) return ready;
    ready.low = log10(scale->low);
    ready.high = log10(scale->high);
    return ready;
}

static double place(const dw_scale *ready, double v)
{
    if (!dw_drawable(v, ready->log)) return NAN;
    if (ready->log) v = log10(v);
    /* Halves, so that the width of -1e307..1e307 does not overflow. */
    double fraction = (v / 2 - ready->low / 2) / (ready->high / 2 - ready->low / 2);
    double pixel = ready->p0 + fraction * (ready->p1 - ready->p0);
    return fmin(fmax(pixel, -1e6), 1e6);
}

double dw_scale_map(const dw_scale *scale, double v)
{
    dw_scale ready = prepare(scale);
    return place(&ready, v);
}

void dw_scale_map_all(const dw_scale *scale, const double *v, size_t n, double *out)
{
    dw_scale ready = prepare(scale);
    for (size_t i = 0; i < n; i++) out[i] = place(&ready, v[i]);
}
