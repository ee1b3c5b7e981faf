#include "test_sim.h"

#include <math.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../data/toy_addition.h"
#include "sim/addition.h"

int dw_test_sim_scratchpad(void);

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum { SIZES = 7, PAD = 0, HEAD, PAD_DIGITS, HEAD_DIGITS, PAD_EDIT, HEAD_EDIT };

static const double sizes[SIZES] = { 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12 };
static const double column[SIZES] = { 0, 0.3, 0.7, 0.9, 0.99, 1, 1 };
static const double carry[SIZES] = { 0, 0.3, 0.2, 0, 0.9, 0, 1 };
static const double line[SIZES] = { 0.5, 0, 0.8, 0.95, 0.999, 1, 1 };

static sim_run scratchpad_of(int64_t digits, bool nonzero)
{
    sim_run run = sim_make("scratchpad");
    const char **leading = NULL;
    for (const dw_option *o = run.sim->options; o->name; o++)
        if (o->kind == DW_CHOICE) leading = (const char **)((char *)run.options + o->offset);
    assert_non_null(leading);
    *leading = nonzero ? "nonzero" : "any";
    sim_series(&run, "size", sizes, SIZES);
    sim_values(&run, "column", column, SIZES);
    sim_values(&run, "carry", carry, SIZES);
    sim_values(&run, "line", line, SIZES);
    sim_integer(&run, "digits", digits);
    return run;
}

/* ---- Closed forms ---- */

static void carries_agree_with_reference_values(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(addition_cases); i++) {
        dw_addition problem = { addition_cases[i].digits, addition_cases[i].nonzero };
        double carries[21], mean = 0, square = 0;
        dw_addition_carries(&problem, carries);
        for (int64_t j = 0; j <= problem.digits; j++) {
            assert_right_digits(carries[j], addition_cases[i].carries[j], 12, "carries", i);
            mean += (double)j * carries[j];
            square += (double)(j * j) * carries[j];
        }
        assert_right_digits(mean, addition_cases[i].mean, 12, "mean", i);
        assert_right_digits(sqrt(square - mean * mean), addition_cases[i].sd, 12, "sd", i);
        dw_addition_right right =
            dw_addition_theory(&problem, addition_cases[i].a, addition_cases[i].b);
        assert_right_digits(right.sum, addition_cases[i].sum, 12, "sum", i);
        if (problem.digits == 1) continue;
        problem = (dw_addition){ problem.digits - 1, false };
        dw_addition_carries(&problem, carries);
        for (int64_t j = 0; j <= problem.digits; j++) mean -= (double)j * carries[j];
        assert_right_digits(mean, addition_cases[i].top_carry, 12, "top carry", i);
    }
}

static int64_t digit_of(int64_t number, int64_t place)
{
    for (; place > 0; place--) number /= 10;
    return number % 10;
}

/* One sum and one set of wrong columns (bits of `wrong`): adds its chance to what is right. */
static void add_course(int64_t x, int64_t y, int64_t n, int wrong, double a, double b, double p,
                       dw_addition_right *right)
{
    int64_t truth = 0, held = 0, good = 0;
    for (int64_t i = 0; i < n; i++) {
        int64_t s = digit_of(x, i) + digit_of(y, i), out = s + truth >= 10;
        bool fails = wrong >> i & 1;
        p *= truth ? (fails ? 1 - b : b) : (fails ? 1 - a : a);
        good += !fails && held == truth;
        held = fails ? !out : s + held >= 10;
        truth = out;
    }
    right->digits += p * (double)good / (double)n;
    right->sum += good == n ? p : 0;
}

static void closed_forms_agree_with_every_sum_there_is(void **state)
{
    (void)state;
    static const double chances[][2] = { { 0.9, 0.6 }, { 1, 0 }, { 0.7, 0.7 }, { 0.2, 0.1 } };
    for (int64_t n = 1; n <= 3; n++)
        for (int nonzero = 0; nonzero < 2; nonzero++)
            for (size_t c = 0; c < COUNT(chances); c++) {
                double a = chances[c][0], b = chances[c][1];
                dw_addition problem = { n, nonzero };
                dw_addition_right brute = { 0, 0 }, got = dw_addition_theory(&problem, a, b);
                int64_t end = n == 1 ? 10 : n == 2 ? 100 : 1000, first = nonzero ? end / 10 : 0;
                double p = 1 / (double)(end - first) / (double)(end - first);
                for (int64_t x = first; x < end; x++)
                    for (int64_t y = first; y < end; y++)
                        for (int wrong = 0; wrong < 1 << n; wrong++)
                            add_course(x, y, n, wrong, a, b, p, &brute);
                assert_right_digits(got.sum, brute.sum, 10, "sum", c);
                assert_right_digits(got.digits, brute.digits, 10, "digits", c);
            }
}

/* ---- Simulation ---- */

typedef struct tallies {
    tally pad, head, pad_digits, head_digits;
} tallies;

/* The spread of a problem's digits is not in the theory: it is taken from the interval. */
static void compare_digits(tally *t, const dw_score *score, size_t i, double n, double k)
{
    double mean = score->theory[i], half = (score->high[i] - score->low[i]) / 2;
    if (mean == 0 || mean == 1) {
        assert_true(score->mean[i] == mean);
        return;
    }
    if (score->low[i] == 0 || score->high[i] == 1) return; /* cut */
    double variance = half * half / 1.96 / 1.96 * n * k * k;
    tally_sum(t, score->mean[i] * n * k, n, mean * k, variance, k, n * fmin(mean, 1 - mean));
}

static void compare(int64_t digits, bool nonzero, int64_t seed, tallies *t)
{
    double n = seed % 3 ? 8000 : 4097, k = (double)digits;
    sim_run run = scratchpad_of(digits, nonzero);
    sim_integer(&run, "seed", seed);
    sim_integer(&run, "trials", (int64_t)n);
    sim_must(&run);
    const dw_score *score = run.result.scores;
    for (size_t i = 0; i < SIZES; i++) {
        tally_share(&t->pad, score[PAD].mean[i] * n, n, score[PAD].theory[i]);
        tally_share(&t->head, score[HEAD].mean[i] * n, n, score[HEAD].theory[i]);
        compare_digits(&t->pad_digits, &score[PAD_DIGITS], i, n, k);
        compare_digits(&t->head_digits, &score[HEAD_DIGITS], i, n, k);
        for (size_t s = PAD_EDIT; s <= HEAD_EDIT; s++) {
            assert_true(isnan(score[s].theory[i]));
            double whole = score[s - PAD_EDIT].mean[i];
            assert_true(score[s].mean[i] * (k + 1) >= 1 - whole - 1e-12);
            assert_true((score[s].mean[i] == 0) == (whole == 1));
            assert_true(score[s - 2].mean[i] >= whole - 1e-12);
        }
    }
    sim_free(&run);
}

static void simulation_agrees_with_theory(void **state)
{
    (void)state;
    static const int64_t digits[] = { 1, 2, 5, 8, 17, 20 };
    tallies t = { TALLY("scratchpad"), TALLY("head"), TALLY("digits on the scratchpad"),
                  TALLY("digits in the head") };
    int64_t seed = 3000;
    for (size_t d = 0; d < COUNT(digits); d++)
        for (int nonzero = 0; nonzero < 2; nonzero++)
            for (int repeat = 0; repeat < 3; repeat++) compare(digits[d], nonzero, seed++, &t);
    tally_check(&t.pad);
    tally_check(&t.head);
    tally_check(&t.pad_digits);
    tally_check(&t.head_digits);
}

/* Whoever never slips without a carry and always with one is right where nothing carries in. */
static void drawn_numbers_carry_as_often_as_they_should(void **state)
{
    (void)state;
    static const double size[] = { 1 }, one[] = { 1 }, none[] = { 0 };
    tally t = TALLY("no carry-in");
    for (int64_t digits = 1; digits <= 12; digits++)
        for (int nonzero = 0; nonzero < 2; nonzero++) {
            sim_run run = scratchpad_of(digits, nonzero);
            sim_series(&run, "size", size, 1);
            sim_values(&run, "column", one, 1);
            sim_values(&run, "carry", none, 1);
            sim_values(&run, "line", one, 1);
            sim_integer(&run, "trials", 40000);
            sim_integer(&run, "seed", 77 + digits);
            sim_must(&run);
            double expected = pow(0.55, (double)(digits - 1));
            tally_share(&t, run.result.scores[HEAD].mean[0] * 40000, 40000, expected);
            assert_true(run.result.scores[PAD].mean[0] == 1);
            double sum = 0;
            for (int64_t j = 0; j <= digits; j++) sum += run.result.extras[0][j];
            assert_right_digits(sum, 1, 13, "carries", (size_t)digits);
            sim_free(&run);
        }
    tally_check(&t);
}

static void the_bits_depend_on_the_seed_alone(void **state)
{
    (void)state;
    static const int threads[] = { 1, 2, 7 };
    uint64_t digest = 0;
    sim_run run = scratchpad_of(9, true);
    sim_integer(&run, "trials", 10001);
    for (size_t i = 0; i < COUNT(threads); i++) {
        assert_int_equal(sim_go(&run, &(dw_env){ .threads = threads[i] }, NULL), DW_OK);
        if (i) assert_true(sim_digest(&run) == digest);
        digest = sim_digest(&run);
    }
    if (digest != 0x29d93e931f6b2c45)
        fail_msg("the digest is 0x%016llx", (unsigned long long)digest);
    sim_integer(&run, "seed", 2);
    sim_must(&run);
    assert_true(sim_digest(&run) != digest);
    sim_free(&run);
}

/* ---- Examples ---- */

/* The number in the line of this label; -1 where a digit cannot be read. */
static long long number_after(const char *text, const char *label, bool *right)
{
    const char *at = strstr(text, label);
    assert_non_null(at);
    at += strlen(label);
    char digits[32];
    size_t n = strcspn(at, "\n");
    if (right) *right = n > 5 && memcmp(at + n - 5, "right", 5) == 0;
    assert_int_equal(sscanf(at, " %31[0-9?]", digits), 1);
    return strchr(digits, '?') ? -1 : atoll(digits);
}

static void examples_are_sums_of_the_run(void **state)
{
    (void)state;
    enum { TRIALS = 300 };
    sim_run run = scratchpad_of(6, false);
    sim_integer(&run, "trials", TRIALS);
    sim_must(&run);
    for (size_t i = 0; i < SIZES; i++) {
        double head = 0, pad = 0;
        for (int64_t t = 0; t < TRIALS; t++) {
            dw_buffer text = { 0 };
            bool head_right, pad_right;
            assert_int_equal(run.sim->show(run.options, i, t, &text, NULL), DW_OK);
            const char *numbers = strstr(text.text, "carries");
            long long x = number_after(strchr(numbers, '\n'), "", NULL);
            long long y = number_after(text.text, "+", NULL);
            long long sum = number_after(text.text, "sum", NULL);
            assert_true(x + y == sum);
            long long by_head = number_after(text.text, "in the head", &head_right);
            long long by_pad = number_after(text.text, "scratchpad", &pad_right);
            assert_true(head_right == (by_head == sum) && pad_right == (by_pad == sum));
            assert_true(pad_right || strchr(text.text, '^'));
            head += head_right;
            pad += pad_right;
            dw_buffer_free(&text);
        }
        assert_right_digits(head / TRIALS, run.result.scores[HEAD].mean[i], 12, "head", i);
        assert_right_digits(pad / TRIALS, run.result.scores[PAD].mean[i], 12, "pad", i);
    }
    sim_free(&run);
}

/* Small models do better in the head, large ones on the scratchpad; long sums run. */
static void defaults_cross_once(void **state)
{
    (void)state;
    sim_run run = sim_make("scratchpad");
    sim_series(&run, "size", sizes, SIZES);
    sim_integer(&run, "trials", 20000);
    sim_must(&run);
    const dw_score *pad = run.result.scores, *head = pad + HEAD;
    int changes = 0;
    for (size_t i = 1; i < SIZES; i++)
        changes += (pad->theory[i] > head->theory[i]) != (pad->theory[i - 1] > head->theory[i - 1]);
    assert_int_equal(changes, 1);
    assert_true(pad->high[0] < head->low[0] && pad->low[SIZES - 3] > head->high[SIZES - 3]);
    sim_integer(&run, "digits", 200);
    sim_integer(&run, "trials", 20);
    sim_must(&run);
    sim_free(&run);
}

static void a_carry_cannot_make_it_easier(void **state)
{
    (void)state;
    sim_run run = scratchpad_of(3, false);
    dw_error err;
    sim_values(&run, "carry", column, SIZES);
    sim_values(&run, "column", carry, SIZES);
    assert_int_equal(sim_go(&run, NULL, &err), DW_EDOMAIN);
    assert_non_null(strstr(err.text, "'carry' must be at most 'column', got 0.7 and 0.2 at size"));
    sim_free(&run);
}

int dw_test_sim_scratchpad(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(carries_agree_with_reference_values),
        cmocka_unit_test(closed_forms_agree_with_every_sum_there_is),
        cmocka_unit_test(simulation_agrees_with_theory),
        cmocka_unit_test(drawn_numbers_carry_as_often_as_they_should),
        cmocka_unit_test(the_bits_depend_on_the_seed_alone),
        cmocka_unit_test(examples_are_sums_of_the_run),
        cmocka_unit_test(defaults_cross_once),
        cmocka_unit_test(a_carry_cannot_make_it_easier),
    };
    return cmocka_run_group_tests_name("sim, scratchpad", tests, NULL, NULL);
}
