/* The named statistics of confidences and right or wrong answers. */
#include <math.h>
#include <stdlib.h>

#include "stats/statistic_parts.h"

typedef struct dw_context context;

/* ---- of sums: in each bin that of the gaps, or of the right answers ---- */

static double ece_of_sums(const void *at, const double *sums, const double *counts)
{
    double gaps = 0, n = 0;
    for (size_t b = 0; b < ((const context *)at)->bins; b++) {
        gaps += fabs(sums[b]);
        n += counts[b];
    }
    return gaps / n;
}

static double ace_of_sums(const void *at, const double *sums, const double *counts)
{
    double gaps = 0, filled = 0;
    for (size_t b = 0; b < ((const context *)at)->bins; b++) {
        if (counts[b] == 0) continue;
        gaps += fabs(sums[b]) / counts[b];
        filled++;
    }
    return gaps / filled;
}

static double mce_of_sums(const void *at, const double *sums, const double *counts)
{
    double most = 0;
    for (size_t b = 0; b < ((const context *)at)->bins; b++)
        if (counts[b] > 0) most = fmax(most, fabs(sums[b]) / counts[b]);
    return most;
}

static double reliability_of_sums(const void *at, const double *sums, const double *counts)
{
    double squares = 0, n = 0;
    for (size_t b = 0; b < ((const context *)at)->bins; b++) {
        if (counts[b] > 0) squares += sums[b] * sums[b] / counts[b];
        n += counts[b];
    }
    return squares / n;
}

static double resolution_of_sums(const void *at, const double *sums, const double *counts)
{
    double squares = 0, n = 0, right = 0;
    for (size_t b = 0; b < ((const context *)at)->bins; b++) {
        n += counts[b];
        right += sums[b];
    }
    for (size_t b = 0; b < ((const context *)at)->bins; b++) {
        if (counts[b] == 0) continue;
        double away = sums[b] / counts[b] - right / n;
        squares += counts[b] * away * away;
    }
    return squares / n;
}

static dw_status check_answers(const dw_ready *ready, dw_error *err)
{
    const dw_rows *rows = &ready->context->rows;
    return dw_answers_check(rows->column[0], rows->column[1], dw_rows_count(rows), err);
}

static dw_status make_bins(dw_ready *ready, bool gaps, dw_error *err)
{
    const context *c = ready->context;
    const double *confidence = c->rows.column[0], *correct = c->rows.column[1];
    size_t n = dw_rows_count(&c->rows);
    const dw_binning_rule rule = { c->options.binning, c->options.bins, c->options.left };
    dw_bins bins = { 0 };
    dw_status status = check_answers(ready, err);
    if (!status) status = dw_bins_make(&bins, confidence, n, &rule, err);
    if (!status) status = dw_ready_values(ready, err);
    for (size_t i = 0; i < n && !status; i++) {
        ready->value[i] = correct[i] - (gaps ? confidence[i] : 0);
        ready->bin[i] = bins.of[i];
    }
    size_t count = bins.bins;
    dw_bins_free(&bins);
    return status ? status : dw_ready_sums(ready, count, err);
}

dw_status dw_make_ece(dw_ready *ready, dw_error *err)
{
    ready->statistic.of_sums = ece_of_sums;
    return make_bins(ready, true, err);
}

dw_status dw_make_ace(dw_ready *ready, dw_error *err)
{
    ready->statistic.of_sums = ace_of_sums;
    return make_bins(ready, true, err);
}

dw_status dw_make_mce(dw_ready *ready, dw_error *err)
{
    ready->statistic.of_sums = mce_of_sums;
    return make_bins(ready, true, err);
}

dw_status dw_make_reliability(dw_ready *ready, dw_error *err)
{
    ready->statistic.of_sums = reliability_of_sums;
    return make_bins(ready, true, err);
}

dw_status dw_make_resolution(dw_ready *ready, dw_error *err)
{
    ready->statistic.of_sums = resolution_of_sums;
    return make_bins(ready, false, err);
}

/* ---- means of losses ---- */

static double square_loss(double confidence, double correct, double clip)
{
    (void)clip;
    return (confidence - correct) * (confidence - correct);
}

static dw_status make_loss(dw_ready *ready, double (*loss)(double, double, double), dw_error *err)
{
    const context *c = ready->context;
    dw_status status = check_answers(ready, err);
    if (!status) status = dw_ready_values(ready, err);
    if (status) return status;
    for (size_t i = 0; i < dw_rows_count(&c->rows); i++)
        ready->value[i] = loss(c->rows.column[0][i], c->rows.column[1][i], c->options.clip);
    ready->statistic.of_sums = dw_mean_of_sums;
    return dw_ready_sums(ready, 1, err);
}

dw_status dw_make_brier(dw_ready *ready, dw_error *err)
{
    return make_loss(ready, square_loss, err);
}

dw_status dw_make_log_loss(dw_ready *ready, dw_error *err)
{
    double *clip = &ready->context->options.clip;
    if (*clip == 0) *clip = DW_LOG_LOSS_CLIP;
    if (!(*clip > 0 && *clip < 0.5))
        return dw_fail(err, DW_EDOMAIN, "clip must be above 0 and below 0.5, got %g", *clip);
    return make_loss(ready, dw_log_loss_of, err);
}

/* ---- of rows ---- */

static dw_status sharpness_of_rows(const void *at, const uint32_t *rows, size_t n, void *scratch,
                                   double *out, dw_error *err)
{
    (void)scratch, (void)err;
    const double *x = ((const context *)at)->rows.column[0];
    double squares = 0, mean = 0;
    for (size_t i = 0; i < n; i++) mean += x[rows[i]];
    mean /= (double)n;
    for (size_t i = 0; i < n; i++) squares += (x[rows[i]] - mean) * (x[rows[i]] - mean);
    *out = squares / (double)n;
    return DW_OK;
}

dw_status dw_make_sharpness(dw_ready *ready, dw_error *err)
{
    ready->statistic.of_rows = sharpness_of_rows;
    return check_answers(ready, err);
}

/* NAN when the drawn answers are all right, or all wrong. */
static dw_status auroc_of_rows(const void *at, const uint32_t *rows, size_t n, void *scratch,
                               double *out, dw_error *err)
{
    (void)err;
    const context *c = at;
    const uint32_t *count = dw_count_ranks(c, rows, n, scratch);
    size_t places = dw_rows_count(&c->rows);
    double above = 0, right = 0, wrong = 0;
    for (size_t i = 0; i < places;) {
        double value = c->sorted[i], tied[2] = { 0, 0 };
        for (; i < places && c->sorted[i] == value; i++) tied[c->right[i]] += count[i];
        above += tied[1] * (wrong + tied[0] / 2);
        right += tied[1];
        wrong += tied[0];
    }
    *out = right > 0 && wrong > 0 ? above / right / wrong : NAN;
    return DW_OK;
}

dw_status dw_make_auroc(dw_ready *ready, dw_error *err)
{
    context *c = ready->context;
    size_t n = dw_rows_count(&c->rows);
    double ignored;
    dw_status status = dw_auroc(c->rows.column[0], c->rows.column[1], n, &ignored, err);
    if (!status) status = dw_ready_rank(ready, err);
    if (!status) status = dw_ready_values(ready, err);
    if (status) return status;
    c->right = ready->bin;
    for (size_t i = 0; i < n; i++) ready->bin[c->rank[i]] = c->rows.column[1][i] == 1;
    ready->statistic.of_rows = auroc_of_rows;
    return DW_OK;
}
