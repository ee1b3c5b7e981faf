/* Kernel density: a smooth curve for where the values of a sample lie. */
#ifndef DW_STATS_DENSITY_H
#define DW_STATS_DENSITY_H

#include <stddef.h>

#include "base/status.h"

/* Both are c * min(sd, IQR / 1.34) * n^(-1/5), with sd alone when the quartiles are equal.
 * Silverman (1986): c = 0.9. Scott (1992): c = 1.06. */
typedef enum dw_bandwidth_rule { DW_BANDWIDTH_SILVERMAN, DW_BANDWIDTH_SCOTT } dw_bandwidth_rule;

/* The standard deviation of the kernel. sorted is ascending and holds n >= 2 values. Fails when
 * they are all equal: such a sample has no density. */
dw_status dw_bandwidth(const double *sorted, size_t n, dw_bandwidth_rule rule, double *out,
                       dw_error *err);
/* The density at each at[0..m), by a Gaussian kernel; values more than 9 bandwidths away, whose
 * part is below 1e-17 of the peak, are left out. sorted is ascending, n >= 1; bandwidth > 0. */
dw_status dw_density(const double *sorted, size_t n, double bandwidth, const double *at, size_t m,
                     double *out, dw_error *err);

#endif
