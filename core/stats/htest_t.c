#include "stats/htest_t.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "stats/describe.h"

/* Mean, what rounding took from it, sum of squares about it, and squared standard error. The rest
 * is what tells the means of numbers apart that agree in all but their last digits. */
typedef struct moments {
    double mean, rest, squares, error;
} moments;

static dw_status measure(dw_sample_of x, moments *out, dw_error *err)
{
    double variance = 0;
    dw_status status = dw_mean(x.at, x.n, &out->mean, err);
    if (!status && x.n > 1) status = dw_variance(x.at, x.n, &variance, err);
    if (status) return status;
    if (!isfinite(variance)) return dw_fail(err, DW_EDOMAIN, "%s: its variance overflows", x.name);
    out->rest = dw_mean_rest(x.at, x.n, out->mean);
    out->squares = variance * ((double)x.n - 1);
    out->error = variance / (double)x.n;
    return DW_OK;
}

/* Spread that is rounding alone says nothing: `size` is that of the numbers. */
static bool has_spread(const moments *of, dw_sample_of x, double size)
{
    return x.n > 1 && sqrt(of->squares / ((double)x.n - 1)) > 2 * 0x1p-52 * fabs(size);
}

/* How a message goes on after the first value of a sample without spread. */
static const char *nearly(dw_sample_of x)
{
    for (size_t i = 1; i < x.n; i++)
        if (x.at[i] != x.at[0]) return " but for rounding";
    return "";
}

/* `away` is the estimate less what is tested. */
static void finish(dw_test *out, double away, double error, const dw_question *question)
{
    out->statistic = away / sqrt(error);
    out->p =
        question->alternative == DW_TWO_SIDED
            ? 2 * dw_student_upper(fabs(out->statistic), out->dof)
            : dw_student_upper(question->alternative == DW_LESS ? -out->statistic : out->statistic,
                               out->dof);
    double half = dw_student_point(dw_end_tail(question), out->dof) * sqrt(error);
    out->low = question->alternative == DW_LESS ? -INFINITY : out->estimate - half;
    out->high = question->alternative == DW_GREATER ? INFINITY : out->estimate + half;
}

static dw_status one_mean(dw_sample_of x, double mu, double size, dw_question question,
                          dw_test *out, dw_error *err)
{
    moments of;
    dw_status status = dw_check_level(question.level, err);
    if (!status) status = measure(x, &of, err);
    if (status) return status;
    if (!has_spread(&of, x, fmax(size, fabs(of.mean))))
        return dw_fail(err, DW_EDOMAIN, "%s: all %zu values are %g%s; a t test needs spread",
                       x.name, x.n, x.at[0], nearly(x));
    out->estimate = of.mean;
    out->dof = (double)x.n - 1;
    out->n = (double)x.n;
    finish(out, (of.mean - mu) + of.rest, of.error, &question);
    return DW_OK;
}

dw_status dw_t_one(dw_sample_of x, double mu, dw_question question, dw_test *out, dw_error *err)
{
    dw_status status = dw_check_named(x, 2, err);
    if (status) return status;
    *out = dw_test_start("t", "mean");
    snprintf(out->method, sizeof out->method, "one-sample t test");
    return one_mean(x, mu, 0, question, out, err);
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
    double size = 0; /* of the numbers whose rounding the differences have */
    for (size_t i = 0; i < x.n; i++) {
        difference[i] = x.at[i] - y.at[i];
        size = fmax(size, fmin(fabs(x.at[i]), fabs(y.at[i])));
    }
    *out = dw_test_start("t", "mean difference");
    snprintf(out->method, sizeof out->method, "paired t test");
    dw_sample_of d = { difference, x.n, "x - y" };
    status = dw_check_named(d, 2, err);
    if (!status) status = one_mean(d, mu, size, question, out, err);
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
    if (!has_spread(a, x, a->mean) && !has_spread(b, y, b->mean))
        return dw_fail(err, DW_EDOMAIN,
                       "all values of %s are %g%s and all of %s are %g%s; a t test needs spread",
                       x.name, x.at[0], nearly(x), y.name, y.at[0], nearly(y));
    out->estimate = (a->mean - b->mean) + (a->rest - b->rest);
    out->n = (double)x.n;
    out->m = (double)y.n;
    finish(out, out->estimate - mu, error, &question);
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
