/* The toy model of sim.multistep fitted to published accuracies: how many steps a task has in it.
 *
 * A model of size N gets a step right with p(N), a logistic ability in log10 N, and an answer of k
 * steps with p^k + (1 - p^k) chance. The points may belong to several tasks, which share p(N) and
 * have k each. */
#ifndef DW_SIM_FIT_STEPS_H
#define DW_SIM_FIT_STEPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/env.h"
#include "base/status.h"

enum { DW_FIT_STEPS_TASKS = 16, DW_FIT_STEPS_MOST = 200 };

typedef struct dw_steps_points {
    size_t n;
    const double *size, *accuracy; /* sizes above 0; shares */
    const double *questions;       /* that each share is of; NULL: not known, least squares */
    const uint8_t *task;           /* of each point, from 0; all of 0..tasks-1 occur */
    size_t tasks;
    double chance; /* of a random guess, below 1 */
} dw_steps_points;

typedef struct dw_steps_options {
    double midpoint, slope;            /* NAN: to be fitted */
    int64_t steps[DW_FIT_STEPS_TASKS]; /* of each task; 0: to be fitted */
    int64_t most;                      /* steps that are tried, 1..DW_FIT_STEPS_MOST */
    double level;                      /* of the intervals */
    const dw_env *env;                 /* or NULL */
} dw_steps_options;

/* A value and its interval. */
typedef struct dw_steps_value {
    double value, low, high;
} dw_steps_value;

typedef struct dw_steps_fit {
    dw_steps_value midpoint, slope, steps[DW_FIT_STEPS_TASKS];
    bool open[DW_FIT_STEPS_TASKS]; /* the interval of the steps reaches the most that were tried */
    double deviance;               /* of binomial shares, or the sum of squares */
    double dof;                    /* points less what was fitted */
    double dispersion;             /* variance in units of the binomial one, at least 1; or rsd^2 */
} dw_steps_fit;

/* Maximum likelihood of binomial shares, or least squares. Steps are whole numbers. Intervals are
 * those of the profile likelihood: what cannot be told from the best within them. fitted[n] gets
 * the accuracies of the model. Fails unless there are more points than there is to be fitted, and
 * with DW_ESTOP when env asks to stop. */
dw_status dw_fit_steps(const dw_steps_points *points, const dw_steps_options *options,
                       dw_steps_fit *fit, double *fitted, dw_error *err);

#endif
