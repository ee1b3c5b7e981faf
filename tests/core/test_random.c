#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <gsl/gsl_cdf.h>

#include "random/lanes.h"
#include "random/stream.h"

int dw_test_random(void);

/* From the file of known answers that comes with Random123 (Salmon et al. 2011), 20 rounds:
 * zeros, ones, digits of pi. */
static const struct {
    uint64_t counter[4], key[4], answer[4];
} known[] = {
    { { 0 },
      { 0 },
      { 0x09218ebde6c85537, 0x55941f5266d86105, 0x4bd25e16282434dc, 0xee29ec846bd2e40b } },
    { { ~0ull, ~0ull, ~0ull, ~0ull },
      { ~0ull, ~0ull, ~0ull, ~0ull },
      { 0x29c24097942bba1b, 0x0371bbfb0f6f4e11, 0x3c231ffa33f83a1c, 0xcd29113fde32d168 } },
    { { 0x243f6a8885a308d3, 0x13198a2e03707344, 0xa4093822299f31d0, 0x082efa98ec4e6c89 },
      { 0x452821e638d01377, 0xbe5466cf34e90c6c, 0xbe5466cf34e90c6c, 0xc0ac29b7c97c50dd },
      { 0xa7e8fde591651bd9, 0xbaafd0c30138319b, 0x84a5c1a729e685b9, 0x901d406ccebc1ba4 } },
};

static void assert_words(const uint64_t *got, const uint64_t *expected, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (got[i] != expected[i])
            fail_msg("word %zu: %016llx, not %016llx", i, (unsigned long long)got[i],
                     (unsigned long long)expected[i]);
}

static void threefry_gives_the_known_answers(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        threefry4x64_ctr_t counter;
        threefry4x64_key_t key;
        memcpy(&counter, known[i].counter, sizeof counter);
        memcpy(&key, known[i].key, sizeof key);
        threefry4x64_ctr_t answer = threefry4x64_R(20, counter, key);
        assert_words(answer.v, known[i].answer, 4);
        dw_stream stream = dw_stream_make(key.v[0], key.v[1], key.v[2], key.v[3]);
        stream.counter = counter;
        for (size_t j = 0; j < 4; j++) {
            uint64_t bits = dw_stream_bits(&stream);
            assert_words(&bits, &known[i].answer[j], 1);
        }
    }
    dw_stream stream = dw_stream_make(0, 0, 0, 0); /* the key zero starts at the counter zero */
    for (size_t j = 0; j < 4; j++) {
        uint64_t bits = dw_stream_bits(&stream);
        assert_words(&bits, &known[0].answer[j], 1);
    }
}

static const uint64_t some_key[4] = { 20240601, 0xfedcba9876543210, 7, ~0ull };

static void assert_buffer(const dw_lane_stream *stream, uint64_t first)
{
    threefry4x64_key_t key = { { some_key[0], some_key[1], some_key[2], some_key[3] } };
    for (uint64_t block = 0; block < DW_LANE_BUFFER / 4; block++)
        for (uint64_t lane = 0; lane < DW_LANE_WORDS; lane++) {
            threefry4x64_ctr_t counter = { { first + block, lane, 0, 0 } };
            threefry4x64_ctr_t answer = threefry4x64_R(20, counter, key);
            for (size_t j = 0; j < 4; j++) {
                uint64_t got = stream->buffer[4 * block + j][lane];
                assert_words(&got, &answer.v[j], 1);
            }
        }
}

static void start_some(dw_lane_stream *stream)
{
    dw_lane_stream_start(stream, some_key[0], some_key[1], some_key[2], some_key[3]);
}

static void lanes_are_threefry_with_counter_and_lane(void **state)
{
    (void)state;
    dw_lane_chance half = dw_lane_chance_make(0.5);
    dw_lanes event;
    dw_lane_stream stream;
    dw_lane_stream_start(&stream, 0, 0, 0, 0);
    dw_lanes_event(&stream, &half, &event);
    for (size_t j = 0; j < 4; j++) {
        uint64_t got = stream.buffer[j][0];
        assert_words(&got, &known[0].answer[j], 1);
    }
    start_some(&stream);
    dw_lanes_event(&stream, &half, &event);
    assert_buffer(&stream, 0);
    while (stream.counter == DW_LANE_BUFFER / 4) dw_lanes_event(&stream, &half, &event);
    assert_buffer(&stream, DW_LANE_BUFFER / 4);
}

static int bit_of(const dw_lanes *lanes, int trial)
{
    return (int)((*lanes)[trial / 64] >> (trial % 64) & 1);
}

/* The first event of a stream against its meaning: trial i's 64 digits, read from the top, are a
 * number below p 2^64. */
static void events_compare_digits_with_the_probability(void **state)
{
    (void)state;
    static const double chances[] = { 0.5,   0.25, 0.75, 1.0 / 3, 0.1,     0.9,
                                      0.999, 1e-3, 1e-6, 0x1p-40, 0x1p-64, 1 - 0x1p-53 };
    for (size_t i = 0; i < sizeof chances / sizeof *chances; i++) {
        dw_lane_chance chance = dw_lane_chance_make(chances[i]);
        uint64_t threshold = dw_chance_make(chances[i]).threshold;
        assert_true(threshold == (uint64_t)floor(ldexp(chances[i], 64)));
        dw_lane_stream stream;
        dw_lanes event;
        start_some(&stream);
        dw_lanes_event(&stream, &chance, &event);
        for (int t = 0; t < DW_LANE_TRIALS; t++) {
            uint64_t number = 0;
            for (size_t digit = 0; digit < 64; digit++)
                number = number << 1 | (uint64_t)bit_of(&stream.buffer[digit], t);
            assert_int_equal(bit_of(&event, t), number < threshold);
        }
    }
}

static void certain_and_impossible_are_exact(void **state)
{
    (void)state;
    dw_lane_chance certain = dw_lane_chance_make(1), impossible = dw_lane_chance_make(0);
    dw_lane_stream lanes;
    start_some(&lanes);
    dw_stream stream = dw_stream_make(1, 2, 3, 4);
    for (int i = 0; i < 1000; i++) {
        dw_lanes event;
        dw_lanes_event(&lanes, &certain, &event);
        assert_int_equal(dw_lanes_count(&event), DW_LANE_TRIALS);
        dw_lanes_event(&lanes, &impossible, &event);
        assert_int_equal(dw_lanes_count(&event), 0);
        assert_true(dw_stream_event(&stream, dw_chance_make(1)));
        assert_false(dw_stream_event(&stream, dw_chance_make(0)));
    }
}

/* Twice the smaller tail of the binomial distribution. */
static void assert_frequency(uint64_t k, uint64_t n, double p)
{
    double below = gsl_cdf_binomial_P((unsigned)k, p, (unsigned)n);
    double above = k ? gsl_cdf_binomial_Q((unsigned)k - 1, p, (unsigned)n) : 1;
    double both = 2 * fmin(below, above);
    if (!(both > 1e-9))
        fail_msg("%llu of %llu at p = %g: p-value %g", (unsigned long long)k, (unsigned long long)n,
                 p, both);
}

static void events_come_as_often_as_they_should(void **state)
{
    (void)state;
    static const double chances[] = { 0.5, 1.0 / 3, 0.03, 1e-4, 0.999 };
    enum { GROUPS = 4000 };
    for (size_t i = 0; i < sizeof chances / sizeof *chances; i++) {
        dw_lane_chance chance = dw_lane_chance_make(chances[i]);
        dw_chance scalar = dw_chance_make(chances[i]);
        dw_lane_stream lanes;
        dw_lane_stream_start(&lanes, 11, i, 0, 0);
        dw_stream stream = dw_stream_make(12, i, 0, 0);
        uint64_t many = 0, one = 0;
        for (int group = 0; group < GROUPS; group++) {
            dw_lanes event;
            dw_lanes_event(&lanes, &chance, &event);
            many += dw_lanes_count(&event);
            for (int t = 0; t < DW_LANE_TRIALS / 4; t++) one += dw_stream_event(&stream, scalar);
        }
        assert_frequency(many, GROUPS * DW_LANE_TRIALS, chances[i]);
        assert_frequency(one, GROUPS * DW_LANE_TRIALS / 4, chances[i]);
    }
}

/* Two events in a row, and two neighbouring trials, have nothing to do with each other. */
static void events_are_independent(void **state)
{
    (void)state;
    enum { GROUPS = 4000 };
    dw_lane_chance third = dw_lane_chance_make(1.0 / 3);
    dw_lane_stream lanes;
    dw_lane_stream_start(&lanes, 13, 0, 0, 0);
    uint64_t both = 0, neighbours = 0;
    for (int group = 0; group < GROUPS; group++) {
        dw_lanes a, b;
        dw_lanes_event(&lanes, &third, &a);
        dw_lanes_event(&lanes, &third, &b);
        dw_lanes pairs = a & (a >> 1) & 0x5555555555555555u;
        b &= a;
        both += dw_lanes_count(&b);
        neighbours += dw_lanes_count(&pairs);
    }
    assert_frequency(both, GROUPS * DW_LANE_TRIALS, 1.0 / 9);
    assert_frequency(neighbours, GROUPS * DW_LANE_TRIALS / 2, 1.0 / 9);
}

static void the_gsl_generator_hands_out_the_stream(void **state)
{
    (void)state;
    dw_stream stream = dw_stream_make(5, 6, 7, 8), same = stream;
    gsl_rng rng = dw_stream_gsl(&stream);
    assert_true(gsl_rng_min(&rng) == 0 && gsl_rng_max(&rng) == ~0ul);
    uint64_t bits[2] = { gsl_rng_get(&rng), 0 }, expected[2] = { dw_stream_bits(&same), 0 };
    assert_words(bits, expected, 1);
    uint64_t low_half = 0, range = 0;
    double sum = 0;
    enum { DRAWS = 100000 };
    for (int i = 0; i < DRAWS; i++) {
        double u = gsl_rng_uniform(&rng);
        assert_true(u == dw_stream_uniform(&same));
        if (!(u >= 0 && u < 1)) fail_msg("%g is not in [0, 1)", u);
        low_half += u < 0.5;
        sum += u;
    }
    assert_frequency(low_half, DRAWS, 0.5);
    assert_true(fabs(sum / DRAWS - 0.5) < 6 * sqrt(1.0 / 12 / DRAWS));
    for (int i = 0; i < DRAWS; i++) range += gsl_rng_uniform_int(&rng, 3) == 0;
    assert_frequency(range, DRAWS, 1.0 / 3);
    gsl_rng_set(&rng, 99);
    same = dw_stream_make(99, 0, 0, 0);
    bits[0] = gsl_rng_get(&rng);
    expected[0] = dw_stream_bits(&same);
    assert_words(bits, expected, 1);
}

static void other_keys_give_other_streams(void **state)
{
    (void)state;
    const uint64_t keys[5][4] = {
        { 1, 2, 3, 4 }, { 2, 2, 3, 4 }, { 1, 3, 3, 4 }, { 1, 2, 4, 4 }, { 1, 2, 3, 5 }
    };
    dw_lane_chance half = dw_lane_chance_make(0.5);
    dw_lanes events[5];
    uint64_t bits[5];
    for (size_t i = 0; i < 5; i++) {
        dw_stream stream = dw_stream_make(keys[i][0], keys[i][1], keys[i][2], keys[i][3]);
        bits[i] = dw_stream_bits(&stream);
        dw_lane_stream lanes;
        dw_lane_stream_start(&lanes, keys[i][0], keys[i][1], keys[i][2], keys[i][3]);
        dw_lanes_event(&lanes, &half, &events[i]);
        for (size_t j = 0; j < i; j++) {
            assert_true(bits[i] != bits[j]);
            dw_lanes same = ~(events[i] ^ events[j]);
            assert_frequency(dw_lanes_count(&same), DW_LANE_TRIALS, 0.5);
        }
    }
}

static void counting_agrees_with_looking_at_each_bit(void **state)
{
    (void)state;
    dw_stream stream = dw_stream_make(21, 0, 0, 0);
    for (int round = 0; round < 200; round++) {
        dw_lanes lanes = { 0 };
        for (int i = 0; i < DW_LANE_WORDS; i++) {
            lanes[i] = dw_stream_bits(&stream);
            for (int thin = 0; thin < round % 7; thin++) lanes[i] &= dw_stream_bits(&stream);
            if (round % 2) lanes[i] = ~lanes[i];
        }
        uint64_t naive = 0;
        for (int t = 0; t < DW_LANE_TRIALS; t++) naive += (uint64_t)bit_of(&lanes, t);
        assert_int_equal(dw_lanes_count(&lanes), naive);
    }
    dw_lanes all = ~(dw_lanes){ 0 };
    assert_int_equal(dw_lanes_count(&all), DW_LANE_TRIALS);
}

static void the_first_trials_are_masked(void **state)
{
    (void)state;
    static const int64_t sizes[] = { -5, 0, 1, 63, 64, 65, 300, 511, 512, 513, 1 << 20 };
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        dw_lanes mask;
        dw_lanes_first(sizes[i], &mask);
        for (int t = 0; t < DW_LANE_TRIALS; t++) assert_int_equal(bit_of(&mask, t), t < sizes[i]);
    }
}

int dw_test_random(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threefry_gives_the_known_answers),
        cmocka_unit_test(lanes_are_threefry_with_counter_and_lane),
        cmocka_unit_test(events_compare_digits_with_the_probability),
        cmocka_unit_test(certain_and_impossible_are_exact),
        cmocka_unit_test(events_come_as_often_as_they_should),
        cmocka_unit_test(events_are_independent),
        cmocka_unit_test(the_gsl_generator_hands_out_the_stream),
        cmocka_unit_test(other_keys_give_other_streams),
        cmocka_unit_test(counting_agrees_with_looking_at_each_bit),
        cmocka_unit_test(the_first_trials_are_masked),
    };
    return cmocka_run_group_tests_name("random", tests, NULL, NULL);
}
