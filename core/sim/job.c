#include "sim/job.h"

#include <stdatomic.h>
#include <string.h>
#ifdef _OPENMP
#    include <omp.h>
#endif

enum { MOST_TOTALS = 1 << 28 }; /* 2 GiB */

typedef struct shared {
    const dw_job *job;
    const dw_env *env;
    uint64_t *totals;
    int64_t chunks, items; /* chunks of a cell; of all cells */
    atomic_llong ticket;
    atomic_bool stopped;
} shared;

int64_t dw_job_chunk(int64_t most, int64_t draws)
{
    int64_t chunk = most;
    while (chunk > 512 && chunk * draws > 1 << 26) chunk /= 2;
    return chunk;
}

int64_t dw_job_chunk_by_trial(int64_t most, int64_t draws)
{
    int64_t chunk = most;
    while (chunk > 1 && chunk * draws > 1 << 21) chunk /= 2;
    return chunk;
}

dw_status dw_job_ask(const dw_env *env, size_t cell, size_t cells, dw_error *err)
{
    if (env && env->progress) env->progress(env->context, (double)(cell + 1) / (double)cells);
    if (!dw_env_stops(env)) return DW_OK;
    return dw_fail(err, DW_ESTOP, "stopped after the trials");
}

int dw_job_threads(const dw_env *env)
{
    if (env && env->threads > 0) return env->threads;
#ifdef _OPENMP
    return omp_get_max_threads();
#else
    return 1;
#endif
}

#ifdef _OPENMP
/* Waking the others takes as long as some ten thousand draws. */
static int threads_of(const shared *all)
{
    const dw_job *job = all->job;
    double draws = job->draws * (double)job->cells * (double)job->trials;
    int threads = dw_job_threads(all->env);
    if (job->draws > 0 && draws < 3e4) return 1;
    return all->items < threads ? (int)all->items : threads;
}
#endif

static bool is_first_thread(void)
{
#ifdef _OPENMP
    return omp_get_thread_num() == 0;
#else
    return true;
#endif
}

static void do_item(shared *all, int64_t item)
{
    const dw_job *job = all->job;
    dw_chunk chunk = { .cell = (size_t)(item / all->chunks), .number = item % all->chunks };
    chunk.first = chunk.number * job->chunk;
    int64_t rest = job->trials - chunk.first;
    chunk.last = chunk.first + (rest < job->chunk ? rest : job->chunk);
    uint64_t counts[DW_JOB_COUNTS];
    memset(counts, 0, job->counts * sizeof *counts);
    job->work(job->context, &chunk, counts);
    uint64_t *total = all->totals + chunk.cell * job->counts;
    for (size_t i = 0; i < job->counts; i++) {
#ifdef _OPENMP
#    pragma omp atomic
#endif
        total[i] += counts[i];
    }
}

static void work(shared *all)
{
    const dw_env *env = all->env;
    for (;;) {
        if (dw_env_stops(env)) atomic_store(&all->stopped, true);
        if (atomic_load(&all->stopped)) return;
        int64_t item = atomic_fetch_add(&all->ticket, 1);
        if (item >= all->items) return;
        do_item(all, item);
        if (env && env->progress && is_first_thread())
            env->progress(env->context, (double)item / (double)all->items);
    }
}

dw_status dw_job_run(const dw_job *job, uint64_t *totals, const dw_env *env, dw_error *err)
{
    shared all = { .job = job, .env = env, .totals = totals };
    all.chunks = (job->trials - 1) / job->chunk + 1;
    if (__builtin_mul_overflow(all.chunks, (int64_t)job->cells, &all.items))
        return dw_fail(err, DW_EDOMAIN, "%zu sizes of %lld trials are too many", job->cells,
                       (long long)job->trials);
    if (job->cells > MOST_TOTALS / job->counts)
        return dw_fail(err, DW_EDOMAIN, "%zu sizes of %zu counts each are too many", job->cells,
                       job->counts);
    memset(totals, 0, job->cells * job->counts * sizeof *totals);
#ifdef _OPENMP
#    pragma omp parallel num_threads(threads_of(&all))
#endif
    work(&all);
    if (env && env->progress) env->progress(env->context, 1);
    if (!all.stopped) return DW_OK;
    double done = (double)(all.ticket < all.items ? all.ticket : all.items);
    return dw_fail(err, DW_ESTOP, "stopped after %.0f %% of the trials",
                   100 * done / (double)all.items);
}

/* ---- after the trials ---- */

typedef struct cells {
    size_t count;
    dw_job_cell *each;
    const void *context;
    const dw_env *env;
    atomic_size_t ticket, failed; /* the first that failed; count: none */
    atomic_bool stopped;
    dw_status status;
    dw_error *err;
} cells;

static void keep_failure(cells *all, size_t cell, dw_status status, const dw_error *err)
{
#ifdef _OPENMP
#    pragma omp critical(dw_job_cells)
#endif
    if (cell < atomic_load(&all->failed)) {
        atomic_store(&all->failed, cell);
        all->status = status;
        if (all->err) *all->err = *err;
    }
}

/* Cells are handed out in order: whatever comes before one that failed is finished, too. */
static void do_cells(cells *all)
{
    const dw_env *env = all->env;
    for (;;) {
        if (atomic_load(&all->stopped) || atomic_load(&all->failed) < all->count) return;
        size_t cell = atomic_fetch_add(&all->ticket, 1);
        if (cell >= all->count) return;
        if (dw_env_stops(env)) {
            atomic_store(&all->stopped, true);
            return;
        }
        dw_error err;
        dw_status status = all->each(all->context, cell, &err);
        if (status) keep_failure(all, cell, status, &err);
        if (env && env->progress && is_first_thread())
            env->progress(env->context, (double)cell / (double)all->count);
    }
}

dw_status dw_job_each(size_t count, dw_job_cell *each, const void *context, const dw_env *env,
                      dw_error *err)
{
    if (count == 0) return DW_OK;
    cells all = {
        .count = count, .each = each, .context = context, .env = env, .failed = count, .err = err
    };
#ifdef _OPENMP
    int threads = dw_job_threads(env);
#    pragma omp parallel num_threads(count < (size_t)threads ? (int)count : threads)
#endif
    do_cells(&all);
    if (env && env->progress) env->progress(env->context, 1);
    if (all.status) return all.status;
    return all.stopped ? dw_fail(err, DW_ESTOP, "stopped after the trials") : DW_OK;
}
