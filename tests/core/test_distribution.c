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
#include <gsl/gsl_integration.h>

#include "../data/distributions.h"
#include "../data/distributions_far.h"
#include "stats/distribution.h"

int dw_test_distribution(void);

#define COUNT(array) (sizeof(array) / sizeof *(array))

static dw_distribution make(const char *name, const double *parameters)
{
    const dw_family *const *family = dw_families;
    while (strcmp((*family)->name, name) != 0) family++;
    dw_distribution d;
    dw_error err = { "" };
    if (dw_distribution_of(&d, name, parameters, dw_distribution_parameters(*family), &err))
        fail_msg("%s: %s", name, err.text);
    return d;
}

/* Right digits, 0..16; where 0 is expected, absolute ones. */
static double digits(double got, double expected)
{
    if (got == expected) return 16;
    double error = fabs(got - expected) / (expected == 0 ? 1 : fabs(expected));
    return error < 1 ? -log10(error) : 0;
}

/* The worst of each distribution so far, to be printed. */
typedef struct worst {
    const char *name;
    size_t cases;
    double least;
} worst;

static void note(worst *table, const char *name, double reached)
{
    while (table->name && strcmp(table->name, name) != 0) table++;
    if (!table->name) *table = (worst){ name, 0, 16 };
    table->cases++;
    table->least = fmin(table->least, reached);
}

static void print_table(const char *what, const worst *table)
{
    for (; table->name; table++)
        printf("# %-10s %-15s %4zu values, %4.1f digits\n", what, table->name, table->cases,
               table->least);
}

static void check(worst *table, const char *what, const char *name, const double *q, double x,
                  double got, double expected, double bound)
{
    if (isnan(expected)) return;
    double reached = digits(got, expected);
    note(table, name, reached);
    if (reached < bound)
        fail_msg("%s of %s(%g, %g) at %.17g: %.17g, not %.17g (%.1f digits)", what, name, q[0],
                 q[1], x, got, expected, reached);
}

static void tails_agree_with_the_references(void **state)
{
    (void)state;
    worst table[32] = { { NULL, 0, 0 } };
    for (size_t i = 0; i < COUNT(tail_cases); i++) {
        const double *q = tail_cases[i].parameters, x = tail_cases[i].x;
        dw_distribution d = make(tail_cases[i].name, q);
        check(table, "cdf", tail_cases[i].name, q, x, dw_cdf(&d, x), tail_cases[i].cdf, 10);
        check(table, "sf", tail_cases[i].name, q, x, dw_sf(&d, x), tail_cases[i].sf, 10);
    }
    print_table("tails", table);
}

static void quantiles_agree_with_the_references(void **state)
{
    (void)state;
    worst table[32] = { { NULL, 0, 0 } };
    for (size_t i = 0; i < COUNT(quantile_cases); i++) {
        const double *q = quantile_cases[i].parameters, p = quantile_cases[i].p;
        const char *name = quantile_cases[i].name;
        dw_distribution d = make(name, q);
        check(table, "quantile", name, q, p, dw_quantile_of(&d, p), quantile_cases[i].quantile, 10);
        check(table, "isf", name, q, p, dw_isf(&d, p), quantile_cases[i].isf, 10);
    }
    print_table("quantiles", table);
}

/* Far out the last digits of x itself decide: what half a unit in its last place does to the tail
 * is allowed on top of the bound. */
static double bound_at(double x, double log_pdf, double tail)
{
    double felt = fabs(x) * DBL_EPSILON * exp(log_pdf) / tail;
    return -log10(1e-12 + felt);
}

static void far_tails_agree_with_the_references(void **state)
{
    (void)state;
    worst table[32] = { { NULL, 0, 0 } };
    for (size_t i = 0; i < COUNT(far_cases); i++) {
        const double *q = far_cases[i].parameters, x = far_cases[i].x;
        double cdf = far_cases[i].cdf, sf = far_cases[i].sf, log_pdf = far_cases[i].log_pdf;
        const char *name = far_cases[i].name;
        dw_distribution d = make(name, q);
        check(table, "cdf", name, q, x, dw_cdf(&d, x), cdf, bound_at(x, log_pdf, cdf));
        check(table, "sf", name, q, x, dw_sf(&d, x), sf, bound_at(x, log_pdf, sf));
    }
    print_table("far tails", table);
}

static void log_densities_agree_with_the_references(void **state)
{
    (void)state;
    worst table[32] = { { NULL, 0, 0 } };
    for (size_t i = 0; i < COUNT(far_cases); i++) {
        const double *q = far_cases[i].parameters, x = far_cases[i].x, right = far_cases[i].log_pdf;
        dw_distribution d = make(far_cases[i].name, q);
        double got = dw_log_pdf(&d, x), error = fabs(got - right) / fmax(1, fabs(right));
        note(table, far_cases[i].name, error > 0 ? fmin(16, -log10(error)) : 16);
        if (error > 1e-12)
            fail_msg("log pdf of %s(%g, %g) at %.17g: %.17g, not %.17g", far_cases[i].name, q[0],
                     q[1], x, got, right);
    }
    print_table("log pdf", table);
}

/* The quantile of a reference's tail is its x again, as far as the tail's own last digit tells. */
static void check_way_back(worst *table, size_t i, double got, double tail)
{
    const char *name = far_cases[i].name;
    double x = far_cases[i].x, density = exp(far_cases[i].log_pdf);
    if (!(tail > 1e-307 && tail <= 0.5) || !(density > 0)) return;
    double felt = DBL_EPSILON * tail / (density * fmax(fabs(x), 1e-300));
    if (!(felt < 1e-3)) return;
    check(table, "quantile", name, far_cases[i].parameters, tail, got, x, -log10(1e-11 + 8 * felt));
}

static void far_quantiles_lead_back(void **state)
{
    (void)state;
    worst table[32] = { { NULL, 0, 0 } };
    for (size_t i = 0; i < COUNT(far_cases); i++) {
        dw_distribution d = make(far_cases[i].name, far_cases[i].parameters);
        check_way_back(table, i, dw_quantile_of(&d, far_cases[i].cdf), far_cases[i].cdf);
        check_way_back(table, i, dw_isf(&d, far_cases[i].sf), far_cases[i].sf);
    }
    print_table("back", table);
}

/* ---- identities ---- */

static const struct {
    const char *name;
    double parameters[3];
} samples[] = {
    { "normal", { -3, 2.5 } },
    { "t", { 1 } },
    { "t", { 3.5 } },
    { "t", { 1e7 } },
    { "chi2", { 0.7 } },
    { "chi2", { 12 } },
    { "f", { 3, 7.5 } },
    { "f", { 200, 90 } },
    { "beta", { 0.5, 0.5 } },
    { "beta", { 2, 7 } },
    { "beta", { 400, 1500 } },
    { "gamma", { 0.4, 3 } },
    { "gamma", { 5e5, 0.01 } },
    { "lognormal", { 1, 0.5 } },
    { "uniform", { -2, 5 } },
    { "exponential", { 4 } },
    { "pareto", { 4.5, 2 } },
    { "bernoulli", { 0.3 } },
    { "binomial", { 1, 0.5 } },
    { "binomial", { 40, 0.3 } },
    { "binomial", { 3000, 0.97 } },
    { "poisson", { 0.2 } },
    { "poisson", { 350 } },
    { "geometric", { 0.07 } },
    { "hypergeometric", { 30, 50, 20 } },
    { "hypergeometric", { 3, 2, 4 } },
    { "zipf", { 4.5, NAN } },
    { "zipf", { 0.8, 60 } },
};

static void both_tails_make_one(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(samples); i++) {
        dw_distribution d = make(samples[i].name, samples[i].parameters);
        double before = -INFINITY;
        for (int j = 1; j < 200; j++) {
            double p = j / 200.0, x = dw_quantile_of(&d, p), cdf = dw_cdf(&d, x);
            assert_true(fabs(cdf + dw_sf(&d, x) - 1) < 1e-13);
            assert_true(x >= before);
            before = x;
            if (!d.family->discrete) {
                assert_true(fabs(cdf - p) < 1e-12);
                assert_true(fabs(dw_isf(&d, 1 - p) - x) <= 1e-11 * fabs(x) + 1e-12);
                continue;
            }
            assert_true(cdf >= p * (1 - 1e-13) && dw_cdf(&d, x - 1) < p);
        }
        double low, high;
        d.family->support(d.at, &low, &high);
        assert_true(dw_quantile_of(&d, 0) == low && dw_quantile_of(&d, 1) == high);
        assert_true(dw_isf(&d, 0) == high && dw_isf(&d, 1) == low);
        assert_true(dw_cdf(&d, INFINITY) == 1 && dw_sf(&d, INFINITY) == 0);
        assert_true(dw_cdf(&d, -INFINITY) == 0 && dw_sf(&d, -INFINITY) == 1);
        assert_true(dw_pdf(&d, INFINITY) == 0 && dw_pdf(&d, -INFINITY) == 0);
    }
}

static void probabilities_add_up(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(samples); i++) {
        dw_distribution d = make(samples[i].name, samples[i].parameters);
        if (!d.family->discrete) continue;
        double last = dw_isf(&d, 1e-17), sum = 0, mean = 0, square = 0, middle = dw_mean_of(&d);
        if (last > 1e6) last = 1e6;
        for (double k = 0; k <= last; k++) {
            double p = dw_pdf(&d, k);
            sum += p;
            mean += p * k;
            square += p * (k - middle) * (k - middle);
            if (fabs(sum - dw_cdf(&d, k)) > 1e-12) fail_msg("%s at %g", samples[i].name, k);
        }
        double slack = strcmp(d.family->name, "zipf") == 0 ? 1e-3 : 1e-11; /* its slow tail */
        assert_true(fabs(mean - middle) <= slack * fmax(1, middle));
        assert_true(fabs(square - dw_var_of(&d)) <= 10 * slack * fmax(1, dw_var_of(&d)));
    }
}

typedef struct weighted {
    const dw_distribution *d;
    int power;
    double about;
} weighted;

static double density_part(double x, void *context)
{
    const weighted *w = context;
    return dw_pdf(w->d, x) * pow(x - w->about, w->power);
}

static double integrate(weighted *w, double low, double high)
{
    double sum = 0, error;
    gsl_integration_workspace *room = gsl_integration_workspace_alloc(2000);
    gsl_function f = { density_part, w };
    gsl_integration_qags(&f, low, high, 0, 1e-10, 2000, room, &sum, &error);
    gsl_integration_workspace_free(room);
    return sum;
}

static void densities_integrate_to_the_tails(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(samples); i++) {
        dw_distribution d = make(samples[i].name, samples[i].parameters);
        if (d.family->discrete) continue;
        double before = dw_quantile_of(&d, 1e-3);
        for (double p = 0.1; p < 0.95; p += 0.2) {
            double x = dw_quantile_of(&d, p);
            double part = integrate(&(weighted){ &d, 0, 0 }, before, x);
            double right = dw_cdf(&d, x) - dw_cdf(&d, before);
            if (fabs(part - right) > 1e-9)
                fail_msg("%s up to %g: %.15g, not %.15g", samples[i].name, x, part, right);
            before = x;
        }
    }
}

static void moments_are_integrals(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(samples); i++) {
        dw_distribution d = make(samples[i].name, samples[i].parameters);
        double mean = dw_mean_of(&d), var = dw_var_of(&d);
        if (d.family->discrete || !isfinite(var)) continue;
        static const double cuts[] = { 1e-18, 1e-12, 1e-6, 1e-3, 0.1, 0.5 };
        double first = 0, second = 0;
        for (size_t j = 0; j < 2 * COUNT(cuts) - 1; j++) {
            double ends[2];
            for (size_t e = j; e < j + 2; e++)
                ends[e - j] = e < COUNT(cuts) ? dw_quantile_of(&d, cuts[e])
                                              : dw_isf(&d, cuts[2 * COUNT(cuts) - 1 - e]);
            first += integrate(&(weighted){ &d, 1, mean }, ends[0], ends[1]);
            second += integrate(&(weighted){ &d, 2, mean }, ends[0], ends[1]);
        }
        if (fabs(first) > 1e-6 * sqrt(var)) fail_msg("mean of %s: %g", samples[i].name, first);
        if (fabs(second - var) > 1e-3 * var) /* heavy tails reach beyond 1e-18 */
            fail_msg("variance of %s: %.15g, not %.15g", samples[i].name, second, var);
    }
}

/* ---- samples ---- */

enum { DRAWS = 40000 };

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Kolmogorov and Smirnov's distance times sqrt(n): above 2.78 with probability 4e-7; of a discrete
 * distribution even more rarely. A draw stands for all numbers that are rounded to it. */
static double distance(const dw_distribution *d, double *x, size_t n)
{
    double most = 0;
    qsort(x, n, sizeof *x, ascending);
    for (size_t i = 0, next; i < n; i = next) {
        for (next = i + 1; next < n && x[next] == x[i];) next++;
        double at = dw_cdf(d, nextafter(x[i], INFINITY));
        double before = dw_cdf(d, nextafter(x[i], -INFINITY));
        most = fmax(most, fabs((double)next / (double)n - at));
        most = fmax(most, fabs((double)i / (double)n - before));
    }
    return most * sqrt((double)n);
}

static void samples_follow_the_distribution(void **state)
{
    (void)state;
    double *x = malloc(DRAWS * sizeof *x);
    assert_non_null(x);
    for (size_t i = 0; i < COUNT(samples); i++) {
        dw_distribution d = make(samples[i].name, samples[i].parameters);
        assert_int_equal(dw_sample(&d, 11, i, x, DRAWS, NULL, NULL), DW_OK);
        double at = distance(&d, x, DRAWS);
        if (!(at < 2.78)) fail_msg("%s: %g", samples[i].name, at);
        if (!d.family->discrete && !(at > 0.1)) fail_msg("%s is too even", samples[i].name);
    }
    free(x);
}

static void far_samples_follow_the_distribution(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        double parameters[3];
    } far[] = {
        { "beta", { 1e-3, 2e-3 } },
        { "gamma", { 1e12, 1 } },
        { "binomial", { 1e12, 1e-3 } },
        { "poisson", { 1e11 } },
        { "t", { 1e12 } },
        { "zipf", { 1.2, NAN } },
        { "zipf", { 0, 1e12 } },
        { "zipf", { 1, 1e6 } },
        { "geometric", { 1e-12 } },
        { "f", { 1e9, 0.5 } },
        { "poisson", { 5e6 } },
        { "binomial", { 1e9, 0.4 } },
        { "hypergeometric", { 5e5, 4e5, 3e5 } },
    };
    enum { FEW = 4000 };
    double x[FEW];
    for (size_t i = 0; i < COUNT(far); i++) {
        dw_distribution d = make(far[i].name, far[i].parameters);
        assert_int_equal(dw_sample(&d, 12, i, x, FEW, NULL, NULL), DW_OK);
        double at = distance(&d, x, FEW);
        if (!(at < 2.78)) fail_msg("%s(%g): %g", far[i].name, far[i].parameters[0], at);
    }
}

static void samples_depend_on_the_seed_alone(void **state)
{
    (void)state;
    enum { N = 30000 };
    dw_distribution d = make("gamma", (double[]){ 2, 1 });
    double *x = malloc(3 * N * sizeof *x), *y = x + N, *z = y + N;
    assert_int_equal(dw_sample(&d, 5, 0, x, N, NULL, NULL), DW_OK);
    assert_int_equal(dw_sample(&d, 5, 0, y, N / 2, NULL, NULL), DW_OK);
    assert_int_equal(dw_sample(&d, 5, 1, z, N, NULL, NULL), DW_OK);
    assert_memory_equal(x, y, N / 2 * sizeof *x);
    size_t same = 0;
    for (size_t i = 0; i < N; i++) same += x[i] == z[i];
    assert_true(same == 0);
    free(x);
}

static bool at_once(void *context)
{
    ++*(int *)context;
    return true;
}

static void drawing_can_be_stopped(void **state)
{
    (void)state;
    int asked = 0;
    dw_error err = { "" };
    double x[10];
    dw_distribution d = make("normal", (double[]){ 0, 1 });
    const dw_env env = { .threads = 1, .stop = at_once, .context = &asked };
    assert_int_equal(dw_sample(&d, 1, 0, x, 10, &env, &err), DW_ESTOP);
    assert_true(asked == 1 && strstr(err.text, "stopped"));
}

/* ---- bad input ---- */

static void wrong_parameters_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        double parameters[3];
        size_t n;
        const char *part;
    } bad[] = {
        { "cauchy", { 0, 1 }, 2, "no distribution 'cauchy'" },
        { "normal", { 0 }, 1, "normal has 2 parameters, got 1" },
        { "normal", { 0, 0 }, 2, "'sd' must be in" },
        { "normal", { NAN, 1 }, 2, "'mean' must be in" },
        { "t", { -1 }, 1, "'nu' must be in" },
        { "t", { NAN }, 1, "'nu' is missing" },
        { "beta", { 0, 1 }, 2, "'a' must be in" },
        { "gamma", { 1, INFINITY }, 2, "'scale' must be in" },
        { "binomial", { 2.5, 0.5 }, 2, "'n' must be whole" },
        { "binomial", { 2, 1.5 }, 2, "'p' must be in" },
        { "poisson", { -1 }, 1, "'mu' must be in" },
        { "geometric", { 0 }, 1, "'p' must be in" },
        { "uniform", { 2, 2 }, 2, "'low' must be below 'high'" },
        { "zipf", { 1, NAN }, 2, "'s' must be above 1" },
        { "hypergeometric", { 2, 3, 6 }, 3, "'draws' must be at most good + bad = 5" },
    };
    for (size_t i = 0; i < COUNT(bad); i++) {
        dw_distribution d;
        dw_error err = { "" };
        assert_int_not_equal(dw_distribution_of(&d, bad[i].name, bad[i].parameters, bad[i].n, &err),
                             DW_OK);
        if (!strstr(err.text, bad[i].part))
            fail_msg("'%s' does not say '%s'", err.text, bad[i].part);
    }
}

int dw_test_distribution(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tails_agree_with_the_references),
        cmocka_unit_test(quantiles_agree_with_the_references),
        cmocka_unit_test(far_tails_agree_with_the_references),
        cmocka_unit_test(log_densities_agree_with_the_references),
        cmocka_unit_test(far_quantiles_lead_back),
        cmocka_unit_test(both_tails_make_one),
        cmocka_unit_test(probabilities_add_up),
        cmocka_unit_test(densities_integrate_to_the_tails),
        cmocka_unit_test(moments_are_integrals),
        cmocka_unit_test(samples_follow_the_distribution),
        cmocka_unit_test(far_samples_follow_the_distribution),
        cmocka_unit_test(samples_depend_on_the_seed_alone),
        cmocka_unit_test(drawing_can_be_stopped),
        cmocka_unit_test(wrong_parameters_are_refused),
    };
    return cmocka_run_group_tests_name("distribution", tests, NULL, NULL);
}
