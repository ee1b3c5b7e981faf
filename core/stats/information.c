#include "stats/information.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/text.h"
#include "stats/describe.h"
#include "stats/moment.h"
#include "stats/sum.h"

static dw_status refuse(const char *what, const char *rule, double x, size_t i, dw_error *err)
{
    char number[32];
    dw_text_number(x, number);
    return dw_fail(err, DW_EDOMAIN, "%s must be %s, got %s at %zu", what, rule, number, i + 1);
}

static dw_status check_probabilities(const double *p, size_t n, const char *name, dw_error *err)
{
    if (n == 0) return dw_fail(err, DW_EARG, "%s is empty", name);
    dw_sum sum = { 0 };
    for (size_t i = 0; i < n; i++) {
        if (!(p[i] >= 0) || isinf(p[i])) return refuse(name, "probabilities", p[i], i, err);
        dw_sum_add(&sum, p[i]);
    }
    if (fabs(dw_sum_value(&sum) - 1) <= 1e-9) return DW_OK;
    return dw_fail(err, DW_EDOMAIN, "%s must sum to 1, but the sum is %.12g", name,
                   dw_sum_value(&sum));
}

dw_status dw_entropy(const double *p, size_t n, double *out, dw_error *err)
{
    dw_status status = check_probabilities(p, n, "p", err);
    if (status) return status;
    dw_sum sum = { 0 };
    for (size_t i = 0; i < n; i++)
        if (p[i] > 0) dw_sum_add(&sum, -p[i] * log(p[i]));
    *out = fmax(0, dw_sum_value(&sum));
    return DW_OK;
}

dw_status dw_cross_entropy(const double *p, const double *q, size_t n, double *out, dw_error *err)
{
    dw_status status = check_probabilities(p, n, "p", err);
    if (!status) status = check_probabilities(q, n, "q", err);
    if (status) return status;
    dw_sum sum = { 0 };
    for (size_t i = 0; i < n; i++)
        if (p[i] > 0) dw_sum_add(&sum, -p[i] * log(q[i]));
    *out = fmax(0, dw_sum_value(&sum));
    return DW_OK;
}

/* p log(p / q) - p + q, at least 0 and small where p is near q: no digits are lost in the sum. */
static double excess(double p, double q)
{
    if (p == 0) return q;
    if (q == 0) return INFINITY;
    double d = (p - q) / q;
    double ratio = p / q;
    if (fabs(d) > 0.1 && ratio > 0x1p-1000 && isfinite(ratio)) return p * log(ratio) - (p - q);
    if (fabs(d) > 0.1) return p * (log(p) - log(q)) - (p - q);
    double sum = 0, power = d;
    for (int k = 2; k < 20; k++) { /* (1 + d) log(1 + d) - d */
        power *= -d;
        sum -= power / (k * (k - 1));
    }
    return q * sum;
}

/* p log(p / q): what excess took away comes back, and its sum is nearly 0. */
static void add_divergence(dw_sum *sum, double p, double q)
{
    dw_sum_add(sum, excess(p, q));
    dw_sum_add(sum, p);
    dw_sum_add(sum, -q);
}

static double divergence(const double *p, const double *q, size_t n)
{
    dw_sum sum = { 0 };
    for (size_t i = 0; i < n; i++) add_divergence(&sum, p[i], q[i]);
    return fmax(0, dw_sum_value(&sum));
}

static dw_status check_both(const double *p, const double *q, size_t n, dw_error *err)
{
    dw_status status = check_probabilities(p, n, "p", err);
    return status ? status : check_probabilities(q, n, "q", err);
}

dw_status dw_kl(const double *p, const double *q, size_t n, double *out, dw_error *err)
{
    dw_status status = check_both(p, q, n, err);
    if (!status) *out = divergence(p, q, n);
    return status;
}

dw_status dw_js(const double *p, const double *q, size_t n, double *out, dw_error *err)
{
    dw_status status = check_both(p, q, n, err);
    if (status) return status;
    dw_sum sum = { 0 };
    for (size_t i = 0; i < n; i++) {
        double middle = p[i] / 2 + q[i] / 2;
        if (middle == 0) continue;
        dw_sum_add(&sum, excess(p[i], middle) / 2);
        dw_sum_add(&sum, excess(q[i], middle) / 2);
    }
    *out = fmin(dw_sum_value(&sum), 0.69314718055994531);
    return DW_OK;
}

static dw_status mutual(const double *joint, size_t rows, size_t columns, double *out,
                        double *squares, dw_error *err)
{
    dw_sum *sums = dw_allocate(rows + columns, sizeof *sums, err);
    if (!sums) return DW_ENOMEM;
    for (size_t i = 0; i < rows * columns; i++) {
        dw_sum_add(&sums[i / columns], joint[i]);
        dw_sum_add(&sums[rows + i % columns], joint[i]);
    }
    dw_sum sum = { 0 }, square = { 0 };
    for (size_t i = 0; i < rows * columns; i++) {
        double row = dw_sum_value(&sums[i / columns]);
        double column = dw_sum_value(&sums[rows + i % columns]);
        if (row > 0 && column > 0) add_divergence(&sum, joint[i], row * column);
        if (joint[i] > 0) {
            double l = log(joint[i] / row / column);
            dw_sum_add(&square, joint[i] * l * l);
        }
    }
    free(sums);
    *out = fmax(0, dw_sum_value(&sum));
    *squares = dw_sum_value(&square);
    return DW_OK;
}

dw_status dw_mutual_information(const double *joint, size_t rows, size_t columns, double *out,
                                dw_error *err)
{
    double squares;
    dw_status status = check_probabilities(joint, rows * columns, "the table", err);
    return status ? status : mutual(joint, rows, columns, out, &squares, err);
}

dw_status dw_mutual_information_of_counts(const double *counts, size_t rows, size_t columns,
                                          double *out, double *se, dw_error *err)
{
    size_t n = rows * columns;
    double total = 0, squares;
    for (size_t i = 0; i < n; i++) {
        if (!(counts[i] >= 0 && counts[i] <= 0x1p53 && counts[i] == floor(counts[i])))
            return refuse("counts", "whole numbers of at least 0", counts[i], i, err);
        total += counts[i];
    }
    if (!(total > 0)) return dw_fail(err, DW_EARG, "the table holds no counts");
    double *joint = dw_allocate(n, sizeof *joint, err);
    if (!joint) return DW_ENOMEM;
    for (size_t i = 0; i < n; i++) joint[i] = counts[i] / total;
    dw_status status = mutual(joint, rows, columns, out, &squares, err);
    if (!status) *se = sqrt(fmax(0, squares - *out * *out) / total);
    free(joint);
    return status;
}

dw_status dw_perplexity(const double *log_p, size_t n, double level, double *out, double *low,
                        double *high, dw_error *err)
{
    if (n == 0) return dw_fail(err, DW_EARG, "there are no tokens");
    if (!(level > 0 && level < 1))
        return dw_fail(err, DW_EDOMAIN, "level must be above 0 and below 1, got %g", level);
    bool never = false;
    for (size_t i = 0; i < n; i++) {
        if (!(log_p[i] <= 0)) return refuse("log probabilities", "at most 0", log_p[i], i, err);
        never = never || isinf(log_p[i]);
    }
    *low = *high = NAN;
    *out = INFINITY;
    if (never) return DW_OK;
    double mean, se;
    dw_status status = dw_mean(log_p, n, &mean, err);
    if (status) return status;
    *out = exp(-mean);
    if (n < 2) return DW_OK;
    status = dw_standard_error(log_p, n, &se, err);
    if (status) return status;
    double half = gsl_cdf_tdist_Qinv((1 - level) / 2, (double)n - 1) * se;
    *low = fmax(1, exp(-mean - half)); /* no perplexity is less */
    *high = exp(-mean + half);
    return DW_OK;
}
