/* Ranges of data and scales from data to pixels. Pure functions. */
#ifndef DW_PLOT_SCALE_H
#define DW_PLOT_SCALE_H

#include <stdbool.h>
#include <stddef.h>

typedef enum dw_scale_kind {
    DW_SCALE_LINEAR,
    DW_SCALE_LOG,
    DW_SCALE_LOG2,   /* log with ticks at powers of two */
    DW_SCALE_SYMLOG, /* log in both directions, linear around 0 */
    DW_SCALE_LOGIT   /* log of v / (1 - v): shares near 0 and near 1 */
} dw_scale_kind;

/* Whether equal ratios are equally long. */
static inline bool dw_scale_is_log(dw_scale_kind kind)
{
    return kind == DW_SCALE_LOG || kind == DW_SCALE_LOG2;
}

/* As scripts write it: "log2". */
const char *dw_scale_name(dw_scale_kind kind);

/* Start from DW_RANGE_EMPTY. */
typedef struct dw_range {
    double low, high;
    double least; /* the smallest magnitude but 0 of what was added; only a symlog needs it */
} dw_range;

#define DW_RANGE_EMPTY ((dw_range){ HUGE_VAL, -HUGE_VAL, HUGE_VAL })

/* A number a scale can show: finite, |v| <= 1e307, at least 1e-307 on a logarithmic one, between 0
 * and 1 on a logit one. */
bool dw_drawable(double v, dw_scale_kind kind);
/* Widens the range to hold v; numbers that cannot be shown are passed over. */
void dw_range_add(dw_range *range, double v, dw_scale_kind kind);
void dw_range_add_all(dw_range *range, const double *v, size_t n, dw_scale_kind kind);
/* A range that can be an axis: 0..1 (1..10 on a logarithmic scale, 0.01..0.99 on a logit one) for
 * an empty one, room around a single number, the ends in order. */
dw_range dw_range_settle(dw_range range, dw_scale_kind kind);

/* What is proportional to the way along the axis, and back: a number; its decimal logarithm; that
 * of its odds. Around 0 the symlog is linear up to linear_below, which is as long as a decade;
 * without one (0 or NAN) it is linear everywhere. v must be drawable. */
double dw_scale_forward(dw_scale_kind kind, double linear_below, double v);
double dw_scale_inverse(dw_scale_kind kind, double linear_below, double t);
/* Where a symlog scale of that range becomes linear when nobody said so: a power of ten below the
 * least number, which leaves at most 5 decades on a side. */
double dw_scale_linear_below(dw_range range);

/* low lies at pixel p0 and high at p1; p1 may be less than p0. */
typedef struct dw_scale {
    dw_scale_kind kind;
    double low, high, p0, p1;
    double linear_below; /* of a symlog */
} dw_scale;

/* The pixel of v, also outside low..high, at most 1e6 pixels away; NAN when v is not drawable. */
double dw_scale_map(const dw_scale *scale, double v);
/* The same for n of them, faster; to a millionth of a pixel. */
void dw_scale_map_all(const dw_scale *scale, const double *v, size_t n, double *out);
/* The same within a panel from pixel `first` to `last`, but what lies below all that the scale can
 * show (0 on a logarithmic one) is at its beginning, and what lies above (1 on a logit one) at its
 * end. */
double dw_scale_map_within(const dw_scale *scale, double v, double first, double last);

#endif
