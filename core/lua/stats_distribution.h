/* What the distributions of numbers and of vectors share in Lua. */
#ifndef DWL_STATS_DISTRIBUTION_H
#define DWL_STATS_DISTRIBUTION_H

#include "lua/glue.h"

typedef struct dwl_sample_arguments {
    int64_t n, seed;
} dwl_sample_arguments;

extern const dw_option dwl_sample_options[];

/* The key of the streams of one call of sample: from the seed, or from math.random. */
void dwl_sample_stream(lua_State *L, const dwl_sample_arguments *a, uint64_t *seed, uint64_t *call);

#endif
