/* Growth with size: laws against closed forms and against the logistic regression of fit_logit.h,
 * rises, jumps, and bad input. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "stats/emergence.h"
#include "stats/fit_logit.h"
#include "stats/onset.h"

enum { MOST = 16 };

static dw_series series(const double *at, size_t n)
{
    return (dw_series){ .at = at, .n = n };
}

static dw_ladder counted(const double *size, const double *correct, const double *trials, size_t n)
{
    dw_ladder ladder;
    dw_error err = { "" };
    dw_ladder_input in = { .size = series(size, n),
                           .correct = series(correct, n),
                           .trials = series(trials, n) };
    if (dw_ladder_make(&ladder, &in, false, 1, &err)) fail_msg("%s", err.text);
    return ladder;
}

/* Counts nearest to a curve, of the same number of trials each. */
static dw_ladder along(double (*curve)(double), size_t n, double trials)
{
    double size[MOST], correct[MOST], all[MOST];
    for (size_t i = 0; i < n; i++) {
        double u = (double)i / (double)(n - 1);
        size[i] = pow(10, 6 + 4 * u);
        correct[i] = round(trials * curve(u));
        all[i] = trials;
    }
    return counted(size, correct, all, n);
}

static double straight(double u)
{
    return 0.1 + 0.7 * u;
}

static double rising(double u)
{
    return 0.9 / (1 + exp(-12 * (u - 0.6)));
}

static double power(double u)
{
    return 0.8 * pow(10, 1.5 * (u - 1));
}

static double step(double u)
{
    return u < 0.5 ? 0 : 0.9;
}

static double small_step(double u)
{
    return u < 0.5 ? 0.1 : 0.3;
}

static double same(double u)
{
    (void)u;
    return 0.25;
}

static double two_powers(double u)
{
    return u < 0.5 ? 0.02 * pow(10, 0.4 * u) : 0.02 * pow(10, 0.2 + 2.8 * (u - 0.5));
}

static dw_law fitted(dw_law_kind kind, double (*curve)(double), size_t n, double trials)
{
    dw_law law;
    double u[MOST];
    dw_ladder ladder = along(curve, n, trials);
    dw_law_positions(&ladder, u);
    dw_law_fit(&law, kind, &ladder, u, 0, n);
    dw_ladder_free(&ladder);
    return law;
}

static void laws_find_the_curves_they_describe(void **state)
{
    (void)state;
    static const struct {
        dw_law_kind kind;
        double (*curve)(double);
        double tolerance;
    } cases[] = { { DW_LAW_FLAT, same, 1e-6 },
                  { DW_LAW_LINE, straight, 1e-6 },
                  { DW_LAW_POWER, power, 1e-6 },
                  { DW_LAW_LOGISTIC, rising, 1e-6 },
                  { DW_LAW_BROKEN, two_powers, 2e-3 } };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        dw_law law = fitted(cases[c].kind, cases[c].curve, 11, 1e8);
        double worst = 0;
        for (int i = 0; i <= 10; i++)
            worst = fmax(worst, fabs(dw_law_mean(&law, i / 10.0) - cases[c].curve(i / 10.0)));
        printf("# %s: off by %.1e\n", dw_law_name(cases[c].kind), worst);
        if (worst > cases[c].tolerance) fail_msg("%s: %g", dw_law_name(cases[c].kind), worst);
    }
}

/* A flat law's score is the pooled share, and its likelihood known in closed form. */
static void a_flat_law_is_the_pooled_share(void **state)
{
    (void)state;
    const double size[] = { 1, 2, 3 }, correct[] = { 1, 4, 4 }, trials[] = { 5, 10, 15 };
    double u[3];
    dw_law law;
    dw_ladder ladder = counted(size, correct, trials, 3);
    dw_law_positions(&ladder, u);
    dw_law_fit(&law, DW_LAW_FLAT, &ladder, u, 0, 3);
    assert_true(fabs(dw_law_mean(&law, 0) - 0.3) < 1e-9);
    double wanted = log(5 * 210.0 * 1365) + 9 * log(0.3) + 21 * log(0.7);
    assert_true(fabs(law.log_likelihood - wanted) < 1e-9);
    dw_ladder_free(&ladder);
}

/* With a ceiling of 1 the logistic is a logistic regression: the same likelihood, by another road.
 */
static void the_logistic_is_no_worse_than_a_logistic_regression(void **state)
{
    (void)state;
    const double size[] = { 1e6, 1e7, 1e8, 1e9, 1e10, 1e11 };
    const double correct[] = { 1, 8, 25, 71, 90, 100 }, trials[] = { 100, 100, 100, 100, 100, 100 };
    double x[6], y[6], u[6];
    const double *columns[] = { x };
    for (int i = 0; i < 6; i++) {
        x[i] = log10(size[i]);
        y[i] = correct[i] / trials[i];
    }
    dw_fit fit;
    dw_law law;
    dw_error err = { "" };
    dw_linear linear = { .predictors = 1, .intercept = true };
    dw_points points = { .n = 6, .predictors = 1, .x = columns, .y = y, .weights = trials };
    assert_int_equal(dw_fit_make(&fit, 6, 2, &err), DW_OK);
    if (dw_fit_logit(&fit, &linear, &points, 0.95, &err)) fail_msg("%s", err.text);
    dw_ladder ladder = counted(size, correct, trials, 6);
    dw_law_positions(&ladder, u);
    dw_law_fit(&law, DW_LAW_LOGISTIC, &ladder, u, 0, 6);
    printf("# deviance %.6f, of the regression %.6f\n", law.deviance, fit.rss);
    assert_true(law.deviance <= fit.rss + 1e-6);
    assert_true(law.deviance >= fit.rss - 3); /* one parameter more */
    dw_fit_free(&fit);
    dw_ladder_free(&ladder);
}

static void a_rung_left_out_does_not_count(void **state)
{
    (void)state;
    double u[11];
    dw_ladder ladder = along(straight, 11, 1e6);
    ladder.correct[4] = 0;
    ladder.score[4] = 0;
    dw_law_positions(&ladder, u);
    dw_law law;
    dw_law_fit(&law, DW_LAW_LINE, &ladder, u, 0, 4);
    assert_true(fabs(dw_law_mean(&law, 0.4) - straight(0.4)) < 1e-5);
    dw_law_fit(&law, DW_LAW_LINE, &ladder, u, 0, 11);
    assert_true(fabs(dw_law_mean(&law, 0.4) - straight(0.4)) > 1e-2);
    dw_ladder_free(&ladder);
}

static dw_rise rise_of(double (*curve)(double), size_t n, double trials)
{
    double u[MOST];
    dw_rise rise;
    dw_error err = { "" };
    dw_ladder ladder = along(curve, n, trials);
    dw_law_positions(&ladder, u);
    if (dw_rise_find(&rise, &ladder, u, 0, 0.95, &err)) fail_msg("%s", err.text);
    dw_ladder_free(&ladder);
    return rise;
}

static void the_width_of_a_rise_is_the_slopes(void **state)
{
    (void)state;
    dw_rise rise = rise_of(rising, 11, 1e8);
    assert_true(fabs(rise.decades - 2 * log(9) / 12 * 4) < 1e-5);
    assert_true(fabs(log10(rise.midpoint) - 8.4) < 1e-5);
    assert_true(fabs(rise.ceiling - 0.9) < 1e-5);
    assert_true(rise.low < rise.decades && rise.decades < rise.high);
    dw_rise few = rise_of(rising, 11, 100);
    assert_true(few.low < 2 * log(9) / 12 * 4 && 2 * log(9) / 12 * 4 < few.high);
    assert_true(few.high - few.low > 100 * (rise.high - rise.low));
}

static void a_step_has_no_least_width(void **state)
{
    (void)state;
    dw_rise rise = rise_of(step, 9, 200);
    assert_true(rise.low == 0);
    assert_true(rise.high < 1);
    assert_true(rise_of(straight, 9, 200).low > 1.5);
}

static dw_emergence judged(double (*curve)(double), double chance, double trials)
{
    dw_emergence out;
    dw_error err = { "" };
    dw_resampling options = { .resamples = 99, .seed = 1, .level = 0.95 };
    dw_ladder ladder = along(curve, 10, trials);
    if (dw_emergence_find(&out, &ladder, chance, &options, &err)) fail_msg("%s", err.text);
    dw_ladder_free(&ladder);
    printf("# %s\n", out.message);
    return out;
}

static void verdicts_on_curves_without_noise(void **state)
{
    (void)state;
    assert_int_equal(judged(same, 0, 200).verdict, DW_VERDICT_FLAT);
    assert_int_equal(judged(straight, 0, 200).verdict, DW_VERDICT_SMOOTH);
    assert_int_equal(judged(step, 0, 200).verdict, DW_VERDICT_JUMP);
    assert_int_equal(judged(power, 0, 200).smooth, DW_LAW_POWER);
    assert_true(judged(power, 0, 200).verdict != DW_VERDICT_JUMP);
    assert_int_equal(judged(small_step, 0, 20).verdict, DW_VERDICT_UNSURE);
}

static void threads_do_not_change_a_bit(void **state)
{
    (void)state;
    double p[3];
    dw_ladder ladder = along(two_powers, 10, 60);
    for (int i = 0; i < 3; i++) {
        dw_env env = { .threads = i + 1 };
        dw_resampling options = { .resamples = 60, .seed = 7, .level = 0.95, .env = &env };
        dw_emergence out;
        assert_int_equal(dw_emergence_find(&out, &ladder, 0, &options, NULL), DW_OK);
        p[i] = out.p_value;
    }
    assert_true(p[0] == p[1] && p[1] == p[2]);
    dw_ladder_free(&ladder);
}

static bool always(void *context)
{
    (void)context;
    return true;
}

static void a_stop_stops(void **state)
{
    (void)state;
    dw_env env = { .stop = always };
    dw_emergence out;
    dw_interval interval;
    dw_error err;
    dw_resampling options = { .resamples = 60, .seed = 7, .level = 0.95, .env = &env };
    dw_ladder ladder = along(straight, 10, 60);
    assert_int_equal(dw_emergence_find(&out, &ladder, 0, &options, &err), DW_ESTOP);
    assert_int_equal(dw_growth_interval(&ladder, DW_LINEARITY, &options, &interval, &err),
                     DW_ESTOP);
    dw_ladder_free(&ladder);
}

static void draws_have_the_mean_and_spread_they_should(void **state)
{
    (void)state;
    const double size[] = { 1, 2 }, correct[] = { 30, 5e9 }, trials[] = { 100, 1e10 };
    double sum[2] = { 0, 0 }, square[2] = { 0, 0 };
    dw_ladder ladder = counted(size, correct, trials, 2), drawn;
    assert_int_equal(dw_ladder_copy(&ladder, &drawn, NULL), DW_OK);
    for (uint64_t r = 0; r < 4000; r++) {
        dw_stream stream = dw_stream_make(5, 1, r, 0);
        dw_ladder_draw(&drawn, ladder.score, &stream);
        for (int i = 0; i < 2; i++) {
            double p = ladder.score[i];
            double z = (drawn.score[i] - p) / sqrt(p * (1 - p) / trials[i]);
            sum[i] += z;
            square[i] += z * z;
        }
    }
    for (int i = 0; i < 2; i++) { /* five standard errors: false less than 1e-6 of the time */
        assert_true(fabs(sum[i]) < 5 * sqrt(4000));
        assert_true(fabs(square[i] - 4000) < 5.5 * sqrt(2 * 4000));
    }
    dw_ladder_free(&drawn);
    dw_ladder_free(&ladder);
}

static void bad_input_is_said(void **state)
{
    (void)state;
    dw_emergence out;
    dw_error err;
    dw_resampling options = { .resamples = 20, .seed = 1, .level = 0.95 };
    dw_ladder ladder = along(straight, 10, 60);
    assert_int_equal(dw_emergence_find(&out, &ladder, 1, &options, &err), DW_EDOMAIN);
    assert_int_equal(dw_emergence_find(&out, &ladder, -0.1, &options, &err), DW_EDOMAIN);
    assert_int_equal(dw_emergence_find(&out, &ladder, NAN, &options, &err), DW_EDOMAIN);
    ladder.n = 4;
    assert_int_equal(dw_emergence_find(&out, &ladder, 0, &options, &err), DW_EARG);
    assert_non_null(strstr(err.text, "4 sizes; at least 5 are needed"));
    ladder.n = 10;
    ladder.size[9] = ladder.size[0] * (1 + 1e-15);
    assert_int_equal(dw_emergence_find(&out, &ladder, 0, &options, &err), DW_EDOMAIN);
    dw_ladder_free(&ladder);
}

int dw_test_emergence(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(laws_find_the_curves_they_describe),
        cmocka_unit_test(a_flat_law_is_the_pooled_share),
        cmocka_unit_test(the_logistic_is_no_worse_than_a_logistic_regression),
        cmocka_unit_test(a_rung_left_out_does_not_count),
        cmocka_unit_test(the_width_of_a_rise_is_the_slopes),
        cmocka_unit_test(a_step_has_no_least_width),
        cmocka_unit_test(verdicts_on_curves_without_noise),
        cmocka_unit_test(threads_do_not_change_a_bit),
        cmocka_unit_test(a_stop_stops),
        cmocka_unit_test(draws_have_the_mean_and_spread_they_should),
        cmocka_unit_test(bad_input_is_said),
    };
    return cmocka_run_group_tests_name("emergence", tests, NULL, NULL);
}
