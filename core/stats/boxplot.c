#include "stats/boxplot.h"

#include "stats/quantile.h"

dw_status dw_boxplot_measure(const double *sorted, size_t n, dw_boxplot *out, dw_error *err)
{
    *out = (dw_boxplot){ 0 };
    dw_status status = dw_quantile(sorted, n, 0.25, 7, &out->q1, err);
    if (!status) status = dw_quantile(sorted, n, 0.5, 7, &out->median, err);
    if (!status) status = dw_quantile(sorted, n, 0.75, 7, &out->q3, err);
    if (status) return status;
    double reach = 1.5 * (out->q3 - out->q1); /* may be infinite: then nothing lies outside */
    while (sorted[out->below] < out->q1 - reach) out->below++;
    while (sorted[n - 1 - out->above] > out->q3 + reach) out->above++;
    out->low = sorted[out->below];
    out->high = sorted[n - 1 - out->above];
    return DW_OK;
}
