/* How many of m questions are right: a table to draw from, the same on every machine. */
#ifndef DW_SIM_COUNT_LAW_H
#define DW_SIM_COUNT_LAW_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "random/stream.h"

/* Counts first .. first + n - 1; all others together have a chance below 1e-20. */
typedef struct dw_count_law {
    int64_t first;
    size_t n;
    double *chance;  /* of each count; they add up to 1 */
    uint64_t *below; /* 2^64 times the chance of this count or a smaller one */
} dw_count_law;

/* m is in 1..10^9, p in 0..1; p = 0 and p = 1 are exact. dw_count_law_free when done. */
dw_status dw_count_law_make(int64_t m, double p, dw_count_law *out, dw_error *err);
void dw_count_law_free(dw_count_law *law);

int64_t dw_count_law_draw(const dw_count_law *law, dw_stream *stream);

#endif
