#include "stats/ladder.h"

#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static const double most_trials = 1e12;

static double at(const dw_series *series, size_t i)
{
    return series->at[series->n == 1 ? 0 : i];
}

/* ---- checks ---- */

static dw_status check_length(const dw_series *series, const char *name, size_t n, bool one_for_all,
                              dw_error *err)
{
    if (!series->at || series->n == n) return DW_OK;
    if (one_for_all && series->scalar) return DW_OK;
    return dw_fail(err, DW_EARG, "'%s' has %zu elements, 'size' has %zu", name, series->n, n);
}

static dw_status check_given(const dw_ladder_input *in, dw_error *err)
{
    if (!in->score.at == !in->correct.at)
        return dw_fail(err, DW_EARG,
                       in->score.at ? "give 'correct' or 'score', not both"
                                    : "'correct' (or 'score') is missing");
    if (in->correct.at && !in->trials.at) return dw_fail(err, DW_EARG, "'correct' needs 'trials'");
    if (in->trials.at && in->se.at) return dw_fail(err, DW_EARG, "give 'trials' or 'se', not both");
    return DW_OK;
}

static dw_status check_lengths(const dw_ladder_input *in, dw_error *err)
{
    size_t n = in->size.n;
    dw_status status = check_length(&in->score, "score", n, false, err);
    if (!status) status = check_length(&in->correct, "correct", n, false, err);
    if (!status) status = check_length(&in->trials, "trials", n, true, err);
    if (!status) status = check_length(&in->se, "se", n, true, err);
    return status;
}

static bool is_finite(const dw_series *series, size_t i)
{
    return !series->at || isfinite(at(series, i));
}

static bool point_is_finite(const dw_ladder_input *in, size_t i)
{
    return is_finite(&in->size, i) && is_finite(&in->score, i) && is_finite(&in->correct, i) &&
           is_finite(&in->trials, i) && is_finite(&in->se, i);
}

/* One point, which is finite. */
static dw_status check_point(const dw_ladder_input *in, size_t i, dw_error *err)
{
    double size = at(&in->size, i), trials = in->trials.at ? at(&in->trials, i) : 1;
    if (!(size > 0)) return dw_fail(err, DW_EDOMAIN, "sizes must be above 0, got %g", size);
    if (in->se.at && !(at(&in->se, i) > 0))
        return dw_fail(err, DW_EDOMAIN, "se must be above 0, got %g at size %g", at(&in->se, i),
                       size);
    if (!in->trials.at) return DW_OK;
    if (!(trials >= 1) || trials > most_trials || trials != floor(trials))
        return dw_fail(err, DW_EDOMAIN,
                       "trials must be a whole number in 1..1e12, got %g at "
                       "size %g",
                       trials, size);
    double k = in->correct.at ? at(&in->correct, i) : at(&in->score, i) * trials;
    double whole = round(k);
    if (in->correct.at && (k != whole || k < 0 || k > trials))
        return dw_fail(err, DW_EDOMAIN,
                       "correct must be a whole number in 0..trials, got %g of "
                       "%g at size %g",
                       k, trials, size);
    if (whole < 0 || whole > trials)
        return dw_fail(err, DW_EDOMAIN, "a score with trials must be in 0..1, got %g at size %g",
                       k / trials, size);
    if (fabs(k - whole) > 1e-6 + 1e-9 * trials)
        return dw_fail(err, DW_EDOMAIN,
                       "score * trials must be a whole number of correct answers, "
                       "got %g at size %g; for other scores give se",
                       k, size);
    return DW_OK;
}

/* ---- memory ---- */

static dw_status allocate(dw_ladder *ladder, size_t n, bool counted, bool se, dw_error *err)
{
    *ladder = (dw_ladder){ 0 };
    ladder->memory = dw_allocate(n, 5 * sizeof(double), err);
    if (!ladder->memory) return DW_ENOMEM;
    ladder->n = n;
    ladder->size = ladder->memory;
    ladder->score = ladder->memory + n;
    if (counted) ladder->correct = ladder->memory + 2 * n;
    if (counted) ladder->trials = ladder->memory + 3 * n;
    if (se) ladder->se = ladder->memory + 4 * n;
    return DW_OK;
}

void dw_ladder_free(dw_ladder *ladder)
{
    free(ladder->memory);
    *ladder = (dw_ladder){ 0 };
}

dw_status dw_ladder_copy(const dw_ladder *from, dw_ladder *to, dw_error *err)
{
    dw_status status = allocate(to, from->n, from->trials != NULL, from->se != NULL, err);
    if (!status) memcpy(to->memory, from->memory, 5 * from->n * sizeof(double));
    return status;
}

/* ---- order ---- */

typedef struct rung {
    double size, score, correct, trials, se;
    size_t number;
} rung;

static int by_size(const void *left, const void *right)
{
    const rung *a = left, *b = right;
    if (a->size != b->size) return a->size < b->size ? -1 : 1;
    return (a->number > b->number) - (a->number < b->number);
}

static size_t read_rungs(const dw_ladder_input *in, rung *rungs)
{
    size_t n = 0;
    for (size_t i = 0; i < in->size.n; i++) {
        if (!point_is_finite(in, i)) continue;
        rung *r = &rungs[n++];
        *r = (rung){ .size = in->size.at[i], .number = i };
        if (in->trials.at) r->trials = at(&in->trials, i);
        if (in->se.at) r->se = at(&in->se, i);
        if (in->score.at) r->score = at(&in->score, i);
        r->correct = in->correct.at ? at(&in->correct, i) : round(r->score * r->trials);
    }
    qsort(rungs, n, sizeof *rungs, by_size);
    return n;
}

/* Puts sorted rungs on the ladder. */
static dw_status stack_rungs(dw_ladder *ladder, const rung *rungs, size_t n, dw_error *err)
{
    size_t top = 0;
    for (size_t i = 0; i < n; i++) {
        bool again = i > 0 && rungs[i].size == rungs[i - 1].size;
        if (again && !ladder->trials)
            return dw_fail(err, DW_EARG, "size %g is given twice; join its scores first",
                           rungs[i].size);
        if (!again) ladder->size[top++] = rungs[i].size;
        if (ladder->trials) {
            ladder->correct[top - 1] = rungs[i].correct + (again ? ladder->correct[top - 1] : 0);
            ladder->trials[top - 1] = rungs[i].trials + (again ? ladder->trials[top - 1] : 0);
        }
        ladder->score[top - 1] =
            ladder->trials ? ladder->correct[top - 1] / ladder->trials[top - 1] : rungs[i].score;
        if (ladder->se) ladder->se[top - 1] = rungs[i].se;
    }
    ladder->n = top;
    return DW_OK;
}

dw_status dw_ladder_make(dw_ladder *ladder, const dw_ladder_input *in, bool drop, size_t least,
                         dw_error *err)
{
    size_t n = in->size.n, bad = 0;
    dw_status status = check_given(in, err);
    *ladder = (dw_ladder){ 0 };
    if (!status) status = check_lengths(in, err);
    for (size_t i = 0; i < n && !status; i++) {
        if (!point_is_finite(in, i))
            bad++;
        else
            status = check_point(in, i, err);
    }
    if (!status && bad && !drop)
        status = dw_fail(err, DW_EDOMAIN, "%zu of %zu points are not finite", bad, n);
    if (status) return status;
    rung *rungs = dw_allocate(n, sizeof *rungs, err);
    if (!rungs) return DW_ENOMEM;
    status = allocate(ladder, n, in->trials.at != NULL, in->se.at != NULL, err);
    if (!status) status = stack_rungs(ladder, rungs, read_rungs(in, rungs), err);
    free(rungs);
    ladder->dropped = bad;
    if (!status && ladder->n < least)
        status = dw_fail(err, DW_EARG, "%zu size%s; at least %zu are needed", ladder->n,
                         ladder->n == 1 ? "" : "s", least);
    if (status) dw_ladder_free(ladder);
    return status;
}

/* ---- noise ---- */

enum { MOST_AT_ONCE = 1000000000 };

/* GSL counts in unsigned: more trials are drawn in parts. */
static double draw_binomial(const gsl_rng *rng, double p, double trials)
{
    double sum = 0;
    for (double left = trials; left > 0; left -= MOST_AT_ONCE)
        sum += gsl_ran_binomial(rng, p, (unsigned)fmin(left, MOST_AT_ONCE));
    return sum;
}

void dw_ladder_draw(dw_ladder *to, const double *mean, dw_stream *stream)
{
    gsl_rng rng = dw_stream_gsl(stream);
    for (size_t i = 0; i < to->n; i++) {
        if (to->trials) {
            to->correct[i] = draw_binomial(&rng, fmin(fmax(mean[i], 0), 1), to->trials[i]);
            to->score[i] = to->correct[i] / to->trials[i];
        } else {
            double se = to->se ? to->se[i] : 0;
            to->score[i] = mean[i] + (se > 0 ? gsl_ran_gaussian_ziggurat(&rng, se) : 0);
        }
    }
}

double dw_ladder_variance(const dw_ladder *ladder, size_t i)
{
    if (ladder->se) return ladder->se[i] * ladder->se[i];
    if (!ladder->trials) return 0;
    double a = ladder->correct[i] + 0.5, b = ladder->trials[i] - ladder->correct[i] + 0.5;
    return a / (a + b) * (b / (a + b)) / (a + b + 1);
}
