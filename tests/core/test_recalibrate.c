/* Maps that make confidences honest. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "random/stream.h"
#include "stats/recalibrate.h"

int dw_test_recalibrate(void);

static void assert_near(double got, double expected, double tolerance)
{
    if (!(fabs(got - expected) <= tolerance)) fail_msg("%.17g, not %.17g", got, expected);
}

enum { N = 20000, CLASSES = 5 };

static double uniform_logits(double *x, double *y, double temperature, uint64_t seed)
{
    dw_stream stream = dw_stream_make(seed, 4, 5, 6);
    for (int i = 0; i < N; i++) {
        x[i] = 8 * dw_stream_uniform(&stream) - 4;
        y[i] = dw_stream_uniform(&stream) < 1 / (1 + exp(-x[i] / temperature));
    }
    return temperature;
}

static void a_temperature_is_found_again(void **state)
{
    (void)state;
    static double x[N], y[N];
    const double level = 1 - 1e-6; /* of false alarm */
    for (uint64_t seed = 1; seed <= 3; seed++) {
        double truth = uniform_logits(x, y, 0.5 + (double)seed / 2, seed);
        dw_temperature t;
        assert_int_equal(dw_temperature_fit(x, y, N, level, &t, NULL), DW_OK);
        assert_true(t.converged && t.low < truth && truth < t.high);
        assert_true(t.se < 0.1 * truth);
        /* twice the logits: twice the temperature, exactly */
        for (int i = 0; i < N; i++) x[i] *= 2;
        dw_temperature twice;
        assert_int_equal(dw_temperature_fit(x, y, N, level, &twice, NULL), DW_OK);
        assert_near(twice.temperature / t.temperature, 2, 1e-12);
        assert_near(twice.se / t.se, 2, 1e-10);
    }
}

static void a_temperature_of_classes_is_found_again(void **state)
{
    (void)state;
    static double logits[N * CLASSES], labels[N];
    dw_stream stream = dw_stream_make(9, 4, 5, 6);
    for (int i = 0; i < N; i++) {
        double p[CLASSES], u = dw_stream_uniform(&stream);
        for (int k = 0; k < CLASSES; k++)
            logits[i * CLASSES + k] = 9 * dw_stream_uniform(&stream) + 1000;
        dw_temperature_softmax(2, logits + i * CLASSES, CLASSES, p);
        for (labels[i] = 1; u >= p[(int)labels[i] - 1] && labels[i] < CLASSES; labels[i]++)
            u -= p[(int)labels[i] - 1];
    }
    dw_temperature t;
    assert_int_equal(dw_temperature_classes(logits, N, CLASSES, labels, 1 - 1e-6, &t, NULL), DW_OK);
    assert_true(t.converged && t.low < 2 && 2 < t.high && t.se < 0.1);
}

/* Two classes, 0 and x, are the binary case. */
static void two_classes_are_the_binary_case(void **state)
{
    (void)state;
    static double x[N], y[N], logits[2 * N], labels[N];
    uniform_logits(x, y, 1.7, 12);
    for (int i = 0; i < N; i++) {
        logits[2 * i] = 0.25 * i;
        logits[2 * i + 1] = 0.25 * i + x[i];
        labels[i] = 1 + y[i];
    }
    dw_temperature a, b;
    assert_int_equal(dw_temperature_fit(x, y, N, 0.95, &a, NULL), DW_OK);
    assert_int_equal(dw_temperature_classes(logits, N, 2, labels, 0.95, &b, NULL), DW_OK);
    assert_near(b.temperature / a.temperature, 1, 1e-10);
    assert_near(b.low / a.low, 1, 1e-8);
    double p[2];
    dw_temperature_softmax(a.temperature, logits + 6, 2, p);
    assert_near(p[1], dw_temperature_apply(a.temperature, x[3]), 1e-12);
}

/* At n / 2 right of each of +-x the best T solves p(x / T) = share: x = 2, share 3/4. */
static void a_temperature_in_closed_form(void **state)
{
    (void)state;
    const double x[] = { 2, 2, 2, 2, -2, -2, -2, -2 }, y[] = { 1, 1, 1, 0, 0, 0, 1, 0 };
    dw_temperature t;
    assert_int_equal(dw_temperature_fit(x, y, 8, 0.95, &t, NULL), DW_OK);
    double b = log(3) / 2, se = 1 / sqrt(8 * 4 * 0.75 * 0.25);
    assert_near(t.temperature, 1 / b, 1e-13);
    assert_near(t.se, se / b / b, 1e-12);
    assert_near(log(t.high / t.low), 2 * 1.959963984540054 * se / b, 1e-12);
}

static void temperatures_without_a_maximum_say_so(void **state)
{
    (void)state;
    const double x[] = { 2, 1, -1, 3e-300 }, right[] = { 1, 1, 0, 1 }, wrong[] = { 0, 0, 1, 0 };
    const double zero[] = { 0, 0 }, huge[] = { 1e200, 1 }, gap[] = { NAN, 1 };
    dw_temperature t;
    dw_error err;
    assert_int_equal(dw_temperature_fit(x, right, 4, 0.95, &t, &err), DW_OK);
    assert_true(!t.converged && t.temperature == 0 && isinf(t.se) &&
                strstr(t.message, "separated"));
    assert_true(dw_temperature_apply(0, 1e-9) == 1 && dw_temperature_apply(0, -1e-9) == 0);
    assert_true(dw_temperature_apply(0, 0) == 0.5);
    assert_int_equal(dw_temperature_fit(x, wrong, 4, 0.95, &t, &err), DW_OK);
    assert_true(!t.converged && isinf(t.temperature) && strstr(t.message, "do not go with right"));
    assert_true(dw_temperature_apply(t.temperature, 5) == 0.5);
    double p[3];
    dw_temperature_softmax(0, (const double[]){ 1, 4, 4 }, 3, p);
    assert_true(p[0] == 0 && p[1] == 0.5 && p[2] == 0.5);
    assert_int_equal(dw_temperature_fit(zero, right, 2, 0.95, &t, &err), DW_EDOMAIN);
    assert_int_equal(dw_temperature_fit(huge, right, 2, 0.95, &t, &err), DW_EDOMAIN);
    assert_string_equal(err.text, "score 1 must be finite and at most 1e100, got 1e+200");
    assert_int_equal(dw_temperature_fit(gap, right, 2, 0.95, &t, &err), DW_EDOMAIN);
    assert_int_equal(dw_temperature_fit(x, x, 2, 0.95, &t, &err), DW_EDOMAIN);
    assert_int_equal(dw_temperature_fit(x, right, 0, 0.95, &t, &err), DW_EARG);
    assert_int_equal(dw_temperature_fit(x, right, 4, 1, &t, &err), DW_EDOMAIN);
    assert_int_equal(dw_temperature_classes(x, 2, 2, (const double[]){ 1, 3 }, 0.95, &t, &err),
                     DW_EDOMAIN);
    assert_string_equal(err.text, "label 2 must be a whole number in 1..2, got 3");
    assert_int_equal(dw_temperature_classes(x, 2, 1, right, 0.95, &t, &err), DW_EARG);
}

/* Far and near scales of one problem: the temperature follows the logits. */
static void temperatures_have_any_scale(void **state)
{
    (void)state;
    const double x[] = { 1, 2, 3, -1, -2, 0.5 }, y[] = { 1, 0, 1, 0, 1, 1 };
    dw_temperature one, other;
    assert_int_equal(dw_temperature_fit(x, y, 6, 0.95, &one, NULL), DW_OK);
    for (int e = -90; e <= 90; e += 30) {
        double scaled[6];
        for (int i = 0; i < 6; i++) scaled[i] = x[i] * pow(10, e);
        assert_int_equal(dw_temperature_fit(scaled, y, 6, 0.95, &other, NULL), DW_OK);
        assert_true(other.converged);
        assert_near(other.temperature / pow(10, e) / one.temperature, 1, 1e-10);
    }
}

/* Two scores: the curve goes through the (smoothed) shares exactly, and the variance of its logit
 * at each is 1 / (n p (1 - p)). */
static void platt_in_closed_form(void **state)
{
    (void)state;
    const double x[] = { 1, 1, 1, 1, 3, 3, 3, 3, 3 }, y[] = { 0, 0, 0, 1, 1, 1, 1, 0, 0 };
    dw_platt p;
    assert_int_equal(dw_platt_fit(x, y, 9, false, 0.95, &p, NULL), DW_OK);
    assert_near(dw_platt_apply(&p, 1), 0.25, 1e-14);
    assert_near(dw_platt_apply(&p, 3), 0.6, 1e-14);
    double v1 = 1 / (4 * 0.25 * 0.75), v3 = 1 / (5 * 0.6 * 0.4);
    assert_near(p.slope_se, sqrt(v1 + v3) / 2, 1e-12);
    assert_near(p.intercept_se, sqrt(2.25 * v1 + 0.25 * v3), 1e-12);
    assert_near(p.slope_interval.high - p.slope, 1.959963984540054 * p.slope_se, 1e-12);
    assert_int_equal(dw_platt_fit(x, y, 9, true, 0.95, &p, NULL), DW_OK);
    double high = 5 / 6.0, low = 1 / 7.0; /* 4 right, 5 wrong */
    assert_near(dw_platt_apply(&p, 1), (high + 3 * low) / 4, 1e-14);
    assert_near(dw_platt_apply(&p, 3), (3 * high + 2 * low) / 5, 1e-14);
}

static void platt_is_found_again(void **state)
{
    (void)state;
    static double x[N], y[N];
    dw_stream stream = dw_stream_make(31, 4, 5, 6);
    for (int i = 0; i < N; i++) {
        x[i] = 100 + 3 * dw_stream_uniform(&stream);
        y[i] = dw_stream_uniform(&stream) < 1 / (1 + exp(-(2 * x[i] - 203)));
    }
    dw_platt p;
    assert_int_equal(dw_platt_fit(x, y, N, false, 1 - 1e-6, &p, NULL), DW_OK);
    assert_true(p.slope_interval.low < 2 && 2 < p.slope_interval.high && p.slope_se < 0.1);
    assert_true(p.intercept_interval.low < -203 && -203 < p.intercept_interval.high);
}

static void platt_refuses_what_has_no_curve(void **state)
{
    (void)state;
    const double x[] = { 1, 2, 3, 4 }, same[] = { 2, 2, 2, 2 };
    const double split[] = { 0, 0, 1, 1 }, all[] = { 1, 1, 1, 1 };
    dw_platt p;
    dw_error err;
    assert_int_equal(dw_platt_fit(x, split, 4, false, 0.95, &p, &err), DW_ENUMERIC);
    assert_non_null(strstr(err.text, "separated"));
    assert_int_equal(dw_platt_fit(x, all, 4, false, 0.95, &p, &err), DW_ENUMERIC);
    assert_int_equal(dw_platt_fit(same, split, 4, true, 0.95, &p, &err), DW_EDOMAIN);
    assert_int_equal(dw_platt_fit(x, split, 4, true, 0.95, &p, &err), DW_OK);
    assert_true(p.slope > 0 && isfinite(p.slope_se));
    assert_int_equal(dw_platt_fit(x, all, 4, true, 0.95, &p, &err), DW_OK);
    assert_near(p.slope, 0, 1e-9);
    assert_near(dw_platt_apply(&p, 7), 5 / 6.0, 1e-9);
    assert_int_equal(dw_platt_fit(x, same, 4, true, 0.95, &p, &err), DW_EDOMAIN);
    assert_int_equal(dw_platt_fit(x, all, 0, true, 0.95, &p, &err), DW_EARG);
}

/* Every rising function on few points, by min-max: value_i = max_{a<=i} min_{b>=i} mean(a..b). */
static void isotonic_is_the_best_rising_function(void **state)
{
    (void)state;
    enum { POINTS = 40 };
    double c[POINTS], y[POINTS];
    dw_stream stream = dw_stream_make(8, 4, 5, 6);
    for (int i = 0; i < POINTS; i++) {
        c[i] = (i + 1) / 64.0;
        y[i] = dw_stream_uniform(&stream) < 0.2 + c[i];
    }
    dw_isotonic f;
    assert_int_equal(dw_isotonic_fit(c, y, POINTS, &f, NULL), DW_OK);
    for (int i = 0; i < POINTS; i++) {
        double best = -1;
        for (int a = 0; a <= i; a++) {
            double least = 2, sum = 0;
            for (int b = a; b < POINTS; b++) {
                sum += y[b];
                if (b >= i) least = fmin(least, sum / (b - a + 1));
            }
            best = fmax(best, least);
        }
        assert_near(dw_isotonic_apply(&f, c[i]), best, 1e-15);
    }
    dw_isotonic_free(&f);
}

static void isotonic_rises_and_fits_itself(void **state)
{
    (void)state;
    static double c[N], y[N], mapped[N];
    dw_stream stream = dw_stream_make(5, 4, 5, 6);
    for (int i = 0; i < N; i++) {
        c[i] = floor(500 * dw_stream_uniform(&stream)) / 499;
        y[i] = dw_stream_uniform(&stream) < c[i] * c[i];
    }
    dw_isotonic f, again;
    double before = -1, count = 0;
    assert_int_equal(dw_isotonic_fit(c, y, N, &f, NULL), DW_OK);
    for (int i = -100; i <= 1100; i++) {
        double here = dw_isotonic_apply(&f, i / 1000.0);
        assert_true(here >= before && here >= 0 && here <= 1);
        before = here;
    }
    for (size_t b = 0; b < f.blocks; b++) {
        assert_true(f.low[b] <= f.value[b] && f.value[b] <= f.high[b] && f.from[b] <= f.to[b]);
        assert_true(b == 0 || (f.value[b] > f.value[b - 1] && f.from[b] > f.to[b - 1]));
        count += f.count[b];
    }
    assert_true(count == N);
    for (int i = 0; i < N; i++) mapped[i] = dw_isotonic_apply(&f, c[i]);
    assert_int_equal(dw_isotonic_fit(mapped, y, N, &again, NULL), DW_OK);
    assert_int_equal(again.blocks, f.blocks);
    for (int i = 0; i < N; i++) assert_true(dw_isotonic_apply(&again, mapped[i]) == mapped[i]);
    dw_isotonic_free(&f);
    dw_isotonic_free(&again);
    assert_int_equal(dw_isotonic_fit(c, y, 0, &f, NULL), DW_EARG);
    assert_int_equal(dw_isotonic_fit(y, c, 5, &f, NULL), DW_EDOMAIN);
    const double edge[] = { 0.25, 0.75 }, fine[] = { 0, 1 };
    assert_int_equal(dw_isotonic_fit(edge, fine, 2, &f, NULL), DW_OK);
    assert_near(dw_isotonic_apply(&f, 0.5), 0.5, 1e-16);
    assert_true(dw_isotonic_apply(&f, 0) == 0 && dw_isotonic_apply(&f, 1) == 1);
    dw_isotonic_free(&f);
}

int dw_test_recalibrate(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_temperature_is_found_again),
        cmocka_unit_test(a_temperature_of_classes_is_found_again),
        cmocka_unit_test(two_classes_are_the_binary_case),
        cmocka_unit_test(a_temperature_in_closed_form),
        cmocka_unit_test(temperatures_without_a_maximum_say_so),
        cmocka_unit_test(temperatures_have_any_scale),
        cmocka_unit_test(platt_in_closed_form),
        cmocka_unit_test(platt_is_found_again),
        cmocka_unit_test(platt_refuses_what_has_no_curve),
        cmocka_unit_test(isotonic_is_the_best_rising_function),
        cmocka_unit_test(isotonic_rises_and_fits_itself),
    };
    return cmocka_run_group_tests_name("recalibrate", tests, NULL, NULL);
}
