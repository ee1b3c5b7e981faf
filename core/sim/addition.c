#include "sim/addition.h"

#include <stddef.h>
#include <string.h>

enum { SUMS = 19 }; /* of two digits: 0..18 */

/* The chance of each sum of two digits in column i, counted from the right. */
static void column_sums(const dw_addition *problem, int64_t i, double chance[SUMS])
{
    int first = problem->nonzero && i == problem->digits - 1 ? 1 : 0;
    double pairs = (10 - first) * (10 - first);
    memset(chance, 0, SUMS * sizeof *chance);
    for (int x = first; x < 10; x++)
        for (int y = first; y < 10; y++) chance[x + y] += 1;
    for (int s = 0; s < SUMS; s++) chance[s] /= pairs;
}

/* The chance that a column carries out, given the carry into it. */
static double carry_out(const double chance[SUMS], int carry)
{
    double sum = 0;
    for (int s = 10 - carry; s < SUMS; s++) sum += chance[s];
    return sum;
}

/* After a column: out[j] and carried[j] are the chances of j carries so far, the last column
 * without and with one. */
static void count_column(const double chance[SUMS], int64_t columns, double *out, double *carried)
{
    double to[2] = { carry_out(chance, 0), carry_out(chance, 1) };
    double before = 0; /* of j - 1 carries: this column makes it j */
    for (int64_t j = 0; j <= columns; j++) {
        double more = out[j] * to[0] + carried[j] * to[1];
        out[j] = out[j] * (1 - to[0]) + carried[j] * (1 - to[1]);
        carried[j] = before;
        before = more;
    }
}

void dw_addition_carries(const dw_addition *problem, double *out)
{
    double carried[DW_ADDITION_DIGITS + 1] = { 0 }, chance[SUMS];
    for (int64_t j = 0; j <= problem->digits; j++) out[j] = 0;
    out[0] = 1;
    for (int64_t i = 0; i < problem->digits; i++) {
        column_sums(problem, i, chance);
        count_column(chance, i + 1, out, carried);
    }
    for (int64_t j = 0; j <= problem->digits; j++) out[j] += carried[j];
}

/* state[c][h]: the chance that the true carry is c and the held one h. Gives the chance that this
 * column's digit is right. */
static double pass_column(const double chance[SUMS], const double right[2], double state[2][2])
{
    double next[2][2] = { { 0, 0 }, { 0, 0 } }, good = 0;
    for (int c = 0; c < 2; c++)
        for (int h = 0; h < 2; h++) {
            if (c == h) good += state[c][h] * right[c];
            for (int s = 0; s < SUMS; s++) {
                int truly = s + c >= 10, held = s + h >= 10;
                double p = state[c][h] * chance[s];
                next[truly][held] += p * right[c];
                next[truly][1 - truly] += p * (1 - right[c]);
            }
        }
    memcpy(state, next, sizeof next);
    return good;
}

dw_addition_right dw_addition_theory(const dw_addition *problem, double without, double with)
{
    double right[2] = { without, with }, chance[SUMS];
    double state[2][2] = { { 1, 0 }, { 0, 0 } }, all[2] = { 1, 0 }, good = 0;
    for (int64_t i = 0; i < problem->digits; i++) {
        column_sums(problem, i, chance);
        good += pass_column(chance, right, state);
        double kept[2] = { all[0] * without, all[1] * with };
        double carry[2] = { carry_out(chance, 0), carry_out(chance, 1) };
        all[0] = kept[0] * (1 - carry[0]) + kept[1] * (1 - carry[1]);
        all[1] = kept[0] * carry[0] + kept[1] * carry[1];
    }
    return (dw_addition_right){ .sum = all[0] + all[1], .digits = good / (double)problem->digits };
}
