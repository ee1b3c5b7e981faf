#include "stats/breakthrough.h"

#include <math.h>
#include <stdlib.h>

#include "array/reduce.h"
#include "base/memory.h"
#include "stats/quantile.h"

enum { STREAM = 0x67726f77 };

static double improvement(const double *score, size_t n)
{
    size_t most = 0, least = 0;
    for (size_t i = 1; i < n; i++) {
        if (score[i] > score[most]) most = i;
        if (score[i] < score[least]) least = i;
    }
    double range = score[most] - score[least];
    return most > least ? range : -range;
}

static dw_status median(double *x, size_t n, double *out, dw_error *err)
{
    dw_sort(x, n);
    return dw_quantile(x, n, 0.5, 7, out, err);
}

/* The squared size of one usual difference; room: n. */
static dw_status usual_square(const dw_ladder *ladder, dw_growth_number which, double *room,
                              double *out, dw_error *err)
{
    size_t m = ladder->n - 1;
    for (size_t i = 0; i < m; i++) {
        double d = ladder->score[i + 1] - ladder->score[i];
        room[i] = d * d;
        if (!isfinite(room[i])) return dw_fail(err, DW_EDOMAIN, "scores are too large to square");
    }
    if (which == DW_LINEARITY) {
        *out = dw_array_mean(room, m);
        return DW_OK;
    }
    dw_status status = median(room, m, out, err);
    if (status || !dw_ladder_has_noise(ladder)) return status;
    double floor = 0;
    for (size_t i = 0; i < m; i++)
        room[i] = dw_ladder_variance(ladder, i) + dw_ladder_variance(ladder, i + 1);
    status = median(room, m, &floor, err);
    *out = fmax(*out, floor);
    return status;
}

static dw_status growth(const dw_ladder *ladder, dw_growth_number which, double *room, double *out,
                        dw_error *err)
{
    double square = 0, rise = improvement(ladder->score, ladder->n);
    dw_status status = usual_square(ladder, which, room, &square, err);
    *out = 0;
    if (status || rise == 0) return status;
    if (!(square > 0))
        return dw_fail(err, DW_EDOMAIN,
                       "the median difference of neighboring scores is 0, so the "
                       "breakthroughness is infinite; give trials or se, whose "
                       "noise is the least difference that counts");
    *out = rise / sqrt(square);
    return DW_OK;
}

dw_status dw_growth(const dw_ladder *ladder, dw_growth_number which, double *out, dw_error *err)
{
    double *room = dw_allocate(ladder->n, sizeof *room, err);
    if (!room) return DW_ENOMEM;
    dw_status status = growth(ladder, which, room, out, err);
    free(room);
    return status;
}

/* ---- interval ---- */

static dw_status draw_all(const dw_ladder *ladder, dw_ladder *drawn, dw_growth_number which,
                          const dw_resampling *options, double *room, double *values, dw_error *err)
{
    for (int64_t r = 0; r < options->resamples; r++) {
        dw_stream stream = dw_stream_make(options->seed, STREAM, (uint64_t)r, 0);
        if (dw_env_stops(options->env)) return dw_fail(err, DW_ESTOP, "stopped");
        dw_ladder_draw(drawn, ladder->score, &stream);
        dw_status status = growth(drawn, which, room, &values[r], err);
        if (status) return status;
    }
    return DW_OK;
}

/* Noise makes each difference larger, in a resample once more than in the sample: linearity goes
 * down both times. Reflected percentiles undo that; |linearity| is at most n - 1. */
static dw_status reflect(const dw_ladder *ladder, double *room, dw_interval *out, dw_error *err)
{
    double value = 0, most = (double)(ladder->n - 1), low = out->low, high = out->high;
    dw_status status = growth(ladder, DW_LINEARITY, room, &value, err);
    out->low = fmax(fmin(2 * value - high, value), -most);
    out->high = fmin(fmax(2 * value - low, value), most);
    return status;
}

dw_status dw_growth_interval(const dw_ladder *ladder, dw_growth_number which,
                             const dw_resampling *options, dw_interval *out, dw_error *err)
{
    size_t n = (size_t)options->resamples;
    double tail = (1 - options->level) / 2;
    dw_ladder drawn = { 0 };
    double *values = dw_allocate(n, sizeof *values, err);
    double *room = dw_allocate(ladder->n, sizeof *room, err);
    dw_status status = values && room ? dw_ladder_copy(ladder, &drawn, err) : DW_ENOMEM;
    if (!status) status = draw_all(ladder, &drawn, which, options, room, values, err);
    if (!status) {
        dw_sort(values, n);
        status = dw_quantile(values, n, tail, 7, &out->low, err);
    }
    if (!status) status = dw_quantile(values, n, 1 - tail, 7, &out->high, err);
    if (!status && which == DW_LINEARITY) status = reflect(ladder, room, out, err);
    dw_ladder_free(&drawn);
    free(values);
    free(room);
    return status;
}
