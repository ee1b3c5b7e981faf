#include "stats/reliability.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "stats/interval.h"
#include "stats/quantile.h"

void dw_reliability_free(dw_reliability *r)
{
    free(r->edges);
    free(r->count);
    free(r->confidence);
    free(r->accuracy);
    free(r->low);
    free(r->high);
    *r = (dw_reliability){ 0 };
}

static dw_status make_room(dw_reliability *r, size_t bins, dw_error *err)
{
    *r = (dw_reliability){ .bins = bins };
    double **const series[] = { &r->count, &r->confidence, &r->accuracy, &r->low, &r->high };
    r->edges = dw_allocate(bins + 1, sizeof *r->edges, err);
    if (!r->edges) return DW_ENOMEM;
    for (size_t i = 0; i < sizeof series / sizeof *series; i++) {
        *series[i] = dw_allocate(bins, sizeof **series[i], err);
        if (!*series[i]) return DW_ENOMEM;
    }
    return DW_OK;
}

static dw_status check_answers(const double *confidence, const double *correct, size_t n,
                               size_t bins, dw_error *err)
{
    if (n == 0) return dw_fail(err, DW_EARG, "there are no answers");
    if (bins < 1 || bins > DW_RELIABILITY_MOST)
        return dw_fail(err, DW_EDOMAIN, "bins must be in 1..%d, got %zu", DW_RELIABILITY_MOST,
                       bins);
    for (size_t i = 0; i < n; i++) {
        if (!(confidence[i] >= 0 && confidence[i] <= 1))
            return dw_fail(err, DW_EDOMAIN, "confidence %zu must be in 0..1, got %g", i + 1,
                           confidence[i]);
        if (correct[i] != 0 && correct[i] != 1)
            return dw_fail(err, DW_EDOMAIN, "answer %zu must be 0 (wrong) or 1 (right), got %g",
                           i + 1, correct[i]);
    }
    return DW_OK;
}

/* Edges after every n / bins answers; those that fall together are one. */
static dw_status mass_edges(dw_reliability *r, const double *confidence, size_t n, dw_error *err)
{
    double *sorted = dw_allocate(n, sizeof *sorted, err);
    if (!sorted) return DW_ENOMEM;
    memcpy(sorted, confidence, n * sizeof *sorted);
    dw_sort(sorted, n);
    size_t kept = 0;
    for (size_t b = 1; b < r->bins; b++) {
        size_t rank = (size_t)ceil((double)b / (double)r->bins * (double)n);
        double edge = sorted[rank ? rank - 1 : 0];
        if (edge > r->edges[kept] && edge < sorted[n - 1]) r->edges[++kept] = edge;
    }
    r->edges[++kept] = 1;
    r->bins = kept;
    free(sorted);
    return DW_OK;
}

static dw_status set_edges(dw_reliability *r, const double *confidence, size_t n,
                           dw_binning binning, dw_error *err)
{
    if (binning == DW_BINNING_MASS) return mass_edges(r, confidence, n, err);
    for (size_t b = 0; b <= r->bins; b++) r->edges[b] = (double)b / (double)r->bins;
    return DW_OK;
}

/* The bin whose upper edge is the first that is not below c. */
static size_t bin_of(const dw_reliability *r, double c)
{
    size_t low = 0, high = r->bins - 1;
    while (low < high) {
        size_t half = low + (high - low) / 2;
        if (r->edges[half + 1] < c)
            low = half + 1;
        else
            high = half;
    }
    return low;
}

/* Intervals and the weighted mean gap, once counts, confidences and shares are there. */
static dw_status finish(dw_reliability *r, dw_error *err)
{
    double n = 0, sum = 0;
    for (size_t b = 0; b < r->bins; b++) {
        dw_interval wilson = { NAN, NAN };
        dw_status status = DW_OK;
        if (r->count[b] > 0)
            status = dw_wilson(fmin(round(r->accuracy[b] * r->count[b]), r->count[b]), r->count[b],
                               0.95, &wilson, err);
        if (status) return status;
        r->low[b] = wilson.low;
        r->high[b] = wilson.high;
        if (r->count[b] > 0) sum += r->count[b] * fabs(r->accuracy[b] - r->confidence[b]);
        n += r->count[b];
    }
    r->ece = sum / n;
    return DW_OK;
}

dw_status dw_reliability_measure(const double *confidence, const double *correct, size_t n,
                                 size_t bins, dw_binning binning, dw_reliability *out,
                                 dw_error *err)
{
    *out = (dw_reliability){ 0 };
    dw_status status = check_answers(confidence, correct, n, bins, err);
    if (!status) status = make_room(out, bins, err);
    if (!status) status = set_edges(out, confidence, n, binning, err);
    for (size_t i = 0; i < n && !status; i++) {
        size_t b = bin_of(out, confidence[i]);
        out->count[b]++;
        out->confidence[b] += confidence[i];
        out->accuracy[b] += correct[i];
    }
    for (size_t b = 0; b < out->bins && !status; b++) {
        out->confidence[b] /= out->count[b]; /* NAN in an empty bin */
        out->accuracy[b] /= out->count[b];
    }
    if (!status) status = finish(out, err);
    if (status) dw_reliability_free(out);
    return status;
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
        out->count[kept++] = count[b];
    }
    out->edges[kept] = 1;
    out->bins = kept;
    if (!status && !kept) status = dw_fail(err, DW_EARG, "there are no answers");
    if (!status) status = finish(out, err);
    if (status) dw_reliability_free(out);
    return status;
}
