#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "random/stream.h"
#include "stats/fit_bootstrap.h"
#include "stats/fit_chinchilla.h"
#include "stats/fit_design.h"
#include "stats/fit_linear.h"
#include "stats/fit_logit.h"
#include "stats/fit_shapes.h"

int dw_test_fit(void);

static void assert_near(double got, double wanted, double relative)
{
    if (fabs(got - wanted) <= relative * fmax(fabs(wanted), DBL_MIN)) return;
    fail_msg("%.17g, not %.17g", got, wanted);
}

static void assert_fails(dw_status got, dw_status expected, const dw_error *err, const char *part)
{
    assert_int_equal(got, expected);
    if (!strstr(err->text, part)) fail_msg("'%s' does not say '%s'", err->text, part);
}

static double normal(dw_stream *stream)
{
    double u = 1 - dw_stream_uniform(stream), v = dw_stream_uniform(stream);
    return sqrt(-2 * log(u)) * cos(2 * M_PI * v);
}

/* ---- designs ---- */

/* Hilbert's matrix: known inverse, condition 2e7 (n = 6). */
static void an_ill_conditioned_design_keeps_its_digits(void **state)
{
    enum { N = 6 };
    double at[N * N], y[N], b[N], r[N], inverse[N * N];
    (void)state;
    for (int i = 0; i < N; i++) {
        y[i] = 0;
        for (int j = 0; j < N; j++) {
            at[i * N + j] = 27720.0 / (i + j + 1); /* whole numbers */
            y[i] += at[i * N + j] * (j + 1);
        }
    }
    dw_design design;
    assert_int_equal(dw_design_make(&design, at, N, N, 1e-14, NULL), DW_OK);
    assert_int_equal(design.rank, N);
    dw_design_solve(&design, y, b, r);
    for (int j = 0; j < N; j++) assert_near(b[j], j + 1, 1e-14);
    dw_design_inverse(&design, inverse);
    /* (H'H)^-1 = H^-1 H^-1; its first element is the sum of squares of H^-1's first row */
    const double row[N] = { 36, -630, 3360, -7560, 7560, -2772 };
    double sum = 0;
    for (int j = 0; j < N; j++) sum += row[j] / 27720 * (row[j] / 27720);
    assert_near(inverse[0], sum, 1e-11);
    dw_design_free(&design);
}

static void dependent_columns_are_lost(void **state)
{
    const double at[] = { 1, 2, 4, 5, 1, 3, 6, 1, 1, 5, 10, 2, 1, 7, 14, 9, 1, 1, 2, 0 };
    double inverse[16];
    dw_design design;
    (void)state;
    assert_int_equal(dw_design_make(&design, at, 5, 4, 1e-14, NULL), DW_OK);
    assert_int_equal(design.rank, 3);
    assert_true(!design.lost[0] && design.lost[1] && design.lost[2] && !design.lost[3]);
    dw_design_inverse(&design, inverse);
    assert_true(isinf(inverse[5]) && isfinite(inverse[0]) && isnan(inverse[1]));
    dw_design_free(&design);
    dw_error err;
    assert_fails(dw_design_make(&design, at, 2, 3, 1e-14, &err), DW_EARG, &err, "2 points");
    dw_design_free(&design);
}

/* ---- losses ---- */

static void a_loss_has_its_derivatives(void **state)
{
    (void)state;
    for (int loss = DW_LOSS_SQUARES; loss <= DW_LOSS_CAUCHY; loss++)
        for (double r = -3.05; r < 3; r += 0.1) {
            double up, down, root, psi, second, psi_up, psi_down, ignored;
            const double h = 1e-5;
            dw_fit_loss((dw_loss)loss, 0.8, r + h, &up, &psi_up, &ignored);
            dw_fit_loss((dw_loss)loss, 0.8, r - h, &down, &psi_down, &ignored);
            dw_fit_loss((dw_loss)loss, 0.8, r, &root, &psi, &second);
            assert_true(fabs((up * up - down * down) / (4 * h) - psi) < 1e-8);
            assert_true(fabs((psi_up - psi_down) / (2 * h) - second) < 1e-8);
            assert_true(root * r >= 0);
        }
}

/* ---- Chinchilla ---- */

enum { POINTS = 61 };

typedef struct law {
    double n[POINTS], d[POINTS], y[POINTS];
    const double *x[2];
    dw_points points;
} law;

static void make_law(law *l, uint64_t seed)
{
    dw_stream stream = dw_stream_make(seed, 1, 2, 3);
    for (int i = 0; i < POINTS; i++) {
        l->n[i] = pow(10, 7.5 + 2.5 * dw_stream_uniform(&stream));
        l->d[i] = pow(10, 8.5 + 2.5 * dw_stream_uniform(&stream));
        l->y[i] = log(1.8 + 480 / pow(l->n[i], 0.35) + 2000 / pow(l->d[i], 0.36)) +
                  0.004 * normal(&stream);
    }
    l->x[0] = l->n;
    l->x[1] = l->d;
    l->points = (dw_points){ .n = POINTS, .predictors = 2, .x = l->x, .y = l->y };
}

static double plain_objective(const law *l, const double *t)
{
    double sum = 0;
    for (int i = 0; i < POINTS; i++) {
        double fit =
            log(exp(t[0] - t[3] * log(l->n[i])) + exp(t[1] - t[4] * log(l->d[i])) + exp(t[2]));
        double r = fabs(l->y[i] - fit);
        sum += r <= 1e-3 ? r * r / 2 : 1e-3 * (r - 0.5e-3);
    }
    return sum / 1e-3;
}

static void the_objective_of_chinchilla_is_the_plain_one(void **state)
{
    law l;
    dw_logsum data;
    (void)state;
    make_law(&l, 1);
    assert_int_equal(dw_logsum_make(&data, &l.points, 1e-3, NULL), DW_OK);
    dw_stream stream = dw_stream_make(5, 0, 0, 0);
    for (int k = 0; k < 200; k++) {
        double t[5] = { 25 * dw_stream_uniform(&stream), 25 * dw_stream_uniform(&stream),
                        2 * dw_stream_uniform(&stream) - 1, 2 * dw_stream_uniform(&stream),
                        2 * dw_stream_uniform(&stream) };
        double g[5], ignored[5];
        assert_near(dw_logsum_value(&data, t, g), plain_objective(&l, t), 1e-12);
        for (int j = 0; j < 5; j++) {
            double here = t[j], h = 1e-5, f[2];
            t[j] = here + h;
            f[0] = dw_logsum_value(&data, t, ignored);
            t[j] = here - h;
            f[1] = dw_logsum_value(&data, t, ignored);
            t[j] = here;
            assert_true(fabs((f[0] - f[1]) / (2 * h) - g[j]) < 1e-3 * (1 + fabs(g[j])));
        }
    }
    double wild[5] = { 1e6, -1e6, 0, 1e4, -1e4 }, g[5];
    assert_true(isfinite(dw_logsum_value(&data, wild, g)) && isfinite(g[3]));
    dw_logsum_free(&data);
}

static void chinchilla_has_the_same_bits_on_any_threads(void **state)
{
    law l;
    dw_fit fit[3];
    double values[3][40 * 5], ends[3][15], delta = 1e-3;
    (void)state;
    make_law(&l, 2);
    for (int k = 0; k < 3; k++) {
        dw_env env = { .threads = 1 + 2 * k };
        size_t failed;
        assert_int_equal(dw_fit_make(&fit[k], POINTS, 5, NULL), DW_OK);
        assert_int_equal(dw_fit_chinchilla(&fit[k], &l.points, delta, 0.95, &env, NULL), DW_OK);
        assert_true(fit[k].converged && fit[k].identified);
        dw_bootstrap_options options = {
            .resamples = 40, .cases = true, .threads = true, .seed = 7, .level = 0.9, .env = &env
        };
        assert_int_equal(dw_fit_bootstrap(&fit[k], &l.points, dw_fit_chinchilla_again, &delta,
                                          &options, values[k], ends[k], ends[k] + 5, ends[k] + 10,
                                          &failed, NULL),
                         DW_OK);
        assert_int_equal(failed, 0);
        assert_memory_equal(fit[k].params, fit[0].params, 5 * sizeof(double));
        assert_memory_equal(values[k], values[0], sizeof values[0]);
    }
    for (int k = 0; k < 3; k++) dw_fit_free(&fit[k]);
}

static bool stop_now(void *context)
{
    (void)context;
    return true;
}

static void a_stop_is_heard(void **state)
{
    law l;
    dw_fit fit;
    dw_error err;
    dw_env env = { .threads = 2, .stop = stop_now };
    (void)state;
    make_law(&l, 3);
    assert_int_equal(dw_fit_make(&fit, POINTS, 5, NULL), DW_OK);
    assert_fails(dw_fit_chinchilla(&fit, &l.points, 1e-3, 0.95, &env, &err), DW_ESTOP, &err,
                 "stopped");
    dw_fit_free(&fit);
}

/* ---- coverage: intervals of 95 % hold the truth as often as they say ---- */

enum { SAMPLE = 50 };

typedef struct tally {
    int repeats, inside[4];
} tally;

static void count(tally *t, const dw_fit *fit, const double *truth)
{
    t->repeats++;
    for (size_t j = 0; j < fit->p; j++)
        t->inside[j] += fit->low[j] <= truth[j] && truth[j] <= fit->high[j];
}

static void assert_share(const tally *t, size_t p, double low, double high)
{
    for (size_t j = 0; j < p; j++) {
        double share = (double)t->inside[j] / t->repeats;
        print_message("# coverage of parameter %zu: %.4f of %d\n", j + 1, share, t->repeats);
        if (share < low || share > high) fail_msg("%g is outside %g..%g", share, low, high);
    }
}

/* The long test repeats 20,000 times; a few hundred show that nothing is broken. */
static int repeats(void)
{
    return getenv("DUNWU_LONG_TESTS") ? 20000 : 400;
}

static void intervals_of_a_line_cover(void **state)
{
    const int n = 5 * repeats();
    const double truth[2] = { 1, -2 }, width = 4.9 * sqrt(0.95 * 0.05 / n);
    double x[SAMPLE], y[SAMPLE], weights[SAMPLE];
    const double *const predictors[] = { x };
    dw_points points = { SAMPLE, 1, predictors, y, weights };
    dw_linear linear = { .predictors = 1, .intercept = true };
    tally t = { 0 };
    (void)state;
    for (int k = 0; k < n; k++) {
        dw_stream stream = dw_stream_make(11, 1, (uint64_t)k, 0);
        dw_fit fit;
        for (int i = 0; i < SAMPLE; i++) {
            x[i] = i / 10.0;
            weights[i] = 1 + i % 3;
            y[i] = truth[0] + truth[1] * x[i] + normal(&stream) / sqrt(weights[i]);
        }
        assert_int_equal(dw_fit_make(&fit, SAMPLE, 2, NULL), DW_OK);
        assert_int_equal(dw_fit_linear(&fit, &linear, &points, 0.95, NULL, NULL), DW_OK);
        count(&t, &fit, truth);
        dw_fit_free(&fit);
    }
    assert_share(&t, 2, 0.95 - width, 0.95 + width); /* exact: Student's t */
}

static void fit_one_curve(tally *t, dw_shape *shape, const double *truth, int k)
{
    double x[SAMPLE], y[SAMPLE];
    const double *const predictors[] = { x };
    dw_points points = { SAMPLE, 1, predictors, y, NULL };
    dw_model model = dw_shape_model(shape);
    dw_stream stream = dw_stream_make(12, (uint64_t)shape->kind, (uint64_t)k, 0);
    dw_curve_options options = { .starts = 1, .iterations = 200, .level = 0.95 };
    dw_fit fit;
    for (int i = 0; i < SAMPLE; i++) x[i] = 1 + i / 5.0;
    assert_int_equal(model.value(shape, truth, predictors, SAMPLE, y, NULL), DW_OK);
    for (int i = 0; i < SAMPLE; i++) y[i] += 0.02 * normal(&stream);
    assert_int_equal(dw_fit_make(&fit, SAMPLE, model.parameters, NULL), DW_OK);
    assert_int_equal(dw_fit_shape(&fit, shape, &points, &options, NULL), DW_OK);
    count(t, &fit, truth);
    dw_fit_free(&fit);
}

/* Half a percent for the curvature, and 4.9 standard errors of the share. */
static double room(int n)
{
    return 0.005 + 4.9 * sqrt(0.95 * 0.05 / n);
}

static void intervals_of_curves_cover(void **state)
{
    dw_shape power = { .kind = DW_SHAPE_POWER, .offset = true };
    dw_shape logistic = { .kind = DW_SHAPE_LOGISTIC, .fit_ceiling = true };
    const double of_power[] = { 3, -0.8, 0.5 }, of_logistic[] = { 5, 1.2, 0.9 };
    tally t[2] = { { 0 }, { 0 } };
    int n = repeats();
    (void)state;
    for (int k = 0; k < n; k++) {
        fit_one_curve(&t[0], &power, of_power, k);
        fit_one_curve(&t[1], &logistic, of_logistic, k);
    }
    assert_share(&t[0], 3, 0.95 - room(n), 0.95 + room(n));
    assert_share(&t[1], 3, 0.95 - room(n), 0.95 + room(n));
}

static void intervals_of_a_logistic_regression_cover(void **state)
{
    enum { TRIALS = 40 };
    const double truth[2] = { -1, 0.5 };
    double x[SAMPLE], y[SAMPLE], weights[SAMPLE];
    const double *const predictors[] = { x };
    dw_points points = { SAMPLE, 1, predictors, y, weights };
    dw_linear linear = { .predictors = 1, .intercept = true };
    tally t = { 0 };
    int n = repeats();
    (void)state;
    for (int k = 0; k < n; k++) {
        dw_stream stream = dw_stream_make(13, 1, (uint64_t)k, 0);
        dw_fit fit;
        for (int i = 0; i < SAMPLE; i++) {
            x[i] = i / 10.0;
            double p = 1 / (1 + exp(-truth[0] - truth[1] * x[i])), successes = 0;
            for (int j = 0; j < TRIALS; j++) successes += dw_stream_uniform(&stream) < p;
            y[i] = successes / TRIALS;
            weights[i] = TRIALS;
        }
        assert_int_equal(dw_fit_make(&fit, SAMPLE, 2, NULL), DW_OK);
        assert_int_equal(dw_fit_logit(&fit, &linear, &points, 0.95, NULL), DW_OK);
        assert_true(fit.converged);
        count(&t, &fit, truth);
        dw_fit_free(&fit);
    }
    assert_share(&t, 2, 0.95 - room(n), 0.95 + room(n));
}

int dw_test_fit(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_ill_conditioned_design_keeps_its_digits),
        cmocka_unit_test(dependent_columns_are_lost),
        cmocka_unit_test(a_loss_has_its_derivatives),
        cmocka_unit_test(the_objective_of_chinchilla_is_the_plain_one),
        cmocka_unit_test(chinchilla_has_the_same_bits_on_any_threads),
        cmocka_unit_test(a_stop_is_heard),
        cmocka_unit_test(intervals_of_a_line_cover),
        cmocka_unit_test(intervals_of_curves_cover),
        cmocka_unit_test(intervals_of_a_logistic_regression_cover),
    };
    return cmocka_run_group_tests_name("fit", tests, NULL, NULL);
}
