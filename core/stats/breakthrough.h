/* How a score grows with size: evenly, or in one step (Srivastava et al. 2022, BIG-bench). */
#ifndef DW_STATS_BREAKTHROUGH_H
#define DW_STATS_BREAKTHROUGH_H

#include "base/env.h"
#include "stats/interval.h"
#include "stats/ladder.h"

typedef enum dw_growth_number { DW_LINEARITY, DW_BREAKTHROUGHNESS } dw_growth_number;

/* How resamples are drawn. */
typedef struct dw_resampling {
    int64_t resamples;
    uint64_t seed;
    double level;
    const dw_env *env;
} dw_resampling;

/* With I = sign(argmax - argmin) (max - min) over scores in order of size (the first of equal ones)
 * and d the differences of neighbors:
 *   linearity        I / sqrt(mean d^2)
 *   breakthroughness I / sqrt(max(median d^2, v)), v the median over the differences of their
 *                    squared standard error (0 when not known).
 * A flat curve gives 0. Fails on breakthroughness where the median and v are 0, and on scores too
 * large to square. */
dw_status dw_growth(const dw_ladder *ladder, dw_growth_number which, double *out, dw_error *err);

/* Its parametric bootstrap interval (Efron 1979): new counts are binomial with the observed shares,
 * new scores normal. Of breakthroughness, a median, the percentiles; of linearity, which noise
 * biases, the reflected ones (basic bootstrap), holding the estimate. */
dw_status dw_growth_interval(const dw_ladder *ladder, dw_growth_number which,
                             const dw_resampling *options, dw_interval *out, dw_error *err);

#endif
