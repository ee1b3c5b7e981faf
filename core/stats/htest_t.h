/* Student's and Welch's tests of means. */
#ifndef DW_STATS_HTEST_T_H
#define DW_STATS_HTEST_T_H

#include "stats/htest.h"

/* Is the mean of x (n >= 2) mu? t = (mean - mu) / (sd / sqrt(n)), n - 1 degrees of freedom
 * (Student 1908). The estimate is the mean. */
dw_status dw_t_one(dw_sample_of x, double mu, dw_question question, dw_test *out, dw_error *err);

/* The same of the differences x[i] - y[i]. The estimate is their mean. */
dw_status dw_t_paired(dw_sample_of x, dw_sample_of y, double mu, dw_question question, dw_test *out,
                      dw_error *err);

/* Is mean(x) - mean(y) mu? With a common variance (three values together, n + m - 2 degrees of
 * freedom), or each with its own (Welch 1947; two values each, Satterthwaite's degrees of
 * freedom). The estimate is the difference of the means. */
dw_status dw_t_two(dw_sample_of x, dw_sample_of y, double mu, dw_question question, dw_test *out,
                   dw_error *err);
dw_status dw_welch(dw_sample_of x, dw_sample_of y, double mu, dw_question question, dw_test *out,
                   dw_error *err);

#endif
