/* sim.multistep: its rulers, its ways of sampling, single problems. */
#include "test_sim.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "random/binomial.h"
#include "random/stream.h"
#include "sim/multistep.h"

int dw_test_sim_multistep(void);

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum { EXACT, PARTIAL, PREFIX, AT_LEAST, EDIT, LEVENSHTEIN, BRIER, LOG_LIKELIHOOD, OUTCOMES };

static const double sizes[] = { 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14 };
enum { SIZES = COUNT(sizes) };
static const double ability[SIZES] = { 0, 1e-6, 0.03, 0.3, 0.5, 0.9, 0.999, 1 };
static const char *const stage_names[] = { "formula", "calculation" };

static sim_run steps_of(int64_t steps, double spread, const char *sampling)
{
    sim_run run = sim_make("multistep");
    ((dw_multistep *)run.options)->sampling = sampling;
    sim_series(&run, "size", sizes, SIZES);
    sim_values(&run, "ability", ability, SIZES);
    sim_integer(&run, "steps", steps);
    sim_number(&run, "spread", spread);
    return run;
}

/* ---- Theory checks simulation ---- */

typedef struct rulers {
    tally exact, partial, prefix, at_least, outcome, edit;
} rulers;

static rulers rulers_new(void)
{
    return (rulers){ TALLY("exact"),    TALLY("partial"), TALLY("prefix"),
                     TALLY("at_least"), TALLY("outcome"), TALLY("edit") };
}

static void compare_prefix(const sim_run *run, size_t i, int64_t k, double spread, double n,
                           rulers *t)
{
    double p = ability[i], mean = 0, square = 0;
    for (int64_t j = 1; j <= k; j++) {
        mean += dw_multistep_all(p, spread, j);
        square += (double)(2 * j - 1) * dw_multistep_all(p, spread, j);
    }
    double variance = p == 0 || p == 1 ? 0 : square - mean * mean;
    tally_sum(&t->prefix, run->result.scores[PREFIX].mean[i] * n * (double)k, n, mean, variance,
              (double)k, n * fmin(p, 1 - dw_multistep_all(p, spread, k)));
}

static void compare_steps(const sim_run *run, size_t i, double spread, double n, double k,
                          rulers *t)
{
    const dw_score *score = run->result.scores;
    double p = ability[i], one = k * p * (1 - p) * (1 + (k - 1) * spread);
    tally_sum(&t->partial, score[PARTIAL].mean[i] * n * k, n, k * p, one, k, n * fmin(p, 1 - p));
    tally_sum(&t->edit, score[EDIT].mean[i] * n, n, score[EDIT].theory[i], one, k,
              n * fmin(p, 1 - p));
    double share = score[PARTIAL].mean[i];
    double brier = share * (1 - p) * (1 - p) + (1 - share) * p * p;
    assert_true(fabs(score[BRIER].mean[i] - brier) < 1e-14);
    assert_right_digits(score[BRIER].theory[i], p * (1 - p), 14, "brier", i);
    if (p == 0 || p == 1) {
        assert_true(score[LOG_LIKELIHOOD].mean[i] == 0 && score[LOG_LIKELIHOOD].theory[i] == 0);
        return;
    }
    double stated = k * (share * log(p) + (1 - share) * log(1 - p));
    assert_true(fabs(score[LOG_LIKELIHOOD].mean[i] - stated) < 1e-9 * k);
    stated = k * (p * log(p) + (1 - p) * log(1 - p));
    assert_right_digits(score[LOG_LIKELIHOOD].theory[i], stated, 9, "log likelihood", i);
}

static void compare(int64_t k, double spread, int64_t m, const char *sampling, int64_t seed,
                    rulers *t)
{
    sim_run run = steps_of(k, spread, sampling);
    double n = seed % 2 ? 20000 : 3001;
    sim_integer(&run, "seed", seed);
    sim_integer(&run, "trials", (int64_t)n);
    sim_integer(&run, "at_least", m);
    sim_integer(&run, "choices", seed % 3 ? 4 : -1);
    if (k > 1) sim_texts(&run, "stages", stage_names, 2);
    sim_must(&run);
    const dw_score *score = run.result.scores;
    for (size_t i = 0; i < SIZES; i++) {
        tally_share(&t->exact, score[EXACT].mean[i] * n, n, score[EXACT].theory[i]);
        compare_prefix(&run, i, k, spread, n, t);
        compare_steps(&run, i, spread, n, (double)k, t);
        if (m >= 0)
            tally_share(&t->at_least, score[AT_LEAST].mean[i] * n, n, score[AT_LEAST].theory[i]);
        if (k > 1)
            tally_share(&t->outcome, score[OUTCOMES + 1].mean[i] * n, n,
                        score[OUTCOMES + 1].theory[i]);
        if (m == k && seed % 3 == 0) assert_true(score[AT_LEAST].mean[i] == score[EXACT].mean[i]);
        if (m == 0) assert_true(score[AT_LEAST].mean[i] == 1);
    }
    sim_free(&run);
}

static void compare_sampling(const char *sampling, int64_t seed)
{
    static const int64_t steps[] = { 1, 2, 8, 33 };
    static const double spreads[] = { 0, 0.3, 1 };
    rulers t = rulers_new();
    for (size_t i = 0; i < COUNT(steps); i++)
        for (size_t s = 0; s < COUNT(spreads); s++)
            for (int repeat = 0; repeat < 6; repeat++) {
                int64_t some[] = { (steps[i] + 1) / 2, steps[i], 0, 1, -1, (2 * steps[i] + 2) / 3 };
                compare(steps[i], spreads[s], some[repeat], sampling, seed++, &t);
            }
    tally_check(&t.exact);
    tally_check(&t.partial);
    tally_check(&t.prefix);
    tally_check(&t.at_least);
    tally_check(&t.outcome);
    tally_check(&t.edit);
}

static void rulers_of_problems_agree_with_theory(void **state)
{
    (void)state;
    compare_sampling("problems", 3000);
}

static void rulers_of_aggregates_agree_with_theory(void **state)
{
    (void)state;
    compare_sampling("aggregate", 5000);
}

/* ---- Aggregates: the joint law, by enumeration ---- */

enum { JOINT_CELLS = 4000, TRIALS = 3, STEPS = 3, STATES = 4 * 10 * 10 * 4 };

static size_t joint_state(double solved, double right, double prefix, double enough)
{
    return (size_t)(lround(solved) * 400 + lround(right) * 40 + lround(prefix) * 4 +
                    lround(enough));
}

/* The chance of each joint result of three problems of three steps. */
static void enumerate(double p, double spread, double law[STATES])
{
    double chance[8];
    for (int one = 0; one < 8; one++) { /* bit j: step j is right; order does not matter */
        int right = __builtin_popcount((unsigned)one);
        double of_right = 0;
        for (int more = 0; more <= STEPS - right; more++) /* inclusion and exclusion */
            of_right += (more % 2 ? -1.0 : 1.0) * (more == 1 || more == 2 ? STEPS - right : 1) *
                        (right + more ? dw_multistep_all(p, spread, right + more) : 1) *
                        (STEPS - right == 2 && more == 2 ? 0.5 : 1);
        chance[one] = of_right;
    }
    for (int all = 0; all < 512; all++) {
        double weight = 1, solved = 0, right = 0, prefix = 0, enough = 0;
        for (int i = 0; i < TRIALS; i++) {
            int one = all >> (3 * i) & 7, count = __builtin_popcount((unsigned)one);
            weight *= chance[one];
            solved += one == 7;
            right += count;
            prefix += one == 7 ? 3 : (one & 3) == 3 ? 2 : (one & 1);
            enough += count >= 2;
        }
        law[joint_state(solved, right, prefix, enough)] += weight;
    }
}

static void joint(const char *sampling, double p, double spread, int64_t seed)
{
    double law[STATES] = { 0 }, seen[STATES] = { 0 }, total = 0, square = 0, rest[2] = { 0 };
    double *same = malloc(2 * JOINT_CELLS * sizeof *same);
    for (size_t i = 0; i < JOINT_CELLS; i++) {
        same[i] = p;
        same[JOINT_CELLS + i] = 1e9;
    }
    sim_run run = steps_of(STEPS, spread, sampling);
    sim_series(&run, "size", same + JOINT_CELLS, JOINT_CELLS);
    sim_values(&run, "ability", same, JOINT_CELLS);
    sim_integer(&run, "trials", TRIALS);
    sim_integer(&run, "at_least", 2);
    sim_integer(&run, "seed", seed);
    sim_must(&run);
    const dw_score *score = run.result.scores;
    for (size_t i = 0; i < JOINT_CELLS; i++)
        seen[joint_state(score[EXACT].mean[i] * TRIALS, score[PARTIAL].mean[i] * 9,
                         score[PREFIX].mean[i] * 9, score[AT_LEAST].mean[i] * TRIALS)]++;
    enumerate(p, spread, law);
    size_t states = 0;
    for (size_t s = 0; s < STATES; s++) {
        total += law[s];
        if (law[s] < 1e-12) assert_true(seen[s] == 0);
        double expected = law[s] * JOINT_CELLS;
        if (expected < 10) {
            rest[0] += seen[s];
            rest[1] += expected;
            continue;
        }
        states++;
        square += (seen[s] - expected) * (seen[s] - expected) / expected;
    }
    assert_right_digits(total, 1, 12, "law", 0);
    square += (rest[0] - rest[1]) * (rest[0] - rest[1]) / rest[1];
    assert_true(states >= 10);
    double far = gsl_cdf_chisq_Q(square, (double)states);
    double near = gsl_cdf_chisq_P(square, (double)states);
    if (far < 1e-8 || near < 1e-8)
        fail_msg("%s, p %g, spread %g: chi-square %g of %zu", sampling, p, spread, square, states);
    sim_free(&run);
    free(same);
}

static void all_scores_have_the_same_joint_law(void **state)
{
    (void)state;
    static const double p[] = { 0.3, 0.6 }, spread[] = { 0, 0.25 };
    for (size_t i = 0; i < 2; i++)
        for (size_t s = 0; s < 2; s++) {
            joint("problems", p[i], spread[s], 40);
            joint("aggregate", p[i], spread[s], 41);
        }
}

static void large_binomials_have_their_mean_and_spread(void **state)
{
    (void)state;
    static const double p[] = { 0.5, 0.03, 0.999, 1e-9 };
    static const uint64_t n[] = { 1ull << 31, 1ull << 40, 4000000000000000 };
    dw_stream stream = dw_stream_make(7, 8, 9, 10);
    gsl_rng rng = dw_stream_gsl(&stream);
    for (size_t i = 0; i < COUNT(p); i++)
        for (size_t j = 0; j < COUNT(n); j++) {
            if (p[i] * (double)n[j] < 1000) continue;
            double sum = 0, square = 0, size = (double)n[j];
            for (int draw = 0; draw < 2000; draw++) {
                double z = ((double)dw_binomial_draw(&rng, p[i], n[j]) - size * p[i]) /
                           sqrt(size * p[i] * (1 - p[i]));
                sum += z;
                square += z * z;
            }
            assert_true(fabs(sum) < 5.5 * sqrt(2000));
            assert_true(gsl_cdf_chisq_P(square, 2000) > 1e-8);
            assert_true(gsl_cdf_chisq_Q(square, 2000) > 1e-8);
        }
    assert_true(dw_binomial_draw(&rng, 0, 1ull << 50) == 0);
    assert_true(dw_binomial_draw(&rng, 1, 1ull << 50) == 1ull << 50);
    assert_true(dw_binomial_draw(&rng, 0.5, 0) == 0);
}

/* ---- One of the problems ---- */

/* The scores of all problems are the means of those run alone. */
static void compare_singles(sim_run *all, int64_t trials)
{
    double sums[LOG_LIKELIHOOD + 1][SIZES] = { { 0 } };
    sim_run one = steps_of(1, 0, "problems");
    memcpy(one.options, all->options, one.sim->options_size);
    for (int64_t i = 1; i <= trials; i++) {
        sim_integer(&one, "only", i);
        sim_must(&one);
        assert_int_equal(one.result.trials, 1);
        for (size_t s = 0; s <= LOG_LIKELIHOOD; s++)
            for (size_t c = 0; one.result.scores[s].mean && c < SIZES; c++)
                sums[s][c] += one.result.scores[s].mean[c];
    }
    sim_must(all);
    assert_int_equal(all->result.trials, 0);
    for (size_t s = 0; s <= LOG_LIKELIHOOD; s++)
        for (size_t c = 0; all->result.scores[s].mean && c < SIZES; c++)
            if (fabs(sums[s][c] / (double)trials - all->result.scores[s].mean[c]) > 1e-9)
                fail_msg("score %zu, size %zu: %g alone, %g among all", s, c,
                         sums[s][c] / (double)trials, all->result.scores[s].mean[c]);
    sim_free(&one);
}

static void a_problem_alone_comes_out_as_among_all(void **state)
{
    (void)state;
    for (int kind = 0; kind < 3; kind++) {
        sim_run run = steps_of(5, kind == 1 ? 0.3 : 0, "problems");
        sim_integer(&run, "trials", 1100);
        sim_integer(&run, "choices", 3);
        sim_integer(&run, "at_least", 3);
        if (kind == 2) sim_integer(&run, "symbols", 3);
        compare_singles(&run, 1100);
        sim_free(&run);
    }
}

static void a_problem_is_shown_as_it_was_graded(void **state)
{
    (void)state;
    sim_run run = steps_of(4, 0, "problems");
    sim_texts(&run, "stages", stage_names, 2);
    sim_integer(&run, "trials", 40000);
    for (int64_t i = 39990; i <= 40000; i++) {
        dw_buffer text = { 0 };
        dw_error err;
        char part[64];
        sim_integer(&run, "only", i);
        sim_must(&run);
        assert_int_equal(run.sim->show(run.options, 4, i - 1, &text, &err), DW_OK);
        snprintf(part, sizeof part, "final answer %s; %.0f of 4 steps right, %.0f before",
                 run.result.scores[EXACT].mean[4] == 1 ? "right" : "wrong",
                 4 * run.result.scores[PARTIAL].mean[4], 4 * run.result.scores[PREFIX].mean[4]);
        if (!strstr(text.text, part)) fail_msg("'%s' is not in\n%s", part, text.text);
        bool whole = run.result.scores[EXACT].mean[4] == 1;
        snprintf(part, sizeof part, whole ? "no step is wrong" : "broke at step %.0f, in %s",
                 1 + 4 * run.result.scores[PREFIX].mean[4],
                 run.result.scores[PREFIX].mean[4] < 0.5 ? "formula" : "calculation");
        if (!strstr(text.text, part)) fail_msg("'%s' is not in\n%s", part, text.text);
        dw_buffer_free(&text);
    }
    sim_free(&run);
}

/* ---- Levenshtein ---- */

static int64_t by_recursion(const uint16_t *a, int64_t n, const uint16_t *b, int64_t m)
{
    if (n == 0 || m == 0) return n + m;
    int64_t best = by_recursion(a + 1, n - 1, b + 1, m - 1) + (a[0] != b[0]);
    int64_t other = by_recursion(a + 1, n - 1, b, m) + 1;
    if (other < best) best = other;
    other = by_recursion(a, n, b + 1, m - 1) + 1;
    return other < best ? other : best;
}

static void distances_agree_with_recursion(void **state)
{
    (void)state;
    dw_stream stream = dw_stream_make(1, 2, 3, 4);
    size_t shorter = 0;
    for (int i = 0; i < 2000; i++) {
        uint16_t a[6], b[6];
        int64_t n = 1 + i % 6, changed = 0;
        for (int j = 0; j < n; j++) {
            a[j] = (uint16_t)(dw_stream_bits(&stream) % 3);
            b[j] = (uint16_t)(dw_stream_bits(&stream) % 3);
            changed += a[j] != b[j];
        }
        int64_t distance = dw_multistep_distance(a, b, n);
        assert_int_equal(distance, by_recursion(a, n, b, n));
        assert_int_equal(distance, dw_multistep_distance(b, a, n));
        shorter += distance < changed;
    }
    assert_true(shorter > 100);
}

static void spelled_answers_are_nearer_than_their_wrong_steps(void **state)
{
    (void)state;
    sim_run run = steps_of(9, 0, "problems");
    sim_integer(&run, "symbols", 2);
    sim_integer(&run, "trials", 3000);
    sim_must(&run);
    const dw_score *score = run.result.scores;
    for (size_t i = 0; i < SIZES; i++) {
        assert_true(score[LEVENSHTEIN].mean[i] <= score[EDIT].mean[i] + 1e-12);
        assert_true(isnan(score[LEVENSHTEIN].theory[i]) || score[LEVENSHTEIN].theory[i] == 0);
    }
    assert_true(score[LEVENSHTEIN].mean[3] < score[EDIT].mean[3]);
    assert_true(score[LEVENSHTEIN].mean[SIZES - 1] == 0);
    sim_free(&run);
}

/* ---- Bits and refusals ---- */

static void aggregates_and_spelled_answers_keep_their_bits(void **state)
{
    (void)state;
    for (int kind = 0; kind < 3; kind++) {
        sim_run run = steps_of(7, kind == 1 ? 0.3 : 0, kind == 2 ? "problems" : "aggregate");
        sim_integer(&run, "trials", kind == 2 ? 9000 : 1000000000000);
        if (kind) sim_integer(&run, "at_least", 4);
        if (kind == 2) sim_integer(&run, "symbols", 5);
        uint64_t digests[2];
        for (int i = 0; i < 2; i++) {
            dw_error err;
            assert_int_equal(sim_go(&run, &(dw_env){ .threads = i ? 7 : 1 }, &err), DW_OK);
            digests[i] = sim_digest(&run);
        }
        assert_true(digests[0] == digests[1]);
        sim_integer(&run, "seed", 99);
        sim_must(&run);
        assert_true(sim_digest(&run) != digests[0]);
        sim_free(&run);
    }
}

static void assert_refused(sim_run *run, const char *part)
{
    dw_error err = { "" };
    assert_true(sim_go(run, NULL, &err) != DW_OK);
    if (!strstr(err.text, part)) fail_msg("'%s' does not say '%s'", err.text, part);
}

static void what_counts_cannot_tell_is_refused(void **state)
{
    (void)state;
    sim_run run = steps_of(8, 0, "aggregate");
    sim_integer(&run, "only", 3);
    assert_refused(&run, "'only' needs problems that are drawn one by one");
    sim_integer(&run, "only", -1);
    sim_integer(&run, "symbols", 3);
    assert_refused(&run, "'symbols' needs problems that are drawn one by one");
    sim_integer(&run, "symbols", -1);
    sim_integer(&run, "steps", 1001);
    sim_number(&run, "spread", 0.5);
    assert_refused(&run, "with 'spread' takes at most 1000 steps, got 1001");
    sim_number(&run, "spread", 0);
    sim_integer(&run, "at_least", 2);
    assert_refused(&run, "with 'at_least' takes at most 1000 steps, got 1001");
    sim_integer(&run, "steps", 1);
    assert_refused(&run, "'at_least' is 2, but 'steps' is 1");
    sim_free(&run);
    run = steps_of(257, 0, "problems");
    sim_integer(&run, "symbols", 3);
    assert_refused(&run, "'symbols' are compared for at most 256 steps, got 257");
    sim_integer(&run, "symbols", -1);
    sim_integer(&run, "only", 100001);
    assert_refused(&run, "'only' is 100001, but 'trials' is 100000");
    sim_free(&run);
}

int dw_test_sim_multistep(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rulers_of_problems_agree_with_theory),
        cmocka_unit_test(rulers_of_aggregates_agree_with_theory),
        cmocka_unit_test(all_scores_have_the_same_joint_law),
        cmocka_unit_test(large_binomials_have_their_mean_and_spread),
        cmocka_unit_test(a_problem_alone_comes_out_as_among_all),
        cmocka_unit_test(a_problem_is_shown_as_it_was_graded),
        cmocka_unit_test(distances_agree_with_recursion),
        cmocka_unit_test(spelled_answers_are_nearer_than_their_wrong_steps),
        cmocka_unit_test(aggregates_and_spelled_answers_keep_their_bits),
        cmocka_unit_test(what_counts_cannot_tell_is_refused),
    };
    return cmocka_run_group_tests_name("sim, multistep", tests, NULL, NULL);
}
