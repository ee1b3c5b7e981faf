/* Tests by ranks. */
#ifndef DW_STATS_HTEST_RANK_H
#define DW_STATS_HTEST_RANK_H

#include "stats/htest.h"

/* Is x as large as y? U is the number of pairs with x > y, ties counted half (Mann and Whitney
 * 1947). Exact, also with ties (all splits of the ranks seen are then equally likely), or by the
 * normal approximation with corrections for ties and for continuity; `auto` is exact without ties
 * when both have fewer than 50. The estimate is Hodges and Lehmann's shift, the median of all
 * x - y, with the interval that inverts the test. */
dw_status dw_mann_whitney(dw_sample_of x, dw_sample_of y, dw_rank_method method,
                          dw_question question, const dw_env *env, dw_test *out, dw_error *err);

/* Is x symmetric about mu? V is the sum of the ranks of |x - mu| where x > mu (Wilcoxon 1945).
 * Values equal to mu are left out and counted in the message, or, as Pratt (1959) says, ranked
 * first and then left out. `auto` is exact without ties for up to 50 values. The estimate is the
 * pseudomedian, the median of all (x[i] + x[j]) / 2, with the interval that inverts the test. */
dw_status dw_wilcoxon(dw_sample_of x, double mu, bool pratt, dw_rank_method method,
                      dw_question question, const dw_env *env, dw_test *out, dw_error *err);

/* ---- counting: htest_count.c ---- */

/* Twice the mid ranks of x (whole numbers), and sum of t^3 - t over groups of t ties. */
dw_status dw_double_ranks(const double *x, size_t n, size_t *out, double *ties, dw_error *err);

/* The chance that the sum of `take` of the scores, or of a random subset when take is negative, is
 * at most `sum`, and that it is at least `sum`. All counts are positive, so that both keep their
 * digits. Fails where there is too much to count. */
dw_status dw_count_sums(const size_t *scores, size_t n, long take, size_t sum, const dw_env *env,
                        double *lower, double *upper, dw_error *err);
/* The largest sum with at most `tail` below or at it, or -1. */
dw_status dw_count_point(const size_t *scores, size_t n, long take, double tail, const dw_env *env,
                         double *out, dw_error *err);

/* The k-th smallest (from 1) of all a[i] - b[j], a and b increasing; no list is made. */
double dw_kth_difference(const double *a, size_t n, const double *b, size_t m, double k);
/* The same of all (x[i] + x[j]) / 2 with i <= j. */
double dw_kth_walsh(const double *x, size_t n, double k);

#endif
