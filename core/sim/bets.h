/* Bets: outcomes with probabilities and gains. */
#ifndef DW_SIM_BETS_H
#define DW_SIM_BETS_H

#include <stddef.h>

/* The expected gain, its standard deviation, and the chance to win (a gain above 0). */
typedef struct dw_bet_value {
    double expected, sd, win;
} dw_bet_value;

/* n outcomes; the probabilities are in 0..1 and add up to 1. */
dw_bet_value dw_bet_judge(const double *probability, const double *gain, size_t n);

#endif
