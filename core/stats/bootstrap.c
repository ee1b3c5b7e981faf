#include "stats/bootstrap.h"

#include <float.h>
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#ifdef _OPENMP
#    include <omp.h>
#endif

#include "base/memory.h"
#include "stats/describe.h"
#include "stats/quantile.h"

/* What a thread works with. */
typedef struct workroom {
    uint32_t *rows;
    double *sums, *counts, *room;
    void *scratch;
} workroom;

typedef struct task task;
struct task {
    const dw_statistic *statistic;
    const dw_bootstrap_plan *plan;
    dw_status (*one)(const task *all, size_t number, workroom *desk, double *out, dw_error *err);
    size_t count, step; /* numbers; how many one() does, from `number` on */
    double *out;        /* count of them */
    /* the jackknife's */
    size_t stratum, groups;
    atomic_size_t ticket;
    atomic_bool stopped;
    dw_status status; /* the first failure */
    dw_error *err;
};

/* ---- work, over threads ---- */

static size_t rows_of(const dw_bootstrap_plan *plan)
{
    return plan->strata.start[plan->strata.count];
}

static dw_status make_desk(const task *all, workroom *desk, dw_error *err)
{
    const dw_statistic *statistic = all->statistic;
    *desk = (workroom){ 0 };
    if (statistic->binned) {
        size_t bins = DW_BINNED_TOGETHER * statistic->binned->bins;
        desk->sums = dw_allocate(bins, 4 * sizeof(double), err);
        if (!desk->sums) return DW_ENOMEM;
        desk->counts = desk->sums + bins;
        desk->room = desk->counts + bins;
        return DW_OK;
    }
    desk->rows = dw_allocate(rows_of(all->plan), sizeof *desk->rows, err);
    desk->scratch = dw_allocate(statistic->room + 1, 1, err);
    return desk->rows && desk->scratch ? DW_OK : DW_ENOMEM;
}

static void free_desk(workroom *desk)
{
    free(desk->sums);
    free(desk->rows);
    free(desk->scratch);
}

static void stop(task *all, dw_status status, const dw_error *err)
{
#ifdef _OPENMP
#    pragma omp critical(dw_bootstrap)
#endif
    if (!all->status) {
        all->status = status;
        if (all->err) *all->err = *err;
    }
    atomic_store(&all->stopped, true);
}

static void work(task *all)
{
    dw_error err = { "" };
    workroom desk;
    dw_status status = make_desk(all, &desk, &err);
    while (!status && !atomic_load(&all->stopped)) {
        size_t number = atomic_fetch_add(&all->ticket, all->step);
        if (number >= all->count) break;
        if (dw_env_stops(all->plan->env))
            status =
                dw_fail(&err, DW_ESTOP, "stopped after %zu of %zu resamples", number, all->count);
        else
            status = all->one(all, number, &desk, &all->out[number], &err);
    }
    if (status) stop(all, status, &err);
    free_desk(&desk);
}

static dw_status run(task *all)
{
    atomic_init(&all->ticket, 0);
    atomic_init(&all->stopped, false);
#ifdef _OPENMP
    const dw_env *env = all->plan->env;
    int threads = env && env->threads > 0 ? env->threads : omp_get_max_threads();
    if (all->statistic->one_thread) threads = 1;
#    pragma omp parallel num_threads(threads)
#endif
    work(all);
    return all->status;
}

/* ---- resamples ---- */

static dw_status replicate(const task *all, size_t number, workroom *desk, double *out,
                           dw_error *err)
{
    const dw_statistic *statistic = all->statistic;
    uint64_t seed = all->plan->seed;
    if (statistic->binned) {
        size_t rest = all->count - number, bins = statistic->binned->bins;
        size_t count = rest < all->step ? rest : all->step;
        dw_binned_resample(statistic->binned, seed, number, count, desk->sums, desk->counts,
                           desk->room);
        for (size_t r = 0; r < count; r++)
            out[r] = statistic->of_sums(statistic->context, desk->sums + r * bins,
                                        desk->counts + r * bins);
        return DW_OK;
    }
    dw_resample_rows(&all->plan->strata, seed, number, desk->rows);
    return statistic->of_rows(statistic->context, desk->rows, rows_of(all->plan), desk->scratch,
                              out, err);
}

static dw_status estimate(const task *all, size_t number, workroom *desk, double *out,
                          dw_error *err)
{
    (void)number;
    const dw_statistic *statistic = all->statistic;
    if (statistic->binned) {
        dw_binned_total(statistic->binned, desk->sums, desk->counts);
        *out = statistic->of_sums(statistic->context, desk->sums, desk->counts);
        return DW_OK;
    }
    size_t n = rows_of(all->plan);
    for (size_t i = 0; i < n; i++) desk->rows[i] = (uint32_t)i;
    return statistic->of_rows(statistic->context, desk->rows, n, desk->scratch, out, err);
}

/* ---- jackknife ---- */

/* The statistic without the rows of a stratum whose number is `group` modulo the groups. */
static dw_status leave_out(const task *all, size_t group, workroom *desk, double *out,
                           dw_error *err)
{
    const dw_strata *strata = &all->plan->strata;
    size_t first = strata->start[all->stratum], last = strata->start[all->stratum + 1], n = 0;
    for (size_t i = 0; i < rows_of(all->plan); i++)
        if (i < first || i >= last || (i - first) % all->groups != group)
            desk->rows[n++] = (uint32_t)i;
    return all->statistic->of_rows(all->statistic->context, desk->rows, n, desk->scratch, out, err);
}

/* For sums one row is taken from the total: number is that of the row in the stratum. */
static dw_status take_out(const task *all, size_t number, workroom *desk, double *out,
                          dw_error *err)
{
    (void)err;
    const dw_binned *binned = all->statistic->binned;
    size_t row = all->plan->strata.start[all->stratum] + number, bin = binned->bin[row];
    double sum = desk->sums[bin];
    desk->sums[bin] -= binned->value[row];
    desk->counts[bin]--;
    *out = all->statistic->of_sums(all->statistic->context, desk->sums, desk->counts);
    desk->sums[bin] = sum;
    desk->counts[bin]++;
    return DW_OK;
}

static dw_status take_out_each(task *all)
{
    workroom desk;
    dw_status status = make_desk(all, &desk, all->err);
    if (status) return status;
    dw_binned_total(all->statistic->binned, desk.sums, desk.counts);
    for (size_t i = 0; i < all->count; i++) {
        if (i % 4096 == 0 && dw_env_stops(all->plan->env)) {
            status = dw_fail(all->err, DW_ESTOP, "stopped in the jackknife");
            break;
        }
        take_out(all, i, &desk, &all->out[i], all->err);
    }
    free_desk(&desk);
    return status;
}

static size_t groups_of(const task *all)
{
    const dw_strata *strata = &all->plan->strata;
    size_t n = strata->start[all->stratum + 1] - strata->start[all->stratum];
    size_t rows = rows_of(all->plan);
    if (all->statistic->binned || rows <= DW_JACKKNIFE_MOST) return n;
    size_t share = (size_t)((double)n / (double)rows * DW_JACKKNIFE_MOST);
    return share < 2 ? n < 2 ? n : 2 : share;
}

/* Adds the stratum's part of the skewness; values without a statistic are left out. */
static dw_status add_stratum(task *all, double *cubes, double *squares)
{
    size_t g = all->groups = all->count = groups_of(all), kept = 0;
    if (g < 2) return DW_OK;
    dw_status status = all->statistic->binned ? take_out_each(all) : run(all);
    if (status) return status;
    double mean = 0;
    for (size_t i = 0; i < g; i++)
        if (isfinite(all->out[i])) mean += all->out[i], kept++;
    mean /= (double)kept;
    for (size_t i = 0; i < g; i++) {
        double u = ((double)g - 1) / (double)g * (mean - all->out[i]);
        if (!isfinite(u)) continue;
        squares[0] += u * u;
        cubes[0] += u * u * u;
    }
    return DW_OK;
}

static dw_status jackknife(const dw_statistic *statistic, const dw_bootstrap_plan *plan,
                           double *acceleration, dw_error *err)
{
    double cubes = 0, squares = 0;
    dw_status status = DW_OK;
    double *values = dw_allocate(rows_of(plan), sizeof *values, err);
    if (!values) return DW_ENOMEM;
    for (size_t s = 0; s < plan->strata.count && !status; s++) {
        task all = { .statistic = statistic,
                     .plan = plan,
                     .one = leave_out,
                     .step = 1,
                     .stratum = s,
                     .out = values,
                     .err = err };
        status = add_stratum(&all, &cubes, &squares);
    }
    free(values);
    *acceleration = squares > 0 ? cubes / (6 * squares * sqrt(squares)) : 0;
    return status;
}

/* ---- interval ---- */

/* The share below the estimate; what differs by rounding alone counts half. */
static double share_below(const double *sorted, size_t n, double estimate)
{
    double slack = 1e-10 * (sorted[n - 1] - sorted[0]), below = 0;
    for (size_t i = 0; i < n; i++)
        below += sorted[i] < estimate - slack ? 1 : sorted[i] <= estimate + slack ? 0.5 : 0;
    return below / (double)n;
}

static dw_status shift(const dw_bootstrap_result *r, double p, double *out, dw_error *err)
{
    double z = r->z0 + gsl_cdf_ugaussian_Pinv(p), scale = 1 - r->acceleration * z;
    if (!(scale > 0))
        return dw_fail(err, DW_ENUMERIC,
                       "the sample is too skewed for a BCa interval (acceleration %.3g); "
                       "method = \"percentile\" or \"basic\" needs none",
                       r->acceleration);
    *out = gsl_cdf_ugaussian_P(r->z0 + z / scale);
    return DW_OK;
}

/* The quantiles to take, for BCa moved by bias and skewness. */
static dw_status choose_tails(const dw_statistic *statistic, const dw_bootstrap_plan *plan,
                              const double *sorted, size_t n, dw_bootstrap_result *r, double *tails,
                              dw_error *err)
{
    double tail = (1 - plan->level) / 2;
    tails[0] = tail;
    tails[1] = 1 - tail;
    r->z0 = r->acceleration = NAN;
    if (plan->method != DW_BOOTSTRAP_BCA) return DW_OK;
    double below = share_below(sorted, n, r->estimate);
    if (!(below > 0 && below < 1))
        return dw_fail(err, DW_ENUMERIC,
                       "all resamples lie %s the estimate %g, so that BCa is not defined; "
                       "method = \"percentile\" or \"basic\" is",
                       below > 0 ? "below" : "above", r->estimate);
    r->z0 = gsl_cdf_ugaussian_Pinv(below);
    dw_status status = jackknife(statistic, plan, &r->acceleration, err);
    if (!status) status = shift(r, tail, &tails[0], err);
    if (!status) status = shift(r, 1 - tail, &tails[1], err);
    if (status) return status;
    double least = 0.5 / (double)n; /* beyond it there is no replicate to take */
    if (tails[0] < least || tails[1] > 1 - least)
        return dw_fail(err, DW_ENUMERIC,
                       "a share %.3g of the resamples lies below the estimate: BCa then needs more "
                       "resamples than %zu, or method = \"percentile\" or \"basic\"",
                       below, n);
    return DW_OK;
}

static dw_status keep_finite(const double *replicates, size_t n, double *kept, size_t *count,
                             dw_error *err)
{
    *count = 0;
    for (size_t i = 0; i < n; i++)
        if (isfinite(replicates[i])) kept[(*count)++] = replicates[i];
    if (*count >= 2 && n - *count <= n / 20) return DW_OK;
    return dw_fail(err, DW_ENUMERIC, "the statistic is not a number in %zu of %zu resamples",
                   n - *count, n);
}

static dw_status summarize(const dw_statistic *statistic, const dw_bootstrap_plan *plan,
                           const double *replicates, double *sorted, dw_bootstrap_result *r,
                           dw_error *err)
{
    size_t n;
    dw_status status = keep_finite(replicates, plan->resamples, sorted, &n, err);
    if (status) return status;
    r->failed = plan->resamples - n;
    dw_sort(sorted, n);
    if (sorted[n - 1] - sorted[0] <= 8 * DBL_EPSILON * fabs(r->estimate))
        return dw_fail(err, DW_ENUMERIC,
                       "every resample gives %g: the sample does not say how uncertain that is",
                       sorted[0]);
    double mean = 0, variance = 0, tails[2];
    status = dw_mean(sorted, n, &mean, err);
    if (!status) status = dw_variance(sorted, n, &variance, err);
    if (!status) status = choose_tails(statistic, plan, sorted, n, r, tails, err);
    if (!status) status = dw_quantile(sorted, n, tails[0], 7, &r->low, err);
    if (!status) status = dw_quantile(sorted, n, tails[1], 7, &r->high, err);
    if (status) return status;
    r->bias = mean - r->estimate;
    r->se = sqrt(variance);
    if (plan->method == DW_BOOTSTRAP_BASIC) {
        double low = 2 * r->estimate - r->high;
        r->high = 2 * r->estimate - r->low;
        r->low = low;
    }
    return DW_OK;
}

dw_status dw_bootstrap(const dw_statistic *statistic, const dw_bootstrap_plan *plan,
                       double *replicates, dw_bootstrap_result *out, dw_error *err)
{
    *out = (dw_bootstrap_result){ .estimate = NAN };
    dw_status status = dw_strata_check(&plan->strata, err);
    if (status) return status;
    if (rows_of(plan) < 2)
        return dw_fail(err, DW_EARG, "one row cannot be resampled; at least 2 are needed");
    if (plan->resamples < 2 || !(plan->level > 0 && plan->level < 1))
        return dw_fail(err, DW_EDOMAIN, "resamples must be at least 2 and level in 0..1");
    task once = { .statistic = statistic,
                  .plan = plan,
                  .one = estimate,
                  .step = 1,
                  .count = 1,
                  .out = &out->estimate,
                  .err = err };
    work(&once);
    if (once.status) return once.status;
    if (!isfinite(out->estimate))
        return dw_fail(err, DW_EDOMAIN, "the statistic of the sample itself is not a number");
    task all = { .statistic = statistic,
                 .plan = plan,
                 .one = replicate,
                 .step = statistic->binned ? DW_BINNED_TOGETHER : 1,
                 .count = plan->resamples,
                 .out = replicates,
                 .err = err };
    status = run(&all);
    if (status) return status;
    double *sorted = dw_allocate(plan->resamples, sizeof *sorted, err);
    if (!sorted) return DW_ENOMEM;
    status = summarize(statistic, plan, replicates, sorted, out, err);
    free(sorted);
    return status;
}
