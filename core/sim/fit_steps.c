#include "sim/fit_steps.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "stats/fit_curve.h"

/* Steep and flat enough for any published curve; the bounds keep searches among numbers. */
static const double least_slope = 0.05, most_slope = 60, beyond = 12;
enum { ROUNDS = 40 };

/* What is held and what is free, at one place of the search. */
typedef struct place {
    double midpoint, slope; /* log10 of the midpoint */
    int64_t steps[DW_FIT_STEPS_TASKS];
    double deviance;
    double midpoint_variance, slope_variance; /* of deviance, at these steps; 0: held */
} place;

typedef struct search {
    const dw_steps_points *points;
    const dw_steps_options *options;
    const int64_t *steps; /* of the curve that is fitted now */
    double midpoint;      /* where it is held: log10 */
    bool fit_midpoint, fit_slope;
    double *log_size, *zeros;
    double lower[2], upper[2];
    place *visited; /* for each task and each number of steps; what it could not reach has NAN */
    size_t count;
} search;

static double accuracy_of(double chance, double p, int64_t steps)
{
    double all = pow(p, (double)steps);
    return all + (1 - all) * chance;
}

static double x_log_ratio(double x, double of)
{
    return x > 0 ? x * log(x / of) : 0;
}

/* The root of a point's share of the deviance, with the sign of what is missing. */
static double deviation(const search *s, size_t i, double fitted)
{
    double y = s->points->accuracy[i];
    if (!s->points->questions) return fitted - y;
    double m = fmin(1 - 1e-12, fmax(1e-12, fitted));
    double half = x_log_ratio(y, m) + x_log_ratio(1 - y, 1 - m);
    return copysign(sqrt(2 * s->points->questions[i] * fmax(0, half)), fitted - y);
}

static double fitted_at(const search *s, size_t i, double midpoint, double slope, int64_t steps)
{
    double p = 1 / (1 + exp(-slope * (s->log_size[i] - midpoint)));
    return accuracy_of(s->points->chance, p, steps);
}

/* The value of the model: b are those of midpoint and slope that are free. */
static dw_status deviations(void *context, const double *b, const double *const *x, size_t n,
                            double *out, dw_error *err)
{
    const search *s = context;
    (void)x, (void)err;
    double midpoint = s->fit_midpoint ? b[0] : s->midpoint;
    double slope = s->fit_slope ? b[s->fit_midpoint] : s->options->slope;
    for (size_t i = 0; i < n; i++) {
        int64_t steps = s->steps[s->points->task[i]];
        out[i] = deviation(s, i, fitted_at(s, i, midpoint, slope, steps));
    }
    return DW_OK;
}

static double task_deviance(const search *s, const place *at, size_t task, int64_t steps)
{
    double sum = 0;
    for (size_t i = 0; i < s->points->n; i++) {
        if (s->points->task[i] != task) continue;
        double d = deviation(s, i, fitted_at(s, i, at->midpoint, at->slope, steps));
        sum += d * d;
    }
    return sum;
}

static double deviance_of(const search *s, const place *at)
{
    double sum = 0;
    for (size_t t = 0; t < s->points->tasks; t++) sum += task_deviance(s, at, t, at->steps[t]);
    return sum;
}

static dw_model model_of(search *s, const int64_t *steps, dw_points *points)
{
    s->steps = steps;
    *points = (dw_points){
        .n = s->points->n, .predictors = 1, .x = (const double *const *)&s->log_size, .y = s->zeros
    };
    return (dw_model){ .parameters = (size_t)s->fit_midpoint + s->fit_slope,
                       .predictors = 1,
                       .value = deviations,
                       .context = s,
                       .lower = s->lower,
                       .upper = s->upper };
}

/* The best midpoint and slope for the steps of a place, from where it is. */
static dw_status fit_ability(search *s, place *at, dw_error *err)
{
    dw_points points;
    dw_model model = model_of(s, at->steps, &points);
    dw_curve_options options = { .starts = 1, .iterations = 200, .level = 0.95 };
    double b[2], *next = b;
    bool fine;
    if (model.parameters == 0) return DW_OK;
    if (s->fit_midpoint) *next++ = at->midpoint;
    if (s->fit_slope) *next = at->slope;
    dw_status status = dw_fit_curve_again(&model, &points, b, &options, &fine, err);
    if (status) return status;
    place found = *at;
    if (s->fit_midpoint) found.midpoint = b[0];
    if (s->fit_slope) found.slope = b[s->fit_midpoint];
    found.deviance = deviance_of(s, &found);
    if (found.deviance < deviance_of(s, at)) *at = found;
    return DW_OK;
}

/* The best steps of every task but one for the ability of a place; whether any changed. */
static bool fit_steps(const search *s, place *at, size_t held)
{
    bool changed = false;
    for (size_t t = 0; t < s->points->tasks; t++) {
        if (t == held || s->options->steps[t]) continue;
        int64_t best = at->steps[t];
        double least = task_deviance(s, at, t, best);
        for (int64_t k = 1; k <= s->options->most; k++) {
            double deviance = task_deviance(s, at, t, k);
            if (deviance < least) least = deviance, best = k;
        }
        changed = changed || best != at->steps[t];
        at->steps[t] = best;
    }
    return changed;
}

/* From the inverse of J'J over the free ones of midpoint and slope. */
static void find_variances(search *s, place *at, double *room)
{
    double ends[2][2], gram[2][2] = { { 0 } }, steps[2] = { 1e-5, 1e-5 * at->slope };
    size_t n = s->points->n, free_ones = 0;
    bool is_free[2] = { s->fit_midpoint, s->fit_slope };
    double *column[2] = { room, room + n };
    for (int j = 0; j < 2; j++) {
        if (!is_free[j]) continue;
        for (size_t i = 0; i < n; i++) {
            int64_t k = at->steps[s->points->task[i]];
            for (int e = 0; e < 2; e++) {
                double shift = (e ? 1 : -1) * steps[j];
                ends[j][e] = deviation(s, i,
                                       fitted_at(s, i, at->midpoint + (j == 0 ? shift : 0),
                                                 at->slope + (j == 1 ? shift : 0), k));
            }
            column[free_ones][i] = (ends[j][1] - ends[j][0]) / (2 * steps[j]);
        }
        free_ones++;
    }
    for (size_t a = 0; a < free_ones; a++)
        for (size_t b = 0; b < free_ones; b++)
            for (size_t i = 0; i < n; i++) gram[a][b] += column[a][i] * column[b][i];
    double variance[2] = { 1 / gram[0][0], 0 };
    if (free_ones == 2) {
        double determinant = gram[0][0] * gram[1][1] - gram[0][1] * gram[1][0];
        variance[0] = gram[1][1] / determinant;
        variance[1] = gram[0][0] / determinant;
    }
    at->midpoint_variance = s->fit_midpoint ? variance[0] : 0;
    at->slope_variance = s->fit_slope ? variance[s->fit_midpoint] : 0;
}

/* The best place that has the steps of one task held (held == tasks: of none). */
static dw_status settle(search *s, place *at, size_t held, double *room, dw_error *err)
{
    dw_status status = DW_OK;
    for (int round = 0; !status && round < ROUNDS; round++) {
        status = fit_ability(s, at, err);
        if (status || !fit_steps(s, at, held)) break;
    }
    if (status) return status;
    at->deviance = deviance_of(s, at);
    find_variances(s, at, room);
    return DW_OK;
}

/* Where half of the last points' way is done, a start for the midpoint. */
static double middle_of(const search *s)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < s->points->n; i++) {
        low = fmin(low, s->log_size[i]);
        high = fmax(high, s->log_size[i]);
    }
    return (low + high) / 2;
}

/* The best of a few starts. */
static dw_status start(search *s, place *best, size_t held, double *room, dw_error *err)
{
    static const double shifts[] = { 0, -2, 2 }, slopes[] = { 1, 3 };
    place first = *best;
    dw_status status = DW_OK;
    best->deviance = INFINITY;
    for (size_t a = 0; a < 3 && !status; a++)
        for (size_t b = 0; b < 2 && !status; b++) {
            place at = first;
            at.midpoint = s->fit_midpoint ? middle_of(s) + shifts[a] : s->midpoint;
            at.slope = s->fit_slope ? slopes[b] : s->options->slope;
            status = settle(s, &at, held, room, err);
            if (!status && at.deviance < best->deviance) *best = at;
        }
    return status;
}

/* Every number of steps of one task, each from a start of its own and from its neighbor. */
static dw_status scan(search *s, size_t task, double *room, dw_error *err)
{
    place before = { .deviance = INFINITY };
    dw_status status = DW_OK;
    for (int64_t k = 1; k <= s->options->most && !status; k++) {
        if (dw_env_stops(s->options->env)) return dw_fail(err, DW_ESTOP, "stopped");
        place at = { 0 };
        for (size_t t = 0; t < s->points->tasks; t++)
            at.steps[t] = s->options->steps[t] ? s->options->steps[t] : k;
        bool anew = k % 16 == 1;
        if (anew) status = start(s, &at, task, room, err);
        if (!status && isfinite(before.deviance)) {
            place beside = before;
            beside.steps[task] = k;
            status = settle(s, &beside, task, room, err);
            if (!anew || beside.deviance < at.deviance) at = beside;
        }
        if (!status) s->visited[s->count++] = before = at;
    }
    return status;
}

static dw_status visit(search *s, double *room, dw_error *err)
{
    bool none = true;
    for (size_t t = 0; t < s->points->tasks; t++) {
        if (s->options->steps[t]) continue;
        none = false;
        dw_status status = scan(s, t, room, err);
        if (status) return status;
    }
    if (!none) return DW_OK;
    place at = { 0 };
    memcpy(at.steps, s->options->steps, sizeof at.steps);
    dw_status status = start(s, &at, s->points->tasks, room, err);
    s->visited[s->count++] = at;
    return status;
}

/* ---- what was found ---- */

/* How far the deviance may lie above the least one. */
static double reach_of(const search *s, const dw_steps_fit *fit)
{
    bool known = s->points->questions && fit->dispersion == 1;
    double tail = (1 - s->options->level) / 2;
    double z = known ? gsl_cdf_ugaussian_Qinv(tail) : gsl_cdf_tdist_Qinv(tail, fit->dof);
    return fit->dispersion * z * z;
}

static void widen(dw_steps_value *value, double x, double half)
{
    value->low = fmin(value->low, x - half);
    value->high = fmax(value->high, x + half);
}

static void gather(const search *s, const place *best, dw_steps_fit *fit)
{
    double reach = reach_of(s, fit);
    fit->midpoint = (dw_steps_value){ best->midpoint, best->midpoint, best->midpoint };
    fit->slope = (dw_steps_value){ best->slope, best->slope, best->slope };
    for (size_t t = 0; t < s->points->tasks; t++) {
        double k = (double)best->steps[t];
        fit->steps[t] = (dw_steps_value){ k, k, k };
    }
    for (size_t v = 0; v < s->count; v++) {
        const place *at = &s->visited[v];
        double left = reach - (at->deviance - best->deviance);
        if (!(left >= 0)) continue;
        widen(&fit->midpoint, at->midpoint, sqrt(left * at->midpoint_variance));
        widen(&fit->slope, at->slope, sqrt(left * at->slope_variance));
        for (size_t t = 0; t < s->points->tasks; t++)
            widen(&fit->steps[t], (double)at->steps[t], 0);
    }
    fit->slope.low = s->fit_slope ? fmax(0, fit->slope.low) : fit->slope.low;
    for (size_t t = 0; t < s->points->tasks; t++)
        fit->open[t] = !s->options->steps[t] && fit->steps[t].high == (double)s->options->most;
    dw_steps_value *m = &fit->midpoint;
    *m = (dw_steps_value){ pow(10, m->value), pow(10, m->low), pow(10, m->high) };
}

/* A curve that has not left chance, or is perfect all along, says nothing of where it rises: all
 * that lies far enough on one side fits as well. */
static bool rises(const dw_steps_points *points)
{
    bool above = false, below = false;
    for (size_t i = 0; i < points->n; i++) {
        above = above || points->accuracy[i] > points->chance;
        below = below || points->accuracy[i] < 1;
    }
    return above && below;
}

static void open_all(const search *s, dw_steps_fit *fit)
{
    fit->midpoint.low = 0;
    fit->midpoint.high = INFINITY;
    if (s->fit_slope) fit->slope.low = 0, fit->slope.high = INFINITY;
    for (size_t t = 0; t < s->points->tasks; t++) {
        if (s->options->steps[t]) continue;
        fit->open[t] = true;
        fit->steps[t].low = 1;
        fit->steps[t].high = (double)s->options->most;
    }
}

static void finish(const search *s, dw_steps_fit *fit, double *fitted)
{
    const place *best = s->visited;
    for (size_t v = 1; v < s->count; v++)
        if (s->visited[v].deviance < best->deviance) best = &s->visited[v];
    fit->deviance = best->deviance;
    double dispersion = best->deviance / fit->dof;
    fit->dispersion = s->points->questions ? fmax(1, dispersion) : dispersion;
    gather(s, best, fit);
    if (s->fit_midpoint && !rises(s->points)) open_all(s, fit);
    for (size_t i = 0; i < s->points->n; i++)
        fitted[i] = fitted_at(s, i, best->midpoint, best->slope, best->steps[s->points->task[i]]);
}

static dw_status check(const search *s, dw_steps_fit *fit, dw_error *err)
{
    size_t free_ones = (size_t)s->fit_midpoint + s->fit_slope;
    for (size_t t = 0; t < s->points->tasks; t++) free_ones += s->options->steps[t] == 0;
    if (s->points->n <= free_ones)
        return dw_fail(err, DW_EARG,
                       "%zu points are too few to fit %zu parameters; more are "
                       "needed than parameters",
                       s->points->n, free_ones);
    fit->dof = (double)(s->points->n - free_ones);
    return DW_OK;
}

static dw_status make(search *s, double **room, dw_error *err)
{
    size_t n = s->points->n, places = s->points->tasks * (size_t)s->options->most + 1;
    *room = dw_allocate(n, 4 * sizeof **room, err);
    if (!*room) return DW_ENOMEM;
    s->visited = dw_allocate(places, sizeof *s->visited, err);
    if (!s->visited) return DW_ENOMEM;
    s->log_size = *room + 2 * n;
    s->zeros = *room + 3 * n;
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < n; i++) {
        s->zeros[i] = 0;
        s->log_size[i] = log10(s->points->size[i]);
        low = fmin(low, s->log_size[i]);
        high = fmax(high, s->log_size[i]);
    }
    int slope_at = s->fit_midpoint;
    if (s->fit_midpoint) s->lower[0] = low - beyond, s->upper[0] = high + beyond;
    if (s->fit_slope) s->lower[slope_at] = least_slope, s->upper[slope_at] = most_slope;
    return DW_OK;
}

dw_status dw_fit_steps(const dw_steps_points *points, const dw_steps_options *options,
                       dw_steps_fit *fit, double *fitted, dw_error *err)
{
    search s = { .points = points,
                 .options = options,
                 .midpoint = log10(options->midpoint),
                 .fit_midpoint = isnan(options->midpoint),
                 .fit_slope = isnan(options->slope) };
    double *room = NULL;
    *fit = (dw_steps_fit){ 0 };
    dw_status status = check(&s, fit, err);
    if (!status) status = make(&s, &room, err);
    if (!status) status = visit(&s, room, err);
    if (!status) finish(&s, fit, fitted);
    free(s.visited);
    free(room);
    return status;
}
