/* The parametric law of Hoffmann et al. (2022), approach 3: L = E + A / N^alpha + B / D^beta. */
#ifndef DW_STATS_FIT_CHINCHILLA_H
#define DW_STATS_FIT_CHINCHILLA_H

#include "stats/fit_logsum.h"

enum { DW_CHINCHILLA_STARTS = 4500 };

/* Parameters E, A, B, alpha, beta; predictors N (model parameters) and D (training tokens), both
 * above 0. The model is the log of the loss. */
dw_model dw_chinchilla_model(void);

/* Minimizes the sum of weight * Huber(log loss - log L), with BFGS over the log-sum-exp form, from
 * the grid of 4,500 starts: alpha, beta 0, 0.5, ..., 2; log E -1, -0.5, ..., 1; log A, log B 0, 5,
 * ..., 25. points: x[0] is N, x[1] is D, y the log of the loss. Every start runs until its steps
 * gain little, the best of them to the end. Threads change no bit. fit->objective is the sum. */
dw_status dw_fit_chinchilla(dw_fit *fit, const dw_points *points, double delta, double level,
                            const dw_env *env, dw_error *err);

/* From good parameters only: a dw_refit whose context is delta (a double); may run in threads. */
dw_status dw_fit_chinchilla_again(void *delta, const dw_points *points, double *params, bool *fine,
                                  dw_error *err);

#endif
