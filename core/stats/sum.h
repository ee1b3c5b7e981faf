/* A compensated sum (Neumaier 1974) that grows term by term. Start from { 0 }. */
#ifndef DW_STATS_SUM_H
#define DW_STATS_SUM_H

#include <math.h>

typedef struct dw_sum {
    double rough, lost;
} dw_sum;

static inline void dw_sum_add(dw_sum *sum, double term)
{
    double next = sum->rough + term;
    sum->lost +=
        fabs(sum->rough) >= fabs(term) ? (sum->rough - next) + term : (term - next) + sum->rough;
    sum->rough = next;
}

static inline double dw_sum_value(const dw_sum *sum)
{
    return isfinite(sum->rough) ? sum->rough + sum->lost : sum->rough;
}

#endif
