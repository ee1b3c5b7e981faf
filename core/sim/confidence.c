#include "sim/confidence.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_sf_erf.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>

enum { NODES = 16, MOST_PANELS = 4000, INTERVALS = 200 };

/* Positive half of the nodes and weights of Gauss and Legendre's rule of 16 points. */
static const double node[NODES / 2] = { 0.0950125098376374402, 0.2816035507792589132,
                                        0.4580167776572273863, 0.6178762444026437484,
                                        0.7554044083550030339, 0.8656312023878317439,
                                        0.9445750230732325761, 0.9894009349916499326 };
static const double weight[NODES / 2] = { 0.1894506104550684963, 0.1826034150449235889,
                                          0.1691565193950025382, 0.1495959888165767321,
                                          0.1246289712555338720, 0.0951585116824927848,
                                          0.0622535239386478929, 0.0271524594117540949 };

static double logistic(double z)
{
    return 1 / (1 + exp(-z));
}

static double normal_below(double x)
{
    return erfc(-x * M_SQRT1_2) / 2;
}

/* ---- u = logit r of r ~ Beta(a, b) ---- */

typedef struct logit_beta {
    double a, b, log_beta;
} logit_beta;

static double log_density(const logit_beta *law, double u)
{
    double fall = u > 0 ? u + log1p(exp(-u)) : log1p(exp(u)); /* ln(1 + e^u) */
    return law->a * u - (law->a + law->b) * fall - law->log_beta;
}

static double beta_below(const logit_beta *law, double u)
{
    if (u < -300) return exp(law->a * u - log(law->a) - law->log_beta);
    if (u > 300) return 1 - exp(-law->b * u - log(law->b) - law->log_beta);
    if (u <= 0) return gsl_cdf_beta_P(logistic(u), law->a, law->b);
    return gsl_cdf_beta_Q(logistic(-u), law->b, law->a);
}

/* The narrowest feature of the density. */
static double scale_of(const logit_beta *law)
{
    return fmin(1, 1 / sqrt(fmin(law->a, law->b)));
}

/* ---- the chance that u + q x <= c ---- */

/* The trapezoid rule over x: exact for what is as smooth as this, when q is small. */
static double over_noise(const logit_beta *law, double q, double c)
{
    static const double step = 0.25;
    double sum = 0;
    for (int i = -34; i <= 34; i++) {
        double x = step * i;
        sum += exp(-x * x / 2) * beta_below(law, c - q * x);
    }
    return sum * step / sqrt(2 * M_PI);
}

/* Integral of e^(a u) P(q x <= c - u) over u < -far. By parts; where the second part is the product
 * of a huge and a tiny number, its exponents are added first. */
static double left_tail(double a, double q, double c, double far)
{
    double start = (-far - c) / q, y = start - a * q, second;
    if (y < 0)
        second = exp(-a * far - start * start / 2) / (sqrt(2 * M_PI) * gsl_sf_hazard(-y));
    else
        second = exp(a * c + a * a * q * q / 2) * normal_below(y);
    return (exp(-a * far) * normal_below(-start) + second) / a;
}

/* Where the density is negligible on one side of its mode, or the tail is a pure exponential. */
static double end_of(const logit_beta *law, double mode, double direction, double far)
{
    double top = log_density(law, mode), step = scale_of(law);
    for (double at = step;; at *= 1.5) {
        double u = mode + direction * at;
        if (u * direction >= far) return direction * far;
        if (log_density(law, u) < top - 45) return u;
    }
}

/* Adds what a panel has of the density to *all, and of the chance to *sum. */
static void add_panel(const logit_beta *law, double q, double c, double middle, double half,
                      double *all, double *sum)
{
    for (int i = 0; i < NODES / 2; i++)
        for (int side = -1; side <= 1; side += 2) {
            double u = middle + side * half * node[i];
            double mass = half * weight[i] * exp(log_density(law, u));
            *all += mass;
            *sum += mass * normal_below((c - u) / q);
        }
}

/* Gauss and Legendre's rule over u, panel by panel, and the tails in closed form: when q is large.
 * Divided by the sum of the density, which is 1 but for rounding in log_beta. */
static double over_ability(const logit_beta *law, double q, double c)
{
    double far = 37 + log1p(law->a + law->b), mode = log(law->a / law->b), all = 0, sum = 0;
    mode = fmax(-far, fmin(far, mode));
    double low = end_of(law, mode, -1, far), high = end_of(law, mode, 1, far);
    double panels = fmin(MOST_PANELS, ceil((high - low) / (2 * scale_of(law))));
    double half = (high - low) / panels / 2, scale = exp(-law->log_beta);
    for (int i = 0; i < (int)panels; i++)
        add_panel(law, q, c, low + (2 * i + 1) * half, half, &all, &sum);
    if (low == -far) {
        all += scale * exp(-law->a * far) / law->a;
        sum += scale * left_tail(law->a, q, c, far);
    }
    if (high == far) {
        double tail = exp(-law->b * far) / law->b;
        all += scale * tail;
        sum += scale * (tail - left_tail(law->b, q, -c, far));
    }
    return fmax(0, fmin(1, sum / all));
}

/* ---- the law of confidences ---- */

/* Whether all questions are alike, or their ability doesn't matter. */
static bool is_alike(const dw_confidence *law)
{
    return law->spread == 0 || law->mean == 0 || law->mean == 1 || law->knowledge == 0;
}

static double shift_of(const dw_confidence *law)
{
    return law->knowledge == 0 ? 0 : law->knowledge * log(law->mean / (1 - law->mean));
}

/* All confidences are equal. */
static bool is_constant(const dw_confidence *law)
{
    return is_alike(law) && (law->noise == 0 || isinf(shift_of(law)));
}

double dw_confidence_below(const dw_confidence *law, double z, bool right)
{
    if (isinf(z)) return z > 0;
    double t = z - law->bias;
    if (is_constant(law)) return shift_of(law) <= t;
    if (is_alike(law)) return normal_below((t - shift_of(law)) / law->noise);
    double all = (1 - law->spread) / law->spread, q = law->noise / law->knowledge;
    logit_beta ability = { law->mean * all + right, (1 - law->mean) * all, 0 };
    ability.log_beta = gsl_sf_lnbeta(ability.a, ability.b);
    t /= law->knowledge;
    if (q == 0) return beta_below(&ability, t);
    return q <= 2 * scale_of(&ability) ? over_noise(&ability, q, t) : over_ability(&ability, q, t);
}

static double logit(double c)
{
    return c <= 0 ? -INFINITY : c >= 1 ? INFINITY : log(c / (1 - c));
}

/* Two integrals go through the same points, as long as they are halved at the same places: what the
 * first one computed there is kept for the second. */
enum { MOST_POINTS = 1024 };

typedef struct points {
    const dw_confidence *law;
    size_t n, next;
    double c[MOST_POINTS], below[MOST_POINTS];
} points;

static double below(double c, void *given)
{
    points *kept = given;
    double chance = dw_confidence_below(kept->law, logit(c), false);
    if (kept->n < MOST_POINTS) {
        kept->c[kept->n] = c;
        kept->below[kept->n++] = chance;
    }
    return chance;
}

/* Twice the integral of this is what the Brier score has above 1 - mean. */
static double brier_part(double c, void *given)
{
    points *kept = given;
    bool known = kept->next < kept->n && kept->c[kept->next] == c;
    double z = logit(c);
    double chance = known ? kept->below[kept->next++] : dw_confidence_below(kept->law, z, false);
    return kept->law->mean * dw_confidence_below(kept->law, z, true) - c * chance;
}

static dw_status integrate(double (*f)(double, void *), points *kept, double low, double high,
                           gsl_integration_workspace *work, double *sum, dw_error *err)
{
    double error;
    gsl_function function = { f, kept };
    int status =
        gsl_integration_qags(&function, low, high, 1e-9, 1e-8, INTERVALS, work, sum, &error);
    if (!status || error < 1e-6) return DW_OK;
    return dw_fail(err, DW_ENUMERIC, "the confidences between %g and %g cannot be integrated: %s",
                   low, high, gsl_strerror(status));
}

/* Every confidence is the same: one bin has them all. */
static void put_constant(const dw_confidence *law, size_t bins, dw_confidence_bin *out,
                         double *brier)
{
    double c = logistic(shift_of(law) + law->bias), m = law->mean;
    size_t b = (size_t)fmax(0, ceil(c * (double)bins) - 1);
    out[b] = (dw_confidence_bin){ 1, c, m };
    *brier = m * (1 - c) * (1 - c) + (1 - m) * c * c;
}

static dw_status put_bin(dw_confidence *law, double low, double high, dw_confidence_bin *out,
                         double *brier, gsl_integration_workspace *work, dw_error *err)
{
    double from = logit(low), to = logit(high), area, part;
    points kept = { .law = law };
    double under = dw_confidence_below(law, from, false),
           upto = dw_confidence_below(law, to, false);
    dw_status status = integrate(below, &kept, low, high, work, &area, err);
    if (!status) status = integrate(brier_part, &kept, low, high, work, &part, err);
    if (status) return status;
    bool honest = law->knowledge == 1 && law->noise == 0 && law->bias == 0 && !is_alike(law);
    out->share = upto - under;
    out->right =
        law->mean * (dw_confidence_below(law, to, true) - dw_confidence_below(law, from, true));
    out->confidence = honest ? out->right : high * upto - low * under - area;
    *brier += 2 * part;
    return DW_OK;
}

dw_status dw_confidence_bins(const dw_confidence *given, size_t bins, dw_confidence_bin *out,
                             double *brier, dw_error *err)
{
    dw_confidence law = *given;
    for (size_t b = 0; b < bins; b++) out[b] = (dw_confidence_bin){ 0, 0, 0 };
    if (is_constant(&law)) {
        put_constant(&law, bins, out, brier);
        return DW_OK;
    }
    gsl_integration_workspace *work = gsl_integration_workspace_alloc(INTERVALS);
    if (!work) return dw_fail(err, DW_ENOMEM, "no memory for an integral");
    dw_status status = DW_OK;
    *brier = 1 - law.mean;
    for (size_t b = 0; b < bins && !status; b++)
        status = put_bin(&law, (double)b / (double)bins, (double)(b + 1) / (double)bins, &out[b],
                         brier, work, err);
    gsl_integration_workspace_free(work);
    return status;
}
