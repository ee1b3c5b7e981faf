/* Under the null hypothesis p is uniform, or above that; bad input is refused. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <gsl/gsl_randist.h>

#include "random/stream.h"
#include "stats/htest_counts.h"
#include "stats/htest_ks.h"
#include "stats/htest_permutation.h"
#include "stats/htest_rank.h"
#include "stats/htest_t.h"
#include "stats/quantile.h"

enum { REPEATS = 4000, N = 11, M = 14 };

static const dw_question two_sided = { DW_TWO_SIDED, 0.95 };

static dw_sample_of sample(const double *x, size_t n, const char *name)
{
    return (dw_sample_of){ x, n, name };
}

/* One test of random samples for which the null hypothesis holds; its p. */
typedef double (*null_test)(gsl_rng *rng, uint64_t number);

static void fill(gsl_rng *rng, double *x, size_t n, double sd)
{
    for (size_t i = 0; i < n; i++) x[i] = 5 + gsl_ran_gaussian_ziggurat(rng, sd);
}

static double one_mean(gsl_rng *rng, uint64_t number)
{
    double x[N];
    dw_test test;
    (void)number;
    fill(rng, x, N, 2);
    assert_int_equal(dw_t_one(sample(x, N, "x"), 5, two_sided, &test, NULL), DW_OK);
    return test.p;
}

static double two_means(gsl_rng *rng, uint64_t number)
{
    double x[N], y[M];
    dw_test test;
    (void)number;
    fill(rng, x, N, 2);
    fill(rng, y, M, 2);
    assert_int_equal(dw_t_two(sample(x, N, "x"), sample(y, M, "y"), 0, two_sided, &test, NULL),
                     DW_OK);
    return test.p;
}

static double one_distribution(gsl_rng *rng, uint64_t number)
{
    double x[N];
    dw_test test;
    (void)number;
    for (int i = 0; i < N; i++) x[i] = gsl_rng_uniform(rng);
    dw_sort(x, N);
    assert_int_equal(dw_ks_one(sample(x, N, "cdf"), DW_TWO_SIDED, &test, NULL), DW_OK);
    return test.p;
}

static double unequal_means(gsl_rng *rng, uint64_t number)
{
    double x[N], y[M];
    dw_test test;
    (void)number;
    fill(rng, x, N, 1);
    fill(rng, y, M, 4);
    assert_int_equal(dw_welch(sample(x, N, "x"), sample(y, M, "y"), 0, two_sided, &test, NULL),
                     DW_OK);
    return test.p;
}

static double ranks(gsl_rng *rng, uint64_t number)
{
    double x[N], y[M];
    dw_test test;
    (void)number;
    fill(rng, x, N, 1);
    fill(rng, y, M, 1);
    assert_int_equal(dw_mann_whitney(sample(x, N, "x"), sample(y, M, "y"), DW_RANK_AUTO, two_sided,
                                     NULL, &test, NULL),
                     DW_OK);
    return test.p;
}

/* Many ties: exact, given them. */
static double tied_ranks(gsl_rng *rng, uint64_t number)
{
    double x[N], y[M];
    dw_test test;
    (void)number;
    for (int i = 0; i < N; i++) x[i] = floor(4 * gsl_rng_uniform(rng));
    for (int i = 0; i < M; i++) y[i] = floor(4 * gsl_rng_uniform(rng));
    assert_int_equal(dw_mann_whitney(sample(x, N, "x"), sample(y, M, "y"), DW_RANK_EXACT, two_sided,
                                     NULL, &test, NULL),
                     DW_OK);
    return test.p;
}

static double signed_ranks(gsl_rng *rng, uint64_t number)
{
    double x[M];
    dw_test test;
    (void)number;
    fill(rng, x, M, 3);
    assert_int_equal(
        dw_wilcoxon(sample(x, M, "x"), 5, false, DW_RANK_AUTO, two_sided, NULL, &test, NULL),
        DW_OK);
    return test.p;
}

static double two_distributions(gsl_rng *rng, uint64_t number)
{
    double x[N], y[M];
    dw_ks_test ks;
    (void)number;
    for (int i = 0; i < N; i++) x[i] = floor(9 * gsl_rng_uniform(rng));
    for (int i = 0; i < M; i++) y[i] = floor(9 * gsl_rng_uniform(rng));
    assert_int_equal(
        dw_ks_two(sample(x, N, "x"), sample(y, M, "y"), DW_KS_EXACT, DW_TWO_SIDED, NULL, &ks, NULL),
        DW_OK);
    return ks.p_conditional;
}

static double dealings(gsl_rng *rng, uint64_t number)
{
    double x[N], y[M], count;
    dw_test test;
    dw_permutation_options options = { .resamples = 199,
                                       .seed = number,
                                       .question = { DW_TWO_SIDED, 0.95 },
                                       .statistic = dw_difference_of_means };
    fill(rng, x, N, 1);
    fill(rng, y, M, 1);
    assert_int_equal(
        dw_permutation_test(sample(x, N, "x"), sample(y, M, "y"), &options, &count, &test, NULL),
        DW_OK);
    assert_true(count == 199 && test.low <= test.p && test.p <= test.high + 0.02);
    return test.p;
}

static double shares(gsl_rng *rng, uint64_t number)
{
    dw_test test;
    (void)number;
    double k = gsl_ran_binomial(rng, 0.3, 60);
    assert_int_equal(dw_binomial_test(k, 60, 0.3, two_sided, &test, NULL), DW_OK);
    return test.p;
}

static double tables(gsl_rng *rng, uint64_t number)
{
    dw_test test;
    (void)number;
    double a = gsl_ran_binomial(rng, 0.4, 30), b = gsl_ran_binomial(rng, 0.4, 40);
    double table[] = { a, 30 - a, b, 40 - b };
    assert_int_equal(dw_fisher(table, two_sided, &test, NULL), DW_OK);
    return test.p;
}

static void draw_p(null_test test, uint64_t cell, double *p)
{
    for (uint64_t i = 0; i < REPEATS; i++) {
        dw_stream stream = dw_stream_make(5, 0x6e756c6c, cell, i);
        gsl_rng rng = dw_stream_gsl(&stream);
        p[i] = test(&rng, i);
    }
    dw_sort(p, REPEATS);
}

static void continuous_tests_give_uniform_p(void **state)
{
    static const null_test tests[] = { one_mean, two_means, one_distribution };
    (void)state;
    double p[REPEATS];
    for (size_t i = 0; i < 3; i++) {
        dw_test uniform;
        draw_p(tests[i], i, p);
        assert_int_equal(dw_ks_one(sample(p, REPEATS, "p"), DW_TWO_SIDED, &uniform, NULL), DW_OK);
        printf("# test %zu: D = %.4f, p = %.3g\n", i, uniform.statistic, uniform.p);
        assert_true(uniform.p > 1e-6);
    }
}

/* 8 tests and 3 levels, each side below 1e-8. */
static void discrete_tests_raise_no_more_alarms_than_their_level(void **state)
{
    static const null_test tests[] = { ranks,    tied_ranks, signed_ranks, two_distributions,
                                       dealings, shares,     tables };
    static const char *const names[] = { "Mann-Whitney", "with ties", "Wilcoxon", "KS, ties",
                                         "permutation",  "binomial",  "Fisher" };
    static const double levels[] = { 0.02, 0.05, 0.2 };
    (void)state;
    double p[REPEATS];
    for (size_t i = 0; i < 7; i++) {
        draw_p(tests[i], 100 + i, p);
        for (int k = 0; k < 3; k++) {
            double hits = 0;
            while (hits < REPEATS && p[(size_t)hits] <= levels[k]) hits++;
            printf("# %s: p <= %g in %.4f\n", names[i], levels[k], hits / REPEATS);
            assert_true(dw_binomial_upper(hits, REPEATS, levels[k]) > 1e-8);
            /* and not idle: no discrete null here is so coarse */
            assert_true(dw_binomial_lower(hits, REPEATS, levels[k] / 4) > 1e-8);
        }
    }
}

/* Welch's p is nearly uniform; the band holds its bias and 5.5 standard errors. */
static void welch_keeps_its_level_with_unequal_variances(void **state)
{
    (void)state;
    double p[REPEATS], hits = 0;
    draw_p(unequal_means, 50, p);
    for (int i = 0; i < REPEATS; i++) hits += p[i] <= 0.05;
    printf("# Welch: p <= 0.05 in %.4f\n", hits / REPEATS);
    assert_true(fabs(hits / REPEATS - 0.05) < 0.004 + 5.5 * sqrt(0.05 * 0.95 / REPEATS));
}

/* ---- bits and errors ---- */

static void dealings_do_not_depend_on_threads(void **state)
{
    (void)state;
    static const double x[] = { 1, 4, 2, 8, 5, 7, 1.5 }, y[] = { 3, 1, 4, 1, 5, 9, 2 };
    double p[3], count;
    int threads[] = { 1, 2, 7 };
    for (dw_dealing dealing = DW_DEAL_SAMPLES; dealing <= DW_DEAL_ORDER; dealing++) {
        for (int i = 0; i < 3; i++) {
            dw_env env = { .threads = threads[i] };
            dw_permutation_options options = { .dealing = dealing,
                                               .resamples = 99,
                                               .seed = 3,
                                               .threads = true,
                                               .question = { DW_TWO_SIDED, 0.95 },
                                               .statistic = dw_correlation_of_pairs,
                                               .env = &env };
            dw_test test;
            assert_int_equal(dw_permutation_test(sample(x, 7, "x"), sample(y, 7, "y"), &options,
                                                 &count, &test, NULL),
                             DW_OK);
            p[i] = test.p;
        }
        assert_true(p[0] == p[1] && p[1] == p[2]);
    }
}

static bool stops(void *context)
{
    (void)context;
    return true;
}

static void long_tests_can_be_stopped(void **state)
{
    (void)state;
    static double x[400], y[300];
    for (int i = 0; i < 400; i++) x[i] = i * 1.01;
    for (int i = 0; i < 300; i++) y[i] = i + 0.5;
    dw_env env = { .stop = stops };
    dw_ks_test ks;
    dw_test test;
    assert_int_equal(dw_ks_two(sample(x, 400, "x"), sample(y, 300, "y"), DW_KS_AUTO, DW_TWO_SIDED,
                               &env, &ks, NULL),
                     DW_ESTOP);
    assert_int_equal(
        dw_wilcoxon(sample(x, 40, "x"), 3, false, DW_RANK_AUTO, two_sided, &env, &test, NULL),
        DW_ESTOP);
}

static void too_much_to_count_is_said(void **state)
{
    (void)state;
    static double x[1200];
    for (int i = 0; i < 1200; i++) x[i] = i;
    dw_error err;
    dw_test test;
    assert_int_equal(dw_mann_whitney(sample(x, 600, "x"), sample(x + 600, 600, "y"), DW_RANK_EXACT,
                                     two_sided, NULL, &test, &err),
                     DW_EARG);
    assert_non_null(strstr(err.text, "exact counting takes at most 1000 values, got 1200"));
    double huge[] = { 1e9, 1e9, 1e9, 1e9 };
    assert_int_equal(dw_fisher(huge, two_sided, &test, &err), DW_EARG);
    assert_non_null(strstr(err.text, "too many to count; take chi_square"));
    assert_int_equal(dw_chi_square_table(huge, 2, 2, false, 0.95, &test, &err), DW_OK);
    assert_true(test.p == 1);
    assert_int_equal(dw_binomial_test(5e14, 1e15, 0.5, two_sided, &test, &err), DW_OK);
    assert_true(test.p == 1);
    assert_int_equal(dw_binomial_test(5e14 + 31622777, 1e15, 0.5, two_sided, &test, &err), DW_OK);
    assert_true(fabs(test.p - 0.0455) < 1e-4); /* two standard deviations */
}

int dw_test_htest_null(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(continuous_tests_give_uniform_p),
        cmocka_unit_test(discrete_tests_raise_no_more_alarms_than_their_level),
        cmocka_unit_test(welch_keeps_its_level_with_unequal_variances),
        cmocka_unit_test(dealings_do_not_depend_on_threads),
        cmocka_unit_test(long_tests_can_be_stopped),
        cmocka_unit_test(too_much_to_count_is_said),
    };
    return cmocka_run_group_tests_name("htest null", tests, NULL, NULL);
}
