#include "plot/scale.h"

#include <math.h>

static const double largest = 1e307, nearest_one = 1 - 0x1p-53;

const char *dw_scale_name(dw_scale_kind kind)
{
    static const char *const names[] = { "linear", "log", "log2", "symlog", "logit" };
    return names[kind];
}

bool dw_drawable(double v, dw_scale_kind kind)
{
    if (!isfinite(v) || fabs(v) > largest) return false;
    if (kind == DW_SCALE_LOGIT) return v >= 1 / largest && v < 1;
    return !dw_scale_is_log(kind) || v >= 1 / largest;
}

void dw_range_add(dw_range *range, double v, dw_scale_kind kind)
{
    if (!dw_drawable(v, kind)) return;
    if (v < range->low) range->low = v;
    if (v > range->high) range->high = v;
    if (v != 0 && fabs(v) < range->least) range->least = fabs(v);
}

void dw_range_add_all(dw_range *range, const double *v, size_t n, dw_scale_kind kind)
{
    if (kind == DW_SCALE_SYMLOG || kind == DW_SCALE_LOGIT) {
        for (size_t i = 0; i < n; i++) dw_range_add(range, v[i], kind);
        return;
    }
    double least = dw_scale_is_log(kind) ? 1 / largest : -largest;
    double low = range->low, high = range->high;
    for (size_t i = 0; i < n; i++) {
        if (!(v[i] >= least && v[i] <= largest)) continue;
        low = v[i] < low ? v[i] : low;
        high = v[i] > high ? v[i] : high;
    }
    range->low = low;
    range->high = high;
}

double dw_scale_forward(dw_scale_kind kind, double linear_below, double v)
{
    double size = fabs(v);
    if (dw_scale_is_log(kind)) return log10(v);
    if (kind == DW_SCALE_LOGIT) return log10(v) - log1p(-v) / log(10);
    if (kind == DW_SCALE_LINEAR || !(linear_below > 0)) return v;
    if (size <= linear_below) return v / linear_below;
    return copysign(1 + log10(size) - log10(linear_below), v);
}

double dw_scale_inverse(dw_scale_kind kind, double linear_below, double t)
{
    if (dw_scale_is_log(kind)) return pow(10, fmin(fmax(t, -307), 307));
    if (kind == DW_SCALE_LOGIT)
        return fmin(fmax(1 / (1 + pow(10, fmin(-t, 307))), 1 / largest), nearest_one);
    if (kind == DW_SCALE_LINEAR || !(linear_below > 0)) return t;
    if (fabs(t) <= 1) return t * linear_below;
    return copysign(pow(10, fmin(fabs(t) - 1 + log10(linear_below), 307)), t);
}

double dw_scale_linear_below(dw_range range)
{
    double most = fmax(fabs(range.low), fabs(range.high));
    if (!(most > 0)) return 1;
    double top = ceil(log10(most) - 1e-9);
    double wish = range.least > 0 && range.least < most ? floor(log10(range.least) + 1e-9) : -400;
    if (wish < top - 5) wish = range.least < most ? top - 5 : top - 2;
    return pow(10, fmax(fmin(wish, top - 1), -300));
}

static dw_range settle_bent(dw_range range, dw_scale_kind kind)
{
    double low = dw_scale_forward(kind, 0, range.low), high = dw_scale_forward(kind, 0, range.high);
    if (high - low >= 1e-6) return range;
    return (dw_range){ dw_scale_inverse(kind, 0, low - 0.5), dw_scale_inverse(kind, 0, high + 0.5),
                       range.least };
}

static dw_range empty_range(dw_scale_kind kind)
{
    if (kind == DW_SCALE_LOGIT) return (dw_range){ 0.01, 0.99, 0.01 };
    return dw_scale_is_log(kind) ? (dw_range){ 1, 10, 1 } : (dw_range){ 0, 1, 1 };
}

dw_range dw_range_settle(dw_range range, dw_scale_kind kind)
{
    if (range.low > range.high && isfinite(range.low) && isfinite(range.high))
        range = (dw_range){ range.high, range.low, range.least };
    if (!dw_drawable(range.low, kind) || !dw_drawable(range.high, kind)) return empty_range(kind);
    if (dw_scale_is_log(kind) || kind == DW_SCALE_LOGIT) return settle_bent(range, kind);
    double largest_end = fmax(fabs(range.low), fabs(range.high));
    /* Less than this and neighbouring ticks would be the same double. */
    if (range.high - range.low > 1e-9 * largest_end && range.high - range.low > 1e-300)
        return range;
    double room = largest_end > 1e-290 ? 0.5 * largest_end : 1;
    return (dw_range){ range.low - room, range.high + room, range.least };
}

/* A scale whose ends are ready to be compared with numbers on it. */
static dw_scale prepare(const dw_scale *scale)
{
    dw_scale ready = *scale;
    ready.low = dw_scale_forward(scale->kind, scale->linear_below, scale->low);
    ready.high = dw_scale_forward(scale->kind, scale->linear_below, scale->high);
    return ready;
}

static double place(const dw_scale *ready, double v)
{
    if (!dw_drawable(v, ready->kind)) return NAN;
    v = dw_scale_forward(ready->kind, ready->linear_below, v);
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
    bool is_log = dw_scale_is_log(scale->kind);
    if (!is_log && scale->kind != DW_SCALE_LINEAR) {
        dw_scale ready = prepare(scale);
        for (size_t i = 0; i < n; i++) out[i] = place(&ready, v[i]);
        return;
    }
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

double dw_scale_map_within(const dw_scale *scale, double v, double first, double last)
{
    bool bent = dw_scale_is_log(scale->kind) || scale->kind == DW_SCALE_LOGIT;
    bool falls = scale->p1 < scale->p0;
    if (bent && v <= 0) return falls ? last : first;
    if (scale->kind == DW_SCALE_LOGIT && v >= 1) return falls ? first : last;
    return dw_scale_map(scale, v);
}
