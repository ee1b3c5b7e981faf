#include "stats/htest_t.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "stats/describe.h"

/* Mean, sum of squares about it, and squared standard error of the mean. */
typedef struct moments {
    double mean, squares, error;
} moments;

static dw_status measure(dw_sample_of x, moments *out, dw_error *err)
{
    double variance = 0;
    dw_status status = dw_mean(x.at, x.n, &out->mean, err);
    if (!status && x.n > 1) status = dw_variance(x.at, x.n, &variance, err);
    if (status) return status;
    if (!isfinite(variance)) return dw_fail(err, DW_EDOMAIN, "%s: its variance overflows", x.name);
    out->squares = variance * ((double)x.n - 1);
    out->error = variance / (double)x.n;
    return DW_OK;
}

/* Spread that is rounding alone says nothing. */
static bool has_spread(double error, double size)
{
    return sqrt(error) > 10 * 0x1p-52 * fabs(size);
}

static void finish(dw_test *out, double error, double mu, const dw_question *question)
{
    out->statistic = (out->estimate - mu) / sqrt(error);
    out->p =
        question->alternative == DW_TWO_SIDED
            ? 2 * dw_student_upper(fabs(out->statistic), out->dof)
            : dw_student_upper(question->alternative == DW_LESS ? -out->statistic : out->statistic,
                               out->dof);
    double half = dw_student_point(dw_end_tail(question), out->dof) * sqrt(error);
    out->low = question->alternative == DW_LESS ? -INFINITY : out->estimate - half;
    out->high = question->alternative == DW_GREATER ? INFINITY : out->estimate + half;
}

static dw_status one_mean(dw_sample_of x, double mu, dw_question question, dw_test *out,
                          dw_error *err)
{
    moments of;
    dw_status status = dw_check_level(question.level, err);
    if (!status) status = measure(x, &of, err);
    if (status) return status;
    if (!has_spread(of.error, of.mean))
        return dw_fail(err, DW_EDOMAIN, "%s: all %zu values are %g; a t test needs spread", x.name,
                       x.n, x.at[0]);
    out->estimate = of.mean;
    out->dof = (double)x.n - 1;
    out->n = (double)x.n;
    finish(out, of.error, mu, &question);
    return DW_OK;
}

dw_status dw_t_one(dw_sample_of x, double mu, dw_question question, dw_test *out, dw_error *err)
{
    dw_status status = dw_check_named(x, 2, err);
    if (status) return status;
    *out = dw_test_start("t", "mean");
    snprintf(out->method, sizeof out->method, "one-sample t test");
    return one_mean(x, mu, question, out, err);
}

dw_status dw_t_paired(dw_sample_of x, dw_sample_of y, double mu, dw_question question, dw_test *out,
                      dw_error *err)
{
    dw_status status = dw_check_named(x, 2, err);
    if (!status) status = dw_check_named(y, 2, err);
    if (status) return status;
    if (x.n != y.n)
        return dw_fail(err, DW_EARG, "pairs need equal lengths: %s has %zu, %s has %zu", x.name,
                       x.n, y.name, y.n);
    double *difference = dw_allocate(x.n, sizeof *difference, err);
    if (!difference) return DW_ENOMEM;
    for (size_t i = 0; i < x.n; i++) difference[i] = x.at[i] - y.at[i];
    *out = dw_test_start("t", "mean difference");
    snprintf(out->method, sizeof out->method, "paired t test");
    dw_sample_of d = { difference, x.n, "x - y" };
    status = dw_check_named(d, 2, err);
    if (!status) status = one_mean(d, mu, question, out, err);
    free(difference);
    return status;
}

static dw_status two_means(dw_sample_of x, dw_sample_of y, size_t least, dw_question question,
                           moments *a, moments *b, dw_error *err)
{
    dw_status status = dw_check_level(question.level, err);
    if (!status) status = dw_check_named(x, least, err);
    if (!status) status = dw_check_named(y, least, err);
    if (!status) status = measure(x, a, err);
    if (!status) status = measure(y, b, err);
    return status;
}

static dw_status answer_two(dw_sample_of x, dw_sample_of y, const moments *a, const moments *b,
                            double error, double mu, dw_question question, dw_test *out,
                            dw_error *err)
{
    if (!has_spread(error, fmax(fabs(a->mean), fabs(b->mean))))
        return dw_fail(err, DW_EDOMAIN,
                       "all values of %s are %g and all of %s are %g; a t test "
                       "needs spread",
                       x.name, x.at[0], y.name, y.at[0]);
    out->estimate = a->mean - b->mean;
    out->n = (double)x.n;
    out->m = (double)y.n;
    finish(out, error, mu, &question);
    return DW_OK;
}

dw_status dw_t_two(dw_sample_of x, dw_sample_of y, double mu, dw_question question, dw_test *out,
                   dw_error *err)
{
    moments a, b;
    dw_status status = two_means(x, y, 1, question, &a, &b, err);
    if (status) return status;
    if (x.n + y.n < 3)
        return dw_fail(err, DW_EARG, "%s and %s have one value each; three in all are needed",
                       x.name, y.name);
    *out = dw_test_start("t", "difference of means");
    snprintf(out->method, sizeof out->method, "two-sample t test, equal variances");
    double n = (double)x.n, m = (double)y.n;
    out->dof = n + m - 2;
    double error = (a.squares + b.squares) / out->dof * (1 / n + 1 / m);
    return answer_two(x, y, &a, &b, error, mu, question, out, err);
}

dw_status dw_welch(dw_sample_of x, dw_sample_of y, double mu, dw_question question, dw_test *out,
                   dw_error *err)
{
    moments a, b;
    dw_status status = two_means(x, y, 2, question, &a, &b, err);
    if (status) return status;
    *out = dw_test_start("t", "difference of means");
    snprintf(out->method, sizeof out->method, "Welch's t test");
    double n = (double)x.n, m = (double)y.n, error = a.error + b.error;
    double share = error > 0 ? a.error / error : 0;
    out->dof = 1 / (share * share / (n - 1) + (1 - share) * (1 - share) / (m - 1));
    return answer_two(x, y, &a, &b, error, mu, question, out, err);
}
