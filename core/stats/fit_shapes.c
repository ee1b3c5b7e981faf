#include "stats/fit_shapes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "stats/fit_starts.h"

/* ---- values ---- */

static double softplus(double x)
{
    return x > 0 ? x + log1p(exp(-x)) : log1p(exp(x));
}

static double power_at(const dw_shape *shape, const double *b, double x)
{
    if (shape->log_y) return log(b[0]) + b[1] * log(x);
    return b[0] * pow(x, b[1]) + (shape->offset ? b[2] : 0);
}

static double logistic_at(const dw_shape *shape, const double *b, double x)
{
    double low = shape->fit_floor ? b[2] : shape->floor;
    double high = shape->fit_ceiling ? b[2 + shape->fit_floor] : shape->ceiling;
    double far = shape->log_x ? log10(x) - log10(b[0]) : x - b[0];
    double y = low + (high - low) * dw_link_apply(DW_LINK_LOGISTIC, b[1] * far);
    return shape->log_y ? log(y) : y;
}

static double broken_at(const dw_shape *shape, const double *b, double x)
{
    double log_x = log(x), sum = -b[2] * log_x;
    for (int i = 0; i < shape->breaks; i++) {
        const double *part = b + 3 + 3 * i;
        double log_d = shape->inner ? part[1] : log(part[1]);
        double f = shape->inner ? exp(part[2]) : part[2];
        sum -= part[0] * f * softplus((log_x - log_d) / f);
    }
    double y = b[0] + b[1] * exp(sum);
    return shape->log_y ? log(y) : y;
}

static dw_status shape_value(void *context, const double *b, const double *const *x, size_t n,
                             double *out, dw_error *err)
{
    static double (*const at[])(const dw_shape *, const double *, double) = { power_at, logistic_at,
                                                                              broken_at };
    const dw_shape *shape = context;
    (void)err;
    for (size_t i = 0; i < n; i++) out[i] = at[shape->kind](shape, b, x[0][i]);
    return DW_OK;
}

dw_model dw_shape_model(dw_shape *shape)
{
    dw_model model = { .predictors = 1,
                       .value = shape_value,
                       .context = shape,
                       .link = shape->log_y ? DW_LINK_EXP : DW_LINK_IDENTITY };
    if (shape->kind == DW_SHAPE_POWER) {
        model.parameters = 2 + shape->offset;
        model.positive = shape->log_y ? 1 : 0;
    } else if (shape->kind == DW_SHAPE_LOGISTIC) {
        model.parameters = (size_t)2 + shape->fit_floor + shape->fit_ceiling;
        model.positive = shape->log_x ? 1 : 0;
    } else {
        model.parameters = (size_t)(3 + 3 * shape->breaks);
        for (int i = 0; i < shape->breaks && !shape->inner; i++)
            model.positive |= (uint64_t)6 << (3 + 3 * i);
    }
    return model;
}

/* ---- checks ---- */

static dw_status check_x(const dw_shape *shape, const dw_points *points, dw_error *err)
{
    bool positive = shape->kind != DW_SHAPE_LOGISTIC || shape->log_x, varies = false;
    for (size_t i = 0; i < points->n; i++) {
        double x = points->x[0][i];
        varies = varies || x != points->x[0][0];
        if (positive && !(x > 0))
            return dw_fail(err, DW_EDOMAIN, "x must be above 0, got %g at point %zu", x, i + 1);
    }
    if (varies) return DW_OK;
    return dw_fail(err, DW_EARG, "x is constant (%g); the curve cannot be fitted", points->x[0][0]);
}

/* ---- the search ---- */

/* The best of several starts. */
static dw_status fit_from(dw_fit *fit, const dw_model *model, const dw_points *points,
                          const dw_starts *starts, const dw_curve_options *options, dw_error *err)
{
    dw_fit one;
    dw_status status = dw_fit_make(&one, points->n, model->parameters, err), first = DW_EARG;
    size_t p = model->parameters;
    bool found = false;
    for (size_t k = 0; k < starts->n && !status; k++) {
        dw_error why;
        dw_status failed = dw_fit_curve(&one, model, points, starts->at[k], options, &why);
        if (failed == DW_ENOMEM || failed == DW_ESTOP) status = failed;
        if (failed && !found && err) *err = why;
        if (failed) first = failed;
        if (!failed && (!found || one.objective < fit->objective)) {
            memcpy(fit->params, one.params, p * sizeof *one.params);
            memcpy(fit->at_bound, one.at_bound, p);
            fit->objective = one.objective;
            fit->converged = one.converged;
            fit->iterations += one.iterations;
            fit->evaluations += one.evaluations;
            found = true;
        }
        one.message[0] = '\0';
        memset(one.at_bound, 0, p);
    }
    dw_fit_free(&one);
    if (!status && !found) status = starts->n ? first : dw_fail(err, DW_EARG, "no start was found");
    return status;
}

/* Breaks are searched with d and f as logarithms, within sane bounds. */
static dw_status fit_broken(dw_fit *fit, dw_shape *shape, const dw_points *points,
                            const dw_curve_options *options, dw_error *err)
{
    double lower[3 + 3 * DW_MOST_BREAKS], upper[3 + 3 * DW_MOST_BREAKS];
    dw_shape inner = *shape;
    dw_starts starts = { 0 };
    inner.inner = true;
    dw_status status = DW_OK;
    for (int breaks = 1; breaks <= shape->breaks && !status; breaks++) {
        inner.breaks = breaks;
        dw_model model = dw_shape_model(&inner);
        dw_broken_bounds(points, breaks, lower, upper);
        model.lower = lower;
        model.upper = upper;
        status = dw_broken_starts(&starts, &model, points, shape->log_y,
                                  breaks > 1 ? fit->params : NULL, err);
        if (!status) status = fit_from(fit, &model, points, &starts, options, err);
    }
    for (int i = 0; i < shape->breaks && !status; i++)
        for (int k = 4; k < 6; k++) fit->params[3 * i + k] = exp(fit->params[3 * i + k]);
    fit->starts = starts.n;
    return status;
}

dw_status dw_fit_shape(dw_fit *fit, dw_shape *shape, const dw_points *points,
                       const dw_curve_options *options, dw_error *err)
{
    dw_model model = dw_shape_model(shape);
    dw_starts starts = { 0 };
    dw_status status = dw_fit_check_points(points, model.parameters, NULL, err);
    if (!status) status = check_x(shape, points, err);
    if (status) return status;
    if (shape->kind == DW_SHAPE_BROKEN) {
        status = fit_broken(fit, shape, points, options, err);
    } else {
        if (shape->kind == DW_SHAPE_POWER)
            dw_power_starts(&starts, points, shape->log_y, shape->offset);
        else
            dw_logistic_starts(&starts, points, shape);
        status = fit_from(fit, &model, points, &starts, options, err);
        fit->starts = starts.n;
    }
    if (status) return status;
    fit->level = options->level;
    dw_fit_say(fit, fit->converged ? "converged" : "did not converge: the parameters still move");
    return dw_fit_describe(fit, &model, points, options->loss, options->delta, err);
}
