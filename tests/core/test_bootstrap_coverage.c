/* Coverage of bootstrap intervals, by simulation. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <gsl/gsl_randist.h>

#include "random/stream.h"
#include "stats/statistic.h"

int dw_test_bootstrap_coverage(void);

#define COUNT(list) (sizeof(list) / sizeof *(list))

static const dw_statistic_options usual = { .p = 0.9, .trim = 0.1, .bins = 15 };

static int repeats(void)
{
    return getenv("DUNWU_LONG_TESTS") ? 20000 : 200;
}

typedef struct truth {
    const char *name, *statistic;
    bool skewed;
    dw_bootstrap_method method;
    double value, low, high; /* the band */
} truth;

/* The share of samples of 50 whose 95 % interval holds the true value. */
static double coverage(const truth *t, int count)
{
    enum { N = 50, DRAWS = 999 };
    static const size_t start[] = { 0, N };
    int covered = 0;
#ifdef _OPENMP
#    pragma omp parallel for reduction(+ : covered)
#endif
    for (int i = 0; i < count; i++) {
        double x[N], replicates[DRAWS];
        dw_stream stream = dw_stream_make(21, 0x636f7665, (uint64_t)i, t->skewed);
        gsl_rng rng = dw_stream_gsl(&stream);
        for (int j = 0; j < N; j++)
            x[j] = t->skewed ? gsl_ran_exponential(&rng, 1) : gsl_ran_gaussian_ziggurat(&rng, 1);
        const dw_rows rows = { .column = { x }, .columns = 1, .strata = { start, 1 } };
        const dw_env env = { .threads = 1 };
        const dw_bootstrap_plan plan = { .strata = rows.strata,
                                         .resamples = DRAWS,
                                         .seed = (uint64_t)i,
                                         .level = 0.95,
                                         .method = t->method,
                                         .env = &env };
        dw_ready ready;
        dw_bootstrap_result r = { .low = NAN };
        if (!dw_ready_make(&ready, t->statistic, &rows, &usual, NULL))
            dw_bootstrap(&ready.statistic, &plan, replicates, &r, NULL);
        dw_ready_free(&ready);
        covered += r.low <= t->value && t->value <= r.high;
    }
    return (double)covered / count;
}

/* The bands: of normal means 0.939 (the divisor n, and z for t, cost 1 %); elsewhere about what the
 * literature finds at this size. With few repeats the bands are wider by 5.5 standard errors. */
static void intervals_cover_their_share(void **state)
{
    static const truth truths[] = {
        { "normal mean, percentile", "mean", false, DW_BOOTSTRAP_PERCENTILE, 0, 0.93, 0.95 },
        { "normal mean, bca", "mean", false, DW_BOOTSTRAP_BCA, 0, 0.93, 0.95 },
        { "exponential mean, basic", "mean", true, DW_BOOTSTRAP_BASIC, 1, 0.9, 0.935 },
        { "exponential mean, percentile", "mean", true, DW_BOOTSTRAP_PERCENTILE, 1, 0.91, 0.94 },
        { "exponential mean, bca", "mean", true, DW_BOOTSTRAP_BCA, 1, 0.92, 0.945 },
        { "normal median, percentile", "median", false, DW_BOOTSTRAP_PERCENTILE, 0, 0.93, 0.97 },
        { "normal sd, bca", "sd", false, DW_BOOTSTRAP_BCA, 1, 0.91, 0.95 },
    };
    int count = repeats();
    double slack = count < 20000 ? 5.5 * sqrt(0.07 * 0.93 / count) : 0;
    (void)state;
    for (size_t i = 0; i < COUNT(truths); i++) {
        double share = coverage(&truths[i], count);
        printf("# %s: covers %.4f in %d samples\n", truths[i].name, share, count);
        if (share < truths[i].low - slack || share > truths[i].high + slack)
            fail_msg("%s: %.4f", truths[i].name, share);
    }
}

int dw_test_bootstrap_coverage(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(intervals_cover_their_share),
    };
    return cmocka_run_group_tests_name("bootstrap coverage", tests, NULL, NULL);
}
