#include "stats/location.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "stats/describe.h"
#include "stats/moment.h"
#include "stats/quantile.h"

dw_status dw_median(const double *sorted, size_t n, double *out, dw_error *err)
{
    return dw_quantile(sorted, n, 0.5, 7, out, err);
}

dw_status dw_mad(const double *sorted, size_t n, double constant, double *out, dw_error *err)
{
    double middle;
    dw_status status = dw_median(sorted, n, &middle, err);
    if (status) return status;
    if (!(constant > 0) || isinf(constant))
        return dw_fail(err, DW_EDOMAIN, "the constant must be above 0, got %g", constant);
    double *away = dw_allocate(n, sizeof *away, err);
    if (!away) return DW_ENOMEM;
    for (size_t i = 0; i < n; i++) away[i] = fabs(sorted[i] / 2 - middle / 2); /* cannot run over */
    dw_sort(away, n);
    status = dw_median(away, n, out, err);
    free(away);
    *out *= 2 * constant;
    if (!status && !isfinite(*out))
        status = dw_fail(err, DW_ENUMERIC, "the mad is larger than a number can be");
    return status;
}

dw_status dw_trimmed_mean(const double *sorted, size_t n, double cut, double *out, double *se,
                          dw_error *err)
{
    dw_status status = dw_check_sample(sorted, n, 1, err);
    if (status) return status;
    if (!(cut >= 0 && cut < 0.5))
        return dw_fail(err, DW_EDOMAIN, "cut must be at least 0 and below 0.5, got %g", cut);
    double count = (double)n, position = cut * count;
    size_t gone = (size_t)floor(position + 4 * DBL_EPSILON * fmax(1, position));
    if (2 * gone >= n) gone = (n - 1) / 2;
    status = dw_mean(sorted + gone, n - 2 * gone, out, err);
    *se = NAN;
    if (status || n < 2) return status;
    double *winsorized = dw_allocate(n, sizeof *winsorized, err);
    if (!winsorized) return DW_ENOMEM;
    memcpy(winsorized, sorted, n * sizeof *sorted);
    for (size_t i = 0; i < gone; i++) {
        winsorized[i] = sorted[gone];
        winsorized[n - 1 - i] = sorted[n - 1 - gone];
    }
    status = dw_standard_error(winsorized, n, se, err);
    *se /= 1 - 2 * (double)gone / count;
    free(winsorized);
    return status;
}
