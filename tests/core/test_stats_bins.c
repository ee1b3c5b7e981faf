/* Kernel densities and the bins of reliability diagrams. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "stats/density.h"
#include "stats/reliability.h"

int dw_test_stats_bins(void);

static void assert_near(double got, double expected, double tolerance)
{
    if (!(fabs(got - expected) <= tolerance)) fail_msg("%.17g, not %.17g", got, expected);
}

/* ---- Densities ---- */

static void bandwidths_follow_their_rules(void **state)
{
    (void)state;
    const double ten[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 };
    double h;
    /* sd = sqrt(55 / 6) = 3.0277 is below IQR / 1.34 = 4.5 / 1.34. */
    assert_int_equal(dw_bandwidth(ten, 10, DW_BANDWIDTH_SILVERMAN, &h, NULL), DW_OK);
    assert_near(h, 0.9 * sqrt(55 / 6.0) * pow(10, -0.2), 1e-14);
    assert_int_equal(dw_bandwidth(ten, 10, DW_BANDWIDTH_SCOTT, &h, NULL), DW_OK);
    assert_near(h, 1.06 * sqrt(55 / 6.0) * pow(10, -0.2), 1e-14);
    const double tailed[] = { 0, 1, 2, 3, 100 }; /* IQR = 2 */
    assert_int_equal(dw_bandwidth(tailed, 5, DW_BANDWIDTH_SILVERMAN, &h, NULL), DW_OK);
    assert_near(h, 0.9 * 2 / 1.34 * pow(5, -0.2), 1e-14);
    const double steep[] = { 5, 5, 5, 5, 6 }; /* no IQR: the standard deviation */
    assert_int_equal(dw_bandwidth(steep, 5, DW_BANDWIDTH_SILVERMAN, &h, NULL), DW_OK);
    assert_near(h, 0.9 * sqrt(0.2) * pow(5, -0.2), 1e-14);
    const double huge[] = { -1e300, 0, 1e300 }, tiny[] = { 1e-300, 2e-300, 3e-300 };
    assert_int_equal(dw_bandwidth(huge, 3, DW_BANDWIDTH_SILVERMAN, &h, NULL), DW_OK);
    assert_near(h / 1e300, 0.9 / 1.34 * pow(3, -0.2), 1e-14);
    assert_int_equal(dw_bandwidth(tiny, 3, DW_BANDWIDTH_SILVERMAN, &h, NULL), DW_OK);
    assert_near(h / 1e-300, 0.9 / 1.34 * pow(3, -0.2), 1e-14);
}

static void densities_are_the_sum_of_their_kernels(void **state)
{
    (void)state;
    enum { N = 60, M = 41 };
    double x[N], at[M], out[M];
    for (int i = 0; i < N; i++) x[i] = i * i / 100.0;
    for (int i = 0; i < M; i++) at[i] = 40 - 1.5 * i;
    assert_int_equal(dw_density(x, N, 0.7, at, M, out, NULL), DW_OK);
    for (int i = 0; i < M; i++) {
        double sum = 0;
        for (int j = 0; j < N; j++) sum += exp(-pow((at[i] - x[j]) / 0.7, 2) / 2);
        assert_near(out[i], sum / (N * 0.7 * sqrt(2 * acos(-1.0))), 1e-15);
    }
    const double one = 3, here = 3;
    assert_int_equal(dw_density(&one, 1, 2, &here, 1, out, NULL), DW_OK);
    assert_near(out[0], 0.19947114020071635, 1e-16); /* normal(0) / 2 */
}

static void a_density_has_area_one(void **state)
{
    (void)state;
    enum { M = 2000 };
    const double x[] = { -2, 0, 0.5, 7 };
    double at[M], out[M], area = 0, h;
    assert_int_equal(dw_bandwidth(x, 4, DW_BANDWIDTH_SILVERMAN, &h, NULL), DW_OK);
    for (int i = 0; i < M; i++) at[i] = -30 + 70.0 * i / M;
    assert_int_equal(dw_density(x, 4, h, at, M, out, NULL), DW_OK);
    for (int i = 0; i < M; i++) area += out[i] * 70 / M;
    assert_near(area, 1, 1e-9);
}

static void densities_refuse_with_a_sentence(void **state)
{
    (void)state;
    const double same[] = { 2, 2 }, falling[] = { 2, 1 }, gap[] = { 1, NAN };
    double out[2];
    dw_error err;
    assert_int_equal(dw_bandwidth(same, 2, DW_BANDWIDTH_SCOTT, out, &err), DW_EDOMAIN);
    assert_string_equal(err.text, "all 2 values are equal: they have no density");
    assert_int_equal(dw_bandwidth(same, 1, DW_BANDWIDTH_SCOTT, out, &err), DW_EARG);
    assert_int_equal(dw_bandwidth(falling, 2, DW_BANDWIDTH_SCOTT, out, &err), DW_EARG);
    assert_int_equal(dw_bandwidth(gap, 2, DW_BANDWIDTH_SCOTT, out, &err), DW_EDOMAIN);
    assert_int_equal(dw_density(same, 0, 1, same, 1, out, &err), DW_EARG);
    assert_int_equal(dw_density(same, 2, 0, same, 1, out, &err), DW_EDOMAIN);
    assert_string_equal(err.text, "the bandwidth must be above 0, got 0");
    assert_int_equal(dw_density(same, 2, NAN, same, 1, out, &err), DW_EDOMAIN);
    assert_int_equal(dw_density(same, 2, 1, gap, 2, out, &err), DW_EDOMAIN);
    assert_int_equal(dw_density(falling, 2, 1, same, 1, out, &err), DW_EARG);
}

/* ---- Reliability ---- */

static void bins_hold_their_upper_edge(void **state)
{
    (void)state;
    const double confidence[] = { 0, 0.1, 0.1000001, 0.3, 0.7, 0.9, 1 };
    const double correct[] = { 0, 1, 1, 0, 1, 1, 0 };
    dw_reliability r;
    assert_int_equal(dw_reliability_measure(confidence, correct, 7, 10, DW_BINNING_WIDTH, &r, NULL),
                     DW_OK);
    const double counts[] = { 2, 1, 1, 0, 0, 0, 1, 0, 1, 1 };
    assert_memory_equal(r.count, counts, sizeof counts);
    assert_near(r.confidence[0], 0.05, 1e-16);
    assert_near(r.accuracy[0], 0.5, 0);
    assert_true(isnan(r.accuracy[3]) && isnan(r.confidence[3]) && isnan(r.low[3]));
    /* 2 * 0.45 + 0.8999999 + 0.3 + 0.3 + 0.1 + 1, of 7 answers */
    assert_near(r.ece, 3.4999999 / 7, 1e-15);
    dw_reliability_free(&r);
}

static void bins_of_one_mass(void **state)
{
    (void)state;
    const double spread[] = { 0.9, 0.2, 0.4, 0.6, 0.5, 0.8 }, correct[] = { 1, 0, 0, 1, 0, 1 };
    dw_reliability r;
    assert_int_equal(dw_reliability_measure(spread, correct, 6, 3, DW_BINNING_MASS, &r, NULL),
                     DW_OK);
    assert_int_equal(r.bins, 3);
    assert_true(r.edges[0] == 0 && r.edges[1] == 0.4 && r.edges[2] == 0.6 && r.edges[3] == 1);
    assert_true(r.count[0] == 2 && r.count[1] == 2 && r.count[2] == 2);
    assert_near(r.ece, (0.6 + 0.1 + 0.3) / 6, 1e-15);
    dw_reliability_free(&r);
    const double equal[] = { 0.5, 0.5, 0.5, 0.5, 0.5, 0.5 };
    assert_int_equal(dw_reliability_measure(equal, correct, 6, 3, DW_BINNING_MASS, &r, NULL),
                     DW_OK);
    assert_true(r.bins == 1 && r.count[0] == 6 && r.ece == 0);
    dw_reliability_free(&r);
    const double zeros[] = { 0, 0, 0, 0, 0, 1 };
    assert_int_equal(dw_reliability_measure(zeros, correct, 6, 2, DW_BINNING_MASS, &r, NULL),
                     DW_OK);
    double all = 0;
    for (size_t b = 0; b < r.bins; b++) all += r.count[b];
    assert_true(all == 6);
    dw_reliability_free(&r);
}

static void binned_answers_give_the_same(void **state)
{
    (void)state;
    const double confidence[] = { 0.05, 0.2, 0.45, 0.95 }, correct[] = { 0, 1, 1, 1 };
    dw_reliability raw, binned;
    assert_int_equal(
        dw_reliability_measure(confidence, correct, 4, 5, DW_BINNING_WIDTH, &raw, NULL), DW_OK);
    assert_int_equal(
        dw_reliability_binned(raw.confidence, raw.accuracy, raw.count, raw.bins, &binned, NULL),
        DW_OK);
    assert_int_equal(binned.bins, 3); /* without the empty ones */
    assert_near(binned.ece, raw.ece, 1e-15);
    assert_near(binned.low[0], raw.low[0], 0);
    assert_near(binned.edges[1], (0.125 + 0.45) / 2, 1e-15);
    dw_reliability_free(&raw);
    dw_reliability_free(&binned);
}

static void reliability_refuses_with_a_sentence(void **state)
{
    (void)state;
    const double c[] = { 0.2, 1.5 }, yes[] = { 1, 1 }, half[] = { 0.5, 1 }, falls[] = { 0.9, 0.2 };
    const double counts[] = { 3, 4 }, part[] = { 0.5, 1 }, none[] = { 0, 0 }, gap[] = { NAN, 1 };
    dw_reliability r;
    dw_error err;
    assert_int_equal(dw_reliability_measure(c, yes, 0, 5, DW_BINNING_WIDTH, &r, &err), DW_EARG);
    assert_string_equal(err.text, "there are no answers");
    assert_int_equal(dw_reliability_measure(c, yes, 2, 5, DW_BINNING_WIDTH, &r, &err), DW_EDOMAIN);
    assert_string_equal(err.text, "confidence 2 must be in 0..1, got 1.5");
    assert_int_equal(dw_reliability_measure(gap, yes, 2, 5, DW_BINNING_MASS, &r, &err), DW_EDOMAIN);
    assert_int_equal(dw_reliability_measure(c, half, 1, 5, DW_BINNING_WIDTH, &r, &err), DW_EDOMAIN);
    assert_string_equal(err.text, "answer 1 must be 0 (wrong) or 1 (right), got 0.5");
    assert_int_equal(dw_reliability_measure(c, yes, 1, 0, DW_BINNING_WIDTH, &r, &err), DW_EDOMAIN);
    assert_int_equal(dw_reliability_measure(c, yes, 1, 1001, DW_BINNING_MASS, &r, &err),
                     DW_EDOMAIN);
    assert_int_equal(dw_reliability_binned(falls, yes, counts, 2, &r, &err), DW_EDOMAIN);
    assert_string_equal(err.text, "the confidences of bins must rise, got 0.9 and then 0.2");
    assert_int_equal(dw_reliability_binned(c, yes, part, 2, &r, &err), DW_EDOMAIN);
    assert_int_equal(dw_reliability_binned(c, yes, none, 2, &r, &err), DW_EARG);
    assert_int_equal(dw_reliability_binned(c, yes, counts, 2, &r, &err), DW_EDOMAIN);
    assert_int_equal(dw_reliability_binned(c, yes, counts, 0, &r, &err), DW_EDOMAIN);
    assert_null(r.edges);
}

int dw_test_stats_bins(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bandwidths_follow_their_rules),
        cmocka_unit_test(densities_are_the_sum_of_their_kernels),
        cmocka_unit_test(a_density_has_area_one),
        cmocka_unit_test(densities_refuse_with_a_sentence),
        cmocka_unit_test(bins_hold_their_upper_edge),
        cmocka_unit_test(bins_of_one_mass),
        cmocka_unit_test(binned_answers_give_the_same),
        cmocka_unit_test(reliability_refuses_with_a_sentence),
    };
    return cmocka_run_group_tests_name("stats bins", tests, NULL, NULL);
}
