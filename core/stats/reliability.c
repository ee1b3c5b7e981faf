#include "stats/reliability.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "stats/interval.h"

void dw_reliability_free(dw_reliability *r)
{
    free(r->edges);
    free(r->count);
    free(r->confidence);
    free(r->accuracy);
    free(r->low);
    free(r->high);
    free(r->gap);
    *r = (dw_reliability){ 0 };
}

static dw_status make_room(dw_reliability *r, size_t bins, dw_error *err)
{
    *r = (dw_reliability){ .bins = bins };
    double **const series[] = {
        &r->count, &r->confidence, &r->accuracy, &r->low, &r->high, &r->gap
    };
    r->edges = dw_allocate(bins + 1, sizeof *r->edges, err);
    if (!r->edges) return DW_ENOMEM;
    for (size_t i = 0; i < sizeof series / sizeof *series; i++) {
        *series[i] = dw_allocate(bins, sizeof **series[i], err);
        if (!*series[i]) return DW_ENOMEM;
    }
    return DW_OK;
}

/* Intervals and calibration errors, once counts, confidences, shares and gaps are there. */
static dw_status finish(dw_reliability *r, dw_error *err)
{
    double n = 0, sum = 0, gaps = 0, filled = 0;
    for (size_t b = 0; b < r->bins; b++) {
        dw_interval wilson = { NAN, NAN };
        dw_status status = DW_OK;
        if (r->count[b] > 0)
            status = dw_wilson(fmin(round(r->accuracy[b] * r->count[b]), r->count[b]), r->count[b],
                               0.95, &wilson, err);
        if (status) return status;
        r->low[b] = wilson.low;
        r->high[b] = wilson.high;
        if (r->count[b] == 0) continue;
        double gap = fabs(r->gap[b]);
        sum += r->count[b] * gap;
        gaps += gap;
        r->mce = fmax(r->mce, gap);
        n += r->count[b];
        filled++;
    }
    r->ece = sum / n;
    r->ace = gaps / filled;
    return DW_OK;
}

/* Compensated, so that a small gap of a large bin keeps its digits; `lost` has bins numbers. */
static void add_answers(dw_reliability *r, const dw_bins *bins, const double *confidence,
                        const double *correct, size_t n, double *lost)
{
    for (size_t i = 0; i < n; i++) {
        size_t b = bins->of[i];
        double sum = r->confidence[b], next = sum + confidence[i];
        lost[b] +=
            sum >= confidence[i] ? (sum - next) + confidence[i] : (confidence[i] - next) + sum;
        r->confidence[b] = next;
        r->accuracy[b] += correct[i];
        r->count[b]++;
    }
    for (size_t b = 0; b < r->bins; b++) { /* NAN in an empty bin */
        r->gap[b] = (r->accuracy[b] - r->confidence[b] - lost[b]) / r->count[b];
        r->confidence[b] = (r->confidence[b] + lost[b]) / r->count[b];
        r->accuracy[b] /= r->count[b];
    }
}

dw_status dw_reliability_in(const dw_bins *bins, const double *confidence, const double *correct,
                            size_t n, dw_reliability *out, dw_error *err)
{
    double *lost = dw_allocate(bins->bins, sizeof *lost, err);
    dw_status status = make_room(out, bins->bins, err);
    if (!lost) status = DW_ENOMEM;
    if (!status) {
        memcpy(out->edges, bins->edges, (bins->bins + 1) * sizeof *out->edges);
        add_answers(out, bins, confidence, correct, n, lost);
        status = finish(out, err);
    }
    free(lost);
    if (status) dw_reliability_free(out);
    return status;
}

dw_status dw_reliability_by(const double *confidence, const double *correct, size_t n,
                            const dw_binning_rule *rule, dw_reliability *out, dw_error *err)
{
    *out = (dw_reliability){ 0 };
    dw_bins bins = { 0 };
    dw_status status = dw_answers_check(confidence, correct, n, err);
    if (!status) status = dw_bins_make(&bins, confidence, n, rule, err);
    if (!status) status = dw_reliability_in(&bins, confidence, correct, n, out, err);
    dw_bins_free(&bins);
    return status;
}

dw_status dw_reliability_measure(const double *confidence, const double *correct, size_t n,
                                 size_t bins, dw_binning binning, dw_reliability *out,
                                 dw_error *err)
{
    const dw_binning_rule rule = { .binning = binning, .bins = bins };
    return dw_reliability_by(confidence, correct, n, &rule, out, err);
}

static dw_status check_bin(const double *confidence, const double *accuracy, const double *count,
                           size_t b, double before, dw_error *err)
{
    if (!(count[b] >= 0 && count[b] <= 0x1p53) || count[b] != floor(count[b]))
        return dw_fail(err, DW_EDOMAIN, "count %zu must be a whole number from 0 on, got %g", b + 1,
                       count[b]);
    if (count[b] == 0) return DW_OK;
    if (!(confidence[b] >= 0 && confidence[b] <= 1) || !(accuracy[b] >= 0 && accuracy[b] <= 1))
        return dw_fail(err, DW_EDOMAIN,
                       "the confidence and the accuracy of bin %zu must be in 0..1, got %g and %g",
                       b + 1, confidence[b], accuracy[b]);
    if (confidence[b] <= before)
        return dw_fail(err, DW_EDOMAIN, "the confidences of bins must rise, got %g and then %g",
                       before, confidence[b]);
    return DW_OK;
}

dw_status dw_reliability_binned(const double *confidence, const double *accuracy,
                                const double *count, size_t bins, dw_reliability *out,
                                dw_error *err)
{
    *out = (dw_reliability){ 0 };
    if (bins < 1 || bins > DW_RELIABILITY_MOST)
        return dw_fail(err, DW_EDOMAIN, "there must be 1..%d bins, got %zu", DW_RELIABILITY_MOST,
                       bins);
    dw_status status = make_room(out, bins, err);
    double before = -1;
    size_t kept = 0;
    for (size_t b = 0; b < bins && !status; b++) {
        status = check_bin(confidence, accuracy, count, b, before, err);
        if (status || count[b] == 0) continue;
        if (kept) out->edges[kept] = before / 2 + confidence[b] / 2;
        before = out->confidence[kept] = confidence[b];
        out->accuracy[kept] = accuracy[b];
        out->gap[kept] = accuracy[b] - confidence[b];
        out->count[kept++] = count[b];
    }
    out->edges[kept] = 1;
    out->bins = kept;
    if (!status && !kept) status = dw_fail(err, DW_EARG, "there are no answers");
    if (!status) status = finish(out, err);
    if (status) dw_reliability_free(out);
    return status;
}
