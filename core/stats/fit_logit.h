/* Logistic regression: the chance of a success as a logistic function of predictors. */
#ifndef DW_STATS_FIT_LOGIT_H
#define DW_STATS_FIT_LOGIT_H

#include "stats/fit_linear.h"

/* Of successes k[i] among trials n[i] (whole numbers as doubles, n >= 1); points->y is k / n and
 * points->weights is n. Maximum likelihood by iteratively reweighted least squares (Nelder and
 * Wedderburn 1972) with halved steps, each solved by QR. fit->rss is the deviance, r2 McFadden's
 * (1974) 1 - log L / log L of the intercept alone, log_likelihood with binomial coefficients;
 * fitted are chances, residuals k / n - chance, intervals normal (Wald). Separated points
 * (Albert and Anderson 1984) have no maximum: fit->converged and identified are false, standard
 * errors infinite. Fails on bad points, a constant predictor beside an intercept. */
dw_status dw_fit_logit(dw_fit *fit, dw_linear *linear, const dw_points *points, double level,
                       dw_error *err);

/* The linear model with a logistic link. */
dw_model dw_logit_model(dw_linear *linear);

/* A dw_refit whose context is a dw_linear; may run in threads. */
dw_status dw_fit_logit_again(void *linear, const dw_points *points, double *params, bool *fine,
                             dw_error *err);

#endif
