#include "stats/statistic.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "stats/describe.h"
#include "stats/statistic_parts.h"

typedef struct dw_context context;

/* ---- of sums ---- */

double dw_mean_of_sums(const void *at, const double *sums, const double *counts)
{
    return ((const context *)at)->center + sums[0] / counts[0];
}

static double difference_of_sums(const void *at, const double *sums, const double *counts)
{
    (void)at;
    return sums[0] / counts[0] - sums[1] / counts[1];
}

/* ---- of rows ---- */

static double mean_of_rows(const double *x, const uint32_t *rows, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += x[rows[i]];
    return sum / (double)n;
}

static dw_status variance_of_rows(const void *at, const uint32_t *rows, size_t n, void *scratch,
                                  double *out, dw_error *err)
{
    (void)scratch, (void)err;
    const double *x = ((const context *)at)->rows.column[0];
    double mean = mean_of_rows(x, rows, n), squares = 0, drift = 0;
    for (size_t i = 0; i < n; i++) {
        double d = x[rows[i]] - mean;
        squares += d * d;
        drift += d;
    }
    *out = (squares - drift * drift / (double)n) / ((double)n - 1);
    return DW_OK;
}

static dw_status sd_of_rows(const void *at, const uint32_t *rows, size_t n, void *scratch,
                            double *out, dw_error *err)
{
    dw_status status = variance_of_rows(at, rows, n, scratch, out, err);
    *out = sqrt(*out);
    return status;
}

static dw_status correlation_of_rows(const void *at, const uint32_t *rows, size_t n, void *scratch,
                                     double *out, dw_error *err)
{
    (void)scratch, (void)err;
    const double *x = ((const context *)at)->rows.column[0];
    const double *y = ((const context *)at)->rows.column[1];
    double mx = mean_of_rows(x, rows, n), my = mean_of_rows(y, rows, n), xx = 0, yy = 0, xy = 0;
    bool fixed_x = true, fixed_y = true;
    for (size_t i = 0; i < n; i++) {
        double dx = x[rows[i]] - mx, dy = y[rows[i]] - my;
        fixed_x = fixed_x && x[rows[i]] == x[rows[0]];
        fixed_y = fixed_y && y[rows[i]] == y[rows[0]];
        xx += dx * dx;
        yy += dy * dy;
        xy += dx * dy;
    }
    *out = fixed_x || fixed_y ? NAN : fmax(-1, fmin(1, xy / sqrt(xx) / sqrt(yy)));
    return DW_OK;
}

/* How often each place of the sorted sample was drawn: its order statistics without a sort. */
const uint32_t *dw_count_ranks(const struct dw_context *c, const uint32_t *rows, size_t n,
                               void *scratch)
{
    uint32_t *count = scratch;
    memset(count, 0, c->rows.strata.start[c->rows.strata.count] * sizeof *count);
    for (size_t i = 0; i < n; i++) count[c->rank[rows[i]]]++;
    return count;
}

/* The value at `position` (from 0) of the drawn ones, linear between neighbours. */
static double value_at(const context *c, const uint32_t *count, size_t n, double position)
{
    double whole = floor(position + 4e-16 * (double)n), part = position - whole;
    size_t rank = 0, seen = count[0], wanted = (size_t)whole;
    while (seen <= wanted) seen += count[++rank];
    double low = c->sorted[rank];
    if (part <= 4e-16 * (double)n || wanted + 1 >= n) return low;
    while (seen <= wanted + 1) seen += count[++rank];
    double high = c->sorted[rank];
    return low == high ? low : (1 - part) * low + part * high;
}

static dw_status quantile_of_rows(const void *at, const uint32_t *rows, size_t n, void *scratch,
                                  double *out, dw_error *err)
{
    (void)err;
    const context *c = at;
    const uint32_t *count = dw_count_ranks(c, rows, n, scratch);
    *out = value_at(c, count, n, c->options.p * ((double)n - 1));
    return DW_OK;
}

static dw_status trimmed_of_rows(const void *at, const uint32_t *rows, size_t n, void *scratch,
                                 double *out, dw_error *err)
{
    (void)err;
    const context *c = at;
    const uint32_t *count = dw_count_ranks(c, rows, n, scratch);
    size_t cut = (size_t)floor((double)n * c->options.trim + 4e-16 * (double)n), seen = 0;
    double sum = 0;
    for (size_t rank = 0; seen < n - cut; rank++) {
        size_t low = seen > cut ? seen : cut, high = seen + count[rank];
        seen = high;
        if (high > n - cut) high = n - cut;
        if (high > low) sum += (double)(high - low) * c->sorted[rank];
    }
    *out = sum / (double)(n - 2 * cut);
    return DW_OK;
}

/* ---- making ready ---- */

dw_status dw_ready_rank(dw_ready *ready, dw_error *err)
{
    context *c = ready->context;
    size_t n = dw_rows_count(&c->rows);
    uint32_t *order = dw_allocate(n, sizeof *order, err);
    c->sorted = dw_allocate(n, sizeof *c->sorted, err);
    c->rank = dw_allocate(n, sizeof *c->rank, err);
    dw_status status = order && c->sorted && c->rank ? DW_OK : DW_ENOMEM;
    if (!status) status = dw_order(c->rows.column[0], n, order, err);
    for (size_t i = 0; i < n && !status; i++) {
        c->sorted[i] = c->rows.column[0][order[i]];
        c->rank[order[i]] = (uint32_t)i;
    }
    free(order);
    ready->statistic.room = n * sizeof(uint32_t);
    return status;
}

/* Room for a value and a bin of each row; the statistic is then one of sums. */
dw_status dw_ready_values(dw_ready *ready, dw_error *err)
{
    size_t n = dw_rows_count(&ready->context->rows);
    ready->value = dw_allocate(n, sizeof *ready->value, err);
    ready->bin = dw_allocate(n, sizeof *ready->bin, err);
    return ready->value && ready->bin ? DW_OK : DW_ENOMEM;
}

dw_status dw_ready_sums(dw_ready *ready, size_t bins, dw_error *err)
{
    ready->context->bins = bins;
    ready->statistic.binned = &ready->binned;
    return dw_binned_make(&ready->binned, ready->value, ready->bin, bins,
                          &ready->context->rows.strata, err);
}

static dw_status make_mean(dw_ready *ready, dw_error *err)
{
    context *c = ready->context;
    size_t n = dw_rows_count(&c->rows);
    dw_status status = dw_ready_values(ready, err);
    if (!status) status = dw_mean(c->rows.column[0], n, &c->center, err);
    if (status) return status;
    for (size_t i = 0; i < n; i++) ready->value[i] = c->rows.column[0][i] - c->center;
    ready->statistic.of_sums = dw_mean_of_sums;
    return dw_ready_sums(ready, 1, err);
}

/* Of pairs it is the mean of differences; of independent samples, two bins. */
static dw_status make_difference(dw_ready *ready, dw_error *err)
{
    context *c = ready->context;
    size_t n = dw_rows_count(&c->rows);
    dw_status status = dw_ready_values(ready, err);
    if (status) return status;
    for (size_t i = 0; i < n; i++) {
        ready->value[i] = c->rows.column[0][i] - (c->rows.first ? 0 : c->rows.column[1][i]);
        ready->bin[i] = c->rows.first && i >= c->rows.first;
    }
    ready->statistic.of_sums = c->rows.first ? difference_of_sums : dw_mean_of_sums;
    return dw_ready_sums(ready, c->rows.first ? 2 : 1, err);
}

static dw_status make_quantile(dw_ready *ready, dw_error *err)
{
    double p = ready->context->options.p;
    if (!(p >= 0 && p <= 1)) return dw_fail(err, DW_EDOMAIN, "p must be in 0..1, got %g", p);
    ready->statistic.of_rows = quantile_of_rows;
    return dw_ready_rank(ready, err);
}

static dw_status make_median(dw_ready *ready, dw_error *err)
{
    ready->context->options.p = 0.5;
    return make_quantile(ready, err);
}

static dw_status make_trimmed(dw_ready *ready, dw_error *err)
{
    double trim = ready->context->options.trim;
    if (!(trim >= 0 && trim < 0.5))
        return dw_fail(err, DW_EDOMAIN, "trim must be from 0 to below 0.5, got %g", trim);
    ready->statistic.of_rows = trimmed_of_rows;
    return dw_ready_rank(ready, err);
}

static dw_status make_variance(dw_ready *ready, dw_error *err)
{
    (void)err;
    ready->statistic.of_rows = variance_of_rows;
    return DW_OK;
}

static dw_status make_sd(dw_ready *ready, dw_error *err)
{
    (void)err;
    ready->statistic.of_rows = sd_of_rows;
    return DW_OK;
}

static dw_status make_correlation(dw_ready *ready, dw_error *err)
{
    (void)err;
    ready->statistic.of_rows = correlation_of_rows;
    return DW_OK;
}

const dw_statistic_name dw_statistic_names[] = {
    { "mean", DW_TAKES_SAMPLE, "the arithmetic mean" },
    { "median", DW_TAKES_SAMPLE, "the median" },
    { "quantile", DW_TAKES_SAMPLE, "the quantile p, type 7" },
    { "trimmed_mean", DW_TAKES_SAMPLE, "the mean without the share trim at each end" },
    { "sd", DW_TAKES_SAMPLE, "the standard deviation, n - 1" },
    { "variance", DW_TAKES_SAMPLE, "the variance, n - 1" },
    { "correlation", DW_TAKES_PAIRS, "Pearson's correlation" },
    { "difference_of_means", DW_TAKES_TWO, "the mean of the first minus that of the second" },
    { "ece", DW_TAKES_ANSWERS, "expected calibration error, in bins" },
    { "ace", DW_TAKES_ANSWERS, "mean calibration error of the bins" },
    { "mce", DW_TAKES_ANSWERS, "largest calibration error of a bin" },
    { "brier", DW_TAKES_ANSWERS, "Brier score" },
    { "log_loss", DW_TAKES_ANSWERS, "mean negative log probability of what happened" },
    { "reliability", DW_TAKES_ANSWERS, "Murphy's reliability term, in bins" },
    { "resolution", DW_TAKES_ANSWERS, "Murphy's resolution term, in bins" },
    { "sharpness", DW_TAKES_ANSWERS, "variance of the confidences, divisor n" },
    { "auroc", DW_TAKES_ANSWERS, "chance that a right answer is above a wrong one" },
    { 0 },
};

/* In the order of the names. */
static dw_status (*const makers[])(dw_ready *ready, dw_error *err) = {
    make_mean,         make_median,      make_quantile,    make_trimmed,        make_sd,
    make_variance,     make_correlation, make_difference,  dw_make_ece,         dw_make_ace,
    dw_make_mce,       dw_make_brier,    dw_make_log_loss, dw_make_reliability, dw_make_resolution,
    dw_make_sharpness, dw_make_auroc,
};

static dw_status check_rows(const dw_statistic_name *name, const dw_rows *rows, dw_error *err)
{
    bool pairs = name->input != DW_TAKES_SAMPLE && !rows->first;
    if (rows->first && name->input != DW_TAKES_TWO)
        return dw_fail(err, DW_EARG, "%s is not one of two independent samples", name->name);
    if (rows->columns != (pairs ? 2 : 1))
        return dw_fail(err, DW_EARG, "%s takes %s, got %zu", name->name,
                       pairs ? "two columns" : "one sample", rows->columns);
    dw_status status = dw_strata_check(&rows->strata, err);
    for (size_t k = 0; k < rows->columns && !status; k++)
        status = dw_check_sample(rows->column[k], dw_rows_count(rows), 2, err);
    return status;
}

dw_status dw_ready_make(dw_ready *ready, const char *name, const dw_rows *rows,
                        const dw_statistic_options *options, dw_error *err)
{
    size_t i = 0;
    *ready = (dw_ready){ 0 };
    while (dw_statistic_names[i].name && strcmp(dw_statistic_names[i].name, name) != 0) i++;
    if (!dw_statistic_names[i].name)
        return dw_fail(err, DW_EARG, "there is no statistic named '%.60s'", name);
    dw_status status = check_rows(&dw_statistic_names[i], rows, err);
    if (status) return status;
    ready->context = dw_allocate(1, sizeof *ready->context, err);
    if (!ready->context) return DW_ENOMEM;
    ready->context->rows = *rows;
    ready->context->options = *options;
    ready->statistic.context = ready->context;
    return makers[i](ready, err);
}

void dw_ready_free(dw_ready *ready)
{
    dw_binned_free(&ready->binned);
    free(ready->value);
    free(ready->bin);
    if (ready->context) {
        free(ready->context->sorted);
        free(ready->context->rank);
    }
    free(ready->context);
    *ready = (dw_ready){ 0 };
}
