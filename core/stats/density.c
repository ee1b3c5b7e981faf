#include "stats/density.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "stats/describe.h"
#include "stats/quantile.h"

static dw_status check_sorted(const double *sorted, size_t n, size_t least, dw_error *err)
{
    dw_status status = dw_check_sample(sorted, n, least, err);
    for (size_t i = 1; i < n && !status; i++)
        if (sorted[i] < sorted[i - 1])
            status = dw_fail(err, DW_EARG,
                             "the sample must be sorted, but value %zu is smaller "
                             "than the one before",
                             i + 1);
    return status;
}

/* The smaller of two measures of spread, of values that are near 1. */
static dw_status spread_of(const double *scaled, size_t n, double *out, dw_error *err)
{
    double variance, q1, q3;
    dw_status status = dw_variance(scaled, n, &variance, err);
    if (!status) status = dw_quantile(scaled, n, 0.25, 7, &q1, err);
    if (!status) status = dw_quantile(scaled, n, 0.75, 7, &q3, err);
    if (status) return status;
    *out = sqrt(variance);
    if (q3 > q1) *out = fmin(*out, (q3 - q1) / 1.34);
    return DW_OK;
}

dw_status dw_bandwidth(const double *sorted, size_t n, dw_bandwidth_rule rule, double *out,
                       dw_error *err)
{
    dw_status status = check_sorted(sorted, n, 2, err);
    if (status) return status;
    if (sorted[0] == sorted[n - 1])
        return dw_fail(err, DW_EDOMAIN, "all %zu values are equal: they have no density", n);
    double *scaled = dw_allocate(n, sizeof *scaled, err), spread = 0;
    if (!scaled) return DW_ENOMEM;
    double unit = fmax(fabs(sorted[0]), fabs(sorted[n - 1])); /* squares must not run over */
    for (size_t i = 0; i < n; i++) scaled[i] = sorted[i] / unit;
    status = spread_of(scaled, n, &spread, err);
    free(scaled);
    if (status) return status;
    *out = (rule == DW_BANDWIDTH_SCOTT ? 1.06 : 0.9) * spread * pow((double)n, -0.2) * unit;
    if (*out > 0 && isfinite(1 / *out)) return DW_OK;
    return dw_fail(err, DW_ENUMERIC, "the values lie too close together for a density");
}

/* How many values are below v. */
static size_t count_below(const double *sorted, size_t n, double v)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t half = low + (high - low) / 2;
        if (sorted[half] < v)
            low = half + 1;
        else
            high = half;
    }
    return low;
}

static double density_at(const double *sorted, size_t n, double bandwidth, double at)
{
    static const double reach = 9, peak = 0.39894228040143268; /* 1 / sqrt(2 pi) */
    double sum = 0;
    for (size_t i = count_below(sorted, n, at - reach * bandwidth); i < n; i++) {
        double z = (sorted[i] - at) / bandwidth;
        if (z > reach) break;
        sum += exp(-0.5 * z * z);
    }
    return sum / (double)n * peak / bandwidth;
}

dw_status dw_density(const double *sorted, size_t n, double bandwidth, const double *at, size_t m,
                     double *out, dw_error *err)
{
    dw_status status = check_sorted(sorted, n, 1, err);
    if (status) return status;
    if (!(bandwidth > 0) || isinf(bandwidth))
        return dw_fail(err, DW_EDOMAIN, "the bandwidth must be above 0, got %g", bandwidth);
    for (size_t i = 0; i < m; i++)
        if (!isfinite(at[i]))
            return dw_fail(err, DW_EDOMAIN, "a density is asked for at numbers, got %g", at[i]);
    for (size_t i = 0; i < m; i++) out[i] = density_at(sorted, n, bandwidth, at[i]);
    return DW_OK;
}
