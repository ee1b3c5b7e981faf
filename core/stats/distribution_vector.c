#include "stats/distribution_vector.h"

#include <gsl/gsl_randist.h>
#include <math.h>

#include "random/stream.h"
#include "stats/distribution_family.h"
#include "stats/distribution_tail.h"

static const double sum_slack = 1e-9;

static double sum_of(const double *x, size_t k)
{
    double sum = 0;
    for (size_t i = 0; i < k; i++) sum += x[i];
    return sum;
}

static dw_status check_each(const char *name, const double *x, size_t k, double least, double most,
                            dw_error *err)
{
    if (k < 2) return dw_fail(err, DW_EARG, "'%s' needs at least 2 numbers, got %zu", name, k);
    for (size_t i = 0; i < k; i++)
        if (!(x[i] >= least && x[i] <= most))
            return dw_fail(err, DW_EDOMAIN, "'%s' must be in %g..%g, got %g at element %zu", name,
                           least, most, x[i], i + 1);
    return DW_OK;
}

dw_status dw_dirichlet(dw_vector_distribution *out, const double *alpha, size_t k, dw_error *err)
{
    dw_status status = check_each("alpha", alpha, k, 1e-6, 1e15, err);
    if (status) return status;
    *out = (dw_vector_distribution){ false, k, 0, alpha, sum_of(alpha, k) };
    return DW_OK;
}

dw_status dw_multinomial(dw_vector_distribution *out, double n, const double *p, size_t k,
                         dw_error *err)
{
    dw_status status = check_each("p", p, k, 0, 1, err);
    if (status) return status;
    double sum = sum_of(p, k);
    if (fabs(sum - 1) > sum_slack)
        return dw_fail(err, DW_EDOMAIN, "'p' must add up to 1, adds up to %.12g", sum);
    if (!(n >= 0 && n <= 1e9 && n == floor(n)))
        return dw_fail(err, DW_EDOMAIN, "'n' must be a whole number in 0..1e9, got %g", n);
    *out = (dw_vector_distribution){ true, k, n, p, sum };
    return DW_OK;
}

/* ---- densities: one number after the other, each given those before ---- */

/* At the edge of the simplex, where a number is 0; NAN: inside. */
static double edge_log_pdf(const dw_vector_distribution *d, const double *x)
{
    double at_edge = NAN;
    for (size_t i = 0; i < d->k; i++) {
        if (x[i] > 0) continue;
        if (d->at[i] > 1) return -INFINITY;
        if (d->at[i] < 1) at_edge = INFINITY;
    }
    return at_edge;
}

/* The sum of the numbers after i; summed anew each time, so that small ones at the end keep their
 * digits. */
static double rest_after(const double *x, size_t k, size_t i)
{
    return sum_of(x + i + 1, k - i - 1);
}

static double dirichlet_log_pdf(const dw_vector_distribution *d, const double *x)
{
    double sum = edge_log_pdf(d, x);
    if (!isnan(sum)) return sum;
    sum = 0;
    for (size_t i = 0; i + 1 < d->k; i++) {
        double rest = rest_after(x, d->k, i);
        if (x[i] + rest <= 0) break;
        sum += dw_log_beta_density(d->at[i], rest_after(d->at, d->k, i),
                                   dw_share_ratio(x[i], 1, rest));
        if (i > 0) sum -= log(x[i] + rest);
    }
    return sum;
}

static double multinomial_log_pdf(const dw_vector_distribution *d, const double *x)
{
    double left = d->n, sum = 0;
    for (size_t i = 0; i < d->k; i++)
        if (x[i] < 0 || x[i] != floor(x[i])) return -INFINITY;
    if (sum_of(x, d->k) != d->n) return -INFINITY;
    for (size_t i = 0; i + 1 < d->k && left > 0; i++) {
        double rest = rest_after(d->at, d->k, i);
        if (d->at[i] + rest <= 0) return -INFINITY;
        sum += dw_log_binomial(x[i], left, dw_share_ratio(d->at[i], 1, rest));
        left -= x[i];
    }
    return left > 0 && d->at[d->k - 1] <= 0 ? -INFINITY : sum;
}

dw_status dw_vector_log_pdf(const dw_vector_distribution *d, const double *x, double *out,
                            dw_error *err)
{
    if (d->counts) {
        for (size_t i = 0; i < d->k; i++)
            if (isnan(x[i])) return dw_fail(err, DW_EDOMAIN, "'x' is nan at element %zu", i + 1);
        *out = multinomial_log_pdf(d, x);
        return DW_OK;
    }
    dw_status status = check_each("x", x, d->k, 0, 1, err);
    if (status) return status;
    double sum = sum_of(x, d->k);
    if (fabs(sum - 1) > sum_slack)
        return dw_fail(err, DW_EDOMAIN, "'x' must add up to 1, adds up to %.12g", sum);
    *out = dirichlet_log_pdf(d, x);
    return DW_OK;
}

void dw_vector_moments(const dw_vector_distribution *d, double *mean, double *var)
{
    for (size_t i = 0; i < d->k; i++) {
        double share = d->at[i] / d->total, other = (d->total - d->at[i]) / d->total;
        mean[i] = d->counts ? d->n * share : share;
        var[i] = d->counts ? d->n * share * other : share * other / (d->total + 1);
    }
}

/* ---- samples ---- */

/* In logarithms: with small alphas all draws but one may be below the smallest double. */
static void draw_shares(const dw_vector_distribution *d, gsl_rng *rng, double *out)
{
    double most = -INFINITY, sum = 0;
    for (size_t i = 0; i < d->k; i++) {
        out[i] = dw_draw_log_gamma(d->at[i], rng);
        most = fmax(most, out[i]);
    }
    for (size_t i = 0; i < d->k; i++) sum += out[i] = exp(out[i] - most);
    for (size_t i = 0; i < d->k; i++) out[i] /= sum;
}

static void draw_counts(const dw_vector_distribution *d, gsl_rng *rng, double *out)
{
    double left = d->n, rest = d->total;
    for (size_t i = 0; i < d->k; i++) {
        double share = i + 1 < d->k && rest > 0 ? fmin(1, d->at[i] / rest) : 1;
        if (d->at[i] <= 0) share = 0;
        out[i] = left > 0 ? gsl_ran_binomial(rng, share, (unsigned)left) : 0;
        left -= out[i];
        rest = rest_after(d->at, d->k, i);
    }
}

static const uint64_t vector_key = 0x76656374; /* keeps these streams apart from others */

void dw_vector_sample(const dw_vector_distribution *d, uint64_t seed, uint64_t call, double *out,
                      size_t count)
{
    for (size_t draw = 0; draw < count; draw++) {
        dw_stream stream = dw_stream_make(seed, vector_key, call, draw);
        gsl_rng rng = dw_stream_gsl(&stream);
        if (d->counts)
            draw_counts(d, &rng, out + draw * d->k);
        else
            draw_shares(d, &rng, out + draw * d->k);
    }
}
