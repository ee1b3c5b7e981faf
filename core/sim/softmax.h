/* Softmax: probabilities from logits at a temperature. */
#ifndef DW_SIM_SOFTMAX_H
#define DW_SIM_SOFTMAX_H

#include <stddef.h>

#include "random/stream.h"

enum { DW_SOFTMAX_MOST = 16 };

typedef struct dw_softmax {
    double p[DW_SOFTMAX_MOST];
    size_t n;
} dw_softmax;

/* p proportional to exp(logit / temperature); at temperature 0 the largest logits share. n is in
 * 1..DW_SOFTMAX_MOST. */
void dw_softmax_make(dw_softmax *softmax, const double *logits, size_t n, double temperature);
/* One of 0..n-1 by its probability. */
size_t dw_softmax_draw(const dw_softmax *softmax, dw_stream *stream);
/* The largest probability, and the entropy in bits. */
double dw_softmax_top(const dw_softmax *softmax);
double dw_softmax_entropy(const dw_softmax *softmax);

/* The expected p of one of n whose logit has this mean, the others 0, all independent and normal
 * with standard deviation `scatter`. About 10 digits. */
double dw_softmax_expected(size_t n, double gap, double scatter, double temperature);

#endif
