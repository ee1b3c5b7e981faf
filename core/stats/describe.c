#include "stats/describe.h"

#include <math.h>

#include "base/text.h"

dw_status dw_check_sample(const double *x, size_t n, size_t least, dw_error *err)
{
    if (n == 0) return dw_fail(err, DW_EARG, "the sample is empty");
    if (n < least)
        return dw_fail(err, DW_EARG, "the sample has %zu value%s; at least %zu are needed", n,
                       n == 1 ? "" : "s", least);
    size_t bad = 0, first = 0;
    for (size_t i = n; i-- > 0;) {
        if (isfinite(x[i])) continue;
        bad++;
        first = i;
    }
    if (!bad) return DW_OK;
    char number[32];
    dw_text_number(x[first], number);
    return dw_fail(err, DW_EDOMAIN, "%zu of %zu values are not finite, the first (%s) at %zu", bad,
                   n, number, first + 1);
}

/* Neumaier's compensated sum of x[i] - shift. */
static double sum_about(const double *x, size_t n, double shift)
{
    double sum = 0, lost = 0;
    for (size_t i = 0; i < n; i++) {
        double term = x[i] - shift, next = sum + term;
        lost += fabs(sum) >= fabs(term) ? (sum - next) + term : (term - next) + sum;
        sum = next;
    }
    return sum + lost;
}

static double square_sum_about(const double *x, size_t n, double shift)
{
    double sum = 0, lost = 0;
    for (size_t i = 0; i < n; i++) {
        double term = (x[i] - shift) * (x[i] - shift), next = sum + term;
        lost += sum >= term ? (sum - next) + term : (term - next) + sum;
        sum = next;
    }
    return sum + lost;
}

static double mean_of(const double *x, size_t n)
{
    double count = (double)n, mean = sum_about(x, n, 0) / count;
    if (isfinite(mean)) return mean;
    mean = 0; /* the sum ran over, the mean need not: sum the parts, then correct once */
    for (size_t i = 0; i < n; i++) mean += x[i] / count;
    double correction = sum_about(x, n, mean) / count;
    return isfinite(correction) ? mean + correction : mean;
}

dw_status dw_mean(const double *x, size_t n, double *out, dw_error *err)
{
    dw_status status = dw_check_sample(x, n, 1, err);
    if (status) return status;
    *out = mean_of(x, n);
    return DW_OK;
}

double dw_mean_rest(const double *x, size_t n, double mean)
{
    return sum_about(x, n, mean) / (double)n;
}

dw_status dw_variance(const double *x, size_t n, double *out, dw_error *err)
{
    dw_status status = dw_check_sample(x, n, 2, err);
    if (status) return status;
    double mean = mean_of(x, n), drift = sum_about(x, n, mean), count = (double)n;
    *out = (square_sum_about(x, n, mean) - drift * drift / count) / (count - 1);
    return DW_OK;
}
