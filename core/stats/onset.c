#include "stats/onset.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "stats/quantile.h"

enum { STREAM = 0x6f6e7365 };

/* The chance of a score of at least this one, were only chance at work. */
static double tail(const dw_ladder *ladder, size_t i, double chance)
{
    if (!ladder->trials) return gsl_cdf_ugaussian_Q((ladder->score[i] - chance) / ladder->se[i]);
    double k = ladder->correct[i], n = ladder->trials[i];
    if (k == 0) return 1;
    return chance == 0 ? 0 : gsl_cdf_beta_P(chance, k, n - k + 1);
}

/* Holm's adjusted p-values; order: n scratch. */
static void adjust(const double *p, size_t n, size_t *order, double *out)
{
    double before = 0;
    for (size_t i = 0; i < n; i++) {
        size_t at = i;
        for (; at > 0 && p[order[at - 1]] > p[i]; at--) order[at] = order[at - 1];
        order[at] = i;
    }
    for (size_t i = 0; i < n; i++) {
        before = fmax(before, fmin(1, (double)(n - i) * p[order[i]]));
        out[order[i]] = before;
    }
}

/* The first rung of the onset; n: none. */
static size_t first_above(const dw_ladder *ladder, double chance, double level, size_t *order,
                          double *p, double *holm)
{
    size_t n = ladder->n, first = n;
    for (size_t i = 0; i < n; i++) p[i] = tail(ladder, i, chance);
    adjust(p, n, order, holm);
    while (first > 0 && holm[first - 1] <= 1 - level) first--;
    return first;
}

static double size_at(const dw_ladder *ladder, size_t first)
{
    return first < ladder->n ? ladder->size[first] : INFINITY;
}

/* The smallest value that at least a share p of the sorted ones do not exceed. */
static double quantile(const double *sorted, size_t n, double p)
{
    double rank = ceil((double)n * p - 1e-9);
    return sorted[(size_t)fmin(fmax(rank, 1), (double)n) - 1];
}

static dw_status fill_interval(dw_onset *onset, const dw_ladder *ladder, double chance,
                               const dw_resampling *options, size_t *order, double *room,
                               dw_error *err)
{
    size_t n = (size_t)options->resamples, none = 0;
    double *found = room + 2 * ladder->n, half = (1 - options->level) / 2;
    dw_ladder drawn = { 0 };
    dw_status status = dw_ladder_copy(ladder, &drawn, err);
    for (size_t r = 0; r < n && !status; r++) {
        dw_stream stream = dw_stream_make(options->seed, STREAM, r, 0);
        if (dw_env_stops(options->env)) status = dw_fail(err, DW_ESTOP, "stopped");
        dw_ladder_draw(&drawn, ladder->score, &stream);
        size_t first = first_above(&drawn, chance, options->level, order, room, room + ladder->n);
        found[r] = size_at(&drawn, first);
        none += first == ladder->n;
    }
    dw_ladder_free(&drawn);
    if (status) return status;
    dw_sort(found, n);
    onset->low = quantile(found, n, half);
    onset->high = quantile(found, n, 1 - half);
    onset->none = (double)none / (double)n;
    return DW_OK;
}

static void say(dw_onset *onset, const dw_ladder *ladder, size_t first, double chance, double level)
{
    char size[32], low[32], high[32];
    size_t n = ladder->n, above = 0;
    for (size_t i = 0; i < n; i++) above += onset->holm[i] <= 1 - level;
    if (first == n) {
        dw_text_count(ladder->size[n - 1], 3, size);
        snprintf(onset->message, sizeof onset->message,
                 "no onset: the largest size, %s, is not above chance (%.3g); %zu of %zu sizes are "
                 "(Holm's correction, level %.3g)",
                 size, chance, above, n, level);
        return;
    }
    dw_text_count(onset->size, 3, size);
    dw_text_count(onset->low, 3, low);
    dw_text_count(isinf(onset->high) ? ladder->size[n - 1] : onset->high, 3, high);
    snprintf(onset->message, sizeof onset->message,
             "%s %s: every score from there on is above chance (%.3g; Holm's correction, level "
             "%.3g); bootstrap interval %s to %s%s",
             first == 0 ? "above chance at all sizes, from" : "onset at", size, chance, level, low,
             isinf(onset->high) ? "above " : "", high);
}

dw_status dw_onset_find(dw_onset *onset, const dw_ladder *ladder, double chance,
                        const dw_resampling *options, dw_error *err)
{
    size_t n = ladder->n;
    if (!(chance >= 0 && chance < 1))
        return dw_fail(err, DW_EDOMAIN, "chance must be at least 0 and below 1, got %g", chance);
    if (!dw_ladder_has_noise(ladder))
        return dw_fail(err, DW_EARG,
                       "give trials or se: without them nobody knows what chance "
                       "would give");
    if (n > DW_LADDER_MOST)
        return dw_fail(err, DW_EARG, "%zu sizes; at most %d are allowed", n, DW_LADDER_MOST);
    size_t *order = dw_allocate(n, sizeof *order, err);
    double *room = dw_allocate(2 * n + (size_t)options->resamples, sizeof *room, err);
    dw_status status = order && room ? DW_OK : DW_ENOMEM;
    if (!status) {
        size_t first = first_above(ladder, chance, options->level, order, onset->p, onset->holm);
        onset->size = first < n ? ladder->size[first] : NAN;
        status = fill_interval(onset, ladder, chance, options, order, room, err);
        onset->low = fmin(onset->low, size_at(ladder, first));
        onset->high = fmax(onset->high, size_at(ladder, first));
        if (!status) say(onset, ladder, first, chance, options->level);
    }
    free(order);
    free(room);
    return status;
}
