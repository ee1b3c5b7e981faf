#include "stats/htest_permutation.h"

#include <math.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef _OPENMP
#    include <omp.h>
#endif

#include "base/memory.h"
#include "random/stream.h"

enum { STREAM = 0x7065726d };

typedef struct permuting {
    const dw_permutation_options *options;
    const double *both; /* x, then y */
    size_t n, m;
    double seen;
    atomic_bool stopped;
    atomic_int_least64_t lower, upper; /* dealings at most, at least as large as what was seen */
    dw_status status;                  /* the first failure */
    dw_error *err;
} permuting;

/* ---- statistics ---- */

dw_status dw_difference_of_means(void *context, const double *x, size_t n, const double *y,
                                 size_t m, double *out, dw_error *err)
{
    (void)context;
    (void)err;
    double a = 0, b = 0;
    for (size_t i = 0; i < n; i++) a += x[i];
    for (size_t i = 0; i < m; i++) b += y[i];
    *out = a / (double)n - b / (double)m;
    return DW_OK;
}

dw_status dw_correlation_of_pairs(void *context, const double *x, size_t n, const double *y,
                                  size_t m, double *out, dw_error *err)
{
    (void)context;
    (void)m;
    (void)err;
    double a = 0, b = 0, xx = 0, yy = 0, xy = 0;
    for (size_t i = 0; i < n; i++) {
        a += x[i] / (double)n;
        b += y[i] / (double)n;
    }
    for (size_t i = 0; i < n; i++) {
        xx += (x[i] - a) * (x[i] - a);
        yy += (y[i] - b) * (y[i] - b);
        xy += (x[i] - a) * (y[i] - b);
    }
    *out = xy / sqrt(xx) / sqrt(yy);
    return DW_OK;
}

/* ---- one dealing ---- */

static dw_status measure(const permuting *all, const double *both, double *out, dw_error *err)
{
    const dw_permutation_options *options = all->options;
    dw_status status =
        options->statistic(options->context, both, all->n, both + all->n, all->m, out, err);
    if (!status && isnan(*out))
        return dw_fail(err, DW_ENUMERIC, "the statistic is not a number for some dealing");
    return status;
}

static dw_status count(permuting *all, const double *both, dw_error *err)
{
    double got;
    dw_status status = measure(all, both, &got, err);
    if (status) return status;
    double near = fmax(all->options->tolerance, 1e-12 * fabs(all->seen));
    if (got <= all->seen + near) atomic_fetch_add(&all->lower, 1);
    if (got >= all->seen - near) atomic_fetch_add(&all->upper, 1);
    return DW_OK;
}

static void swap(double *a, double *b)
{
    double kept = *a;
    *a = *b;
    *b = kept;
}

static size_t draw(dw_stream *stream, size_t n)
{
    return (size_t)(((unsigned __int128)dw_stream_bits(stream) * n) >> 64);
}

static void deal(const permuting *all, int64_t number, double *room)
{
    size_t n = all->n, m = all->m, total = n + m;
    dw_stream stream = dw_stream_make(all->options->seed, STREAM, (uint64_t)number, 0);
    memcpy(room, all->both, total * sizeof *room);
    if (all->options->dealing == DW_DEAL_SAMPLES)
        for (size_t i = 0; i < n; i++) swap(&room[i], &room[i + draw(&stream, total - i)]);
    if (all->options->dealing == DW_DEAL_ORDER)
        for (size_t i = 0; i + 1 < m; i++) swap(&room[n + i], &room[n + i + draw(&stream, m - i)]);
    uint64_t bits = 0;
    for (size_t i = 0; i < n && all->options->dealing == DW_DEAL_PAIRS; i++, bits >>= 1) {
        if (i % 64 == 0) bits = dw_stream_bits(&stream);
        if (bits & 1) swap(&room[i], &room[n + i]);
    }
}

/* ---- random dealings, over threads ---- */

static void stop(permuting *all, dw_status status, const dw_error *err)
{
#ifdef _OPENMP
#    pragma omp critical(dw_permutation)
#endif
    if (!all->status) {
        all->status = status;
        if (all->err) *all->err = *err;
    }
    atomic_store(&all->stopped, true);
}

static void work(permuting *all, int64_t first, int64_t stride)
{
    dw_error err = { "" };
    double *room = dw_allocate(all->n + all->m, sizeof *room, &err);
    if (!room) stop(all, DW_ENOMEM, &err);
    for (int64_t k = first; k < all->options->resamples && !atomic_load(&all->stopped);
         k += stride) {
        dw_status status = dw_may_go_on(all->options->env, &err);
        if (!status) {
            deal(all, k, room);
            status = count(all, room, &err);
        }
        if (status) stop(all, status, &err);
    }
    free(room);
}

static void work_in_threads(permuting *all)
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

/* ---- every dealing once ---- */

static double dealings_in_all(const permuting *all)
{
    double n = (double)all->n, m = (double)all->m;
    if (all->options->dealing == DW_DEAL_PAIRS) return exp2(n);
    if (all->options->dealing == DW_DEAL_ORDER) return round(tgamma(n + 1));
    double ways = 1;
    for (double i = 1; i <= n; i++) ways = ways * (m + i) / i;
    return round(ways);
}

/* The next choice of n places out of total, in lexicographic order; false after the last. */
static bool next_choice(size_t *place, size_t n, size_t total)
{
    size_t i = n;
    while (i > 0 && place[i - 1] == total - n + i - 1) i--;
    if (i == 0) return false;
    place[i - 1]++;
    for (; i < n; i++) place[i] = place[i - 1] + 1;
    return true;
}

static bool next_order(size_t *place, size_t n)
{
    size_t i = n - 1, j = n - 1;
    while (i > 0 && place[i - 1] >= place[i]) i--;
    if (i == 0) return false;
    while (place[j] <= place[i - 1]) j--;
    size_t kept = place[i - 1];
    place[i - 1] = place[j];
    place[j] = kept;
    for (j = n - 1; i < j; i++, j--) {
        kept = place[i];
        place[i] = place[j];
        place[j] = kept;
    }
    return true;
}

static void set_choice(const permuting *all, const size_t *place, double *room)
{
    size_t total = all->n + all->m, chosen = 0, rest = all->n;
    for (size_t i = 0; i < total; i++) {
        bool mine = chosen < all->n && place[chosen] == i;
        room[mine ? chosen++ : rest++] = all->both[i];
    }
}

static void set_pairs(const permuting *all, uint64_t swapped, double *room)
{
    memcpy(room, all->both, 2 * all->n * sizeof *room);
    for (size_t i = 0; i < all->n; i++)
        if (swapped >> i & 1) swap(&room[i], &room[all->n + i]);
}

static bool set_next(const permuting *all, uint64_t number, size_t *place, double *room)
{
    if (all->options->dealing == DW_DEAL_PAIRS) {
        set_pairs(all, number, room);
        return number + 1 < (uint64_t)1 << all->n;
    }
    if (all->options->dealing == DW_DEAL_SAMPLES) {
        set_choice(all, place, room);
        return next_choice(place, all->n, all->n + all->m);
    }
    memcpy(room, all->both, all->n * sizeof *room);
    for (size_t i = 0; i < all->m; i++) room[all->n + i] = all->both[all->n + place[i]];
    return next_order(place, all->m);
}

static dw_status take_all(permuting *all, dw_error *err)
{
    size_t total = all->n + all->m;
    double *room = dw_allocate(total, sizeof *room, err);
    size_t *place = dw_allocate(total, sizeof *place, err);
    dw_status status = room && place ? DW_OK : DW_ENOMEM;
    for (size_t i = 0; i < total && !status; i++) place[i] = i;
    bool more = true;
    for (uint64_t k = 0; more && !status; k++) {
        more = set_next(all, k, place, room);
        status = count(all, room, err);
        if (!status) status = dw_may_go_on(all->options->env, err);
    }
    free(room);
    free(place);
    return status;
}

/* ---- the answer ---- */

static void interval_of_p(double hits, double resamples, const dw_question *question, dw_test *out)
{
    double tail = (1 - question->level) / 2, sides = question->alternative == DW_TWO_SIDED ? 2 : 1;
    double low = hits == 0 ? 0 : dw_beta_lower_point(tail, hits, resamples - hits + 1);
    double high = hits == resamples ? 1 : dw_beta_upper_point(tail, hits + 1, resamples - hits);
    out->low = fmin(1, sides * low);
    out->high = fmin(1, sides * high);
}

static dw_status answer(permuting *all, double *dealings, dw_test *out, dw_error *err)
{
    const dw_permutation_options *options = all->options;
    double ways = dealings_in_all(all), resamples = (double)options->resamples;
    bool exact = ways <= resamples;
    if (exact)
        all->status = take_all(all, err);
    else
        work_in_threads(all);
    if (all->status) return all->status;
    double lower = (double)all->lower, upper = (double)all->upper;
    *dealings = exact ? ways : resamples;
    double extra = exact ? 0 : 1;
    out->p = dw_p_of(options->question.alternative, (lower + extra) / (*dealings + extra),
                     (upper + extra) / (*dealings + extra));
    out->low = out->high = out->p;
    double hits = options->question.alternative == DW_LESS      ? lower
                  : options->question.alternative == DW_GREATER ? upper
                                                                : fmin(lower, upper);
    if (!exact) interval_of_p(hits, resamples, &options->question, out);
    snprintf(out->method, sizeof out->method, "permutation test, %s %.0f dealings",
             exact ? "all" : "random", *dealings);
    return DW_OK;
}

/* No dealing changes anything. */
static bool is_same(dw_sample_of x, dw_sample_of y, dw_dealing dealing)
{
    bool x_same = true, y_same = true, pairs = x.n == y.n;
    for (size_t i = 0; i < x.n; i++) x_same = x_same && x.at[i] == x.at[0];
    for (size_t i = 0; i < y.n; i++) y_same = y_same && y.at[i] == y.at[0];
    for (size_t i = 0; i < x.n && pairs; i++) pairs = x.at[i] == y.at[i];
    if (dealing == DW_DEAL_PAIRS) return pairs;
    if (dealing == DW_DEAL_ORDER) return x_same || y_same;
    return x_same && y_same && x.at[0] == y.at[0];
}

static dw_status check(dw_sample_of x, dw_sample_of y, const dw_permutation_options *options,
                       dw_error *err)
{
    dw_status status = dw_check_level(options->question.level, err);
    size_t least = options->dealing == DW_DEAL_ORDER ? 2 : 1;
    if (!status) status = dw_check_named(x, least, err);
    if (!status) status = dw_check_named(y, least, err);
    if (status) return status;
    if (options->resamples < 1)
        return dw_fail(err, DW_EARG, "resamples must be at least 1, got %lld",
                       (long long)options->resamples);
    if (options->dealing != DW_DEAL_SAMPLES && x.n != y.n)
        return dw_fail(err, DW_EARG, "pairs need equal lengths: %s has %zu, %s has %zu", x.name,
                       x.n, y.name, y.n);
    if (is_same(x, y, options->dealing))
        return dw_fail(err, DW_EDOMAIN, "%s",
                       options->dealing == DW_DEAL_PAIRS ? "x and y are equal in every pair"
                       : options->dealing == DW_DEAL_ORDER
                           ? "all values of x, or of y, are the same"
                           : "all values of x and y are the same");
    return DW_OK;
}

dw_status dw_permutation_test(dw_sample_of x, dw_sample_of y, const dw_permutation_options *options,
                              double *dealings, dw_test *out, dw_error *err)
{
    dw_status status = check(x, y, options, err);
    if (status) return status;
    double *both = dw_allocate(x.n + y.n, sizeof *both, err);
    if (!both) return DW_ENOMEM;
    memcpy(both, x.at, x.n * sizeof *both);
    memcpy(both + x.n, y.at, y.n * sizeof *both);
    permuting all = { .options = options, .both = both, .n = x.n, .m = y.n, .err = err };
    *out = dw_test_start("statistic", "p of all dealings");
    out->n = (double)x.n;
    out->m = (double)y.n;
    status = measure(&all, both, &all.seen, err);
    out->statistic = all.seen;
    if (!status) status = answer(&all, dealings, out, err);
    out->estimate = out->p;
    free(both);
    return status;
}
