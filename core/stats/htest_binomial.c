/* The binomial test, and McNemar's, which is one. */
#include <math.h>
#include <stdio.h>

#include "stats/htest_counts.h"

/* The first of the outcomes low..high that is no more likely than `most`, where chances fall
 * from low on (down) or rise to high: the end of the other tail. */
static double cut(double low, double high, bool falls, double n, double p, double most)
{
    while (low < high) {
        double middle = falls ? floor((low + high) / 2) : ceil((low + high) / 2);
        bool rare = dw_binomial_log_chance(middle, n, p) <= most;
        if (falls)
            *(rare ? &high : &low) = rare ? middle : middle + 1;
        else
            *(rare ? &low : &high) = rare ? middle : middle - 1;
    }
    return low;
}

static double two_sided(double k, double n, double p)
{
    if (p == 0 || p == 1) return k == n * p ? 1 : 0;
    double mean = n * p, most = dw_binomial_log_chance(k, n, p) + 1e-7;
    if (k == mean) return 1;
    if (k < mean) {
        double start = fmin(n + 1, fmax(k + 1, floor((n + 1) * p)));
        double other = start > n ? n + 1 : cut(start, n + 1, true, n, p, most);
        return fmin(1, dw_binomial_lower(k, n, p) + dw_binomial_upper(other, n, p));
    }
    double other = cut(-1, fmin(k - 1, floor((n + 1) * p)), false, n, p, most);
    return fmin(1, dw_binomial_upper(k, n, p) + dw_binomial_lower(other, n, p));
}

static void share_interval(double k, double n, const dw_question *question, double *low,
                           double *high)
{
    double tail = dw_end_tail(question);
    *low = k == 0 || question->alternative == DW_LESS ? 0 : dw_beta_lower_point(tail, k, n - k + 1);
    *high =
        k == n || question->alternative == DW_GREATER ? 1 : dw_beta_upper_point(tail, k + 1, n - k);
}

static double p_of(double k, double n, double p, dw_alternative alternative)
{
    if (alternative == DW_LESS) return dw_binomial_lower(k, n, p);
    if (alternative == DW_GREATER) return dw_binomial_upper(k, n, p);
    return two_sided(k, n, p);
}

dw_status dw_binomial_test(double k, double n, double p, dw_question question, dw_test *out,
                           dw_error *err)
{
    dw_status status = dw_check_level(question.level, err);
    if (!status) status = dw_check_count(n, "n (trials)", err);
    if (!status) status = dw_check_count(k, "k (successes)", err);
    if (status) return status;
    if (n == 0) return dw_fail(err, DW_EDOMAIN, "n (trials) is 0; at least 1 is needed");
    if (k > n) return dw_fail(err, DW_EDOMAIN, "k (successes) is %g of %g trials", k, n);
    if (!(p >= 0 && p <= 1)) return dw_fail(err, DW_EDOMAIN, "p must be in 0..1, got %g", p);
    *out = dw_test_start("k", "share");
    snprintf(out->method, sizeof out->method, "exact binomial test");
    out->statistic = k;
    out->n = n;
    out->estimate = k / n;
    out->p = p_of(k, n, p, question.alternative);
    share_interval(k, n, &question, &out->low, &out->high);
    return DW_OK;
}

/* ---- McNemar ---- */

static void by_chi_square(double first, double second, bool corrected, dw_alternative alternative,
                          dw_test *out)
{
    double away = fabs(first - second), sign = first >= second ? 1 : -1;
    if (corrected) away = fmax(0, away - 1);
    double z = away / sqrt(first + second);
    out->statistic = z * z;
    out->statistic_name = "chi-square";
    out->dof = 1;
    out->p = alternative == DW_TWO_SIDED
                 ? 2 * dw_normal_upper(z)
                 : dw_normal_upper(alternative == DW_GREATER ? sign * z : -sign * z);
}

dw_status dw_mcnemar(double first, double second, dw_mcnemar_method method, dw_question question,
                     dw_test *out, dw_error *err)
{
    static const char *const names[] = { "McNemar's test, exact",
                                         "McNemar's test, chi-square with continuity correction",
                                         "McNemar's test, chi-square" };
    dw_status status = dw_check_level(question.level, err);
    if (!status) status = dw_check_count(first, "first", err);
    if (!status) status = dw_check_count(second, "second", err);
    if (status) return status;
    double n = first + second, low, high;
    if (n == 0)
        return dw_fail(err, DW_EDOMAIN, "first and second are 0: no pair differs, nothing to test");
    *out = dw_test_start("first", "first / second");
    snprintf(out->method, sizeof out->method, "%s", names[method]);
    out->statistic = first;
    out->n = n;
    out->estimate = first / second;
    if (method == DW_MCNEMAR_EXACT)
        out->p = p_of(first, n, 0.5, question.alternative);
    else
        by_chi_square(first, second, method == DW_MCNEMAR_CORRECTED, question.alternative, out);
    share_interval(first, n, &question, &low, &high);
    out->low = low / (1 - low);
    out->high = high == 1 ? INFINITY : high / (1 - high);
    return DW_OK;
}
