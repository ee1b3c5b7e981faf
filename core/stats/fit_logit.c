#include "stats/fit_logit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "stats/fit_design.h"

enum { ITERATIONS = 100, HALVINGS = 30 };

dw_model dw_logit_model(dw_linear *linear)
{
    dw_model model = dw_linear_model(linear);
    model.link = DW_LINK_LOGISTIC;
    return model;
}

/* What the iterations work on. */
typedef struct logit {
    const dw_points *points;
    size_t p;
    double *x, *packed, *z, *eta, *step_eta; /* n p, n p, n, n, n */
    double *b, *step;
    double deviance;
    bool converged, separated;
    size_t iterations;
} logit;

static double logistic(double x)
{
    return dw_link_apply(DW_LINK_LOGISTIC, x);
}

/* log(1 + exp(x)) */
static double softplus(double x)
{
    return x > 0 ? x + log1p(exp(-x)) : log1p(exp(x));
}

static double entropy(double y)
{
    return (y > 0 ? y * log(y) : 0) + (y < 1 ? (1 - y) * log1p(-y) : 0);
}

/* 2 sum n (log likelihood at y - log likelihood at eta) */
static double deviance(const dw_points *points, const double *eta)
{
    double sum = 0;
    for (size_t i = 0; i < points->n; i++) {
        double y = points->y[i];
        sum +=
            points->weights[i] * (entropy(y) + y * softplus(-eta[i]) + (1 - y) * softplus(eta[i]));
    }
    return 2 * sum;
}

static void multiply(const logit *l, const double *b, double *out)
{
    for (size_t i = 0; i < l->points->n; i++) {
        out[i] = 0;
        for (size_t j = 0; j < l->p; j++) out[i] += l->x[i * l->p + j] * b[j];
    }
}

/* Along the step, no response gets less likely and one gets more so: then the likelihood has no
 * maximum, and the direction proves it. */
static bool is_separated(const logit *l)
{
    double largest = 0;
    for (size_t i = 0; i < l->points->n; i++) largest = fmax(largest, fabs(l->step_eta[i]));
    if (largest == 0) return false;
    for (size_t i = 0; i < l->points->n; i++) {
        double y = l->points->y[i], d = l->step_eta[i] / largest;
        if (l->points->weights[i] == 0) continue;
        if (y > 0 && d < -1e-4) return false;
        if (y < 1 && d > 1e-4) return false;
    }
    return true;
}

/* The Newton step: least squares of the working residual with weights n p (1 - p). */
static dw_status find_step(logit *l, dw_design *design, dw_error *err)
{
    size_t n = l->points->n, p = l->p;
    for (size_t i = 0; i < n; i++) {
        double chance = logistic(l->eta[i]), other = logistic(-l->eta[i]);
        double w = sqrt(l->points->weights[i] * chance * other), y = l->points->y[i];
        for (size_t j = 0; j < p; j++) l->packed[i * p + j] = w * l->x[i * p + j];
        double gap = y * other - (1 - y) * chance; /* y - chance without cancellation */
        l->z[i] = w > 0 ? sqrt(l->points->weights[i]) * gap / sqrt(chance * other) : 0;
    }
    dw_status status = dw_design_make(design, l->packed, n, p, 1e-12, err);
    if (status) return status;
    dw_design_solve(design, l->z, l->step, NULL);
    multiply(l, l->step, l->step_eta);
    return DW_OK;
}

/* Takes the step, halved while the deviance grows; what it gained. */
static double take_step(logit *l)
{
    double *eta = l->z, t = 1, next = INFINITY;
    for (int k = 0; k < HALVINGS; k++, t /= 2) {
        for (size_t i = 0; i < l->points->n; i++) eta[i] = l->eta[i] + t * l->step_eta[i];
        next = deviance(l->points, eta);
        if (next <= l->deviance * (1 + 1e-14) + 1e-300) break;
    }
    if (!(next <= l->deviance * (1 + 1e-14) + 1e-300)) return 0;
    double gain = l->deviance - next;
    for (size_t j = 0; j < l->p; j++) l->b[j] += t * l->step[j];
    multiply(l, l->b, l->eta);
    l->deviance = deviance(l->points, l->eta);
    return gain;
}

static dw_status iterate(logit *l, dw_error *err)
{
    dw_design design = { 0 };
    dw_status status = DW_OK;
    multiply(l, l->b, l->eta);
    l->deviance = deviance(l->points, l->eta);
    for (l->iterations = 0; l->iterations < ITERATIONS && !status; l->iterations++) {
        double largest = 0;
        status = find_step(l, &design, err);
        dw_design_free(&design);
        if (status) break;
        double gain = take_step(l);
        for (size_t i = 0; i < l->points->n; i++) largest = fmax(largest, fabs(l->step_eta[i]));
        if (largest < 1e-10) {
            l->converged = true;
            break;
        }
        if (l->iterations >= 8 && largest > 0.5 && is_separated(l)) {
            l->separated = true;
            break;
        }
        if (gain <= 0 && largest < 1e-6) {
            l->converged = true;
            break;
        }
    }
    return status;
}

static dw_status logit_make(logit *l, dw_linear *linear, const dw_points *points, double *b,
                            dw_error *err)
{
    dw_model model = dw_linear_model(linear);
    size_t n = points->n, p = model.parameters;
    *l = (logit){ .points = points, .p = p, .b = b };
    l->x = dw_allocate(n, (2 * p + 3) * sizeof(double), err);
    l->step = dw_allocate(p, sizeof(double), err);
    if (!l->x || !l->step) return DW_ENOMEM;
    l->packed = l->x + n * p;
    l->z = l->packed + n * p;
    l->eta = l->z + n;
    l->step_eta = l->eta + n;
    return model.jacobian(linear, NULL, points->x, n, l->x, err);
}

static void logit_free(logit *l)
{
    free(l->x);
    free(l->step);
}

dw_status dw_fit_logit_again(void *context, const dw_points *points, double *params, bool *fine,
                             dw_error *err)
{
    logit l;
    dw_status status = logit_make(&l, context, points, params, err);
    memset(params, 0, l.p * sizeof *params);
    if (!status) status = iterate(&l, err);
    *fine = !status && l.converged;
    logit_free(&l);
    return status;
}

/* ---- what is said ---- */

static double log_choices(const dw_points *points)
{
    double sum = 0;
    int sign;
    for (size_t i = 0; i < points->n; i++) {
        double n = points->weights[i], k = round(n * points->y[i]);
        if (n > 1)
            sum += lgamma_r(n + 1, &sign) - lgamma_r(k + 1, &sign) - lgamma_r(n - k + 1, &sign);
    }
    return sum;
}

static void fill_likelihood(dw_fit *fit, const logit *l)
{
    const dw_points *points = l->points;
    double trials = 0, successes = 0, best = 0, p = (double)fit->p;
    for (size_t i = 0; i < points->n; i++) {
        trials += points->weights[i];
        successes += points->weights[i] * points->y[i];
        best += points->weights[i] * entropy(points->y[i]);
    }
    double choices = log_choices(points), alone = trials * entropy(successes / trials);
    double without = best - 0.5 * l->deviance;
    fit->n = points->n;
    fit->dof = (double)fit->n - p;
    fit->rss = fit->objective = l->deviance;
    fit->rsd = NAN;
    fit->r2 = alone < 0 ? 1 - without / alone : NAN;
    fit->log_likelihood = without + choices;
    fit->aic = 2 * p - 2 * fit->log_likelihood;
    fit->bic = log((double)fit->n) * p - 2 * fit->log_likelihood;
    for (size_t i = 0; i < points->n; i++) {
        fit->fitted[i] = logistic(l->eta[i]);
        fit->residuals[i] = points->y[i] - fit->fitted[i];
    }
}

static dw_status fill_covariance(dw_fit *fit, logit *l, dw_error *err)
{
    dw_design design = { 0 };
    size_t p = fit->p;
    dw_status status = find_step(l, &design, err);
    if (!status) {
        dw_design_inverse(&design, fit->covariance);
        memcpy(fit->lost, design.lost, p * sizeof *fit->lost);
    }
    for (size_t i = 0; i < p * p && !status && l->separated; i++)
        fit->covariance[i] = i % (p + 1) == 0 ? INFINITY : NAN;
    for (size_t j = 0; j < p && !status && l->separated; j++) fit->lost[j] = true;
    dw_design_free(&design);
    return status;
}

static void say(dw_fit *fit, const logit *l)
{
    fit->converged = l->converged;
    fit->iterations = fit->evaluations = l->iterations;
    fit->starts = 1;
    if (l->separated) {
        fit->identified = false;
        dw_fit_say(fit, "did not converge: separated, some direction of the predictors tells "
                        "successes from failures without error, so the likelihood has no maximum; "
                        "standard errors are infinite");
        return;
    }
    dw_fit_say(fit, l->converged ? "converged" : "did not converge");
    dw_fit_say_lost(fit);
}

static dw_status check_spread(const dw_linear *linear, const dw_points *points, dw_error *err)
{
    for (size_t k = 0; k < points->predictors && linear->intercept; k++) {
        size_t i = 1;
        while (i < points->n && points->x[k][i] == points->x[k][0]) i++;
        if (i < points->n) continue;
        return dw_fail(err, DW_EARG,
                       "x[%zu] is constant (%g); its slope cannot be told from the "
                       "intercept",
                       k + 1, points->x[k][0]);
    }
    return DW_OK;
}

dw_status dw_fit_logit(dw_fit *fit, dw_linear *linear, const dw_points *points, double level,
                       dw_error *err)
{
    logit l;
    dw_status status = dw_fit_check_points(points, fit->p, NULL, err);
    if (!status) status = check_spread(linear, points, err);
    if (status) return status;
    status = logit_make(&l, linear, points, fit->params, err);
    if (!status) status = iterate(&l, err);
    if (!status) {
        fit->level = level;
        fill_likelihood(fit, &l);
        status = fill_covariance(fit, &l, err);
    }
    if (!status) {
        dw_fit_intervals(fit, 0, INFINITY);
        say(fit, &l);
    }
    logit_free(&l);
    return status;
}
