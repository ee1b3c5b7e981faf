#include "sim/count_law.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

/* Twelve standard deviations and twenty counts around the mean hold all but 1e-20. */
static void find_range(int64_t m, double p, dw_count_law *out)
{
    double mean = (double)m * p, wide = 12 * sqrt(mean * (1 - p)) + 20;
    if (p == 0 || p == 1) wide = 0;
    out->first = (int64_t)fmax(0, floor(mean - wide));
    int64_t last = (int64_t)fmin((double)m, ceil(mean + wide));
    out->n = (size_t)(last - out->first) + 1;
}

/* Outward from the mode by the ratio of neighbors: logarithms of factorials would cost digits. */
static void fill_chances(int64_t m, double p, dw_count_law *law)
{
    if (law->n == 1) {
        law->chance[0] = 1;
        return;
    }
    double odds = p / (1 - p), first = (double)law->first, most = (double)m, sum = 1;
    size_t mode = (size_t)(fmin(most, floor((most + 1) * p)) - first);
    law->chance[mode] = 1;
    for (size_t i = mode; i + 1 < law->n; i++) {
        double k = first + (double)i;
        sum += law->chance[i + 1] = law->chance[i] * odds * (most - k) / (k + 1);
    }
    for (size_t i = mode; i > 0; i--) {
        double k = first + (double)i;
        sum += law->chance[i - 1] = law->chance[i] * k / (odds * (most - k + 1));
    }
    for (size_t i = 0; i < law->n; i++) law->chance[i] /= sum;
}

static void fill(int64_t m, double p, dw_count_law *law)
{
    double below = 0;
    fill_chances(m, p, law);
    for (size_t i = 0; i < law->n; i++) {
        below += law->chance[i];
        law->below[i] = below >= 1 ? UINT64_MAX : (uint64_t)(below * 0x1p64);
    }
}

dw_status dw_count_law_make(int64_t m, double p, dw_count_law *out, dw_error *err)
{
    *out = (dw_count_law){ 0 };
    find_range(m, p, out);
    out->chance = dw_allocate(out->n, sizeof *out->chance, err);
    out->below = out->chance ? dw_allocate(out->n, sizeof *out->below, err) : NULL;
    if (!out->below) {
        dw_count_law_free(out);
        return DW_ENOMEM;
    }
    fill(m, p, out);
    return DW_OK;
}

void dw_count_law_free(dw_count_law *law)
{
    free(law->chance);
    free(law->below);
    *law = (dw_count_law){ 0 };
}

int64_t dw_count_law_draw(const dw_count_law *law, dw_stream *stream)
{
    uint64_t bits = dw_stream_bits(stream);
    size_t low = 0, high = law->n - 1;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (bits < law->below[middle])
            high = middle;
        else
            low = middle + 1;
    }
    return law->first + (int64_t)low;
}
