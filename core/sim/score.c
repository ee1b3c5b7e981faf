#include "sim/score.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

#include "stats/interval.h"

dw_status dw_score_share(dw_score *score, size_t i, double k, double n, dw_error *err)
{
    dw_interval interval;
    dw_status status = dw_wilson(k, n, 0.95, &interval, err);
    if (status) return status;
    score->method = "Wilson, 95 %";
    score->mean[i] = k / n;
    score->low[i] = interval.low;
    score->high[i] = interval.high;
    return DW_OK;
}

dw_status dw_score_mean(dw_score *score, size_t i, double sum, double squares, double n,
                        double most, dw_error *err)
{
    dw_interval interval;
    dw_status status =
        dw_mean_interval(sum / most, squares / (most * most), n, 0.95, &interval, err);
    if (status) return status;
    score->method = "Student's t of the problems' scores, 95 %";
    score->mean[i] = sum / (most * n);
    score->low[i] = fmin(interval.low, score->mean[i]);
    score->high[i] = fmax(interval.high, score->mean[i]);
    return DW_OK;
}

void dw_score_spread(dw_score *score, size_t i, double mean, double sd, double n)
{
    double far = n > 1 ? gsl_cdf_tdist_Pinv(0.975, n - 1) : gsl_cdf_ugaussian_Pinv(0.975);
    far *= sd / sqrt(n);
    score->method = n > 1 ? "Student's t, 95 %" : "normal, of the known spread, 95 %";
    score->mean[i] = mean;
    score->low[i] = mean - far;
    score->high[i] = mean + far;
}
