/* Rules of binning and scores of confidences. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "random/stream.h"
#include "stats/calibration.h"
#include "stats/statistic.h"

int dw_test_calibration(void);

static void assert_near(double got, double expected, double tolerance)
{
    if (!(fabs(got - expected) <= tolerance)) fail_msg("%.17g, not %.17g", got, expected);
}

static void assert_bins(const double *c, size_t n, dw_binning_rule rule, const uint32_t *wanted)
{
    dw_bins bins;
    assert_int_equal(dw_bins_make(&bins, c, n, &rule, NULL), DW_OK);
    for (size_t i = 0; i < n; i++)
        if (bins.of[i] != wanted[i]) fail_msg("answer %zu: %u, not %u", i, bins.of[i], wanted[i]);
    for (size_t b = 0; b < bins.bins; b++) assert_true(bins.edges[b] <= bins.edges[b + 1]);
    dw_bins_free(&bins);
}

static void answers_on_an_edge_go_to_one_side(void **state)
{
    (void)state;
    const double c[] = { 0, 0.3, 0.30000000000000004, 0.29999999999999993, 1, 0.9, 5e-324 };
    const uint32_t right[] = { 0, 2, 3, 2, 9, 8, 0 }, left[] = { 0, 3, 3, 2, 9, 9, 0 };
    assert_bins(c, 7, (dw_binning_rule){ .bins = 10 }, right);
    assert_bins(c, 7, (dw_binning_rule){ .bins = 10, .left = true }, left);
}

static void runs_by_rank_split_ties_in_order(void **state)
{
    (void)state;
    const double c[] = { 0.5, 0.9, 0.5, 0.5, 0.1, 0.5, 0.5 };
    const uint32_t rank[] = { 0, 2, 0, 1, 0, 1, 2 }, few[] = { 1, 6, 2, 3, 0, 4, 5 };
    assert_bins(c, 7, (dw_binning_rule){ DW_BINNING_RANK, 3, false }, rank);
    assert_bins(c, 7, (dw_binning_rule){ DW_BINNING_RANK, 9, false }, few);
    const uint32_t distinct[] = { 1, 2, 1, 1, 0, 1, 1 };
    assert_bins(c, 7, (dw_binning_rule){ DW_BINNING_DISTINCT, 0, false }, distinct);
}

static void quantile_edges_that_are_values_are_exact(void **state)
{
    (void)state;
    double c[11];
    uint32_t right[11], left[11];
    for (int i = 0; i < 11; i++) { /* edge b of 5 is value 2 b */
        c[i] = 0.1 + 0.07 * i;
        right[i] = (uint32_t)(i == 0 ? 0 : (i - 1) / 2);
        left[i] = (uint32_t)(i == 10 ? 4 : i / 2);
    }
    assert_bins(c, 11, (dw_binning_rule){ DW_BINNING_QUANTILE, 5, false }, right);
    assert_bins(c, 11, (dw_binning_rule){ DW_BINNING_QUANTILE, 5, true }, left);
    const double same[] = { 0.4, 0.4, 0.4 };
    const uint32_t first[] = { 0, 0, 0 }, last[] = { 3, 3, 3 };
    assert_bins(same, 3, (dw_binning_rule){ DW_BINNING_QUANTILE, 4, false }, first);
    assert_bins(same, 3, (dw_binning_rule){ DW_BINNING_QUANTILE, 4, true }, last);
}

static void runs_and_masses_agree_without_ties(void **state)
{
    (void)state;
    enum { N = 997 };
    double c[N], y[N];
    dw_stream stream = dw_stream_make(3, 1, 2, 3);
    for (int i = 0; i < N; i++) {
        c[i] = dw_stream_uniform(&stream);
        y[i] = dw_stream_uniform(&stream) < c[i] * c[i];
    }
    dw_reliability a, b;
    assert_int_equal(dw_reliability_measure(c, y, N, 15, DW_BINNING_RANK, &a, NULL), DW_OK);
    assert_int_equal(dw_reliability_measure(c, y, N, 15, DW_BINNING_MASS, &b, NULL), DW_OK);
    assert_int_equal(a.bins, b.bins);
    assert_memory_equal(a.count, b.count, 15 * sizeof *a.count);
    assert_true(a.ece == b.ece && a.ace == b.ace && a.mce == b.mce);
    dw_reliability_free(&a);
    dw_reliability_free(&b);
}

/* A gap of 1e-9 in a bin of 10^6 answers, all but lost in sums of 5 * 10^5. */
static void a_small_gap_keeps_its_digits(void **state)
{
    (void)state;
    enum { N = 1000000 };
    static double c[N], y[N];
    const double off = 0x1p-30;
    for (int i = 0; i < N; i++) {
        c[i] = 0.5 + off;
        y[i] = i % 2;
    }
    dw_reliability r;
    assert_int_equal(dw_reliability_measure(c, y, N, 1, DW_BINNING_WIDTH, &r, NULL), DW_OK);
    assert_near(r.ece / off, 1, 1e-15);
    dw_reliability_free(&r);
}

static void auroc_counts_pairs(void **state)
{
    (void)state;
    enum { N = 60 };
    double c[N], y[N], above = 0, pairs = 0, got;
    for (int i = 0; i < N; i++) {
        c[i] = (i * 37 % 11) / 10.0;
        y[i] = i * 13 % 7 < 3;
    }
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) {
            if (y[i] != 1 || y[j] != 0) continue;
            above += c[i] > c[j] ? 1 : c[i] == c[j] ? 0.5 : 0;
            pairs++;
        }
    assert_int_equal(dw_auroc(c, y, N, &got, NULL), DW_OK);
    assert_near(got, above / pairs, 1e-15);
}

/* Every named statistic of answers, over rows, is the score of those rows. */
static void named_statistics_are_the_scores(void **state)
{
    (void)state;
    enum { N = 40 };
    static const char *const names[] = { "ece",        "ace",       "mce",
                                         "brier",      "log_loss",  "reliability",
                                         "resolution", "sharpness", "auroc" };
    double c[N], y[N], wanted[9], replicate[20];
    for (int i = 0; i < N; i++) {
        c[i] = (i * 7 % N) / (N - 1.0);
        y[i] = i % 3 == 0;
    }
    const dw_binning_rule rule = { DW_BINNING_WIDTH, 6, true };
    dw_reliability r;
    dw_murphy m;
    assert_int_equal(dw_reliability_by(c, y, N, &rule, &r, NULL), DW_OK);
    assert_int_equal(dw_murphy_parts(c, y, N, &rule, &m, NULL), DW_OK);
    wanted[0] = r.ece, wanted[1] = r.ace, wanted[2] = r.mce, wanted[3] = m.brier;
    wanted[5] = m.reliability, wanted[6] = m.resolution;
    assert_int_equal(dw_log_loss(c, y, N, 0.01, &wanted[4], NULL), DW_OK);
    assert_int_equal(dw_sharpness(c, N, &wanted[7], NULL), DW_OK);
    assert_int_equal(dw_auroc(c, y, N, &wanted[8], NULL), DW_OK);
    dw_reliability_free(&r);
    const size_t ends[] = { 0, N };
    const dw_rows rows = { .column = { c, y }, .columns = 2, .strata = { ends, 1 } };
    const dw_statistic_options options = { .bins = 6, .left = true, .clip = 0.01 };
    for (int k = 0; k < 9; k++) {
        dw_ready ready;
        dw_bootstrap_result result;
        const dw_bootstrap_plan plan = { .strata = rows.strata,
                                         .resamples = 20,
                                         .seed = 1,
                                         .level = 0.9,
                                         .method = DW_BOOTSTRAP_BASIC };
        assert_int_equal(dw_ready_make(&ready, names[k], &rows, &options, NULL), DW_OK);
        assert_int_equal(dw_bootstrap(&ready.statistic, &plan, replicate, &result, NULL), DW_OK);
        assert_near(result.estimate, wanted[k], 1e-14);
        dw_ready_free(&ready);
    }
}

static void scores_refuse_with_a_sentence(void **state)
{
    (void)state;
    const double c[] = { 0.2, 1.5, NAN, -1 }, y[] = { 1, 0, 2, 0.5 }, fine[] = { 0.5, 0.5, 0.5, 0 };
    double out;
    dw_error err;
    dw_murphy m;
    const dw_binning_rule none = { DW_BINNING_WIDTH, 0, false };
    assert_int_equal(dw_brier(c, fine, 0, &out, &err), DW_EARG);
    assert_string_equal(err.text, "there are no answers");
    assert_int_equal(dw_brier(c, y, 4, &out, &err), DW_EDOMAIN);
    assert_string_equal(err.text,
                        "confidence 2 must be in 0..1, got 1.5 (3 of 4 confidences are not)");
    assert_int_equal(dw_auroc(fine, y, 4, &out, &err), DW_EDOMAIN);
    assert_string_equal(err.text, "answer 3 must be 0 (wrong) or 1 (right), got 2 (2 of 4 answers "
                                  "are neither)");
    assert_int_equal(dw_log_loss(fine, y, 2, 0.5, &out, &err), DW_EDOMAIN);
    assert_int_equal(dw_log_loss(fine, y, 2, NAN, &out, &err), DW_EDOMAIN);
    assert_int_equal(dw_sharpness(c, 4, &out, &err), DW_EDOMAIN);
    assert_int_equal(dw_sharpness(c, 0, &out, &err), DW_EARG);
    assert_int_equal(dw_murphy_parts(fine, y, 2, &none, &m, &err), DW_EDOMAIN);
    assert_string_equal(err.text, "bins must be in 1..1000, got 0");
}

int dw_test_calibration(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_on_an_edge_go_to_one_side),
        cmocka_unit_test(runs_by_rank_split_ties_in_order),
        cmocka_unit_test(quantile_edges_that_are_values_are_exact),
        cmocka_unit_test(runs_and_masses_agree_without_ties),
        cmocka_unit_test(a_small_gap_keeps_its_digits),
        cmocka_unit_test(auroc_counts_pairs),
        cmocka_unit_test(named_statistics_are_the_scores),
        cmocka_unit_test(scores_refuse_with_a_sentence),
    };
    return cmocka_run_group_tests_name("calibration", tests, NULL, NULL);
}
