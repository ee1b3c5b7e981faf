#include "stats/interval.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdbool.h>

#include "stats/describe.h"
#include "stats/distribution_tail.h"

static dw_status check_level(double level, dw_error *err)
{
    if (level > 0 && level < 1) return DW_OK;
    return dw_fail(err, DW_EDOMAIN, "level must be above 0 and below 1, got %g", level);
}

static dw_status check_counts(double k, double n, double level, dw_error *err)
{
    if (!(n >= 1 && n <= 0x1p53 && n == floor(n)))
        return dw_fail(err, DW_EDOMAIN, "n (trials) must be a whole number of at least 1, got %g",
                       n);
    if (!(k >= 0 && k <= n && k == floor(k)))
        return dw_fail(err, DW_EDOMAIN,
                       "k (successes) must be a whole number in 0..n, got %g of %g", k, n);
    return check_level(level, err);
}

static double normal_point(double level)
{
    return gsl_cdf_ugaussian_Qinv((1 - level) / 2);
}

static double wilson_high(double k, double n, double z)
{
    double p = k / n, square = z * z;
    double middle = p + square / (2 * n);
    double half = z * sqrt(p * ((n - k) / n) / n + square / (4 * n * n));
    return (middle + half) / (1 + square / n);
}

/* The two ends are the roots of a quadratic whose product is known: no cancellation at small k. */
static double wilson_low(double k, double n, double z)
{
    double p = k / n;
    return p * p / ((1 + z * z / n) * wilson_high(k, n, z));
}

dw_status dw_wilson(double k, double n, double level, dw_interval *out, dw_error *err)
{
    dw_status status = check_counts(k, n, level, err);
    if (status) return status;
    double z = normal_point(level);
    out->low = k == 0 ? 0 : wilson_low(k, n, z);
    out->high = k == n ? 1 : wilson_high(k, n, z);
    return DW_OK;
}

static double beta_point(double p, double a, double b, bool upper)
{
    double low = -750, high = 750; /* logit of the point */
    bool small_tail = p <= 0.5;
    double target = small_tail ? p : 1 - p;
    for (int i = 0; i < 200 && high - low > 1e-16 * (1 + fabs(low)); i++) {
        double middle = 0.5 * (low + high);
        double far = exp(-fabs(middle)), small = far / (1 + far), large = 1 / (1 + far);
        dw_share point = { middle < 0 ? small : large, middle < 0 ? large : small, 0 };
        bool use_upper = upper == small_tail;
        double tail = dw_beta_tail(a, b, point, use_upper);
        bool go_right = use_upper ? tail > target : tail < target;
        if (go_right)
            low = middle;
        else
            high = middle;
    }
    return 1 / (1 + exp(-0.5 * (low + high)));
}

double dw_beta_lower_point(double p, double a, double b)
{
    return beta_point(p, a, b, false);
}

double dw_beta_upper_point(double p, double a, double b)
{
    return beta_point(p, a, b, true);
}

dw_status dw_clopper_pearson(double k, double n, double level, dw_interval *out, dw_error *err)
{
    dw_status status = check_counts(k, n, level, err);
    if (status) return status;
    double tail = (1 - level) / 2;
    out->low = k == 0 ? 0 : dw_beta_lower_point(tail, k, n - k + 1);
    out->high = k == n ? 1 : dw_beta_upper_point(tail, k + 1, n - k);
    return DW_OK;
}

dw_status dw_jeffreys_raw(double k, double n, double level, dw_interval *out, dw_error *err)
{
    dw_status status = check_counts(k, n, level, err);
    if (status) return status;
    double tail = (1 - level) / 2;
    out->low = dw_beta_lower_point(tail, k + 0.5, n - k + 0.5);
    out->high = dw_beta_upper_point(tail, k + 0.5, n - k + 0.5);
    return DW_OK;
}

dw_status dw_jeffreys(double k, double n, double level, dw_interval *out, dw_error *err)
{
    dw_status status = dw_jeffreys_raw(k, n, level, out, err);
    if (status) return status;
    if (k == 0) out->low = 0;
    if (k == n) out->high = 1;
    return DW_OK;
}

dw_status dw_agresti_coull(double k, double n, double level, dw_interval *out, dw_error *err)
{
    dw_status status = check_counts(k, n, level, err);
    if (status) return status;
    double z = normal_point(level), square = z * z;
    double trials = n + square, p = (k + square / 2) / trials;
    double half = z * sqrt(p * ((n - k + square / 2) / trials) / trials);
    *out = (dw_interval){ fmax(0, p - half), fmin(1, p + half) };
    return DW_OK;
}

dw_status dw_t_interval(const double *x, size_t n, double level, dw_interval *out, dw_error *err)
{
    double mean = 0, variance = 0;
    dw_status status = check_level(level, err);
    if (!status) status = dw_variance(x, n, &variance, err);
    if (!status) status = dw_mean(x, n, &mean, err);
    if (status) return status;
    if (!isfinite(variance))
        return dw_fail(err, DW_EDOMAIN, "the values are too large: their variance overflows");
    if (variance == 0)
        return dw_fail(err, DW_EDOMAIN,
                       "all %zu values are %g: without spread there is no t interval", n, x[0]);
    double half = gsl_cdf_tdist_Qinv((1 - level) / 2, (double)n - 1) * sqrt(variance / (double)n);
    *out = (dw_interval){ mean - half, mean + half };
    return DW_OK;
}

dw_status dw_mean_interval(double sum, double square_sum, double n, double level, dw_interval *out,
                           dw_error *err)
{
    dw_status status = check_counts(0, n, level, err);
    if (status) return status;
    double most = n * (1 + 1e-12); /* sums may have been rounded */
    if (!(sum >= 0 && sum <= most && square_sum >= 0 && square_sum <= most))
        return dw_fail(err, DW_EDOMAIN,
                       "sum and sum of squares of %g scores in 0..1 cannot be %g and %g", n, sum,
                       square_sum);
    double mean = sum / n;
    if (mean <= 0 || mean >= 1) return dw_clopper_pearson(mean <= 0 ? 0 : n, n, level, out, err);
    if (n < 2) {
        *out = (dw_interval){ 0, 1 };
        return DW_OK;
    }
    double spread = square_sum - sum * mean;
    if (spread <= 4 * 0x1p-52 * square_sum) {
        double others = 1 - pow((1 - level) / 2, 1 / n);
        *out = (dw_interval){ mean - mean * others, mean + (1 - mean) * others };
        return DW_OK;
    }
    double variance = spread / (n - 1);
    double half = gsl_cdf_tdist_Qinv((1 - level) / 2, n - 1) * sqrt(variance / n);
    *out = (dw_interval){ fmax(0, mean - half), fmin(1, mean + half) };
    return DW_OK;
}

dw_status dw_newcombe(double ka, double na, double kb, double nb, double level, dw_interval *out,
                      dw_error *err)
{
    dw_interval a, b;
    dw_status status = dw_wilson(ka, na, level, &a, err);
    if (!status) status = dw_wilson(kb, nb, level, &b, err);
    if (status) return status;
    double pa = ka / na, pb = kb / nb;
    out->low = pa - pb - hypot(pa - a.low, b.high - pb);
    out->high = pa - pb + hypot(a.high - pa, pb - b.low);
    return DW_OK;
}

/* The correlation of the two answers; the cases of a fourfold table. */
static double phi_of(double both, double first, double second, double neither)
{
    double margins = (both + first) * (second + neither) * (both + second) * (first + neither);
    if (margins == 0) return 0;
    double cross = both * neither - first * second;
    if (cross > 0) cross = fmax(0, cross - (both + first + second + neither) / 2);
    return cross / sqrt(margins);
}

dw_status dw_newcombe_paired(double both, double first, double second, double neither, double level,
                             dw_interval *out, dw_error *err)
{
    const double counts[] = { both, first, second, neither };
    for (int i = 0; i < 4; i++)
        if (!(counts[i] >= 0 && counts[i] <= 0x1p51 && counts[i] == floor(counts[i])))
            return dw_fail(err, DW_EDOMAIN, "counts must be whole numbers from 0 on, got %g",
                           counts[i]);
    double n = both + first + second + neither;
    dw_interval a, b;
    dw_status status = dw_wilson(both + first, n, level, &a, err);
    if (!status) status = dw_wilson(both + second, n, level, &b, err);
    if (status) return status;
    double pa = (both + first) / n, pb = (both + second) / n, d = (first - second) / n;
    double phi = phi_of(both, first, second, neither);
    double down_a = pa - a.low, up_a = a.high - pa, down_b = pb - b.low, up_b = b.high - pb;
    out->low = d - sqrt(fmax(0, down_a * down_a - 2 * phi * down_a * up_b + up_b * up_b));
    out->high = d + sqrt(fmax(0, up_a * up_a - 2 * phi * up_a * down_b + down_b * down_b));
    return DW_OK;
}
