/* The bootstrap: resamples are what they should be, intervals agree with what is known. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>

#include "random/stream.h"
#include "stats/describe.h"
#include "stats/interval.h"
#include "stats/quantile.h"
#include "stats/statistic.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

static void assert_near(double got, double wanted, double tolerance)
{
    if (!(fabs(got - wanted) <= tolerance)) fail_msg("got %.17g, wanted %.17g", got, wanted);
}

/* P of chi-square for observed counts; cells below 5 expected are joined to the next. */
static double chi_square(const double *observed, const double *expected, size_t n)
{
    double sum = 0, got = 0, wanted = 0;
    int cells = 0;
    for (size_t i = 0; i < n; i++) {
        got += observed[i];
        wanted += expected[i];
        if (wanted < 5 && i + 1 < n) continue;
        sum += (got - wanted) * (got - wanted) / fmax(wanted, 1e-9);
        cells++;
        got = wanted = 0;
    }
    return gsl_cdf_chisq_Q(sum, cells - 1);
}

/* ---- resamples ---- */

static void rows_are_drawn_evenly_within_their_stratum(void **state)
{
    enum { RESAMPLES = 20000 };
    static const size_t start[] = { 0, 3, 10 };
    const dw_strata strata = { start, 2 };
    double seen[10] = { 0 }, expected[10];
    (void)state;
    for (uint64_t r = 0; r < RESAMPLES; r++) {
        uint32_t rows[10];
        dw_resample_rows(&strata, 5, r, rows);
        for (int i = 0; i < 10; i++) {
            assert_true(i < 3 ? rows[i] < 3 : rows[i] >= 3 && rows[i] < 10);
            seen[rows[i]]++;
        }
    }
    for (int i = 0; i < 10; i++) expected[i] = RESAMPLES;
    assert_true(chi_square(seen, expected, 10) > 1e-7);
}

/* 64 bins of 32 rows; one row of each has the value 1, so that its sum counts how often the row is
 * drawn: Binomial(n, 1 / n). */
static void counts_by_bin_are_multinomial(void **state)
{
    enum { N = 2048, BINS = 64, RESAMPLES = 4000 };
    static double value[N];
    static uint32_t bin[N];
    static const size_t start[] = { 0, N };
    double sums[BINS], counts[BINS], room[2 * BINS];
    double of_row[12] = { 0 }, in_bin[100] = { 0 }, row_pdf[12] = { 0 }, bin_pdf[100] = { 0 };
    dw_binned data;
    (void)state;
    for (uint32_t i = 0; i < N; i++) {
        bin[i] = i % BINS;
        value[i] = i / BINS == i % 32;
    }
    assert_int_equal(dw_binned_make(&data, value, bin, BINS, &(dw_strata){ start, 1 }, NULL),
                     DW_OK);
    for (uint64_t r = 0; r < RESAMPLES; r++) {
        double total = 0;
        dw_binned_resample(&data, 3, r, 1, sums, counts, room);
        for (int b = 0; b < BINS; b++) {
            total += counts[b];
            of_row[(int)fmin(sums[b], 11)]++;
        }
        assert_true(total == N);
        in_bin[(int)fmin(counts[r % BINS], 99)]++;
    }
    dw_binned_free(&data);
    for (unsigned k = 0; k < 12; k++)
        row_pdf[k] = gsl_ran_binomial_pdf(k, 1.0 / N, N) * RESAMPLES * BINS;
    for (unsigned k = 0; k < 100; k++)
        bin_pdf[k] = gsl_ran_binomial_pdf(k, 1.0 / BINS, N) * RESAMPLES;
    assert_true(chi_square(of_row, row_pdf, 12) > 1e-7);
    assert_true(chi_square(in_bin, bin_pdf, 100) > 1e-7);
}

/* Sums of whole numbers are exact: bins, strata and uneven sizes add up. */
static void sums_belong_to_their_counts(void **state)
{
    enum { N = 5077, BINS = 7 };
    static double value[N];
    static uint32_t bin[N];
    static const size_t start[] = { 0, 40, 3001, N };
    double sums[BINS], counts[BINS], room[2 * BINS];
    dw_binned data;
    (void)state;
    for (uint32_t i = 0; i < N; i++) {
        bin[i] = (i * 31) % BINS == 4 ? 5 : (i * 31) % BINS; /* bin 4 is empty */
        value[i] = bin[i] + 1 + (i < 40 ? 1000 : 0);
    }
    assert_int_equal(dw_binned_make(&data, value, bin, BINS, &(dw_strata){ start, 3 }, NULL),
                     DW_OK);
    for (uint64_t r = 0; r < 50; r++) {
        double total = 0, extra = 0;
        dw_binned_resample(&data, 8, r, 1, sums, counts, room);
        for (int b = 0; b < BINS; b++) {
            total += counts[b];
            extra += sums[b] - (b + 1) * counts[b];
        }
        assert_true(total == N && extra == 40 * 1000);
        assert_true(sums[4] == 0 && counts[4] == 0);
    }
    dw_binned_free(&data);
}

/* ---- intervals ---- */

enum { MOST = 3000, RESAMPLES = 2000 };

typedef struct sample {
    double x[MOST], y[MOST];
    size_t start[2];
    dw_rows rows;
} sample;

/* Skewed numbers, and pairs with them. */
static void make_sample(sample *s, size_t n, uint64_t seed)
{
    dw_stream stream = dw_stream_make(seed, 0x626f6f74, 0, 0);
    gsl_rng rng = dw_stream_gsl(&stream);
    for (size_t i = 0; i < n; i++) {
        s->x[i] = gsl_ran_exponential(&rng, 2);
        s->y[i] = s->x[i] + gsl_ran_gaussian_ziggurat(&rng, 1);
    }
    s->start[0] = 0;
    s->start[1] = n;
    s->rows = (dw_rows){ .column = { s->x, s->y }, .columns = 1, .strata = { s->start, 1 } };
}

static const dw_statistic_options usual = { .p = 0.9, .trim = 0.1, .bins = 15 };

static dw_status boot(const char *name, const dw_rows *rows, dw_bootstrap_method method,
                      int threads, double *replicates, dw_bootstrap_result *out, dw_error *err)
{
    const dw_env env = { .threads = threads };
    const dw_bootstrap_plan plan = { .strata = rows->strata,
                                     .resamples = RESAMPLES,
                                     .seed = 4,
                                     .level = 0.95,
                                     .method = method,
                                     .env = &env };
    dw_ready ready;
    dw_status status = dw_ready_make(&ready, name, rows, &usual, err);
    if (!status) status = dw_bootstrap(&ready.statistic, &plan, replicates, out, err);
    dw_ready_free(&ready);
    return status;
}

static const char *const of_one[] = {
    "mean", "median", "quantile", "trimmed_mean", "sd", "variance"
};

static void the_same_seed_gives_the_same_bits_on_any_threads(void **state)
{
    static sample s;
    static double one[RESAMPLES], more[RESAMPLES];
    (void)state;
    make_sample(&s, 1500, 2);
    for (size_t i = 0; i < COUNT(of_one); i++) {
        dw_bootstrap_result a, b;
        dw_error err;
        assert_int_equal(boot(of_one[i], &s.rows, DW_BOOTSTRAP_BCA, 1, one, &a, &err), DW_OK);
        for (int threads = 2; threads <= 7; threads += 5) {
            assert_int_equal(boot(of_one[i], &s.rows, DW_BOOTSTRAP_BCA, threads, more, &b, &err),
                             DW_OK);
            assert_memory_equal(one, more, sizeof one);
            assert_memory_equal(&a, &b, sizeof a);
        }
    }
}

static uint64_t hash(const double *x, size_t n)
{
    uint64_t h = 0xcbf29ce484222325u, bits;
    for (size_t i = 0; i < n; i++) {
        memcpy(&bits, &x[i], sizeof bits);
        h = (h ^ bits) * 0x100000001b3u;
    }
    return h;
}

/* Kept from one run: another compiler or processor must not change them. */
static void the_bits_are_those_of_every_machine(void **state)
{
    static sample s;
    static double replicates[RESAMPLES];
    dw_bootstrap_result r;
    (void)state;
    make_sample(&s, 2500, 1);
    for (int i = 0; i < 2500; i++) s.x[i] = (i * 7919 % 1000) / 8.0;
    assert_int_equal(boot("mean", &s.rows, DW_BOOTSTRAP_BCA, 0, replicates, &r, NULL), DW_OK);
    assert_int_equal(hash(replicates, RESAMPLES), 0x8ff909c08d053a11u);
    s.start[1] = 200;
    assert_int_equal(boot("mean", &s.rows, DW_BOOTSTRAP_BCA, 0, replicates, &r, NULL), DW_OK);
    assert_int_equal(hash(replicates, RESAMPLES), 0xca3f57fc4c6c50ffu);
    assert_int_equal(boot("sd", &s.rows, DW_BOOTSTRAP_BCA, 0, replicates, &r, NULL), DW_OK);
    assert_int_equal(hash(replicates, RESAMPLES), 0xb5b7aee4dd527656u);
}

static void estimates_are_the_statistics_themselves(void **state)
{
    static sample s;
    static double replicates[RESAMPLES], sorted[MOST];
    (void)state;
    make_sample(&s, 57, 3);
    memcpy(sorted, s.x, sizeof sorted);
    dw_sort(sorted, 57);
    double wanted[6], trimmed = 0;
    dw_mean(s.x, 57, &wanted[0], NULL);
    dw_quantile(sorted, 57, 0.5, 7, &wanted[1], NULL);
    dw_quantile(sorted, 57, 0.9, 7, &wanted[2], NULL);
    for (int i = 5; i < 52; i++) trimmed += sorted[i] / 47;
    wanted[3] = trimmed;
    dw_variance(s.x, 57, &wanted[5], NULL);
    wanted[4] = sqrt(wanted[5]);
    for (size_t i = 0; i < COUNT(of_one); i++) {
        dw_bootstrap_result r;
        assert_int_equal(boot(of_one[i], &s.rows, DW_BOOTSTRAP_BASIC, 0, replicates, &r, NULL),
                         DW_OK);
        assert_near(r.estimate, wanted[i], 1e-13);
        assert_true(r.low < r.estimate && r.estimate < r.high && r.failed == 0);
    }
}

/* The replicates of a mean have the variance of the sample / n, with divisor n. Their sd of 2000 is
 * known to 1 / sqrt(4000); skewness adds little. 6 standard errors. */
static void errors_of_means_are_known(void **state)
{
    static sample s;
    static double replicates[RESAMPLES];
    static const size_t sizes[] = { 60, 3000 }; /* drawn one by one, and as counts */
    (void)state;
    for (size_t i = 0; i < COUNT(sizes); i++) {
        size_t n = sizes[i];
        double variance, cubes = 0, squares = 0, mean;
        dw_bootstrap_result r;
        make_sample(&s, n, 5);
        dw_mean(s.x, n, &mean, NULL);
        dw_variance(s.x, n, &variance, NULL);
        double se = sqrt(variance * ((double)n - 1)) / (double)n;
        assert_int_equal(boot("mean", &s.rows, DW_BOOTSTRAP_BCA, 0, replicates, &r, NULL), DW_OK);
        assert_near(r.se / se, 1, 6 / sqrt(2.0 * RESAMPLES));
        assert_near(r.bias / se, 0, 6 / sqrt(RESAMPLES));
        for (size_t k = 0; k < n; k++) {
            cubes += pow(s.x[k] - mean, 3);
            squares += pow(s.x[k] - mean, 2);
        }
        assert_near(r.acceleration, cubes / (6 * pow(squares, 1.5)), 1e-9);
    }
}

/* The methods are quantiles of the replicates, each where its formula says. */
static void methods_take_their_quantiles(void **state)
{
    static sample s;
    static double replicates[RESAMPLES];
    dw_bootstrap_result bca, percentile, basic;
    double want;
    (void)state;
    make_sample(&s, 80, 6);
    assert_int_equal(boot("sd", &s.rows, DW_BOOTSTRAP_BCA, 0, replicates, &bca, NULL), DW_OK);
    assert_int_equal(boot("sd", &s.rows, DW_BOOTSTRAP_PERCENTILE, 0, replicates, &percentile, NULL),
                     DW_OK);
    assert_int_equal(boot("sd", &s.rows, DW_BOOTSTRAP_BASIC, 0, replicates, &basic, NULL), DW_OK);
    dw_sort(replicates, RESAMPLES);
    dw_quantile(replicates, RESAMPLES, 0.025, 7, &want, NULL);
    assert_true(percentile.low == want);
    assert_near(basic.high, 2 * basic.estimate - want, 1e-14);
    double z = bca.z0 - 1.959963984540054;
    double p = gsl_cdf_ugaussian_P(bca.z0 + z / (1 - bca.acceleration * z));
    dw_quantile(replicates, RESAMPLES, p, 7, &want, NULL);
    assert_near(bca.low, want, 1e-12);
    assert_true(bca.low > percentile.low && bca.high > percentile.high); /* skewed to the right */
}

/* Rows that are drawn together keep their correlation; independent ones do not have it. */
static void pairs_stay_together(void **state)
{
    static sample s;
    static double replicates[RESAMPLES], joined[2 * MOST];
    enum { N = 400 };
    dw_bootstrap_result paired, apart, r;
    (void)state;
    make_sample(&s, N, 7);
    s.rows.columns = 2;
    assert_int_equal(
        boot("difference_of_means", &s.rows, DW_BOOTSTRAP_BCA, 0, replicates, &paired, NULL),
        DW_OK);
    assert_int_equal(boot("correlation", &s.rows, DW_BOOTSTRAP_BCA, 0, replicates, &r, NULL),
                     DW_OK);
    assert_true(r.low > 0.8 && r.high < 0.95 && r.low < r.estimate && r.estimate < r.high);
    memcpy(joined, s.x, N * sizeof(double));
    memcpy(joined + N, s.y, N * sizeof(double));
    const size_t start[] = { 0, N, 2 * N };
    const dw_rows two = { .column = { joined }, .columns = 1, .strata = { start, 2 }, .first = N };
    assert_int_equal(
        boot("difference_of_means", &two, DW_BOOTSTRAP_BCA, 0, replicates, &apart, NULL), DW_OK);
    assert_near(paired.estimate, apart.estimate, 1e-12);
    double vx, vy;
    dw_variance(s.x, N, &vx, NULL);
    dw_variance(s.y, N, &vy, NULL);
    assert_near(apart.se / sqrt((vx + vy) * (N - 1) / N / N), 1, 6 / sqrt(2.0 * RESAMPLES));
    assert_true(paired.se < 0.6 * apart.se);
}

/* A group's mean that never changes leaves the spread within groups alone. */
static void strata_keep_their_sizes(void **state)
{
    static double x[100], replicates[RESAMPLES];
    static const size_t start[] = { 0, 50, 100 };
    dw_bootstrap_result r;
    (void)state;
    for (int i = 0; i < 100; i++) x[i] = i < 50 ? i % 2 : 1000 + i % 2;
    const dw_rows rows = { .column = { x }, .columns = 1, .strata = { start, 2 } };
    assert_int_equal(boot("mean", &rows, DW_BOOTSTRAP_PERCENTILE, 0, replicates, &r, NULL), DW_OK);
    assert_near(r.estimate, 500.5, 1e-12);
    assert_near(r.se / 0.05, 1, 6 / sqrt(2.0 * RESAMPLES)); /* sqrt(2 * 50 / 4) / 100 */
}

/* ---- calibration ---- */

typedef struct answers {
    const double *confidence, *correct;
    size_t n;
} answers;

static dw_status plain_ece(const void *context, const uint32_t *rows, size_t n, void *scratch,
                           double *out, dw_error *err)
{
    const answers *a = context;
    double gap[15] = { 0 };
    (void)scratch, (void)err;
    for (size_t i = 0; i < n; i++) {
        int b = (int)ceil(a->confidence[rows[i]] * 15) - 1;
        gap[b < 0 ? 0 : b] += a->correct[rows[i]] - a->confidence[rows[i]];
    }
    *out = 0;
    for (int b = 0; b < 15; b++) *out += fabs(gap[b]) / (double)n;
    return DW_OK;
}

/* The fast road and the plain one: the same estimate and acceleration, the same distribution. */
static void calibration_error_by_two_roads(void **state)
{
    enum { N = 2500 };
    static double confidence[N], correct[N], fast[RESAMPLES], plain[RESAMPLES];
    static const size_t start[] = { 0, N };
    (void)state;
    for (int i = 0; i < N; i++) {
        dw_stream stream = dw_stream_make(1, 2, 3, (uint64_t)i);
        confidence[i] = 0.2 + 0.8 * dw_stream_uniform(&stream);
        correct[i] = dw_stream_uniform(&stream) < confidence[i] * confidence[i];
    }
    const dw_rows rows = { .column = { confidence, correct },
                           .columns = 2,
                           .strata = { start, 1 } };
    const answers a = { confidence, correct, N };
    const dw_statistic statistic = { .context = &a, .of_rows = plain_ece };
    const dw_bootstrap_plan plan = { .strata = rows.strata, .resamples = RESAMPLES, .level = 0.95 };
    dw_bootstrap_result f, p;
    assert_int_equal(boot("ece", &rows, DW_BOOTSTRAP_BCA, 0, fast, &f, NULL), DW_OK);
    assert_int_equal(dw_bootstrap(&statistic, &plan, plain, &p, NULL), DW_OK);
    assert_near(f.estimate, p.estimate, 1e-12);
    assert_near(f.se / p.se, 1, 6 / sqrt(1.0 * RESAMPLES));
    assert_near((f.bias - p.bias) / p.se, 0, 6 * sqrt(2.0 / RESAMPLES));
    /* groups of rows instead of single ones: a is known to about sqrt(15) / 6000 */
    assert_near(f.acceleration, p.acceleration, 6 * sqrt(15) / 6 / DW_JACKKNIFE_MOST);
}

/* ---- what cannot be done ---- */

static dw_status nothing(const void *context, const uint32_t *rows, size_t n, void *scratch,
                         double *out, dw_error *err)
{
    (void)context, (void)n, (void)scratch, (void)err;
    *out = rows[0] % 2 ? NAN : (double)rows[1];
    return DW_OK;
}

static void assert_says(dw_status status, const dw_error *err, const char *part)
{
    assert_int_not_equal(status, DW_OK);
    if (!strstr(err->text, part)) fail_msg("'%s' does not say '%s'", err->text, part);
}

static void bad_samples_are_refused(void **state)
{
    static sample s;
    static double replicates[RESAMPLES];
    dw_bootstrap_result r;
    dw_error err;
    (void)state;
    make_sample(&s, 20, 9);
    s.x[3] = NAN;
    assert_says(boot("mean", &s.rows, DW_BOOTSTRAP_BCA, 0, replicates, &r, &err), &err,
                "1 of 20 values are not finite");
    for (int i = 0; i < 20; i++) s.x[i] = 7;
    for (size_t i = 0; i < COUNT(of_one); i++)
        assert_says(boot(of_one[i], &s.rows, DW_BOOTSTRAP_BCA, 0, replicates, &r, &err), &err,
                    "every resample gives");
    s.rows.columns = 2;
    assert_says(boot("correlation", &s.rows, DW_BOOTSTRAP_BCA, 0, replicates, &r, &err), &err,
                "the statistic of the sample itself is not a number");
    assert_says(boot("mean", &s.rows, DW_BOOTSTRAP_BCA, 0, replicates, &r, &err), &err,
                "mean takes one sample, got 2");
    assert_says(boot("ece", &s.rows, DW_BOOTSTRAP_BCA, 0, replicates, &r, &err), &err,
                "must be in 0..1");
    assert_says(boot("brier", &s.rows, DW_BOOTSTRAP_BCA, 0, replicates, &r, &err), &err,
                "confidence 1 must be in 0..1");
    assert_says(boot("mode", &s.rows, DW_BOOTSTRAP_BCA, 0, replicates, &r, &err), &err,
                "no statistic named 'mode'");
    s.rows.columns = 1;
    s.start[1] = 1;
    assert_says(boot("mean", &s.rows, DW_BOOTSTRAP_BCA, 0, replicates, &r, &err), &err,
                "at least 2 are needed");
    s.start[1] = 0;
    assert_says(boot("mean", &s.rows, DW_BOOTSTRAP_BCA, 0, replicates, &r, &err), &err, "empty");
    const size_t start[] = { 0, 20 };
    const dw_statistic often_nothing = { .of_rows = nothing };
    const dw_bootstrap_plan plan = { .strata = { start, 1 }, .resamples = 100, .level = 0.9 };
    assert_says(dw_bootstrap(&often_nothing, &plan, replicates, &r, &err), &err,
                "of 100 resamples");
}

static bool give_up(void *context)
{
    return ++*(int *)context > 10;
}

static void a_stop_ends_it(void **state)
{
    static sample s;
    static double replicates[RESAMPLES];
    int asked = 0;
    const dw_env env = { .threads = 1, .stop = give_up, .context = &asked };
    (void)state;
    make_sample(&s, 50, 10);
    const dw_bootstrap_plan plan = {
        .strata = s.rows.strata, .resamples = RESAMPLES, .level = 0.95, .env = &env
    };
    dw_ready ready;
    dw_bootstrap_result r;
    dw_error err;
    assert_int_equal(dw_ready_make(&ready, "median", &s.rows, &usual, &err), DW_OK);
    assert_int_equal(dw_bootstrap(&ready.statistic, &plan, replicates, &r, &err), DW_ESTOP);
    dw_ready_free(&ready);
    assert_true(asked < 20);
}

int dw_test_bootstrap(void), dw_test_bootstrap_coverage(void);

int dw_test_bootstrap(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_drawn_evenly_within_their_stratum),
        cmocka_unit_test(counts_by_bin_are_multinomial),
        cmocka_unit_test(sums_belong_to_their_counts),
        cmocka_unit_test(the_same_seed_gives_the_same_bits_on_any_threads),
        cmocka_unit_test(the_bits_are_those_of_every_machine),
        cmocka_unit_test(estimates_are_the_statistics_themselves),
        cmocka_unit_test(errors_of_means_are_known),
        cmocka_unit_test(methods_take_their_quantiles),
        cmocka_unit_test(pairs_stay_together),
        cmocka_unit_test(strata_keep_their_sizes),
        cmocka_unit_test(calibration_error_by_two_roads),
        cmocka_unit_test(bad_samples_are_refused),
        cmocka_unit_test(a_stop_ends_it),
    };
    return cmocka_run_group_tests_name("bootstrap", tests, NULL, NULL) +
           dw_test_bootstrap_coverage();
}
