/* What is said about fitted parameters: covariance, intervals, bands. */
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "stats/fit_design.h"
#include "stats/fit_model.h"
#include "stats/quantile.h"

static double t_point(double level, double dof)
{
    return isinf(dof) ? gsl_cdf_ugaussian_Qinv((1 - level) / 2)
                      : gsl_cdf_tdist_Qinv((1 - level) / 2, dof);
}

void dw_fit_intervals(dw_fit *fit, uint64_t positive, double dof)
{
    for (size_t j = 0; j < fit->p; j++) {
        double b = fit->params[j], se = sqrt(fit->covariance[j * fit->p + j]);
        double half = dof > 0 && isfinite(se) ? t_point(fit->level, dof) * se : INFINITY;
        bool log_scale = j < 64 && (positive >> j & 1) && b > 0;
        fit->se[j] = se;
        fit->low[j] = log_scale ? b * exp(-half / b) : b - half;
        fit->high[j] = log_scale ? b * exp(half / b) : b + half;
    }
}

/* ---- residuals ---- */

static double weight_of(const dw_points *points, size_t i)
{
    return points->weights ? points->weights[i] : 1;
}

static dw_status fill_residuals(dw_fit *fit, const dw_model *model, const dw_points *points,
                                dw_error *err)
{
    dw_status status =
        model->value(model->context, fit->params, points->x, points->n, fit->fitted, err);
    for (size_t i = 0; i < points->n && !status; i++) {
        fit->residuals[i] = points->y[i] - fit->fitted[i];
        fit->fitted[i] = dw_link_apply(model->link, fit->fitted[i]);
    }
    return status;
}

static void fill_sums(dw_fit *fit, const dw_points *points, dw_loss loss)
{
    double weights = 0, sum = 0, total = 0, logs = 0;
    fit->rss = 0;
    fit->n = 0;
    for (size_t i = 0; i < points->n; i++) {
        double w = weight_of(points, i);
        if (w == 0) continue;
        fit->n++;
        weights += w;
        sum += w * points->y[i];
        logs += log(w);
        fit->rss += w * fit->residuals[i] * fit->residuals[i];
    }
    for (size_t i = 0; i < points->n; i++) {
        double d = points->y[i] - sum / weights;
        total += weight_of(points, i) * d * d;
    }
    double n = (double)fit->n, p = (double)fit->p;
    fit->dof = n - p;
    fit->rsd = fit->dof > 0 ? sqrt(fit->rss / fit->dof) : NAN;
    fit->r2 = total > 0 ? 1 - fit->rss / total : NAN;
    fit->log_likelihood =
        loss == DW_LOSS_SQUARES ? 0.5 * (logs - n * (log(2 * M_PI * fit->rss / n) + 1)) : NAN;
    fit->aic = 2 * (p + 1) - 2 * fit->log_likelihood;
    fit->bic = log(n) * (p + 1) - 2 * fit->log_likelihood;
}

/* ---- covariance ---- */

static double median_size(const double *r, size_t n, double *room)
{
    for (size_t i = 0; i < n; i++) room[i] = fabs(r[i]);
    dw_sort(room, n);
    return 0.5 * (room[n / 2] + room[(n - 1) / 2]);
}

/* The mean of rho''. Of Huber's loss it is the share of residuals below delta, and a small delta
 * leaves few of them: they are counted in a window that is wide enough, n^(-1/5) of their scale.
 * With a small delta the fit goes through as many points as it has parameters p, which therefore
 * tell nothing. */
static double mean_slope(dw_loss loss, double delta, const double *r, size_t n, size_t p,
                         double *room)
{
    double window = delta, sum = 0, root, psi, second;
    if (loss == DW_LOSS_HUBER)
        window = fmax(delta, 1.4826 * median_size(r, n, room) * pow((double)n, -0.2));
    for (size_t i = 0; i < n; i++) {
        dw_fit_loss(loss, window, r[i], &root, &psi, &second);
        sum += second;
    }
    double met = (double)p * (1 - delta / window);
    return (sum - met) / ((double)n - met) * (delta / window);
}

/* The variance of one standardized residual as it acts on the parameters: rss / dof, or of a
 * robust loss Huber's (1973) mean psi^2 / (mean psi')^2. r: n standardized residuals. */
static double acting_variance(const dw_fit *fit, dw_loss loss, double delta, const double *r,
                              double *room)
{
    if (!(fit->dof > 0)) return INFINITY;
    if (loss == DW_LOSS_SQUARES) return fit->rss / fit->dof;
    double sum = 0, root, psi, second;
    for (size_t i = 0; i < fit->n; i++) {
        dw_fit_loss(loss, delta, r[i], &root, &psi, &second);
        sum += psi * psi;
    }
    double slope = mean_slope(loss, delta, r, fit->n, fit->p, room);
    return slope > 0 ? sum / fit->dof / (slope * slope) : INFINITY;
}

/* Rows with a weight and free columns of the Jacobian, times sqrt(weight). */
static size_t pack(const dw_fit *fit, const dw_points *points, const double *jacobian,
                   double *packed, double *r, size_t *free_column)
{
    size_t columns = 0, row = 0;
    for (size_t j = 0; j < fit->p; j++)
        if (!fit->at_bound[j]) free_column[columns++] = j;
    for (size_t i = 0; i < points->n; i++) {
        double w = sqrt(weight_of(points, i));
        if (w == 0) continue;
        for (size_t k = 0; k < columns; k++)
            packed[row * columns + k] = w * jacobian[i * fit->p + free_column[k]];
        r[row++] = w * fit->residuals[i];
    }
    return columns;
}

static void spread(dw_fit *fit, const dw_design *design, const double *inverse, double variance,
                   const size_t *free_column)
{
    size_t p = fit->p, columns = design->columns;
    for (size_t i = 0; i < p; i++)
        for (size_t j = 0; j < p; j++) fit->covariance[i * p + j] = i == j ? INFINITY : NAN;
    for (size_t k = 0; k < columns; k++)
        for (size_t l = 0; l < columns; l++)
            fit->covariance[free_column[k] * p + free_column[l]] =
                isinf(inverse[k * columns + l]) ? INFINITY : variance * inverse[k * columns + l];
    for (size_t k = 0; k < columns; k++) fit->lost[free_column[k]] = design->lost[k];
}

static dw_status fill_covariance(dw_fit *fit, const dw_model *model, const dw_points *points,
                                 dw_loss loss, double delta, const double *jacobian, double *packed,
                                 double *r, dw_error *err)
{
    size_t free_column[DW_FIT_MOST_PARAMETERS];
    double inverse[1] = { 0 }, *room = packed;
    dw_design design = { 0 };
    size_t columns = pack(fit, points, jacobian, packed, r, free_column);
    if (columns == 0) {
        spread(fit, &design, inverse, 0, free_column);
        return DW_OK;
    }
    double tolerance = model->jacobian ? 1e-14 * (double)points->n : 1e-10;
    dw_status status = dw_design_make(&design, packed, fit->n, columns, tolerance, err);
    double *all = status ? NULL : dw_allocate(columns, columns * sizeof *all, err);
    if (all) {
        dw_design_inverse(&design, all);
        spread(fit, &design, all, acting_variance(fit, loss, delta, r, room), free_column);
    } else if (!status) {
        status = DW_ENOMEM;
    }
    free(all);
    dw_design_free(&design);
    return status;
}

/* ---- words ---- */

void dw_fit_say_lost(dw_fit *fit)
{
    char list[128] = "";
    size_t lost = 0, n = 0;
    for (size_t j = 0; j < fit->p; j++) {
        if (!fit->lost[j]) continue;
        lost++;
        if (n < sizeof list - 24)
            n += (size_t)snprintf(list + n, sizeof list - n, "%s%zu", lost > 1 ? ", " : "", j + 1);
    }
    fit->identified = lost == 0;
    if (lost > 0)
        dw_fit_say(fit,
                   "not identified: the data do not determine parameter%s %s (rank-deficient "
                   "Jacobian), standard errors are infinite",
                   lost == 1 ? "" : "s", list);
    for (size_t j = 0; j < fit->p; j++) {
        if (!fit->at_bound[j]) continue;
        fit->identified = false;
        dw_fit_say(fit,
                   "parameter %zu is at its %s bound %g: its standard error is infinite, the "
                   "others hold it fixed",
                   j + 1, fit->at_bound[j] < 0 ? "lower" : "upper", fit->params[j]);
    }
    if (!(fit->dof > 0)) dw_fit_say(fit, "as many parameters as points: no standard errors");
}

dw_status dw_fit_describe(dw_fit *fit, const dw_model *model, const dw_points *points, dw_loss loss,
                          double delta, dw_error *err)
{
    size_t n = points->n, p = fit->p;
    double *jacobian = dw_allocate(n, (2 * p + 4) * sizeof *jacobian, err);
    if (!jacobian) return DW_ENOMEM;
    double *packed = jacobian + n * p, *r = packed + n * p + 2 * n;
    dw_status status = fill_residuals(fit, model, points, err);
    if (!status) {
        fill_sums(fit, points, loss);
        status = dw_fit_jacobian(model, fit->params, NULL, points->x, n, packed, jacobian, err);
    }
    if (!status)
        status = fill_covariance(fit, model, points, loss, delta, jacobian, packed, r, err);
    free(jacobian);
    if (status) return status;
    dw_fit_intervals(fit, model->positive, fit->dof);
    dw_fit_say_lost(fit);
    return DW_OK;
}

/* ---- predictions ---- */

/* g' C g: parameters at a bound count as known, lost ones make it infinite where they matter. */
static double form(const dw_fit *fit, const double *g)
{
    double sum = 0;
    for (size_t i = 0; i < fit->p; i++) {
        if (g[i] == 0 || fit->at_bound[i]) continue;
        if (fit->lost[i]) return INFINITY;
        for (size_t j = 0; j < fit->p; j++)
            if (!fit->at_bound[j] && !fit->lost[j])
                sum += g[i] * g[j] * fit->covariance[i * fit->p + j];
    }
    return fmax(sum, 0);
}

dw_status dw_fit_predict(const dw_fit *fit, const dw_model *model, const double *const *x, size_t n,
                         bool prediction, double level, double *out, double *low, double *high,
                         dw_error *err)
{
    dw_status status = model->value(model->context, fit->params, x, n, out, err);
    if (!status && low) {
        double *jacobian = dw_allocate(n, (fit->p + 2) * sizeof *jacobian, err);
        if (!jacobian) return DW_ENOMEM;
        status =
            dw_fit_jacobian(model, fit->params, NULL, x, n, jacobian + n * fit->p, jacobian, err);
        double dof = model->link == DW_LINK_LOGISTIC ? INFINITY : fit->dof;
        double t = dof > 0 ? t_point(level, dof) : INFINITY;
        for (size_t i = 0; i < n && !status; i++) {
            double extra = prediction ? fit->rsd * fit->rsd : 0;
            double half = dof > 0 ? t * sqrt(form(fit, jacobian + i * fit->p) + extra) : INFINITY;
            low[i] = dw_link_apply(model->link, out[i] - half);
            high[i] = dw_link_apply(model->link, out[i] + half);
        }
        free(jacobian);
    }
    for (size_t i = 0; i < n && !status; i++) out[i] = dw_link_apply(model->link, out[i]);
    return status;
}
