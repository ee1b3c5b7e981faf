#include "stats/law.h"

#include <gsl/gsl_linalg.h>
#include <math.h>
#include <string.h>

enum { SCORING = 60, DAMPINGS = 12, ALL = DW_LAW_MOST };

static const size_t parameters[DW_LAWS] = { 1, 2, 2, 3, 5 };
static const char *const names[DW_LAWS] = { "flat", "line", "power_law", "logistic",
                                            "broken_power_law" };
static const double least_mean = 1e-12;
static const double pi = 3.14159265358979323846;

size_t dw_law_parameters(dw_law_kind kind)
{
    return parameters[kind];
}

const char *dw_law_name(dw_law_kind kind)
{
    return names[kind];
}

/* ---- scores ---- */

static double sigmoid(double x)
{
    return 1 / (1 + exp(-x));
}

static double softplus(double x)
{
    return x > 0 ? x + log1p(exp(-x)) : log1p(exp(x));
}

static double broken(const double *b, double rest, double u)
{
    double f = exp(b[4]), from_break = u - sigmoid(b[3]);
    double log_score = b[0] + b[1] * from_break + (b[2] - b[1]) * f * softplus(from_break / f);
    return rest * exp(fmin(log_score, 0));
}

double dw_law_mean(const dw_law *law, double u)
{
    const double *b = law->b, c = law->chance, rest = 1 - c;
    double first, mean = 0;
    switch (law->kind) {
    case DW_LAW_FLAT:
        mean = sigmoid(b[0]);
        break;
    case DW_LAW_LINE:
        first = sigmoid(b[0]);
        mean = first + (sigmoid(b[1]) - first) * u;
        break;
    case DW_LAW_POWER:
        mean = c + rest * sigmoid(b[0]) * exp((u - 1) * softplus(-b[1]));
        break;
    case DW_LAW_LOGISTIC:
        mean = c + rest * sigmoid(b[2]) * sigmoid(exp(b[DW_LAW_STEEPNESS]) * (u - b[0]));
        break;
    case DW_LAW_BROKEN:
        mean = c + broken(b, rest, u);
        break;
    case DW_LAWS:
        break;
    }
    return fmin(fmax(mean, 0), 1);
}

void dw_law_positions(const dw_ladder *ladder, double *u)
{
    double first = log10(ladder->size[0]), last = log10(ladder->size[ladder->n - 1]);
    for (size_t i = 0; i < ladder->n; i++) u[i] = (log10(ladder->size[i]) - first) / (last - first);
}

double dw_law_steepest(const dw_law *law)
{
    return log(4 * log(9) / law->gap);
}

double dw_law_slowest(void)
{
    return log(0.5);
}

/* ---- likelihood ---- */

static double clear_of_ends(double mean)
{
    return fmin(fmax(mean, least_mean), 1 - least_mean);
}

double dw_law_deviance(const dw_ladder *ladder, size_t i, double mean)
{
    double y = ladder->score[i], m = clear_of_ends(mean);
    if (!ladder->trials) {
        double z = (y - mean) / ladder->se[i];
        return z * z;
    }
    double right = y > 0 ? y * log(y / m) : 0, wrong = y < 1 ? (1 - y) * log((1 - y) / (1 - m)) : 0;
    return fmax(2 * ladder->trials[i] * (right + wrong), 0);
}

double dw_law_own_likelihood(const dw_ladder *ladder, size_t i)
{
    int sign;
    if (!ladder->trials) return -0.5 * log(2 * pi) - log(ladder->se[i]);
    double n = ladder->trials[i], k = ladder->correct[i], y = k / n;
    double choices = lgamma_r(n + 1, &sign) - lgamma_r(k + 1, &sign) - lgamma_r(n - k + 1, &sign);
    return choices + (y > 0 ? k * log(y) : 0) + (y < 1 ? (n - k) * log1p(-y) : 0);
}

/* What a fit works on. */
typedef struct scoring {
    const dw_ladder *ladder;
    const double *u;
    size_t without, held; /* a rung left out; a parameter not moved (ALL: none) */
} scoring;

static double deviance(const scoring *s, const dw_law *law)
{
    double sum = 0;
    for (size_t i = 0; i < s->ladder->n; i++)
        if (i != s->without) sum += dw_law_deviance(s->ladder, i, dw_law_mean(law, s->u[i]));
    return isfinite(sum) ? sum : INFINITY;
}

/* ---- Fisher scoring ---- */

static double slope(dw_law *law, size_t j, double u)
{
    const double h = 1e-5, at = law->b[j];
    law->b[j] = at + h;
    double above = dw_law_mean(law, u);
    law->b[j] = at - h;
    double below = dw_law_mean(law, u);
    law->b[j] = at;
    return (above - below) / (2 * h);
}

/* Gradient and information at the law. */
static void gather(const scoring *s, dw_law *law, double *gradient, double *information)
{
    size_t p = parameters[law->kind];
    memset(gradient, 0, p * sizeof *gradient);
    memset(information, 0, p * p * sizeof *information);
    for (size_t i = 0; i < s->ladder->n; i++) {
        double d[ALL], mean = dw_law_mean(law, s->u[i]), m = clear_of_ends(mean);
        if (i == s->without) continue;
        double w = s->ladder->trials ? s->ladder->trials[i] / (m * (1 - m))
                                     : 1 / s->ladder->se[i] / s->ladder->se[i];
        for (size_t j = 0; j < p; j++) d[j] = j == s->held ? 0 : slope(law, j, s->u[i]);
        for (size_t j = 0; j < p; j++) {
            gradient[j] += w * d[j] * (s->ladder->score[i] - mean);
            for (size_t k = 0; k < p; k++) information[j * p + k] += w * d[j] * d[k];
        }
    }
}

/* step = (information, its diagonal larger by a share) ^ -1 gradient; false when singular. */
static bool solve(const double *gradient, const double *information, size_t p, double damping,
                  double *step)
{
    double a[ALL * ALL];
    memcpy(a, information, p * p * sizeof *a);
    for (size_t j = 0; j < p; j++) a[j * p + j] = a[j * p + j] * (1 + damping) + 1e-10;
    gsl_matrix_view matrix = gsl_matrix_view_array(a, p, p);
    gsl_vector_const_view right = gsl_vector_const_view_array(gradient, p);
    gsl_vector_view out = gsl_vector_view_array(step, p);
    return !gsl_linalg_cholesky_decomp1(&matrix.matrix) &&
           !gsl_linalg_cholesky_solve(&matrix.matrix, &right.vector, &out.vector);
}

static void keep_inside(dw_law *law)
{
    double *b = law->b;
    for (size_t j = 0; j < parameters[law->kind]; j++) b[j] = fmin(fmax(b[j], -200), 200);
    if (law->kind == DW_LAW_LOGISTIC) {
        b[0] = fmin(fmax(b[0], -1), 2);
        b[DW_LAW_STEEPNESS] =
            fmin(fmax(b[DW_LAW_STEEPNESS], dw_law_slowest()), dw_law_steepest(law));
    }
    if (law->kind == DW_LAW_BROKEN) {
        b[3] = fmin(fmax(b[3], -4), 4);
        b[4] = fmin(fmax(b[4], log(law->gap / 10)), 0);
    }
}

/* A step that lowers the deviance; how much it gained. */
static double take_step(const scoring *s, dw_law *law, double *damping)
{
    size_t p = parameters[law->kind];
    double gradient[ALL], information[ALL * ALL], step[ALL];
    gather(s, law, gradient, information);
    for (int i = 0; i < DAMPINGS; i++, *damping = fmax(*damping * 8, 1e-3)) {
        dw_law next = *law;
        if (!solve(gradient, information, p, *damping, step)) continue;
        for (size_t j = 0; j < p; j++)
            if (j != s->held) next.b[j] += fmin(fmax(step[j], -3), 3);
        keep_inside(&next);
        next.deviance = deviance(s, &next);
        if (!(next.deviance <= law->deviance)) continue;
        double gain = law->deviance - next.deviance;
        *law = next;
        *damping = *damping < 1e-6 ? 0 : *damping / 10;
        return gain;
    }
    return 0;
}

static void improve(const scoring *s, dw_law *law)
{
    double damping = 1e-3;
    keep_inside(law);
    law->deviance = deviance(s, law);
    for (int i = 0; i < SCORING; i++)
        if (take_step(s, law, &damping) < 1e-7 * (1 + 1e-3 * law->deviance)) break;
}

/* ---- starts ---- */

enum { MOST_STARTS = 64, TRIED = 3 };

typedef struct starts {
    size_t n;
    dw_law at[MOST_STARTS];
} starts;

static double logit_near(double p)
{
    double q = fmin(fmax(p, 0.005), 0.995);
    return log(q / (1 - q));
}

/* The mean score of rungs with u in low..high. */
static double mean_between(const scoring *s, double low, double high, double otherwise)
{
    double sum = 0;
    size_t n = 0;
    for (size_t i = 0; i < s->ladder->n; i++)
        if (i != s->without && s->u[i] >= low && s->u[i] <= high) {
            sum += s->ladder->score[i];
            n++;
        }
    return n ? sum / (double)n : otherwise;
}

static void offer(const scoring *s, starts *list, const dw_law *law)
{
    if (list->n == MOST_STARTS) return;
    dw_law *start = &list->at[list->n++];
    *start = *law;
    keep_inside(start);
    start->deviance = deviance(s, start);
}

/* The ceiling that fits best, given midpoint and steepness. */
static void fit_ceiling(const scoring *s, dw_law *law)
{
    double top = 0, bottom = 1e-12, rest = 1 - law->chance;
    for (size_t i = 0; i < s->ladder->n; i++) {
        double g = sigmoid(exp(law->b[DW_LAW_STEEPNESS]) * (s->u[i] - law->b[0]));
        if (i == s->without) continue;
        top += g * (s->ladder->score[i] - law->chance) / rest;
        bottom += g * g;
    }
    law->b[2] = logit_near(top / bottom);
}

static void logistic_starts(const scoring *s, starts *list, dw_law law, const double *steepness,
                            size_t n)
{
    static const double midpoints[] = { 0, 0.15, 0.3, 0.4, 0.5, 0.6, 0.7, 0.85, 1, 1.3 };
    for (size_t i = 0; i < sizeof midpoints / sizeof *midpoints; i++)
        for (size_t j = 0; j < n; j++) {
            law.b[0] = midpoints[i];
            law.b[DW_LAW_STEEPNESS] = steepness[j];
            fit_ceiling(s, &law);
            offer(s, list, &law);
        }
}

/* The log of the share above chance near u. */
static double log_share(const scoring *s, const dw_law *law, double u)
{
    double score = mean_between(s, u - 0.15, u + 0.15, law->chance);
    return log(fmax((score - law->chance) / (1 - law->chance), 1e-3));
}

static void broken_starts(const scoring *s, starts *list, dw_law law)
{
    static const double breaks[] = { 0.2, 0.4, 0.6, 0.8 }, widths[] = { 0.03, 0.2 };
    static const double more[] = { 0, 15 };
    for (size_t i = 0; i < 4; i++)
        for (size_t j = 0; j < 2; j++)
            for (size_t k = 0; k < 2; k++) {
                double at = log_share(s, &law, breaks[i]);
                law.b[0] = at;
                law.b[1] = (at - log_share(s, &law, 0)) / breaks[i] + more[k];
                law.b[2] = (log_share(s, &law, 1) - at) / (1 - breaks[i]);
                law.b[3] = log(breaks[i] / (1 - breaks[i]));
                law.b[4] = log(widths[j]);
                offer(s, list, &law);
            }
}

static void make_starts(const scoring *s, starts *list, dw_law law)
{
    static const double steepness[] = { 1, 2, 3, 4 };
    double rest = 1 - law.chance, all = mean_between(s, 0, 1, 0.5);
    double last = mean_between(s, 0.8, 1, all), first = mean_between(s, 0, 0.2, all);
    switch (law.kind) {
    case DW_LAW_FLAT:
        law.b[0] = logit_near(all);
        offer(s, list, &law);
        break;
    case DW_LAW_LINE:
        law.b[0] = logit_near(first);
        law.b[1] = logit_near(last);
        offer(s, list, &law);
        break;
    case DW_LAW_POWER:
        law.b[0] = logit_near((last - law.chance) / rest);
        for (int i = 0; i < 4; i++) {
            law.b[1] = 0.5 - 2.5 * i;
            offer(s, list, &law);
        }
        break;
    case DW_LAW_LOGISTIC:
        logistic_starts(s, list, law, steepness, 4);
        break;
    case DW_LAW_BROKEN:
        broken_starts(s, list, law);
        break;
    case DW_LAWS:
        break;
    }
}

/* Improves the best starts; the best of them is the fit. */
static void fit_from(const scoring *s, starts *list, dw_law *law)
{
    law->deviance = INFINITY;
    for (int i = 0; i < TRIED; i++) {
        dw_law *best = NULL;
        for (size_t k = 0; k < list->n; k++)
            if (list->at[k].deviance < INFINITY && (!best || list->at[k].deviance < best->deviance))
                best = &list->at[k];
        if (!best) break;
        dw_law tried = *best;
        best->deviance = INFINITY;
        improve(s, &tried);
        if (tried.deviance < law->deviance) *law = tried;
    }
    law->log_likelihood = -0.5 * law->deviance;
    for (size_t i = 0; i < s->ladder->n; i++)
        if (i != s->without) law->log_likelihood += dw_law_own_likelihood(s->ladder, i);
}

static dw_law blank(dw_law_kind kind, const dw_ladder *ladder, const double *u, double chance)
{
    dw_law law = { .kind = kind, .chance = chance, .gap = 1 };
    for (size_t i = 1; i < ladder->n; i++) law.gap = fmin(law.gap, u[i] - u[i - 1]);
    law.gap = fmax(law.gap, 1e-3);
    return law;
}

void dw_law_fit(dw_law *law, dw_law_kind kind, const dw_ladder *ladder, const double *u,
                double chance, size_t without)
{
    scoring s = { ladder, u, without, ALL };
    starts list;
    list.n = 0;
    *law = blank(kind, ladder, u, chance);
    make_starts(&s, &list, *law);
    fit_from(&s, &list, law);
}

void dw_law_fit_steep(dw_law *law, const dw_ladder *ladder, const double *u, double chance,
                      double log_steepness)
{
    scoring s = { ladder, u, ladder->n, DW_LAW_STEEPNESS };
    starts list;
    list.n = 0;
    *law = blank(DW_LAW_LOGISTIC, ladder, u, chance);
    logistic_starts(&s, &list, *law, &log_steepness, 1);
    fit_from(&s, &list, law);
}
