#include "stats/fit_linear.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "stats/fit_design.h"

/* ---- the model ---- */

static dw_status linear_jacobian(void *context, const double *b, const double *const *x, size_t n,
                                 double *out, dw_error *err)
{
    const dw_linear *linear = context;
    size_t slopes = linear->degree ? linear->degree : linear->predictors;
    (void)b, (void)err;
    for (size_t i = 0; i < n; i++) {
        double power = 1;
        if (linear->intercept) *out++ = 1;
        for (size_t k = 0; k < slopes; k++) {
            power *= linear->degree ? x[0][i] : 1;
            *out++ = linear->degree ? power : x[k][i];
        }
    }
    return DW_OK;
}

static dw_status linear_value(void *context, const double *b, const double *const *x, size_t n,
                              double *out, dw_error *err)
{
    const dw_linear *linear = context;
    size_t slopes = linear->degree ? linear->degree : linear->predictors;
    (void)err;
    for (size_t i = 0; i < n; i++) {
        double row[DW_FIT_MOST_PARAMETERS + 1], power = 1;
        size_t p = 0;
        if (linear->intercept) row[p++] = 1;
        for (size_t k = 0; k < slopes; k++) {
            power *= linear->degree ? x[0][i] : 1;
            row[p++] = linear->degree ? power : x[k][i];
        }
        out[i] = dw_exact_dot(row, b, p);
    }
    return DW_OK;
}

dw_model dw_linear_model(dw_linear *linear)
{
    size_t slopes = linear->degree ? linear->degree : linear->predictors;
    return (dw_model){ .parameters = slopes + linear->intercept,
                       .predictors = linear->predictors,
                       .value = linear_value,
                       .jacobian = linear_jacobian,
                       .context = linear };
}

/* ---- checks ---- */

static size_t distinct(const double *x, size_t n, size_t enough)
{
    double seen[DW_FIT_MOST_PARAMETERS + 1];
    size_t count = 0;
    for (size_t i = 0; i < n && count < enough; i++) {
        size_t k = 0;
        while (k < count && seen[k] != x[i]) k++;
        if (k == count) seen[count++] = x[i];
    }
    return count;
}

static dw_status check_spread(const dw_linear *linear, const dw_points *points, dw_error *err)
{
    if (linear->degree > 0) {
        size_t needed = linear->degree + linear->intercept;
        size_t found = distinct(points->x[0], points->n, needed);
        if (found >= needed) return DW_OK;
        if (found == 1) return dw_fail(err, DW_EARG, "x is constant; a polynomial needs more");
        return dw_fail(err, DW_EARG, "x has %zu distinct values; degree %zu needs %zu", found,
                       linear->degree, needed);
    }
    for (size_t k = 0; k < linear->predictors && linear->intercept; k++)
        if (distinct(points->x[k], points->n, 2) < 2) {
            if (linear->predictors == 1)
                return dw_fail(err, DW_EARG, "x is constant (%g); a slope cannot be fitted",
                               points->x[k][0]);
            return dw_fail(err, DW_EARG,
                           "x[%zu] is constant (%g); its slope cannot be told from "
                           "the intercept",
                           k + 1, points->x[k][0]);
        }
    return DW_OK;
}

/* ---- solving ---- */

static double weight_of(const dw_points *points, size_t i)
{
    return points->weights ? points->weights[i] : 1;
}

/* Design and response of the points that have a weight, and its root. */
static size_t weigh(const dw_points *points, size_t p, double *design, double *y, double *root)
{
    size_t row = 0;
    for (size_t i = 0; i < points->n; i++) {
        double w = sqrt(weight_of(points, i));
        if (w == 0) continue;
        for (size_t j = 0; j < p; j++) design[row * p + j] = design[i * p + j];
        root[row] = w;
        y[row++] = points->y[i];
    }
    return row;
}

/* room: n (p + 2) numbers; behind the design stand the response and the roots of weights. */
static dw_status decompose(dw_linear *linear, const dw_points *points, size_t p, double *room,
                           dw_design *design, dw_error *err)
{
    linear_jacobian(linear, NULL, points->x, points->n, room, err);
    for (size_t i = 0; i < points->n * p; i++)
        if (!isfinite(room[i])) return dw_fail(err, DW_EDOMAIN, "powers of x overflow");
    double *y = room + points->n * p, *root = y + points->n;
    size_t rows = weigh(points, p, room, y, root);
    return dw_design_make_weighted(design, room, points->weights ? root : NULL, rows, p,
                                   4e-16 * (double)rows, err);
}

dw_status dw_fit_linear_again(void *context, const dw_points *points, double *params, bool *fine,
                              dw_error *err)
{
    dw_linear *linear = context;
    size_t p = dw_linear_model(linear).parameters;
    dw_design design = { 0 };
    double *room = dw_allocate(points->n, (p + 2) * sizeof *room, err);
    if (!room) return DW_ENOMEM;
    dw_status status = decompose(linear, points, p, room, &design, err);
    if (!status) dw_design_solve(&design, room + points->n * p, params, NULL);
    *fine = !status && design.rank == p;
    dw_design_free(&design);
    free(room);
    return status;
}

/* ---- what is said ---- */

static void fill_residuals(dw_fit *fit, const dw_points *points, const double *weighted)
{
    for (size_t i = 0, row = 0; i < points->n; i++) {
        double w = sqrt(weight_of(points, i));
        if (w > 0) {
            fit->residuals[i] = weighted[row++] / w;
            fit->fitted[i] = points->y[i] - fit->residuals[i];
        } else {
            fit->residuals[i] = points->y[i] - fit->fitted[i];
        }
    }
}

static double total_squares(const dw_points *points, bool intercept)
{
    double weights = 0, mean = 0, rest = 0, total = 0;
    for (size_t i = 0; i < points->n && intercept; i++) {
        double w = weight_of(points, i);
        if (w == 0) continue;
        weights += w;
        mean += w / weights * (points->y[i] - mean);
    }
    for (size_t i = 0; i < points->n; i++) {
        double d = points->y[i] - mean, w = weight_of(points, i);
        total += w * d * d;
        rest += w * d;
    }
    return intercept ? total - rest * (rest / weights) : total;
}

static void fill_sums(dw_fit *fit, const dw_linear *linear, const dw_points *points,
                      const double *weighted, size_t rows, dw_anova *anova)
{
    double logs = 0, n = (double)rows, p = (double)fit->p;
    for (size_t i = 0; i < points->n; i++)
        if (weight_of(points, i) > 0) logs += log(weight_of(points, i));
    double total = total_squares(points, linear->intercept);
    fit->n = rows;
    fit->rss = dw_exact_dot(weighted, weighted, rows);
    fit->objective = 0.5 * fit->rss;
    fit->dof = n - p;
    fit->rsd = fit->dof > 0 ? sqrt(fit->rss / fit->dof) : NAN;
    fit->r2 = total > 0 ? 1 - fit->rss / total : NAN;
    fit->log_likelihood = 0.5 * (logs - n * (log(2 * M_PI * fit->rss / n) + 1));
    fit->aic = 2 * (p + 1) - 2 * fit->log_likelihood;
    fit->bic = log(n) * (p + 1) - 2 * fit->log_likelihood;
    if (!anova) return;
    *anova = (dw_anova){ .df_reg = p - linear->intercept,
                         .ss_reg = total - fit->rss,
                         .df_res = fit->dof,
                         .ss_res = fit->rss };
    anova->ms_reg = anova->ss_reg / anova->df_reg;
    anova->ms_res = fit->dof > 0 ? anova->ss_res / anova->df_res : NAN;
    anova->f = anova->ms_reg / anova->ms_res;
    anova->p_value = fit->dof > 0 ? gsl_cdf_fdist_Q(anova->f, anova->df_reg, fit->dof) : NAN;
}

static void fill_covariance(dw_fit *fit, const dw_design *design)
{
    size_t p = fit->p;
    double variance = fit->dof > 0 ? fit->rss / fit->dof : INFINITY;
    dw_design_inverse(design, fit->covariance);
    for (size_t i = 0; i < p * p; i++) fit->covariance[i] *= variance;
    for (size_t j = 0; j < p; j++)
        if (design->lost[j]) fit->covariance[j * p + j] = INFINITY;
    memcpy(fit->lost, design->lost, p * sizeof *fit->lost);
    dw_fit_intervals(fit, 0, fit->dof);
}

static dw_status fill(dw_fit *fit, dw_linear *linear, const dw_points *points, double *room,
                      double *weighted, dw_anova *anova, dw_error *err)
{
    dw_design design = { 0 };
    const double *y = room + points->n * fit->p;
    dw_status status = decompose(linear, points, fit->p, room, &design, err);
    if (!status) {
        dw_design_solve(&design, y, fit->params, weighted);
        status = linear_value(linear, fit->params, points->x, points->n, fit->fitted, err);
    }
    if (!status) {
        fill_residuals(fit, points, weighted);
        fill_sums(fit, linear, points, weighted, design.rows, anova);
        fill_covariance(fit, &design);
        fit->converged = true;
        fit->iterations = fit->evaluations = fit->starts = 1;
        dw_fit_say(fit, "solved");
        dw_fit_say_lost(fit);
    }
    dw_design_free(&design);
    return status;
}

dw_status dw_fit_linear(dw_fit *fit, dw_linear *linear, const dw_points *points, double level,
                        dw_anova *anova, dw_error *err)
{
    dw_status status = dw_fit_check_points(points, fit->p, NULL, err);
    if (!status) status = check_spread(linear, points, err);
    if (status) return status;
    double *room = dw_allocate(points->n, (fit->p + 3) * sizeof *room, err);
    if (!room) return DW_ENOMEM;
    fit->level = level;
    status = fill(fit, linear, points, room, room + points->n * (fit->p + 2), anova, err);
    free(room);
    return status;
}
