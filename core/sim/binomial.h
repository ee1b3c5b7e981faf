/* How many of m questions are right: a table to draw from, the same on every machine. */
#ifndef DW_SIM_BINOMIAL_H
#define DW_SIM_BINOMIAL_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "random/stream.h"

/* Counts first .. first + n - 1; all others together have a chance below 1e-20. */
typedef struct dw_binomial {
    int64_t first;
    size_t n;
    double *chance;  /* of each count; they add up to 1 */
    uint64_t *below; /* 2^64 times the chance of this count or a smaller one */
} dw_binomial;

/* m is in 1..10^9, p in 0..1; p = 0 and p = 1 are exact. dw_binomial_free when done. */
dw_status dw_binomial_make(int64_t m, double p, dw_binomial *out, dw_error *err);
void dw_binomial_free(dw_binomial *law);

int64_t dw_binomial_draw(const dw_binomial *law, dw_stream *stream);

#endif
