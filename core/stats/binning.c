#include "stats/binning.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "stats/quantile.h"

void dw_bins_free(dw_bins *bins)
{
    free(bins->edges);
    free(bins->of);
    *bins = (dw_bins){ 0 };
}

/* ---- answers ---- */

static dw_status refuse_confidence(const double *confidence, size_t n, dw_error *err)
{
    size_t bad = 0, first = 0;
    for (size_t i = n; i-- > 0;)
        if (!(confidence[i] >= 0 && confidence[i] <= 1)) bad++, first = i;
    if (!bad) return DW_OK;
    if (bad == 1)
        return dw_fail(err, DW_EDOMAIN, "confidence %zu must be in 0..1, got %g", first + 1,
                       confidence[first]);
    return dw_fail(err, DW_EDOMAIN,
                   "confidence %zu must be in 0..1, got %g (%zu of %zu confidences are not)",
                   first + 1, confidence[first], bad, n);
}

static dw_status refuse_correct(const double *correct, size_t n, dw_error *err)
{
    size_t bad = 0, first = 0;
    for (size_t i = n; i-- > 0;)
        if (correct[i] != 0 && correct[i] != 1) bad++, first = i;
    if (!bad) return DW_OK;
    if (bad == 1)
        return dw_fail(err, DW_EDOMAIN, "answer %zu must be 0 (wrong) or 1 (right), got %g",
                       first + 1, correct[first]);
    return dw_fail(err, DW_EDOMAIN,
                   "answer %zu must be 0 (wrong) or 1 (right), got %g (%zu of %zu answers are "
                   "neither)",
                   first + 1, correct[first], bad, n);
}

dw_status dw_answers_check(const double *confidence, const double *correct, size_t n, dw_error *err)
{
    if (n == 0) return dw_fail(err, DW_EARG, "there are no answers");
    if (n > UINT32_MAX) return dw_fail(err, DW_EARG, "%zu answers are too many", n);
    dw_status status = refuse_confidence(confidence, n, err);
    return status ? status : refuse_correct(correct, n, err);
}

/* ---- order ---- */

typedef struct place {
    double value;
    uint32_t row;
} place;

static int by_value(const void *a, const void *b)
{
    const place *x = a, *y = b;
    if (x->value != y->value) return x->value < y->value ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

dw_status dw_order(const double *x, size_t n, uint32_t *order, dw_error *err)
{
    place *places = dw_allocate(n, sizeof *places, err);
    if (!places) return DW_ENOMEM;
    for (size_t i = 0; i < n; i++) places[i] = (place){ x[i], (uint32_t)i };
    qsort(places, n, sizeof *places, by_value);
    for (size_t i = 0; i < n; i++) order[i] = places[i].row;
    free(places);
    return DW_OK;
}

/* ---- edges ---- */

/* Answers in the first b runs by rank. */
static size_t end_of_run(size_t n, size_t bins, size_t b)
{
    return b * (n / bins) + (b < n % bins ? b : n % bins);
}

/* Edges after every run; those that fall together are one. */
static void mass_edges(dw_bins *out, const double *sorted, size_t n)
{
    size_t kept = 0;
    for (size_t b = 1; b < out->bins; b++) {
        size_t end = end_of_run(n, out->bins, b);
        double edge = sorted[end ? end - 1 : 0];
        if (edge > out->edges[kept] && edge < sorted[n - 1]) out->edges[++kept] = edge;
    }
    out->edges[++kept] = 1;
    out->bins = kept;
}

/* (n - 1) b / bins in whole numbers, so that a quantile that is one of the values is just that. */
static void quantile_edges(dw_bins *out, const double *sorted, size_t n)
{
    for (size_t b = 1; b < out->bins; b++) {
        size_t product = (n - 1) * b, whole = product / out->bins, rest = product % out->bins;
        double low = sorted[whole], part = (double)rest / (double)out->bins;
        double high = rest ? sorted[whole + 1] : low;
        out->edges[b] = low == high ? low : (1 - part) * low + part * high;
    }
}

static dw_status set_edges(dw_bins *out, const double *confidence, size_t n, dw_binning binning,
                           dw_error *err)
{
    out->edges[out->bins] = 1;
    if (binning == DW_BINNING_WIDTH) {
        for (size_t b = 0; b <= out->bins; b++) out->edges[b] = (double)b / (double)out->bins;
        return DW_OK;
    }
    double *sorted = dw_allocate(n, sizeof *sorted, err);
    if (!sorted) return DW_ENOMEM;
    memcpy(sorted, confidence, n * sizeof *sorted);
    dw_sort(sorted, n);
    if (binning == DW_BINNING_MASS)
        mass_edges(out, sorted, n);
    else
        quantile_edges(out, sorted, n);
    free(sorted);
    return DW_OK;
}

/* How many inner edges lie below c, or at it, too. */
static uint32_t bin_of(const dw_bins *bins, double c, bool left)
{
    size_t low = 0, high = bins->bins - 1;
    while (low < high) {
        size_t half = low + (high - low) / 2;
        double edge = bins->edges[half + 1];
        if (left ? edge <= c : edge < c)
            low = half + 1;
        else
            high = half;
    }
    return (uint32_t)low;
}

/* ---- by rank ---- */

static void cut_runs(dw_bins *out, const double *confidence, size_t n, const uint32_t *order)
{
    size_t i = 0;
    for (size_t b = 0; b < out->bins; b++) {
        for (size_t end = end_of_run(n, out->bins, b + 1); i < end; i++)
            out->of[order[i]] = (uint32_t)b;
        out->edges[b + 1] = b + 1 < out->bins && i < n ? confidence[order[i - 1]] : 1;
    }
}

static void cut_distinct(dw_bins *out, const double *confidence, size_t n, const uint32_t *order)
{
    size_t b = 0;
    for (size_t i = 0; i < n; i++) {
        double c = confidence[order[i]];
        if (i > 0 && c > confidence[order[i - 1]]) b++;
        out->of[order[i]] = (uint32_t)b;
        out->edges[b + 1] = c;
    }
    out->bins = b + 1;
}

static dw_status by_rank(dw_bins *out, const double *confidence, size_t n, dw_binning binning,
                         dw_error *err)
{
    uint32_t *order = dw_allocate(n, sizeof *order, err);
    if (!order) return DW_ENOMEM;
    dw_status status = dw_order(confidence, n, order, err);
    if (!status && binning == DW_BINNING_RANK) cut_runs(out, confidence, n, order);
    if (!status && binning == DW_BINNING_DISTINCT) cut_distinct(out, confidence, n, order);
    free(order);
    return status;
}

dw_status dw_bins_make(dw_bins *out, const double *confidence, size_t n,
                       const dw_binning_rule *rule, dw_error *err)
{
    bool distinct = rule->binning == DW_BINNING_DISTINCT;
    *out = (dw_bins){ .bins = distinct ? n : rule->bins };
    if (!distinct && (rule->bins < 1 || rule->bins > DW_BINS_MOST))
        return dw_fail(err, DW_EDOMAIN, "bins must be in 1..%d, got %zu", DW_BINS_MOST, rule->bins);
    out->edges = dw_allocate(out->bins + 1, sizeof *out->edges, err);
    out->of = dw_allocate(n, sizeof *out->of, err);
    if (!out->edges || !out->of) return DW_ENOMEM;
    if (distinct || rule->binning == DW_BINNING_RANK)
        return by_rank(out, confidence, n, rule->binning, err);
    dw_status status = set_edges(out, confidence, n, rule->binning, err);
    bool left = rule->left && rule->binning != DW_BINNING_MASS;
    for (size_t i = 0; i < n && !status; i++) out->of[i] = bin_of(out, confidence[i], left);
    return status;
}
