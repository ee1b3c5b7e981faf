#include "plot/colormap.h"

#include <math.h>

#include "plot/scale.h"

/* Sixth-degree fit by M. Zucker; the highest power first. */
static const double fit[3][7] = {
    { -5.435455855934631, 4.776384997670288, 6.228269936347081, -4.634230498983486,
      -0.3308618287255563, 0.1050930431085774, 0.2777273272234177 },
    { 4.645852612178535, -13.74514537774601, 14.17993336680509, -5.799100973351585,
      0.214847559468213, 1.404613529898575, 0.005407344544966578 },
    { 26.3124352495832, -65.35303263337234, 56.69055260068105, -19.33244095627987,
      0.09509516302823659, 1.384590162594685, 0.3340998053353061 },
};

static double horner(const double *powers, double t)
{
    double sum = 0;
    for (int i = 0; i < 7; i++) sum = sum * t + powers[i];
    return fmin(fmax(sum, 0), 1);
}

dw_color dw_viridis(double t)
{
    t = t > 0 ? fmin(t, 1) : 0;
    return (dw_color){ horner(fit[0], t), horner(fit[1], t), horner(fit[2], t) };
}

static dw_color diverging(double t)
{
    enum { ANCHORS = 9 };
    static const uint32_t anchors[ANCHORS] = { 0x2166ac, 0x4393c3, 0x92c5de, 0xd1e5f0, 0xf7f7f7,
                                               0xfddbc7, 0xf4a582, 0xd6604d, 0xb2182b };
    double at = t * (ANCHORS - 1);
    int i = (int)fmin(at, ANCHORS - 2);
    return dw_color_mix(dw_color_rgb(anchors[i]), dw_color_rgb(anchors[i + 1]), at - i);
}

dw_color dw_colormap_color(dw_colormap map, double t)
{
    t = t > 0 ? fmin(t, 1) : 0;
    if (map == DW_MAP_DIVERGING) return diverging(t);
    return map == DW_MAP_GREY ? (dw_color){ t, t, t } : dw_viridis(t);
}

/* How far v is from a to b, in the measure of the scale; differences must not run over. */
static double part_of(dw_scale_kind scale, double a, double b, double v)
{
    double from = dw_scale_forward(scale, 0, a) / 2, to = dw_scale_forward(scale, 0, b) / 2;
    return (dw_scale_forward(scale, 0, v) / 2 - from) / (to - from);
}

double dw_cells_shade(const dw_cells *cells, double value)
{
    dw_scale_kind scale = cells->log_colors ? DW_SCALE_LOG : DW_SCALE_LINEAR;
    if (!isfinite(value) || (cells->log_colors && !dw_drawable(value, scale))) return NAN;
    double t;
    if (isnan(cells->center))
        t = part_of(scale, cells->low, cells->high, value);
    else if (value < cells->center)
        t = 0.5 * part_of(scale, cells->low, cells->center, value);
    else
        t = 0.5 + 0.5 * part_of(scale, cells->center, cells->high, value);
    return fmin(fmax(t, 0), 1);
}
