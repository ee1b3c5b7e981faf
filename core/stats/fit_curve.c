#include "stats/fit_curve.h"

#include <math.h>
#include <string.h>

#include "random/stream.h"
#include "stats/fit_search.h"

enum { STREAM = 0x666974, ROUNDS = 3, RESCUES = 9 };

/* ---- checks ---- */

static dw_status check_start(const dw_model *model, const double *start, dw_error *err)
{
    size_t p = model->parameters;
    if (p == 0) return dw_fail(err, DW_EARG, "start is empty; at least one parameter is needed");
    if (p > DW_FIT_MOST_PARAMETERS)
        return dw_fail(err, DW_EARG, "%zu parameters are more than %d", p, DW_FIT_MOST_PARAMETERS);
    for (size_t j = 0; j < p; j++) {
        double low = model->lower ? model->lower[j] : -INFINITY;
        double high = model->upper ? model->upper[j] : INFINITY;
        if (!isfinite(start[j]))
            return dw_fail(err, DW_EDOMAIN, "start[%zu] must be finite, got %g", j + 1, start[j]);
        if (!(low < high))
            return dw_fail(err, DW_EDOMAIN,
                           "the bounds of parameter %zu are crossed: lower %g is not below upper "
                           "%g",
                           j + 1, low, high);
        if (start[j] < low || start[j] > high)
            return dw_fail(err, DW_EDOMAIN, "start[%zu] = %g is outside its bounds %g..%g", j + 1,
                           start[j], low, high);
    }
    return DW_OK;
}

static dw_status say_where_not_finite(dw_search *search, const double *start)
{
    for (size_t i = 0; i < search->points->n; i++)
        if (!isfinite(search->values[i]))
            return dw_fail(search->err, DW_EDOMAIN,
                           "the model gives %g at point %zu with the start (first parameter %g); "
                           "choose a start where it is finite",
                           search->values[i], i + 1, start[0]);
    return dw_fail(search->err, DW_EDOMAIN, "the residuals at the start are too large");
}

static dw_status begin(dw_search *search, const double *start)
{
    for (size_t j = 0; j < search->p; j++) {
        search->scale[j] = start[j] != 0 ? fabs(start[j]) : 1;
        search->start[j] = start[j];
    }
    double objective = dw_search_objective(search, start);
    if (search->status) return search->status;
    if (!isfinite(objective)) return say_where_not_finite(search, start);
    search->objective = objective;
    search->starts = 1;
    memcpy(search->best, start, search->p * sizeof *start);
    return DW_OK;
}

/* ---- starts ---- */

static double normal(dw_stream *stream)
{
    double u = 1 - dw_stream_uniform(stream), v = dw_stream_uniform(stream);
    return sqrt(-2 * log(u)) * cos(2 * M_PI * v);
}

static void draw_start(const dw_search *search, const double *start, uint64_t number, double *out)
{
    static const double spreads[] = { 1.5, 0.1, 0.5 };
    const dw_model *model = search->model;
    double spread = spreads[number % 3];
    dw_stream stream = dw_stream_make(search->options->seed, STREAM, number, 0);
    for (size_t j = 0; j < search->p; j++) {
        double low = model->lower ? model->lower[j] : -INFINITY;
        double high = model->upper ? model->upper[j] : INFINITY;
        double z = normal(&stream), u = dw_stream_uniform(&stream);
        double b = start[j] != 0 ? start[j] * exp(spread * z) : spread * z;
        if (isfinite(low) && isfinite(high)) b = low + u * (high - low);
        out[j] = fmin(fmax(b, low), high);
    }
}

static dw_status search_from(dw_search *search, const double *start)
{
    dw_status status = dw_search_run(search, DW_SEARCH_LM, start);
    return status ? status : dw_search_run(search, DW_SEARCH_ACCELERATED, start);
}

/* A fit that explains the points no better than their mean has stopped on a plateau. */
static bool explains_nothing(const dw_search *search)
{
    const dw_points *points = search->points;
    double weights = 0, sum = 0, total = 0;
    if (search->options->loss != DW_LOSS_SQUARES || points->n <= search->p) return false;
    for (size_t i = 0; i < points->n; i++) {
        double w = points->weights ? points->weights[i] : 1;
        weights += w;
        sum += w * points->y[i];
    }
    for (size_t i = 0; i < points->n; i++) {
        double d = points->y[i] - sum / weights;
        total += (points->weights ? points->weights[i] : 1) * d * d;
    }
    return 2 * search->objective > 0.9 * total;
}

static dw_status search_all(dw_search *search, const double *start)
{
    double drawn[DW_FIT_MOST_PARAMETERS];
    dw_status status = search_from(search, start);
    for (int64_t k = 1; !status; k++) {
        bool wanted = k < search->options->starts;
        if (!wanted && (k > RESCUES || !explains_nothing(search))) break;
        draw_start(search, start, (uint64_t)k, drawn);
        double objective = dw_search_objective(search, drawn);
        if (search->status) return search->status;
        if (isfinite(objective)) status = search_from(search, drawn);
        search->starts = k + 1;
    }
    return status;
}

/* ---- parameters at their bounds ---- */

/* Which bound a parameter has come near to: -1, 1, or 0. */
static signed char near_bound(const dw_search *search, size_t j, double b)
{
    const dw_model *model = search->model;
    double low = model->lower ? model->lower[j] : -INFINITY;
    double high = model->upper ? model->upper[j] : INFINITY;
    double size = fmax(search->scale[j], fmax(fabs(b), 1e-300));
    if (isfinite(low) && isfinite(high)) size = fmin(size, high - low);
    if (b - low <= 1e-3 * size) return -1;
    if (high - b <= 1e-3 * size) return 1;
    return 0;
}

/* Tries the parameters that are near a bound at it; kept when the objective is not worse. */
static dw_status hold_at_bounds(dw_search *search)
{
    double before[DW_FIT_MOST_PARAMETERS], objective = search->objective;
    size_t p = search->p, held = 0;
    if (!search->model->lower && !search->model->upper) return DW_OK;
    memcpy(before, search->best, p * sizeof *before);
    for (size_t j = 0; j < p; j++) {
        search->held[j] = near_bound(search, j, before[j]);
        held += search->held[j] != 0;
        if (search->held[j] < 0) search->best[j] = search->model->lower[j];
        if (search->held[j] > 0) search->best[j] = search->model->upper[j];
    }
    search->plain = true;
    if (held == 0) return DW_OK;
    search->objective = dw_search_objective(search, search->best);
    if (search->status) return search->status;
    double from[DW_FIT_MOST_PARAMETERS];
    memcpy(from, search->best, p * sizeof *from);
    dw_status status = dw_search_run(search, DW_SEARCH_LM, from);
    if (status || search->objective <= objective * (1 + 1e-12)) return status;
    memset(search->held, 0, p);
    memcpy(search->best, before, p * sizeof *before);
    search->objective = objective;
    return DW_OK;
}

/* ---- the whole ---- */

static dw_status finish(dw_search *search)
{
    double from[DW_FIT_MOST_PARAMETERS];
    dw_status status = hold_at_bounds(search);
    if (!status) status = dw_search_polish(search);
    for (int i = 0; i < ROUNDS && !status && !search->converged; i++) {
        memcpy(from, search->best, search->p * sizeof *from);
        status = search_from(search, from);
        if (!status) status = dw_search_polish(search);
    }
    return status;
}

static void say_outcome(dw_fit *fit, const dw_search *search)
{
    fit->converged = search->converged;
    fit->objective = search->objective;
    fit->iterations = search->iterations;
    fit->evaluations = search->evaluations;
    fit->starts = (size_t)search->starts;
    memcpy(fit->params, search->best, search->p * sizeof *fit->params);
    memcpy(fit->at_bound, search->held, search->p);
    fit->level = search->options->level;
    if (fit->converged)
        dw_fit_say(fit, "converged");
    else
        dw_fit_say(fit,
                   "did not converge: after %zu iterations the parameters still move; try another "
                   "start or more starts",
                   search->iterations);
}

dw_status dw_fit_curve(dw_fit *fit, const dw_model *model, const dw_points *points,
                       const double *start, const dw_curve_options *options, dw_error *err)
{
    dw_search search = { 0 };
    dw_status status = check_start(model, start, err);
    if (!status) status = dw_fit_check_points(points, model->parameters, NULL, err);
    if (!status && options->loss != DW_LOSS_SQUARES && !(options->delta > 0))
        status = dw_fail(err, DW_EDOMAIN, "delta must be above 0, got %g", options->delta);
    if (status) return status;
    status = dw_search_make(&search, model, points, options, err);
    if (!status) status = begin(&search, start);
    if (!status) status = search_all(&search, start);
    if (!status) status = finish(&search);
    if (!status) {
        say_outcome(fit, &search);
        status = dw_fit_describe(fit, model, points, options->loss, options->delta, err);
    }
    dw_search_free(&search);
    return status;
}

dw_status dw_fit_curve_again(const dw_model *model, const dw_points *points, double *params,
                             const dw_curve_options *options, bool *fine, dw_error *err)
{
    dw_search search;
    dw_status status = dw_search_make(&search, model, points, options, err);
    *fine = false;
    if (!status) status = begin(&search, params);
    if (!status) status = dw_search_run(&search, DW_SEARCH_LM, params);
    if (!status) status = hold_at_bounds(&search);
    if (!status) status = dw_search_polish(&search);
    if (!status) {
        *fine = search.converged;
        memcpy(params, search.best, search.p * sizeof *params);
    }
    dw_search_free(&search);
    return status;
}
