#include "test_sim.h"

#include <math.h>
#include <setjmp.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sim/job.h"
#include "sim/multistep.h"

int dw_test_sim(void);
int dw_test_sim_theory(void); /* runs as a part of it */

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const double sizes[] = { 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14 };
enum { SIZES = COUNT(sizes), EXACT = 0, PARTIAL, PREFIX, OUTCOMES = 8 };

static const double ability[SIZES] = { 0, 1e-6, 0.03, 0.3, 0.5, 0.9, 0.999, 1 };
static const char *const stage_names[] = { "formula", "calculation", "answer" };

static sim_run multistep_of(int64_t steps, double spread, int64_t choices)
{
    sim_run run = sim_make("multistep");
    sim_series(&run, "size", sizes, SIZES);
    sim_values(&run, "ability", ability, SIZES);
    sim_integer(&run, "steps", steps);
    sim_number(&run, "spread", spread);
    sim_integer(&run, "choices", choices);
    sim_integer(&run, "trials", 20000);
    return run;
}

/* ---- multistep: theory checks simulation ---- */

typedef struct multistep_tallies {
    tally exact, partial, partial_spread, prefix, outcomes[4];
} multistep_tallies;

static void compare_means(const sim_run *run, int64_t steps, double spread, multistep_tallies *t)
{
    const dw_score *score = run->result.scores;
    double n = (double)((const dw_sim_common *)run->options)->trials, k = (double)steps;
    for (size_t i = 0; i < SIZES; i++) {
        double p = ability[i], all = dw_multistep_all(p, spread, steps), mean = 0, square = 0;
        tally_share(&t->exact, score[EXACT].mean[i] * n, n, score[EXACT].theory[i]);
        double right = score[PARTIAL].mean[i] * n * k, variance = k * p * (1 - p);
        if (spread == 0)
            tally_share(&t->partial, right, n * k, score[PARTIAL].theory[i]);
        else
            tally_sum(&t->partial_spread, right, n, k * score[PARTIAL].theory[i],
                      variance * (1 + (k - 1) * spread), k, n * fmin(p, 1 - p));
        for (int64_t j = 1; j <= steps; j++) {
            mean += dw_multistep_all(p, spread, j);
            square += (double)(2 * j - 1) * dw_multistep_all(p, spread, j);
        }
        assert_right_digits(k * score[PREFIX].theory[i], mean, 12, "prefix", i);
        double of_prefix = p == 0 || p == 1 ? 0 : square - mean * mean;
        tally_sum(&t->prefix, score[PREFIX].mean[i] * n * k, n, mean, of_prefix, k,
                  n * fmin(p, 1 - all));
    }
}

static void compare_outcomes(const sim_run *run, multistep_tallies *t)
{
    double n = (double)((const dw_sim_common *)run->options)->trials;
    for (size_t i = 0; i < SIZES && run->scores > OUTCOMES; i++) {
        double shares = 0, theory = 0;
        for (size_t s = OUTCOMES; s < run->scores; s++) {
            const dw_score *score = &run->result.scores[s];
            tally_share(&t->outcomes[s - OUTCOMES], score->mean[i] * n, n, score->theory[i]);
            shares += score->mean[i];
            theory += score->theory[i];
        }
        assert_right_digits(shares, 1, 14, "shares", i);
        assert_right_digits(theory, 1, 14, "theory", i);
    }
}

/* One setting: problems of one seed, stages shared out evenly or by hand in turns. */
static void compare_multistep(int64_t steps, double spread, int64_t choices, int64_t seed,
                              multistep_tallies *t)
{
    static const int64_t trials[] = { 20000, 20480, 33001, 511 };
    const double by_hand[] = { 1, (double)steps - 1 };
    sim_run run = multistep_of(steps, spread, choices);
    sim_integer(&run, "seed", seed);
    sim_integer(&run, "trials", trials[seed % 4]);
    if (steps > 1 && seed % 2) {
        sim_texts(&run, "stages", stage_names, 2);
        sim_series(&run, "stage_steps", by_hand, 2);
    } else if (steps > 1) {
        sim_texts(&run, "stages", stage_names, steps > 2 ? 3 : 2);
    }
    sim_must(&run);
    assert_true(run.result.chance == (choices > 0 ? 1 / (double)choices : 0));
    compare_means(&run, steps, spread, t);
    compare_outcomes(&run, t);
    const dw_score *last =
        &run.result.scores[run.scores - 1]; /* all right, where there are stages */
    for (size_t i = 0; i < SIZES && steps > 1 && choices < 0; i++)
        assert_true(last->mean[i] == run.result.scores[EXACT].mean[i]);
    if (steps == 1 && choices < 0)
        for (size_t i = 0; i < SIZES; i++) {
            const dw_score *score = run.result.scores;
            assert_true(score[EXACT].mean[i] == score[PARTIAL].mean[i]);
            assert_true(score[EXACT].mean[i] == score[PREFIX].mean[i]);
        }
    sim_free(&run);
}

/* Every setting has a seed of its own: the cells are independent of each other. */
static void multistep_agrees_with_theory(void **state)
{
    (void)state;
    static const int64_t steps[] = { 1, 2, 8, 33 }, choices[] = { -1, 4 };
    static const double spreads[] = { 0, 0.3, 1 };
    multistep_tallies t = { TALLY("exact"),
                            TALLY("partial"),
                            TALLY("partial with spread"),
                            TALLY("prefix"),
                            { TALLY("first outcome"), TALLY("second outcome"),
                              TALLY("third outcome"), TALLY("fourth outcome") } };
    int64_t seed = 100;
    for (size_t i = 0; i < COUNT(steps); i++)
        for (size_t j = 0; j < COUNT(choices); j++)
            for (size_t s = 0; s < COUNT(spreads); s++)
                for (int repeat = 0; repeat < 8; repeat++)
                    compare_multistep(steps[i], spreads[s], choices[j], seed++, &t);
    tally_check(&t.exact);
    tally_check(&t.partial);
    tally_check(&t.partial_spread);
    tally_check(&t.prefix);
    for (size_t i = 0; i < 4; i++) tally_check(&t.outcomes[i]);
}

static void certain_and_impossible_steps_are_exact(void **state)
{
    (void)state;
    static const double spreads[] = { 0, 0.3, 1 };
    for (size_t s = 0; s < COUNT(spreads); s++) {
        sim_run run = multistep_of(8, spreads[s], -1);
        sim_integer(&run, "trials", 1025);
        sim_must(&run);
        for (size_t score = EXACT; score <= PREFIX; score++) {
            const dw_score *x = &run.result.scores[score];
            assert_true(x->mean[0] == 0 && x->low[0] == 0 && x->theory[0] == 0);
            assert_true(x->mean[SIZES - 1] == 1 && x->high[SIZES - 1] == 1);
            assert_true(x->theory[SIZES - 1] == 1);
        }
        sim_free(&run);
    }
}

/* ---- cot ---- */

static const double direct[SIZES] = { 0, 0.03, 0.3, 0.5, 0.9, 0.97, 1, 1e-6 };
static const double step[SIZES] = { 1, 0.9, 0.8, 0.97, 0.5, 0.999, 0, 0.95 };
static const double drift[SIZES] = { 0, 0.02, 0.3, 0.1, 0, 0.001, 0.5, 1 };
static const double leading[] = { 3, 1, 1 };

static sim_run cot_of(int64_t steps, int64_t votes, int64_t answers, const double *weights)
{
    sim_run run = sim_make("cot");
    sim_series(&run, "size", sizes, SIZES);
    sim_values(&run, "direct", direct, SIZES);
    sim_values(&run, "step", step, SIZES);
    sim_values(&run, "drift", drift, SIZES);
    sim_integer(&run, "steps", steps);
    sim_integer(&run, "votes", votes);
    sim_integer(&run, "answers", answers);
    sim_integer(&run, "trials", 20000);
    if (weights) sim_series(&run, "wrong", weights, (size_t)answers - 1);
    return run;
}

enum { COT = 0, DIRECT, CHAIN };

static void compare_cot(int64_t steps, int64_t votes, size_t kind, int64_t seed, tally t[3])
{
    static const double guesses[] = { 0.025, 0, 1, 0.5 };
    static const int64_t answers[] = { 4, 2, 4 };
    double n = seed % 3 ? 20000 : 4097;
    sim_run run = cot_of(steps, votes, answers[kind], kind == 2 ? leading : NULL);
    sim_integer(&run, "seed", seed);
    sim_integer(&run, "trials", (int64_t)n);
    sim_number(&run, "guess", guesses[seed % 4]);
    sim_must(&run);
    const dw_score *score = run.result.scores;
    for (size_t i = 0; i < SIZES; i++) {
        tally_share(&t[COT], score[COT].mean[i] * n, n, score[COT].theory[i]);
        tally_share(&t[DIRECT], score[DIRECT].mean[i] * n, n, score[DIRECT].theory[i]);
        double chains = n * (double)votes;
        tally_share(&t[CHAIN], score[CHAIN].mean[i] * chains, chains, score[CHAIN].theory[i]);
        if (votes == 1) assert_true(score[COT].mean[i] == score[CHAIN].mean[i]);
    }
    sim_free(&run);
}

static void cot_agrees_with_theory(void **state)
{
    (void)state;
    static const int64_t steps[] = { 1, 2, 8 }, votes[] = { 1, 2, 5, 6 };
    tally t[3] = { TALLY("cot"), TALLY("direct"), TALLY("chain") };
    int64_t seed = 500;
    for (size_t i = 0; i < COUNT(steps); i++)
        for (size_t v = 0; v < COUNT(votes); v++)
            for (size_t kind = 0; kind < 3; kind++)
                for (int repeat = 0; repeat < 2; repeat++)
                    compare_cot(steps[i], votes[v], kind, seed++, t);
    for (size_t i = 0; i < 3; i++) tally_check(&t[i]);
}

/* Share right of many votes, where one chain is right with 0.35. */
static double after_votes(const double *weights, int64_t votes)
{
    static const double chain[] = { 0.35 }, none[] = { 0 };
    sim_run run = cot_of(1, votes, 4, weights);
    sim_series(&run, "size", sizes, 1);
    sim_values(&run, "direct", none, 1);
    sim_values(&run, "step", chain, 1);
    sim_values(&run, "drift", none, 1);
    sim_must(&run);
    double mean = run.result.scores[COT].mean[0], theory = run.result.scores[COT].theory[0];
    if (fabs(mean - theory) > 0.02) fail_msg("%g simulated, %g in theory", mean, theory);
    sim_free(&run);
    return mean;
}

static void votes_hurt_where_a_wrong_answer_leads(void **state)
{
    (void)state;
    static const double one_leads[] = { 8, 1, 1 }; /* 0.52 of the votes */
    assert_true(fabs(after_votes(one_leads, 1) - 0.35) < 0.02);
    assert_true(after_votes(one_leads, 25) < 0.3);
    assert_true(after_votes(one_leads, 101) < after_votes(one_leads, 25));
    assert_true(after_votes(NULL, 25) > 0.5); /* wrong answers have 0.22 each */
    assert_true(after_votes(NULL, 101) > after_votes(NULL, 25));
}

/* ---- The same bits ---- */

static void assert_same_bits(sim_run *run)
{
    static const int threads[] = { 1, 2, 7 };
    double *first = NULL;
    for (size_t i = 0; i < COUNT(threads); i++) {
        dw_error err;
        assert_int_equal(sim_go(run, &(dw_env){ .threads = threads[i] }, &err), DW_OK);
        size_t bytes = 4 * run->scores * run->sizes * sizeof(double);
        if (!first) first = memcpy(malloc(bytes), run->numbers, bytes);
        assert_memory_equal(run->numbers, first, bytes);
    }
    free(first);
}

/* What these runs gave when they were written down: compilers and later changes are held to it. */
static void results_depend_on_the_seed_alone(void **state)
{
    (void)state;
    static const uint64_t golden[] = { 0x75e87b314cb8d510, 0xf2cf50c2815a432e, 0xf54c1b07b3f744f2,
                                       0x8163b7e0bcb2ff2f };
    sim_run runs[] = { multistep_of(8, 0, 4), multistep_of(8, 0.3, -1), multistep_of(8, 1, 4),
                       cot_of(4, 6, 4, leading) };
    for (size_t i = 0; i < COUNT(runs); i++) {
        if (i < 3) sim_texts(&runs[i], "stages", stage_names, 3);
        sim_integer(&runs[i], "seed", 20240607);
        sim_integer(&runs[i], "trials", 70001);
        assert_same_bits(&runs[i]);
        uint64_t digest = sim_digest(&runs[i]);
        if (digest != golden[i])
            fail_msg("run %zu: the digest is 0x%016llx", i, (unsigned long long)digest);
        sim_integer(&runs[i], "seed", 20240608);
        sim_must(&runs[i]);
        assert_true(sim_digest(&runs[i]) != digest);
        sim_free(&runs[i]);
    }
}

/* No two cells, and no two chunks of a cell, see the same random numbers. */
static void cells_and_chunks_have_numbers_of_their_own(void **state)
{
    (void)state;
    static const double same[SIZES] = { 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9 };
    sim_run runs[] = { multistep_of(8, 0, -1), multistep_of(8, 0.3, -1), cot_of(8, 1, 4, NULL),
                       cot_of(8, 3, 4, NULL) };
    for (size_t r = 0; r < COUNT(runs); r++) {
        double first[SIZES];
        sim_values(&runs[r], r < 2 ? "ability" : "step", same, SIZES);
        if (r >= 2) sim_number(&runs[r], "guess", 0.5);
        for (int many = 0; many < 2; many++) {
            sim_integer(&runs[r], "trials", many ? 1 << 16 : 1 << 15); /* whole chunks */
            sim_must(&runs[r]);
            const double *mean = runs[r].result.scores[r < 2 ? PARTIAL : DIRECT].mean;
            for (size_t i = 0; i < SIZES - 2; i++) {
                if (r < 2 && i) assert_true(mean[i] != mean[i - 1]);
                if (many) assert_true(mean[i] != first[i]);
                first[i] = mean[i];
            }
        }
        sim_free(&runs[r]);
    }
}

static void count_chunk(const void *context, const dw_chunk *chunk, uint64_t *counts)
{
    (void)context;
    counts[0] += (uint64_t)(chunk->last - chunk->first);
    counts[1] += (uint64_t)chunk->first;
    counts[2] += (uint64_t)(chunk->first == chunk->number * 3);
}

static void a_job_counts_every_trial_once(void **state)
{
    (void)state;
    dw_job job = { .cells = 2, .trials = 300001, .chunk = 3, .counts = 3, .work = count_chunk };
    uint64_t totals[6];
    assert_int_equal(dw_job_run(&job, totals, &(dw_env){ .threads = 7 }, NULL), DW_OK);
    for (size_t cell = 0; cell < 2; cell++) {
        assert_int_equal(totals[3 * cell], 300001);
        assert_int_equal(totals[3 * cell + 1], 3 * (100000ull * 100001 / 2));
        assert_int_equal(totals[3 * cell + 2], 100001);
    }
    dw_error err;
    job.cells = SIZE_MAX / 4;
    assert_int_equal(dw_job_run(&job, totals, NULL, &err), DW_EDOMAIN);
    assert_non_null(strstr(err.text, "are too many"));
}

/* ---- Stopping, and options that do not fit together ---- */

typedef struct watch {
    atomic_int asked;
    int patience;
    double fraction;
} watch;

static bool stops_after(void *context)
{
    watch *w = context;
    return atomic_fetch_add(&w->asked, 1) >= w->patience;
}

static void note_progress(void *context, double fraction)
{
    ((watch *)context)->fraction = fraction;
}

static void a_run_can_be_stopped(void **state)
{
    (void)state;
    sim_run runs[] = { multistep_of(8, 0, -1), multistep_of(8, 0.3, -1), cot_of(4, 5, 4, NULL) };
    for (size_t i = 0; i < COUNT(runs); i++) {
        sim_integer(&runs[i], "trials", 70000);
        for (int patience = 0; patience < 3; patience++) {
            watch w = { .patience = patience };
            dw_env env = { .stop = stops_after, .context = &w };
            dw_error err = { "" };
            assert_int_equal(sim_go(&runs[i], &env, &err), DW_ESTOP);
            assert_non_null(strstr(err.text, "stopped after "));
        }
        watch w = { .patience = 1 << 30 };
        dw_env env = { .stop = stops_after, .progress = note_progress, .context = &w };
        assert_int_equal(sim_go(&runs[i], &env, NULL), DW_OK);
        assert_true(w.fraction == 1 && w.asked > 10);
        sim_free(&runs[i]);
    }
}

static void assert_refused(sim_run *run, dw_status status, const char *part)
{
    dw_error err = { "" };
    assert_int_equal(sim_go(run, NULL, &err), status);
    if (!strstr(err.text, part)) fail_msg("'%s' does not say '%s'", err.text, part);
}

static void options_must_fit_together(void **state)
{
    (void)state;
    static const double half[] = { 1.5, 6.5 }, three[] = { 2, 2, 4 }, few[] = { 3, 4 };
    sim_run run = multistep_of(8, 0, -1);
    sim_texts(&run, "stages", stage_names, 2);
    sim_series(&run, "stage_steps", three, 3);
    assert_refused(&run, DW_EARG, "'stage_steps' has 3 numbers for 2 stages");
    sim_series(&run, "stage_steps", half, 2);
    assert_refused(&run, DW_EDOMAIN, "'stage_steps' must be whole numbers, got 1.5");
    sim_series(&run, "stage_steps", few, 2);
    assert_refused(&run, DW_EARG, "'stage_steps' add up to 7, but 'steps' is 8");
    sim_series(&run, "stage_steps", NULL, 0);
    sim_integer(&run, "steps", 2);
    sim_texts(&run, "stages", stage_names, 3);
    assert_refused(&run, DW_EARG, "'stages' has 3 names; at most 2 fit 2 steps");
    sim_texts(&run, "stages", stage_names, 2);
    char scratch[64];
    assert_string_equal(run.sim->outcome_name(run.options, 1, scratch),
                        "first error in calculation");
    assert_string_equal(run.sim->outcome_name(run.options, 2, scratch), "all right");
    sim_values(&run, "ability", ability, 3);
    assert_refused(&run, DW_EARG, "the ability has 3 values for 8 sizes");
    sim_values(&run, "ability", sizes, SIZES);
    assert_refused(&run, DW_EDOMAIN, "the ability must be in 0..1, got 1e+07 at size 1e+07");
    sim_free(&run);
    run = cot_of(4, 1, 4, leading);
    sim_integer(&run, "answers", 3);
    assert_refused(&run, DW_EARG, "'wrong' has 3 weights for 2 wrong answers ('answers' - 1)");
    sim_free(&run);
}

static void defaults_run_and_cross_once(void **state)
{
    (void)state;
    sim_run run = sim_make("cot");
    sim_series(&run, "size", sizes, SIZES);
    sim_must(&run);
    int changes = 0;
    const dw_score *score = run.result.scores;
    for (size_t i = 1; i < SIZES; i++)
        changes += (score[COT].theory[i] > score[DIRECT].theory[i]) !=
                   (score[COT].theory[i - 1] > score[DIRECT].theory[i - 1]);
    assert_int_equal(changes, 1);
    assert_true(score[COT].mean[SIZES - 1] > score[DIRECT].mean[SIZES - 1]);
    sim_free(&run);
    run = sim_make("multistep");
    sim_series(&run, "size", sizes, SIZES);
    sim_must(&run);
    assert_right_digits(run.result.scores[PARTIAL].theory[2], 0.5, 14, "midpoint", 2);
    sim_free(&run);
    assert_null(dw_sim_find("no such simulator"));
}

int dw_test_sim(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(multistep_agrees_with_theory),
        cmocka_unit_test(certain_and_impossible_steps_are_exact),
        cmocka_unit_test(cot_agrees_with_theory),
        cmocka_unit_test(votes_hurt_where_a_wrong_answer_leads),
        cmocka_unit_test(results_depend_on_the_seed_alone),
        cmocka_unit_test(cells_and_chunks_have_numbers_of_their_own),
        cmocka_unit_test(a_job_counts_every_trial_once),
        cmocka_unit_test(a_run_can_be_stopped),
        cmocka_unit_test(options_must_fit_together),
        cmocka_unit_test(defaults_run_and_cross_once),
    };
    return cmocka_run_group_tests_name("sim", tests, NULL, NULL) + dw_test_sim_theory();
}
