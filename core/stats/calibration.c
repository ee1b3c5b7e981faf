#include "stats/calibration.h"

#include <math.h>
#include <stdlib.h>

#include "array/reduce.h"
#include "base/memory.h"

/* ---- means of losses ---- */

double dw_log_loss_of(double confidence, double correct, double clip)
{
    double p = fmin(fmax(confidence, clip), 1 - clip);
    return correct == 1 ? -log(p) : -log1p(-p);
}

static double square_loss(double confidence, double correct, double clip)
{
    (void)clip;
    return (confidence - correct) * (confidence - correct);
}

static dw_status mean_loss(double (*loss)(double, double, double), const double *confidence,
                           const double *correct, size_t n, double clip, double *out, dw_error *err)
{
    dw_status status = dw_answers_check(confidence, correct, n, err);
    if (status) return status;
    double *losses = dw_allocate(n, sizeof *losses, err);
    if (!losses) return DW_ENOMEM;
    for (size_t i = 0; i < n; i++) losses[i] = loss(confidence[i], correct[i], clip);
    *out = dw_array_mean(losses, n);
    free(losses);
    return DW_OK;
}

dw_status dw_brier(const double *confidence, const double *correct, size_t n, double *out,
                   dw_error *err)
{
    return mean_loss(square_loss, confidence, correct, n, 0, out, err);
}

dw_status dw_log_loss(const double *confidence, const double *correct, size_t n, double clip,
                      double *out, dw_error *err)
{
    if (!(clip >= 0 && clip < 0.5))
        return dw_fail(err, DW_EDOMAIN, "clip must be from 0 to below 0.5, got %g", clip);
    return mean_loss(dw_log_loss_of, confidence, correct, n, clip, out, err);
}

/* ---- Murphy ---- */

/* Compensated like dw_array_sum, one term at a time. */
typedef struct total {
    double sum, lost;
} total;

static void add(total *t, double term)
{
    double next = t->sum + term;
    t->lost += fabs(t->sum) >= fabs(term) ? (t->sum - next) + term : (term - next) + t->sum;
    t->sum = next;
}

static double mean_of(const total *t, double n)
{
    return (t->sum + t->lost) / n;
}

static void between_bins(const dw_reliability *r, double n, double right, dw_murphy *out)
{
    total reliability = { 0 }, resolution = { 0 };
    for (size_t b = 0; b < r->bins; b++) {
        double count = r->count[b], hits = round(r->accuracy[b] * count);
        if (count == 0) continue;
        double away = (hits * n - right * count) / (count * n); /* of whole numbers: no rounding */
        add(&reliability, count * r->gap[b] * r->gap[b]);
        add(&resolution, count * away * away);
    }
    out->reliability = mean_of(&reliability, n);
    out->resolution = mean_of(&resolution, n);
    out->uncertainty = right / n * ((n - right) / n);
}

static void within_bins(const dw_reliability *r, const dw_bins *bins, const double *confidence,
                        const double *correct, size_t n, dw_murphy *out)
{
    total variance = { 0 }, covariance = { 0 };
    for (size_t i = 0; i < n; i++) {
        size_t b = bins->of[i];
        double d = confidence[i] - r->confidence[b];
        add(&variance, d * d);
        add(&covariance, d * (correct[i] - r->accuracy[b]));
    }
    out->within_variance = mean_of(&variance, (double)n);
    out->within_covariance = 2 * mean_of(&covariance, (double)n);
}

dw_status dw_murphy_parts(const double *confidence, const double *correct, size_t n,
                          const dw_binning_rule *rule, dw_murphy *out, dw_error *err)
{
    dw_bins bins = { 0 };
    dw_reliability r = { 0 };
    double right = 0;
    dw_status status = dw_brier(confidence, correct, n, &out->brier, err);
    if (!status) status = dw_bins_make(&bins, confidence, n, rule, err);
    if (!status) status = dw_reliability_in(&bins, confidence, correct, n, &r, err);
    for (size_t i = 0; i < n && !status; i++) right += correct[i];
    if (!status) {
        between_bins(&r, (double)n, right, out);
        within_bins(&r, &bins, confidence, correct, n, out);
    }
    dw_bins_free(&bins);
    dw_reliability_free(&r);
    return status;
}

/* ---- of the confidences, and of their order ---- */

dw_status dw_sharpness(const double *confidence, size_t n, double *out, dw_error *err)
{
    total squares = { 0 }, drift = { 0 };
    double *zeros = dw_allocate(n, sizeof *zeros, err);
    if (!zeros) return DW_ENOMEM;
    dw_status status = dw_answers_check(confidence, zeros, n, err);
    free(zeros);
    if (status) return status;
    double mean = dw_array_mean(confidence, n);
    for (size_t i = 0; i < n; i++) {
        add(&squares, (confidence[i] - mean) * (confidence[i] - mean));
        add(&drift, confidence[i] - mean);
    }
    double away = mean_of(&drift, (double)n);
    *out = fmax(mean_of(&squares, (double)n) - away * away, 0);
    return DW_OK;
}

/* Pairs of a right and a wrong answer in which the right one is above; a tie is half of one. */
static double pairs_above(const double *confidence, const double *correct, size_t n,
                          const uint32_t *order)
{
    double above = 0, wrong_below = 0;
    for (size_t i = 0; i < n;) {
        double right = 0, wrong = 0, c = confidence[order[i]];
        for (; i < n && confidence[order[i]] == c; i++)
            if (correct[order[i]] == 1)
                right++;
            else
                wrong++;
        above += right * (wrong_below + wrong / 2);
        wrong_below += wrong;
    }
    return above;
}

dw_status dw_auroc(const double *confidence, const double *correct, size_t n, double *out,
                   dw_error *err)
{
    double right = 0;
    dw_status status = dw_answers_check(confidence, correct, n, err);
    if (status) return status;
    for (size_t i = 0; i < n; i++) right += correct[i];
    if (right == 0 || right == (double)n)
        return dw_fail(err, DW_EDOMAIN,
                       "all %zu answers are %s: auroc compares right ones with wrong ones", n,
                       right == 0 ? "wrong" : "right");
    uint32_t *order = dw_allocate(n, sizeof *order, err);
    if (!order) return DW_ENOMEM;
    status = dw_order(confidence, n, order, err);
    if (!status) *out = pairs_above(confidence, correct, n, order) / right / ((double)n - right);
    free(order);
    return status;
}
