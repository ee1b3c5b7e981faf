/* A sample in one table of numbers. */
#ifndef DW_STATS_SUMMARY_H
#define DW_STATS_SUMMARY_H

#include <stddef.h>

#include "base/status.h"

/* low..high is the mean's interval by Student's t. Skewness and kurtosis are the adjusted forms
 * with their standard errors in normal samples, quartiles of type 7, mad times 1.4826. NAN stands
 * for what a sample of this size, or one without spread, does not have. */
typedef struct dw_summary {
    double n, mean, se, low, high, level, variance, sd, skewness, skewness_se, kurtosis,
        kurtosis_se;
    double min, q1, median, q3, max, range, iqr, mad;
} dw_summary;

/* sorted is ascending; n >= 2. */
dw_status dw_summarize(const double *sorted, size_t n, double level, dw_summary *out,
                       dw_error *err);

#endif
