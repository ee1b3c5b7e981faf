#include "sim/routing.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "stats/distribution_tail.h"

void dw_routing_chances(size_t experts, double skew, double *chance)
{
    double sum = 0;
    for (size_t i = experts; i-- > 0;) sum += chance[i] = pow((double)(i + 1), -skew);
    for (size_t i = 0; i < experts; i++) chance[i] /= sum;
}

void dw_routing_reached(size_t experts, int top, const double *chance, double *reached)
{
    memcpy(reached, chance, experts * sizeof *reached);
    if (top == 1) return;
    for (size_t i = 0; i < experts; i++) {
        double others = 0;
        for (size_t j = experts; j-- > 0;) others += j == i ? 0 : chance[j];
        for (size_t j = 0; j < experts; j++)
            if (j != i) reached[j] += chance[i] * chance[j] / others;
    }
    for (size_t i = 0; i < experts; i++) reached[i] = experts == 2 ? 1 : fmin(1, reached[i]);
}

/* Loads from `first` away from the mean, up or down: each is less likely than the one before. */
static dw_overflow sum_tail(double tokens, double p, double capacity, double first, int way)
{
    dw_overflow sum = { 0, 0 };
    double odds = p / (1 - p), chance = exp(dw_log_binomial(first, tokens, dw_share_make(p)));
    for (double j = first; j >= 0 && j <= tokens && chance > 0; j += way) {
        double more = fabs(j - capacity) * chance;
        sum.excess += more;
        sum.chance += chance;
        if (more < 1e-18 * sum.excess && chance < 1e-18 * sum.chance) break;
        chance *= way > 0 ? (tokens - j) / (j + 1) * odds : j / ((tokens - j + 1) * odds);
    }
    return sum;
}

dw_overflow dw_routing_overflow(double tokens, double p, double capacity)
{
    double mean = tokens * p;
    if (capacity >= tokens || p == 0) return (dw_overflow){ 0, 0 };
    if (p == 1) return (dw_overflow){ tokens - capacity, 1 };
    if (capacity >= mean) return sum_tail(tokens, p, capacity, capacity + 1, 1);
    dw_overflow room = sum_tail(tokens, p, capacity, capacity, -1);
    return (dw_overflow){ mean - capacity + room.excess, 1 - room.chance };
}

enum { TOGETHER = 8 }; /* sums that are made side by side */

/* sum[t] becomes the chance that one more expert, of a Poisson load of this mean that is at most
 * `capacity`, brings the sum to t. */
static void add_expert(double *sum, size_t tokens, double mean, size_t capacity, double *load)
{
    for (size_t j = 0; j <= capacity; j++) load[j] = exp(dw_log_poisson((double)j, mean, 0));
    size_t t = tokens + 1;
    for (; t >= capacity + TOGETHER; t -= TOGETHER) { /* the last first: each needs those before */
        double all[TOGETHER] = { 0 };
        for (size_t j = 0; j <= capacity; j++)
            for (size_t i = 0; i < TOGETHER; i++) all[i] += load[j] * sum[t - TOGETHER - j + i];
        memcpy(sum + t - TOGETHER, all, sizeof all);
    }
    while (t-- > 0) {
        double all = 0;
        for (size_t j = 0; j <= capacity && j <= t; j++) all += load[j] * sum[t - j];
        sum[t] = all;
    }
}

double dw_routing_all_fit(size_t experts, double tokens, const double *chance, double capacity)
{
    if (capacity >= tokens) return 1;
    if (capacity * (double)experts < tokens) return 0;
    if ((double)experts * tokens * (capacity + 1) > 0x1p24) return NAN;
    size_t n = (size_t)tokens, room = (size_t)capacity;
    double *sum = dw_allocate(n + 1, sizeof *sum, NULL);
    double *load = dw_allocate(room + 1, sizeof *load, NULL), all = NAN;
    if (sum && load) {
        sum[0] = 1;
        for (size_t i = 0; i < experts; i++) add_expert(sum, n, tokens * chance[i], room, load);
        all = fmin(1, sum[n] / exp(dw_log_poisson(tokens, tokens, 0)));
    }
    free(load);
    free(sum);
    return all;
}
