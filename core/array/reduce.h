/* One number out of many. x is neither changed nor kept. A NaN anywhere makes the result NaN: a
 * gap in the data shows instead of being passed over. */
#ifndef DW_ARRAY_REDUCE_H
#define DW_ARRAY_REDUCE_H

#include <stddef.h>

/* The sum, compensated (Neumaier) and always from the first to the last, so that the same numbers
 * give the same bits. 0 when n is 0. Infinities of one sign give that infinity, of both NaN. */
double dw_array_sum(const double *x, size_t n);

/* The mean; finite whenever all elements are. NaN when n is 0. */
double dw_array_mean(const double *x, size_t n);

/* The smallest and the largest element. NaN when n is 0. */
double dw_array_min(const double *x, size_t n);
double dw_array_max(const double *x, size_t n);

#endif
