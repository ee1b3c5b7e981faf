/* distractor, bets and redefine: theory checks simulation. */
#include "test_sim.h"

#include <math.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sim/bets.h"
#include "sim/trap.h"

int dw_test_sim_distractor(void);

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const double sizes[] = { 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14 };
enum { SIZES = COUNT(sizes), ACCURACY = 0, SKILLED, TRAPPED, GUESSED, SCORES };

static const double skill[SIZES] = { 0, 1e-5, 0.02, 0.3, 0.6, 0.97, 1, 0 };
static const double trap[SIZES] = { 0, 0.3, 0.9, 0.5, 1, 0.99, 0.5, 1 };

static sim_run run_of(const char *name, double conflict, int64_t seed)
{
    static const int64_t trials[] = { 20000, 8192, 30011, 513 };
    sim_run run = sim_make(name);
    sim_series(&run, "size", sizes, SIZES);
    sim_values(&run, "skill", skill, SIZES);
    sim_values(&run, "trap", trap, SIZES);
    sim_number(&run, "conflict", conflict);
    sim_integer(&run, "seed", seed);
    sim_integer(&run, "trials", trials[seed % 4]);
    return run;
}

/* Every way a problem can go, added up. */
static double by_enumeration(double t, double d, double conflict, double chance)
{
    double right = 0;
    for (int skilled = 0; skilled < 2; skilled++)
        for (int trapped = 0; trapped < 2; trapped++)
            for (int conflicts = 0; conflicts < 2; conflicts++)
                for (int lucky = 0; lucky < 2; lucky++) {
                    double p = (skilled ? t : 1 - t) * (trapped ? d : 1 - d) *
                               (conflicts ? conflict : 1 - conflict) *
                               (lucky ? chance : 1 - chance);
                    if (skilled || (trapped ? !conflicts : lucky)) right += p;
                }
    return right;
}

static void compare(sim_run *run, double conflict, tally tallies[SCORES])
{
    sim_must(run);
    double n = (double)((const dw_sim_common *)run->options)->trials;
    const dw_score *score = run->result.scores;
    for (size_t i = 0; i < SIZES; i++) {
        for (int s = 0; s < SCORES; s++)
            tally_share(&tallies[s], round(score[s].mean[i] * n), n, score[s].theory[i]);
        assert_right_digits(score[ACCURACY].theory[i],
                            by_enumeration(skill[i], trap[i], conflict, run->result.chance), 13,
                            run->sim->name, i);
        double minds = score[SKILLED].mean[i] + score[TRAPPED].mean[i] + score[GUESSED].mean[i];
        assert_right_digits(minds, 1, 14, "shares", i);
    }
    assert_true(score[ACCURACY].mean[6] == 1 && score[ACCURACY].theory[6] == 1);
    if (conflict == 1) assert_true(score[ACCURACY].mean[7] == 0);
    if (conflict == 0) assert_true(score[ACCURACY].mean[7] == 1);
    sim_free(run);
}

static const double conflicts[] = { 0, 0.35, 1 };

static void distractor_agrees_with_theory(void **state)
{
    (void)state;
    static const double chances[] = { 0, 0.25, 0.5, 1 };
    tally t[] = { TALLY("accuracy"), TALLY("skilled"), TALLY("trapped"), TALLY("guessed") };
    int64_t seed = 500;
    for (size_t c = 0; c < COUNT(conflicts); c++)
        for (size_t g = 0; g < COUNT(chances); g++)
            for (int repeat = 0; repeat < 4; repeat++) {
                sim_run run = run_of("distractor", conflicts[c], seed++);
                sim_number(&run, "chance", chances[g]);
                compare(&run, conflicts[c], t);
            }
    for (size_t i = 0; i < COUNT(t); i++) tally_check(&t[i]);
}

static void bets_agree_with_theory(void **state)
{
    (void)state;
    static const double p[][3] = { { 0.94, 0.06 }, { 0.01, 0.19, 0.8 } };
    static const double gain[][3] = { { -50, 5 }, { 900, -5, -10 } };
    tally t[] = { TALLY("accuracy"), TALLY("skilled"), TALLY("trapped"), TALLY("guessed") };
    int64_t seed = 700;
    for (size_t c = 0; c < COUNT(conflicts); c++)
        for (size_t given = 0; given < 3; given++)
            for (int repeat = 0; repeat < 4; repeat++) {
                sim_run run = run_of("bets", conflicts[c], seed++);
                if (given) {
                    sim_series(&run, "probabilities", p[given - 1], given + 1);
                    sim_series(&run, "gains", gain[given - 1], given + 1);
                }
                compare(&run, conflicts[c], t);
            }
    for (size_t i = 0; i < COUNT(t); i++) tally_check(&t[i]);
}

static void redefine_agrees_with_theory(void **state)
{
    (void)state;
    static const int64_t choices[] = { 2, 4, 8 };
    tally t[] = { TALLY("accuracy"), TALLY("skilled"), TALLY("trapped"), TALLY("guessed") };
    int64_t seed = 900;
    for (size_t c = 0; c < COUNT(conflicts); c++)
        for (size_t n = 0; n < COUNT(choices); n++)
            for (int repeat = 0; repeat < 4; repeat++) {
                sim_run run = run_of("redefine", conflicts[c], seed++);
                sim_integer(&run, "choices", choices[n]);
                if (repeat % 2) sim_number(&run, "value", 10);
                compare(&run, conflicts[c], t);
            }
    for (size_t i = 0; i < COUNT(t); i++) tally_check(&t[i]);
}

/* Computed with mpmath; right to 13 digits. */
static void bets_are_judged_to_the_last_digit(void **state)
{
    (void)state;
    static const struct {
        double p[3], gain[3];
        size_t n;
        double expected, sd, win;
    } cases[] = {
        { { 0.94, 0.06 }, { -50, 5 }, 2, -46.7, 13.061776295741708958, 0.06 },
        { { 0.5, 0.5 }, { 100, -99.5 }, 2, 0.25, 99.75, 0.5 },
        { { 0.01, 0.19, 0.8 }, { 900, -5, -10 }, 3, 0.05, 90.469594339755939905, 0.01 },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        dw_bet_value value = dw_bet_judge(cases[i].p, cases[i].gain, cases[i].n);
        assert_right_digits(value.expected, cases[i].expected, 13, "expected", i);
        assert_right_digits(value.sd, cases[i].sd, 13, "sd", i);
        assert_right_digits(value.win, cases[i].win, 13, "win", i);
    }
}

/* The change from one size to the next is +1, -1 or 0 where it is small. */
static int direction(const dw_score *score, size_t i)
{
    double change = score->mean[i] - score->mean[i - 1];
    return change > 0.005 ? 1 : change < -0.005 ? -1 : 0;
}

/* One letter for each change of direction: "-", "-+", "+". */
static void shape_of(double midpoint, char shape[16])
{
    double many[25];
    for (size_t i = 0; i < COUNT(many); i++) many[i] = pow(10, 7 + 0.25 * (double)i);
    sim_run run = sim_make("distractor");
    sim_series(&run, "size", many, COUNT(many));
    sim_ability(
        &run, "skill",
        &(dw_ability){ .kind = DW_LOGISTIC, .midpoint = midpoint, .slope = 2.5, .ceiling = 1 });
    sim_integer(&run, "trials", 400000);
    sim_must(&run);
    size_t n = 0;
    for (size_t i = 1; i < COUNT(many); i++) {
        int d = direction(run.result.scores, i);
        char letter = d > 0 ? '+' : '-';
        if (d != 0 && (n == 0 || shape[n - 1] != letter) && n < 15) shape[n++] = letter;
    }
    shape[n] = '\0';
    sim_free(&run);
}

static void moving_one_midpoint_gives_inverse_u_and_positive(void **state)
{
    (void)state;
    char shape[16];
    shape_of(1e18, shape);
    assert_string_equal(shape, "-");
    shape_of(5e10, shape);
    assert_string_equal(shape, "-+");
    shape_of(1e8, shape);
    assert_string_equal(shape, "+");
}

/* The problem that is shown is the one that was graded. */
static void shown_problems_are_those_of_the_run(void **state)
{
    (void)state;
    static const char *const names[] = { "distractor", "bets", "redefine" };
    static const double one[] = { 1e9 }, half[] = { 0.4 };
    enum { TRIALS = 300 };
    for (size_t s = 0; s < COUNT(names); s++) {
        sim_run run = sim_make(names[s]);
        sim_series(&run, "size", one, 1);
        sim_values(&run, "skill", half, 1);
        sim_values(&run, "trap", half, 1);
        sim_integer(&run, "trials", TRIALS);
        sim_number(&run, "conflict", 0.5);
        sim_must(&run);
        int right = 0;
        for (int64_t t = 0; t < TRIALS; t++) {
            dw_buffer text = { 0 };
            dw_error err;
            assert_int_equal(run.sim->show(run.options, 0, t, &text, &err), DW_OK);
            assert_non_null(text.text);
            bool yes = strstr(text.text, ": right.") != NULL;
            assert_true(yes != (strstr(text.text, ": wrong.") != NULL));
            right += yes;
            dw_buffer_free(&text);
        }
        assert_true(right == (int)round(TRIALS * run.result.scores[0].mean[0]));
        sim_free(&run);
    }
}

static void threads_do_not_matter(void **state)
{
    (void)state;
    static const char *const names[] = { "distractor", "bets", "redefine" };
    for (size_t s = 0; s < COUNT(names); s++) {
        uint64_t digest[3];
        static const int threads[] = { 1, 2, 7 };
        for (int i = 0; i < 3; i++) {
            sim_run run = run_of(names[s], 0.5, 2);
            assert_int_equal(sim_go(&run, &(dw_env){ .threads = threads[i] }, NULL), DW_OK);
            digest[i] = sim_digest(&run);
            sim_free(&run);
        }
        assert_true(digest[0] == digest[1] && digest[1] == digest[2]);
    }
}

int dw_test_sim_distractor(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(distractor_agrees_with_theory),
        cmocka_unit_test(bets_agree_with_theory),
        cmocka_unit_test(redefine_agrees_with_theory),
        cmocka_unit_test(bets_are_judged_to_the_last_digit),
        cmocka_unit_test(moving_one_midpoint_gives_inverse_u_and_positive),
        cmocka_unit_test(shown_problems_are_those_of_the_run),
        cmocka_unit_test(threads_do_not_matter),
    };
    return cmocka_run_group_tests_name("sim, distractor", tests, NULL, NULL);
}
