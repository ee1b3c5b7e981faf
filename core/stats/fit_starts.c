#include "stats/fit_starts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* ---- a straight line through transformed points ---- */

typedef struct line {
    double n, x, y, xx, xy;
} line;

static void line_add(line *l, double x, double y)
{
    if (!isfinite(x) || !isfinite(y)) return;
    l->n++;
    double dx = x - l->x, dy = y - l->y;
    l->x += dx / l->n;
    l->y += dy / l->n;
    l->xx += dx * (x - l->x);
    l->xy += dx * (y - l->y);
}

static bool line_solve(const line *l, double *intercept, double *slope)
{
    if (l->n < 2 || !(l->xx > 0)) return false;
    *slope = l->xy / l->xx;
    *intercept = l->y - *slope * l->x;
    return true;
}

typedef struct range {
    double low, high;
} range;

static range range_of(const double *x, size_t n)
{
    range r = { INFINITY, -INFINITY };
    for (size_t i = 0; i < n; i++) {
        r.low = fmin(r.low, x[i]);
        r.high = fmax(r.high, x[i]);
    }
    return r;
}

/* ---- power law ---- */

static void add_power(dw_starts *starts, const dw_points *points, bool log_y, double offset,
                      double sign)
{
    line l = { 0 };
    double intercept, slope;
    for (size_t i = 0; i < points->n; i++) {
        double y = log_y ? points->y[i] : log(sign * (points->y[i] - offset));
        line_add(&l, log(points->x[0][i]), y);
    }
    if (!line_solve(&l, &intercept, &slope)) return;
    double *at = starts->at[starts->n++];
    at[0] = sign * exp(intercept);
    at[1] = slope;
    at[2] = offset;
}

void dw_power_starts(dw_starts *starts, const dw_points *points, bool log_y, bool offset)
{
    range y = range_of(points->y, points->n);
    double size = y.high - y.low;
    starts->n = 0;
    add_power(starts, points, log_y, 0, y.high > 0 || log_y ? 1 : -1);
    if (log_y) return;
    if (offset && size > 0) {
        add_power(starts, points, false, y.low - 0.02 * size, 1);
        add_power(starts, points, false, y.low - size, 1);
        add_power(starts, points, false, y.high + 0.02 * size, -1);
        add_power(starts, points, false, y.high + size, -1);
    }
    double *at = starts->at[starts->n++];
    at[0] = 0.5 * (y.low + y.high);
    at[1] = 0.5;
    at[2] = 0;
}

/* ---- logistic ---- */

void dw_logistic_starts(dw_starts *starts, const dw_points *points, const dw_shape *shape)
{
    range y = range_of(points->y, points->n);
    starts->n = 0;
    for (int k = 0; k < 3; k++) {
        double room = (k == 0 ? 0.02 : k == 1 ? 0.2 : 1) * (y.high - y.low + 1e-300);
        double low = shape->fit_floor ? y.low - room : shape->floor;
        double high = shape->fit_ceiling ? y.high + room : shape->ceiling;
        double intercept, slope;
        line l = { 0 };
        for (size_t i = 0; i < points->n; i++) {
            double t = shape->log_x ? log10(points->x[0][i]) : points->x[0][i];
            double share = fmin(fmax((points->y[i] - low) / (high - low), 0.01), 0.99);
            line_add(&l, t, log(share / (1 - share)));
        }
        if (!line_solve(&l, &intercept, &slope)) continue;
        if (slope == 0) slope = 1e-3 / (1 + fabs(l.x));
        double middle = -intercept / slope;
        if (!(fabs(middle - l.x) < 10 * sqrt(l.xx / l.n))) middle = l.x;
        double *at = starts->at[starts->n++];
        size_t p = 2;
        at[0] = shape->log_x ? pow(10, middle) : middle;
        at[1] = slope;
        if (shape->fit_floor) at[p++] = low;
        if (shape->fit_ceiling) at[p++] = high;
        if (!shape->fit_floor && !shape->fit_ceiling) break; /* the three would be the same */
    }
}

/* ---- broken power law ---- */

void dw_broken_bounds(const dw_points *points, int breaks, double *lower, double *upper)
{
    range x = range_of(points->x[0], points->n);
    double low = log(x.low), high = log(x.high), size = high - low;
    for (int j = 0; j < 3 + 3 * breaks; j++) {
        lower[j] = -INFINITY;
        upper[j] = INFINITY;
    }
    for (int i = 0; i < breaks; i++) {
        lower[3 * i + 4] = low - size;
        upper[3 * i + 4] = high + size;
        lower[3 * i + 5] = log(1e-3);
        upper[3 * i + 5] = log(1e2);
    }
}

typedef struct candidate {
    double at[3 + 3 * DW_MOST_BREAKS], objective;
    int number;
} candidate;

static int compare_candidates(const void *a, const void *b)
{
    const candidate *x = a, *y = b;
    if (x->objective != y->objective) return x->objective < y->objective ? -1 : 1;
    return x->number - y->number;
}

static dw_status rate(candidate *c, const dw_model *model, const dw_points *points, double *room,
                      dw_error *err)
{
    dw_status status = model->value(model->context, c->at, points->x, points->n, room, err);
    double sum = 0;
    for (size_t i = 0; i < points->n; i++) {
        double r = room[i] - points->y[i];
        sum += (points->weights ? points->weights[i] : 1) * r * r;
    }
    c->objective = isfinite(sum) ? sum : INFINITY;
    return status;
}

/* Two lines in log-log, before and after log d. False when one has no points. */
static bool two_slopes(const dw_points *points, bool log_y, double offset, double sign,
                       double log_d, double *at)
{
    line before = { 0 }, after = { 0 };
    double intercept, slope, intercept2, slope2;
    for (size_t i = 0; i < points->n; i++) {
        double y = log_y ? exp(points->y[i]) : points->y[i], log_x = log(points->x[0][i]);
        line_add(log_x < log_d ? &before : &after, log_x, log(sign * (y - offset)));
    }
    if (!line_solve(&before, &intercept, &slope) || !line_solve(&after, &intercept2, &slope2))
        return false;
    at[0] = offset;
    at[1] = sign * exp(intercept);
    at[2] = -slope;
    at[3] = slope - slope2;
    return true;
}

enum { PLACES = 7, WIDTHS = 3, LEVELS = 3, CANDIDATES = PLACES * WIDTHS * LEVELS };

static size_t first_break(candidate *out, const dw_points *points, bool log_y)
{
    static const double widths[WIDTHS] = { 0.1, 0.4, 1.5 };
    range x = range_of(points->x[0], points->n), y = range_of(points->y, points->n);
    if (log_y) y = (range){ exp(y.low), exp(y.high) };
    double size = y.high - y.low;
    const double offsets[LEVELS] = { 0, y.low - 0.05 * size, y.high + 0.05 * size };
    const double signs[LEVELS] = { y.high > 0 ? 1 : -1, 1, -1 };
    size_t n = 0;
    for (int place = 0; place < PLACES; place++) {
        double share = (place + 1.0) / (PLACES + 1);
        double log_d = (1 - share) * log(x.low) + share * log(x.high);
        for (int level = 0; level < LEVELS; level++)
            for (int width = 0; width < WIDTHS; width++) {
                candidate *c = &out[n];
                if (!two_slopes(points, log_y, offsets[level], signs[level], log_d, c->at))
                    continue;
                c->at[4] = log_d;
                c->at[5] = log(widths[width]);
                c->number = (int)n++;
            }
    }
    return n;
}

/* The curve that is there, bent a little at a new place. */
static size_t further_break(candidate *out, const dw_points *points, const double *before, size_t p)
{
    range x = range_of(points->x[0], points->n);
    size_t n = 0;
    for (int place = 0; place < PLACES; place++)
        for (int sign = -1; sign <= 1; sign += 2) {
            double share = (place + 1.0) / (PLACES + 1);
            candidate *c = &out[n];
            memcpy(c->at, before, (p - 3) * sizeof *before);
            c->at[p - 3] = 0.1 * sign;
            c->at[p - 2] = (1 - share) * log(x.low) + share * log(x.high);
            c->at[p - 1] = log(0.4);
            c->number = (int)n++;
        }
    return n;
}

dw_status dw_broken_starts(dw_starts *starts, const dw_model *model, const dw_points *points,
                           bool log_y, const double *before, dw_error *err)
{
    candidate *all = dw_allocate(CANDIDATES, sizeof *all, err);
    double *room = dw_allocate(points->n, sizeof *room, err);
    dw_status status = all && room ? DW_OK : DW_ENOMEM;
    size_t n = 0;
    starts->n = 0;
    if (!status)
        n = before ? further_break(all, points, before, model->parameters)
                   : first_break(all, points, log_y);
    for (size_t k = 0; k < n && !status; k++) status = rate(&all[k], model, points, room, err);
    if (!status) qsort(all, n, sizeof *all, compare_candidates);
    for (size_t k = 0; k < n && !status && starts->n < DW_MOST_STARTS; k++)
        if (isfinite(all[k].objective))
            memcpy(starts->at[starts->n++], all[k].at, sizeof all[k].at);
    if (!status && starts->n == 0)
        status = dw_fail(err, DW_EARG, "the points are too few or too flat for a break");
    free(all);
    free(room);
    return status;
}
