#include "sim/vote.h"

#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* ways[t * (m + 1) + u]: the sum over the wrong answers seen so far that share u votes, none of
 * them more than r, exactly t of them r, of the product of w^i / i!. One more answer: */
static void add_answer(const double *term, size_t m, size_t r, size_t answers, double *ways,
                       double *next)
{
    size_t row = m + 1;
    memset(next, 0, (answers + 2) * row * sizeof *next);
    for (size_t t = 0; t <= answers; t++)
        for (size_t u = 0; u <= m; u++) {
            double here = ways[t * row + u];
            if (here == 0) continue;
            for (size_t i = 0; i <= r && u + i <= m; i++)
                next[(t + (i == r)) * row + u + i] += here * term[i];
        }
    memcpy(ways, next, (answers + 2) * row * sizeof *ways);
}

/* The multinomial chance of all ways in which r right votes win, ties shared. */
static double win_with(size_t m, size_t r, const double *share, size_t wrong, double *ways,
                       double *next, double *term)
{
    size_t row = m + 1, votes = m - r;
    memset(ways, 0, (wrong + 2) * row * sizeof *ways);
    ways[0] = 1;
    for (size_t j = 0; j < wrong; j++) {
        term[0] = 1;
        for (size_t i = 1; i <= m; i++) term[i] = term[i - 1] * share[j] / (double)i;
        add_answer(term, m, r, j, ways, next);
    }
    double all = 0;
    for (size_t t = 0; t <= wrong; t++) all += ways[t * row + votes] / (double)(t + 1);
    return all * exp(lgamma((double)votes + 1));
}

dw_status dw_vote_win(size_t m, const double *weights, size_t wrong, double *win, dw_error *err)
{
    size_t room = (wrong + 2) * (m + 1);
    double *scratch = dw_allocate(2 * room + m + 1 + wrong, sizeof *scratch, err);
    if (!scratch) return DW_ENOMEM;
    double *share = scratch + 2 * room + m + 1, sum = 0;
    for (size_t j = 0; j < wrong; j++) sum += weights[j];
    for (size_t j = 0; j < wrong; j++) share[j] = weights[j] / sum;
    win[0] = 0; /* nobody named the right answer */
    for (size_t r = 1; r <= m; r++)
        win[r] = 2 * r > m
                     ? 1
                     : win_with(m, r, share, wrong, scratch, scratch + room, scratch + 2 * room);
    free(scratch);
    return DW_OK;
}

double dw_vote_right(size_t m, double p, const double *win)
{
    double right = 0;
    for (size_t r = 1; r <= m; r++)
        right += win[r] * gsl_ran_binomial_pdf((unsigned)r, p, (unsigned)m);
    return right;
}
