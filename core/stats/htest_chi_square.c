/* Pearson's chi-square tests. */
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "stats/htest_counts.h"

static const double few = 5, large = 1e4;

/* ---- the noncentral distribution ---- */

/* P(X <= x) or P(X > x) of nu degrees of freedom and noncentrality l: a Poisson mixture, summed
 * from its middle outwards. */
static double noncentral(double x, double nu, double l, bool upper)
{
    double middle = floor(l / 2), sum = 0;
    for (int way = 0; way < 2; way++) {
        for (double j = way ? middle - 1 : middle; j >= 0; j += way ? -1 : 1) {
            double weight = l > 0 ? exp(j * log(l / 2) - l / 2 - lgamma(j + 1)) : j == 0;
            if (weight < 1e-18) break;
            sum +=
                weight * (upper ? gsl_cdf_chisq_Q(x, nu + 2 * j) : gsl_cdf_chisq_P(x, nu + 2 * j));
        }
    }
    return sum;
}

/* The noncentrality at which the tail of what was seen is `tail`: both tails are monotone. */
static double noncentrality(double x, double nu, double tail, bool upper)
{
    double low = 0, high = 4 * x + 100;
    if (upper ? noncentral(x, nu, 0, true) >= tail : noncentral(x, nu, 0, false) <= tail) return 0;
    for (int i = 0; i < 60 && high - low > 1e-13 * high; i++) {
        double middle = (low + high) / 2;
        bool right = upper ? noncentral(x, nu, middle, true) < tail
                           : noncentral(x, nu, middle, false) > tail;
        *(right ? &low : &high) = middle;
    }
    return (low + high) / 2;
}

/* An effect sqrt(x / scale) and its interval. */
static void set_effect(dw_test *out, double scale, double level)
{
    double tail = (1 - level) / 2, x = out->statistic, nu = out->dof;
    out->estimate = sqrt(x / scale);
    if (x > large) {
        double half = gsl_cdf_ugaussian_Qinv(tail) * sqrt(fmax(2 * nu, 4 * x - 2 * nu));
        out->low = sqrt(fmax(0, x - nu - half) / scale);
        out->high = sqrt(fmax(0, x - nu + half) / scale);
        return;
    }
    out->low = sqrt(noncentrality(x, nu, tail, true) / scale);
    out->high = sqrt(noncentrality(x, nu, tail, false) / scale);
}

/* ---- the tests ---- */

static dw_status check_counts(const double *count, size_t cells, double *total, dw_error *err)
{
    *total = 0;
    for (size_t i = 0; i < cells; i++) {
        dw_status status = dw_check_count(count[i], "a count", err);
        if (status) return status;
        *total += count[i];
    }
    if (*total == 0) return dw_fail(err, DW_EDOMAIN, "all counts are 0");
    return DW_OK;
}

static void warn(dw_test *out, size_t small, size_t cells)
{
    if (small == 0) return;
    snprintf(out->message, sizeof out->message,
             "%zu of %zu expected counts %s below 5: p may be far off", small, cells,
             small == 1 ? "is" : "are");
}

static void answer(dw_test *out, double n, double dof, double smaller, double level)
{
    out->n = n;
    out->dof = dof;
    out->p = dw_chi2_upper(out->statistic, dof);
    set_effect(out, n * smaller, level);
}

static dw_status check_chances(const double *p, size_t cells, dw_error *err)
{
    double sum = 0;
    for (size_t i = 0; i < cells; i++) {
        if (!(p[i] >= 0 && p[i] <= 1))
            return dw_fail(err, DW_EDOMAIN, "p must be in 0..1, got %g", p[i]);
        sum += p[i];
    }
    if (fabs(sum - 1) > 1e-9)
        return dw_fail(err, DW_EDOMAIN, "p must sum to 1, sums to %.10g", sum);
    return DW_OK;
}

dw_status dw_chi_square_fit(const double *count, const double *p, size_t cells, double level,
                            dw_test *out, dw_error *err)
{
    double n;
    if (cells < 2) return dw_fail(err, DW_EARG, "%zu count; at least 2 are needed", cells);
    dw_status status = dw_check_level(level, err);
    if (!status) status = check_counts(count, cells, &n, err);
    if (!status && p) status = check_chances(p, cells, err);
    if (status) return status;
    *out = dw_test_start("chi-square", "Cohen's w");
    snprintf(out->method, sizeof out->method, "chi-square test of goodness of fit");
    out->statistic = 0;
    size_t small = 0;
    for (size_t i = 0; i < cells; i++) {
        double expected = n * (p ? p[i] : 1 / (double)cells), away = count[i] - expected;
        if (expected == 0)
            return dw_fail(err, DW_EDOMAIN, "p[%zu] is 0: leave the cell out", i + 1);
        out->statistic += away * away / expected;
        small += expected < few;
    }
    warn(out, small, cells);
    answer(out, n, (double)cells - 1, 1, level);
    return DW_OK;
}

/* Sums over rows and columns, none of which may be 0. */
static dw_status add_margins(const double *count, size_t rows, size_t columns, double *margin,
                             dw_error *err)
{
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < columns; j++) {
            margin[i] += count[i * columns + j];
            margin[rows + j] += count[i * columns + j];
        }
    for (size_t i = 0; i < rows + columns; i++)
        if (margin[i] == 0)
            return dw_fail(err, DW_EDOMAIN, "%s %zu of the table is all 0: leave it out",
                           i < rows ? "row" : "column", (i < rows ? i : i - rows) + 1);
    return DW_OK;
}

static void sum_table(const double *count, size_t rows, size_t columns, const double *margin,
                      double n, bool yates, dw_test *out)
{
    size_t small = 0;
    out->statistic = 0;
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < columns; j++) {
            double expected = margin[i] * margin[rows + j] / n;
            double away = fabs(count[i * columns + j] - expected);
            if (yates) away = fmax(0, away - 0.5);
            out->statistic += away * away / expected;
            small += expected < few;
        }
    warn(out, small, rows * columns);
}

dw_status dw_chi_square_table(const double *count, size_t rows, size_t columns, bool yates,
                              double level, dw_test *out, dw_error *err)
{
    double n;
    if (rows < 2 || columns < 2)
        return dw_fail(err, DW_EARG, "the table is %zux%zu; at least 2x2 is needed", rows, columns);
    if (yates && (rows != 2 || columns != 2))
        return dw_fail(err, DW_EARG, "Yates' correction is for 2x2 tables, this one is %zux%zu",
                       rows, columns);
    dw_status status = dw_check_level(level, err);
    if (!status) status = check_counts(count, rows * columns, &n, err);
    if (status) return status;
    double *margin = dw_allocate(rows + columns, sizeof *margin, err);
    if (!margin) return DW_ENOMEM;
    *out = dw_test_start("chi-square", "Cramér's V");
    snprintf(out->method, sizeof out->method, "chi-square test of independence%s",
             yates ? ", Yates' correction" : "");
    status = add_margins(count, rows, columns, margin, err);
    if (!status) {
        sum_table(count, rows, columns, margin, n, yates, out);
        answer(out, n, (double)((rows - 1) * (columns - 1)),
               (double)(rows < columns ? rows : columns) - 1, level);
    }
    free(margin);
    return status;
}
