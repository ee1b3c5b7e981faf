#include "stats/fit_search.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_multifit_nlinear.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "stats/fit_design.h"

static const double very_bad = 1e100; /* a residual that is not finite; its square still is */

dw_status dw_search_make(dw_search *search, const dw_model *model, const dw_points *points,
                         const dw_curve_options *options, dw_error *err)
{
    size_t p = model->parameters, n = points->n, cells = 0;
    *search = (dw_search){ .model = model,
                           .points = points,
                           .options = options,
                           .p = p,
                           .objective = INFINITY,
                           .err = err };
    if (!dw_size_multiply(n, p + 3, &cells))
        return dw_fail(err, DW_ENOMEM, "%zu points are too many", n);
    search->best = dw_allocate(p, 4 * sizeof(double), err);
    search->values = dw_allocate(cells, sizeof(double), err);
    search->held = dw_allocate(p, 1, err);
    if (!search->best || !search->values || !search->held) return DW_ENOMEM;
    search->scale = search->best + p;
    search->b = search->scale + p;
    search->start = search->b + p;
    search->jacobian = search->values + 3 * n;
    return DW_OK;
}

void dw_search_free(dw_search *search)
{
    free(search->best);
    free(search->values);
    free(search->held);
}

/* ---- bounds: b as a function of a free u ---- */

static double lower_of(const dw_search *search, size_t j)
{
    return search->model->lower ? search->model->lower[j] : -INFINITY;
}

static double upper_of(const dw_search *search, size_t j)
{
    return search->model->upper ? search->model->upper[j] : INFINITY;
}

/* The length over which a one-sided bound bends. */
static double bend(const dw_search *search, size_t j, double bound)
{
    double far = fabs(search->start[j] - bound);
    return fmax(far, 1e-3 * fmax(fabs(bound), search->scale[j]));
}

static double to_free(const dw_search *search, size_t j, double b)
{
    double low = lower_of(search, j), high = upper_of(search, j);
    if (search->plain || (isinf(low) && isinf(high))) return b;
    if (isfinite(low) && isfinite(high)) {
        double share = (b - low) / (high - low);
        return asin(2 * fmin(fmax(share, 0.005), 0.995) - 1);
    }
    double bound = isfinite(low) ? low : high, s = bend(search, j, bound);
    double far = fmax(fabs(b - bound), 1e-3 * s) / s + 1;
    return sqrt(far * far - 1);
}

/* b at u, and db/du. */
static double from_free(const dw_search *search, size_t j, double u, double *slope)
{
    double low = lower_of(search, j), high = upper_of(search, j);
    *slope = 1;
    if (search->plain || (isinf(low) && isinf(high))) return u;
    if (isfinite(low) && isfinite(high)) {
        *slope = 0.5 * (high - low) * cos(u);
        return fmin(fmax(low + 0.5 * (high - low) * (1 + sin(u)), low), high);
    }
    double s = bend(search, j, isfinite(low) ? low : high), root = sqrt(1 + u * u);
    double side = isfinite(low) ? 1 : -1;
    *slope = side * s * u / root;
    return (isfinite(low) ? low : high) + side * s * (u * u / (root + 1));
}

static bool outside(const dw_search *search, const double *b)
{
    for (size_t j = 0; j < search->p; j++)
        if (b[j] < lower_of(search, j) || b[j] > upper_of(search, j)) return true;
    return false;
}

/* ---- residuals ---- */

static double root_weight(const dw_points *points, size_t i)
{
    return points->weights ? sqrt(points->weights[i]) : 1;
}

/* Residuals (model - y) after the loss; the factors that the loss puts on derivatives go into
 * factor, when given. False when one is not finite. */
static bool residuals(dw_search *search, const double *b, double *out, double *factor)
{
    const dw_points *points = search->points;
    bool finite = true;
    double *value = search->values;
    search->evaluations++;
    search->status =
        search->model->value(search->model->context, b, points->x, points->n, value, search->err);
    if (search->status) return false;
    for (size_t i = 0; i < points->n; i++) {
        double w = root_weight(points, i), r = w == 0 ? 0 : w * (value[i] - points->y[i]);
        double root, psi, second;
        dw_fit_loss(search->options->loss, search->options->delta, r, &root, &psi, &second);
        if (!(fabs(root) < very_bad)) {
            root = very_bad;
            finite = false;
        }
        out[i] = root;
        if (factor) factor[i] = w * (root == 0 ? 1 : psi / root);
    }
    return finite;
}

static double half_square(const double *r, size_t n)
{
    return 0.5 * dw_exact_dot(r, r, n);
}

double dw_search_objective(dw_search *search, const double *b)
{
    double *out = search->values + search->points->n;
    if (outside(search, b)) return INFINITY;
    return residuals(search, b, out, NULL) ? half_square(out, search->points->n) : INFINITY;
}

/* Derivatives of the residuals of `residuals` by b. */
static bool derivatives(dw_search *search, const double *b)
{
    const dw_points *points = search->points;
    size_t n = points->n;
    double *factor = search->values + 2 * n;
    residuals(search, b, search->values + n, factor);
    if (search->status) return false;
    search->evaluations += search->model->jacobian ? 1 : 2 * search->p;
    search->status = dw_fit_jacobian(search->model, b, search->scale, points->x, n, search->values,
                                     search->jacobian, search->err);
    for (size_t i = 0; i < n && !search->status; i++)
        for (size_t j = 0; j < search->p; j++) search->jacobian[i * search->p + j] *= factor[i];
    return !search->status;
}

/* ---- what GSL calls ---- */

static void set_parameters(dw_search *search, const gsl_vector *u, double *slope)
{
    for (size_t j = 0, k = 0; j < search->p; j++) {
        if (search->held[j]) continue;
        search->b[j] = from_free(search, j, gsl_vector_get(u, k), &slope[k]);
        k++;
    }
}

static int gsl_residuals(const gsl_vector *u, void *context, gsl_vector *f)
{
    dw_search *search = context;
    double slope[DW_FIT_MOST_PARAMETERS], *out = search->values + search->points->n;
    if (search->status) return GSL_EBADFUNC;
    set_parameters(search, u, slope);
    for (size_t j = 0; j < search->p; j++)
        if (!isfinite(search->b[j])) return gsl_vector_set_all(f, very_bad), GSL_SUCCESS;
    if (search->plain && outside(search, search->b))
        return gsl_vector_set_all(f, very_bad), GSL_SUCCESS;
    residuals(search, search->b, out, NULL);
    if (search->status) return GSL_EBADFUNC;
    for (size_t i = 0; i < search->points->n; i++) gsl_vector_set(f, i, out[i]);
    return GSL_SUCCESS;
}

static int gsl_derivatives(const gsl_vector *u, void *context, gsl_matrix *jacobian)
{
    dw_search *search = context;
    double slope[DW_FIT_MOST_PARAMETERS];
    if (search->status) return GSL_EBADFUNC;
    set_parameters(search, u, slope);
    if (!derivatives(search, search->b)) return GSL_EBADFUNC;
    for (size_t i = 0; i < search->points->n; i++)
        for (size_t j = 0, k = 0; j < search->p; j++) {
            if (search->held[j]) continue;
            gsl_matrix_set(jacobian, i, k, slope[k] * search->jacobian[i * search->p + j]);
            k++;
        }
    return GSL_SUCCESS;
}

/* ---- a run ---- */

static gsl_multifit_nlinear_parameters settings(dw_search_method method)
{
    gsl_multifit_nlinear_parameters set = gsl_multifit_nlinear_default_parameters();
    bool plain = method == DW_SEARCH_LM;
    set.trs = plain ? gsl_multifit_nlinear_trs_lm : gsl_multifit_nlinear_trs_lmaccel;
    set.scale = plain ? gsl_multifit_nlinear_scale_more : gsl_multifit_nlinear_scale_levenberg;
    set.solver = gsl_multifit_nlinear_solver_qr;
    return set;
}

static bool step_is_tiny(const gsl_multifit_nlinear_workspace *work)
{
    const gsl_vector *x = gsl_multifit_nlinear_position(work), *dx = work->dx;
    for (size_t k = 0; k < x->size; k++)
        if (fabs(gsl_vector_get(dx, k)) > 1e-14 * fabs(gsl_vector_get(x, k))) return false;
    return true;
}

static void keep(dw_search *search, const gsl_vector *u)
{
    double slope[DW_FIT_MOST_PARAMETERS];
    set_parameters(search, u, slope);
    double objective = dw_search_objective(search, search->b);
    if (search->status || !(objective < search->objective)) return;
    search->objective = objective;
    memcpy(search->best, search->b, search->p * sizeof *search->b);
}

static void iterate(dw_search *search, gsl_multifit_nlinear_workspace *work)
{
    for (int64_t i = 0; i < search->options->iterations; i++) {
        if (dw_env_stops(search->options->env)) {
            search->status = dw_fail(search->err, DW_ESTOP, "stopped");
            return;
        }
        search->iterations++;
        int status = gsl_multifit_nlinear_iterate(work);
        if (status || search->status || step_is_tiny(work))
            return; /* GSL_ENOPROG: no better step */
    }
}

static size_t count_free(const dw_search *search)
{
    size_t count = 0;
    for (size_t j = 0; j < search->p; j++) count += !search->held[j];
    return count;
}

dw_status dw_search_run(dw_search *search, dw_search_method method, const double *from)
{
    size_t n = search->points->n, columns = count_free(search);
    gsl_multifit_nlinear_fdf fdf = {
        .f = gsl_residuals, .df = gsl_derivatives, .n = n, .p = columns, .params = search
    };
    gsl_multifit_nlinear_parameters set = settings(method);
    if (columns == 0) return DW_OK;
    gsl_vector *u = gsl_vector_alloc(columns);
    gsl_multifit_nlinear_workspace *work =
        gsl_multifit_nlinear_alloc(gsl_multifit_nlinear_trust, &set, n, columns);
    search->status = DW_OK;
    memcpy(search->start, from, search->p * sizeof *from);
    memcpy(search->b, from, search->p * sizeof *from);
    for (size_t j = 0, k = 0; u && j < search->p; j++)
        if (!search->held[j]) gsl_vector_set(u, k++, to_free(search, j, from[j]));
    if (!u || !work)
        search->status = dw_fail(search->err, DW_ENOMEM, "no memory for %zu points", n);
    else if (!gsl_multifit_nlinear_init(u, &fdf, work))
        iterate(search, work);
    if (!search->status) keep(search, gsl_multifit_nlinear_position(work));
    if (work) gsl_multifit_nlinear_free(work);
    if (u) gsl_vector_free(u);
    return search->status;
}

/* ---- the end ---- */

/* The Gauss-Newton step from b for the free parameters; *offset: how much of the residuals the
 * step explains, as a share of what noise would (Bates and Watts 1981). */
static dw_status newton_step(dw_search *search, const double *b, double *step, double *offset)
{
    const size_t n = search->points->n, columns = count_free(search);
    double part[DW_FIT_MOST_PARAMETERS], *packed = search->jacobian;
    dw_design design = { 0 };
    if (!derivatives(search, b)) return search->status;
    double *r = search->values + n, *rest = search->values + 2 * n;
    residuals(search, b, r, NULL);
    if (search->status) return search->status;
    for (size_t i = 0, cell = 0; i < n; i++)
        for (size_t j = 0; j < search->p; j++)
            if (!search->held[j]) packed[cell++] = search->jacobian[i * search->p + j];
    dw_status status = dw_design_make(&design, packed, n, columns, 1e-12, search->err);
    if (!status) {
        dw_design_solve(&design, r, part, rest);
        double all = dw_exact_dot(r, r, n), left = dw_exact_dot(rest, rest, n);
        double dof = n > columns ? (double)(n - columns) : 1;
        double explained = 0;
        for (size_t i = 0; i < n; i++) explained += (r[i] - rest[i]) * (r[i] - rest[i]);
        double size = dw_exact_dot(search->points->y, search->points->y, n);
        bool exact = all <= 1e-24 * size;
        *offset = exact ? 0 : sqrt(explained / (double)columns / fmax(left / dof, 1e-300));
    }
    for (size_t j = 0, k = 0; j < search->p; j++)
        step[j] = search->held[j] ? 0 : status ? 0 : -part[k++];
    dw_design_free(&design);
    return search->status = status;
}

enum { POLISHING = 20 };

dw_status dw_search_polish(dw_search *search)
{
    double step[DW_FIT_MOST_PARAMETERS], offset = INFINITY, next[DW_FIT_MOST_PARAMETERS];
    search->converged = count_free(search) == 0;
    for (int i = 0; i < POLISHING && !search->converged; i++) {
        double largest = 0;
        if (newton_step(search, search->best, step, &offset)) return search->status;
        for (size_t j = 0; j < search->p; j++) {
            next[j] = search->best[j] + step[j];
            if (step[j] != 0) largest = fmax(largest, fabs(step[j]) / fmax(fabs(next[j]), 1e-300));
        }
        double objective = dw_search_objective(search, next);
        if (search->status) return search->status;
        /* near the minimum the objective cannot tell: rounding of its sum is allowed */
        if (!(objective <= search->objective * (1 + 1e-11) + 1e-300)) break;
        memcpy(search->best, next, search->p * sizeof *next);
        search->objective = fmin(objective, search->objective);
        if (largest < 1e-13) break;
    }
    if (count_free(search) > 0 && newton_step(search, search->best, step, &offset))
        return search->status;
    if (count_free(search) > 0) search->converged = offset < 1e-4;
    return DW_OK;
}
