#include "stats/rank.h"

#include <gsl/gsl_sort.h>
#include <stdlib.h>

#include "base/memory.h"
#include "stats/describe.h"

dw_status dw_mid_ranks(const double *x, size_t n, double *ranks, dw_error *err)
{
    dw_status status = dw_check_sample(x, n, 1, err);
    if (status) return status;
    size_t *order = dw_allocate(n, sizeof *order, err);
    if (!order) return DW_ENOMEM;
    gsl_sort_index(order, x, 1, n);
    for (size_t first = 0, next; first < n; first = next) {
        for (next = first + 1; next < n && x[order[next]] == x[order[first]];) next++;
        double middle = ((double)first + 1 + (double)next) / 2;
        for (size_t i = first; i < next; i++) ranks[order[i]] = middle;
    }
    free(order);
    return DW_OK;
}
