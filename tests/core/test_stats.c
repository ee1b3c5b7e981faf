#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>

#include "../data/intervals.h"
#include "../data/quantiles.h"
#include "stats/crossing.h"
#include "stats/describe.h"
#include "stats/interval.h"
#include "stats/quantile.h"

int dw_test_stats(void), dw_test_stats_bins(void);

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* The number of right digits must reach the bound; where 0 is expected, absolute digits. */
static void assert_digits(double got, double expected, double digits, const char *what)
{
    double error = fabs(got - expected) / (expected == 0 ? 1 : fabs(expected));
    if (got == expected || -log10(error) >= digits) return;
    fail_msg("%s: %.17g, not %.17g (%.1f digits)", what, got, expected, -log10(error));
}

static void assert_fails(dw_status got, dw_status expected, const dw_error *err, const char *part)
{
    assert_int_equal(got, expected);
    if (!strstr(err->text, part)) fail_msg("'%s' does not say '%s'", err->text, part);
}

/* ---- Intervals ---- */

static void intervals_agree_with_the_references(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(interval_cases); i++) {
        double k = interval_cases[i].k, n = interval_cases[i].n, level = interval_cases[i].level;
        dw_interval wilson, exact;
        char what[64];
        snprintf(what, sizeof what, "%g of %g at level %g", k, n, level);
        assert_int_equal(dw_wilson(k, n, level, &wilson, NULL), DW_OK);
        assert_int_equal(dw_clopper_pearson(k, n, level, &exact, NULL), DW_OK);
        assert_digits(wilson.low, interval_cases[i].wilson[0], 10, what);
        assert_digits(wilson.high, interval_cases[i].wilson[1], 10, what);
        assert_digits(exact.low, interval_cases[i].clopper_pearson[0], 10, what);
        assert_digits(exact.high, interval_cases[i].clopper_pearson[1], 10, what);
        if (k == 0) assert_true(wilson.low == 0 && exact.low == 0);
        if (k == n) assert_true(wilson.high == 1 && exact.high == 1);
    }
}

static void intervals_refuse_bad_input(void **state)
{
    (void)state;
    static const struct {
        double k, n, level;
        const char *part;
    } cases[] = {
        { 0, 0, 0.95, "n (trials) must be a whole number of at least 1, got 0" },
        { 0, -3, 0.95, "n (trials)" },
        { 1, 2.5, 0.95, "n (trials)" },
        { 1, NAN, 0.95, "n (trials)" },
        { 1, INFINITY, 0.95, "n (trials)" },
        { 4, 3, 0.95, "k (successes) must be a whole number in 0..n, got 4 of 3" },
        { -1, 3, 0.95, "k (successes)" },
        { 0.5, 3, 0.95, "k (successes)" },
        { NAN, 3, 0.95, "k (successes)" },
        { 1, 3, 0, "level must be above 0 and below 1, got 0" },
        { 1, 3, 1, "level must be above 0 and below 1, got 1" },
        { 1, 3, 95, "level must be above 0 and below 1, got 95" },
        { 1, 3, NAN, "level must be above 0 and below 1" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        double k = cases[i].k, n = cases[i].n, level = cases[i].level;
        dw_interval out;
        dw_error err;
        assert_fails(dw_wilson(k, n, level, &out, &err), DW_EDOMAIN, &err, cases[i].part);
        assert_fails(dw_clopper_pearson(k, n, level, &out, &err), DW_EDOMAIN, &err, cases[i].part);
        assert_fails(dw_newcombe(k, n, 1, 2, level, &out, &err), DW_EDOMAIN, &err, cases[i].part);
        assert_fails(dw_newcombe(1, 2, k, n, level, &out, &err), DW_EDOMAIN, &err, cases[i].part);
    }
}

/* The share of outcomes whose interval holds p, over all outcomes with their probabilities. */
static double coverage(unsigned n, double p)
{
    double covered = 0;
    for (unsigned k = 0; k <= n; k++) {
        dw_interval interval;
        assert_int_equal(dw_clopper_pearson(k, n, 0.95, &interval, NULL), DW_OK);
        if (interval.low <= p && p <= interval.high) covered += gsl_ran_binomial_pdf(k, p, n);
    }
    return covered;
}

static void clopper_pearson_never_covers_less(void **state)
{
    (void)state;
    static const unsigned sizes[] = { 5, 20, 50 };
    for (size_t i = 0; i < COUNT(sizes); i++)
        for (int j = 1; j < 100; j++) {
            double covered = coverage(sizes[i], j / 100.0);
            if (covered < 0.95 - 1e-12)
                fail_msg("n = %u, p = %g: covered %.6f", sizes[i], j / 100.0, covered);
        }
}

/* Newcombe (1998), table II, cases (a), (b), (c), (d), (f), (h), method 10. */
static void differences_agree_with_newcombe(void **state)
{
    (void)state;
    static const struct {
        double ka, na, kb, nb, low, high;
    } cases[] = { { 56, 70, 48, 80, 0.0524, 0.3339 }, { 9, 10, 3, 10, 0.1705, 0.8090 },
                  { 6, 7, 2, 7, 0.0582, 0.8062 },     { 5, 56, 0, 29, -0.0381, 0.1926 },
                  { 0, 10, 0, 10, -0.2775, 0.2775 },  { 10, 10, 0, 10, 0.6075, 1 } };
    for (size_t i = 0; i < COUNT(cases); i++) {
        dw_interval got;
        assert_int_equal(
            dw_newcombe(cases[i].ka, cases[i].na, cases[i].kb, cases[i].nb, 0.95, &got, NULL),
            DW_OK);
        if (fabs(got.low - cases[i].low) > 6e-5 || fabs(got.high - cases[i].high) > 6e-5)
            fail_msg("case %zu: %.5f..%.5f", i, got.low, got.high);
    }
}

static void intervals_of_means_are_students(void **state)
{
    (void)state;
    dw_error err;
    dw_interval got, exact;
    const double x[] = { 0.2, 0.4, 0.9, 0.5 }; /* mean 0.5, s^2 = 0.26 / 3 */
    double half = gsl_cdf_tdist_Qinv(0.025, 3) * sqrt(0.26 / 3 / 4), sum = 0, squares = 0;
    for (size_t i = 0; i < 4; i++) {
        sum += x[i];
        squares += x[i] * x[i];
    }
    assert_int_equal(dw_mean_interval(sum, squares, 4, 0.95, &got, &err), DW_OK);
    assert_digits(got.low, 0.5 - half, 12, "low");
    assert_digits(got.high, 0.5 + half, 12, "high");
    assert_int_equal(dw_mean_interval(0, 0, 20, 0.95, &got, &err), DW_OK);
    dw_clopper_pearson(0, 20, 0.95, &exact, NULL);
    assert_true(got.low == 0 && got.high == exact.high);
    assert_int_equal(dw_mean_interval(20, 20, 20, 0.95, &got, &err), DW_OK);
    assert_true(got.high == 1 && fabs(got.low + exact.high - 1) < 1e-12);
    for (int seventh = 1; seventh < 7; seventh++) { /* scores all alike, inside: the same bound */
        double x7 = seventh / 7.0;
        assert_int_equal(dw_mean_interval(20 * x7, 20 * x7 * x7, 20, 0.95, &got, &err), DW_OK);
        assert_digits(got.low, x7 - x7 * exact.high, 12, "low of equal scores");
        assert_digits(got.high, x7 + (1 - x7) * exact.high, 12, "high of equal scores");
    }
    assert_int_equal(dw_mean_interval(0.5, 0.25, 1, 0.95, &got, &err), DW_OK);
    assert_true(got.low == 0 && got.high == 1);
    assert_fails(dw_mean_interval(1, 1, 2, 1, &got, &err), DW_EDOMAIN, &err, "level must be");
    assert_fails(dw_mean_interval(0, 0, 0, 0.95, &got, &err), DW_EDOMAIN, &err, "n (trials)");
    assert_fails(dw_mean_interval(NAN, 1, 4, 0.95, &got, &err), DW_EDOMAIN, &err, "sum");
    assert_fails(dw_mean_interval(5, 5, 4, 0.95, &got, &err), DW_EDOMAIN, &err, "sum");
}

static void beta_points_go_back_to_their_tails(void **state)
{
    (void)state;
    static const double shapes[][2] = {
        { 0.5, 20 }, { 3, 2 }, { 2, 30 }, { 1e6, 3 }, { 5e4, 7e4 }
    };
    static const double tails[] = { 1e-12, 0.025, 0.5, 0.9, 0.999 };
    for (size_t i = 0; i < COUNT(shapes); i++)
        for (size_t j = 0; j < COUNT(tails); j++) {
            double a = shapes[i][0], b = shapes[i][1], p = tails[j];
            double low = dw_beta_lower_point(p, a, b), high = dw_beta_upper_point(p, a, b);
            assert_digits(gsl_cdf_beta_P(low, a, b), p, 9, "lower tail");
            /* close to 1 a double holds few digits of 1 - x */
            assert_digits(gsl_cdf_beta_Q(high, a, b), p, 4, "upper tail");
        }
}

/* ---- Samples ---- */

static double *read_column(const char *name, size_t *n)
{
    const char *home = getenv("DUNWU_HOME");
    char path[512], line[64];
    snprintf(path, sizeof path, "%s/tests/data/%s.csv", home ? home : ".", name);
    FILE *stream = fopen(path, "r");
    if (!stream) fail_msg("cannot read %s", path);
    double *x = calloc(6000, sizeof *x);
    *n = 0;
    if (!fgets(line, sizeof line, stream)) fail_msg("%s is empty", path);
    while (*n < 6000 && fgets(line, sizeof line, stream)) x[(*n)++] = strtod(line, NULL);
    fclose(stream);
    return x;
}

/* NIST/ITL Statistical Reference Datasets, univariate summary statistics, with the certified
 * values; https://www.itl.nist.gov/div898/strd/ */
static void means_and_deviations_agree_with_nist(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        size_t n;
        double mean, sd, mean_digits, sd_digits;
    } sets[] = { { "nist_pidigits", 5000, 4.53480000000000, 2.86733906028871, 14, 12 },
                 { "nist_lottery", 218, 518.958715596330, 291.699727470969, 14, 12 },
                 { "nist_mavro", 50, 2.00185600000000, 0.000429123454003053, 14, 12 },
                 { "nist_numacc1", 3, 10000002, 1, 14, 12 },
                 { "nist_numacc3", 1001, 1000000.2, 0.1, 14, 9 } };
    for (size_t i = 0; i < COUNT(sets); i++) {
        size_t n;
        double mean, variance, *x = read_column(sets[i].name, &n);
        assert_int_equal(n, sets[i].n);
        assert_int_equal(dw_mean(x, n, &mean, NULL), DW_OK);
        assert_int_equal(dw_variance(x, n, &variance, NULL), DW_OK);
        assert_digits(mean, sets[i].mean, sets[i].mean_digits, sets[i].name);
        assert_digits(sqrt(variance), sets[i].sd, sets[i].sd_digits, sets[i].name);
        free(x);
    }
}

static void extreme_samples_have_means(void **state)
{
    (void)state;
    double mean, variance;
    assert_int_equal(dw_mean((const double[]){ DBL_MAX, DBL_MAX }, 2, &mean, NULL), DW_OK);
    assert_true(mean == DBL_MAX);
    assert_int_equal(dw_mean((const double[]){ 1e308, -1e308, 3 }, 3, &mean, NULL), DW_OK);
    assert_true(mean == 1);
    assert_int_equal(dw_mean((const double[]){ 1, 1e100, 1, -1e100 }, 4, &mean, NULL), DW_OK);
    assert_true(mean == 0.5);
    assert_int_equal(dw_variance((const double[]){ 7, 7, 7 }, 3, &variance, NULL), DW_OK);
    assert_true(variance == 0);
}

static void samples_refuse_bad_input(void **state)
{
    (void)state;
    dw_error err;
    double out, gaps[] = { 1, NAN, 3, INFINITY };
    assert_fails(dw_mean(NULL, 0, &out, &err), DW_EARG, &err, "the sample is empty");
    assert_fails(dw_mean(gaps, 4, &out, &err), DW_EDOMAIN, &err,
                 "2 of 4 values are not finite, the first (nan) at 2");
    assert_fails(dw_variance(gaps, 1, &out, &err), DW_EARG, &err,
                 "the sample has 1 value; at least 2 are needed");
    assert_fails(dw_variance(gaps, 4, &out, &err), DW_EDOMAIN, &err, "not finite");
    assert_fails(dw_quantile(gaps, 0, 0.5, 7, &out, &err), DW_EARG, &err, "the sample is empty");
    assert_fails(dw_quantile(gaps, 4, 0.5, 7, &out, &err), DW_EDOMAIN, &err, "not finite");
    assert_fails(dw_quantile(gaps, 1, 50, 7, &out, &err), DW_EDOMAIN, &err,
                 "p must be in 0..1, got 50");
    assert_fails(dw_quantile(gaps, 1, -0.1, 7, &out, &err), DW_EDOMAIN, &err, "p must be");
    assert_fails(dw_quantile(gaps, 1, NAN, 7, &out, &err), DW_EDOMAIN, &err, "p must be");
    assert_fails(dw_quantile(gaps, 1, 0.5, 0, &out, &err), DW_EARG, &err, "must be in 1..9, got 0");
    assert_fails(dw_quantile(gaps, 1, 0.5, 10, &out, &err), DW_EARG, &err, "got 10");
}

static void quantiles_agree_with_the_references(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(quantile_cases); i++) {
        size_t n = quantile_cases[i].n;
        double x[12], got;
        memcpy(x, quantile_cases[i].x, sizeof x);
        dw_sort(x, n);
        for (size_t j = 1; j < n; j++) assert_true(x[j - 1] <= x[j]);
        for (int type = 1; type <= 9; type++)
            for (size_t j = 0; j < QUANTILE_POINTS; j++) {
                double p = quantile_points[j];
                char what[64];
                snprintf(what, sizeof what, "case %zu, type %d, p = %g", i + 1, type, p);
                assert_int_equal(dw_quantile(x, n, p, type, &got, NULL), DW_OK);
                assert_digits(got, quantile_cases[i].type[type - 1][j], 13, what);
            }
    }
}

/* ---- Crossings ---- */

static dw_crossing found[8];

/* Crossings of a difference with a band of the given half width, at x = 1, 10, 100, ... */
static size_t cross(const double *difference, double half, size_t n)
{
    double x[8], low[8], high[8];
    size_t count = 99;
    for (size_t i = 0; i < n; i++) {
        x[i] = pow(10, (double)i);
        low[i] = difference[i] - half;
        high[i] = difference[i] + half;
    }
    memset(found, 0, sizeof found);
    assert_int_equal(dw_crossings(x, difference, low, high, n, found, 8, &count, NULL), DW_OK);
    return count;
}

#define CROSS(half, ...)                                                                           \
    cross((const double[]){ __VA_ARGS__ }, half, sizeof(double[]){ __VA_ARGS__ } / sizeof(double))

static void curves_that_do_not_cross(void **state)
{
    (void)state;
    assert_int_equal(CROSS(0.1, 1, 2, 3), 0);
    assert_int_equal(CROSS(0.1, 0, 0, 0), 0); /* identical */
    assert_int_equal(CROSS(0.1, 1, 0, 2), 0); /* touching zero */
    assert_int_equal(CROSS(0.1, -1, 0, 0, -2), 0);
    assert_int_equal(CROSS(0.1, 0, 0, 1), 0); /* starting at zero */
    assert_int_equal(CROSS(0.1, 1, 0), 0);    /* ending at zero */
}

static void one_crossing_has_its_interval(void **state)
{
    (void)state;
    assert_int_equal(CROSS(0.5, -1, -1, 1, 1), 1);
    assert_digits(found[0].at, pow(10, 1.5), 13, "at");
    assert_digits(found[0].low, pow(10, 1.25), 13, "low");
    assert_digits(found[0].high, pow(10, 1.75), 13, "high");
    assert_true(found[0].upward && found[0].bounded);
    assert_int_equal(CROSS(0.5, 1, 1, -1, -1), 1);
    assert_digits(found[0].at, pow(10, 1.5), 13, "at");
    assert_digits(found[0].low, pow(10, 1.25), 13, "low");
    assert_digits(found[0].high, pow(10, 1.75), 13, "high");
    assert_true(!found[0].upward && found[0].bounded);
    assert_int_equal(CROSS(0, -3, 1), 1); /* a band without width */
    assert_digits(found[0].at, pow(10, 0.75), 13, "at");
    assert_digits(found[0].low, found[0].at, 13, "low");
    assert_digits(found[0].high, found[0].at, 13, "high");
}

static void two_crossings_go_up_and_down(void **state)
{
    (void)state;
    assert_int_equal(CROSS(0.5, -1, 1, 1, -1), 2);
    assert_digits(found[0].at, pow(10, 0.5), 13, "first");
    assert_digits(found[1].at, pow(10, 2.5), 13, "second");
    assert_true(found[0].upward && !found[1].upward);
    assert_true(found[0].bounded && found[1].bounded);
    assert_true(found[0].high < found[1].low);
}

static void an_end_outside_the_data_is_not_bounded(void **state)
{
    (void)state;
    assert_int_equal(CROSS(2, -1, -1, 1, 3), 1);
    assert_true(found[0].low == 1 && !found[0].bounded);
    assert_digits(found[0].high, pow(10, 2.5), 13, "high");
    assert_int_equal(CROSS(2, -3, -1, 1, 1), 1);
    assert_true(found[0].high == 1000 && !found[0].bounded);
    assert_digits(found[0].low, pow(10, 0.5), 13, "low");
}

static void zero_on_a_point_is_inside_a_crossing(void **state)
{
    (void)state;
    assert_int_equal(CROSS(0.5, -1, 0, 1), 1);
    assert_digits(found[0].at, 10, 13, "at");
    assert_digits(found[0].low, pow(10, 0.5), 13, "low");
    assert_digits(found[0].high, pow(10, 1.5), 13, "high");
    assert_int_equal(CROSS(0.5, -1, 0, 0, 1), 1); /* a stretch of zeros: its middle */
    assert_digits(found[0].at, pow(10, 1.5), 13, "at");
    assert_int_equal(CROSS(1, -2, -1, 1, 2), 1); /* a band that reaches zero on a point */
    assert_digits(found[0].low, 10, 13, "low");
    assert_digits(found[0].high, 100, 13, "high");
}

static void crossings_refuse_bad_input(void **state)
{
    (void)state;
    const double x[] = { 1, 2, 3 }, same[] = { 1, 1, 2 }, zero[] = { 0, 1, 2 };
    const double y[] = { -1, 1, -1 }, gap[] = { 1, NAN, 1 };
    dw_error err;
    size_t count = 99;
    assert_fails(dw_crossings(x, y, y, y, 1, found, 8, &count, &err), DW_EARG, &err,
                 "at least two sizes, got 1");
    assert_int_equal(count, 0);
    assert_fails(dw_crossings(same, y, y, y, 3, found, 8, &count, &err), DW_EARG, &err, "increase");
    assert_fails(dw_crossings(zero, y, y, y, 3, found, 8, &count, &err), DW_EARG, &err, "above 0");
    assert_fails(dw_crossings(x, gap, y, y, 3, found, 8, &count, &err), DW_EDOMAIN, &err, "nan");
    memset(found, 0, sizeof found);
    assert_int_equal(dw_crossings(x, y, y, y, 3, found, 1, &count, &err), DW_OK);
    assert_true(found[1].at == 0); /* no more than there is room for */
}

int dw_test_stats(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(intervals_agree_with_the_references),
        cmocka_unit_test(intervals_refuse_bad_input),
        cmocka_unit_test(clopper_pearson_never_covers_less),
        cmocka_unit_test(differences_agree_with_newcombe),
        cmocka_unit_test(intervals_of_means_are_students),
        cmocka_unit_test(beta_points_go_back_to_their_tails),
        cmocka_unit_test(means_and_deviations_agree_with_nist),
        cmocka_unit_test(extreme_samples_have_means),
        cmocka_unit_test(samples_refuse_bad_input),
        cmocka_unit_test(quantiles_agree_with_the_references),
        cmocka_unit_test(curves_that_do_not_cross),
        cmocka_unit_test(one_crossing_has_its_interval),
        cmocka_unit_test(two_crossings_go_up_and_down),
        cmocka_unit_test(an_end_outside_the_data_is_not_bounded),
        cmocka_unit_test(zero_on_a_point_is_inside_a_crossing),
        cmocka_unit_test(crossings_refuse_bad_input),
    };
    return cmocka_run_group_tests_name("stats", tests, NULL, NULL) + dw_test_stats_bins();
}
