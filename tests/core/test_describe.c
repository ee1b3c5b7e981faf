#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>

#include "stats/correlation.h"
#include "stats/edges.h"
#include "stats/information.h"
#include "stats/location.h"
#include "stats/moment.h"
#include "stats/order.h"
#include "stats/rank.h"
#include "stats/summary.h"
#include "stats/weighted.h"

int dw_test_describe(void);

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void assert_near(double got, double wanted, double tolerance)
{
    if (fabs(got - wanted) <= tolerance * fmax(1, fabs(wanted))) return;
    fail_msg("%.17g, not %.17g", got, wanted);
}

static void assert_fails(dw_status got, dw_status wanted, const dw_error *err, const char *part)
{
    assert_int_equal(got, wanted);
    if (!strstr(err->text, part)) fail_msg("'%s' does not say '%s'", err->text, part);
}

/* Whole numbers 0..most-1 that look random. */
static void fill(double *x, size_t n, unsigned most, uint64_t seed)
{
    uint64_t state = seed * 2654435761u + 1;
    for (size_t i = 0; i < n; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        x[i] = (double)((state >> 33) % most);
    }
}

static void ranks_share_ties(void **state)
{
    (void)state;
    double ranks[5], sum = 0;
    assert_int_equal(dw_mid_ranks((const double[]){ 3, 1, 3, 2, 3 }, 5, ranks, NULL), DW_OK);
    const double wanted[] = { 4, 1, 4, 2, 4 };
    for (size_t i = 0; i < 5; i++) {
        assert_true(ranks[i] == wanted[i]);
        sum += ranks[i];
    }
    assert_true(sum == 15);
}

/* Kendall's tau-b from its definition, pair by pair. */
static double kendall_slowly(const double *x, const double *y, size_t n)
{
    double score = 0, in_x = 0, in_y = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++) {
            double a = (x[i] > x[j]) - (x[i] < x[j]), b = (y[i] > y[j]) - (y[i] < y[j]);
            score += a * b;
            in_x += a * a;
            in_y += b * b;
        }
    return score / sqrt(in_x * in_y);
}

static void kendall_agrees_with_its_definition(void **state)
{
    (void)state;
    static const unsigned most[] = { 3, 7, 50, 1000000 };
    for (size_t k = 0; k < COUNT(most); k++)
        for (size_t n = 5; n <= 200; n += 13) {
            double x[200], y[200];
            dw_correlation got;
            fill(x, n, most[k], n + k);
            fill(y, n, most[k], 1000 + n + k);
            assert_int_equal(dw_kendall(x, y, n, 0.95, &got, NULL), DW_OK);
            assert_near(got.r, kendall_slowly(x, y, n), 1e-14);
            assert_true(got.p >= 0 && got.p <= 1);
            assert_true(got.limits.low <= got.r && got.r <= got.limits.high);
        }
}

/* Pairs of -1 and 1 of a known correlation; Student's tails by quadrature with 40 digits. */
static void tails_of_large_samples(void **state)
{
    (void)state;
    static const struct {
        size_t n, agree;
        double r, p;
    } cases[] = { { 400000, 200100, 0.0005, 0.75183036907093763 },
                  { 400000, 203000, 0.015, 2.3701153158296691e-21 },
                  { 400000, 208000, 0.04, 2.5902346513868585e-141 },
                  { 100000, 53000, 0.06, 2.0422445610580813e-80 },
                  { 20000, 12000, 0.2, 1.5133902020374727e-179 } };
    double *x = malloc(2 * 400000 * sizeof *x), *y = x + 400000;
    for (size_t k = 0; k < COUNT(cases); k++) {
        dw_correlation got;
        for (size_t i = 0; i < cases[k].n; i++) {
            x[i] = i % 2 ? 1 : -1;
            y[i] = i < cases[k].agree ? x[i] : -x[i];
        }
        assert_int_equal(dw_pearson(x, y, cases[k].n, 0.95, &got, NULL), DW_OK);
        assert_near(got.r, cases[k].r, 1e-14);
        assert_near(got.p / cases[k].p, 1, 1e-10);
    }
    free(x);
}

/* All orders together are certain; half of them have at most the middle number of swaps. */
static void kendall_tails_are_whole(void **state)
{
    (void)state;
    for (size_t n = 2; n <= 50; n++) {
        double pairs = (double)(n * (n - 1)) / 2;
        assert_near(dw_kendall_tail(n, pairs), 1, 1e-13);
        double below = dw_kendall_tail(n, ceil(pairs / 2) - 1);
        double upto = dw_kendall_tail(n, floor(pairs / 2));
        assert_near(below + upto, 1, 1e-13); /* symmetric */
    }
    assert_near(dw_kendall_tail(4, 1), 4.0 / 24, 1e-15);
}

static void correlations_refuse_bad_input(void **state)
{
    (void)state;
    const double x[] = { 1, 2, 3, 4 }, gap[] = { 1, NAN, 3, INFINITY }, same[] = { 5, 5, 5, 5 };
    dw_status (*const all[])(const double *, const double *, size_t, double, dw_correlation *,
                             dw_error *) = { dw_pearson, dw_spearman, dw_kendall };
    for (size_t i = 0; i < COUNT(all); i++) {
        dw_correlation out;
        dw_error err;
        assert_fails(all[i](x, x, 0, 0.95, &out, &err), DW_EARG, &err, "there are 0 pairs");
        assert_fails(all[i](x, x, 1, 0.95, &out, &err), DW_EARG, &err, "there is 1 pair;");
        assert_fails(all[i](x, gap, 4, 0.95, &out, &err), DW_EDOMAIN, &err,
                     "2 of 4 pairs are not finite, the first at 2");
        assert_fails(all[i](same, x, 4, 0.95, &out, &err), DW_EDOMAIN, &err, "of x are equal");
        assert_fails(all[i](x, same, 4, 0.95, &out, &err), DW_EDOMAIN, &err, "of y are equal");
        assert_fails(all[i](x, x, 4, 1, &out, &err), DW_EDOMAIN, &err, "level must be");
        assert_int_equal(all[i](x, x, 4, 0.95, &out, &err), DW_OK);
        assert_true(out.r == 1 && out.limits.low == 1 && out.limits.high == 1);
    }
}

static void bins_hold_every_value_once(void **state)
{
    (void)state;
    static const dw_bin_rule rules[] = { DW_FREEDMAN_DIACONIS, DW_SCOTT, DW_STURGES };
    double x[200], edges[DW_EDGES_MOST_BINS + 1], counts[DW_EDGES_MOST_BINS];
    for (size_t i = 0; i < 200; i++) x[i] = (double)(i * i);
    for (size_t r = 0; r < COUNT(rules); r++)
        for (size_t n = 1; n <= 200; n += 7) {
            size_t bins;
            dw_bin_rule used;
            double below, above, sum = 0;
            assert_int_equal(dw_bin_count(x, n, rules[r], &bins, &used, NULL), DW_OK);
            assert_true(bins >= 1 && bins <= DW_EDGES_MOST_BINS);
            assert_int_equal(dw_bin_edges(x[0], x[n - 1], bins, edges, NULL), DW_OK);
            dw_bin_values(x, n, edges, bins, counts, &below, &above);
            for (size_t b = 0; b < bins; b++) sum += counts[b];
            assert_true(sum == (double)n && below == 0 && above == 0);
        }
}

static void weighted_quantiles_stay_inside(void **state)
{
    (void)state;
    double x[50], weights[50], out;
    fill(x, 50, 1000, 3);
    fill(weights, 50, 9, 4);
    weights[7] = 1;
    for (int type = 1; type <= 9; type++) {
        double before = -INFINITY;
        for (int i = 0; i <= 100 && type != 3; i++) {
            assert_int_equal(
                dw_weighted_quantile(x, weights, 50, i / 100.0, type, DW_RELIABILITY, &out, NULL),
                DW_OK);
            assert_true(out >= before - 1e-9 && out >= 0 && out < 1000); /* never falls */
            before = out;
        }
    }
    dw_error err;
    assert_fails(dw_weighted_quantile(x, weights, 50, 0.5, 3, DW_RELIABILITY, &out, &err), DW_EARG,
                 &err, "type 3");
    assert_fails(dw_weighted_quantile(x, weights, 0, 0.5, 7, DW_FREQUENCY, &out, &err), DW_EARG,
                 &err, "the sample is empty");
}

static void divergences_are_never_negative(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        double p[20], q[20], kl, js, sum_p = 0, sum_q = 0;
        fill(p, 20, 100, seed);
        fill(q, 20, 100, seed + 1000);
        for (size_t i = 0; i < 20; i++) {
            q[i] = seed % 2 ? q[i] + 1 : p[i] + 1 + 1e-6 * q[i]; /* half of them nearly equal */
            p[i] += 1;
            sum_p += p[i];
            sum_q += q[i];
        }
        for (size_t i = 0; i < 20; i++) {
            p[i] /= sum_p;
            q[i] /= sum_q;
        }
        assert_int_equal(dw_kl(p, q, 20, &kl, NULL), DW_OK);
        assert_int_equal(dw_js(p, q, 20, &js, NULL), DW_OK);
        assert_true(kl > 0 && js > 0 && js <= kl && js <= log(2));
    }
}

/* Probabilities so small that p / q leaves the range of doubles. */
static void divergences_of_tiny_probabilities(void **state)
{
    (void)state;
    const double tiny[] = { 5e-324, 1 }, half[] = { 0.5, 0.5 };
    double kl;
    assert_int_equal(dw_kl(half, tiny, 2, &kl, NULL), DW_OK);
    assert_near(kl, 0.5 * (log(0.5) - log(5e-324)) + 0.5 * log(0.5), 1e-14);
    assert_int_equal(dw_kl(tiny, half, 2, &kl, NULL), DW_OK);
    assert_near(kl, log(2), 1e-14);
}

/* Of the values 1..n the k-th is k: the true quantile lies at or above it when at least k values
 * are below, so coverage is a sum of binomial probabilities. */
static void quantile_intervals_cover(void **state)
{
    (void)state;
    static const double shares[] = { 0.02, 0.25, 0.5, 0.9 }, levels[] = { 0.5, 0.95, 0.999 };
    double sorted[80];
    for (size_t i = 0; i < 80; i++) sorted[i] = (double)(i + 1);
    for (unsigned n = 1; n <= 80; n++)
        for (size_t i = 0; i < COUNT(shares) * COUNT(levels); i++) {
            double p = shares[i % COUNT(shares)], level = levels[i / COUNT(shares)], covered = 0;
            dw_interval got;
            assert_int_equal(dw_quantile_interval(sorted, n, p, level, &got, NULL), DW_OK);
            for (unsigned k = 0; k <= n; k++)
                if (k >= got.low && k < got.high) covered += gsl_ran_binomial_pdf(k, p, n);
            assert_true(covered >= level - 1e-12);
            if (isfinite(got.low)) /* the next value would miss too often */
                assert_true(gsl_cdf_binomial_P((unsigned)got.low, p, n) > (1 - level) / 2);
        }
    dw_error err;
    dw_interval out;
    assert_fails(dw_quantile_interval(sorted, 5, 1, 0.95, &out, &err), DW_EDOMAIN, &err, "p must");
    assert_fails(dw_quantile_interval(sorted, 0, 0.5, 0.95, &out, &err), DW_EARG, &err, "empty");
}

static void summaries_of_two_equal_values(void **state)
{
    (void)state;
    dw_summary out;
    dw_error err;
    assert_int_equal(dw_summarize((const double[]){ 2, 2 }, 2, 0.95, &out, &err), DW_OK);
    assert_true(out.mean == 2 && out.sd == 0 && out.low == 2 && out.high == 2);
    assert_true(isnan(out.skewness) && isnan(out.kurtosis) && isnan(out.kurtosis_se));
    assert_fails(dw_summarize((const double[]){ 2 }, 1, 0.95, &out, &err), DW_EARG, &err,
                 "at least 2 are needed");
    assert_fails(dw_summarize((const double[]){ 1, 2 }, 2, 0, &out, &err), DW_EDOMAIN, &err,
                 "level");
}

int dw_test_describe(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranks_share_ties),
        cmocka_unit_test(kendall_agrees_with_its_definition),
        cmocka_unit_test(tails_of_large_samples),
        cmocka_unit_test(kendall_tails_are_whole),
        cmocka_unit_test(correlations_refuse_bad_input),
        cmocka_unit_test(bins_hold_every_value_once),
        cmocka_unit_test(weighted_quantiles_stay_inside),
        cmocka_unit_test(divergences_are_never_negative),
        cmocka_unit_test(divergences_of_tiny_probabilities),
        cmocka_unit_test(quantile_intervals_cover),
        cmocka_unit_test(summaries_of_two_equal_values),
    };
    return cmocka_run_group_tests_name("describe", tests, NULL, NULL);
}
