/* Starts for the curves of fit_shapes.h, from straight lines through transformed points. */
#ifndef DW_STATS_FIT_STARTS_H
#define DW_STATS_FIT_STARTS_H

#include "stats/fit_shapes.h"

enum { DW_MOST_STARTS = 12 };

typedef struct dw_starts {
    size_t n;
    double at[DW_MOST_STARTS][3 + 3 * DW_MOST_BREAKS];
} dw_starts;

void dw_power_starts(dw_starts *starts, const dw_points *points, bool log_y, bool offset);
void dw_logistic_starts(dw_starts *starts, const dw_points *points, const dw_shape *shape);

/* Bounds of a, b, c0, and of c, log d, log f of each break. */
void dw_broken_bounds(const dw_points *points, int breaks, double *lower, double *upper);

/* The best of a grid of starts of the model; before: the parameters with one break less, or NULL.
 */
dw_status dw_broken_starts(dw_starts *starts, const dw_model *model, const dw_points *points,
                           bool log_y, const double *before, dw_error *err);

#endif
