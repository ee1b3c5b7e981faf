/* Skills of a Zipf law: what is drawn against theory, theory against its exact values and against
 * plain sums. */
#include <gsl/gsl_sf_gamma.h>
#include <math.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "test_sim.h"

#include <cmocka.h>

#include "../data/toy_scale.h"

int dw_test_sim_quanta(void);

enum { LOSS, UNLEARNED, WATCHED };

#define COUNT(list) (sizeof(list) / sizeof *(list))

static sim_run quanta_of(double alpha, double skills, const double *size, size_t n)
{
    sim_run run = sim_make("quanta");
    sim_number(&run, "alpha", alpha);
    sim_number(&run, "skills", skills);
    sim_series(&run, "size", size, n);
    sim_number(&run, "cost", 1);
    return run;
}

static void quanta_have_their_exact_values(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(quanta_cases); i++) {
        double n = 1, first = 1;
        sim_run run = quanta_of(quanta_cases[i].alpha, quanta_cases[i].skills, &n, 1);
        sim_series(&run, "learned", &quanta_cases[i].learned, 1);
        sim_number(&run, "loss_unlearned", quanta_cases[i].unlearned_loss);
        sim_number(&run, "loss_learned", quanta_cases[i].learned_loss);
        sim_integer(&run, "trials", 100);
        sim_must(&run);
        const dw_score *score = run.result.scores;
        assert_right_digits(score[LOSS].theory[0], quanta_cases[i].loss, 11, "loss", i);
        assert_right_digits(score[UNLEARNED].theory[0], quanta_cases[i].mass, 11, "mass", i);
        assert_true(run.result.extras[0][0] == quanta_cases[i].learned);
        sim_series(&run, "learned", &first, 1); /* the first skill alone */
        sim_must(&run);
        assert_right_digits(1 - run.result.scores[UNLEARNED].theory[0], quanta_cases[i].first, 11,
                            "first", i);
        sim_free(&run);
    }
}

/* The share that is not learned, skill by skill. */
static double by_hand(double alpha, double skills, double room, double tokens, int tau)
{
    double sum = 0, missed = 0;
    for (double j = skills; j >= 1; j--) sum += pow(j, -1 - alpha);
    for (double j = skills; j >= 1; j--) {
        double p = pow(j, -1 - alpha) / sum, few = 1;
        if (j <= room) few = gsl_sf_gamma_inc_Q(tau, tokens * p);
        missed += p * few;
    }
    return missed;
}

static void theory_is_the_sum_over_skills(void **state)
{
    (void)state;
    static const double alphas[] = { 0.1, 0.5, 2 }, tokens[] = { 3, 1e4, 1e7 };
    static const double rooms[] = { 5, 15000, 1e9 }, skills[] = { 12, 20000 };
    static const int taus[] = { 1, 7, 300 };
    for (size_t i = 0; i < 2 * 81; i++) {
        double alpha = alphas[i % 3], d = tokens[i / 3 % 3], room = rooms[i / 9 % 3];
        double last = skills[i / 81];
        int tau = taus[i / 27 % 3];
        sim_run run = quanta_of(alpha, last, &room, 1);
        sim_series(&run, "tokens", &d, 1);
        sim_integer(&run, "tau", tau);
        sim_integer(&run, "trials", 1);
        sim_must(&run);
        double expected = by_hand(alpha, last, room, d, tau);
        assert_right_digits(run.result.scores[UNLEARNED].theory[0], expected,
                            expected < 1e-12 ? 6 : 9, "unlearned", i);
        sim_free(&run);
    }
}

static void endless_skills_are_the_limit_of_many(void **state)
{
    (void)state;
    double n[] = { 10, 1000, 1e6 }, tokens = 1e5;
    for (int data = 0; data < 2; data++) {
        sim_run all = quanta_of(0.8, INFINITY, n, 3), many = quanta_of(0.8, 1e14, n, 3);
        sim_run *both[] = { &all, &many };
        for (size_t i = 0; i < 2; i++) {
            if (data) sim_series(both[i], "tokens", &tokens, 1);
            sim_integer(both[i], "trials", 10);
            sim_must(both[i]);
        }
        for (size_t i = 0; i < 3; i++)
            assert_right_digits(all.result.scores[0].theory[i], many.result.scores[0].theory[i], 5,
                                "limit", i);
        sim_free(&all);
        sim_free(&many);
    }
}

static void compare(double alpha, double skills, int64_t tau, double tokens, int64_t seed,
                    tally t[3])
{
    static const double sizes[] = { 0.5, 1, 2, 8, 100, 3000, 1e12 }, watch[] = { 1, 3, 10 };
    double n = seed % 2 ? 20000 : 4097;
    sim_run run = quanta_of(alpha, skills, sizes, COUNT(sizes));
    sim_series(&run, "watch", watch, 3);
    if (tokens > 0) sim_series(&run, "tokens", &tokens, 1);
    sim_integer(&run, "tau", tau);
    sim_integer(&run, "seed", seed);
    sim_integer(&run, "trials", (int64_t)n);
    sim_number(&run, "right", seed % 3 ? 1 : 0.9);
    sim_number(&run, "guess", seed % 3 ? 0 : 0.25);
    sim_number(&run, "loss_unlearned", 3);
    sim_number(&run, "loss_learned", 0.5);
    sim_must(&run);
    for (size_t i = 0; i < COUNT(sizes); i++) {
        const dw_score *score = run.result.scores;
        double share = score[UNLEARNED].mean[i];
        tally_share(&t[0], share * n, n, score[UNLEARNED].theory[i]);
        assert_true(fabs(score[LOSS].mean[i] - 0.5 - 2.5 * share) < 1e-12);
        for (size_t w = 0; w < 3; w++)
            tally_share(&t[1 + (w > 0)], score[WATCHED + w].mean[i] * n, n,
                        score[WATCHED + w].theory[i]);
    }
    sim_free(&run);
}

static void what_is_drawn_agrees_with_theory(void **state)
{
    (void)state;
    static const double alphas[] = { 0.05, 0.5, 3 }, skills[] = { 10, 1e5, INFINITY };
    static const double tokens[] = { 0, 30, 1e6 };
    tally t[] = { TALLY("unlearned"), TALLY("first skill"), TALLY("other skills") };
    int64_t seed = 4000;
    for (size_t a = 0; a < 3; a++)
        for (size_t s = 0; s < 3; s++)
            for (size_t d = 0; d < 3; d++)
                for (int64_t tau = 1; tau < 30; tau += 14)
                    compare(alphas[a], skills[s], tau, tokens[d], seed++, t);
    for (size_t i = 0; i < 3; i++) tally_check(&t[i]);
}

static void one_skill_is_learned_or_not(void **state)
{
    (void)state;
    static const double sizes[] = { 0.9, 1, 7 };
    sim_run run = quanta_of(1, 1, sizes, 3);
    sim_must(&run);
    const dw_score *loss = &run.result.scores[LOSS];
    assert_true(loss->mean[0] == 1 && loss->theory[0] == 1 && loss->high[0] == 1);
    for (size_t i = 1; i < 3; i++)
        assert_true(loss->mean[i] == 0 && loss->theory[i] == 0 && loss->low[i] == 0);
    sim_free(&run);
}

/* Slope of log loss over log size, by least squares. */
static double slope_of(const double *size, const double *loss, size_t n)
{
    double x = 0, y = 0, xx = 0, xy = 0;
    for (size_t i = 0; i < n; i++) {
        double u = log(size[i]), v = log(loss[i]);
        x += u;
        y += v;
        xx += u * u;
        xy += u * v;
    }
    return (xy - x * y / (double)n) / (xx - x * x / (double)n);
}

static void excess_loss_falls_as_a_power_law(void **state)
{
    (void)state;
    static const double alphas[] = { 0.1, 0.3, 0.5 };
    double n[12];
    for (size_t i = 0; i < COUNT(n); i++) n[i] = round(100 * pow(1.5, (double)i));
    for (size_t a = 0; a < COUNT(alphas); a++)
        for (int data = 0; data < 2; data++) {
            sim_run run = quanta_of(alphas[a], INFINITY, n, COUNT(n));
            if (data) sim_choice(&run, "over", "tokens");
            sim_integer(&run, "trials", 400000);
            sim_must(&run);
            double wanted = data ? alphas[a] / (1 + alphas[a]) : alphas[a];
            const dw_score *loss = &run.result.scores[LOSS];
            assert_true(fabs(slope_of(n, loss->theory, COUNT(n)) + wanted) < 0.02);
            assert_true(fabs(slope_of(n, loss->mean, COUNT(n)) + wanted) < 0.02);
            sim_free(&run);
        }
}

static void a_skill_jumps_where_the_loss_is_smooth(void **state)
{
    (void)state;
    static const double watch[] = { 1000 };
    double n[10];
    for (size_t i = 0; i < COUNT(n); i++) n[i] = 500 * pow(1.17, (double)i);
    sim_run run = quanta_of(0.5, INFINITY, n, COUNT(n));
    sim_series(&run, "watch", watch, 1);
    sim_integer(&run, "trials", 20000);
    sim_must(&run);
    const dw_score *loss = &run.result.scores[LOSS], *skill = &run.result.scores[WATCHED];
    int jumps = 0;
    for (size_t i = 1; i < COUNT(n); i++) {
        jumps += skill->mean[i] == 1 && skill->mean[i - 1] == 0;
        assert_true(loss->theory[i] < loss->theory[i - 1]);
        assert_true(loss->theory[i] > 0.9 * loss->theory[i - 1]);
    }
    assert_int_equal(jumps, 1);
    char scratch[64];
    assert_string_equal(run.sim->outcome_name(run.options, 0, scratch), "skill 1K");
    sim_free(&run);
}

/* Every shown token has the loss it had in the run. */
static void tokens_are_shown_as_they_were(void **state)
{
    (void)state;
    double n = 30, tokens = 400;
    int unlearned = 0, trials = 500;
    sim_run run = quanta_of(0.3, 5000, &n, 1);
    sim_series(&run, "tokens", &tokens, 1);
    sim_integer(&run, "trials", trials);
    sim_must(&run);
    for (int i = 0; i < trials; i++) {
        dw_buffer text = { 0 };
        assert_int_equal(run.sim->show(run.options, 0, i, &text, NULL), DW_OK);
        unlearned += strstr(text.text, "loss 1 nats") != NULL;
        dw_buffer_free(&text);
    }
    assert_true(unlearned == (int)round(run.result.scores[UNLEARNED].mean[0] * trials));
    assert_true(unlearned > 0 && unlearned < trials);
    sim_free(&run);
}

static void the_same_bits_on_any_number_of_threads(void **state)
{
    (void)state;
    static const int threads[] = { 1, 2, 7 };
    static const double sizes[] = { 3, 50, 1e4 };
    double tokens = 1e5;
    sim_run run = quanta_of(0.3, INFINITY, sizes, 3);
    sim_series(&run, "tokens", &tokens, 1);
    sim_integer(&run, "trials", 20001);
    uint64_t first = 0;
    for (size_t i = 0; i < COUNT(threads); i++) {
        assert_int_equal(sim_go(&run, &(dw_env){ .threads = threads[i] }, NULL), DW_OK);
        if (i == 0) first = sim_digest(&run);
        assert_true(sim_digest(&run) == first);
    }
    sim_free(&run);
}

static void refused(sim_run *run, dw_status status, const char *part)
{
    dw_error err = { "" };
    assert_int_equal(sim_go(run, NULL, &err), status);
    if (!strstr(err.text, part)) fail_msg("'%s' does not say '%s'", err.text, part);
}

static void what_is_given_must_fit_together(void **state)
{
    (void)state;
    static const double sizes[] = { 1, 1e101 }, half[] = { 1.5 }, three[] = { 1, 2, 3 };
    sim_run run = quanta_of(0.5, 10.5, sizes, 2);
    refused(&run, DW_EDOMAIN, "'skills' must be a whole number, got 10.5");
    sim_number(&run, "skills", 2);
    sim_number(&run, "loss_learned", 4);
    refused(&run, DW_EDOMAIN, "'loss_learned' is 4, above 'loss_unlearned', 1");
    sim_number(&run, "loss_learned", 0);
    sim_series(&run, "watch", half, 1);
    refused(&run, DW_EDOMAIN, "'watch' must be whole numbers, got 1.5");
    sim_series(&run, "watch", three, 3);
    refused(&run, DW_EDOMAIN, "'watch' names skill 3, but 'skills' is 2");
    sim_series(&run, "watch", NULL, 0);
    sim_series(&run, "tokens", three, 3);
    refused(&run, DW_EARG, "'tokens' has 3 numbers for 2 sizes");
    sim_choice(&run, "over", "tokens");
    refused(&run, DW_EARG, "'tokens' is what 'size' counts");
    sim_series(&run, "tokens", NULL, 0);
    refused(&run, DW_EDOMAIN, "'size' counts tokens here: at most 1e+100, got 1e+101");
    sim_series(&run, "learned", three, 2);
    sim_series(&run, "parameters", three, 2);
    refused(&run, DW_EARG, "'learned' takes the place of 'parameters'");
    sim_free(&run);
}

int dw_test_sim_quanta(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quanta_have_their_exact_values),
        cmocka_unit_test(theory_is_the_sum_over_skills),
        cmocka_unit_test(endless_skills_are_the_limit_of_many),
        cmocka_unit_test(what_is_drawn_agrees_with_theory),
        cmocka_unit_test(one_skill_is_learned_or_not),
        cmocka_unit_test(excess_loss_falls_as_a_power_law),
        cmocka_unit_test(a_skill_jumps_where_the_loss_is_smooth),
        cmocka_unit_test(tokens_are_shown_as_they_were),
        cmocka_unit_test(the_same_bits_on_any_number_of_threads),
        cmocka_unit_test(what_is_given_must_fit_together),
    };
    return cmocka_run_group_tests_name("sim, quanta", tests, NULL, NULL);
}
