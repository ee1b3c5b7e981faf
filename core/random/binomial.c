#include "random/binomial.h"

#include <gsl/gsl_randist.h>

/* Many uniform numbers are halved by their median, a Beta number, until those on the side of p are
 * few enough for GSL: each half is uniform again, within its own range. */
uint64_t dw_binomial_draw(gsl_rng *rng, double p, uint64_t n)
{
    uint64_t below = 0;
    while (n >> 31 && p > 0 && p < 1) {
        uint64_t middle = n / 2 + 1; /* the middle-th smallest of the uniform numbers */
        double x = gsl_ran_beta(rng, (double)middle, (double)(n - middle + 1));
        if (x < p) {
            below += middle;
            n -= middle;
            p = (p - x) / (1 - x);
        } else {
            n = middle - 1;
            p /= x;
        }
    }
    if (p <= 0) return below;
    if (p >= 1) return below + n;
    return below + gsl_ran_binomial(rng, p, (unsigned)n);
}
