/* Distributions made of the gamma and the beta: gamma, chi2, beta, f, t. */
#include <gsl/gsl_randist.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>

#include "stats/distribution_family.h"
#include "stats/distribution_solve.h"
#include "stats/distribution_tail.h"

static void half_line(const double *q, double *low, double *high)
{
    (void)q;
    *low = 0;
    *high = INFINITY;
}

/* ---- draws ---- */

/* Marsaglia and Tsang 2000, for shape >= 1 */
static double draw_gamma_above_one(double shape, gsl_rng *rng)
{
    double d = shape - 1.0 / 3, c = 1 / sqrt(9 * d);
    for (;;) {
        double z = gsl_ran_gaussian_ratio_method(rng, 1), root = 1 + c * z;
        if (root <= 0) continue;
        double v = root * root * root, u = dw_draw_open(rng);
        if (log(u) < 0.5 * z * z + d * (1 - v + log(v))) return d * v;
    }
}

double dw_draw_log_gamma(double shape, gsl_rng *rng)
{
    if (shape >= 1) return log(draw_gamma_above_one(shape, rng));
    double above = log(draw_gamma_above_one(shape + 1, rng));
    return above + log(dw_draw_open(rng)) / shape;
}

/* ---- gamma ---- */

/* x / scale, and what rounding took from it */
static double scaled(double x, double scale, double *slip)
{
    double ratio = x / scale;
    *slip = isfinite(ratio) ? fma(-ratio, scale, x) / scale : 0;
    return ratio;
}

static double scaled_log_pdf(double shape, double scale, double x)
{
    double slip, ratio = scaled(x, scale, &slip);
    return dw_log_gamma_density(shape, ratio, slip) - log(scale);
}

static double scaled_tail(double shape, double scale, double x, bool upper)
{
    double slip, ratio = scaled(x, scale, &slip);
    return dw_gamma_tail(shape, ratio, slip, upper);
}

static double gamma_log_pdf(const double *q, double x)
{
    return scaled_log_pdf(q[0], q[1], x);
}

static double gamma_tail(const double *q, double x, bool upper)
{
    return scaled_tail(q[0], q[1], x, upper);
}

static double gamma_mean(const double *q)
{
    return q[0] * q[1];
}

static double gamma_var(const double *q)
{
    return q[0] * q[1] * q[1];
}

static double gamma_draw(const double *q, gsl_rng *rng)
{
    if (q[0] >= 1) return q[1] * draw_gamma_above_one(q[0], rng);
    return q[1] * exp(dw_draw_log_gamma(q[0], rng));
}

const dw_option dw_gamma_parameters[] = {
    DW_PARAMETER("shape", DW_NUMBER, 0, DW_POSITIVE, .doc = "shape"),
    DW_PARAMETER("scale", DW_NUMBER, 1, .min = 1e-150, .max = 1e150, .flags = DW_OPTIONAL,
                 .doc = "scale; 1 when neither is given"),
    DW_PARAMETER("rate", DW_NUMBER, 2, .min = 1e-150, .max = 1e150, .flags = DW_OPTIONAL,
                 .doc = "1 / scale, instead of it"),
    { 0 },
};

const dw_family dw_gamma = {
    .name = "gamma",
    .parameters = dw_gamma_parameters,
    .has_alias = true,
    .alias_inverts = true,
    .aliased = 1,
    .preset = 1,
    .support = half_line,
    .log_pdf = gamma_log_pdf,
    .tail = gamma_tail,
    .mean = gamma_mean,
    .var = gamma_var,
    .draw = gamma_draw,
};

/* ---- chi squared ---- */

static double chi2_log_pdf(const double *q, double x)
{
    return scaled_log_pdf(q[0] / 2, 2, x);
}

static double chi2_tail(const double *q, double x, bool upper)
{
    return scaled_tail(q[0] / 2, 2, x, upper);
}

static double chi2_mean(const double *q)
{
    return q[0];
}

static double chi2_var(const double *q)
{
    return 2 * q[0];
}

static double chi2_draw(const double *q, gsl_rng *rng)
{
    return gamma_draw((double[]){ q[0] / 2, 2 }, rng);
}

#define FREEDOM(what)                                                                              \
    DW_PARAMETER("nu", DW_NUMBER, 0, .min = 1e-4, .max = 1e15, .flags = DW_OPTIONAL, .doc = what), \
        DW_PARAMETER("df", DW_NUMBER, 1, .min = 1e-4, .max = 1e15, .flags = DW_OPTIONAL,           \
                     .doc = "another name of nu")

const dw_option dw_freedom_parameters[] = {
    FREEDOM("degrees of freedom, not only whole ones; needed unless df is given"),
    { 0 },
};

const dw_family dw_chi2 = {
    .name = "chi2",
    .parameters = dw_freedom_parameters,
    .has_alias = true,
    .preset = NAN,
    .support = half_line,
    .log_pdf = chi2_log_pdf,
    .tail = chi2_tail,
    .mean = chi2_mean,
    .var = chi2_var,
    .draw = chi2_draw,
};

/* ---- beta ---- */

static void unit_interval(const double *q, double *low, double *high)
{
    (void)q;
    *low = 0;
    *high = 1;
}

static double beta_log_pdf(const double *q, double x)
{
    return dw_log_beta_density(q[0], q[1], dw_share_make(x));
}

static double beta_tail(const double *q, double x, bool upper)
{
    return dw_beta_tail(q[0], q[1], dw_share_make(x), upper);
}

static double beta_mean(const double *q)
{
    return q[0] / (q[0] + q[1]);
}

static double beta_var(const double *q)
{
    double sum = q[0] + q[1];
    return q[0] / sum * (q[1] / sum) / (sum + 1);
}

static double beta_draw(const double *q, gsl_rng *rng)
{
    double a = dw_draw_log_gamma(q[0], rng), b = dw_draw_log_gamma(q[1], rng);
    return 1 / (1 + exp(b - a));
}

const dw_option dw_beta_parameters[] = {
    DW_PARAMETER("a", DW_NUMBER, 0, DW_POSITIVE, .doc = "shape toward 1"),
    DW_PARAMETER("b", DW_NUMBER, 1, DW_POSITIVE, .doc = "shape toward 0"),
    { 0 },
};

const dw_family dw_beta = {
    .name = "beta",
    .parameters = dw_beta_parameters,
    .support = unit_interval,
    .log_pdf = beta_log_pdf,
    .tail = beta_tail,
    .mean = beta_mean,
    .var = beta_var,
    .draw = beta_draw,
};

/* ---- F ---- */

/* The logarithm of the odds x : y of the beta behind; beyond 650 one of the two underflows. */
static double f_log_odds(const double *q, double x)
{
    return log(x) + log(q[0] / q[1]);
}

static const double far_odds = 650;

static double f_log_pdf(const double *q, double x)
{
    double a = q[0] / 2, b = q[1] / 2;
    if (x <= 0) return a < 1 ? INFINITY : a > 1 ? -INFINITY : 0;
    double odds = f_log_odds(q, x);
    if (fabs(odds) > far_odds) return (odds < 0 ? a : -b) * odds - gsl_sf_lnbeta(a, b) - log(x);
    dw_share p = dw_share_ratio(q[0], x, q[1]);
    return dw_log_beta_density(a, b, p) + log(p.x) + log(p.y) - log(x);
}

static double f_tail(const double *q, double x, bool upper)
{
    double a = q[0] / 2, b = q[1] / 2, odds = f_log_odds(q, x);
    if (fabs(odds) <= far_odds) return dw_beta_tail(a, b, dw_share_ratio(q[0], x, q[1]), upper);
    double part = odds < 0 ? dw_tiny_beta_tail(a, b, odds) : dw_tiny_beta_tail(b, a, -odds);
    return upper == (odds < 0) ? 1 - part : part;
}

static double f_mean(const double *q)
{
    return q[1] > 2 ? q[1] / (q[1] - 2) : INFINITY;
}

static double f_var(const double *q)
{
    if (q[1] <= 4) return q[1] > 2 ? INFINITY : NAN;
    double mean = f_mean(q);
    return 2 * mean * mean * ((q[0] + q[1] - 2) / q[0] / (q[1] - 4));
}

static double f_draw(const double *q, gsl_rng *rng)
{
    double a = dw_draw_log_gamma(q[0] / 2, rng), b = dw_draw_log_gamma(q[1] / 2, rng);
    return exp(a - b) * (q[1] / q[0]);
}

const dw_option dw_f_parameters[] = {
    DW_PARAMETER("d1", DW_NUMBER, 0, .min = 1e-4, .max = 1e15, .flags = DW_REQUIRED,
                 .doc = "degrees of freedom of the numerator"),
    DW_PARAMETER("d2", DW_NUMBER, 1, .min = 1e-4, .max = 1e15, .flags = DW_REQUIRED,
                 .doc = "degrees of freedom of the denominator"),
    { 0 },
};

const dw_family dw_f = {
    .name = "f",
    .parameters = dw_f_parameters,
    .support = half_line,
    .log_pdf = f_log_pdf,
    .tail = f_tail,
    .mean = f_mean,
    .var = f_var,
    .draw = f_draw,
};

/* ---- Student's t ---- */

static void whole_line(const double *q, double *low, double *high)
{
    (void)q;
    *low = -INFINITY;
    *high = INFINITY;
}

/* log(1 + x^2 / nu), also where x^2 overflows */
static double log_stretch(double nu, double x)
{
    return fabs(x) < 1e100 ? log1p(x / nu * x) : 2 * log(fabs(x)) - log(nu);
}

static double student_log_pdf(const double *q, double x)
{
    double at_zero = dw_log_half_step(q[0] / 2) - 0.5 * log(2 * M_PI);
    return at_zero - (q[0] / 2 + 0.5) * log_stretch(q[0], x);
}

/* The upper tail of x >= 0, or the part between 0 and x. */
static double student_part(const void *q, double x, bool upper)
{
    double nu = *(const double *)q, stretch = log_stretch(nu, x);
    if (stretch < 600) {
        double square = x * x;
        dw_share p = { square / (nu + square), nu / (nu + square), 0 };
        return 0.5 * dw_beta_tail(0.5, nu / 2, p, upper);
    }
    double factor = dw_log_half_step(nu / 2) + 0.5 * log(nu / (2 * M_PI)) - log(nu);
    double tail = exp(factor - nu / 2 * stretch);
    return upper ? tail : 0.5 - tail;
}

static double student_tail(const double *q, double x, bool upper)
{
    if (isinf(x)) return upper == (x < 0);
    bool outer = upper == (x > 0);
    return outer ? student_part(q, fabs(x), true) : 0.5 + student_part(q, fabs(x), false);
}

static double student_quantile(const double *q, double p, bool upper)
{
    if (p == 0.5) return 0;
    double side = upper == (p < 0.5) ? 1 : -1, least = p > 0.5 ? 1 - p : p;
    if (least > 0.25)
        return side * dw_solve_quantile(student_part, q, INFINITY, 0.5 - least, false);
    return side * dw_solve_quantile(student_part, q, INFINITY, least, true);
}

static double student_mean(const double *q)
{
    return q[0] > 1 ? 0 : NAN;
}

static double student_var(const double *q)
{
    if (q[0] <= 2) return q[0] > 1 ? INFINITY : NAN;
    return q[0] / (q[0] - 2);
}

static double student_draw(const double *q, gsl_rng *rng)
{
    double z = gsl_ran_gaussian_ratio_method(rng, 1);
    return z * exp(0.5 * (log(q[0] / 2) - dw_draw_log_gamma(q[0] / 2, rng)));
}

const dw_option dw_student_parameters[] = {
    FREEDOM("degrees of freedom; 1 is Cauchy's distribution; needed unless df is given"),
    { 0 },
};

const dw_family dw_student = {
    .name = "t",
    .parameters = dw_student_parameters,
    .has_alias = true,
    .preset = NAN,
    .support = whole_line,
    .log_pdf = student_log_pdf,
    .tail = student_tail,
    .quantile = student_quantile,
    .mean = student_mean,
    .var = student_var,
    .draw = student_draw,
};
