/* mirage: theory checks simulation. */
#include "test_sim.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <setjmp.h>
#include <string.h>

#include <cmocka.h>

#include "sim/choice_law.h"

int dw_test_sim_mirage(void);

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const double sizes[] = { 1e6, 1e7, 1e8, 1e9, 1e10, 1e12 };
static const double known[] = { 0, 0.02, 0.3, 0.7, 0.95, 1 };
enum { SIZES = COUNT(sizes), TRIALS = 6000 };
enum { EXACT, MULTIPLE_CHOICE, PARTIAL, EDIT, BRIER, SCORES };

static sim_run run_of(int64_t steps, int64_t symbols, int64_t choices, double noise, int64_t seed)
{
    sim_run run = sim_make("mirage");
    sim_series(&run, "size", sizes, SIZES);
    sim_values(&run, "ability", known, SIZES);
    sim_integer(&run, "steps", steps);
    sim_integer(&run, "symbols", symbols);
    sim_integer(&run, "choices", choices);
    sim_number(&run, "noise", noise);
    sim_integer(&run, "trials", TRIALS);
    sim_integer(&run, "seed", seed);
    sim_must(&run);
    return run;
}

/* The variance of the Brier scores, from the half width of their interval. */
static double variance_of(const dw_score *score, size_t i)
{
    double half = (score->high[i] - score->low[i]) / 2 / gsl_cdf_tdist_Pinv(0.975, TRIALS - 1);
    return half * half * TRIALS;
}

static void compare(const sim_run *run, double steps, double noise, tally tallies[SCORES])
{
    const dw_score *score = run->result.scores;
    for (size_t i = 0; i < SIZES; i++) {
        for (int s = EXACT; s <= MULTIPLE_CHOICE; s++)
            tally_share(&tallies[s], round(TRIALS * score[s].mean[i]), TRIALS, score[s].theory[i]);
        tally_share(&tallies[PARTIAL], round(TRIALS * steps * score[PARTIAL].mean[i]),
                    TRIALS * steps, score[PARTIAL].theory[i]);
        assert_true(fabs(score[EDIT].mean[i] - steps * (1 - score[PARTIAL].mean[i])) < 1e-9);
        assert_true(fabs(score[EDIT].theory[i] - steps * (1 - score[PARTIAL].theory[i])) < 1e-9);
        if (noise == 0 || known[i] == 1) /* nothing is drawn */
            assert_true(fabs(score[BRIER].mean[i] - score[BRIER].theory[i]) < 1e-9);
        else if (score[BRIER].low[i] > 0)
            tally_sum(&tallies[BRIER], TRIALS * score[BRIER].mean[i], TRIALS,
                      score[BRIER].theory[i], variance_of(&score[BRIER], i), 2, TRIALS);
    }
}

static void simulation_agrees_with_theory(void **state)
{
    (void)state;
    static const double noises[] = { 0, 0.3, 1, 4 };
    static const int64_t choices[] = { 2, 4, 16 }, steps[] = { 1, 8, 40 }, symbols[] = { 2, 10 };
    tally t[] = { TALLY("exact"), TALLY("multiple_choice"), TALLY("partial"), TALLY("edit"),
                  TALLY("brier") };
    int64_t seed = 170;
    for (size_t n = 0; n < COUNT(noises); n++)
        for (size_t c = 0; c < COUNT(choices); c++)
            for (size_t v = 0; v < COUNT(symbols); v++) {
                int64_t k = steps[(n + c) % COUNT(steps)];
                sim_run run = run_of(k, symbols[v], choices[c], noises[n], seed++);
                compare(&run, (double)k, noises[n], t);
                sim_free(&run);
            }
    for (size_t i = 0; i < COUNT(t); i++)
        if (i != EDIT) tally_check(&t[i]);
}

/* Of two answers: the mean of 2 (1 - q)^2, q the logistic of a normal number, by small steps. */
static double brier_of_two(double lead, double noise)
{
    double sum = 0, step = 1e-3;
    for (double x = -9; x < 9; x += step) {
        double middle = x + step / 2, wrong = 1 / (1 + exp(lead + noise * M_SQRT2 * middle));
        sum += step * exp(-middle * middle / 2) / sqrt(2 * M_PI) * 2 * wrong * wrong;
    }
    return sum;
}

static void the_law_of_two_answers_is_right(void **state)
{
    (void)state;
    static const double leads[] = { 0, 0.2, 1, 5, 20 }, noises[] = { 0.01, 0.3, 1, 3, 10 };
    for (size_t a = 0; a < COUNT(leads); a++)
        for (size_t n = 0; n < COUNT(noises); n++) {
            dw_choice_law law = dw_choice_law_of(2, leads[a], noises[n]);
            double right = gsl_cdf_ugaussian_P(leads[a] / noises[n] / M_SQRT2);
            assert_true(fabs(law.right - right) < 1e-12);
            assert_true(fabs(law.brier - brier_of_two(leads[a], noises[n])) < 1e-7);
        }
}

static void the_law_of_many_answers_has_its_limits(void **state)
{
    (void)state;
    for (size_t c = 2; c <= 16; c++) {
        dw_choice_law blind = dw_choice_law_of(c, 0, 0), noisy = dw_choice_law_of(c, 0, 2);
        double n = (double)c;
        assert_true(fabs(blind.right - 1 / n) < 1e-15 && fabs(noisy.right - 1 / n) < 1e-12);
        assert_true(fabs(blind.brier - (n - 1) / n) < 1e-15 && noisy.brier > blind.brier);
        dw_choice_law exact = dw_choice_law_of(c, 1.5, 0), near = dw_choice_law_of(c, 1.5, 1e-6);
        assert_true(fabs(exact.brier - near.brier) < 1e-11 && fabs(near.right - 1) < 1e-14);
        dw_choice_law sure = dw_choice_law_of(c, 100, 10), none = dw_choice_law_of(c, 900, 10);
        assert_true(sure.right > 0.9999 && sure.brier >= 0 && sure.brier < 1e-4);
        assert_true(none.right == 1 && none.brier == 0);
    }
}

static void threads_do_not_matter(void **state)
{
    (void)state;
    static const int threads[] = { 1, 2, 7 };
    uint64_t digest[3];
    double brier[3];
    for (int i = 0; i < 3; i++) {
        sim_run run = run_of(5, 10, 4, 0.5, 9);
        assert_int_equal(sim_go(&run, &(dw_env){ .threads = threads[i] }, NULL), DW_OK);
        digest[i] = sim_digest(&run);
        brier[i] = run.result.scores[BRIER].mean[2];
        sim_free(&run);
    }
    assert_true(digest[0] == digest[1] && digest[1] == digest[2]);
    assert_true(brier[0] == brier[1] && brier[1] == brier[2]);
}

static void shown_problems_are_those_of_the_run(void **state)
{
    (void)state;
    sim_run run = run_of(2, 3, 4, 1, 4);
    int exact = 0, chosen = 0;
    for (int64_t t = 0; t < TRIALS; t++) {
        dw_buffer text = { 0 };
        assert_int_equal(run.sim->show(run.options, 2, t, &text, NULL), DW_OK);
        exact += strstr(text.text, "exact match: right; 2 of 2 steps right") != NULL;
        chosen += strstr(text.text, "chooses number 1: right") != NULL;
        dw_buffer_free(&text);
    }
    assert_true(exact == (int)round(TRIALS * run.result.scores[EXACT].mean[2]));
    assert_true(chosen == (int)round(TRIALS * run.result.scores[MULTIPLE_CHOICE].mean[2]));
    sim_free(&run);
}

int dw_test_sim_mirage(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(simulation_agrees_with_theory),
        cmocka_unit_test(the_law_of_two_answers_is_right),
        cmocka_unit_test(the_law_of_many_answers_has_its_limits),
        cmocka_unit_test(threads_do_not_matter),
        cmocka_unit_test(shown_problems_are_those_of_the_run),
    };
    return cmocka_run_group_tests_name("sim, mirage", tests, NULL, NULL);
}
