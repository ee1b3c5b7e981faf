/* Closed forms of adding two random numbers column by column, from the right. */
#ifndef DW_SIM_ADDITION_H
#define DW_SIM_ADDITION_H

#include <stdbool.h>
#include <stdint.h>

enum { DW_ADDITION_DIGITS = 200 }; /* at most */

/* Two numbers of so many digits, each digit uniform; with `nonzero` the top digits are 1..9. */
typedef struct dw_addition {
    int64_t digits; /* 1..DW_ADDITION_DIGITS */
    bool nonzero;
} dw_addition;

/* out[j], j = 0..digits: the chance that j columns carry, the last one's carry into the place
 * before the numbers included. */
void dw_addition_carries(const dw_addition *problem, double *out);

/* What an adder gets right whose columns go wrong with a chance that depends on the true carry
 * into them; see scratchpad.c for what a wrong column does. */
typedef struct dw_addition_right {
    double sum;    /* chance that the whole sum is right */
    double digits; /* expected share of the columns whose digit is right */
} dw_addition_right;

/* without: chance that a column without carry-in goes right; with: one with carry-in. */
dw_addition_right dw_addition_theory(const dw_addition *problem, double without, double with);

#endif
