/* Where two measured curves cross. */
#ifndef DW_STATS_CROSSING_H
#define DW_STATS_CROSSING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

typedef struct dw_crossing {
    double at, low,
        high;     /* on the x axis; an end that the data do not bound is the first or last x */
    bool upward;  /* a rises above b */
    bool bounded; /* both ends lie inside the data */
} dw_crossing;

/* Finds where a - b changes its sign, linear in log x between neighbours. x is positive and
 * ascending, n >= 2. low and high are a confidence band of a - b at each x: the interval of a
 * crossing holds the x at which "no difference" is not refused (the test is inverted). Touching
 * zero without changing sides is no crossing. Writes the first `most` crossings and how many
 * it wrote to *count. */
dw_status dw_crossings(const double *x, const double *difference, const double *low,
                       const double *high, size_t n, dw_crossing *out, size_t most, size_t *count,
                       dw_error *err);

#endif
