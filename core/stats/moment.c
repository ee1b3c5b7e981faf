#include "stats/moment.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/text.h"
#include "stats/describe.h"
#include "stats/sum.h"

/* How deviations are made: (x - mean) / 2^exponent, in -1..1. */
typedef struct scaling {
    double shrink, mean, drift; /* shrink: so that x - mean cannot run over */
    int exponent;
    bool constant;
} scaling;

static double deviation(const scaling *s, double x)
{
    return ldexp(x * s->shrink - s->mean, -s->exponent) - s->drift;
}

static scaling scaling_of(const double *x, size_t n, double mean)
{
    double low = x[0], high = x[0];
    for (size_t i = 1; i < n; i++) {
        low = fmin(low, x[i]);
        high = fmax(high, x[i]);
    }
    scaling s = { .shrink = fmax(fabs(low), fabs(high)) > 0x1p1000 ? 0x1p-8 : 1,
                  .constant = low == high };
    s.mean = mean * s.shrink;
    if (s.constant) return s;
    frexp(fmax(high * s.shrink - s.mean, s.mean - low * s.shrink), &s.exponent);
    dw_sum drift = { 0 };
    for (size_t i = 0; i < n; i++) dw_sum_add(&drift, deviation(&s, x[i]));
    s.drift = dw_sum_value(&drift) / (double)n;
    return s;
}

dw_status dw_moments_of(const double *x, size_t n, size_t least, dw_moments *out, dw_error *err)
{
    double mean;
    dw_status status = dw_check_sample(x, n, least, err);
    if (!status) status = dw_mean(x, n, &mean, err);
    if (status) return status;
    scaling s = scaling_of(x, n, mean);
    *out = (dw_moments){ .n = (double)n, .mean = s.constant ? x[0] : mean };
    if (s.constant) return DW_OK;
    dw_sum second = { 0 }, third = { 0 }, fourth = { 0 };
    for (size_t i = 0; i < n; i++) {
        double d = deviation(&s, x[i]), square = d * d;
        dw_sum_add(&second, square);
        dw_sum_add(&third, square * d);
        dw_sum_add(&fourth, square * square);
    }
    out->second = dw_sum_value(&second) / out->n;
    out->third = dw_sum_value(&third) / out->n;
    out->fourth = dw_sum_value(&fourth) / out->n;
    out->exponent = s.exponent + (s.shrink < 1 ? 8 : 0);
    return DW_OK;
}

static dw_status check_large(double x, const char *what, dw_error *err)
{
    if (isfinite(x)) return DW_OK;
    return dw_fail(err, DW_ENUMERIC, "%s is larger than a number can be", what);
}

dw_status dw_sd(const double *x, size_t n, double *out, dw_error *err)
{
    dw_moments m;
    dw_status status = dw_moments_of(x, n, 2, &m, err);
    if (status) return status;
    *out = ldexp(sqrt(m.second * (m.n / (m.n - 1))), m.exponent);
    return check_large(*out, "the standard deviation", err);
}

dw_status dw_spread(const double *x, size_t n, double *out, dw_error *err)
{
    dw_moments m;
    dw_status status = dw_moments_of(x, n, 2, &m, err);
    if (status) return status;
    *out = ldexp(m.second * (m.n / (m.n - 1)), 2 * m.exponent);
    return check_large(*out, "the variance", err);
}

dw_status dw_standard_error(const double *x, size_t n, double *out, dw_error *err)
{
    dw_moments m;
    dw_status status = dw_moments_of(x, n, 2, &m, err);
    if (status) return status;
    *out = ldexp(sqrt(m.second / (m.n - 1)), m.exponent);
    return DW_OK;
}

static dw_status check_differ(const dw_moments *m, const char *what, dw_error *err)
{
    if (m->second > 0) return DW_OK;
    return dw_fail(err, DW_EDOMAIN, "all %.0f values are equal: they have no %s", m->n, what);
}

dw_status dw_skewness(const double *x, size_t n, bool adjusted, double *out, dw_error *err)
{
    dw_moments m;
    dw_status status = dw_moments_of(x, n, adjusted ? 3 : 2, &m, err);
    if (!status) status = check_differ(&m, "skewness", err);
    if (status) return status;
    *out = m.third / (m.second * sqrt(m.second));
    if (adjusted) *out *= sqrt(m.n * (m.n - 1)) / (m.n - 2);
    return DW_OK;
}

dw_status dw_kurtosis(const double *x, size_t n, bool adjusted, double *out, dw_error *err)
{
    dw_moments m;
    dw_status status = dw_moments_of(x, n, adjusted ? 4 : 2, &m, err);
    if (!status) status = check_differ(&m, "kurtosis", err);
    if (status) return status;
    *out = m.fourth / (m.second * m.second) - 3;
    if (adjusted) *out = ((m.n + 1) * *out + 6) * (m.n - 1) / ((m.n - 2) * (m.n - 3));
    return DW_OK;
}

double dw_skewness_se(double n, bool adjusted)
{
    if (n < (adjusted ? 3 : 2)) return NAN;
    double plain = sqrt(6 * (n - 2) / ((n + 1) * (n + 3)));
    return adjusted ? sqrt(6 * n * (n - 1) / ((n - 2) * (n + 1) * (n + 3))) : plain;
}

double dw_kurtosis_se(double n, bool adjusted)
{
    if (n < (adjusted ? 4 : 2)) return NAN;
    double plain = sqrt(24 * n * (n - 2) * (n - 3) / ((n + 1) * (n + 1) * (n + 3) * (n + 5)));
    return adjusted ? plain * (n + 1) * (n - 1) / ((n - 2) * (n - 3)) : plain;
}

static double products(const double *d, size_t n, size_t lag)
{
    dw_sum sum = { 0 };
    for (size_t i = 0; i + lag < n; i++) dw_sum_add(&sum, d[i] * d[i + lag]);
    return dw_sum_value(&sum);
}

dw_status dw_autocorrelation(const double *x, size_t n, size_t lag, double *out, double *se,
                             dw_error *err)
{
    double mean;
    dw_status status = dw_check_sample(x, n, 2, err);
    if (!status && (lag < 1 || lag >= n))
        status = dw_fail(err, DW_EDOMAIN, "lag must be in 1..%zu for %zu values, got %zu", n - 1, n,
                         lag);
    if (!status) status = dw_mean(x, n, &mean, err);
    if (status) return status;
    scaling s = scaling_of(x, n, mean);
    if (s.constant)
        return dw_fail(err, DW_EDOMAIN, "all %zu values are equal: they have no autocorrelation",
                       n);
    double *d = dw_allocate(n, sizeof *d, err);
    if (!d) return DW_ENOMEM;
    for (size_t i = 0; i < n; i++) d[i] = deviation(&s, x[i]);
    double all = products(d, n, 0), squares = 0;
    for (size_t j = 1; j < lag; j++) {
        double r = products(d, n, j) / all;
        squares += r * r;
    }
    *out = products(d, n, lag) / all;
    *se = sqrt((1 + 2 * squares) / (double)n);
    free(d);
    return DW_OK;
}

static dw_status check_positive(const double *x, size_t n, dw_error *err)
{
    size_t bad = 0, first = 0;
    for (size_t i = n; i-- > 0;) {
        if (x[i] > 0) continue;
        bad++;
        first = i;
    }
    if (!bad) return DW_OK;
    char number[32];
    dw_text_number(x[first], number);
    return dw_fail(err, DW_EDOMAIN,
                   "%zu of %zu values are not above 0, the first (%s) at %zu: they have no "
                   "geometric mean",
                   bad, n, number, first + 1);
}

dw_status dw_geometric_mean(const double *x, size_t n, double *out, double *se, dw_error *err)
{
    dw_status status = dw_check_sample(x, n, 1, err);
    if (!status) status = check_positive(x, n, err);
    if (status) return status;
    double *logs = dw_allocate(n, sizeof *logs, err);
    if (!logs) return DW_ENOMEM;
    dw_sum fractions = { 0 }, exponents = { 0 };
    for (size_t i = 0; i < n; i++) { /* apart: the exponents' sum is exact */
        int exponent;
        double fraction = frexp(x[i], &exponent);
        dw_sum_add(&fractions, log(fraction));
        dw_sum_add(&exponents, exponent);
        logs[i] = log(x[i]);
    }
    double whole = dw_sum_value(&exponents), count = (double)n, exponent = floor(whole / count);
    double rest = (whole - exponent * count) / count * 0.69314718055994531;
    *out = ldexp(exp(dw_sum_value(&fractions) / count + rest), (int)exponent);
    *se = NAN;
    if (n > 1) status = dw_standard_error(logs, n, se, err);
    *se *= *out;
    free(logs);
    return status;
}
