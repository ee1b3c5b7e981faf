#include "array/reduce.h"

#include <math.h>

static double sum_of(const double *x, size_t n, double divisor)
{
    double sum = 0, lost = 0;
    for (size_t i = 0; i < n; i++) {
        double term = x[i] / divisor, next = sum + term;
        lost += fabs(sum) >= fabs(term) ? (sum - next) + term : (term - next) + sum;
        sum = next;
    }
    /* After an infinity what was lost is inf - inf. */
    return isfinite(sum) ? sum + lost : sum;
}

double dw_array_sum(const double *x, size_t n)
{
    return sum_of(x, n, 1);
}

double dw_array_mean(const double *x, size_t n)
{
    if (n == 0) return NAN;
    double sum = sum_of(x, n, 1);
    return isfinite(sum) ? sum / (double)n : sum_of(x, n, (double)n);
}

double dw_array_min(const double *x, size_t n)
{
    double least = n ? x[0] : NAN;
    for (size_t i = 1; i < n; i++)
        if (x[i] < least || isnan(x[i])) least = x[i];
    return least;
}

double dw_array_max(const double *x, size_t n)
{
    double most = n ? x[0] : NAN;
    for (size_t i = 1; i < n; i++)
        if (x[i] > most || isnan(x[i])) most = x[i];
    return most;
}
