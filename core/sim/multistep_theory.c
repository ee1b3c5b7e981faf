/* Closed forms of problems of several steps. */
#include <math.h>

#include "sim/multistep.h"

double dw_multistep_all(double p, double spread, int64_t k)
{
    if (spread == 0 || p == 0 || p == 1) return pow(p, (double)k);
    double all = p;
    for (int64_t i = 1; i < k; i++) {
        double more = (double)i * spread;
        all *= (p * (1 - spread) + more) / (1 - spread + more);
    }
    return all;
}

double dw_multistep_prefix(double p, double spread, int64_t k)
{
    double all = 1, sum = 0;
    for (int64_t i = 0; i < k; i++) {
        double more = (double)i * spread;
        all *= i == 0 || spread == 0 ? p : (p * (1 - spread) + more) / (1 - spread + more);
        sum += all;
    }
    return sum / (double)k;
}

/* Divides law[from..to] when the newest would soon be too large. */
static double scaled(double *law, int64_t from, int64_t to, double newest)
{
    if (newest < 1e200) return newest;
    for (int64_t i = from; i <= to; i++) law[i] /= 1e200;
    return newest / 1e200;
}

void dw_multistep_law(double right, double wrong, double spread, int64_t n, double *law)
{
    int64_t start = (int64_t)floor((double)(n + 1) * (right / (right + wrong)));
    if (start > n) start = n;
    law[start] = 1; /* near the most likely number; the others by the ratio of neighbors */
    for (int64_t i = start; i < n; i++) {
        double up = (right + (double)i * spread) / (wrong + (double)(n - i - 1) * spread);
        law[i + 1] = law[i] * ((double)(n - i) / (double)(i + 1)) * up;
        law[i + 1] = scaled(law, start, i, law[i + 1]);
    }
    for (int64_t i = start; i > 0; i--) {
        double down = (wrong + (double)(n - i) * spread) / (right + (double)(i - 1) * spread);
        law[i - 1] = law[i] * ((double)i / (double)(n - i + 1)) * down;
        law[i - 1] = scaled(law, i, n, law[i - 1]);
    }
    double sum = 0;
    for (int64_t i = 0; i <= n; i++) sum += law[i];
    for (int64_t i = 0; i <= n; i++) law[i] /= sum;
}

double dw_multistep_at_least(double p, double spread, int64_t k, int64_t m)
{
    if (m == 0) return 1;
    if (p == 0 || p == 1 || spread == 1) return p;
    double law[DW_MULTISTEP_STEPS + 1], tail = 0;
    dw_multistep_law(p * (1 - spread), (1 - p) * (1 - spread), spread, k, law);
    for (int64_t i = k; i >= m; i--) tail += law[i];
    return fmin(tail, 1);
}
