/* Tests of hypotheses against references and against counting everything. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <gsl/gsl_randist.h>

#include "stats/htest_counts.h"
#include "stats/htest_ks.h"
#include "stats/htest_multiple.h"
#include "stats/htest_permutation.h"
#include "stats/htest_rank.h"
#include "stats/htest_t.h"

#include "../data/htests.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

static const dw_question two_sided = { DW_TWO_SIDED, 0.95 };

static double digits(double got, double wanted)
{
    if (got == wanted || (isnan(got) && isnan(wanted))) return 15;
    double error = fabs(got - wanted) / (wanted == 0 ? 1 : fabs(wanted));
    return error == error ? fmin(15, fmax(0, -log10(error))) : 0;
}

static void check(const char *what, size_t row, double got, double wanted, double least,
                  double *fewest)
{
    double reached = digits(got, wanted);
    if (reached < least)
        fail_msg("%s of row %zu: got %.17g, wanted %.17g: %.1f digits", what, row, got, wanted,
                 reached);
    *fewest = fmin(*fewest, reached);
}

static dw_sample_of sample(const double *x, size_t n, const char *name)
{
    return (dw_sample_of){ x, n, name };
}

static dw_status run(size_t i, dw_test *out)
{
    dw_sample_of x = sample(sample_cases[i].x, sample_cases[i].n, "x");
    dw_sample_of y = sample(sample_cases[i].y, sample_cases[i].m, "y");
    dw_question q = { sample_cases[i].alternative, 0.95 };
    double mu = sample_cases[i].mu;
    switch (sample_cases[i].kind) {
    case T_ONE:
        return dw_t_one(x, mu, q, out, NULL);
    case T_TWO:
        return dw_t_two(x, y, mu, q, out, NULL);
    case T_PAIRED:
        return dw_t_paired(x, y, mu, q, out, NULL);
    case WELCH:
        return dw_welch(x, y, mu, q, out, NULL);
    case MANN_WHITNEY:
    case MANN_WHITNEY_NORMAL:
        return dw_mann_whitney(x, y,
                               sample_cases[i].kind == MANN_WHITNEY ? DW_RANK_AUTO : DW_RANK_NORMAL,
                               q, NULL, out, NULL);
    default:
        return dw_wilcoxon(x, mu, false,
                           sample_cases[i].kind == WILCOXON ? DW_RANK_AUTO : DW_RANK_NORMAL, q,
                           NULL, out, NULL);
    }
}

static void samples_agree_with_R(void **state)
{
    static const char *const names[] = { "t",        "t of two",     "paired t",
                                         "Welch",    "Mann-Whitney", "(normal)",
                                         "Wilcoxon", "(normal)" };
    (void)state;
    double fewest[8] = { 15, 15, 15, 15, 15, 15, 15, 15 };
    for (size_t i = 0; i < COUNT(sample_cases); i++) {
        dw_test test;
        double *least = &fewest[sample_cases[i].kind];
        assert_int_equal(run(i, &test), DW_OK);
        check("statistic", i, test.statistic, sample_cases[i].statistic, 11, least);
        check("p", i, test.p, sample_cases[i].p, 11, least);
        if (isnan(sample_cases[i].low)) continue;
        check("low", i, test.low, sample_cases[i].low, 11, least);
        check("high", i, test.high, sample_cases[i].high, 11, least);
    }
    for (int k = 0; k < 8; k++) printf("# %-14s %.1f digits at least\n", names[k], fewest[k]);
}

static void counts_agree_with_R(void **state)
{
    (void)state;
    double fewest[4] = { 15, 15, 15, 15 };
    dw_test test;
    for (size_t i = 0; i < COUNT(binomial_cases); i++) {
        dw_question q = { binomial_cases[i].alternative, 0.95 };
        assert_int_equal(dw_binomial_test(binomial_cases[i].k, binomial_cases[i].n,
                                          binomial_cases[i].p, q, &test, NULL),
                         DW_OK);
        check("binomial p", i, test.p, binomial_cases[i].value, 10, &fewest[0]);
        check("binomial low", i, test.low, binomial_cases[i].low, 10, &fewest[0]);
        check("binomial high", i, test.high, binomial_cases[i].high, 10, &fewest[0]);
    }
    for (size_t i = 0; i < COUNT(table_cases); i++) {
        assert_int_equal(dw_chi_square_table(table_cases[i].at, table_cases[i].rows,
                                             table_cases[i].columns, table_cases[i].yates, 0.95,
                                             &test, NULL),
                         DW_OK);
        check("chi-square", i, test.statistic, table_cases[i].statistic, 12, &fewest[1]);
        check("chi-square p", i, test.p, table_cases[i].p, 11, &fewest[1]);
    }
    for (size_t i = 0; i < COUNT(mcnemar_cases); i++) {
        const double *row = mcnemar_cases[i];
        for (int plain = 0; plain < 2; plain++) {
            dw_mcnemar_method method = plain ? DW_MCNEMAR_PLAIN : DW_MCNEMAR_CORRECTED;
            assert_int_equal(dw_mcnemar(row[0], row[1], method, two_sided, &test, NULL), DW_OK);
            check("McNemar", i, test.statistic, row[2 + 2 * plain], 12, &fewest[2]);
            check("McNemar p", i, test.p, row[3 + 2 * plain], 11, &fewest[2]);
        }
    }
    for (size_t i = 0; i < COUNT(fisher_cases); i++) {
        static const dw_question less = { DW_LESS, 0.95 }, greater = { DW_GREATER, 0.95 };
        assert_int_equal(dw_fisher(fisher_cases[i].at, two_sided, &test, NULL), DW_OK);
        check("Fisher p", i, test.p, fisher_cases[i].p, 11, &fewest[3]);
        check("odds", i, test.estimate, fisher_cases[i].odds, 11, &fewest[3]);
        check("odds low", i, test.low, fisher_cases[i].low, 11, &fewest[3]);
        check("odds high", i, test.high, fisher_cases[i].high, 11, &fewest[3]);
        assert_int_equal(dw_fisher(fisher_cases[i].at, less, &test, NULL), DW_OK);
        check("Fisher less", i, test.p, fisher_cases[i].less, 11, &fewest[3]);
        assert_int_equal(dw_fisher(fisher_cases[i].at, greater, &test, NULL), DW_OK);
        check("Fisher greater", i, test.p, fisher_cases[i].greater, 11, &fewest[3]);
    }
    printf("# binomial %.1f, chi-square %.1f, McNemar %.1f, Fisher %.1f digits at least\n",
           fewest[0], fewest[1], fewest[2], fewest[3]);
}

static void two_sample_ks_agrees_with_the_references(void **state)
{
    (void)state;
    double fewest = 15;
    printf("# two-sample KS       d  exact  given ties  limit\n");
    for (size_t i = 0; i < COUNT(ks_cases); i++) {
        dw_ks_test ks;
        double each[4] = { 15, 15, 15, 15 };
        assert_int_equal(dw_ks_two(sample(ks_cases[i].x, ks_cases[i].n, "x"),
                                   sample(ks_cases[i].y, ks_cases[i].m, "y"), DW_KS_AUTO,
                                   DW_TWO_SIDED, NULL, &ks, NULL),
                         DW_OK);
        check("d", i, ks.test.statistic, ks_cases[i].d, 11, &each[0]);
        check("exact", i, ks.p_exact, ks_cases[i].exact, 11, &each[1]);
        double given = ks_cases[i].conditional;
        check("given ties", i, ks.p_conditional, given > 0 ? given : ks_cases[i].exact, 11,
              &each[2]);
        check("limit", i, ks.p_limit, ks_cases[i].limit, 11, &each[3]);
        printf("# %-15zu %5.1f %6.1f %11.1f %6.1f\n", i + 1, each[0], each[1], each[2], each[3]);
        assert_true(ks.test.p == ks.p_conditional);
    }
    assert_true(fewest >= 11);
}

static void one_sample_ks_agrees_with_the_references(void **state)
{
    (void)state;
    double fewest = 15, one_sided = 15, large = 15;
    dw_status status;
    bool exact;
    for (size_t i = 0; i < COUNT(kolmogorov_cases); i++) {
        const double *row = kolmogorov_cases[i];
        size_t n = (size_t)row[0];
        double p = dw_kolmogorov_upper(n, row[1], &exact, &status, NULL);
        assert_true(exact && status == DW_OK);
        check("two-sided", i, p, row[2], 10, &fewest);
        check("one-sided", i, dw_smirnov_upper(n, row[1]), row[3], 12, &one_sided);
    }
    for (size_t i = 0; i < COUNT(kolmogorov_large); i++) {
        const double *row = kolmogorov_large[i];
        double p = dw_kolmogorov_upper((size_t)row[0], row[1], &exact, &status, NULL);
        check("many", i, p, row[2], 6, &large);
    }
    printf("# one-sample KS: %.1f digits, one-sided %.1f, beyond n = 1000 %.1f\n", fewest,
           one_sided, large);
}

static void many_p_agree_with_R(void **state)
{
    (void)state;
    double out[COUNT(many_p)], fewest = 15;
    assert_int_equal(dw_holm(many_p, COUNT(many_p), out, NULL), DW_OK);
    for (size_t i = 0; i < COUNT(many_p); i++) check("Holm", i, out[i], many_holm[i], 14, &fewest);
    assert_int_equal(dw_benjamini_hochberg(many_p, COUNT(many_p), out, NULL), DW_OK);
    for (size_t i = 0; i < COUNT(many_p); i++) check("BH", i, out[i], many_bh[i], 14, &fewest);
    dw_error err;
    assert_int_equal(dw_holm((double[]){ 0.5, 1.5 }, 2, out, &err), DW_EDOMAIN);
    assert_non_null(strstr(err.text, "p[2] must be in 0..1, got 1.5"));
    assert_int_equal(dw_benjamini_hochberg((double[]){ NAN }, 1, out, &err), DW_EDOMAIN);
}

/* ---- counting everything ---- */

static dw_status u_of(void *context, const double *x, size_t n, const double *y, size_t m,
                      double *out, dw_error *err)
{
    (void)context;
    (void)err;
    *out = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < m; j++) *out += x[i] > y[j] ? 1 : x[i] == y[j] ? 0.5 : 0;
    return DW_OK;
}

static dw_status gap_of(void *context, const double *x, size_t n, const double *y, size_t m,
                        double *out, dw_error *err)
{
    (void)context;
    (void)err;
    *out = 0;
    for (size_t k = 0; k < n + m; k++) {
        double at = k < n ? x[k] : y[k - n], a = 0, b = 0;
        for (size_t i = 0; i < n; i++) a += x[i] <= at;
        for (size_t i = 0; i < m; i++) b += y[i] <= at;
        *out = fmax(*out, fabs(a * (double)m - b * (double)n));
    }
    return DW_OK;
}

/* Sums of ranks of |x - y| where x > y. */
static dw_status v_of(void *context, const double *x, size_t n, const double *y, size_t m,
                      double *out, dw_error *err)
{
    (void)context;
    (void)m;
    (void)err;
    *out = 0;
    for (size_t i = 0; i < n; i++) {
        double rank = 0.5, size = fabs(x[i] - y[i]);
        for (size_t j = 0; j < n; j++) {
            double other = fabs(x[j] - y[j]);
            rank += other < size ? 1 : other == size ? 0.5 : 0;
        }
        if (x[i] > y[i]) *out += rank;
    }
    return DW_OK;
}

/* p of all dealings of the sample against the test's own. */
static void compare_with_all_dealings(const double *x, size_t n, const double *y, size_t m)
{
    dw_permutation_options options = { .resamples = 2000000, .question = { DW_TWO_SIDED, 0.95 } };
    dw_test all, test;
    double dealings;
    for (options.question.alternative = DW_TWO_SIDED; options.question.alternative <= DW_GREATER;
         options.question.alternative++) {
        options.statistic = u_of;
        dw_sample_of a = sample(x, n, "x"), b = sample(y, m, "y");
        assert_int_equal(dw_permutation_test(a, b, &options, &dealings, &all, NULL), DW_OK);
        assert_int_equal(dw_mann_whitney(a, b, DW_RANK_EXACT, options.question, NULL, &test, NULL),
                         DW_OK);
        assert_true(fabs(all.p - test.p) < 1e-13 && all.statistic == test.statistic);
    }
    options.question.alternative = DW_GREATER; /* of the unsigned gap */
    options.statistic = gap_of;
    dw_ks_test ks;
    dw_sample_of a = sample(x, n, "x"), b = sample(y, m, "y");
    assert_int_equal(dw_permutation_test(a, b, &options, &dealings, &all, NULL), DW_OK);
    assert_int_equal(dw_ks_two(a, b, DW_KS_EXACT, DW_TWO_SIDED, NULL, &ks, NULL), DW_OK);
    assert_true(fabs(all.p - ks.p_conditional) < 1e-13);
}

static void exact_tests_equal_counting_every_dealing(void **state)
{
    (void)state;
    static const double smooth[] = { 0.3, 1.7, 2.9, -1, 4.4, 8, 6.1, 5.2, 0.9, 3.3, 2.2 };
    static const double tied[] = { 1, 2, 2, 3, 1, 5, 2, 2, 4, 4, 1 };
    for (size_t n = 2; n <= 6; n++) {
        compare_with_all_dealings(smooth, n, smooth + n, 11 - n);
        compare_with_all_dealings(tied, n, tied + n, 11 - n);
    }
}

static void exact_signed_ranks_equal_counting_every_sign(void **state)
{
    (void)state;
    static const double x[] = { 3, 5, 2, 9, 4, 1, 7, 7.5, 6, 2 },
                        y[] = { 1, 6, 5, 2, 4.5, 9, 1, 1, 2, 5 };
    dw_permutation_options options = { .dealing = DW_DEAL_PAIRS,
                                       .resamples = 2000000,
                                       .statistic = v_of };
    for (size_t n = 3; n <= 10; n++) {
        double away[10], dealings;
        for (size_t i = 0; i < n; i++) away[i] = x[i] - y[i];
        for (int a = DW_TWO_SIDED; a <= DW_GREATER; a++) {
            dw_test all, test;
            options.question = (dw_question){ (dw_alternative)a, 0.95 };
            assert_int_equal(dw_permutation_test(sample(x, n, "x"), sample(y, n, "y"), &options,
                                                 &dealings, &all, NULL),
                             DW_OK);
            assert_true(dealings == exp2((double)n));
            assert_int_equal(dw_wilcoxon(sample(away, n, "x"), 0, false, DW_RANK_EXACT,
                                         options.question, NULL, &test, NULL),
                             DW_OK);
            assert_true(fabs(all.p - test.p) < 1e-13 && all.statistic == test.statistic);
        }
    }
}

/* The exact p of small counts, from GSL's probabilities one by one. */
static void binomial_tests_equal_adding_up(void **state)
{
    (void)state;
    dw_test test;
    for (unsigned n = 1; n < 40; n += 3)
        for (unsigned k = 0; k <= n; k++)
            for (double p = 0.05; p < 1; p += 0.1) {
                double sum = 0, limit = gsl_ran_binomial_pdf(k, p, n) * (1 + 1e-7);
                for (unsigned j = 0; j <= n; j++) {
                    double one = gsl_ran_binomial_pdf(j, p, n);
                    if (one <= limit) sum += one;
                }
                assert_int_equal(dw_binomial_test(k, n, p, two_sided, &test, NULL), DW_OK);
                if (!(fabs(test.p - fmin(1, sum)) < 1e-11))
                    fail_msg("%u of %u at %g: %.15g, not %.15g", k, n, p, test.p, sum);
            }
}

static void order_statistics_of_pairs_are_exact(void **state)
{
    (void)state;
    double a[9], b[7];
    for (int i = 0; i < 9; i++) a[i] = i * i - 3.7 * (i > 4) - 0.1;
    for (int i = 0; i < 7; i++) b[i] = -2 + i * 1.9;
    for (int k = 1; k <= 63; k++) {
        double got = dw_kth_difference(a, 9, b, 7, k), below = 0, upto = 0;
        for (int i = 0; i < 63; i++) {
            below += a[i / 7] - b[i % 7] < got;
            upto += a[i / 7] - b[i % 7] <= got;
        }
        assert_true(below < k && upto >= k);
    }
    for (int k = 1; k <= 45; k++) {
        double got = dw_kth_walsh(a, 9, k), below = 0, upto = 0;
        for (int i = 0; i < 9; i++)
            for (int j = i; j < 9; j++) {
                below += a[i] / 2 + a[j] / 2 < got;
                upto += a[i] / 2 + a[j] / 2 <= got;
            }
        assert_true(below < k && upto >= k);
    }
}

int dw_test_htest(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(samples_agree_with_R),
        cmocka_unit_test(counts_agree_with_R),
        cmocka_unit_test(two_sample_ks_agrees_with_the_references),
        cmocka_unit_test(one_sample_ks_agrees_with_the_references),
        cmocka_unit_test(many_p_agree_with_R),
        cmocka_unit_test(exact_tests_equal_counting_every_dealing),
        cmocka_unit_test(exact_signed_ranks_equal_counting_every_sign),
        cmocka_unit_test(binomial_tests_equal_adding_up),
        cmocka_unit_test(order_statistics_of_pairs_are_exact),
    };
    return cmocka_run_group_tests_name("htest", tests, NULL, NULL);
}
