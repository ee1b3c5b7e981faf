/* Bootstrap: how uncertain a statistic of a sample is, from resamples of it (Efron 1979). */
#ifndef DW_STATS_BOOTSTRAP_H
#define DW_STATS_BOOTSTRAP_H

#include <stdbool.h>

#include "base/env.h"
#include "stats/binned.h"

/* A statistic is a function of drawn rows, or of their sums and counts in bins, which is faster.
 * NAN says that these rows have none (a correlation of equal values). */
typedef struct dw_statistic {
    const void *context;
    /* rows[0..n): numbers of rows, some repeated, some absent. `room` bytes of scratch. */
    dw_status (*of_rows)(const void *context, const uint32_t *rows, size_t n, void *scratch,
                         double *out, dw_error *err);
    size_t room;
    bool one_thread;         /* of_rows must be called from the caller's thread */
    const dw_binned *binned; /* NULL: use of_rows */
    double (*of_sums)(const void *context, const double *sums, const double *counts);
} dw_statistic;

typedef enum dw_bootstrap_method {
    DW_BOOTSTRAP_BCA,        /* bias-corrected and accelerated: Efron (1987) */
    DW_BOOTSTRAP_PERCENTILE, /* quantiles of the replicates */
    DW_BOOTSTRAP_BASIC       /* these mirrored at the estimate */
} dw_bootstrap_method;

typedef struct dw_bootstrap_plan {
    dw_strata strata;
    size_t resamples;
    uint64_t seed;
    double level; /* in (0, 1) */
    dw_bootstrap_method method;
    const dw_env *env;
} dw_bootstrap_plan;

typedef struct dw_bootstrap_result {
    double estimate, low, high;
    double se;   /* standard deviation of the replicates */
    double bias; /* their mean minus the estimate; the interval alone is corrected for it */
    double z0, acceleration; /* of BCa; else NAN */
    size_t failed;           /* resamples without a statistic (NAN); they are left out */
} dw_bootstrap_result;

enum { DW_JACKKNIFE_MOST = 1000 };

/* replicates[plan->resamples] gets the statistic of each resample. Quantiles are of type 7; the
 * share of replicates below the estimate, for z0, counts equal ones half. The acceleration is the
 * jackknife's: one row left out at a time, or, where there are more than DW_JACKKNIFE_MOST rows and
 * the statistic is not one of sums, one of about so many groups of rows. With several strata each
 * has its share of it (Davison and Hinkley 1997, 5.3). The same seed gives the same bits on any
 * number of threads.
 * Fails when the data have no statistic, when more than 5 % of the resamples have none, when all
 * replicates are equal, and when BCa is not defined as all of them lie on one side of the estimate,
 * or so many that its quantiles lie beyond the replicates. */
dw_status dw_bootstrap(const dw_statistic *statistic, const dw_bootstrap_plan *plan,
                       double *replicates, dw_bootstrap_result *out, dw_error *err);

#endif
