#include "sim/trials.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#ifdef _OPENMP
#    include <omp.h>
#endif

#include "stats/interval.h"

enum { LEAST_CHUNK = 64, MOST_TALLIES = 1 << 20, ASK_EVERY = 16 };

/* ---- tallies ---- */

void dw_tally_add(dw_tally *tally, double x)
{
    double away = x - tally->mean;
    tally->n++;
    tally->mean += away / (double)tally->n;
    tally->squares += away * (x - tally->mean);
    tally->shares = tally->shares && (x == 0 || x == 1);
    dw_sum_add(&tally->sum, x);
}

void dw_tally_join(dw_tally *tally, const dw_tally *more)
{
    double a = (double)tally->n, b = (double)more->n, away = more->mean - tally->mean;
    if (more->n == 0) return;
    tally->n += more->n;
    tally->mean += away * (b / (a + b));
    tally->squares += more->squares + away * away * (a * b / (a + b));
    tally->shares = tally->shares && more->shares;
    dw_sum_add(&tally->sum, more->sum.rough);
    dw_sum_add(&tally->sum, more->sum.lost);
}

/* One method for all cells of a score; a cell whose scores are all equal has a point of its own. */
static void student(const dw_tally *tally, dw_score *score, double se, size_t i)
{
    static const char usual[] = "Student's t, 95 %";
    static const char constant[] = "Student's t, 95 %; a point where all scores are equal";
    double half = NAN;
    if (tally->n > 1) half = gsl_cdf_tdist_Qinv(0.025, (double)tally->n - 1) * se;
    if (half == 0) score->method = constant;
    if (!score->method) score->method = usual;
    score->low[i] = score->mean[i] - half;
    score->high[i] = score->mean[i] + half;
}

dw_status dw_tally_score(const dw_tally *tally, bool shares, dw_score *score, double *se, size_t i,
                         dw_error *err)
{
    double n = (double)tally->n, sum = dw_sum_value(&tally->sum);
    score->mean[i] = sum / n;
    se[i] = tally->n > 1 ? sqrt(tally->squares / (n - 1) / n) : NAN;
    if (!shares) {
        student(tally, score, se[i], i);
        return DW_OK;
    }
    dw_interval interval;
    dw_status status = dw_wilson(sum, n, 0.95, &interval, err);
    if (status) return status;
    score->method = "Wilson, 95 %";
    score->low[i] = interval.low;
    score->high[i] = interval.high;
    return DW_OK;
}

/* ---- trials ---- */

int64_t dw_trials_chunk(const dw_trials *trials)
{
    int64_t most = MOST_TALLIES / (int64_t)(trials->cells * trials->scores);
    if (most > DW_TRIALS_CHUNKS) most = DW_TRIALS_CHUNKS;
    if (most < 1) most = 1;
    int64_t chunk = (trials->trials - 1) / most + 1;
    return chunk < LEAST_CHUNK ? LEAST_CHUNK : chunk;
}

int64_t dw_trials_chunks(const dw_trials *trials)
{
    return (trials->trials - 1) / dw_trials_chunk(trials) + 1;
}

typedef struct shared {
    dw_trials *trials;
    dw_tally *tallies;
    const dw_env *env;
    int64_t chunk, chunks, items;
    atomic_llong ticket;
    atomic_bool stopped;
} shared;

static void note_failure(dw_trials *trials, int64_t item)
{
    long long first = atomic_load(&trials->failed);
    while (item < first && !atomic_compare_exchange_weak(&trials->failed, &first, item)) continue;
}

static bool should_leave(shared *all, int64_t item)
{
    if (dw_env_stops(all->env)) atomic_store(&all->stopped, true);
    return atomic_load(&all->stopped) || atomic_load(&all->trials->failed) < item;
}

static void show(const shared *all, int thread, int64_t item, int64_t part)
{
    if (thread || !all->env || !all->env->progress) return;
    double done = (double)item + (double)part / (double)all->chunk;
    all->env->progress(all->env->context, fmin(done / (double)all->items, 1 - 1e-9));
}

/* False: it failed or was given up. */
static bool do_item(shared *all, int thread, int64_t item)
{
    dw_trials *trials = all->trials;
    size_t cell = (size_t)(item / all->chunks);
    int64_t first = item % all->chunks * all->chunk, rest = trials->trials - first;
    int64_t n = rest < all->chunk ? rest : all->chunk;
    dw_tally *tally = all->tallies + (size_t)item * trials->scores;
    double score[DW_TRIALS_SCORES];
    for (size_t s = 0; s < trials->scores; s++) tally[s] = (dw_tally){ .shares = true };
    for (int64_t i = 0; i < n; i++) {
        if (i % ASK_EVERY == 0) {
            if (should_leave(all, item)) return false;
            show(all, thread, item, i);
        }
        if (!trials->trial(trials->context, thread, item, cell, first + i, score)) return false;
        for (size_t s = 0; s < trials->scores; s++) dw_tally_add(&tally[s], score[s]);
    }
    return trials->end(trials->context, thread, item);
}

static void work(shared *all, int thread)
{
    for (;;) {
        int64_t item = atomic_fetch_add(&all->ticket, 1);
        if (item >= all->items || should_leave(all, item)) return;
        if (do_item(all, thread, item)) continue;
        if (!should_leave(all, item)) note_failure(all->trials, item);
        return;
    }
}

static void join_cells(const shared *all)
{
    size_t scores = all->trials->scores;
    for (size_t cell = 0; cell < all->trials->cells; cell++) {
        dw_tally *first = all->tallies + cell * (size_t)all->chunks * scores;
        for (size_t c = 1; c < (size_t)all->chunks; c++)
            for (size_t s = 0; s < scores; s++) dw_tally_join(&first[s], &first[c * scores + s]);
    }
}

dw_status dw_trials_run(dw_trials *trials, dw_tally *tallies, const dw_env *env, dw_error *err)
{
    shared all = { .trials = trials, .tallies = tallies, .env = env };
    all.chunk = dw_trials_chunk(trials);
    all.chunks = dw_trials_chunks(trials);
    all.items = all.chunks * (int64_t)trials->cells;
    atomic_store(&trials->failed, INT64_MAX);
#ifdef _OPENMP
#    pragma omp parallel num_threads(trials->threads)
    work(&all, omp_get_thread_num());
#else
    work(&all, 0);
#endif
    if (env && env->progress) env->progress(env->context, 1);
    if (all.stopped) return dw_fail(err, DW_ESTOP, "stopped");
    if (atomic_load(&trials->failed) == INT64_MAX) join_cells(&all);
    return DW_OK;
}
