#include "stats/summary.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdbool.h>

#include "stats/describe.h"
#include "stats/location.h"
#include "stats/moment.h"
#include "stats/quantile.h"

static dw_status summarize_order(const double *sorted, size_t n, dw_summary *out, dw_error *err)
{
    dw_status status = dw_quantile(sorted, n, 0.25, 7, &out->q1, err);
    if (!status) status = dw_median(sorted, n, &out->median, err);
    if (!status) status = dw_quantile(sorted, n, 0.75, 7, &out->q3, err);
    if (!status) status = dw_mad(sorted, n, 1.4826, &out->mad, err);
    if (status) return status;
    out->min = sorted[0];
    out->max = sorted[n - 1];
    out->range = out->max - out->min;
    out->iqr = out->q3 - out->q1;
    if (isfinite(out->range)) return DW_OK;
    return dw_fail(err, DW_ENUMERIC, "the range is larger than a number can be");
}

static dw_status summarize_shape(const double *sorted, size_t n, dw_summary *out, dw_error *err)
{
    bool spread = out->sd > 0;
    dw_status status = DW_OK;
    out->skewness = out->skewness_se = out->kurtosis = out->kurtosis_se = NAN;
    if (spread && n >= 3) {
        status = dw_skewness(sorted, n, true, &out->skewness, err);
        out->skewness_se = dw_skewness_se(out->n, true);
    }
    if (spread && n >= 4 && !status) {
        status = dw_kurtosis(sorted, n, true, &out->kurtosis, err);
        out->kurtosis_se = dw_kurtosis_se(out->n, true);
    }
    return status;
}

dw_status dw_summarize(const double *sorted, size_t n, double level, dw_summary *out, dw_error *err)
{
    dw_status status = dw_check_sample(sorted, n, 2, err);
    if (status) return status;
    if (!(level > 0 && level < 1))
        return dw_fail(err, DW_EDOMAIN, "level must be above 0 and below 1, got %g", level);
    *out = (dw_summary){ .n = (double)n, .level = level };
    status = dw_mean(sorted, n, &out->mean, err);
    if (!status) status = dw_spread(sorted, n, &out->variance, err);
    if (!status) status = dw_sd(sorted, n, &out->sd, err);
    if (!status) status = dw_standard_error(sorted, n, &out->se, err);
    if (!status) status = summarize_order(sorted, n, out, err);
    if (!status) status = summarize_shape(sorted, n, out, err);
    if (status) return status;
    double half = gsl_cdf_tdist_Qinv((1 - level) / 2, out->n - 1) * out->se;
    out->low = out->mean - half;
    out->high = out->mean + half;
    return DW_OK;
}
