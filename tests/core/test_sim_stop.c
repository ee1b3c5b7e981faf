/* Simulators ask whether to stop: before every chunk of trials, and in what comes after them. */
#include "test_sim.h"

#include <setjmp.h>
#include <string.h>

#include <cmocka.h>

#include "sim/job.h"

int dw_test_sim_stop(void);

enum { SIZES = 50 };

typedef struct asked {
    int64_t times, until; /* calls so far; the call that is told to stop */
} asked;

static bool stop(void *context)
{
    asked *a = context;
    return ++a->times >= a->until;
}

static dw_status go(const char *name, asked *a, dw_error *err)
{
    double size[SIZES];
    for (int i = 0; i < SIZES; i++) size[i] = 1e8 * (i + 1);
    sim_run run = sim_make(name);
    sim_series(&run, "size", size, SIZES);
    sim_integer(&run, "trials", 1);
    dw_status status = sim_go(&run, &(dw_env){ .threads = 1, .stop = stop, .context = a }, err);
    sim_free(&run);
    return status;
}

/* Those whose closed forms take their time. */
static void they_ask_at_every_size_after_the_trials(void **state)
{
    (void)state;
    static const char *const names[] = { "multistep",  "mirage",      "cot",        "distractor",
                                         "downstream", "calibration", "next_token", "scratchpad",
                                         "emergence",  "moe" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        asked all = { 0, INT64_MAX };
        dw_error err = { "" };
        if (go(names[i], &all, &err)) fail_msg("%s: %s", names[i], err.text);
        if (all.times < 2 * SIZES) fail_msg("%s asked %lld times", names[i], (long long)all.times);
        asked last = { 0, all.times };
        assert_int_equal(go(names[i], &last, &err), DW_ESTOP);
        assert_non_null(strstr(err.text, "stopped"));
    }
}

static void every_simulator_stops_at_the_first_question(void **state)
{
    (void)state;
    for (size_t i = 0; dw_sims[i]; i++) {
        asked first = { 0, 1 };
        dw_error err = { "" };
        assert_int_equal(go(dw_sims[i]->name, &first, &err), DW_ESTOP);
    }
}

/* ---- closed forms over threads ---- */

enum { CELLS = 1000 };

typedef struct visited {
    int times[CELLS];
    size_t bad; /* from here on cells fail */
} visited;

static dw_status visit(const void *context, size_t cell, dw_error *err)
{
    visited *v = (visited *)context;
    v->times[cell]++;
    return cell >= v->bad ? dw_fail(err, DW_EDOMAIN, "cell %zu", cell) : DW_OK;
}

static void every_cell_is_visited_once(void **state)
{
    (void)state;
    for (int threads = 1; threads <= 7; threads += 3) {
        visited v = { .bad = CELLS };
        assert_int_equal(dw_job_each(CELLS, visit, &v, &(dw_env){ .threads = threads }, NULL),
                         DW_OK);
        for (size_t i = 0; i < CELLS; i++) assert_int_equal(v.times[i], 1);
    }
    assert_int_equal(dw_job_each(0, visit, NULL, NULL, NULL), DW_OK);
}

static void the_first_cell_that_fails_is_told(void **state)
{
    (void)state;
    for (int i = 0; i < 200; i++) {
        visited v = { .bad = 300 };
        dw_error err = { "" };
        assert_int_equal(dw_job_each(CELLS, visit, &v, &(dw_env){ .threads = 4 }, &err),
                         DW_EDOMAIN);
        assert_string_equal(err.text, "cell 300");
    }
}

static void cells_are_left_when_told_to_stop(void **state)
{
    (void)state;
    visited v = { .bad = CELLS };
    asked a = { 0, 11 };
    dw_error err = { "" };
    dw_env env = { .threads = 1, .stop = stop, .context = &a };
    assert_int_equal(dw_job_each(CELLS, visit, &v, &env, &err), DW_ESTOP);
    assert_int_equal(v.times[9], 1);
    assert_int_equal(v.times[10], 0);
}

int dw_test_sim_stop(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(they_ask_at_every_size_after_the_trials),
        cmocka_unit_test(every_simulator_stops_at_the_first_question),
        cmocka_unit_test(every_cell_is_visited_once),
        cmocka_unit_test(the_first_cell_that_fails_is_told),
        cmocka_unit_test(cells_are_left_when_told_to_stop),
    };
    return cmocka_run_group_tests_name("sim, stop", tests, NULL, NULL);
}
