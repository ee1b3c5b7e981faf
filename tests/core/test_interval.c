/* Intervals of proportions, of their differences, and of means: references and coverage. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <gsl/gsl_randist.h>

#include "../data/intervals.h"
#include "../data/jeffreys.h"
#include "random/stream.h"
#include "stats/interval.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

typedef dw_status (*proportion)(double, double, double, dw_interval *, dw_error *);

static double digits(double got, double wanted)
{
    if (got == wanted) return 15;
    double error = fabs(got - wanted) / (wanted == 0 ? 1 : fabs(wanted));
    return error == error ? fmin(15, fmax(0, -log10(error))) : 0;
}

static double digits_of(dw_interval got, const double *wanted)
{
    return fmin(digits(got.low, wanted[0]), digits(got.high, wanted[1]));
}

static void check(proportion compute, double k, double n, double level, const double *wanted,
                  double *fewest)
{
    dw_interval got;
    assert_int_equal(compute(k, n, level, &got, NULL), DW_OK);
    double reached = digits_of(got, wanted);
    if (reached < 10) fail_msg("%g of %g at %g: %g digits", k, n, level, reached);
    *fewest = fmin(*fewest, reached);
}

static void proportions_agree_with_the_references(void **state)
{
    (void)state;
    double fewest[4] = { 15, 15, 15, 15 };
    for (size_t i = 0; i < COUNT(interval_cases); i++) {
        double k = interval_cases[i].k, n = interval_cases[i].n, level = interval_cases[i].level;
        check(dw_wilson, k, n, level, interval_cases[i].wilson, &fewest[0]);
        check(dw_clopper_pearson, k, n, level, interval_cases[i].clopper_pearson, &fewest[1]);
    }
    for (size_t i = 0; i < COUNT(jeffreys_cases); i++) {
        double k = jeffreys_cases[i].k, n = jeffreys_cases[i].n, level = jeffreys_cases[i].level;
        check(dw_jeffreys, k, n, level, jeffreys_cases[i].ended, &fewest[2]);
        check(dw_jeffreys_raw, k, n, level, jeffreys_cases[i].raw, &fewest[3]);
    }
    printf("# fewest digits: wilson %.1f, clopper_pearson %.1f, jeffreys %.1f, jeffreys_raw %.1f\n",
           fewest[0], fewest[1], fewest[2], fewest[3]);
}

/* Two roads to one number: Agresti and Coull's middle is Wilson's. */
static void agresti_coull_has_wilsons_middle_and_holds_it(void **state)
{
    (void)state;
    for (double n = 5; n < 3000; n *= 3) {
        for (double k = floor(n / 4); k <= n / 2; k++) {
            dw_interval wilson, wide;
            assert_int_equal(dw_wilson(k, n, 0.9, &wilson, NULL), DW_OK);
            assert_int_equal(dw_agresti_coull(k, n, 0.9, &wide, NULL), DW_OK);
            if (wide.low > 0)
                assert_true(fabs(wide.low + wide.high - wilson.low - wilson.high) < 1e-14);
            assert_true(wide.low <= wilson.low && wilson.high <= wide.high);
        }
    }
    dw_interval end;
    assert_int_equal(dw_agresti_coull(0, 3, 0.95, &end, NULL), DW_OK);
    assert_true(end.low == 0 && end.high > 0.5 && end.high < 1);
}

/* ---- coverage, by enumeration of all outcomes ---- */

static void all_intervals(proportion compute, unsigned n, dw_interval *out)
{
    for (unsigned k = 0; k <= n; k++) assert_int_equal(compute(k, n, 0.95, &out[k], NULL), DW_OK);
}

static double coverage(const dw_interval *intervals, unsigned n, double p)
{
    double covered = 0;
    for (unsigned k = 0; k <= n; k++)
        if (intervals[k].low <= p && p <= intervals[k].high)
            covered += gsl_ran_binomial_pdf(k, p, n);
    return covered;
}

/* Coverage jumps at the ends of the intervals alone: its least value is beside one of them. */
static void clopper_pearson_covers_its_level_everywhere(void **state)
{
    (void)state;
    dw_interval all[101];
    double least = 1;
    for (unsigned n = 1; n <= 100; n += n < 30 ? 1 : 7) {
        all_intervals(dw_clopper_pearson, n, all);
        for (unsigned k = 0; k <= n; k++) {
            if (k > 0) least = fmin(least, coverage(all, n, all[k].low * (1 - 1e-13)));
            if (k < n) least = fmin(least, coverage(all, n, all[k].high * (1 + 1e-13)));
        }
        for (int i = 1; i < 500; i++) least = fmin(least, coverage(all, n, i / 500.0));
    }
    printf("# clopper_pearson covers at least %.6f\n", least);
    assert_true(least >= 0.95 - 1e-10);
    assert_true(least < 0.951);
}

/* The mean and the least coverage over p in 0.02..0.98. */
static void cover(proportion compute, unsigned n, double *mean, double *least)
{
    dw_interval all[201];
    all_intervals(compute, n, all);
    *mean = 0;
    *least = 1;
    for (int i = 0; i <= 960; i++) {
        double share = coverage(all, n, 0.02 + i / 1000.0);
        *mean += share / 961;
        *least = fmin(*least, share);
    }
}

/* The bands are Brown, Cai and DasGupta's findings: Wilson and Jeffreys near the level in the mean,
 * with dips; Agresti and Coull above it. */
static void the_others_cover_their_level_in_the_mean(void **state)
{
    static const struct {
        const char *name;
        proportion compute;
        double low, high, least;
    } rows[] = { { "wilson", dw_wilson, 0.94, 0.96, 0.88 },
                 { "jeffreys", dw_jeffreys, 0.94, 0.96, 0.86 },
                 { "agresti_coull", dw_agresti_coull, 0.95, 0.975, 0.92 } };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        double lowest = 1, highest = 0, least = 1;
        for (unsigned n = 20; n <= 200; n += n / 4) {
            double mean, dip;
            cover(rows[i].compute, n, &mean, &dip);
            lowest = fmin(lowest, mean);
            highest = fmax(highest, mean);
            least = fmin(least, dip);
        }
        printf("# %s covers %.4f..%.4f in the mean, at least %.4f\n", rows[i].name, lowest, highest,
               least);
        assert_true(lowest >= rows[i].low && highest <= rows[i].high && least >= rows[i].least);
    }
}

/* ---- differences ---- */

static void newcombe_covers_its_level(void **state)
{
    enum { M = 50, N = 60 };
    (void)state;
    double least = 1, mean = 0;
    dw_interval got;
    for (int i = 0; i < 100; i++) {
        double covered = 0, pa = (i % 10 + 0.5) / 10, pb = (i / 10 * 1.0 + 0.5) / 10;
        for (unsigned a = 0; a <= M; a++)
            for (unsigned b = 0; b <= N; b++) {
                assert_int_equal(dw_newcombe(a, M, b, N, 0.95, &got, NULL), DW_OK);
                if (got.low <= pa - pb && pa - pb <= got.high)
                    covered += gsl_ran_binomial_pdf(a, pa, M) * gsl_ran_binomial_pdf(b, pb, N);
            }
        mean += covered / 100;
        least = fmin(least, covered);
    }
    printf("# newcombe covers %.4f in the mean, at least %.4f\n", mean, least);
    assert_true(mean > 0.945 && mean < 0.965 && least > 0.92);
}

static double paired_coverage(unsigned n, const double *p)
{
    double covered = 0;
    unsigned c[4];
    for (c[0] = 0; c[0] <= n; c[0]++)
        for (c[1] = 0; c[0] + c[1] <= n; c[1]++)
            for (c[2] = 0; c[0] + c[1] + c[2] <= n; c[2]++) {
                c[3] = n - c[0] - c[1] - c[2];
                dw_interval got;
                assert_int_equal(dw_newcombe_paired(c[0], c[1], c[2], c[3], 0.95, &got, NULL),
                                 DW_OK);
                if (got.low <= p[1] - p[2] && p[1] - p[2] <= got.high)
                    covered += gsl_ran_multinomial_pdf(4, p, c);
            }
    return covered;
}

static void paired_differences_cover_their_level(void **state)
{
    static const double shares[][4] = { { 0.4, 0.2, 0.1, 0.3 },
                                        { 0.25, 0.25, 0.25, 0.25 },
                                        { 0.7, 0.1, 0.05, 0.15 },
                                        { 0.1, 0.5, 0.3, 0.1 } };
    (void)state;
    for (size_t i = 0; i < COUNT(shares); i++) {
        double share = paired_coverage(30, shares[i]);
        printf("# newcombe_paired covers %.4f\n", share);
        assert_true(share > 0.93 && share < 0.985);
    }
}

static void paired_differences_know_their_limits(void **state)
{
    (void)state;
    dw_interval got, turned, apart;
    assert_int_equal(dw_newcombe_paired(40, 12, 3, 45, 0.95, &got, NULL), DW_OK);
    assert_int_equal(dw_newcombe_paired(40, 3, 12, 45, 0.95, &turned, NULL), DW_OK);
    assert_true(fabs(got.low + turned.high) < 1e-15 && fabs(got.high + turned.low) < 1e-15);
    /* agreement narrows the interval */
    assert_int_equal(dw_newcombe(52, 100, 43, 100, 0.95, &apart, NULL), DW_OK);
    assert_true(got.high - got.low < 0.7 * (apart.high - apart.low));
    /* without correlation it is the independent one: here phi is cut to 0 */
    assert_int_equal(dw_newcombe_paired(5, 5, 5, 5, 0.95, &got, NULL), DW_OK);
    assert_int_equal(dw_newcombe(10, 20, 10, 20, 0.95, &apart, NULL), DW_OK);
    assert_true(fabs(got.low - apart.low) < 1e-15 && fabs(got.high - apart.high) < 1e-15);
    dw_error err;
    assert_int_equal(dw_newcombe_paired(0, 0, 0, 0, 0.95, &got, &err), DW_EDOMAIN);
    assert_int_equal(dw_newcombe_paired(1, -1, 0, 0, 0.95, &got, &err), DW_EDOMAIN);
    assert_int_equal(dw_newcombe_paired(1, NAN, 0, 0, 0.95, &got, &err), DW_EDOMAIN);
    assert_non_null(strstr(err.text, "counts must be whole"));
}

/* ---- means ---- */

static void means_have_students_interval(void **state)
{
    (void)state;
    static const double x[] = { 1, 2, 3, 4, 5 };
    dw_interval got;
    dw_error err;
    /* 3 -+ 2.776445105198... sqrt(2.5 / 5), the quantile from tables to 12 digits */
    assert_int_equal(dw_t_interval(x, 5, 0.95, &got, NULL), DW_OK);
    double half = 2.7764451051977987 * sqrt(0.5);
    assert_true(digits(got.low, 3 - half) > 11 && digits(got.high, 3 + half) > 11);
    assert_int_equal(dw_t_interval(x, 1, 0.95, &got, &err), DW_EARG);
    assert_int_equal(dw_t_interval(x, 0, 0.95, &got, &err), DW_EARG);
    assert_int_equal(dw_t_interval((double[]){ 7, 7, 7 }, 3, 0.95, &got, &err), DW_EDOMAIN);
    assert_non_null(strstr(err.text, "all 3 values are 7"));
    assert_int_equal(dw_t_interval((double[]){ 7, NAN, 7 }, 3, 0.95, &got, &err), DW_EDOMAIN);
    assert_non_null(strstr(err.text, "1 of 3 values"));
    assert_int_equal(dw_t_interval((double[]){ -1e308, 1e308 }, 2, 0.95, &got, &err), DW_EDOMAIN);
    assert_int_equal(dw_t_interval(x, 5, 1, &got, &err), DW_EDOMAIN);
}

/* 20,000 samples: the share lies within 5.3 standard errors, a false alarm of 1e-7. */
static void students_interval_covers_normal_means(void **state)
{
    (void)state;
    enum { REPEATS = 20000, N = 50 };
    int covered = 0;
    for (int i = 0; i < REPEATS; i++) {
        dw_stream stream = dw_stream_make(11, 0x74746573, (uint64_t)i, 0);
        gsl_rng rng = dw_stream_gsl(&stream);
        double x[N];
        for (int j = 0; j < N; j++) x[j] = 3 + gsl_ran_gaussian_ziggurat(&rng, 2);
        dw_interval got;
        assert_int_equal(dw_t_interval(x, N, 0.95, &got, NULL), DW_OK);
        covered += got.low <= 3 && 3 <= got.high;
    }
    double share = (double)covered / REPEATS, error = sqrt(0.95 * 0.05 / REPEATS);
    printf("# the t interval covers %.4f of normal means, n = 50\n", share);
    assert_true(fabs(share - 0.95) < 5.3 * error);
}

int dw_test_interval(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(proportions_agree_with_the_references),
        cmocka_unit_test(agresti_coull_has_wilsons_middle_and_holds_it),
        cmocka_unit_test(clopper_pearson_covers_its_level_everywhere),
        cmocka_unit_test(the_others_cover_their_level_in_the_mean),
        cmocka_unit_test(newcombe_covers_its_level),
        cmocka_unit_test(paired_differences_cover_their_level),
        cmocka_unit_test(paired_differences_know_their_limits),
        cmocka_unit_test(means_have_students_interval),
        cmocka_unit_test(students_interval_covers_normal_means),
    };
    return cmocka_run_group_tests_name("interval", tests, NULL, NULL);
}
