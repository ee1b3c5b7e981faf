/* Descriptive statistics of a sample. */
#ifndef DW_STATS_DESCRIBE_H
#define DW_STATS_DESCRIBE_H

#include <stddef.h>

#include "base/status.h"

/* The arithmetic mean, from a compensated sum. Fails on n == 0 and on a value that is not finite
 * (the message counts them). */
dw_status dw_mean(const double *x, size_t n, double *out, dw_error *err);

/* What rounding took from the mean of a sample that dw_mean has checked. */
double dw_mean_rest(const double *x, size_t n, double mean);

/* The unbiased variance (divisor n - 1), by the corrected two-pass formula. Fails as dw_mean does
 * and on n == 1. */
dw_status dw_variance(const double *x, size_t n, double *out, dw_error *err);

/* Fails with a sentence when the sample is smaller than `least` or holds NaN or infinities. */
dw_status dw_check_sample(const double *x, size_t n, size_t least, dw_error *err);

#endif
