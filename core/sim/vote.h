/* Majority votes among answers of which one is right (self-consistency, Wang et al. 2022). */
#ifndef DW_SIM_VOTE_H
#define DW_SIM_VOTE_H

#include <stddef.h>

#include "base/status.h"

/* win[r], r = 0..m: the chance that the right answer wins when r of m votes name it and the other
 * m - r fall on the wrong answers with the given weights (positive, any sum); a tie for the first
 * place is decided at random. win has room for m + 1. */
dw_status dw_vote_win(size_t m, const double *weights, size_t wrong, double *win, dw_error *err);

/* The chance that the right answer wins m votes, each right with probability p. */
double dw_vote_right(size_t m, double p, const double *win);

#endif
