/* Random streams without state to share: Threefry4x64-20 of Random123 (Salmon et al. 2011), keyed
 * by (seed, simulator, cell, trial). Making a stream costs four stores; the same key gives the
 * same bits in every thread, in any order, on any machine. */
#ifndef DW_RANDOM_STREAM_H
#define DW_RANDOM_STREAM_H

#include <Random123/threefry.h>
#include <gsl/gsl_rng.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct dw_stream {
    threefry4x64_key_t key;
    threefry4x64_ctr_t counter, block;
    unsigned left; /* words of block not yet handed out */
} dw_stream;

static inline dw_stream dw_stream_make(uint64_t seed, uint64_t simulator, uint64_t cell,
                                       uint64_t trial)
{
    dw_stream stream;
    stream.key = (threefry4x64_key_t){ { seed, simulator, cell, trial } };
    stream.counter = (threefry4x64_ctr_t){ { 0, 0, 0, 0 } };
    stream.block = stream.counter;
    stream.left = 0;
    return stream;
}

/* 64 random bits. A stream holds 2^66 of them. */
static inline uint64_t dw_stream_bits(dw_stream *stream)
{
    if (stream->left == 0) {
        stream->block = threefry4x64_R(20, stream->counter, stream->key);
        stream->counter.v[0]++;
        stream->left = 4;
    }
    return stream->block.v[4 - stream->left--];
}

/* Uniform in [0, 1), a multiple of 2^-53. */
static inline double dw_stream_uniform(dw_stream *stream)
{
    return (double)(dw_stream_bits(stream) >> 11) * 0x1p-53;
}

/* A probability as an integer threshold, made once in scalar code: an event of probability p is
 * bits < threshold, with p cut to a multiple of 2^-64; 0 and 1 are exact. */
typedef struct dw_chance {
    uint64_t threshold;
    bool certain;
} dw_chance;

dw_chance dw_chance_make(double p); /* p is in 0..1 */

static inline bool dw_stream_event(dw_stream *stream, dw_chance chance)
{
    return chance.certain || dw_stream_bits(stream) < chance.threshold;
}

/* The stream as a GSL generator, for gsl_ran_*: it lives as long as the stream does and needs no
 * freeing. */
extern const gsl_rng_type dw_stream_type;
static inline gsl_rng dw_stream_gsl(dw_stream *stream)
{
    return (gsl_rng){ .type = &dw_stream_type, .state = stream };
}

#endif
