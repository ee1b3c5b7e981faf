#include "sim/choice_law.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>

/* The normal law is cut here: beyond is less than 1e-18 of it. */
static const double far = 9;

/* All sums below are trapezoids over smooth functions that vanish at both ends: they converge
 * faster than any power of the step. */

/* The chance that a normal number with mean d is larger than n others with mean 0. */
static double chance_largest(double d, size_t n)
{
    const double step = 1.0 / 32;
    double sum = 0;
    for (double x = -far; x <= far; x += step)
        sum += gsl_ran_ugaussian_pdf(x) * pow(gsl_cdf_ugaussian_P(x + d), (double)n);
    return fmin(1, sum * step);
}

enum { MOST_NODES = 8 * 9 * DW_CHOICE_NOISE + 2 };

/* The trapezoids' nodes: e times the noise, and how much each weighs. */
typedef struct nodes {
    size_t n;
    double at[MOST_NODES], weight[MOST_NODES];
} nodes;

static void make_nodes(nodes *all, double noise)
{
    double step = fmin(0.25, 0.25 / noise);
    all->n = 0;
    for (double e = -far; e <= far && all->n < MOST_NODES; e += step) {
        all->at[all->n] = noise * e;
        all->weight[all->n++] = step * gsl_ran_ugaussian_pdf(e);
    }
}

/* Means over v = exp(u + noise e), e normal: of v exp(-v), v^2 exp(-v) and exp(-v). */
typedef struct means {
    double first, second, none;
} means;

static means means_at(double u, const nodes *all)
{
    means m = { 0 };
    for (size_t i = 0; i < all->n; i++) {
        double log_v = u + all->at[i], weight = all->weight[i];
        if (log_v > 7) break; /* exp(-v) is 0 */
        double v = exp(log_v);
        if (log_v > -38) weight *= exp(-v); /* below it is 1 */
        m.first += weight * v;
        m.second += weight * v * v;
        m.none += weight;
    }
    return m;
}

/* With S the sum of all exp(score): 1/S is the integral of exp(-t S) and 1/S^2 that of t exp(-t S)
 * over t > 0. The scores are independent, so the mean of the integrand is a product; t = exp(u). */
static double expected_brier(size_t choices, double lead, double noise)
{
    const double step = 1.0 / 8, others = (double)(choices - 1);
    double right = 0, squares = 0;
    nodes all;
    make_nodes(&all, noise);
    double first = -lead - far * noise - 45, last = far * noise + 6;
    for (double u = first; u <= last; u += step) {
        means wrong = means_at(u, &all), own = means_at(u + lead, &all);
        double rest = pow(wrong.none, others - 1);
        right += own.first * rest * wrong.none;
        squares += own.second * rest * wrong.none + others * wrong.second * own.none * rest;
    }
    return fmax(0, 1 - 2 * step * right + step * squares);
}

dw_choice_law dw_choice_law_of(size_t choices, double lead, double noise)
{
    double others = (double)(choices - 1);
    if (lead >= DW_CHOICE_SURE) return (dw_choice_law){ .right = 1 };
    if (noise > 0)
        return (dw_choice_law){ .right = chance_largest(lead / noise, choices - 1),
                                .brier = expected_brier(choices, lead, noise) };
    double wrong = 1 / (exp(lead) + others); /* the probability of each other answer */
    double miss = others * wrong;
    return (dw_choice_law){ .right = lead > 0 ? 1 : 1 / (double)choices,
                            .brier = miss * miss + others * wrong * wrong };
}
