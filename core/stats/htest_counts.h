/* Tests of counts. All counts are whole numbers from 0 on, at most 2^50. */
#ifndef DW_STATS_HTEST_COUNTS_H
#define DW_STATS_HTEST_COUNTS_H

#include "stats/htest.h"

/* Are k successes in n trials a chance of p? Two-sided: the chance of all outcomes that are no
 * more likely than k (ties within 1e-7), as R has it. The estimate is k / n with Clopper and
 * Pearson's (1934) interval. */
dw_status dw_binomial_test(double k, double n, double p, dw_question question, dw_test *out,
                           dw_error *err);

/* Are the counts in cells as the chances p say (NULL: all the same)? Pearson's (1900) sum of
 * (seen - expected)^2 / expected, cells - 1 degrees of freedom. The estimate is Cohen's w, the root
 * of statistic / n; its interval inverts the noncentral chi-square distribution
 * (above a statistic of 10^4 its normal approximation). */
dw_status dw_chi_square_fit(const double *count, const double *p, size_t cells, double level,
                            dw_test *out, dw_error *err);

/* Are rows and columns of a table independent? yates: with 1/2 taken off each deviation (2x2
 * tables only). The estimate is Cramér's V. Both chi-square tests say in the message when
 * expected counts are below 5. */
dw_status dw_chi_square_table(const double *count, size_t rows, size_t columns, bool yates,
                              double level, dw_test *out, dw_error *err);

/* Independence in a 2x2 table { a, b, c, d } (rows a b and c d), exact given its margins (Fisher
 * 1935). Two-sided: all tables no more likely than this one (ties within 1e-7). The estimate is the
 * conditional maximum likelihood of the odds ratio, its interval inverts the one-sided tests. */
dw_status dw_fisher(const double *table, dw_question question, dw_test *out, dw_error *err);

typedef enum dw_mcnemar_method {
    DW_MCNEMAR_EXACT,
    DW_MCNEMAR_CORRECTED, /* chi-square with continuity correction (Edwards 1948) */
    DW_MCNEMAR_PLAIN      /* chi-square */
} dw_mcnemar_method;

/* Of paired answers, `first` are right in the first only and `second` in the second only: are both
 * as good (McNemar 1947)? The estimate is first / second with an exact interval. */
dw_status dw_mcnemar(double first, double second, dw_mcnemar_method method, dw_question question,
                     dw_test *out, dw_error *err);

#endif
