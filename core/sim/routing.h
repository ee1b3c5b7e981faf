/* Tokens that choose experts: how often, and what is expected of experts with room for so many. */
#ifndef DW_SIM_ROUTING_H
#define DW_SIM_ROUTING_H

#include <stddef.h>

/* A router's chances: expert i gets a weight of (i + 1)^-skew. They add up to 1. */
void dw_routing_chances(size_t experts, double skew, double *chance);

/* The chance that a token has expert i among its first `top` (1 or 2) choices, the second one made
 * among the others by the same weights. */
void dw_routing_reached(size_t experts, int top, const double *chance, double *reached);

/* A load of Binomial(tokens, p) against room for `capacity`. */
typedef struct dw_overflow {
    double excess; /* expected number of tokens too many */
    double chance; /* that there are any */
} dw_overflow;
dw_overflow dw_routing_overflow(double tokens, double p, double capacity);

/* The chance that no expert gets more than `capacity` of so many tokens, each of one choice: from
 * Poisson loads, given their sum (Levin 1981). NAN when that is more than 2^24 steps of work or
 * there is no memory for it. */
double dw_routing_all_fit(size_t experts, double tokens, const double *chance, double capacity);

#endif
