#include "stats/recalibrate.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "stats/binning.h"

enum { ITERATIONS = 200, HALVINGS = 40 };

double dw_logit(double c, double clip)
{
    double p = fmin(fmax(c, clip), 1 - clip);
    return log(p) - log1p(-p);
}

static double logistic(double t)
{
    return t >= 0 ? 1 / (1 + exp(-t)) : exp(t) / (1 + exp(t));
}

static dw_status check_scores(const double *x, const double *correct, size_t n, double level,
                              dw_error *err)
{
    if (n == 0) return dw_fail(err, DW_EARG, "there are no answers");
    if (!(level > 0 && level < 1))
        return dw_fail(err, DW_EDOMAIN, "level must be above 0 and below 1, got %g", level);
    for (size_t i = 0; i < n; i++) {
        if (!(fabs(x[i]) <= DW_LOGIT_MOST))
            return dw_fail(err, DW_EDOMAIN, "score %zu must be finite and at most 1e100, got %g",
                           i + 1, x[i]);
        if (correct && correct[i] != 0 && correct[i] != 1)
            return dw_fail(err, DW_EDOMAIN, "answer %zu must be 0 (wrong) or 1 (right), got %g",
                           i + 1, correct[i]);
    }
    return DW_OK;
}

/* ---- temperature ---- */

/* Rows of logits. Binary ones are two classes, 0 and x. */
typedef struct rows {
    const double *logits;
    size_t n, classes; /* 1: binary */
    const double *labels;
} rows;

/* Logits of a row without its largest one, and of the true class. */
static double gap_of_label(const rows *all, size_t i, double *spread)
{
    const double *z = all->logits + i * all->classes;
    if (all->classes == 1) {
        *spread = fabs(z[0]);
        return all->labels[i] == 1 ? fmin(z[0], 0) : fmin(-z[0], 0);
    }
    double most = z[0], least = z[0];
    for (size_t k = 1; k < all->classes; k++) {
        most = fmax(most, z[k]);
        least = fmin(least, z[k]);
    }
    *spread = most - least;
    return z[(size_t)all->labels[i] - 1] - most;
}

/* Adds a row's part of the slope of -log likelihood in b = 1 / T, and of its curvature. */
static void add_row(const rows *all, size_t i, double b, double *slope, double *curve)
{
    const double *z = all->logits + i * all->classes;
    if (all->classes == 1) {
        double p = logistic(b * z[0]), q = logistic(-b * z[0]);
        *slope += all->labels[i] == 1 ? -z[0] * q : z[0] * p;
        *curve += z[0] * z[0] * p * q;
        return;
    }
    double most = z[0], total = 0, first = 0, second = 0;
    for (size_t k = 1; k < all->classes; k++) most = fmax(most, z[k]);
    for (size_t k = 0; k < all->classes; k++) {
        double d = z[k] - most, w = exp(b * d);
        total += w;
        first += w * d;
    }
    first /= total;
    for (size_t k = 0; k < all->classes; k++) {
        double d = z[k] - most;
        second += exp(b * d) / total * (d - first) * (d - first);
    }
    *slope += first - (z[(size_t)all->labels[i] - 1] - most);
    *curve += second;
}

static double slope_at(const rows *all, double b, double *curve)
{
    double slope = 0;
    *curve = 0;
    for (size_t i = 0; i < all->n; i++) add_row(all, i, b, &slope, curve);
    return slope;
}

static void no_maximum(dw_temperature *out, double temperature, const char *message)
{
    out->temperature = temperature;
    out->se = INFINITY;
    out->low = 0;
    out->high = INFINITY;
    dw_error text;
    dw_fail(&text, DW_OK, "%s", message);
    memcpy(out->message, text.text, sizeof out->message);
    out->message[sizeof out->message - 1] = 0;
}

/* Newton's steps between ends where the slope is below and above 0; -log likelihood is convex. */
static double find_root(const rows *all, double start, dw_temperature *out)
{
    double low = 0, high = INFINITY, b = start, curve;
    for (out->iterations = 0; out->iterations < 2 * ITERATIONS; out->iterations++) {
        double slope = slope_at(all, b, &curve);
        if (slope == 0) break;
        if (slope < 0)
            low = b;
        else
            high = b;
        double next = b - slope / curve;
        if (!(next > low && next < high)) next = isinf(high) ? 2 * b : low / 2 + high / 2;
        if (isinf(high) && next > 8 * b) next = 8 * b; /* far out the curve is flat */
        bool there = fabs(next - b) <= 1e-14 * b;
        b = next;
        if (there) break;
    }
    return b;
}

static dw_status fit_temperature(const rows *all, double level, dw_temperature *out, dw_error *err)
{
    double largest = 0, curve;
    bool separated = true;
    *out = (dw_temperature){ 0 };
    for (size_t i = 0; i < all->n; i++) {
        double spread;
        if (gap_of_label(all, i, &spread) < 0) separated = false;
        largest = fmax(largest, spread);
    }
    if (largest == 0)
        return dw_fail(err, DW_EDOMAIN,
                       "all answers are given the same chance: no temperature changes that");
    if (separated) {
        no_maximum(out, 0,
                   "separated: every answer is the likeliest one, so that the likelihood rises "
                   "without end as the temperature falls to 0");
        return DW_OK;
    }
    if (!(slope_at(all, 0, &curve) < 0)) {
        no_maximum(out, INFINITY,
                   "higher logits do not go with right answers: no finite temperature is best, "
                   "and all chances become equal");
        return DW_OK;
    }
    double b = find_root(all, 1 / largest, out);
    slope_at(all, b, &curve);
    double se = 1 / sqrt(curve), z = gsl_cdf_ugaussian_Pinv(0.5 + level / 2);
    out->temperature = 1 / b;
    out->se = se / b / b;
    out->low = exp(-z * se / b) / b;
    out->high = exp(z * se / b) / b;
    out->converged = out->iterations < 2 * ITERATIONS && isfinite(out->se);
    strcpy(out->message, out->converged ? "converged" : "did not converge");
    return DW_OK;
}

dw_status dw_temperature_fit(const double *x, const double *correct, size_t n, double level,
                             dw_temperature *out, dw_error *err)
{
    dw_status status = check_scores(x, correct, n, level, err);
    const rows all = { x, n, 1, correct };
    return status ? status : fit_temperature(&all, level, out, err);
}

dw_status dw_temperature_classes(const double *logits, size_t n, size_t classes,
                                 const double *labels, double level, dw_temperature *out,
                                 dw_error *err)
{
    if (classes < 2)
        return dw_fail(err, DW_EARG, "there must be 2 classes or more, got %zu", classes);
    dw_status status = check_scores(logits, NULL, n * classes, level, err);
    for (size_t i = 0; i < n && !status; i++)
        if (!(labels[i] >= 1 && labels[i] <= (double)classes) || labels[i] != floor(labels[i]))
            status = dw_fail(err, DW_EDOMAIN, "label %zu must be a whole number in 1..%zu, got %g",
                             i + 1, classes, labels[i]);
    const rows all = { logits, n, classes, labels };
    return status ? status : fit_temperature(&all, level, out, err);
}

double dw_temperature_apply(double temperature, double x)
{
    if (x == 0 || isinf(temperature)) return 0.5;
    return logistic(x / temperature);
}

void dw_temperature_softmax(double temperature, const double *logits, size_t classes, double *out)
{
    double most = logits[0], total = 0;
    for (size_t k = 1; k < classes; k++) most = fmax(most, logits[k]);
    for (size_t k = 0; k < classes; k++) {
        double d = logits[k] - most;
        out[k] = d == 0 ? 1 : isinf(temperature) ? 1 : exp(d / temperature);
        total += out[k];
    }
    for (size_t k = 0; k < classes; k++) out[k] /= total;
}

/* ---- Platt ---- */

typedef struct curve {
    const double *x, *correct;
    size_t n;
    double center, scale, targets[2];
    double a, b;                 /* of (x - center) / scale */
    double slope[2], hessian[3]; /* aa, ab, bb */
} curve;

static double standard(const curve *c, size_t i)
{
    return (c->x[i] - c->center) / c->scale;
}

static double loss_at(const curve *c, double a, double b)
{
    double sum = 0;
    for (size_t i = 0; i < c->n; i++) {
        double t = a * standard(c, i) + b, y = c->targets[c->correct[i] == 1];
        sum += (t > 0 ? t + log1p(exp(-t)) : log1p(exp(t))) - y * t;
    }
    return sum;
}

static void differentiate(curve *c)
{
    memset(c->slope, 0, sizeof c->slope);
    memset(c->hessian, 0, sizeof c->hessian);
    for (size_t i = 0; i < c->n; i++) {
        double u = standard(c, i), t = c->a * u + c->b, y = c->targets[c->correct[i] == 1];
        double p = logistic(t), q = logistic(-t), off = p * (1 - y) - q * y, w = p * q;
        c->slope[0] += off * u;
        c->slope[1] += off;
        c->hessian[0] += w * u * u;
        c->hessian[1] += w * u;
        c->hessian[2] += w;
    }
}

static dw_status climb(curve *c, size_t *iterations, dw_error *err)
{
    double loss = loss_at(c, c->a, c->b);
    for (*iterations = 0; *iterations < ITERATIONS; ++*iterations) {
        differentiate(c);
        const double *h = c->hessian, *g = c->slope;
        double det = h[0] * h[2] - h[1] * h[1], t = 1;
        if (!(det > 0)) break;
        double da = (h[1] * g[1] - h[2] * g[0]) / det, db = (h[1] * g[0] - h[0] * g[1]) / det;
        double next = loss_at(c, c->a + da, c->b + db);
        for (int k = 0; k < HALVINGS && !(next <= loss * (1 + 1e-14)); k++) {
            t /= 2;
            next = loss_at(c, c->a + t * da, c->b + t * db);
        }
        c->a += t * da;
        c->b += t * db;
        loss = next;
        if (fabs(t * da) <= 1e-11 * (1 + fabs(c->a)) && fabs(t * db) <= 1e-11 * (1 + fabs(c->b)))
            return DW_OK;
    }
    return dw_fail(err, DW_ENUMERIC, "the logistic curve did not converge in %zu steps",
                   *iterations);
}

/* Scores of right and of wrong answers do not overlap. */
static bool is_separated(const double *x, const double *correct, size_t n)
{
    double low[2] = { INFINITY, INFINITY }, high[2] = { -INFINITY, -INFINITY };
    for (size_t i = 0; i < n; i++) {
        int right = correct[i] == 1;
        low[right] = fmin(low[right], x[i]);
        high[right] = fmax(high[right], x[i]);
    }
    return high[0] <= low[1] || high[1] <= low[0];
}

static dw_status prepare(curve *c, bool smooth, dw_error *err)
{
    double sum = 0, squares = 0, right = 0, n = (double)c->n;
    for (size_t i = 0; i < c->n; i++) {
        sum += c->x[i] / n;
        right += c->correct[i];
    }
    for (size_t i = 0; i < c->n; i++) squares += (c->x[i] - sum) * (c->x[i] - sum);
    c->center = sum;
    c->scale = sqrt(squares / n);
    bool constant = true;
    for (size_t i = 1; i < c->n; i++) constant = constant && c->x[i] == c->x[0];
    if (constant || !(c->scale > 0))
        return dw_fail(err, DW_EDOMAIN,
                       "all %zu scores are the same: a slope cannot be told from the intercept",
                       c->n);
    if (!smooth && is_separated(c->x, c->correct, c->n))
        return dw_fail(
            err, DW_ENUMERIC,
            "the answers are separated: no score of a right one lies between those of "
            "wrong ones, so that the likelihood has no maximum; smooth = true gives one");
    c->targets[0] = smooth ? 1 / (n - right + 2) : 0;
    c->targets[1] = smooth ? (right + 1) / (right + 2) : 1;
    double share = (right * c->targets[1] + (n - right) * c->targets[0]) / n;
    c->b = log(share) - log1p(-share);
    return DW_OK;
}

dw_status dw_platt_fit(const double *x, const double *correct, size_t n, bool smooth, double level,
                       dw_platt *out, dw_error *err)
{
    curve c = { .x = x, .correct = correct, .n = n };
    *out = (dw_platt){ 0 };
    dw_status status = check_scores(x, correct, n, level, err);
    if (!status) status = prepare(&c, smooth, err);
    if (!status) status = climb(&c, &out->iterations, err);
    if (status) return status;
    differentiate(&c);
    double det = c.hessian[0] * c.hessian[2] - c.hessian[1] * c.hessian[1];
    double aa = c.hessian[2] / det, bb = c.hessian[0] / det, ab = -c.hessian[1] / det;
    double shift = c.center / c.scale, z = gsl_cdf_ugaussian_Pinv(0.5 + level / 2);
    out->slope = c.a / c.scale;
    out->intercept = c.b - c.a * shift;
    out->slope_se = sqrt(aa) / c.scale;
    out->intercept_se = sqrt(bb - 2 * shift * ab + shift * shift * aa);
    out->slope_interval =
        (dw_interval){ out->slope - z * out->slope_se, out->slope + z * out->slope_se };
    out->intercept_interval = (dw_interval){ out->intercept - z * out->intercept_se,
                                             out->intercept + z * out->intercept_se };
    return DW_OK;
}

double dw_platt_apply(const dw_platt *platt, double x)
{
    return logistic(platt->slope * x + platt->intercept);
}
