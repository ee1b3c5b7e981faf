/* Location and spread by order: what a few wild values do not move. */
#ifndef DW_STATS_LOCATION_H
#define DW_STATS_LOCATION_H

#include <stddef.h>

#include "base/status.h"

/* The middle value of a sorted sample, or the mean of the two middle ones. */
dw_status dw_median(const double *sorted, size_t n, double *out, dw_error *err);

/* The median of |x - median|, times `constant`; 1.4826 makes it the standard deviation of normal
 * values (Hampel 1974). */
dw_status dw_mad(const double *sorted, size_t n, double constant, double *out, dw_error *err);

/* The mean without the floor(cut * n) smallest and as many of the largest; 0 <= cut < 0.5. cut
 * counts as the decimal it was written as. *se is Tukey and McLaughlin's (1963), from the
 * winsorized sample: sd_w / ((1 - 2 g/n) sqrt(n)); NAN when n == 1. */
dw_status dw_trimmed_mean(const double *sorted, size_t n, double cut, double *out, double *se,
                          dw_error *err);

#endif
