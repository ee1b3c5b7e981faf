#include "stats/resample.h"

#include "random/stream.h"

enum { STREAM = 0x726f7773 };

dw_status dw_strata_check(const dw_strata *strata, dw_error *err)
{
    if (strata->count == 0 || strata->start[strata->count] == 0)
        return dw_fail(err, DW_EARG, "the sample is empty");
    if (strata->start[strata->count] > DW_RESAMPLE_MOST)
        return dw_fail(err, DW_EDOMAIN, "%zu rows are too many; at most %d",
                       strata->start[strata->count], DW_RESAMPLE_MOST);
    for (size_t s = 0; s < strata->count; s++)
        if (strata->start[s + 1] <= strata->start[s])
            return dw_fail(err, DW_EARG, "sample %zu of %zu is empty", s + 1, strata->count);
    return DW_OK;
}

/* Lemire's (2019) whole number below n, without bias: the high half of a product. */
void dw_resample_rows(const dw_strata *strata, uint64_t seed, uint64_t number, uint32_t *rows)
{
    for (size_t s = 0; s < strata->count; s++) {
        uint32_t first = (uint32_t)strata->start[s];
        uint32_t n = (uint32_t)(strata->start[s + 1] - strata->start[s]), refused = -n % n;
        dw_stream stream = dw_stream_make(seed, STREAM, number, s);
        for (uint32_t i = 0; i < n;) {
            uint64_t bits = dw_stream_bits(&stream);
            for (int half = 0; half < 2 && i < n; half++, bits >>= 32) {
                uint64_t product = (bits & 0xffffffffu) * n;
                if ((uint32_t)product >= refused)
                    rows[first + i++] = first + (uint32_t)(product >> 32);
            }
        }
    }
}
