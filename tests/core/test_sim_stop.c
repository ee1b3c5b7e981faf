/* Simulators ask whether to stop: before every chunk of trials, and in what comes after them. */
#include "test_sim.h"

#include <setjmp.h>
#include <string.h>

#include <cmocka.h>

#include "sim/job.h"

int dw_test_sim_stop(void);

enum { SIZES = 50 };

/* What the bar of a terminal is drawn from. */
typedef struct shown {
    double last;
    bool backward, beyond;
    int turns; /* from the end to a new start */
} shown;

static void show(void *context, double fraction)
{
    shown *s = context;
    if (!(fraction >= 0 && fraction <= 1)) s->beyond = true;
    if (fraction < s->last && s->last < 1) s->backward = true;
    if (fraction < s->last) s->turns++;
    s->last = fraction;
}

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

static void they_ask_at_every_size_after_the_trials(void **state)
{
    (void)state;
    for (size_t i = 0; dw_sims[i]; i++) {
        const char *name = dw_sims[i]->name;
        if (strcmp(name, "investor") == 0) continue; /* a trial goes through all sizes */
        asked all = { 0, INT64_MAX };
        dw_error err = { "" };
        if (go(name, &all, &err)) fail_msg("%s: %s", name, err.text);
        if (all.times < 2 * SIZES) fail_msg("%s asked %lld times", name, (long long)all.times);
        asked last = { 0, all.times };
        assert_int_equal(go(name, &last, &err), DW_ESTOP);
        assert_non_null(strstr(err.text, "stopped"));
    }
}

static void the_bar_goes_on_after_the_trials(void **state)
{
    (void)state;
    for (size_t i = 0; dw_sims[i]; i++) {
        double size[SIZES];
        for (int k = 0; k < SIZES; k++) size[k] = 1e8 * (k + 1);
        shown s = { 0 };
        dw_error err;
        sim_run run = sim_make(dw_sims[i]->name);
        sim_series(&run, "size", size, SIZES);
        sim_integer(&run, "trials", 1);
        dw_env env = { .threads = 1, .progress = show, .context = &s };
        assert_int_equal(sim_go(&run, &env, &err), DW_OK);
        sim_free(&run);
        if (s.last != 1 || s.backward || s.beyond)
            fail_msg("%s: ends at %g", dw_sims[i]->name, s.last);
        bool at_once = strcmp(dw_sims[i]->name, "investor") == 0;
        if (!at_once && s.turns < 1) fail_msg("%s: no bar after the trials", dw_sims[i]->name);
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
        cmocka_unit_test(the_bar_goes_on_after_the_trials),
        cmocka_unit_test(every_simulator_stops_at_the_first_question),
        cmocka_unit_test(every_cell_is_visited_once),
        cmocka_unit_test(the_first_cell_that_fails_is_told),
        cmocka_unit_test(cells_are_left_when_told_to_stop),
    };
    return cmocka_run_group_tests_name("sim, stop", tests, NULL, NULL);
}
