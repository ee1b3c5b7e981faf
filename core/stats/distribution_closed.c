/* Distributions with closed forms: normal, lognormal, uniform, exponential, pareto. */
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>

#include "stats/distribution_family.h"

static void whole_line(const double *q, double *low, double *high)
{
    (void)q;
    *low = -INFINITY;
    *high = INFINITY;
}

static void half_line(const double *q, double *low, double *high)
{
    (void)q;
    *low = 0;
    *high = INFINITY;
}

/* ---- normal ---- */

static const double log_root_two_pi = 0.91893853320467274178;

static double standard_tail(double z, bool upper)
{
    return 0.5 * erfc((upper ? z : -z) * M_SQRT1_2);
}

static double standard_quantile(double p, bool upper)
{
    return upper ? gsl_cdf_ugaussian_Qinv(p) : gsl_cdf_ugaussian_Pinv(p);
}

static double normal_log_pdf(const double *q, double x)
{
    double z = (x - q[0]) / q[1];
    return -0.5 * z * z - log_root_two_pi - log(q[1]);
}

static double normal_tail(const double *q, double x, bool upper)
{
    return standard_tail((x - q[0]) / q[1], upper);
}

static double normal_quantile(const double *q, double p, bool upper)
{
    return q[0] + q[1] * standard_quantile(p, upper);
}

static double normal_mean(const double *q)
{
    return q[0];
}

static double normal_var(const double *q)
{
    return q[1] * q[1];
}

static double normal_draw(const double *q, gsl_rng *rng)
{
    return q[0] + q[1] * gsl_ran_gaussian_ratio_method(rng, 1);
}

const dw_option dw_normal_parameters[] = {
    DW_PARAMETER("mean", DW_NUMBER, 0, .def = 0, .min = -1e150, .max = 1e150, .doc = "mean"),
    DW_PARAMETER("sd", DW_NUMBER, 1, .def = 1, .min = 1e-150, .max = 1e150,
                 .doc = "standard deviation"),
    { 0 },
};

const dw_family dw_normal = {
    .name = "normal",
    .parameters = dw_normal_parameters,
    .support = whole_line,
    .log_pdf = normal_log_pdf,
    .tail = normal_tail,
    .quantile = normal_quantile,
    .mean = normal_mean,
    .var = normal_var,
    .draw = normal_draw,
};

/* ---- lognormal ---- */

static double lognormal_log_pdf(const double *q, double x)
{
    return x > 0 ? normal_log_pdf(q, log(x)) - log(x) : -INFINITY;
}

static double lognormal_tail(const double *q, double x, bool upper)
{
    return normal_tail(q, log(x), upper);
}

static double lognormal_quantile(const double *q, double p, bool upper)
{
    return exp(normal_quantile(q, p, upper));
}

static double lognormal_mean(const double *q)
{
    return exp(q[0] + q[1] * q[1] / 2);
}

static double lognormal_var(const double *q)
{
    return expm1(q[1] * q[1]) * exp(2 * q[0] + q[1] * q[1]);
}

static double lognormal_draw(const double *q, gsl_rng *rng)
{
    return exp(normal_draw(q, rng));
}

const dw_option dw_lognormal_parameters[] = {
    DW_PARAMETER("mu", DW_NUMBER, 0, .def = 0, .min = -700, .max = 700, .doc = "mean of log x"),
    DW_PARAMETER("sigma", DW_NUMBER, 1, .def = 1, .min = 1e-150, .max = 1e3,
                 .doc = "standard deviation of log x"),
    { 0 },
};

const dw_family dw_lognormal = {
    .name = "lognormal",
    .parameters = dw_lognormal_parameters,
    .support = half_line,
    .log_pdf = lognormal_log_pdf,
    .tail = lognormal_tail,
    .quantile = lognormal_quantile,
    .mean = lognormal_mean,
    .var = lognormal_var,
    .draw = lognormal_draw,
};

/* ---- uniform ---- */

static dw_status uniform_prepare(double *q, dw_error *err)
{
    if (q[0] < q[1]) return DW_OK;
    return dw_fail(err, DW_EDOMAIN, "'low' must be below 'high', got %.17g and %.17g", q[0], q[1]);
}

static void uniform_support(const double *q, double *low, double *high)
{
    *low = q[0];
    *high = q[1];
}

static double uniform_log_pdf(const double *q, double x)
{
    (void)x;
    return -log(q[1] - q[0]);
}

static double uniform_tail(const double *q, double x, bool upper)
{
    return (upper ? q[1] - x : x - q[0]) / (q[1] - q[0]);
}

static double uniform_quantile(const double *q, double p, bool upper)
{
    return upper ? q[1] - p * (q[1] - q[0]) : q[0] + p * (q[1] - q[0]);
}

static double uniform_mean(const double *q)
{
    return q[0] + (q[1] - q[0]) / 2;
}

static double uniform_var(const double *q)
{
    return (q[1] - q[0]) * (q[1] - q[0]) / 12;
}

static double uniform_draw(const double *q, gsl_rng *rng)
{
    return uniform_quantile(q, gsl_rng_uniform(rng), false);
}

const dw_option dw_uniform_parameters[] = {
    DW_PARAMETER("low", DW_NUMBER, 0, .def = 0, .min = -1e150, .max = 1e150, .doc = "lower end"),
    DW_PARAMETER("high", DW_NUMBER, 1, .def = 1, .min = -1e150, .max = 1e150, .doc = "upper end"),
    { 0 },
};

const dw_family dw_uniform = {
    .name = "uniform",
    .parameters = dw_uniform_parameters,
    .prepare = uniform_prepare,
    .support = uniform_support,
    .log_pdf = uniform_log_pdf,
    .tail = uniform_tail,
    .quantile = uniform_quantile,
    .mean = uniform_mean,
    .var = uniform_var,
    .draw = uniform_draw,
};

/* ---- exponential ---- */

static double exponential_log_pdf(const double *q, double x)
{
    return -x / q[0] - log(q[0]);
}

/* exp(-t) or the rest */
static double exponential_part(double t, bool upper)
{
    return upper ? exp(-t) : -expm1(-t);
}

/* The t with exp(-t) = p, or with 1 - exp(-t) = p. */
static double exponential_point(double p, bool upper)
{
    return upper ? -log(p) : -log1p(-p);
}

static double exponential_tail(const double *q, double x, bool upper)
{
    return exponential_part(x / q[0], upper);
}

static double exponential_quantile(const double *q, double p, bool upper)
{
    return q[0] * exponential_point(p, upper);
}

static double exponential_mean(const double *q)
{
    return q[0];
}

static double exponential_var(const double *q)
{
    return q[0] * q[0];
}

static double exponential_draw(const double *q, gsl_rng *rng)
{
    return exponential_quantile(q, dw_draw_open(rng), true);
}

const dw_option dw_exponential_parameters[] = {
    DW_PARAMETER("scale", DW_NUMBER, 0, .min = 1e-150, .max = 1e150, .flags = DW_OPTIONAL,
                 .doc = "the mean; 1 when neither is given"),
    DW_PARAMETER("rate", DW_NUMBER, 1, .min = 1e-150, .max = 1e150, .flags = DW_OPTIONAL,
                 .doc = "1 / scale, instead of it"),
    { 0 },
};

const dw_family dw_exponential = {
    .name = "exponential",
    .parameters = dw_exponential_parameters,
    .has_alias = true,
    .alias_inverts = true,
    .preset = 1,
    .support = half_line,
    .log_pdf = exponential_log_pdf,
    .tail = exponential_tail,
    .quantile = exponential_quantile,
    .mean = exponential_mean,
    .var = exponential_var,
    .draw = exponential_draw,
};

/* ---- pareto ---- */

static void pareto_support(const double *q, double *low, double *high)
{
    *low = q[1];
    *high = INFINITY;
}

/* log(x / scale), also right beside 0 */
static double log_excess(const double *q, double x)
{
    double ratio = x / q[1];
    return ratio < 2 ? log1p((x - q[1]) / q[1]) : log(ratio);
}

static double pareto_log_pdf(const double *q, double x)
{
    return log(q[0]) - q[0] * log_excess(q, x) - log(x);
}

static double pareto_tail(const double *q, double x, bool upper)
{
    return exponential_part(q[0] * log_excess(q, x), upper);
}

static double pareto_quantile(const double *q, double p, bool upper)
{
    return q[1] * exp(exponential_point(p, upper) / q[0]);
}

static double pareto_mean(const double *q)
{
    return q[0] > 1 ? q[1] * (q[0] / (q[0] - 1)) : INFINITY;
}

static double pareto_var(const double *q)
{
    if (q[0] <= 2) return q[0] > 1 ? INFINITY : NAN;
    return q[1] / (q[0] - 1) * (q[1] / (q[0] - 1)) * (q[0] / (q[0] - 2));
}

static double pareto_draw(const double *q, gsl_rng *rng)
{
    return pareto_quantile(q, dw_draw_open(rng), true);
}

const dw_option dw_pareto_parameters[] = {
    DW_PARAMETER("shape", DW_NUMBER, 0, DW_POSITIVE,
                 .doc = "exponent of the tail; the mean is infinite up to 1, the variance up to 2"),
    DW_PARAMETER("scale", DW_NUMBER, 1, .def = 1, .min = 1e-150, .max = 1e150,
                 .doc = "the smallest value"),
    { 0 },
};

const dw_family dw_pareto = {
    .name = "pareto",
    .parameters = dw_pareto_parameters,
    .support = pareto_support,
    .log_pdf = pareto_log_pdf,
    .tail = pareto_tail,
    .quantile = pareto_quantile,
    .mean = pareto_mean,
    .var = pareto_var,
    .draw = pareto_draw,
};
