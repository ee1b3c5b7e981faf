/* 512 trials side by side, one bit each: the inner loop of the simulators.
 *
 * A dw_lanes holds one bit of 512 trials (trial i is bit i % 64 of word i / 64). dw_lanes_event
 * decides an event of probability p for all of them: a uniform number is compared with p digit by
 * digit from the top, and after about eleven binary digits every trial is decided. The 512 trials
 * always go together, so the bits do not depend on how wide the machine's vectors are. */
#ifndef DW_RANDOM_LANES_H
#define DW_RANDOM_LANES_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "random/stream.h"

enum { DW_LANE_WORDS = 8, DW_LANE_TRIALS = 64 * DW_LANE_WORDS, DW_LANE_BUFFER = 64 };

typedef uint64_t dw_lanes __attribute__((vector_size(8 * DW_LANE_WORDS)));

typedef struct dw_lane_stream {
    dw_lanes buffer[DW_LANE_BUFFER];
    unsigned at;      /* next word of buffer */
    uint64_t key[5];  /* Threefry's four key words and their parity */
    uint64_t counter; /* word 0 of the counter; word 1 is the lane */
} dw_lane_stream;

/* An event's probability, spread into masks: digit[i] is all ones where binary digit i is 1. */
typedef struct dw_lane_chance {
    uint64_t digit[64];
    bool certain, impossible;
} dw_lane_chance;

void dw_lane_stream_start(dw_lane_stream *stream, uint64_t seed, uint64_t simulator, uint64_t cell,
                          uint64_t chunk);
/* Fills the whole buffer with new random bits: for who reads it directly. */
void dw_lane_stream_refill(dw_lane_stream *stream);

dw_lane_chance dw_lane_chance_make(double p); /* p is in 0..1 */

/* *event gets one bit a trial: 1 with probability p, independently. */
void dw_lanes_event(dw_lane_stream *stream, const dw_lane_chance *chance, dw_lanes *event);

/* Whether any trial has its bit set. */
static inline bool dw_lanes_any(const dw_lanes *lanes)
{
    typedef uint64_t half __attribute__((vector_size(4 * DW_LANE_WORDS)));
    half part[2];
    memcpy(part, lanes, sizeof part);
    part[0] |= part[1];
    return (part[0][0] | part[0][1] | part[0][2] | part[0][3]) != 0;
}

/* dw_lanes_event for the inside of a function that stands in copies for several processors
 * (DW_FOR_EACH_MACHINE): it is compiled with each of them. */
static inline __attribute__((always_inline)) void
dw_lanes_draw(dw_lane_stream *stream, const dw_lane_chance *chance, dw_lanes *event)
{
    const dw_lanes none = { 0 };
    dw_lanes yes = none, open = ~none;
    if (chance->certain || chance->impossible) {
        *event = chance->certain ? open : none;
        return;
    }
    /* After seven digits two groups in a hundred are decided: only from there on is a look worth
     * it. */
    for (int i = 0; i < 64 && (i < 7 || dw_lanes_any(&open)); i++) {
        if (stream->at == DW_LANE_BUFFER) dw_lane_stream_refill(stream);
        dw_lanes random = stream->buffer[stream->at++];
        yes |= open & ~random & chance->digit[i];
        open &= ~(random ^ chance->digit[i]);
    }
    *event = yes;
}

/* Ones for the first n trials (all when n >= 512). */
void dw_lanes_first(int64_t n, dw_lanes *mask);

/* How many trials have their bit set. */
static inline uint64_t dw_lanes_count(const dw_lanes *lanes)
{
    dw_lanes x = *lanes;
    x = x - ((x >> 1) & 0x5555555555555555u);
    x = (x & 0x3333333333333333u) + ((x >> 2) & 0x3333333333333333u);
    x = (x + (x >> 4)) & 0x0f0f0f0f0f0f0f0fu;
    uint64_t sum = 0; /* bytes hold at most 8 a word: eight words fit a byte */
    for (int i = 0; i < DW_LANE_WORDS; i++) sum += x[i];
    return (((sum & 0x00ff00ff00ff00ffu) + ((sum >> 8) & 0x00ff00ff00ff00ffu)) *
            0x0001000100010001u) >>
           48;
}

#endif
