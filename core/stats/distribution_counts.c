/* Distributions of whole numbers: bernoulli, binomial, poisson, geometric, hypergeometric. */
#include <gsl/gsl_randist.h>
#include <math.h>

#include "stats/distribution_family.h"
#include "stats/distribution_solve.h"
#include "stats/distribution_tail.h"

enum { GSL_MOST = 1 << 30 }; /* its generators count in unsigned int */

static void from_zero(const double *q, double *low, double *high)
{
    (void)q;
    *low = 0;
    *high = INFINITY;
}

/* ---- binomial ---- */

static void binomial_support(const double *q, double *low, double *high)
{
    *low = 0;
    *high = q[0];
}

static double binomial_log_pdf(const double *q, double k)
{
    return dw_log_binomial(k, q[0], dw_share_make(q[1]));
}

static double binomial_tail(const double *q, double k, bool upper)
{
    if (k >= q[0]) return !upper;
    return dw_beta_tail(k + 1, q[0] - k, dw_share_make(q[1]), !upper);
}

static double binomial_mean(const double *q)
{
    return q[0] * q[1];
}

static double binomial_var(const double *q)
{
    return q[0] * q[1] * (1 - q[1]);
}

static double binomial_tail_of(const void *q, double k, bool upper)
{
    return binomial_tail(q, k, upper);
}

static double binomial_draw(const double *q, gsl_rng *rng)
{
    if (q[0] <= GSL_MOST) return gsl_ran_binomial(rng, q[1], (unsigned)q[0]);
    if (q[1] <= 0 || q[1] >= 1) return q[0] * q[1];
    return dw_solve_whole(binomial_tail_of, q, 0, q[0], binomial_mean(q), sqrt(binomial_var(q)),
                          dw_draw_open(rng), false);
}

#define CHANCE(i)                                                                                  \
    DW_PARAMETER("p", DW_NUMBER, i, .min = 0, .max = 1, .flags = DW_REQUIRED,                      \
                 .doc = "probability of a success")

const dw_option dw_binomial_parameters[] = {
    DW_PARAMETER("n", DW_INTEGER, 0, .min = 0, .max = 0x1p53, .flags = DW_REQUIRED,
                 .doc = "number of trials"),
    CHANCE(1),
    { 0 },
};

const dw_family dw_binomial = {
    .name = "binomial",
    .discrete = true,
    .parameters = dw_binomial_parameters,
    .support = binomial_support,
    .log_pdf = binomial_log_pdf,
    .tail = binomial_tail,
    .mean = binomial_mean,
    .var = binomial_var,
    .draw = binomial_draw,
};

/* ---- bernoulli ---- */

static void zero_or_one(const double *q, double *low, double *high)
{
    (void)q;
    *low = 0;
    *high = 1;
}

static double bernoulli_log_pdf(const double *q, double k)
{
    return k > 0 ? log(q[0]) : log1p(-q[0]);
}

static double bernoulli_tail(const double *q, double k, bool upper)
{
    if (k >= 1) return !upper;
    return upper ? q[0] : 1 - q[0];
}

static double bernoulli_mean(const double *q)
{
    return q[0];
}

static double bernoulli_var(const double *q)
{
    return q[0] * (1 - q[0]);
}

static double bernoulli_draw(const double *q, gsl_rng *rng)
{
    return gsl_rng_uniform(rng) < q[0];
}

const dw_option dw_bernoulli_parameters[] = { CHANCE(0), { 0 } };

const dw_family dw_bernoulli = {
    .name = "bernoulli",
    .discrete = true,
    .parameters = dw_bernoulli_parameters,
    .support = zero_or_one,
    .log_pdf = bernoulli_log_pdf,
    .tail = bernoulli_tail,
    .mean = bernoulli_mean,
    .var = bernoulli_var,
    .draw = bernoulli_draw,
};

/* ---- poisson ---- */

static double poisson_log_pdf(const double *q, double k)
{
    return dw_log_poisson(k, q[0], 0);
}

static double poisson_tail(const double *q, double k, bool upper)
{
    return dw_gamma_tail(k + 1, q[0], 0, !upper);
}

static double poisson_mean(const double *q)
{
    return q[0];
}

static double poisson_tail_of(const void *q, double k, bool upper)
{
    return poisson_tail(q, k, upper);
}

static double poisson_draw(const double *q, gsl_rng *rng)
{
    if (q[0] <= GSL_MOST) return gsl_ran_poisson(rng, q[0]);
    return dw_solve_whole(poisson_tail_of, q, 0, INFINITY, q[0], sqrt(q[0]), dw_draw_open(rng),
                          false);
}

const dw_option dw_poisson_parameters[] = {
    DW_PARAMETER("mu", DW_NUMBER, 0, .min = 0, .max = 1e15, .flags = DW_REQUIRED, .doc = "mean"),
    { 0 },
};

const dw_family dw_poisson = {
    .name = "poisson",
    .discrete = true,
    .parameters = dw_poisson_parameters,
    .support = from_zero,
    .log_pdf = poisson_log_pdf,
    .tail = poisson_tail,
    .mean = poisson_mean,
    .var = poisson_mean,
    .draw = poisson_draw,
};

/* ---- geometric ---- */

static void from_one(const double *q, double *low, double *high)
{
    *low = 1;
    *high = q[0] < 1 ? INFINITY : 1;
}

static double geometric_log_pdf(const double *q, double k)
{
    return k > 1 ? (k - 1) * log1p(-q[0]) + log(q[0]) : log(q[0]);
}

static double geometric_tail(const double *q, double k, bool upper)
{
    double log_sf = k * log1p(-q[0]);
    return upper ? exp(log_sf) : -expm1(log_sf);
}

static double geometric_mean(const double *q)
{
    return 1 / q[0];
}

static double geometric_var(const double *q)
{
    return (1 - q[0]) / q[0] / q[0];
}

static double geometric_draw(const double *q, gsl_rng *rng)
{
    if (q[0] >= 1) return 1;
    return floor(log(dw_draw_open(rng)) / log1p(-q[0])) + 1;
}

const dw_option dw_geometric_parameters[] = {
    DW_PARAMETER("p", DW_NUMBER, 0, .min = 1e-15, .max = 1, .flags = DW_REQUIRED,
                 .doc = "probability of a success"),
    { 0 },
};

const dw_family dw_geometric = {
    .name = "geometric",
    .discrete = true,
    .parameters = dw_geometric_parameters,
    .support = from_one,
    .log_pdf = geometric_log_pdf,
    .tail = geometric_tail,
    .mean = geometric_mean,
    .var = geometric_var,
    .draw = geometric_draw,
};

/* ---- hypergeometric: q = good, bad, draws ---- */

static dw_status hypergeometric_prepare(double *q, dw_error *err)
{
    if (q[2] <= q[0] + q[1]) return DW_OK;
    return dw_fail(err, DW_EDOMAIN, "'draws' must be at most good + bad = %.0f, got %.0f",
                   q[0] + q[1], q[2]);
}

static void hypergeometric_support(const double *q, double *low, double *high)
{
    *low = fmax(0, q[2] - q[1]);
    *high = fmin(q[2], q[0]);
}

/* Three binomials of p = draws / all: the saddle point of each is beside its mean. */
static double hypergeometric_log_pdf(const double *q, double k)
{
    double all = q[0] + q[1];
    if (q[2] <= 0 || q[2] >= all) return 0;
    dw_share p = { q[2] / all, (all - q[2]) / all, 0 };
    double part = q[0] * q[2], lost = fma(q[0], q[2], -part);
    double deviation = (fma(k, all, -part) - lost) / all;
    return dw_log_binomial_at(k, q[0], p, deviation) +
           dw_log_binomial_at(q[2] - k, q[1], p, -deviation) - dw_log_binomial_at(q[2], all, p, 0);
}

/* P(X <= k) / P(k), and P(X >= k) / P(k): sums of products of ratios, k on that side of the mode */
static double sum_down(const double *q, double k)
{
    double sum = 1, term = 1;
    for (; k > 0 && term > 1e-18 * sum; k--) {
        term *= k / (q[0] - k + 1) * ((q[1] - q[2] + k) / (q[2] - k + 1));
        sum += term;
    }
    return sum;
}

static double sum_up(const double *q, double k)
{
    double sum = 1, term = 1;
    for (; k < q[0] && k < q[2] && term > 1e-18 * sum; k++) {
        term *= (q[0] - k) / (k + 1) * ((q[2] - k) / (q[1] - q[2] + k + 1));
        sum += term;
    }
    return sum;
}

static double hypergeometric_tail(const double *q, double k, bool upper)
{
    double all = q[0] + q[1], mode = (q[2] + 1) * ((q[0] + 1) / (all + 2));
    bool below = k < mode;
    double sum = below ? exp(hypergeometric_log_pdf(q, k)) * sum_down(q, k)
                       : exp(hypergeometric_log_pdf(q, k + 1)) * sum_up(q, k + 1);
    return below != upper ? sum : 1 - sum;
}

static double hypergeometric_mean(const double *q)
{
    double all = q[0] + q[1];
    return all > 0 ? q[2] * (q[0] / all) : 0;
}

static double hypergeometric_var(const double *q)
{
    double all = q[0] + q[1];
    return all > 1 ? hypergeometric_mean(q) * (q[1] / all) * ((all - q[2]) / (all - 1)) : 0;
}

const dw_option dw_hypergeometric_parameters[] = {
    DW_PARAMETER("good", DW_INTEGER, 0, .min = 0, .max = 1e9, .flags = DW_REQUIRED,
                 .doc = "good things in the urn"),
    DW_PARAMETER("bad", DW_INTEGER, 1, .min = 0, .max = 1e9, .flags = DW_REQUIRED,
                 .doc = "the others"),
    DW_PARAMETER("draws", DW_INTEGER, 2, .min = 0, .max = 2e9, .flags = DW_REQUIRED,
                 .doc = "things drawn, without putting back; at most all"),
    { 0 },
};

const dw_family dw_hypergeometric = {
    .name = "hypergeometric",
    .discrete = true,
    .parameters = dw_hypergeometric_parameters,
    .prepare = hypergeometric_prepare,
    .support = hypergeometric_support,
    .log_pdf = hypergeometric_log_pdf,
    .tail = hypergeometric_tail,
    .mean = hypergeometric_mean,
    .var = hypergeometric_var,
};
