#include "test_sim.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

int dw_test_sim_instruction(void);

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum { SIZES = 6, TUNED = 0, UNTUNED, RESCUED, BROKEN, SCORES };

static const double sizes[SIZES] = { 1e7, 1e8, 1e9, 1e10, 1e11, 1e12 };
static const double base[SIZES] = { 0, 0.001, 0.25, 0.5, 0.93, 1 };
static const double understand[SIZES] = { 0.4, 0.02, 0, 1, 0.7, 0.5 };
static const double harm[SIZES] = { 0.5, 0.9, 1, 0.3, 0, 0.25 };

static sim_run instruction_of(double gain)
{
    sim_run run = sim_make("instruction");
    sim_series(&run, "size", sizes, SIZES);
    sim_values(&run, "base", base, SIZES);
    sim_values(&run, "understand", understand, SIZES);
    sim_values(&run, "harm", harm, SIZES);
    sim_number(&run, "gain", gain);
    return run;
}

static void compare(double gain, int64_t seed, tally t[SCORES])
{
    double n = seed % 3 ? 20000 : 40001;
    sim_run run = instruction_of(gain);
    sim_integer(&run, "seed", seed);
    sim_integer(&run, "trials", (int64_t)n);
    sim_must(&run);
    const dw_score *score = run.result.scores;
    for (size_t i = 0; i < SIZES; i++) {
        for (size_t s = 0; s < SCORES; s++)
            tally_share(&t[s], score[s].mean[i] * n, n, score[s].theory[i]);
        double problems = score[UNTUNED].mean[i] + score[RESCUED].mean[i] - score[BROKEN].mean[i];
        assert_right_digits(problems, score[TUNED].mean[i], 12, "tuned", i);
    }
    sim_free(&run);
}

static void simulation_agrees_with_theory(void **state)
{
    (void)state;
    static const double gains[] = { 0, 0.01, 0.5, 1 };
    tally t[SCORES] = { TALLY("tuned"), TALLY("untuned"), TALLY("rescued"), TALLY("broken") };
    int64_t seed = 900;
    for (size_t g = 0; g < COUNT(gains); g++)
        for (int repeat = 0; repeat < 12; repeat++) compare(gains[g], seed++, t);
    for (size_t s = 0; s < SCORES; s++) tally_check(&t[s]);
}

/* All sixteen courses a problem can take. */
static void theory_is_the_sum_over_all_courses(void **state)
{
    (void)state;
    sim_run run = instruction_of(0.37);
    sim_integer(&run, "trials", 1);
    sim_must(&run);
    for (size_t i = 0; i < SIZES; i++) {
        double share[SCORES] = { 0 };
        for (int course = 0; course < 16; course++) {
            bool b = course & 1, u = course & 2, g = course & 4, h = course & 8;
            double p = (b ? base[i] : 1 - base[i]) * (u ? understand[i] : 1 - understand[i]) *
                       (g ? 0.37 : 0.63) * (h ? harm[i] : 1 - harm[i]);
            bool tuned = u ? b || g : b && !h;
            share[TUNED] += tuned * p;
            share[UNTUNED] += b * p;
            share[RESCUED] += (tuned && !b) * p;
            share[BROKEN] += (b && !tuned) * p;
        }
        for (size_t s = 0; s < SCORES; s++)
            assert_right_digits(run.result.scores[s].theory[i], share[s], 12, "course", i);
    }
    sim_free(&run);
}

static void tuning_hurts_the_smallest_and_helps_the_largest(void **state)
{
    (void)state;
    sim_run run = sim_make("instruction");
    sim_series(&run, "size", sizes, SIZES);
    sim_must(&run);
    const dw_score *tuned = &run.result.scores[TUNED], *untuned = tuned + UNTUNED;
    assert_true(tuned->high[0] < untuned->low[0]);
    assert_true(tuned->low[SIZES - 1] > untuned->high[SIZES - 1]);
    int changes = 0;
    for (size_t i = 1; i < SIZES; i++)
        changes += (tuned->theory[i] > untuned->theory[i]) !=
                   (tuned->theory[i - 1] > untuned->theory[i - 1]);
    assert_int_equal(changes, 1);
    sim_free(&run);
}

static void the_bits_depend_on_the_seed_alone(void **state)
{
    (void)state;
    static const int threads[] = { 1, 2, 7 };
    uint64_t digest = 0;
    sim_run run = instruction_of(0.5);
    sim_integer(&run, "trials", 70001);
    for (size_t i = 0; i < COUNT(threads); i++) {
        assert_int_equal(sim_go(&run, &(dw_env){ .threads = threads[i] }, NULL), DW_OK);
        if (i) assert_true(sim_digest(&run) == digest);
        digest = sim_digest(&run);
    }
    if (digest != 0xbdc553f8202be0af)
        fail_msg("the digest is 0x%016llx", (unsigned long long)digest);
    sim_integer(&run, "seed", 2);
    sim_must(&run);
    assert_true(sim_digest(&run) != digest);
    sim_free(&run);
}

static bool shown_right(const sim_run *run, size_t cell, int64_t trial, const char *who)
{
    dw_buffer text = { 0 };
    assert_int_equal(run->sim->show(run->options, cell, trial, &text, NULL), DW_OK);
    const char *line = strstr(text.text, who);
    assert_non_null(line);
    size_t n = strcspn(line, "\n");
    assert_true(n > 5);
    bool right = memcmp(line + n - 5, "right", 5) == 0;
    assert_true(right || memcmp(line + n - 5, "wrong", 5) == 0);
    dw_buffer_free(&text);
    return right;
}

/* Every problem of a run, shown one by one, adds up to what the run says. */
static void examples_are_the_problems_of_the_run(void **state)
{
    (void)state;
    sim_run run = instruction_of(0.5);
    sim_integer(&run, "trials", 1500);
    sim_must(&run);
    for (size_t i = 0; i < SIZES; i++) {
        double tuned = 0, untuned = 0;
        for (int64_t t = 0; t < 1500; t++) {
            tuned += shown_right(&run, i, t, "  tuned:");
            untuned += shown_right(&run, i, t, "  untuned:");
        }
        assert_right_digits(tuned / 1500, run.result.scores[TUNED].mean[i], 12, "tuned", i);
        assert_right_digits(untuned / 1500, run.result.scores[UNTUNED].mean[i], 12, "untuned", i);
    }
    dw_buffer text = { 0 };
    sim_integer(&run, "trials", 40000);
    assert_int_equal(run.sim->show(run.options, 0, 39999, &text, NULL), DW_OK);
    dw_buffer_free(&text);
    sim_free(&run);
}

static void a_run_that_cannot_be(void **state)
{
    (void)state;
    sim_run run = instruction_of(0.5);
    dw_error err;
    sim_values(&run, "harm", harm, 2);
    assert_int_equal(sim_go(&run, NULL, &err), DW_EARG);
    assert_non_null(strstr(err.text, "2 values for 6 sizes"));
    sim_values(&run, "harm", sizes, SIZES);
    assert_int_equal(sim_go(&run, NULL, &err), DW_EDOMAIN);
    sim_free(&run);
}

int dw_test_sim_instruction(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(simulation_agrees_with_theory),
        cmocka_unit_test(theory_is_the_sum_over_all_courses),
        cmocka_unit_test(tuning_hurts_the_smallest_and_helps_the_largest),
        cmocka_unit_test(the_bits_depend_on_the_seed_alone),
        cmocka_unit_test(examples_are_the_problems_of_the_run),
        cmocka_unit_test(a_run_that_cannot_be),
    };
    return cmocka_run_group_tests_name("sim, instruction", tests, NULL, NULL);
}
