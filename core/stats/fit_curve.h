/* Nonlinear least squares with any model: GSL's trust region (multifit_nlinear), bounds, robust
 * losses, several starts. */
#ifndef DW_STATS_FIT_CURVE_H
#define DW_STATS_FIT_CURVE_H

#include "stats/fit_model.h"

typedef struct dw_curve_options {
    dw_loss loss;
    double delta;   /* of a robust loss, in units of the standardized residual */
    int64_t starts; /* the given start and starts - 1 drawn ones */
    uint64_t seed;
    int64_t iterations; /* at most, of each run */
    double level;
    const dw_env *env; /* asked to stop before each start, or NULL */
} dw_curve_options;

/* Fits the model to points from start[p]. Levenberg-Marquardt twice, plain from scaled axes
 * (Moré 1978) and with geodesic acceleration (Transtrum and Sethna 2012), the better of the two
 * polished by Gauss-Newton steps. Values that are not finite are very bad steps, not failures.
 * Bounded parameters go through a sine (two bounds) or a square root (one), those that end at
 * a bound are held there. Further starts are drawn uniformly between two bounds, else
 * around the given start by factors exp(s z), s = 1.5, 0.1, 0.5 in turn; nine of them are also
 * tried when a least-squares fit explains no more than the mean does. fit was made for points->n
 * and model->parameters. Fails on bad points, on a start outside the bounds or not finite, and as
 * the model does. A fit that does not converge is no failure: fit->converged and message say it. */
dw_status dw_fit_curve(dw_fit *fit, const dw_model *model, const dw_points *points,
                       const double *start, const dw_curve_options *options, dw_error *err);

/* The same once, from a good start, without description: params only. *fine: it converged. */
dw_status dw_fit_curve_again(const dw_model *model, const dw_points *points, double *params,
                             const dw_curve_options *options, bool *fine, dw_error *err);

#endif
