/* Trials by a callback: sums, threads, failures. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "random/stream.h"
#include "sim/trials.h"

enum { CELLS = 3, SCORES = 2 };

typedef struct model {
    int64_t bad_cell, bad_trial; /* fails there; -1: nowhere */
    atomic_llong ends;
} model;

static bool trial(void *context, int thread, int64_t item, size_t cell, int64_t number,
                  double *scores)
{
    const model *m = context;
    dw_stream stream = dw_stream_make(1, 2, cell, (uint64_t)number);
    (void)thread;
    (void)item;
    scores[0] = dw_stream_uniform(&stream) < 0.25;
    scores[1] = 1e8 + dw_stream_uniform(&stream);
    return !((int64_t)cell >= m->bad_cell && number >= m->bad_trial && m->bad_trial >= 0);
}

static bool end(void *context, int thread, int64_t item)
{
    (void)thread;
    (void)item;
    atomic_fetch_add(&((model *)context)->ends, 1);
    return true;
}

static dw_tally *run(model *m, int64_t trials, int threads, const dw_env *env, dw_trials *all,
                     dw_status *status)
{
    dw_error err;
    *all = (dw_trials){ .cells = CELLS,
                        .scores = SCORES,
                        .trials = trials,
                        .threads = threads,
                        .trial = trial,
                        .end = end,
                        .context = m };
    size_t n = (size_t)dw_trials_chunks(all) * CELLS * SCORES;
    dw_tally *tallies = calloc(n, sizeof *tallies);
    assert_non_null(tallies);
    *status = dw_trials_run(all, tallies, env, &err);
    return tallies;
}

static void check_cell(const dw_trials *all, const dw_tally *tally, size_t cell)
{
    double hits = 0, mean = 0, squares = 0;
    for (int64_t i = 0; i < all->trials; i++) {
        double score[SCORES];
        model m = { .bad_trial = -1 };
        trial(&m, 0, 0, cell, i, score);
        hits += score[0];
        mean += (score[1] - 1e8) / (double)all->trials;
    }
    for (int64_t i = 0; i < all->trials; i++) {
        double score[SCORES];
        model m = { .bad_trial = -1 };
        trial(&m, 0, 0, cell, i, score);
        squares += pow(score[1] - 1e8 - mean, 2);
    }
    assert_true(tally[0].n == all->trials && tally[1].n == all->trials);
    assert_true(tally[0].shares && !tally[1].shares);
    assert_true(dw_sum_value(&tally[0].sum) == hits);
    assert_true(fabs(dw_sum_value(&tally[1].sum) / (double)all->trials - 1e8 - mean) < 1e-7);
    assert_true(fabs(tally[1].squares - squares) <= 1e-6 * squares);
}

static void sums_are_those_of_the_numbers(void **state)
{
    (void)state;
    static const int64_t counts[] = { 1, 2, 63, 64, 65, 1000, 70001 };
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        model m = { .bad_trial = -1 };
        dw_trials all;
        dw_status status;
        dw_tally *tallies = run(&m, counts[i], 2, NULL, &all, &status);
        int64_t chunks = dw_trials_chunks(&all);
        assert_int_equal(status, DW_OK);
        assert_int_equal(m.ends, chunks * CELLS);
        for (size_t c = 0; c < CELLS; c++)
            check_cell(&all, tallies + c * (size_t)chunks * SCORES, c);
        free(tallies);
    }
}

static void threads_change_no_bit(void **state)
{
    (void)state;
    static const int threads[] = { 1, 2, 7 };
    double first[2] = { 0 };
    for (int i = 0; i < 3; i++) {
        model m = { .bad_trial = -1 };
        dw_trials all;
        dw_status status;
        dw_tally *tallies = run(&m, 30011, threads[i], NULL, &all, &status);
        double now[2] = { dw_sum_value(&tallies[1].sum), tallies[1].squares };
        if (i == 0) memcpy(first, now, sizeof first);
        assert_memory_equal(first, now, sizeof first);
        free(tallies);
    }
}

static void the_first_failure_is_told(void **state)
{
    (void)state;
    for (int threads = 1; threads <= 7; threads += 3) {
        model m = { .bad_cell = 1, .bad_trial = 20000 };
        dw_trials all;
        dw_status status;
        free(run(&m, 30011, threads, NULL, &all, &status));
        assert_int_equal(status, DW_OK);
        assert_int_equal(all.failed, dw_trials_chunks(&all) + 20000 / dw_trials_chunk(&all));
    }
}

static bool always(void *context)
{
    (void)context;
    return true;
}

static void it_stops_when_asked(void **state)
{
    (void)state;
    model m = { .bad_trial = -1 };
    dw_env env = { .threads = 2, .stop = always };
    dw_trials all;
    dw_status status;
    free(run(&m, 30011, 2, &env, &all, &status));
    assert_int_equal(status, DW_ESTOP);
    assert_int_equal(m.ends, 0);
}

static void chunks_are_bounded(void **state)
{
    (void)state;
    static const size_t cells[] = { 1, 100, 1 << 20 };
    static const int64_t counts[] = { 1, 1000, 1000000000000 };
    for (int c = 0; c < 3; c++)
        for (int n = 0; n < 3; n++) {
            dw_trials all = { .cells = cells[c], .scores = 16, .trials = counts[n] };
            int64_t chunks = dw_trials_chunks(&all), chunk = dw_trials_chunk(&all);
            assert_true(chunks >= 1 && chunks <= DW_TRIALS_CHUNKS);
            assert_true(chunks * chunk >= counts[n] && (chunks - 1) * chunk < counts[n]);
            assert_true(chunks == 1 || (int64_t)(cells[c] * 16) * chunks <= 1 << 20);
        }
}

static void scores_have_intervals(void **state)
{
    (void)state;
    double mean, low, high, theory = NAN, se;
    dw_score score = { &mean, &low, &high, &theory, NULL };
    dw_error err;
    dw_tally tally = { .shares = true };
    static const double x[] = { 2, 4, 4, 5, 7, 9 };
    for (int i = 0; i < 6; i++) dw_tally_add(&tally, x[i]);
    assert_int_equal(dw_tally_score(&tally, false, &score, &se, 0, &err), DW_OK);
    assert_true(fabs(mean - 31.0 / 6) < 1e-15);
    assert_true(fabs(se - sqrt(185.0 / 6 / 30)) < 1e-14); /* squares: 191 - 31^2 / 6 = 30.8333 */
    assert_true(fabs((high - low) / 2 / se - 2.5705818356363146) < 1e-9);
    dw_tally same = { .shares = true };
    for (int i = 0; i < 3; i++) dw_tally_add(&same, 7);
    assert_string_equal(score.method, "Student's t, 95 %");
    assert_int_equal(dw_tally_score(&same, false, &score, &se, 0, &err), DW_OK);
    assert_true(low == 7 && high == 7 && se == 0);
    assert_non_null(strstr(score.method, "a point where all scores are equal"));
    dw_tally one = { .shares = true };
    dw_tally_add(&one, 1);
    assert_int_equal(dw_tally_score(&one, true, &score, &se, 0, &err), DW_OK);
    assert_true(high == 1 && low > 0 && low < 1 && isnan(se));
    assert_int_equal(dw_tally_score(&one, false, &score, &se, 0, &err), DW_OK);
    assert_true(isnan(low) && isnan(high));
}

int dw_test_sim_trials(void);

int dw_test_sim_trials(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_are_those_of_the_numbers),
        cmocka_unit_test(threads_change_no_bit),
        cmocka_unit_test(the_first_failure_is_told),
        cmocka_unit_test(it_stops_when_asked),
        cmocka_unit_test(chunks_are_bounded),
        cmocka_unit_test(scores_have_intervals),
    };
    return cmocka_run_group_tests_name("sim trials", tests, NULL, NULL);
}
