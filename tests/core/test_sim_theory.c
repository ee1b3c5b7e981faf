/* Closed forms of the simulators against reference values. */
#include "test_sim.h"

#include <setjmp.h>

#include <cmocka.h>

#include "../data/toy.h"
#include "sim/multistep.h"
#include "sim/vote.h"

int dw_test_sim_theory(void);

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* One problem of multistep, for the theory beside it. */
static sim_run one_problem(const double *p, int64_t steps, double spread, int64_t choices)
{
    static const double size[] = { 1e9 };
    sim_run run = sim_make("multistep");
    sim_series(&run, "size", size, 1);
    sim_values(&run, "ability", p, 1);
    sim_integer(&run, "steps", steps);
    sim_number(&run, "spread", spread);
    sim_integer(&run, "choices", choices);
    sim_integer(&run, "trials", 1);
    sim_must(&run);
    return run;
}

static void assert_theory(double p, int64_t k, double spread, double all, double count, double run)
{
    sim_run one = one_problem(&p, k, spread, -1);
    double digits = spread == 0 ? 12 : 11, steps = (double)k;
    const dw_score *exact = &one.result.scores[0], *partial = exact + 1, *prefix = exact + 2;
    size_t id = (size_t)k;
    assert_right_digits(exact->theory[0], all, digits, "all of", id);
    assert_right_digits(partial->theory[0] * steps, count, digits, "count of", id);
    assert_right_digits(prefix->theory[0] * steps, run, digits, "run of", id);
    assert_right_digits(dw_multistep_all(p, spread, k), all, digits, "all of", id);
    assert_right_digits(dw_multistep_prefix(p, spread, k) * steps, run, digits, "run of", id);
    sim_free(&one);
}

static void closed_forms_of_steps_agree(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(steps_cases); i++)
        assert_theory(steps_cases[i].p, steps_cases[i].k, 0, steps_cases[i].all,
                      steps_cases[i].count, steps_cases[i].run);
    for (size_t i = 0; i < COUNT(steps_beta_cases); i++) {
        double a = steps_beta_cases[i].a, b = steps_beta_cases[i].b;
        assert_theory(a / (a + b), steps_beta_cases[i].k, 1 / (a + b + 1), steps_beta_cases[i].all,
                      steps_beta_cases[i].count, steps_beta_cases[i].run);
    }
    for (size_t i = 0; i < COUNT(at_least_cases); i++)
        assert_right_digits(
            dw_multistep_at_least(at_least_cases[i].p, 0, at_least_cases[i].k, at_least_cases[i].m),
            at_least_cases[i].enough, 12, "at least", i);
    for (size_t i = 0; i < COUNT(at_least_beta_cases); i++) {
        double a = at_least_beta_cases[i].a, b = at_least_beta_cases[i].b;
        assert_right_digits(dw_multistep_at_least(a / (a + b), 1 / (a + b + 1),
                                                  at_least_beta_cases[i].k,
                                                  at_least_beta_cases[i].m),
                            at_least_beta_cases[i].enough, 11, "at least, beta", i);
    }
    assert_true(dw_multistep_at_least(0.25, 1, 40, 7) == 0.25);
    assert_true(dw_multistep_all(0.25, 1, 40) == 0.25); /* wholly easy or wholly hard */
    assert_true(dw_multistep_prefix(0.25, 1, 40) == 0.25);
}

static void closed_forms_of_guessing_agree(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(multiple_choice_cases); i++) {
        sim_run one = one_problem(&multiple_choice_cases[i].p, multiple_choice_cases[i].k, 0,
                                  multiple_choice_cases[i].options);
        assert_right_digits(one.result.scores[0].theory[0], multiple_choice_cases[i].correct, 11,
                            "multiple choice", i);
        sim_free(&one);
    }
}

static void closed_forms_of_votes_agree(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(plurality_cases); i++) {
        const double *weights = plurality_cases[i].weights;
        size_t m = plurality_cases[i].m;
        double win[128];
        assert_int_equal(dw_vote_win(m, weights, plurality_cases[i].wrong, win, NULL), DW_OK);
        assert_true(win[0] == 0 && win[m] == 1);
        for (size_t r = 1; r <= m; r++) assert_true(win[r] >= win[r - 1]);
        assert_right_digits(dw_vote_right(m, plurality_cases[i].p, win), plurality_cases[i].win, 12,
                            "plurality", i);
        assert_true(dw_vote_right(m, 0, win) == 0 && dw_vote_right(m, 1, win) == 1);
    }
}

int dw_test_sim_theory(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(closed_forms_of_steps_agree),
        cmocka_unit_test(closed_forms_of_guessing_agree),
        cmocka_unit_test(closed_forms_of_votes_agree),
    };
    return cmocka_run_group_tests_name("sim, theory", tests, NULL, NULL);
}
