/* Closed forms of the toy models, computed with mpmath at 60 digits at the doubles nearest to the
 * inputs, compared with R 4.2, SciPy 1.10 and full enumeration of small cases. Right to 12 digits
 * (steps, plurality) or 11 (steps_beta, multiple_choice). */
#include <stddef.h>
#include <stdint.h>

/* k independent steps, each right with probability p: all right; the expected number right; the
 * expected number right before the first error. */
static const struct {
    double p;
    int64_t k;
    double all, count, run;
} steps_cases[] = {
    { 0.9, 1, 0.9000000000000000222, 0.9000000000000000222, 0.9000000000000000222 },
    { 0.9, 5, 0.59049000000000007284, 4.500000000000000111, 3.6855900000000002537 },
    { 0.5, 10, 0.0009765625, 5.0, 0.9990234375 },
    { 0.99, 100, 0.36603234127322917654, 98.999999999999999112, 62.762798213950255214 },
    { 0.75, 30, 0.00017858209017001473035, 22.5, 2.9994642537294899558 },
    { 1.0, 12, 1.0, 12.0, 12.0 },
    { 0.0, 4, 0, 0, 0 },
    { 0.999999999, 100, 0.99999990000000777819, 99.999999900000002828, 99.999994950000309474 },
    { 0.02, 8, 2.5600000000000004263e-14, 0.16000000000000000333, 0.020408163265305600434 },
    { 0.97, 1000, 5.9119978336199195774e-14, 969.99999999999997335, 32.333333333331392181 },
};

/* The same where each problem has its own p, drawn once from Beta(a, b). */
static const struct {
    double a, b;
    int64_t k;
    double all, count, run;
} steps_beta_cases[] = {
    { 2, 3, 5, 0.047619047619047619048, 2.0, 0.83333333333333333333 },
    { 0.5, 0.5, 12, 0.16118025779724121094, 6.0, 3.0295064449310302734 },
    { 45, 5, 30, 0.084609328047036241573, 27.0, 9.6635750991180704705 },
};

/* m votes, each right with probability p, else on a wrong answer by its weight: the chance that
 * the right answer wins, ties decided at random. */
static const struct {
    double p;
    size_t m, wrong;
    double weights[3], win;
} plurality_cases[] = {
    { 0.6, 1, 1, { 1 }, 0.5999999999999999778 },
    { 0.6, 5, 1, { 1 }, 0.68255999999999996163 },
    { 0.6, 6, 1, { 1 }, 0.68255999999999996163 },
    { 0.45, 15, 1, { 1 }, 0.34649607485290626518 },
    { 0.51, 101, 1, { 1 }, 0.57985236564054851445 },
    { 0.5, 8, 1, { 1 }, 0.5 },
    { 0.4, 1, 3, { 1, 1, 1 }, 0.4000000000000000222 },
    { 0.4, 5, 3, { 1, 1, 1 }, 0.50944000000000003837 },
    { 0.4, 16, 3, { 1, 1, 1 }, 0.70755400013578245805 },
    { 0.3, 40, 3, { 1, 1, 1 }, 0.49891257629354072938 },
    { 0.25, 9, 3, { 1, 1, 1 }, 0.25 },
    { 0.2, 11, 3, { 1, 1, 1 }, 0.14262266155661639034 },
    { 0.35, 12, 3, { 3, 1, 1 }, 0.40988858695280249969 },
    { 0.4, 7, 2, { 2, 1 }, 0.44748800000000004589 },
};

/* Whoever fails one of k steps guesses among the options: the chance of a right answer. */
static const struct {
    double p;
    int64_t k, options;
    double correct;
} multiple_choice_cases[] = {
    { 0.9, 1, 4, 0.92500000000000001665 },
    { 0.9, 8, 4, 0.57285040750000006372 },
    { 0.0, 3, 5, 0.2 },
    { 1.0, 6, 2, 1.0 },
    { 0.8, 20, 4, 0.25864691128455136192 },
};

/* At least m of k steps right: each with probability p; or p drawn once from Beta(a, b). Right to
 * 12 and 11 digits. */
static const struct {
    double p;
    int64_t k, m;
    double enough;
} at_least_cases[] = {
    { 0.9, 1, 1, 0.9000000000000000222 },
    { 0.9, 5, 3, 0.9914400000000000054 },
    { 0.5, 10, 7, 0.171875 },
    { 0.99, 100, 95, 0.99946546553600696428 },
    { 0.75, 30, 20, 0.89427187730733989114 },
    { 1.0, 12, 12, 1.0 },
    { 0.0, 4, 1, 0 },
    { 0.999999999, 100, 100, 0.99999990000000777819 },
    { 0.02, 8, 2, 0.010336892098739200413 },
    { 0.97, 1000, 960, 0.96977918490444423114 },
};

static const struct {
    double a, b;
    int64_t k, m;
    double enough;
} at_least_beta_cases[] = {
    { 2, 3, 5, 3, 0.35714285714285714286 },
    { 0.5, 0.5, 12, 9, 0.36930775642395019531 },
    { 45, 5, 30, 28, 0.46051156298388737037 },
};
