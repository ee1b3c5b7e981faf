#include "stats/fit_bootstrap.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#ifdef _OPENMP
#    include <omp.h>
#endif

#include "base/memory.h"
#include "random/stream.h"
#include "stats/describe.h"
#include "stats/quantile.h"

enum { STREAM = 0x66697462 };

typedef struct resampling {
    const dw_fit *fit;
    const dw_points *points;
    dw_refit again;
    void *context;
    const dw_bootstrap_options *options;
    double *residuals, *values; /* standardized, of the points with a weight */
    size_t count;
    atomic_bool stopped;
    dw_status status; /* the first failure */
    dw_error *err;
} resampling;

static double weight_of(const dw_points *points, size_t i)
{
    return points->weights ? points->weights[i] : 1;
}

static void standardize(resampling *all)
{
    const dw_points *points = all->points;
    double sum = 0, inflate = all->fit->dof > 0 ? sqrt((double)all->fit->n / all->fit->dof) : 1;
    all->count = 0;
    for (size_t i = 0; i < points->n; i++) {
        double w = weight_of(points, i);
        if (w == 0) continue;
        all->residuals[all->count] = sqrt(w) * all->fit->residuals[i] * inflate;
        sum += all->residuals[all->count++];
    }
    for (size_t i = 0; i < all->count; i++) all->residuals[i] -= sum / (double)all->count;
}

/* A whole number below n. The bias of the product is below n / 2^64. */
static size_t draw(dw_stream *stream, size_t n)
{
    return (size_t)(((unsigned __int128)dw_stream_bits(stream) * n) >> 64);
}

/* New points in room: (predictors + 2) n numbers, behind the pointers to the predictors. */
static dw_points resample(const resampling *all, int64_t number, const double **x, double *room)
{
    const dw_points *old = all->points;
    size_t n = old->n;
    dw_stream stream = dw_stream_make(all->options->seed, STREAM, (uint64_t)number, 0);
    double *y = room, *weights = room + n;
    dw_points points = { .n = n,
                         .predictors = old->predictors,
                         .x = x,
                         .y = y,
                         .weights = old->weights ? weights : NULL };
    for (size_t k = 0; k < old->predictors; k++) x[k] = room + (k + 2) * n;
    for (size_t i = 0; i < n; i++) {
        size_t from = all->options->cases ? draw(&stream, n) : i;
        for (size_t k = 0; k < old->predictors; k++) room[(k + 2) * n + i] = old->x[k][from];
        weights[i] = weight_of(old, from);
        y[i] = old->y[from];
        if (all->options->cases || weights[i] == 0) continue;
        y[i] -= all->fit->residuals[i];
        y[i] += all->residuals[draw(&stream, all->count)] / sqrt(weights[i]);
    }
    return points;
}

static dw_status fit_resample(resampling *all, int64_t number, const double **x, double *room,
                              dw_error *err)
{
    size_t p = all->fit->p;
    double *params = all->values + (size_t)number * p;
    bool fine = false;
    dw_points points = resample(all, number, x, room);
    memcpy(params, all->fit->params, p * sizeof *params);
    dw_status status = all->again(all->context, &points, params, &fine, err);
    if (!fine)
        for (size_t j = 0; j < p; j++) params[j] = NAN;
    return status == DW_EARG || status == DW_EDOMAIN || status == DW_ENUMERIC ? DW_OK : status;
}

static void stop(resampling *all, dw_status status, const dw_error *err)
{
#ifdef _OPENMP
#    pragma omp critical(dw_fit_bootstrap)
#endif
    if (!all->status) {
        all->status = status;
        if (all->err) *all->err = *err;
    }
    atomic_store(&all->stopped, true);
}

static void work(resampling *all, int64_t first, int64_t stride)
{
    dw_error err = { "" };
    size_t predictors = all->points->predictors;
    double *room = dw_allocate(all->points->n, (predictors + 2) * sizeof *room, &err);
    const double **x = dw_allocate(predictors + 1, sizeof *x, &err);
    if (!room || !x) stop(all, DW_ENOMEM, &err);
    for (int64_t k = first; k < all->options->resamples && !atomic_load(&all->stopped);
         k += stride) {
        if (dw_env_stops(all->options->env)) {
            stop(all, dw_fail(&err, DW_ESTOP, "stopped"), &err);
            break;
        }
        dw_status status = fit_resample(all, k, x, room, &err);
        if (status) stop(all, status, &err);
    }
    free(room);
    free(x);
}

static void work_in_threads(resampling *all)
{
#ifdef _OPENMP
    const dw_env *env = all->options->env;
    int threads = env && env->threads > 0 ? env->threads : omp_get_max_threads();
    if (!all->options->threads) threads = 1;
#    pragma omp parallel num_threads(threads)
    work(all, omp_get_thread_num(), omp_get_num_threads());
#else
    work(all, 0, 1);
#endif
}

/* ---- summary ---- */

static dw_status summarize(const resampling *all, double *se, double *low, double *high,
                           size_t *failed, dw_error *err)
{
    size_t p = all->fit->p, resamples = (size_t)all->options->resamples;
    double tail = (1 - all->options->level) / 2;
    double *sorted = dw_allocate(resamples, sizeof *sorted, err);
    if (!sorted) return DW_ENOMEM;
    dw_status status = DW_OK;
    for (size_t j = 0; j < p && !status; j++) {
        size_t n = 0;
        for (size_t k = 0; k < resamples; k++)
            if (!isnan(all->values[k * p + j])) sorted[n++] = all->values[k * p + j];
        *failed = resamples - n;
        if (n < 2 || *failed > resamples / 2) {
            status = dw_fail(err, DW_ENUMERIC, "%zu of %zu resamples could not be fitted", *failed,
                             resamples);
            break;
        }
        dw_sort(sorted, n);
        status = dw_variance(sorted, n, &se[j], err);
        se[j] = sqrt(se[j]);
        if (!status) status = dw_quantile(sorted, n, tail, 7, &low[j], err);
        if (!status) status = dw_quantile(sorted, n, 1 - tail, 7, &high[j], err);
    }
    free(sorted);
    return status;
}

dw_status dw_fit_bootstrap(const dw_fit *fit, const dw_points *points, dw_refit again,
                           void *context, const dw_bootstrap_options *options, double *values,
                           double *se, double *low, double *high, size_t *failed, dw_error *err)
{
    resampling all = { .fit = fit,
                       .points = points,
                       .again = again,
                       .context = context,
                       .options = options,
                       .values = values,
                       .err = err };
    all.residuals = dw_allocate(points->n, sizeof(double), err);
    if (!all.residuals) return DW_ENOMEM;
    standardize(&all);
    work_in_threads(&all);
    free(all.residuals);
    return all.status ? all.status : summarize(&all, se, low, high, failed, err);
}
