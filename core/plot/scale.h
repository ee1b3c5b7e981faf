/* Ranges of data and scales from data to pixels. Pure functions. */
#ifndef DW_PLOT_SCALE_H
#define DW_PLOT_SCALE_H

#include <stdbool.h>
#include <stddef.h>

/* Start from DW_RANGE_EMPTY. */
typedef struct dw_range {
    double low, high;
} dw_range;

#define DW_RANGE_EMPTY ((dw_range){ HUGE_VAL, -HUGE_VAL })

/* A number an axis can show: finite, |v| <= 1e307, and at least 1e-307 on a logarithmic
 * axis. */
bool dw_drawable(double v, bool log);
/* Widens the range to hold v; numbers that cannot be shown are passed over. */
void dw_range_add(dw_range *range, double v, bool log);
void dw_range_add_all(dw_range *range, const double *v, size_t n, bool log);
/* A range that can be an axis: 0..1 (1..10 on a logarithmic axis) for an empty one, room around a
 * single number, the ends in order. */
dw_range dw_range_settle(dw_range range, bool log);

/* low lies at pixel p0 and high at p1; p1 may be less than p0. */
typedef struct dw_scale {
    bool log;
    double low, high, p0, p1;
} dw_scale;

/* The pixel of v, also outside low..high, at most 1e6 pixels away; NAN when v is not drawable. */
double dw_scale_map(const dw_scale *scale, double v);
/* The same for n of them, faster; to a millionth of a pixel. */
void dw_scale_map_all(const dw_scale *scale, const double *v, size_t n, double *out);

#endif
