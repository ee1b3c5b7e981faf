/* next_token: theory checks simulation. */
#include "test_sim.h"

#include <math.h>
#include <setjmp.h>
#include <string.h>

#include <cmocka.h>

#include "sim/softmax.h"

int dw_test_sim_next_token(void);

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const double sizes[] = { 1e6, 1e8, 1e9, 1e10, 1e12 };
static const double knowledge[] = { 0, 0.2, 0.5, 0.9, 1 };
static const double fluency[] = { 0, 0.3, 0.8, 1, 1 };
enum { SIZES = COUNT(sizes) };
enum { RIGHT, INVENTION, FLUENT, INVENTED, TOP, ENTROPY, INVENTED_TOP, INVENTED_ENTROPY };

static sim_run run_of(double scatter, double temperature, int64_t choices, int64_t seed)
{
    sim_run run = sim_make("next_token");
    sim_series(&run, "size", sizes, SIZES);
    sim_values(&run, "knowledge", knowledge, SIZES);
    sim_values(&run, "fluency", fluency, SIZES);
    sim_number(&run, "scatter", scatter);
    sim_number(&run, "temperature", temperature);
    sim_number(&run, "gap", 2);
    sim_integer(&run, "choices", choices);
    sim_integer(&run, "trials", 8000);
    sim_integer(&run, "seed", seed);
    dw_error err = { "" };
    if (sim_go(&run, NULL, &err)) fail_msg("next_token: %s", err.text);
    return run;
}

static void compare(const sim_run *run, tally tallies[4])
{
    const dw_score *score = run->result.scores;
    for (size_t i = 0; i < SIZES; i++) {
        for (int s = RIGHT; s <= INVENTED; s++)
            tally_share(&tallies[s], round(8000 * score[s].mean[i]), 8000, score[s].theory[i]);
        for (int s = TOP; s <= INVENTED_ENTROPY; s++) {
            if (isnan(score[s].theory[i])) continue;
            assert_true(fabs(score[s].mean[i] - score[s].theory[i]) < 1e-5); /* nothing is drawn */
        }
        assert_right_digits(score[RIGHT].mean[i] + score[INVENTION].mean[i], score[FLUENT].mean[i],
                            12, "fluent", i);
    }
}

static void simulation_agrees_with_theory(void **state)
{
    (void)state;
    static const double scatters[] = { 0, 0.5, 3 }, temperatures[] = { 0, 0.01, 1, 5 };
    static const int64_t choices[] = { 2, 6, 12 };
    tally t[] = { TALLY("right"), TALLY("invention"), TALLY("fluent"), TALLY("invented") };
    int64_t seed = 70;
    for (size_t s = 0; s < COUNT(scatters); s++)
        for (size_t k = 0; k < COUNT(temperatures); k++)
            for (size_t c = 0; c < COUNT(choices); c++) {
                sim_run run = run_of(scatters[s], temperatures[k], choices[c], seed++);
                compare(&run, t);
                sim_free(&run);
            }
    for (size_t i = 0; i < COUNT(t); i++) tally_check(&t[i]);
}

/* The mean of a softmax of two: the logistic of a normal number, by small steps. */
static double two_by_steps(double gap, double scatter, double temperature)
{
    double sum = 0, step = 1e-3;
    for (double x = -9; x < 9; x += step) {
        double middle = x + step / 2;
        double z = (gap + scatter * M_SQRT2 * middle) / temperature;
        sum += step * exp(-middle * middle / 2) / sqrt(2 * M_PI) / (1 + exp(-z));
    }
    return sum;
}

static void expected_softmax_is_right(void **state)
{
    (void)state;
    static const double scatters[] = { 0.01, 0.3, 0.99, 1, 4 }, temperatures[] = { 0.5, 1, 3 };
    for (size_t s = 0; s < COUNT(scatters); s++)
        for (size_t k = 0; k < COUNT(temperatures); k++) {
            double scatter = scatters[s], temperature = temperatures[k];
            assert_right_digits(dw_softmax_expected(2, 1.3, scatter, temperature),
                                two_by_steps(1.3, scatter, temperature), 6, "two", s);
            for (size_t n = 2; n < 13; n++)
                assert_right_digits(dw_softmax_expected(n, 0, scatter, temperature), 1 / (double)n,
                                    9, "all alike", n);
        }
    assert_right_digits(dw_softmax_expected(5, 1, 0, 2), 1 / (1 + 4 * exp(-0.5)), 13, "exact", 0);
    assert_right_digits(dw_softmax_expected(5, 1, 1e-9, 2), 1 / (1 + 4 * exp(-0.5)), 8, "small", 0);
    assert_right_digits(dw_softmax_expected(5, 1, 2, 1e-9), dw_softmax_expected(5, 1, 2, 0), 7,
                        "cold", 0);
    assert_true(dw_softmax_expected(5, 1, 0, 0) == 1 && dw_softmax_expected(5, 0, 0, 0) == 0.2);
}

static void temperatures_and_entropies(void **state)
{
    (void)state;
    static const double logits[] = { 1, 3, 3, -2 };
    dw_softmax softmax;
    dw_softmax_make(&softmax, logits, 4, 0);
    assert_true(softmax.p[0] == 0 && softmax.p[1] == 0.5 && softmax.p[2] == 0.5);
    assert_true(dw_softmax_entropy(&softmax) == 1 && dw_softmax_top(&softmax) == 0.5);
    dw_softmax_make(&softmax, logits, 4, 1e9);
    assert_right_digits(dw_softmax_entropy(&softmax), 2, 8, "flat", 0);
}

/* The azalea and the rose: as fluent, less sure. */
static void the_invented_festival_is_as_fluent_and_less_sure(void **state)
{
    (void)state;
    sim_run run = sim_make("next_token");
    sim_series(&run, "size", sizes, SIZES);
    assert_int_equal(sim_go(&run, NULL, NULL), DW_OK);
    const dw_score *score = run.result.scores;
    size_t last = SIZES - 1;
    assert_true(score[FLUENT].theory[last] == score[INVENTED].theory[last]);
    assert_true(score[INVENTED].mean[last] > 0.99 && score[RIGHT].mean[last] > 0.9);
    assert_true(score[INVENTED_TOP].high[last] < 0.5 && score[TOP].low[last] > 0.9);
    assert_true(score[INVENTED_ENTROPY].low[last] > 2 && score[ENTROPY].high[last] < 0.5);
    double bars = 0;
    for (size_t j = 0; j < 6; j++) bars += run.result.extras[0][last * 6 + j];
    assert_true(fabs(bars - 1) < 1e-5);
    sim_free(&run);
}

static void threads_do_not_matter(void **state)
{
    (void)state;
    static const int threads[] = { 1, 2, 7 };
    uint64_t digest[3];
    for (int i = 0; i < 3; i++) {
        sim_run run = run_of(1, 1, 6, 3);
        assert_int_equal(sim_go(&run, &(dw_env){ .threads = threads[i] }, NULL), DW_OK);
        digest[i] = sim_digest(&run);
        sim_free(&run);
    }
    assert_true(digest[0] == digest[1] && digest[1] == digest[2]);
}

static void shown_prompts_are_those_of_the_run(void **state)
{
    (void)state;
    enum { TRIALS = 8000, SHOWN = 8000 };
    sim_run run = run_of(1, 1, 6, 4);
    int right = 0;
    for (int64_t t = 0; t < SHOWN; t++) {
        dw_buffer text = { 0 };
        assert_int_equal(run.sim->show(run.options, 2, t, &text, NULL), DW_OK);
        right += strstr(text.text, "It says March: true.") != NULL;
        dw_buffer_free(&text);
    }
    assert_true(right == (int)round(TRIALS * run.result.scores[RIGHT].mean[2]));
    sim_free(&run);
}

int dw_test_sim_next_token(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(simulation_agrees_with_theory),
        cmocka_unit_test(expected_softmax_is_right),
        cmocka_unit_test(temperatures_and_entropies),
        cmocka_unit_test(the_invented_festival_is_as_fluent_and_less_sure),
        cmocka_unit_test(threads_do_not_matter),
        cmocka_unit_test(shown_prompts_are_those_of_the_run),
    };
    return cmocka_run_group_tests_name("sim, next token", tests, NULL, NULL);
}
