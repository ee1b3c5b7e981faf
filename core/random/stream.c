#include "random/stream.h"

#include <math.h>

dw_chance dw_chance_make(double p)
{
    dw_chance chance = { .threshold = 0, .certain = p >= 1 };
    if (p > 0 && p < 1) chance.threshold = (uint64_t)ldexp(p, 64);
    return chance;
}

static void set(void *state, unsigned long seed)
{
    *(dw_stream *)state = dw_stream_make(seed, 0, 0, 0);
}

static unsigned long get(void *state)
{
    return (unsigned long)dw_stream_bits(state);
}

static double get_double(void *state)
{
    return dw_stream_uniform(state);
}

const gsl_rng_type dw_stream_type = {
    .name = "threefry4x64-20",
    .max = ~0ul,
    .min = 0,
    .size = sizeof(dw_stream),
    .set = set,
    .get = get,
    .get_double = get_double,
};
