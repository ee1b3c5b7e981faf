/* Tokens and experts: what is routed against theory, theory against its exact values and against
 * all ways there are to route a few tokens. */
#include <math.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/routing.h"
#include "test_sim.h"

#include <cmocka.h>

#include "../data/toy_scale.h"

int dw_test_sim_moe(void);

enum { DROPPED, IDLE, OVERFLOWING, ALL_FIT, BUSIEST, BALANCE };
enum { LOAD, EXPECTED_LOAD, CAPACITY, TOTAL, ACTIVE, FLOPS, LOSS };

#define COUNT(list) (sizeof(list) / sizeof *(list))

static sim_run moe_of(int64_t tokens, int64_t experts, int64_t top, double skew,
                      const double *factors, size_t n)
{
    sim_run run = sim_make("moe");
    sim_choice(&run, "over", "capacity_factor");
    sim_series(&run, "size", factors, n);
    sim_integer(&run, "tokens", tokens);
    sim_integer(&run, "experts", experts);
    sim_integer(&run, "top", top);
    sim_number(&run, "skew", skew);
    sim_integer(&run, "trials", 2);
    return run;
}

static double theory(const sim_run *run, size_t score, size_t cell)
{
    return run->result.scores[score].theory[cell];
}

static void routing_has_its_exact_values(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(routing_cases); i++) {
        sim_run run = moe_of(routing_cases[i].tokens, routing_cases[i].experts, 1, 0,
                             &routing_cases[i].factor, 1);
        sim_choice(&run, "rounding", routing_cases[i].rounding);
        sim_must(&run);
        assert_true(run.result.extras[CAPACITY][0] == routing_cases[i].capacity);
        assert_right_digits(theory(&run, DROPPED, 0), routing_cases[i].dropped, 10, "dropped", i);
        assert_right_digits(theory(&run, IDLE, 0), routing_cases[i].idle, 10, "idle", i);
        assert_right_digits(theory(&run, OVERFLOWING, 0), routing_cases[i].overflow, 10, "overflow",
                            i);
        assert_right_digits(theory(&run, ALL_FIT, 0), routing_cases[i].no_drop, 10, "all fit", i);
        sim_free(&run);
    }
}

/* ---- all ways to route a few tokens ---- */

enum { FEW_EXPERTS = 3, FEW_TOKENS = 5 };

typedef struct expected {
    double dropped, overflow, all_fit, balance;
} expected;

typedef struct few {
    int top, capacity;
    double chance[FEW_EXPERTS];
    expected sum;
} few;

static void add_way(few *f, const int *load, double p)
{
    int over = 0, dropped = 0;
    double even = 0;
    for (int i = 0; i < FEW_EXPERTS; i++) {
        over += load[i] > f->capacity;
        dropped += load[i] > f->capacity ? load[i] - f->capacity : 0;
        even += load[i] * f->chance[i];
    }
    f->sum.dropped += p * dropped / (FEW_TOKENS * f->top);
    f->sum.overflow += p * over / FEW_EXPERTS;
    f->sum.all_fit += over ? 0 : p;
    f->sum.balance += p * even * FEW_EXPERTS / (FEW_TOKENS * f->top);
}

static void route_rest(few *f, int left, int *load, double p)
{
    if (left == 0) {
        add_way(f, load, p);
        return;
    }
    for (int i = 0; i < FEW_EXPERTS; i++) {
        load[i]++;
        for (int j = 0; f->top == 2 && j < FEW_EXPERTS; j++) {
            if (j == i) continue;
            load[j]++;
            route_rest(f, left - 1, load, p * f->chance[i] * f->chance[j] / (1 - f->chance[i]));
            load[j]--;
        }
        if (f->top == 1) route_rest(f, left - 1, load, p * f->chance[i]);
        load[i]--;
    }
}

static void theory_is_the_sum_over_all_ways(void **state)
{
    (void)state;
    static const double factors[] = { 0.1, 0.6, 1, 1.2, 1.8, 3 };
    for (int top = 1; top <= 2; top++)
        for (int s = 0; s < 3; s++) {
            double skew = s * 0.75;
            sim_run run = moe_of(FEW_TOKENS, FEW_EXPERTS, top, skew, factors, COUNT(factors));
            sim_number(&run, "balance_weight", 1);
            sim_must(&run);
            for (size_t c = 0; c < COUNT(factors); c++) {
                int load[FEW_EXPERTS] = { 0 };
                few f = { .top = top, .capacity = (int)run.result.extras[CAPACITY][c] };
                dw_routing_chances(FEW_EXPERTS, skew, f.chance);
                route_rest(&f, FEW_TOKENS, load, 1);
                assert_right_digits(theory(&run, DROPPED, c), f.sum.dropped, 12, "dropped", c);
                assert_right_digits(theory(&run, OVERFLOWING, c), f.sum.overflow, 12, "over", c);
                assert_right_digits(theory(&run, BALANCE, c), f.sum.balance, 12, "balance", c);
                if (top == 1)
                    assert_right_digits(theory(&run, ALL_FIT, c), f.sum.all_fit, 12, "fit", c);
                else
                    assert_true(isnan(theory(&run, ALL_FIT, c)));
            }
            sim_free(&run);
        }
}

/* ---- simulation ---- */

/* A mean of batches' scores out of `most`, by its own spread where that is seen often enough. */
static void tally_mean(tally *t, const dw_score *score, size_t i, double n, double most,
                       double events)
{
    double mean = score->theory[i], sd = (score->high[i] - score->low[i]) / 3.92 * sqrt(n);
    bool seen = events >= 100 && n * sd * sd * most * most >= 100;
    if ((mean == 0 || mean == 1) && score->mean[i] != mean)
        fail_msg("%s: %.17g, not %.17g", t->what, score->mean[i], mean);
    if (mean == 0 || mean == 1) return;
    tally_sum(t, score->mean[i] * n, n, mean, seen ? sd * sd : mean, 1, seen ? events : 0);
}

enum { T_DROPPED, T_OVER, T_FIT, T_BALANCE, T_FIRST, T_LAST, TALLIES };

static void compare(int64_t tokens, int64_t experts, int64_t top, double skew, int64_t seed,
                    tally *t)
{
    static const double factors[] = { 0.3, 0.9, 1.1, 1.5, 3 };
    double n = 4000, choices = (double)(tokens * top);
    sim_run run = moe_of(tokens, experts, top, skew, factors, COUNT(factors));
    sim_integer(&run, "trials", (int64_t)n);
    sim_integer(&run, "seed", seed);
    sim_must(&run);
    const dw_score *score = run.result.scores;
    for (size_t i = 0; i < COUNT(factors); i++) {
        double missed = n * (1 - score[ALL_FIT].mean[i]), fit = n - missed;
        bool usual = fit == 0 || fit >= 100;
        if (usual) tally_mean(&t[T_DROPPED], &score[DROPPED], i, n, choices, missed);
        if (usual) tally_mean(&t[T_OVER], &score[OVERFLOWING], i, n, (double)experts, missed);
        if (top == 1)
            tally_share(&t[T_FIT], score[ALL_FIT].mean[i] * n, n, theory(&run, ALL_FIT, i));
        double width = score[BALANCE].high[i] - score[BALANCE].low[i], sd = width / 3.92;
        double far = score[BALANCE].mean[i] - score[BALANCE].theory[i];
        if (skew > 0 && experts > top) tally_sum(&t[T_BALANCE], far / sd, 1, 0, 1, 1, 100);
        if (skew == 0) assert_true(width == 0 && fabs(far) < 1e-15);
        const double *load = run.result.extras[LOAD] + i * (size_t)experts;
        const double *wanted = run.result.extras[EXPECTED_LOAD] + i * (size_t)experts;
        double all = n * (double)tokens, last = load[experts - 1] * n * choices;
        tally_share(&t[T_FIRST], load[0] * n * choices, all, wanted[0] * (double)top);
        tally_share(&t[T_LAST], last, all, wanted[experts - 1] * (double)top);
    }
    sim_free(&run);
}

static void what_is_routed_agrees_with_theory(void **state)
{
    (void)state;
    static const int64_t tokens[] = { 1, 10, 500 }, experts[] = { 2, 5, 16 };
    static const double skews[] = { 0, 0.5, 2 };
    tally t[TALLIES] = { TALLY("dropped"), TALLY("overflow"),   TALLY("all fit"),
                         TALLY("balance"), TALLY("first load"), TALLY("last load") };
    int64_t seed = 8000;
    for (size_t i = 0; i < COUNT(tokens); i++)
        for (size_t e = 0; e < COUNT(experts); e++)
            for (size_t s = 0; s < COUNT(skews); s++)
                for (int64_t top = 1; top <= 2; top++)
                    compare(tokens[i], experts[e], top, skews[s], seed++, t);
    for (size_t i = 0; i < TALLIES; i++) tally_check(&t[i]);
}

static void certain_loads_are_exact(void **state)
{
    (void)state;
    static const double factors[] = { 0.001, 0.5, 1, 1e6 }, dropped[] = { 1, 0.5, 0, 0 };
    static const double idle[] = { 0, 0, 0, 1 - 1e-6 };
    for (int64_t top = 1; top <= 2; top++) { /* one expert for all, or both of two */
        sim_run run = moe_of(100, top, top, 1.5, factors, 4);
        sim_integer(&run, "trials", 50);
        sim_must(&run);
        for (size_t i = 0; i < 4; i++) {
            const dw_score *score = run.result.scores;
            assert_true(score[DROPPED].mean[i] == dropped[i]);
            assert_true(score[DROPPED].theory[i] == dropped[i]);
            assert_true(fabs(score[IDLE].mean[i] - idle[i]) < 1e-12);
            assert_true(score[OVERFLOWING].mean[i] == (dropped[i] > 0));
            assert_true(score[ALL_FIT].mean[i] == (dropped[i] == 0));
            if (top == 1) assert_true(score[ALL_FIT].theory[i] == (dropped[i] == 0));
            assert_true(score[BUSIEST].mean[i] == 1 / (double)top);
        }
        sim_free(&run);
    }
}

static void a_model_of_experts_is_larger_than_what_works(void **state)
{
    (void)state;
    static const double experts[] = { 2, 8, 64 };
    sim_run run = sim_make("moe");
    sim_choice(&run, "over", "experts");
    sim_series(&run, "size", experts, 3);
    sim_integer(&run, "top", 2);
    sim_integer(&run, "trials", 10);
    sim_number(&run, "parameters", 9e9);
    sim_must(&run);
    double **extra = run.result.extras;
    for (size_t i = 0; i < 3; i++) {
        assert_right_digits(extra[TOTAL][i], 3e9 + 6e9 * experts[i], 14, "total", i);
        assert_right_digits(extra[ACTIVE][i], 15e9, 14, "active", i);
        assert_right_digits(extra[FLOPS][i], 30e9, 14, "flops", i);
        double worth = sqrt(15e9 * (3e9 + 6e9 * experts[i]));
        assert_right_digits(extra[LOSS][i], pow(8.8e13 / worth, 0.076), 12, "loss", i);
    }
    assert_true(isnan(extra[LOAD][2]) && extra[LOAD][1] > 0); /* no third of two experts */
    sim_free(&run);
}

static void a_share_of_a_place_is_rounded_as_told(void **state)
{
    (void)state;
    static const double factors[] = { 1.1, 1.25 };
    for (int up = 0; up < 2; up++) {
        sim_run run = moe_of(50, 5, 1, 0, factors, 2);
        sim_choice(&run, "rounding", up ? "ceil" : "floor");
        sim_must(&run);
        assert_true(run.result.extras[CAPACITY][0] == 11); /* 1.1 * 10 is a bit more in binary */
        assert_true(run.result.extras[CAPACITY][1] == 12 + up);
        sim_free(&run);
    }
}

/* The dropped tokens of the batches shown are those of the run. */
static void batches_are_shown_as_they_were(void **state)
{
    (void)state;
    double factor = 1, dropped = 0;
    sim_run run = moe_of(60, 4, 2, 0.3, &factor, 1);
    sim_integer(&run, "trials", 20);
    sim_must(&run);
    for (int i = 0; i < 20; i++) {
        dw_buffer text = { 0 };
        assert_int_equal(run.sim->show(run.options, 0, i, &text, NULL), DW_OK);
        assert_non_null(
            strstr(text.text, "60 tokens, room for 30 at each of 4 experts\nexpert 1: "));
        for (const char *at = text.text; (at = strstr(at, ", ")); at += 2)
            if (strstr(at, "dropped\n") == strpbrk(at + 2, "d")) dropped += atof(at + 2);
        dw_buffer_free(&text);
    }
    assert_true(dropped > 0);
    assert_true(dropped == round(run.result.scores[DROPPED].mean[0] * 20 * 120));
    sim_free(&run);
}

static void the_same_bits_on_any_number_of_threads(void **state)
{
    (void)state;
    static const int threads[] = { 1, 2, 7 };
    static const double factors[] = { 0.5, 1, 2 };
    sim_run run = moe_of(64, 16, 2, 0.5, factors, 3);
    sim_integer(&run, "trials", 9001);
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
    static const double sizes[] = { 4, 1.5 }, large[] = { 600 }, one[] = { 1 }, many[] = { 2e6 };
    sim_run run = moe_of(100, 1, 2, 0, sizes, 2);
    refused(&run, DW_EARG, "'top' is 2, but there are only 1 experts");
    sim_choice(&run, "over", "experts");
    refused(&run, DW_EDOMAIN, "'size' counts experts here: whole numbers in 1..512, got 1.5");
    sim_series(&run, "size", large, 1);
    refused(&run, DW_EDOMAIN, "got 600");
    sim_series(&run, "size", one, 1);
    refused(&run, DW_EARG, "'top' is 2, but there are only 1 experts");
    sim_integer(&run, "experts", 8);
    sim_choice(&run, "over", "tokens");
    sim_series(&run, "size", sizes, 2);
    refused(&run, DW_EDOMAIN, "'size' counts tokens here");
    sim_series(&run, "size", many, 1);
    sim_integer(&run, "trials", 1000000);
    refused(&run, DW_EDOMAIN, "1000000 trials of 2e+06 tokens are too many");
    sim_choice(&run, "over", "capacity_factor");
    refused(&run, DW_EDOMAIN, "'size' counts capacity factors here: at most 1e6, got 2e+06");
    sim_free(&run);
}

int dw_test_sim_moe(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(routing_has_its_exact_values),
        cmocka_unit_test(theory_is_the_sum_over_all_ways),
        cmocka_unit_test(what_is_routed_agrees_with_theory),
        cmocka_unit_test(certain_loads_are_exact),
        cmocka_unit_test(a_model_of_experts_is_larger_than_what_works),
        cmocka_unit_test(a_share_of_a_place_is_rounded_as_told),
        cmocka_unit_test(batches_are_shown_as_they_were),
        cmocka_unit_test(the_same_bits_on_any_number_of_threads),
        cmocka_unit_test(what_is_given_must_fit_together),
    };
    return cmocka_run_group_tests_name("sim, moe", tests, NULL, NULL);
}
