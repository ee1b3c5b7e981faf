/* Distributions of several numbers at once: Dirichlet (shares that add up to 1) and multinomial
 * (counts that add up to n). */
#ifndef DW_STATS_DISTRIBUTION_VECTOR_H
#define DW_STATS_DISTRIBUTION_VECTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

typedef struct dw_vector_distribution {
    bool counts;      /* multinomial */
    size_t k;         /* numbers in a vector */
    double n;         /* trials of a multinomial */
    const double *at; /* alpha[k], or p[k]; somebody else's */
    double total;     /* their sum */
} dw_vector_distribution;

/* alpha[k]: each in 1e-6..1e15; k >= 2. */
dw_status dw_dirichlet(dw_vector_distribution *out, const double *alpha, size_t k, dw_error *err);
/* p[k]: each in 0..1, their sum 1 to nine digits (they are divided by it); n whole, 0..1e9. */
dw_status dw_multinomial(dw_vector_distribution *out, double n, const double *p, size_t k,
                         dw_error *err);

/* The log density at x[k], as a density of the first k - 1 numbers. Fails when x is no point of the
 * simplex (sum 1 to nine digits). Multinomial: the log probability; -INFINITY where x are no counts
 * that add up to n. */
dw_status dw_vector_log_pdf(const dw_vector_distribution *d, const double *x, double *out,
                            dw_error *err);
/* Of each number: mean[k], var[k]. */
void dw_vector_moments(const dw_vector_distribution *d, double *mean, double *var);

/* count draws, one after the other: out[count * k]. Streams as in dw_sample. */
void dw_vector_sample(const dw_vector_distribution *d, uint64_t seed, uint64_t call, double *out,
                      size_t count);

#endif
