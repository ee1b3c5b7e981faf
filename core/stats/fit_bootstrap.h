/* Bootstrap intervals of a fit's parameters (Efron 1979). */
#ifndef DW_STATS_FIT_BOOTSTRAP_H
#define DW_STATS_FIT_BOOTSTRAP_H

#include "stats/fit_model.h"

/* Fits new points again from params[p], which hold the fit's and become the new ones. */
typedef dw_status (*dw_refit)(void *context, const dw_points *points, double *params, bool *fine,
                              dw_error *err);

typedef struct dw_bootstrap_options {
    int64_t resamples;
    bool cases;   /* draws points; else residuals onto the fitted values */
    bool threads; /* the refit may be called from several threads at once */
    uint64_t seed;
    double level;
    const dw_env *env;
} dw_bootstrap_options;

/* Resamples the points and fits them again. Residuals are standardized by their weights, centered,
 * and inflated by sqrt(n / dof). values[resamples * p] gets the parameters of each resample (NaN
 * where a fit failed; *failed counts these), se, low and high[p] their standard deviation and
 * percentiles (type 7). The same seed gives the same bits on any number of threads. Fails when
 * more than half of the fits do. */
dw_status dw_fit_bootstrap(const dw_fit *fit, const dw_points *points, dw_refit again,
                           void *context, const dw_bootstrap_options *options, double *values,
                           double *se, double *low, double *high, size_t *failed, dw_error *err);

#endif
