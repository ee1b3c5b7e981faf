/* Linear least squares: y = b0 + b1 x1 + ..., and polynomials. */
#ifndef DW_STATS_FIT_LINEAR_H
#define DW_STATS_FIT_LINEAR_H

#include "stats/fit_model.h"

/* Of a linear model: its context. degree > 0: powers 1..degree of the one predictor. */
typedef struct dw_linear {
    size_t predictors, degree;
    bool intercept;
} dw_linear;

/* The analysis of variance that goes with a linear fit: sums of squares about the mean, without an
 * intercept about 0. */
typedef struct dw_anova {
    double df_reg, ss_reg, ms_reg, df_res, ss_res, ms_res, f, p_value;
} dw_anova;

/* The model; *linear stays the caller's. */
dw_model dw_linear_model(dw_linear *linear);

/* Least squares by QR of the weighted design with iterative refinement (Björck 1967). r2 is about
 * the weighted mean, without an intercept about 0. Fails on bad points, fewer points than
 * parameters, a constant predictor beside an intercept, fewer distinct x than a polynomial needs.
 * Predictors that depend on each other are no failure: fit->identified is false, their se
 * infinite. anova may be NULL. */
dw_status dw_fit_linear(dw_fit *fit, dw_linear *linear, const dw_points *points, double level,
                        dw_anova *anova, dw_error *err);

/* Coefficients only; a dw_refit whose context is a dw_linear. */
dw_status dw_fit_linear_again(void *linear, const dw_points *points, double *params, bool *fine,
                              dw_error *err);

#endif
