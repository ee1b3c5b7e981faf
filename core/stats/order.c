#include "stats/order.h"

#include <gsl/gsl_cdf.h>
#include <limits.h>
#include <math.h>

#include "stats/describe.h"

/* How many of the smallest values may be passed over: the largest k for which a binomial (n, p)
 * count is below k with a probability of at most `tail`. */
static size_t passed(size_t n, double p, double tail)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t half = low + (high - low + 1) / 2;
        if (gsl_cdf_binomial_P((unsigned)(half - 1), p, (unsigned)n) <= tail)
            low = half;
        else
            high = half - 1;
    }
    return low;
}

dw_status dw_quantile_interval(const double *sorted, size_t n, double p, double level,
                               dw_interval *out, dw_error *err)
{
    dw_status status = dw_check_sample(sorted, n, 1, err);
    if (status) return status;
    if (!(p > 0 && p < 1))
        return dw_fail(err, DW_EDOMAIN, "p must be above 0 and below 1, got %g", p);
    if (!(level > 0 && level < 1))
        return dw_fail(err, DW_EDOMAIN, "level must be above 0 and below 1, got %g", level);
    if (n > UINT_MAX) return dw_fail(err, DW_EARG, "%zu values are too many", n);
    double tail = (1 - level) / 2;
    size_t below = passed(n, p, tail), above = passed(n, 1 - p, tail);
    out->low = below > 0 ? sorted[below - 1] : -INFINITY;
    out->high = above > 0 ? sorted[n - above] : INFINITY;
    return DW_OK;
}
