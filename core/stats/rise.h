/* How many decades of size a score needs to rise. */
#ifndef DW_STATS_RISE_H
#define DW_STATS_RISE_H

#include "stats/law.h"

/* The rise from 10 % to 90 % of a fitted logistic (law.h), in decades of size: 2 log(9) / slope. */
typedef struct dw_rise {
    double decades, low, high; /* low 0: no narrow rise is excluded; high INFINITY: no wide one */
    double range;              /* decades from the smallest to the largest size */
    double midpoint, ceiling;  /* a size (where half the rise is done), a score */
    double dispersion;         /* deviance / (n - 3), at least 1 */
    dw_law law;
} dw_rise;

/* Fails on scores outside 0..1, chance outside [0, 1), bare scores, fewer than `least` sizes or
 * more than 300, sizes that are nearly the same, standard errors below 1e-9. */
dw_status dw_growth_check(const dw_ladder *ladder, double chance, size_t least, dw_error *err);

/* Fits the logistic to 4 sizes or more; fails as dw_growth_check does and when no logistic can be
 * fitted. The interval is by profile likelihood (deviance up by the quantile of chi2(1),
 * times the dispersion). u: dw_law_positions. */
dw_status dw_rise_find(dw_rise *out, const dw_ladder *ladder, const double *u, double chance,
                       double level, dw_error *err);

#endif
