/* Permutation tests: is this statistic large among those of the same numbers, dealt at random? */
#ifndef DW_STATS_HTEST_PERMUTATION_H
#define DW_STATS_HTEST_PERMUTATION_H

#include <stdint.h>

#include "stats/htest.h"

typedef enum dw_dealing {
    DW_DEAL_SAMPLES, /* all values to x and y anew */
    DW_DEAL_PAIRS,   /* in each pair, x and y may change places */
    DW_DEAL_ORDER    /* x stays, y in any order */
} dw_dealing;

/* A statistic of two samples; a failure stops the test. */
typedef dw_status (*dw_two_statistic)(void *context, const double *x, size_t n, const double *y,
                                      size_t m, double *out, dw_error *err);

typedef struct dw_permutation_options {
    dw_dealing dealing;
    int64_t resamples; /* of random dealings; when there are no more in all, each is taken once */
    uint64_t seed;
    bool threads;         /* the statistic may run in several at once */
    double tolerance;     /* statistics nearer than this (or 1e-12 of themselves) are equal */
    dw_question question; /* the level is of the interval of p */
    dw_two_statistic statistic;
    void *context;
    const dw_env *env;
} dw_permutation_options;

/* p = share of all dealings, or (1 + count) / (1 + resamples) of random ones (Phipson and Smyth
 * 2010); two-sided: twice the smaller side. low and high are the interval of the p that all
 * dealings would give (Clopper and Pearson 1934); exact: p itself. Dealing k has a random stream
 * of its own, keyed by (seed, k): the same seed gives the same p on any number of threads. */
dw_status dw_permutation_test(dw_sample_of x, dw_sample_of y, const dw_permutation_options *options,
                              double *dealings, dw_test *out, dw_error *err);

/* The difference of the means, x - y, and Pearson's correlation (samples of equal size). */
dw_status dw_difference_of_means(void *context, const double *x, size_t n, const double *y,
                                 size_t m, double *out, dw_error *err);
dw_status dw_correlation_of_pairs(void *context, const double *x, size_t n, const double *y,
                                  size_t m, double *out, dw_error *err);

#endif
