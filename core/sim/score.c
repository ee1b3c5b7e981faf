#include "sim/score.h"

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
    score->low[i] = interval.low;
    score->high[i] = interval.high;
    return DW_OK;
}
