#include "stats/distribution_solve.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

/* Positive doubles are in the order of their bits: halving an interval of bits takes 64 steps from
 * any start to the last digit. */
static int64_t bits_of(double x)
{
    int64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static double double_of(int64_t bits)
{
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

typedef struct search {
    dw_tail tail;
    const void *context;
    double p;
    bool upper;
} search;

/* log(tail / p), turned so that it rises with x */
static double miss(const search *s, double x)
{
    double off = log1p((s->tail(s->context, x, s->upper) - s->p) / s->p);
    return s->upper ? -off : off;
}

/* Where a line through both ends of the interval is zero; halfway when an end is infinite. */
static int64_t crossing(int64_t low, double at_low, int64_t high, double at_high)
{
    double share = at_low / (at_low - at_high);
    if (!(share > 0 && share < 1)) share = 0.5;
    int64_t room = high - low, step = (int64_t)((double)room * share);
    int64_t least = 1 + room / 1000; /* so that the zero lies between the new ends */
    if (least > room / 2) least = room / 2;
    if (step < least) step = least;
    if (step > room - least) step = room - least;
    return low + step;
}

double dw_solve_quantile(dw_tail tail, const void *context, double high, double p, bool upper)
{
    /* 1 - p is exact for p >= 1/2: the other tail is the smaller one */
    search s = { tail, context, p > 0.5 ? 1 - p : p, upper != (p > 0.5) };
    double top = isinf(high) ? DBL_MAX : high;
    int64_t low_bits = 0, high_bits = bits_of(top);
    double at_low = -INFINITY, at_high = miss(&s, top);
    if (at_high < 0) return high;
    for (int step = 0; high_bits - low_bits > 1; step++) {
        int64_t bits = step % 3 == 2 ? low_bits + (high_bits - low_bits) / 2
                                     : crossing(low_bits, at_low, high_bits, at_high);
        double at = miss(&s, double_of(bits));
        if (at == 0) return double_of(bits);
        if (at < 0) {
            low_bits = bits;
            at_low = at;
        } else {
            high_bits = bits;
            at_high = at;
        }
    }
    return double_of(-at_low < at_high ? low_bits : high_bits);
}

double dw_solve_whole(dw_tail tail, const void *context, double low, double high, double middle,
                      double spread, double p, bool upper)
{
    search s = { tail, context, p > 0.5 ? 1 - p : p, upper != (p > 0.5) };
    const double slack = (64 - 8 * log(s.p)) * DBL_EPSILON; /* digits of a far tail are fewer */
#define REACHED(k)                                                                                 \
    (s.upper ? tail(context, (k), true) <= s.p * (1 + slack)                                       \
             : tail(context, (k), false) >= s.p * (1 - slack))
    double start = floor(fmin(fmax(middle, low), high)), below, above;
    double step = fmax(1, floor(fmin(spread, 1e300)));
    if (REACHED(start)) {
        for (above = below = start; below >= low && REACHED(below); step *= 2) {
            above = below;
            below = floor(fmax(below - step, low - 1));
        }
        if (below < low) below = low - 1;
    } else {
        for (below = above = start; above < high && !REACHED(above); step *= 2) {
            below = above;
            above = floor(fmin(above + step, high));
        }
    }
    for (;;) {
        double half = floor(below + (above - below) / 2);
        if (half <= below || half >= above || isinf(above)) return above;
        if (REACHED(half))
            above = half;
        else
            below = half;
    }
#undef REACHED
}
