#include "stats/distribution_tail.h"

#define MATHLIB_STANDALONE 1
#include <Rmath.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sf_log.h>
#include <math.h>
#include <stddef.h>

/* Where both shapes are beyond these, and below this tail (when the shape on its side is large),
 * the beta density is integrated: R's tails lose digits with growing shapes (12 are left at 1e6,
 * nine at 1e12, eight standard deviations out) and are 0 too early (Beta(28, 1528) from 1e-280 on);
 * GSL's lose them before. */
static const double large_shape = 10, very_large_shape = 1e5, very_small_tail = 1e-200;

dw_share dw_share_make(double x)
{
    return (dw_share){ .x = x, .y = 1 - x, .slip = 0 };
}

dw_share dw_share_ratio(double a, double b, double v)
{
    double u = a * b, sum = u + v;
    if (!isfinite(sum)) return (dw_share){ .x = 1, .y = v / b / a, .slip = 0 };
    double lost_u = fma(a, b, -u), part = sum - u;
    double lost = (u - (sum - part)) + (v - part) + lost_u; /* of the sum */
    dw_share p = { .x = u / sum, .y = v / sum };
    if (p.x <= p.y)
        p.slip = (fma(-p.x, sum, u) + lost_u - p.x * lost) / sum;
    else
        p.slip = (fma(-p.y, sum, v) - p.y * lost) / sum;
    return p;
}

/* ---- densities ---- */

/* log n! - log(sqrt(2 pi n) (n / e)^n), n > 0 */
static double stirling_error(double n)
{
    return n > 1e9 ? 1 / (12 * n) : log(gsl_sf_gammastar(n));
}

/* k log(k / mean) + mean - k, where deviation is k - mean */
static double deviance(double k, double mean, double deviation)
{
    double e = deviation / mean;
    if (!(fabs(e) < 0.5)) return isinf(mean) ? INFINITY : k * log(k / mean) - deviation;
    gsl_sf_result part;
    gsl_sf_log_1plusx_mx_e(e, &part);
    return mean * ((1 + e) * part.val + e * e);
}

/* The logarithm of a share and of what is left of one: each from the part that is exact. */
static double log_of(double x, double y)
{
    return x > 0.5 ? log1p(-y) : log(x);
}

/* k - n x of n = k + other, by the smaller of x and y: it is the finer number. The smaller of k and
 * other would lose its last digits in n - k. */
static double deviation_of(double k, double other, dw_share p)
{
    double n = k + other;
    if (p.x <= p.y) return fma(-n, p.x, k) - n * p.slip;
    return n * p.slip - fma(-n, p.y, other);
}

/* n = k + other, neither of which need be whole */
static double log_binomial_of(double k, double other, dw_share p, double deviation)
{
    double n = k + other;
    if (n <= 0) return 0;
    if (k <= 0) return n * log_of(p.y, p.x);
    if (other <= 0) return n * log_of(p.x, p.y);
    if (p.x <= 0 || p.y <= 0) return -INFINITY;
    double log_size = stirling_error(n) - stirling_error(k) - stirling_error(other);
    log_size -= deviance(k, n * p.x, deviation) + deviance(other, n * p.y, -deviation);
    return log_size - 0.5 * (log(2 * M_PI) + log(k) + log(other / n));
}

double dw_log_binomial_at(double k, double n, dw_share p, double deviation)
{
    return log_binomial_of(k, n - k, p, deviation);
}

double dw_log_binomial(double k, double n, dw_share p)
{
    return log_binomial_of(k, n - k, p, deviation_of(k, n - k, p));
}

double dw_log_poisson(double k, double mu, double slip)
{
    if (k <= 0) return -mu - slip;
    if (mu <= 0) return -INFINITY;
    if (isinf(mu)) return -INFINITY;
    double size = stirling_error(k) + deviance(k, mu, (k - mu) - slip);
    return -size - 0.5 * (log(2 * M_PI) + log(k));
}

double dw_log_half_step(double h)
{
    gsl_sf_result part;
    gsl_sf_log_1plusx_mx_e(0.5 / h, &part);
    return h * part.val + (stirling_error(h + 0.5) - stirling_error(h));
}

static double log_part(double a, double b, dw_share p)
{
    return log_binomial_of(a, b, p, deviation_of(a, b, p));
}

/* Below this a share is as good as 0 beside 1, and products with it would underflow. */
static const double tiny = 1e-290;

double dw_log_beta_density(double a, double b, dw_share p)
{
    if (p.x > 0 && p.x < tiny) return (a - 1) * log(p.x) - gsl_sf_lnbeta(a, b);
    if (p.y > 0 && p.y < tiny) return (b - 1) * log(p.y) - gsl_sf_lnbeta(a, b);
    if (p.x <= 0) return a < 1 ? INFINITY : a > 1 ? -INFINITY : log(b);
    if (p.y <= 0) return b < 1 ? INFINITY : b > 1 ? -INFINITY : log(a);
    if (a >= 1 && b >= 1) return log(a + b - 1) + log_part(a - 1, b - 1, p);
    if (a >= 1) return log(b) - log_of(p.y, p.x) + log_part(a - 1, b, p);
    if (b >= 1) return log(a) - log_of(p.x, p.y) + log_part(a, b - 1, p);
    return log(a) + log(b / (a + b)) - log_of(p.x, p.y) - log_of(p.y, p.x) + log_part(a, b, p);
}

double dw_log_gamma_density(double shape, double x, double slip)
{
    if (x <= 0) return shape < 1 ? INFINITY : shape > 1 ? -INFINITY : 0;
    if (shape >= 1) return dw_log_poisson(shape - 1, x, slip);
    if (x < tiny) return (shape - 1) * log(x) - gsl_sf_lngamma(shape);
    return dw_log_poisson(shape, x, slip) + log(shape) - log(x);
}

/* ---- tails ---- */

/* Gauss and Legendre's rule of 20 points on -1..1: the positive points, their weights. */
static const double gauss[][2] = {
    { 0.076526521133497334, 0.15275338713072585 }, { 0.22778585114164508, 0.14917298647260375 },
    { 0.37370608871541956, 0.14209610931838205 },  { 0.5108670019508271, 0.13168863844917663 },
    { 0.63605368072651503, 0.11819453196151842 },  { 0.74633190646015079, 0.10193011981724044 },
    { 0.83911697182221882, 0.083276741576704749 }, { 0.91223442825132591, 0.062672048334109064 },
    { 0.96397192727791379, 0.040601429800386941 }, { 0.99312859918509492, 0.017614007139152118 },
};

/* How the density falls from a point of the tail outward, to (1 - u) x: exp(-slope u + a m(-u) +
 * b m(u x / y)), m(e) = log(1 + e) - e. */
typedef struct fall {
    double a, b, odds, slope;
} fall;

static double fallen(const fall *f, double u)
{
    gsl_sf_result toward, away;
    if (u >= 1) return 0;
    gsl_sf_log_1plusx_mx_e(-u, &toward);
    gsl_sf_log_1plusx_mx_e(u * f->odds, &away);
    return exp(-f->slope * u + f->a * toward.val + f->b * away.val);
}

/* The integral of `fallen` over 0..1. The point lies outside the mode, so that it falls faster and
 * faster: panels of a fixed width, until one adds nothing. */
static double fall_integral(const fall *f)
{
    double spread = hypot(sqrt(fabs(f->a)), sqrt(fabs(f->b)) * f->odds);
    double width = fmin(5 / (f->slope + spread), 1), sum = 0;
    for (double from = 0; from < 1; from += width) {
        double part = 0, half = fmin(width, 1 - from) / 2, middle = from + half;
        for (size_t i = 0; i < sizeof gauss / sizeof *gauss; i++) {
            double s = half * gauss[i][0];
            part += gauss[i][1] * (fallen(f, middle - s) + fallen(f, middle + s));
        }
        sum += half * part;
        if (half * part <= 1e-17 * sum) break;
    }
    return sum;
}

static double integrated_beta_tail(double a, double b, dw_share p, bool upper)
{
    double deviation = deviation_of(a - 1, b - 1, p);
    bool above = deviation < 0;
    fall f = { a - 1, b - 1, p.x / p.y, deviation / p.y };
    if (above) f = (fall){ b - 1, a - 1, p.y / p.x, -deviation / p.x };
    double size = (above ? p.y : p.x) * fall_integral(&f);
    double tail = exp(dw_log_beta_density(a, b, p) + log(size));
    return above == upper ? tail : 1 - tail;
}

/* A tail at x moved to x + slip. */
static double moved(double tail, double log_density, double slip, bool upper)
{
    return tail + (upper ? -slip : slip) * exp(log_density);
}

/* x^a / (a B(a, b)), which only a small a lets appear */
double dw_tiny_beta_tail(double a, double b, double log_x)
{
    return a > 3 ? 0 : exp(a * log_x - log(a) - gsl_sf_lnbeta(a, b));
}

double dw_beta_tail(double a, double b, dw_share p, bool upper)
{
    if (p.x <= 0) return upper;
    if (p.y <= 0) return !upper;
    if (p.x < tiny || p.y < tiny) {
        bool low = p.x < tiny;
        double part = low ? dw_tiny_beta_tail(a, b, log(p.x)) : dw_tiny_beta_tail(b, a, log(p.y));
        return low == upper ? 1 - part : part;
    }
    if (fmin(a, b) > large_shape && fmax(a, b) > very_large_shape)
        return integrated_beta_tail(a, b, p, upper);
    double tail = p.x > 0.5 ? pbeta(p.y, b, a, upper, 0) : pbeta(p.x, a, b, !upper, 0);
    if (tail < very_small_tail && (upper ? b : a) > large_shape)
        return integrated_beta_tail(a, b, p, upper);
    if (p.slip == 0) return tail;
    return moved(tail, dw_log_beta_density(a, b, p), p.x <= p.y ? p.slip : -p.slip, upper);
}

double dw_gamma_tail(double shape, double x, double slip, bool upper)
{
    if (x <= 0) return upper;
    if (isinf(x)) return !upper;
    double tail = pgamma(x, shape, 1, !upper, 0);
    if (slip == 0) return tail;
    return moved(tail, dw_log_gamma_density(shape, x, slip), slip, upper);
}

/* ---- sums of powers ---- */

/* B_2k / (2k)! for k = 1.. */
static const double bernoulli[] = { 1.0 / 12,         -1.0 / 720,     1.0 / 30240,
                                    -1.0 / 1209600,   1.0 / 47900160, -691.0 / 1307674368000,
                                    1.0 / 74724249600 };

/* Euler and Maclaurin's corrections at one end: sum of B_2k / (2k)! times the (2k - 1)st derivative
 * of t^-s, with its sign turned. */
static double end_correction(double s, double t)
{
    if (isinf(t)) return 0;
    double factor = s * pow(t, -s - 1), sum = 0;
    for (int k = 0; k < 7; k++) {
        sum += bernoulli[k] * factor;
        factor *= (s + 2 * k + 1) / t * ((s + 2 * k + 2) / t);
    }
    return sum;
}

/* The integral of t^-s over from..to */
static double power_integral(double s, double from, double to)
{
    double size = from * pow(from, -s);
    if (size < 1e-290) size = pow(from, 1 - s); /* one power more may underflow */
    if (isinf(to)) return size / (s - 1);
    double stretch = log1p((to - from) / from), e = (1 - s) * stretch;
    return size * stretch * (e == 0 ? 1 : expm1(e) / e);
}

double dw_power_sum(double s, double first, double last)
{
    double sum = 0, from = first, until = 15 + fabs(s);
    for (; from <= last && (from < until || last - from < 8); from++) sum += pow(from, -s);
    if (from > last) return sum;
    double ends = pow(from, -s) + (isinf(last) ? 0 : pow(last, -s));
    double corrections = end_correction(s, from) - end_correction(s, last);
    return sum + (power_integral(s, from, last) + (ends / 2 + corrections));
}
