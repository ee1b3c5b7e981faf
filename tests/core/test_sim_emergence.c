#include "test_sim.h"

#include <math.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

int dw_test_sim_emergence(void);

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum { SIZES = 6, TASKS = 3, FAMILIES = 2 };

static const double sizes[SIZES] = { 1e-300, 1e9, 1e10, 1e9, 1e10, 1e308 };
static const double family[SIZES] = { 1, 1, 1, 2, 2, 2 }, efficiency[FAMILIES] = { 1, 2.5 };
static const double steps[TASKS] = { 1, 4, 9 }, choices[TASKS] = { 0, 4, 2 };
static const double midpoints[TASKS] = { 1e9, 5e9, 2e8 };
static const char *const names[] = { "one", "two", "three" }, *const families[] = { "A", "B" };

static sim_run emergence_of(double slope)
{
    sim_run run = sim_make("emergence");
    sim_series(&run, "size", sizes, SIZES);
    sim_series(&run, "family", family, SIZES);
    sim_series(&run, "efficiency", efficiency, FAMILIES);
    sim_texts(&run, "families", families, FAMILIES);
    sim_texts(&run, "tasks", names, TASKS);
    sim_series(&run, "steps", steps, TASKS);
    sim_series(&run, "choices", choices, TASKS);
    sim_series(&run, "midpoint", midpoints, TASKS);
    sim_number(&run, "slope", slope);
    return run;
}

/* Written out once more: what a task's accuracy is. */
static double accuracy_of(size_t t, size_t i, double slope)
{
    double effective = log10(sizes[i]) + log10(efficiency[(int)family[i] - 1]);
    double odds = exp(slope * (effective - log10(midpoints[t]))), p = 1;
    for (int j = 0; j < (int)steps[t]; j++) p *= isinf(odds) ? 1 : odds / (1 + odds);
    return choices[t] > 0 ? p + (1 - p) / choices[t] : p;
}

static void compare(double slope, int64_t seed, tally *exam, tally *task)
{
    double n = seed % 3 ? 20000 : 33001;
    sim_run run = emergence_of(slope);
    sim_integer(&run, "seed", seed);
    sim_integer(&run, "trials", (int64_t)n);
    sim_must(&run);
    assert_right_digits(run.result.chance, (0 + 0.25 + 0.5) / 3, 14, "chance", 0);
    const dw_score *score = run.result.scores;
    for (size_t i = 0; i < SIZES; i++) {
        double mean = 0;
        for (size_t t = 0; t < TASKS; t++) {
            double theory = score[1 + t].theory[i];
            assert_right_digits(theory, accuracy_of(t, i, slope), 10, "task", i);
            tally_share(task, score[1 + t].mean[i] * n, n, theory);
            mean += theory / TASKS;
        }
        assert_right_digits(score[0].theory[i], mean, 12, "exam", i);
        tally_share(exam, score[0].mean[i] * n, n, score[0].theory[i]);
    }
    sim_free(&run);
}

static void simulation_agrees_with_theory(void **state)
{
    (void)state;
    static const double slopes[] = { 0.1, 1.5, 6 };
    tally exam = TALLY("exam"), task = TALLY("tasks");
    int64_t seed = 40;
    for (size_t s = 0; s < COUNT(slopes); s++)
        for (int repeat = 0; repeat < 10; repeat++) compare(slopes[s], seed++, &exam, &task);
    tally_check(&exam);
    tally_check(&task);
}

static void a_family_of_better_data_is_ahead(void **state)
{
    (void)state;
    sim_run run = emergence_of(2);
    sim_must(&run);
    const dw_score *score = run.result.scores;
    for (size_t t = 0; t <= TASKS; t++) assert_true(score[t].low[3] > score[t].high[1]);
    assert_true(isnan(run.result.extras[0][0]));
    static const double tokens[SIZES] = { 1, 2, 3, 4, 5, 6 };
    sim_series(&run, "tokens", tokens, SIZES);
    sim_must(&run);
    assert_true(run.result.extras[0][4] == 6 * 1e10 * 5);
    assert_true(run.result.extras[1][0] == 0 && run.result.extras[1][1] == 0.25);
    sim_free(&run);
}

/* A large model of the eight tasks is far above a guess, a small one is not. */
static void every_task_of_the_defaults_emerges(void **state)
{
    (void)state;
    static const double two[] = { 1e8, 1e12 };
    sim_run run = sim_make("emergence");
    sim_series(&run, "size", two, 2);
    sim_must(&run);
    assert_int_equal(run.scores, 9);
    for (size_t t = 1; t < run.scores; t++) {
        double baseline = run.result.extras[1][t - 1];
        const dw_score *score = &run.result.scores[t];
        char scratch[64];
        assert_true(strlen(run.sim->outcome_name(run.options, t - 1, scratch)) > 3);
        assert_true(score->low[0] <= baseline + 0.003 && score->mean[0] <= baseline + 0.01);
        assert_true(score->low[1] > baseline + 0.3);
    }
    sim_free(&run);
}

static void the_bits_depend_on_the_seed_alone(void **state)
{
    (void)state;
    static const int threads[] = { 1, 2, 7 };
    uint64_t digest = 0;
    sim_run run = emergence_of(1);
    sim_integer(&run, "trials", 70001);
    for (size_t i = 0; i < COUNT(threads); i++) {
        assert_int_equal(sim_go(&run, &(dw_env){ .threads = threads[i] }, NULL), DW_OK);
        if (i) assert_true(sim_digest(&run) == digest);
        digest = sim_digest(&run);
    }
    if (digest != 0x78ce483781e54e8a)
        fail_msg("the digest is 0x%016llx", (unsigned long long)digest);
    sim_integer(&run, "seed", 2);
    sim_must(&run);
    assert_true(sim_digest(&run) != digest);
    sim_free(&run);
}

static void examples_are_the_problems_of_the_run(void **state)
{
    (void)state;
    enum { TRIALS = 1200 };
    sim_run run = emergence_of(1);
    sim_integer(&run, "trials", TRIALS);
    sim_must(&run);
    for (size_t t = 0; t < TASKS; t++) {
        double right = 0;
        for (int64_t trial = 0; trial < TRIALS; trial++) {
            dw_buffer text = { 0 };
            assert_int_equal(run.sim->show(run.options, 4, trial, &text, NULL), DW_OK);
            assert_non_null(strstr(text.text, "a model of 10B parameters of B"));
            const char *line = strstr(text.text, names[t]);
            assert_non_null(line);
            size_t n = strcspn(line, "\n");
            right += memcmp(line + n - 5, "right", 5) == 0;
            dw_buffer_free(&text);
        }
        assert_right_digits(right / TRIALS, run.result.scores[1 + t].mean[4], 12, "shown", t);
    }
    sim_free(&run);
}

static void assert_refused(sim_run *run, const char *part)
{
    dw_error err = { "" };
    assert_int_not_equal(sim_go(run, NULL, &err), DW_OK);
    if (!strstr(err.text, part)) fail_msg("'%s' does not say '%s'", err.text, part);
    sim_free(run);
}

static void options_must_fit_together(void **state)
{
    (void)state;
    static const double one_choice[] = { 4, 1, 0 }, half[] = { 1.5, 1, 2 }, third[] = { 1, 2, 3 };
    sim_run run = emergence_of(1);
    sim_series(&run, "steps", steps, 2);
    assert_refused(&run, "'steps' has 2 numbers for 3 tasks");
    run = emergence_of(1);
    sim_series(&run, "steps", half, 3);
    assert_refused(&run, "'steps' must be whole numbers, got 1.5");
    run = emergence_of(1);
    sim_series(&run, "choices", one_choice, 3);
    assert_refused(&run, "'choices' must be 0 or at least 2, got 1");
    run = emergence_of(1);
    sim_series(&run, "midpoint", NULL, 0);
    assert_refused(&run, "'tasks' need 'steps' and 'midpoint'");
    run = emergence_of(1);
    sim_texts(&run, "tasks", NULL, 0);
    assert_refused(&run, "need the names of 'tasks'");
    run = emergence_of(1);
    sim_series(&run, "family", NULL, 0);
    assert_refused(&run, "'families' need 'family'");
    run = emergence_of(1);
    sim_series(&run, "family", third, 3);
    assert_refused(&run, "'family' has 3 numbers for 6 sizes");
    run = emergence_of(1);
    sim_series(&run, "size", sizes, 3);
    sim_series(&run, "family", third, 3);
    assert_refused(&run, "'family' is 3, but there are 2 families");
    run = emergence_of(1);
    sim_series(&run, "efficiency", third, 3);
    assert_refused(&run, "'efficiency' has 3 numbers for 2 families");
    run = emergence_of(1);
    sim_series(&run, "tokens", third, 3);
    assert_refused(&run, "'tokens' has 3 numbers for 6 sizes");
}

int dw_test_sim_emergence(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(simulation_agrees_with_theory),
        cmocka_unit_test(a_family_of_better_data_is_ahead),
        cmocka_unit_test(every_task_of_the_defaults_emerges),
        cmocka_unit_test(the_bits_depend_on_the_seed_alone),
        cmocka_unit_test(examples_are_the_problems_of_the_run),
        cmocka_unit_test(options_must_fit_together),
    };
    return cmocka_run_group_tests_name("sim, emergence", tests, NULL, NULL);
}
