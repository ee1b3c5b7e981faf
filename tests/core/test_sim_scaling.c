/* Scaling laws: the losses that are drawn against the law, the law against its exact values. */
#include <math.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "test_sim.h"

#include <cmocka.h>

#include "../data/toy_scale.h"

int dw_test_sim_scaling(void);

enum { PARAMETERS, TOKENS, COMPUTE, BEST_PARAMETERS, BEST_TOKENS, BEST_LOSS, DEVIATION };

#define COUNT(list) (sizeof(list) / sizeof *(list))

static const double sizes[] = { 1e3, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e15 };

static sim_run scaling_of(const char *law, const char *over, const double *size, size_t n)
{
    sim_run run = sim_make("scaling");
    sim_choice(&run, "law", law);
    sim_choice(&run, "over", over);
    sim_series(&run, "size", size, n);
    return run;
}

static void set_numbers(sim_run *run, const char *const *names, const double *values, size_t n)
{
    for (size_t i = 0; i < n; i++) sim_number(run, names[i], values[i]);
}

/* The law at one point; `also` is given beside the size. */
static double law_at(sim_run *run, double size, const char *also, double value)
{
    sim_series(run, "size", &size, 1);
    if (also) sim_series(run, also, &value, 1);
    sim_integer(run, "trials", 2);
    sim_number(run, "noise", 0);
    sim_must(run);
    const dw_score *loss = &run->result.scores[0];
    assert_true(loss->mean[0] == loss->theory[0] && loss->low[0] == loss->high[0]);
    return loss->theory[0];
}

static const char *const kaplan_names[] = { "N_c", "alpha_N", "D_c", "alpha_D" };
static const char *const hoffmann_names[] = { "E", "A", "B", "alpha", "beta" };

static void kaplan_has_its_exact_values(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(kaplan_cases); i++) {
        const double n = kaplan_cases[i].N, d = kaplan_cases[i].D;
        double values[] = { kaplan_cases[i].N_c, kaplan_cases[i].alpha_N, kaplan_cases[i].D_c,
                            kaplan_cases[i].alpha_D };
        sim_run run = scaling_of("kaplan", "tokens", NULL, 0);
        set_numbers(&run, kaplan_names, values, 4);
        assert_right_digits(law_at(&run, d, NULL, 0), kaplan_cases[i].of_D, 13, "L(D)", i);
        sim_choice(&run, "over", "parameters");
        assert_right_digits(law_at(&run, n, NULL, 0), kaplan_cases[i].of_N, 13, "L(N)", i);
        assert_right_digits(law_at(&run, n, "tokens", d), kaplan_cases[i].joint, 13, "L(N,D)", i);
        assert_right_digits(run.result.extras[COMPUTE][0], 6 * n * d, 14, "C", i);
        sim_free(&run);
    }
}

static void hoffmann_has_its_exact_values(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(hoffmann_cases); i++) {
        double values[] = { hoffmann_cases[i].E, hoffmann_cases[i].A, hoffmann_cases[i].B,
                            hoffmann_cases[i].alpha, hoffmann_cases[i].beta };
        sim_run run = scaling_of("hoffmann", "parameters", NULL, 0);
        set_numbers(&run, hoffmann_names, values, 5);
        double loss = law_at(&run, hoffmann_cases[i].N, "tokens", hoffmann_cases[i].D);
        assert_right_digits(loss, hoffmann_cases[i].loss, 13, "loss", i);
        sim_free(&run);
    }
}

static void the_best_use_of_compute_is_exact(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(optimal_cases); i++) {
        double values[] = { optimal_cases[i].E, optimal_cases[i].A, optimal_cases[i].B,
                            optimal_cases[i].alpha, optimal_cases[i].beta };
        sim_run run = scaling_of("hoffmann", "compute", NULL, 0);
        set_numbers(&run, hoffmann_names, values, 5);
        double loss = law_at(&run, optimal_cases[i].C, NULL, 0);
        double **extra = run.result.extras;
        assert_right_digits(loss, optimal_cases[i].loss, 11, "loss", i);
        assert_right_digits(extra[PARAMETERS][0], optimal_cases[i].N, 11, "N*", i);
        assert_right_digits(extra[TOKENS][0], optimal_cases[i].D, 11, "D*", i);
        assert_true(extra[BEST_LOSS][0] == loss);
        sim_free(&run);
    }
}

/* No split of the compute does better than the closed form, and near it hardly worse. */
static void check_valley(const char *law)
{
    double best = NAN, at = NAN, compute = 1e21, n[400];
    for (size_t i = 0; i < COUNT(n); i++) n[i] = pow(10, 7 + 0.0125 * (double)i);
    sim_run run = scaling_of(law, "parameters", n, COUNT(n));
    sim_series(&run, "compute", &compute, 1);
    sim_integer(&run, "trials", 2);
    sim_must(&run);
    const double *loss = run.result.scores[0].theory;
    double bottom = run.result.extras[BEST_LOSS][0];
    for (size_t i = 0; i < COUNT(n); i++) {
        assert_true(loss[i] >= bottom * (1 - 1e-14));
        if (loss[i] >= best) continue;
        best = loss[i];
        at = n[i];
    }
    assert_true(best < bottom * (1 + 1e-4));
    assert_true(fabs(log10(at / run.result.extras[BEST_PARAMETERS][0])) < 0.0063);
    assert_true(loss[0] > bottom * 1.02 && loss[COUNT(n) - 1] > bottom * 1.02);
    sim_free(&run);
}

static void an_isoflop_valley_has_its_bottom_at_the_closed_form(void **state)
{
    (void)state;
    check_valley("hoffmann");
    check_valley("kaplan");
}

static void compute_alone_follows_kaplans_third_law(void **state)
{
    (void)state;
    sim_run run = scaling_of("kaplan", "compute", NULL, 0);
    assert_right_digits(law_at(&run, 2.6784e28, NULL, 0), 1, 13, "L(C)", 0);
    assert_right_digits(law_at(&run, 2.6784e8, NULL, 0), 10, 13, "L(C)", 1);
    assert_true(isnan(run.result.extras[PARAMETERS][0]) && isnan(run.result.extras[TOKENS][0]));
    assert_true(run.result.extras[BEST_PARAMETERS][0] > 0);
    double joint = law_at(&run, 6e20, "parameters", 1e9);
    assert_right_digits(run.result.extras[TOKENS][0], 1e11, 13, "D", 0);
    sim_free(&run);
    run = scaling_of("kaplan", "parameters", NULL, 0);
    assert_right_digits(law_at(&run, 1e9, "tokens", 1e11), joint, 13, "L(N,D)", 0);
    sim_free(&run);
}

static void compare(const char *law, const char *over, double noise, double n, int64_t seed,
                    tally *t)
{
    sim_run run = scaling_of(law, over, sizes, COUNT(sizes));
    sim_number(&run, "noise", noise);
    sim_integer(&run, "trials", (int64_t)n);
    sim_integer(&run, "seed", seed);
    sim_must(&run);
    const dw_score *loss = &run.result.scores[0];
    for (size_t i = 0; i < COUNT(sizes); i++) {
        double share = loss->mean[i] / loss->theory[i], width = loss->high[i] - loss->low[i];
        double known = run.result.extras[DEVIATION][i] / sqrt(n);
        tally_sum(t, share * n, n, 1, expm1(noise * noise), 20, n);
        if (noise > 0) assert_true(fabs(width / known / 3.92 - 1) < 0.2);
        if (noise == 0) assert_true(loss->mean[i] == loss->theory[i] && width == 0);
    }
    sim_free(&run);
}

static void measured_losses_scatter_about_the_law(void **state)
{
    (void)state;
    static const char *const laws[] = { "hoffmann", "kaplan" };
    static const char *const axes[] = { "parameters", "tokens", "compute" };
    static const double noises[] = { 0, 1e-3, 0.01, 0.3 };
    tally t = TALLY("loss");
    int64_t seed = 900;
    for (size_t l = 0; l < 2; l++)
        for (size_t a = 0; a < 3; a++)
            for (size_t s = 0; s < COUNT(noises); s++)
                for (int repeat = 0; repeat < 3; repeat++)
                    compare(laws[l], axes[a], noises[s], repeat ? 9001 : 5000, seed++, &t);
    tally_check(&t);
}

/* The measurements of all trials, one run each of one trial, are the ones of a run of many. */
static void few_measurements_have_honest_intervals(void **state)
{
    (void)state;
    int covered[2] = { 0, 0 }, runs = 400;
    for (int i = 0; i < runs; i++)
        for (int many = 0; many < 2; many++) {
            sim_run run = scaling_of("hoffmann", "parameters", sizes, 4);
            sim_integer(&run, "seed", i);
            sim_integer(&run, "trials", many ? 3 : 1);
            sim_must(&run);
            const dw_score *loss = &run.result.scores[0];
            assert_string_equal(loss->method,
                                many ? "Student's t, 95 %" : "normal, of the known spread, 95 %");
            for (size_t c = 0; c < 4; c++)
                covered[many] +=
                    loss->low[c] <= loss->theory[c] && loss->theory[c] <= loss->high[c];
            sim_free(&run);
        }
    for (int many = 0; many < 2; many++) /* 1600 cells, sd 0.0054 */
        assert_true(fabs(covered[many] / (4.0 * runs) - 0.95) < 0.03);
}

static void a_measurement_is_shown_as_it_was(void **state)
{
    (void)state;
    sim_run run = scaling_of("hoffmann", "parameters", sizes, COUNT(sizes));
    double tokens = 2e10;
    sim_series(&run, "tokens", &tokens, 1);
    sim_integer(&run, "trials", 1);
    sim_must(&run);
    dw_buffer text = { 0 };
    assert_int_equal(run.sim->show(run.options, 3, 0, &text, NULL), DW_OK);
    char wanted[64];
    snprintf(wanted, sizeof wanted, "measured: %.4f", run.result.scores[0].mean[3]);
    assert_non_null(strstr(text.text, wanted));
    assert_non_null(strstr(text.text, "parameters = 1B\ntokens = 20B\n"));
    dw_buffer_free(&text);
    sim_free(&run);
}

static void the_same_bits_on_any_number_of_threads(void **state)
{
    (void)state;
    static const int threads[] = { 1, 2, 7 };
    sim_run run = scaling_of("hoffmann", "compute", sizes, COUNT(sizes));
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
    sim_run run = scaling_of("hoffmann", "parameters", sizes, COUNT(sizes));
    sim_series(&run, "tokens", sizes, 3);
    refused(&run, DW_EARG, "'tokens' has 3 numbers for 8 sizes");
    sim_series(&run, "tokens", sizes, COUNT(sizes));
    sim_series(&run, "compute", sizes, 1);
    refused(&run, DW_EARG, "are one too many");
    sim_choice(&run, "over", "compute");
    refused(&run, DW_EARG, "'compute' is what 'size' counts");
    sim_free(&run);
    run = scaling_of("kaplan", "parameters", (double[]){ 5e-324 }, 1);
    sim_number(&run, "alpha_N", 2);
    refused(&run, DW_EDOMAIN, "the loss is not finite at size 4.94066e-324");
    sim_free(&run);
}

int dw_test_sim_scaling(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kaplan_has_its_exact_values),
        cmocka_unit_test(hoffmann_has_its_exact_values),
        cmocka_unit_test(the_best_use_of_compute_is_exact),
        cmocka_unit_test(an_isoflop_valley_has_its_bottom_at_the_closed_form),
        cmocka_unit_test(compute_alone_follows_kaplans_third_law),
        cmocka_unit_test(measured_losses_scatter_about_the_law),
        cmocka_unit_test(few_measurements_have_honest_intervals),
        cmocka_unit_test(a_measurement_is_shown_as_it_was),
        cmocka_unit_test(the_same_bits_on_any_number_of_threads),
        cmocka_unit_test(what_is_given_must_fit_together),
    };
    return cmocka_run_group_tests_name("sim, scaling", tests, NULL, NULL);
}
