#include "stats/htest_multiple.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

typedef struct placed {
    double p;
    size_t at;
} placed;

static int by_p(const void *a, const void *b)
{
    const placed *x = a, *y = b;
    if (x->p != y->p) return x->p < y->p ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

static dw_status sort_p(const double *p, size_t n, placed **out, dw_error *err)
{
    for (size_t i = 0; i < n; i++)
        if (!(p[i] >= 0 && p[i] <= 1))
            return dw_fail(err, DW_EDOMAIN, "p[%zu] must be in 0..1, got %g", i + 1, p[i]);
    *out = dw_allocate(n, sizeof **out, err);
    if (!*out) return DW_ENOMEM;
    for (size_t i = 0; i < n; i++) (*out)[i] = (placed){ p[i], i };
    qsort(*out, n, sizeof **out, by_p);
    return DW_OK;
}

dw_status dw_holm(const double *p, size_t n, double *out, dw_error *err)
{
    placed *sorted;
    dw_status status = sort_p(p, n, &sorted, err);
    if (status) return status;
    double most = 0;
    for (size_t i = 0; i < n; i++) {
        most = fmax(most, fmin(1, (double)(n - i) * sorted[i].p));
        out[sorted[i].at] = most;
    }
    free(sorted);
    return DW_OK;
}

dw_status dw_benjamini_hochberg(const double *p, size_t n, double *out, dw_error *err)
{
    placed *sorted;
    dw_status status = sort_p(p, n, &sorted, err);
    if (status) return status;
    double least = 1;
    for (size_t i = n; i-- > 0;) {
        least = fmin(least, (double)n / (double)(i + 1) * sorted[i].p);
        out[sorted[i].at] = least;
    }
    free(sorted);
    return DW_OK;
}
