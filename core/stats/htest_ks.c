#include "stats/htest_ks.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "stats/quantile.h"

static const double most_steps_auto = 1e8, most_steps = 1e11;

/* The lattice of both samples: gaps are whole multiples of 1 / (n m). */
typedef struct lattice {
    double *x, *y; /* sorted */
    size_t n, m;
    int64_t gap;     /* the largest, of the alternative */
    bool *new_value; /* [i]: the pooled values i - 1 and i (from 0) differ; NULL without ties */
    dw_alternative alternative;
    const dw_env *env;
} lattice;

static int64_t signed_gap(dw_alternative alternative, int64_t gap)
{
    if (alternative == DW_TWO_SIDED) return gap < 0 ? -gap : gap;
    return alternative == DW_LESS ? -gap : gap;
}

static int64_t gap_at(const lattice *of, size_t i, size_t j)
{
    int64_t fx = (int64_t)(i * of->m), fy = (int64_t)(j * of->n);
    return signed_gap(of->alternative, fx - fy);
}

/* Walks the pooled sample; true when it has ties. */
static bool walk(lattice *of, double *location)
{
    size_t i = 0, j = 0;
    bool ties = false;
    while (i < of->n || j < of->m) {
        double next = j == of->m || (i < of->n && of->x[i] <= of->y[j]) ? of->x[i] : of->y[j];
        size_t before = i + j;
        while (i < of->n && of->x[i] == next) i++;
        while (j < of->m && of->y[j] == next) j++;
        of->new_value[before] = true;
        ties = ties || i + j - before > 1;
        int64_t gap = gap_at(of, i, j);
        if (gap <= of->gap && before > 0) continue;
        of->gap = gap;
        *location = next;
    }
    of->new_value[of->n + of->m] = true;
    return ties;
}

static double reached(const lattice *of, const bool *new_value, size_t i, size_t j, double chance)
{
    bool counts = !new_value || new_value[i + j];
    return counts && gap_at(of, i, j) >= of->gap ? 1 : chance;
}

/* The chance that a random path from (0, 0) to (n, m) touches the gap: no term is negative, so
 * that small ones keep their digits. */
static dw_status touch(const lattice *of, const bool *new_value, double *out, dw_error *err)
{
    if (of->gap <= 0) {
        *out = 1;
        return DW_OK;
    }
    double *row = dw_allocate(of->m + 1, sizeof *row, err);
    if (!row) return DW_ENOMEM;
    dw_status status = DW_OK;
    for (size_t j = 1; j <= of->m; j++) row[j] = reached(of, new_value, 0, j, row[j - 1]);
    for (size_t i = 1; i <= of->n && !status; i++) {
        row[0] = reached(of, new_value, i, 0, row[0]);
        for (size_t j = 1; j <= of->m; j++) {
            double share = (double)i / (double)(i + j);
            row[j] = reached(of, new_value, i, j, share * row[j] + (1 - share) * row[j - 1]);
        }
        if ((i & 63) == 0) status = dw_may_go_on(of->env, err);
    }
    *out = row[of->m];
    free(row);
    return status;
}

static double limit_of(const lattice *of)
{
    double n = (double)of->n, m = (double)of->m, d = (double)of->gap / (n * m);
    double x = d * sqrt(n * m / (n + m));
    if (of->alternative == DW_TWO_SIDED) return dw_kolmogorov_limit(x);
    return x <= 0 ? 1 : exp(-2 * x * x);
}

static dw_status count_paths(const lattice *of, bool ties, dw_ks_method method, dw_ks_test *out,
                             dw_error *err)
{
    double steps = (double)of->n * (double)of->m;
    out->p_limit = limit_of(of);
    out->test.p = out->p_limit;
    if (method == DW_KS_LIMIT || (method == DW_KS_AUTO && steps >= most_steps_auto)) return DW_OK;
    if (steps > most_steps)
        return dw_fail(err, DW_EARG, "exact counting of %zu x %zu steps takes too long", of->n,
                       of->m);
    dw_status status = touch(of, NULL, &out->p_exact, err);
    out->p_conditional = out->p_exact;
    if (!status && ties) status = touch(of, of->new_value, &out->p_conditional, err);
    out->test.p = out->p_conditional;
    return status;
}

static void say(const lattice *of, bool ties, dw_ks_test *out)
{
    dw_test *test = &out->test;
    test->n = (double)of->n;
    test->m = (double)of->m;
    test->statistic = (double)of->gap / (test->n * test->m);
    snprintf(test->method, sizeof test->method, "two-sample Kolmogorov-Smirnov test, %s",
             isnan(out->p_exact) ? "limit for large samples"
             : ties              ? "exact given the ties"
                                 : "exact");
}

static dw_status lay_out(dw_sample_of x, dw_sample_of y, lattice *of, dw_error *err)
{
    of->n = x.n;
    of->m = y.n;
    if (x.n > (size_t)1 << 31 || y.n > (size_t)1 << 31)
        return dw_fail(err, DW_EARG, "at most 2^31 values");
    of->x = dw_allocate(x.n, sizeof(double), err);
    of->y = dw_allocate(y.n, sizeof(double), err);
    of->new_value = dw_allocate(x.n + y.n + 1, sizeof(bool), err);
    if (!of->x || !of->y || !of->new_value) return DW_ENOMEM;
    memcpy(of->x, x.at, x.n * sizeof(double));
    memcpy(of->y, y.at, y.n * sizeof(double));
    dw_sort(of->x, x.n);
    dw_sort(of->y, y.n);
    return DW_OK;
}

dw_status dw_ks_two(dw_sample_of x, dw_sample_of y, dw_ks_method method, dw_alternative alternative,
                    const dw_env *env, dw_ks_test *out, dw_error *err)
{
    lattice of = { .alternative = alternative, .env = env };
    *out = (dw_ks_test){ dw_test_start("D", NULL), NAN, NAN, NAN, NAN };
    dw_status status = dw_check_named(x, 1, err);
    if (!status) status = dw_check_named(y, 1, err);
    if (!status) status = lay_out(x, y, &of, err);
    if (!status) {
        bool ties = walk(&of, &out->location);
        if (of.gap < 0) of.gap = 0;
        status = count_paths(&of, ties, method, out, err);
        say(&of, ties, out);
    }
    free(of.x);
    free(of.y);
    free(of.new_value);
    return status;
}

/* ---- one sample ---- */

static dw_status check_cdf(dw_sample_of cdf, dw_error *err)
{
    for (size_t i = 0; i < cdf.n; i++) {
        if (!(cdf.at[i] >= 0 && cdf.at[i] <= 1))
            return dw_fail(err, DW_EDOMAIN, "the distribution function must be in 0..1, got %g",
                           cdf.at[i]);
        if (i > 0 && cdf.at[i] < cdf.at[i - 1] - 1e-12)
            return dw_fail(err, DW_EDOMAIN,
                           "the distribution function must not fall, but does from %g to %g",
                           cdf.at[i - 1], cdf.at[i]);
    }
    return DW_OK;
}

dw_status dw_ks_one(dw_sample_of cdf, dw_alternative alternative, dw_test *out, dw_error *err)
{
    dw_status status = dw_check_named(cdf, 1, err);
    if (!status) status = check_cdf(cdf, err);
    if (status) return status;
    double above = 0, below = 0, n = (double)cdf.n;
    bool exact = true;
    for (size_t i = 0; i < cdf.n; i++) {
        above = fmax(above, ((double)i + 1) / n - cdf.at[i]);
        below = fmax(below, cdf.at[i] - (double)i / n);
    }
    *out = dw_test_start("D", NULL);
    out->n = n;
    out->statistic = alternative == DW_GREATER ? above
                     : alternative == DW_LESS  ? below
                                               : fmax(above, below);
    out->p = alternative == DW_TWO_SIDED
                 ? dw_kolmogorov_upper(cdf.n, out->statistic, &exact, &status, err)
                 : dw_smirnov_upper(cdf.n, out->statistic);
    snprintf(out->method, sizeof out->method, "one-sample Kolmogorov-Smirnov test, %s",
             exact ? "exact" : "corrected limit");
    return status;
}
