/* Isotonic recalibration, declared in recalibrate.h. */
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "stats/binning.h"
#include "stats/recalibrate.h"

void dw_isotonic_free(dw_isotonic *f)
{
    free(f->from);
    *f = (dw_isotonic){ 0 };
}

static dw_status make_room(dw_isotonic *f, size_t n, dw_error *err)
{
    f->from = dw_allocate(n, 6 * sizeof *f->from, err);
    if (!f->from) return DW_ENOMEM;
    f->to = f->from + n;
    f->value = f->to + n; /* right answers, while blocks are being made */
    f->count = f->value + n;
    f->low = f->count + n;
    f->high = f->low + n;
    return DW_OK;
}

/* While the block before is not below the last one, they are one. Whole numbers: no rounding. */
static void pool(dw_isotonic *f)
{
    while (f->blocks > 1) {
        size_t b = f->blocks - 1, a = b - 1;
        if (f->value[a] * f->count[b] < f->value[b] * f->count[a]) return;
        f->to[a] = f->to[b];
        f->value[a] += f->value[b];
        f->count[a] += f->count[b];
        f->blocks--;
    }
}

static void make_blocks(dw_isotonic *f, const double *confidence, const double *correct, size_t n,
                        const uint32_t *order)
{
    for (size_t i = 0; i < n;) {
        double c = confidence[order[i]], right = 0, count = 0;
        for (; i < n && confidence[order[i]] == c; i++) {
            right += correct[order[i]];
            count++;
        }
        size_t b = f->blocks++;
        f->from[b] = f->to[b] = c;
        f->value[b] = right;
        f->count[b] = count;
        pool(f);
    }
}

dw_status dw_isotonic_fit(const double *confidence, const double *correct, size_t n,
                          dw_isotonic *out, dw_error *err)
{
    *out = (dw_isotonic){ 0 };
    dw_status status = dw_answers_check(confidence, correct, n, err);
    if (status) return status;
    uint32_t *order = dw_allocate(n, sizeof *order, err);
    if (!order) return DW_ENOMEM;
    status = make_room(out, n, err);
    if (!status) status = dw_order(confidence, n, order, err);
    if (!status) make_blocks(out, confidence, correct, n, order);
    free(order);
    for (size_t b = 0; b < out->blocks && !status; b++) {
        dw_interval wilson = { 0 };
        status = dw_wilson(out->value[b], out->count[b], 0.95, &wilson, err);
        out->value[b] /= out->count[b];
        out->low[b] = wilson.low;
        out->high[b] = wilson.high;
    }
    return status;
}

double dw_isotonic_apply(const dw_isotonic *f, double confidence)
{
    size_t low = 0, high = f->blocks; /* the first block that starts above it */
    while (low < high) {
        size_t half = low + (high - low) / 2;
        if (f->from[half] <= confidence)
            low = half + 1;
        else
            high = half;
    }
    if (low == 0) return f->value[0];
    size_t b = low - 1;
    if (confidence <= f->to[b] || low == f->blocks) return f->value[b];
    double part = (confidence - f->to[b]) / (f->from[low] - f->to[b]);
    return (1 - part) * f->value[b] + part * f->value[low];
}
