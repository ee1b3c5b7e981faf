/* Binomial numbers of any size: GSL's generator ends at 2^32 trials. */
#ifndef DW_RANDOM_BINOMIAL_H
#define DW_RANDOM_BINOMIAL_H

#include <gsl/gsl_rng.h>
#include <stdint.h>

/* How many of n trials of probability p (0..1) succeed; n is at most 2^53. */
uint64_t dw_binomial_draw(gsl_rng *rng, double p, uint64_t n);

#endif
