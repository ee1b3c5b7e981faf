/* Two models of one loss: what is drawn against theory, theory against its exact values. */
#include <math.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "test_sim.h"

#include <cmocka.h>

#include "../data/toy_scale.h"

int dw_test_sim_downstream(void);

enum { ALIGNED, PLAIN, ALIGNED_STEPS, PLAIN_STEPS };

#define COUNT(list) (sizeof(list) / sizeof *(list))

static const double sizes[] = { 1, 1e6, 1e8, 1e10, 1e12, 8.8e13, 1e20 };

static sim_run downstream_of(const double *size, size_t n, int64_t steps)
{
    sim_run run = sim_make("downstream");
    sim_series(&run, "size", size, n);
    sim_integer(&run, "steps", steps);
    return run;
}

static void exact_match_has_its_exact_values(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(exact_match_cases); i++) {
        double n = exact_match_cases[i].N, k = (double)exact_match_cases[i].k;
        sim_run run = downstream_of(&n, 1, exact_match_cases[i].k);
        sim_number(&run, "N_c", exact_match_cases[i].N_c);
        sim_number(&run, "alpha_N", exact_match_cases[i].alpha);
        sim_number(&run, "k0", 1);
        sim_integer(&run, "trials", 10);
        sim_must(&run);
        const dw_score *score = run.result.scores;
        double token = score[PLAIN_STEPS].theory[0];
        assert_right_digits(run.result.extras[0][0], exact_match_cases[i].loss, 11, "loss", i);
        assert_right_digits(token, exact_match_cases[i].token, 11, "token", i);
        assert_right_digits(score[PLAIN].theory[0], exact_match_cases[i].exact, 11, "exact", i);
        assert_right_digits(k * (1 - token), exact_match_cases[i].errors, 11, "errors", i);
        sim_free(&run);
    }
}

static void compare(int64_t steps, double alignment, int64_t seed, tally t[4])
{
    double n = seed % 2 ? 20000 : 1025;
    sim_run run = downstream_of(sizes, COUNT(sizes), steps);
    sim_number(&run, "alignment", alignment);
    sim_number(&run, "plain_alignment", seed % 3 ? 0 : 0.5);
    sim_integer(&run, "seed", seed);
    sim_integer(&run, "trials", (int64_t)n);
    sim_must(&run);
    for (size_t i = 0; i < COUNT(sizes); i++) {
        const dw_score *score = run.result.scores;
        for (size_t s = 0; s < 4; s++) {
            double draws = s < ALIGNED_STEPS ? n : n * (double)steps;
            tally_share(&t[s], score[s].mean[i] * draws, draws, score[s].theory[i]);
        }
        if (steps == 1) assert_true(score[ALIGNED].mean[i] == score[ALIGNED_STEPS].mean[i]);
        if (alignment == 1) assert_true(score[ALIGNED].mean[i] == 1);
    }
    sim_free(&run);
}

static void both_models_agree_with_theory(void **state)
{
    (void)state;
    static const int64_t steps[] = { 1, 2, 5, 40 };
    static const double alignments[] = { -1, 0, 0.8, 0.99, 1 };
    tally t[] = { TALLY("aligned"), TALLY("plain"), TALLY("aligned steps"), TALLY("plain steps") };
    int64_t seed = 7000;
    for (size_t k = 0; k < COUNT(steps); k++)
        for (size_t u = 0; u < COUNT(alignments); u++)
            for (int repeat = 0; repeat < 3; repeat++) compare(steps[k], alignments[u], seed++, t);
    for (size_t i = 0; i < 4; i++) tally_check(&t[i]);
}

static void a_loss_of_0_or_beyond_all_is_exact(void **state)
{
    (void)state;
    static const double losses[] = { 0, 1e300 };
    sim_run run = downstream_of(sizes, 2, 3);
    sim_series(&run, "loss", losses, 2);
    sim_must(&run);
    for (size_t s = 0; s < 4; s++)
        for (size_t i = 0; i < 2; i++) {
            assert_true(run.result.scores[s].mean[i] == 1 - (double)i);
            assert_true(run.result.scores[s].theory[i] == 1 - (double)i);
        }
    sim_free(&run);
}

static void models_of_one_loss_differ_in_the_task(void **state)
{
    (void)state;
    sim_run run = downstream_of(sizes + 2, 3, 5);
    sim_must(&run);
    const dw_score *score = run.result.scores;
    for (size_t i = 0; i < 3; i++) assert_true(score[ALIGNED].low[i] > 2 * score[PLAIN].high[i]);
    sim_free(&run);
}

/* The tasks shown, group by group and chunk by chunk, are those of the run. */
static void tasks_are_shown_as_they_were(void **state)
{
    (void)state;
    int64_t trials = 1300;
    double solved[2] = { 0, 0 };
    sim_run run = downstream_of(sizes + 4, 1, 3);
    sim_integer(&run, "trials", trials);
    sim_must(&run);
    for (int64_t i = 0; i < trials; i++) {
        dw_buffer text = { 0 };
        assert_int_equal(run.sim->show(run.options, 0, i, &text, NULL), DW_OK);
        const char *plain = strstr(text.text, "plain:");
        const char *aligned = strstr(text.text, "aligned: ");
        assert_true(aligned && plain && aligned < plain);
        solved[ALIGNED] += strstr(aligned, "- solved") && strstr(aligned, "- solved") < plain;
        solved[PLAIN] += strstr(plain, "- solved") != NULL;
        dw_buffer_free(&text);
    }
    for (int m = 0; m < 2; m++)
        assert_true(solved[m] == round(run.result.scores[m].mean[0] * (double)trials));
    assert_true(solved[PLAIN] > 0 && solved[PLAIN] < solved[ALIGNED]);
    sim_free(&run);
}

static void the_same_bits_on_any_number_of_threads(void **state)
{
    (void)state;
    static const int threads[] = { 1, 2, 7 };
    sim_run run = downstream_of(sizes, COUNT(sizes), 4);
    uint64_t first = 0;
    for (size_t i = 0; i < COUNT(threads); i++) {
        assert_int_equal(sim_go(&run, &(dw_env){ .threads = threads[i] }, NULL), DW_OK);
        if (i == 0) first = sim_digest(&run);
        assert_true(sim_digest(&run) == first);
    }
    sim_free(&run);
}

static void there_is_a_loss_for_each_size(void **state)
{
    (void)state;
    dw_error err = { "" };
    sim_run run = downstream_of(sizes, COUNT(sizes), 4);
    sim_series(&run, "loss", sizes, 2);
    assert_int_equal(sim_go(&run, NULL, &err), DW_EARG);
    assert_non_null(strstr(err.text, "'loss' has 2 numbers for 7 sizes"));
    sim_free(&run);
}

int dw_test_sim_downstream(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exact_match_has_its_exact_values),
        cmocka_unit_test(both_models_agree_with_theory),
        cmocka_unit_test(a_loss_of_0_or_beyond_all_is_exact),
        cmocka_unit_test(models_of_one_loss_differ_in_the_task),
        cmocka_unit_test(tasks_are_shown_as_they_were),
        cmocka_unit_test(the_same_bits_on_any_number_of_threads),
        cmocka_unit_test(there_is_a_loss_for_each_size),
    };
    return cmocka_run_group_tests_name("sim, downstream", tests, NULL, NULL);
}
