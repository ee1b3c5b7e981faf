#include "random/lanes.h"

#include "base/machine.h"

void dw_lane_stream_start(dw_lane_stream *stream, uint64_t seed, uint64_t simulator, uint64_t cell,
                          uint64_t chunk)
{
    const uint64_t key[4] = { seed, simulator, cell, chunk };
    stream->key[4] = 0x1BD11BDAA9FC1A22u;
    for (int i = 0; i < 4; i++) {
        stream->key[i] = key[i];
        stream->key[4] ^= key[i];
    }
    stream->counter = 0;
    stream->at = DW_LANE_BUFFER;
}

dw_lane_chance dw_lane_chance_make(double p)
{
    const dw_chance scalar = dw_chance_make(p);
    dw_lane_chance chance = { .certain = scalar.certain,
                              .impossible = !scalar.certain && scalar.threshold == 0 };
    for (int i = 0; i < 64; i++) chance.digit[i] = (scalar.threshold >> (63 - i) & 1) ? ~0ull : 0;
    return chance;
}

#define ROTATE(x, r) (((x) << (r)) | ((x) >> (64 - (r))))

/* One double round of Threefry4x64: rotations a, b then c, d. */
#define DOUBLE_ROUND(a, b, c, d)                                                                   \
    x0 += x1, x1 = ROTATE(x1, a) ^ x0;                                                             \
    x2 += x3, x3 = ROTATE(x3, b) ^ x2;                                                             \
    x0 += x3, x3 = ROTATE(x3, c) ^ x0;                                                             \
    x2 += x1, x1 = ROTATE(x1, d) ^ x2

/* The key goes in again after each four rounds, turned by q places. */
#define ADD_KEY(q)                                                                                 \
    x0 += key[(q) % 5], x1 += key[((q) + 1) % 5];                                                  \
    x2 += key[((q) + 2) % 5], x3 += key[((q) + 3) % 5] + (q)

DW_FOR_EACH_MACHINE void dw_lane_stream_refill(dw_lane_stream *stream)
{
    static const dw_lanes lane = { 0, 1, 2, 3, 4, 5, 6, 7 };
    const uint64_t *key = stream->key;
    for (int i = 0; i < DW_LANE_BUFFER; i += 4) {
        dw_lanes x0 = { 0 }, x1 = lane, x2 = { 0 }, x3 = { 0 };
        x0 += stream->counter++;
        ADD_KEY(0u);
        DOUBLE_ROUND(14, 16, 52, 57);
        DOUBLE_ROUND(23, 40, 5, 37);
        ADD_KEY(1u);
        DOUBLE_ROUND(25, 33, 46, 12);
        DOUBLE_ROUND(58, 22, 32, 32);
        ADD_KEY(2u);
        DOUBLE_ROUND(14, 16, 52, 57);
        DOUBLE_ROUND(23, 40, 5, 37);
        ADD_KEY(3u);
        DOUBLE_ROUND(25, 33, 46, 12);
        DOUBLE_ROUND(58, 22, 32, 32);
        ADD_KEY(4u);
        DOUBLE_ROUND(14, 16, 52, 57);
        DOUBLE_ROUND(23, 40, 5, 37);
        ADD_KEY(5u);
        stream->buffer[i] = x0;
        stream->buffer[i + 1] = x1;
        stream->buffer[i + 2] = x2;
        stream->buffer[i + 3] = x3;
    }
    stream->at = 0;
}

DW_FOR_EACH_MACHINE void dw_lanes_event(dw_lane_stream *stream, const dw_lane_chance *chance,
                                        dw_lanes *event)
{
    dw_lanes_draw(stream, chance, event);
}

void dw_lanes_first(int64_t n, dw_lanes *mask)
{
    for (int i = 0; i < DW_LANE_WORDS; i++) {
        int64_t here = n - 64 * i;
        (*mask)[i] = here >= 64 ? ~0ull : here <= 0 ? 0 : (1ull << here) - 1;
    }
}
