#include "test_sim.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sim/boss.h"

int dw_test_sim_investor(void);

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum { SIZES = 7, EXACT = 0, PARTIAL, TRIED, KINDS };
enum { SPENT = 0, PAYOFF, BEFORE, JUST_BEFORE, FACTS, JUMP = KINDS * FACTS, TRIED_JUMP };

static const double sizes[SIZES] = { 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13 };

/* ---- The boss ---- */

/* The textbook's test, written out once more. */
static bool is_better(int64_t x, int64_t y, int64_t m, double level)
{
    double n = (double)m, together = (double)(x + y) / (2 * n);
    double error = sqrt(together * (1 - together) * 2 / n);
    if (error == 0) return false;
    return (double)(x - y) / n / error > gsl_cdf_ugaussian_Qinv(level);
}

static void a_need_is_the_least_count_that_is_better(void **state)
{
    (void)state;
    static const double levels[] = { 0.05, 0.01, 0.3, 0.5, 1e-9 };
    static const int64_t questions[] = { 1, 2, 3, 10, 57 };
    for (size_t l = 0; l < COUNT(levels); l++)
        for (size_t q = 0; q < COUNT(questions); q++) {
            int64_t m = questions[q];
            for (int64_t y = 0; y <= m; y++) {
                int64_t need = dw_boss_need(m, y, levels[l]);
                assert_true(need > y && need <= m + 1);
                for (int64_t x = 0; x <= m; x++)
                    assert_true((x >= need) == is_better(x, y, m, levels[l]));
            }
        }
    int64_t need = dw_boss_need(1000000, 400000, 0.05);
    assert_true(is_better(need, 400000, 1000000, 0.05));
    assert_false(is_better(need - 1, 400000, 1000000, 0.05));
}

static void tables_of_counts_are_binomial(void **state)
{
    (void)state;
    static const double chances[] = { 0, 1e-12, 0.003, 0.4, 0.999, 1 };
    static const int64_t questions[] = { 1, 7, 300, 1000000 };
    tally t = TALLY("counts");
    uint64_t seed = 1;
    for (size_t q = 0; q < COUNT(questions); q++)
        for (size_t c = 0; c < COUNT(chances); c++) {
            int64_t m = questions[q];
            double p = chances[c], sum = 0;
            dw_count_law law;
            assert_int_equal(dw_count_law_make(m, p, &law, NULL), DW_OK);
            for (size_t i = 0; i < law.n; i++) {
                sum += law.chance[i];
                unsigned count = (unsigned)law.first + (unsigned)i;
                double cdf = gsl_cdf_binomial_P(count, p, (unsigned)m);
                double far = fabs((double)law.below[i] * 0x1p-64 - cdf);
                assert_true(far < (m > 1000 ? 3e-9 : 1e-12)); /* GSL's own error */
            }
            assert_right_digits(sum, 1, 12, "sum", c);
            for (int repeat = 0; repeat < 4; repeat++, seed++) {
                double total = 0;
                for (uint64_t trial = 0; trial < 400; trial++) {
                    dw_stream stream = dw_stream_make(seed, 5, q, trial);
                    int64_t k = dw_count_law_draw(&law, &stream);
                    assert_true(k >= 0 && k <= m);
                    total += (double)k;
                }
                tally_share(&t, total, 400 * (double)m, p);
            }
            dw_count_law_free(&law);
        }
    tally_check(&t);
}

/* By decimal arithmetic of 40 digits; GSL is off by 1e-9. */
static void a_large_table_has_all_its_digits(void **state)
{
    (void)state;
    dw_count_law law;
    assert_int_equal(dw_count_law_make(1000000, 0.4, &law, NULL), DW_OK);
    double below = (double)law.below[400018 - law.first] * 0x1p-64;
    assert_right_digits(below, 0.51508874948210703997, 12, "below", 0);
    dw_count_law_free(&law);
}

enum { MODELS = 4, FEW = 3 };

/* Every history of counts from model i on: adds its chance to where it ends. */
static void follow(const double *p, const double *without, int64_t level_need[FEW + 1], size_t i,
                   int64_t before, int64_t left, double chance, double *last)
{
    if (i + 1 == MODELS) {
        last[i] += chance;
        return;
    }
    for (int64_t x = 0; x <= FEW; x++)
        for (int64_t y = 0; y <= (without ? FEW : 0); y++) {
            double now = chance * gsl_ran_binomial_pdf((unsigned)x, p[i], FEW);
            if (without) now *= gsl_ran_binomial_pdf((unsigned)y, without[i], FEW);
            int64_t other = without ? y : before;
            bool pleased = other < 0 || x >= level_need[other];
            if (!pleased && left == 0)
                last[i] += now;
            else
                follow(p, without, level_need, i + 1, x, left - !pleased, now, last);
        }
}

static void theory_is_the_sum_over_all_histories(void **state)
{
    (void)state;
    static const double p[MODELS] = { 0.1, 0.5, 0.6, 0.95 };
    static const double other[MODELS] = { 0.3, 0, 0.4, 0.2 };
    for (int64_t patience = 0; patience < 4; patience++)
        for (int pair = 0; pair < 2; pair++) {
            dw_boss boss = {
                .models = MODELS, .questions = FEW, .patience = patience, .level = 0.2
            };
            const double *without = pair ? other : NULL;
            int64_t need[FEW + 1];
            for (int64_t y = 0; y <= FEW; y++) need[y] = dw_boss_need(FEW, y, 0.2);
            double brute[MODELS] = { 0 }, last[MODELS], sum = 0;
            follow(p, without, need, 0, -1, patience, 1, brute);
            assert_int_equal(dw_boss_make(&boss, p, without, NULL), DW_OK);
            assert_int_equal(dw_boss_theory(&boss, last, NULL), DW_OK);
            for (size_t i = 0; i < MODELS; i++) {
                assert_true(fabs(last[i] - brute[i]) < 1e-13);
                sum += last[i];
            }
            assert_right_digits(sum, 1, 12, "sum", (size_t)patience);
            dw_boss_free(&boss);
        }
}

/* ---- The simulator ---- */

static const double step[SIZES] = { 0.3, 0.35, 0.5, 0.6, 0.9, 0.9, 1 };
static const double with[SIZES] = { 0, 0.02, 0.15, 0.3, 0.5, 0.9, 1 };
static const double without[SIZES] = { 0.05, 0.05, 0.1, 0.2, 0.45, 0.9, 0 };

static sim_run investor_of(int64_t questions, int64_t patience, double level)
{
    sim_run run = sim_make("investor");
    sim_series(&run, "size", sizes, SIZES);
    sim_values(&run, "ability", step, SIZES);
    sim_values(&run, "with", with, SIZES);
    sim_values(&run, "without", without, SIZES);
    sim_integer(&run, "questions", questions);
    sim_integer(&run, "patience", patience);
    sim_integer(&run, "steps", 3);
    sim_number(&run, "level", level);
    return run;
}

/* Whoever reached a size goes on to the next or not, whatever came before. */
static void compare_reach(const dw_score *score, double n, tally *t)
{
    assert_true(score->mean[0] == 1 && score->theory[0] == 1);
    for (size_t i = 1; i < SIZES; i++) {
        double reached = round(score->mean[i - 1] * n);
        if (score->theory[i - 1] == 0 || reached == 0) continue;
        double ratio = fmin(1, score->theory[i] / score->theory[i - 1]);
        tally_share(t, score->mean[i] * n, reached, ratio);
    }
}

static void compare(int64_t questions, int64_t patience, double level, int64_t seed, tally t[KINDS])
{
    sim_run run = investor_of(questions, patience, level);
    double n = 8000;
    sim_integer(&run, "seed", seed);
    sim_integer(&run, "trials", (int64_t)n);
    if (seed % 2) sim_integer(&run, "choices", 4);
    sim_must(&run);
    for (size_t kind = 0; kind < KINDS; kind++)
        compare_reach(&run.result.scores[kind], n, &t[kind]);
    sim_free(&run);
}

static void simulation_agrees_with_theory(void **state)
{
    (void)state;
    static const int64_t questions[] = { 1, 20, 300 }, patiences[] = { 0, 1, 3 };
    static const double levels[] = { 0.05, 0.5 };
    tally t[KINDS] = { TALLY("exact"), TALLY("partial"), TALLY("tried") };
    int64_t seed = 70;
    for (size_t q = 0; q < COUNT(questions); q++)
        for (size_t p = 0; p < COUNT(patiences); p++)
            for (size_t l = 0; l < COUNT(levels); l++)
                for (int repeat = 0; repeat < 3; repeat++)
                    compare(questions[q], patiences[p], levels[l], seed++, t);
    for (size_t kind = 0; kind < KINDS; kind++) tally_check(&t[kind]);
}

/* Whoever reaches a size pays for it: the facts are sums over the chances to reach. */
static void money_follows_from_the_sizes_reached(void **state)
{
    (void)state;
    static const double cost[SIZES] = { 1, 2, 4, 8, 16, 32, 64 };
    sim_run run = investor_of(30, 1, 0.2);
    sim_series(&run, "cost", cost, SIZES);
    sim_number(&run, "value", 1000);
    sim_number(&run, "jump", 0.7);
    sim_integer(&run, "trials", 5000);
    sim_must(&run);
    double **extras = run.result.extras;
    assert_true(extras[JUMP][0] == 1e11 && extras[TRIED_JUMP][0] == 1e9);
    for (size_t kind = 0; kind < KINDS; kind++) {
        const dw_score *score = &run.result.scores[kind];
        const double *reach[2] = { score->mean, score->theory };
        double *const *facts = extras + kind * FACTS;
        size_t jump = kind == TRIED ? 2 : 4;
        for (size_t which = 0; which < 2; which++) {
            double spent = 0, worth = 0;
            const double *r = reach[which];
            for (size_t i = 0; i < SIZES; i++) {
                spent += cost[i] * r[i];
                worth += pow(step[i], 3) * (r[i] - (i + 1 < SIZES ? r[i + 1] : 0));
            }
            if (kind == TRIED) worth = r[SIZES - 1] * (with[SIZES - 1] - without[SIZES - 1]);
            size_t at = which == 0 ? 0 : 3;
            assert_right_digits(facts[SPENT][at], spent, 9, "spent", kind);
            assert_right_digits(facts[PAYOFF][at], 1000 * worth - spent, 9, "payoff", kind);
            assert_true(fabs(facts[BEFORE][at] - (1 - r[jump])) < 1e-9);
            assert_true(fabs(facts[JUST_BEFORE][at] - (r[jump - 1] - r[jump])) < 1e-9);
        }
        for (size_t f = 0; f < FACTS; f++)
            assert_true(facts[f][1] <= facts[f][0] && facts[f][0] <= facts[f][2]);
    }
    sim_free(&run);
}

static void who_watches_accuracy_stops_before_the_jump(void **state)
{
    (void)state;
    static const double nine[] = { 1e8, 3e8, 1e9, 3e9, 1e10, 3e10, 1e11, 3e11, 1e12 };
    for (int64_t seed = 1; seed < 4; seed++) {
        sim_run run = sim_make("investor");
        sim_series(&run, "size", nine, COUNT(nine));
        sim_integer(&run, "seed", seed);
        sim_integer(&run, "trials", 5000);
        sim_must(&run);
        double **extras = run.result.extras;
        const double *accuracy = extras[EXACT * FACTS + BEFORE];
        const double *steps = extras[PARTIAL * FACTS + BEFORE];
        assert_true(accuracy[1] > steps[2] + 0.5);
        assert_true(extras[PARTIAL * FACTS + PAYOFF][1] > extras[EXACT * FACTS + PAYOFF][2]);
        assert_true(extras[TRIED * FACTS + BEFORE][1] > 0.99); /* and drops the method */
        sim_free(&run);
    }
}

static void no_jump_has_no_chance_before_it(void **state)
{
    (void)state;
    sim_run run = investor_of(30, 1, 0.2);
    sim_series(&run, "size", sizes, SIZES);
    sim_values(&run, "ability", with, SIZES);
    sim_number(&run, "jump", 1);
    sim_integer(&run, "trials", 10);
    sim_must(&run);
    assert_true(run.result.extras[JUMP][0] == 1e13);
    static const double low[SIZES] = { 0, 0, 0, 0, 0, 0, 0.1 };
    sim_values(&run, "ability", low, SIZES);
    sim_must(&run);
    assert_true(isnan(run.result.extras[JUMP][0]));
    assert_true(isnan(run.result.extras[BEFORE][0]) && isnan(run.result.extras[JUST_BEFORE][3]));
    assert_true(run.result.scores[EXACT].mean[3] == 0); /* nothing is ever better */
    sim_free(&run);
}

static void the_bits_depend_on_the_seed_alone(void **state)
{
    (void)state;
    static const int threads[] = { 1, 2, 7 };
    uint64_t digest = 0;
    sim_run run = investor_of(50, 1, 0.1);
    sim_integer(&run, "trials", 20001);
    for (size_t i = 0; i < COUNT(threads); i++) {
        assert_int_equal(sim_go(&run, &(dw_env){ .threads = threads[i] }, NULL), DW_OK);
        if (i) assert_true(sim_digest(&run) == digest);
        digest = sim_digest(&run);
    }
    if (digest != 0x05736a61117f73bb)
        fail_msg("the digest is 0x%016llx", (unsigned long long)digest);
    sim_integer(&run, "seed", 2);
    sim_must(&run);
    assert_true(sim_digest(&run) != digest);
    sim_free(&run);
}

static void examples_are_histories_of_the_run(void **state)
{
    (void)state;
    enum { TRIALS = 300 };
    static const char *const kinds[] = { "watching final answers", "watching steps",
                                         "trying a method", NULL };
    sim_run run = investor_of(20, 1, 0.3);
    sim_integer(&run, "trials", TRIALS);
    sim_must(&run);
    double ends[KINDS] = { 0 };
    for (int64_t trial = 0; trial < TRIALS; trial++) {
        dw_buffer text = { 0 };
        assert_int_equal(run.sim->show(run.options, 0, trial, &text, NULL), DW_OK);
        for (size_t kind = 0; kind < KINDS; kind++) {
            const char *from = strstr(text.text, kinds[kind]);
            const char *to = kinds[kind + 1] ? strstr(text.text, kinds[kind + 1]) : NULL;
            const char *end = strstr(from, "the end is reached");
            bool ended = end && (!to || end < to);
            const char *stop = strstr(from, ": stop");
            assert_true(ended != (stop && (!to || stop < to)));
            ends[kind] += ended;
        }
        dw_buffer_free(&text);
    }
    for (size_t kind = 0; kind < KINDS; kind++) {
        double reached = run.result.scores[kind].mean[SIZES - 1];
        assert_true(fabs(ends[kind] / TRIALS - reached) < 1e-12);
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
    static double many[65];
    for (size_t i = 0; i < COUNT(many); i++) many[i] = 1e6;
    sim_run run = investor_of(20, 1, 0.3);
    sim_series(&run, "size", many, COUNT(many));
    assert_refused(&run, "'size' has 65 models; a boss sees at most 64");
    run = investor_of(20, 1, 0.3);
    sim_series(&run, "cost", many, 3);
    assert_refused(&run, "'cost' has 3 numbers for 7 sizes");
    run = investor_of(100000, 1, 0.3);
    sim_integer(&run, "steps", 1000);
    assert_refused(&run, "'questions' times 'steps' must be at most 1000000, got 100000000");
    run = investor_of(20, 1, 0.3);
    sim_values(&run, "with", with, 2);
    assert_refused(&run, "2 values for 7 sizes");
    run = sim_make("investor"); /* as many models as there may be */
    sim_series(&run, "size", many, 64);
    sim_integer(&run, "trials", 10);
    sim_must(&run);
    sim_free(&run);
}

int dw_test_sim_investor(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_need_is_the_least_count_that_is_better),
        cmocka_unit_test(tables_of_counts_are_binomial),
        cmocka_unit_test(a_large_table_has_all_its_digits),
        cmocka_unit_test(theory_is_the_sum_over_all_histories),
        cmocka_unit_test(simulation_agrees_with_theory),
        cmocka_unit_test(money_follows_from_the_sizes_reached),
        cmocka_unit_test(who_watches_accuracy_stops_before_the_jump),
        cmocka_unit_test(no_jump_has_no_chance_before_it),
        cmocka_unit_test(the_bits_depend_on_the_seed_alone),
        cmocka_unit_test(examples_are_histories_of_the_run),
        cmocka_unit_test(options_must_fit_together),
    };
    return cmocka_run_group_tests_name("sim, investor", tests, NULL, NULL);
}
