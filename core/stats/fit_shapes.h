/* Curves with names: power law, logistic, smoothly broken power law. They find their starts. */
#ifndef DW_STATS_FIT_SHAPES_H
#define DW_STATS_FIT_SHAPES_H

#include "stats/fit_curve.h"

enum { DW_MOST_BREAKS = 3 };

typedef enum dw_shape_kind { DW_SHAPE_POWER, DW_SHAPE_LOGISTIC, DW_SHAPE_BROKEN } dw_shape_kind;

/* What a curve is; the context of its model.
 *   power     y = a x^exponent (+ offset):  a, exponent [, offset]
 *   logistic  y = floor + (ceiling - floor) / (1 + exp(-slope (t - midpoint))), t = x or log10 x:
 *             midpoint, slope [, floor] [, ceiling]; those not fitted are given
 *   broken    y = a + b x^-c0 prod_i (1 + (x / d_i)^(1 / f_i))^(-c_i f_i) (Caballero et al. 2022):
 *             a, b, c0, then c_i, d_i, f_i for each break
 * x > 0, but of a logistic on t = x. log_y: log y is fitted. */
typedef struct dw_shape {
    dw_shape_kind kind;
    bool offset, log_y, log_x, fit_floor, fit_ceiling;
    double floor, ceiling;
    int breaks;
    bool inner; /* of a search: d and f of a break as logarithms */
} dw_shape;

/* The model; the shape stays the caller's. */
dw_model dw_shape_model(dw_shape *shape);

/* Fits it by least squares of y (points->y is log y when log_y) from starts of its own. A power law
 * with log_y is the straight line in log x. */
dw_status dw_fit_shape(dw_fit *fit, dw_shape *shape, const dw_points *points,
                       const dw_curve_options *options, dw_error *err);

#endif
