#include "stats/emergence.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#ifdef _OPENMP
#    include <omp.h>
#endif

#include "base/memory.h"
#include "base/text.h"

enum { STREAM = 0x656d6572, SIZES_FOR_BROKEN = 7 };

static const double narrow = 0.5; /* share of the range below which a rise is a jump */

const char *dw_verdict_name(dw_verdict verdict)
{
    static const char *const names[] = { "flat", "smooth", "undecided", "bend", "jump" };
    return names[verdict];
}

/* ---- the laws ---- */

/* Rung i under a law, kept half a trial away from certainty. */
static double prediction(const dw_law *law, const dw_ladder *ladder, double u, size_t i)
{
    double mean = dw_law_mean(law, u);
    if (!ladder->trials) return mean;
    double least = 0.5 / (ladder->trials[i] + 1);
    return fmin(fmax(mean, least), 1 - least);
}

static dw_status cross_validate(dw_law_kind kind, const dw_ladder *ladder, const double *u,
                                double chance, const dw_env *env, double *out, dw_error *err)
{
    double sum = 0;
    for (size_t i = 0; i < ladder->n; i++) {
        dw_law law;
        if (dw_env_stops(env)) return dw_fail(err, DW_ESTOP, "stopped");
        dw_law_fit(&law, kind, ladder, u, chance, i);
        double mean = prediction(&law, ladder, u[i], i);
        sum += dw_law_own_likelihood(ladder, i) - 0.5 * dw_law_deviance(ladder, i, mean);
    }
    *out = sum / (double)ladder->n;
    return DW_OK;
}

static dw_status fit_laws(dw_emergence *out, const dw_ladder *ladder, const double *u,
                          double chance, const dw_env *env, dw_error *err)
{
    for (int kind = 0; kind < DW_LAWS; kind++) {
        dw_law_report *report = &out->laws[kind];
        double p = (double)dw_law_parameters((dw_law_kind)kind);
        *report = (dw_law_report){ .aic = INFINITY, .bic = INFINITY, .cv = -INFINITY };
        if (kind == DW_LAW_BROKEN && ladder->n < SIZES_FOR_BROKEN) continue;
        dw_law_fit(&report->law, (dw_law_kind)kind, ladder, u, chance, ladder->n);
        report->fitted = isfinite(report->law.deviance);
        if (!report->fitted) continue;
        report->aic = 2 * p - 2 * report->law.log_likelihood;
        report->bic = log((double)ladder->n) * p - 2 * report->law.log_likelihood;
        dw_status status =
            cross_validate((dw_law_kind)kind, ladder, u, chance, env, &report->cv, err);
        if (status) return status;
    }
    return DW_OK;
}

static void find_best(dw_emergence *out)
{
    const dw_law_report *laws = out->laws;
    out->best_aic = out->best_bic = out->best_cv = DW_LAW_FLAT;
    for (int kind = 1; kind < DW_LAWS; kind++) {
        if (laws[kind].aic < laws[out->best_aic].aic) out->best_aic = (dw_law_kind)kind;
        if (laws[kind].bic < laws[out->best_bic].bic) out->best_bic = (dw_law_kind)kind;
        if (laws[kind].cv > laws[out->best_cv].cv) out->best_cv = (dw_law_kind)kind;
    }
    out->smooth = laws[DW_LAW_POWER].law.deviance < laws[DW_LAW_LINE].law.deviance ? DW_LAW_POWER
                                                                                   : DW_LAW_LINE;
}

/* ---- the test ---- */

static double statistic(const dw_ladder *ladder, double smooth, double logistic)
{
    double dispersion = fmax(logistic / ((double)ladder->n - 3), 1);
    return fmax(smooth - logistic, 0) / dispersion;
}

static double statistic_of(const dw_ladder *ladder, const double *u, double chance)
{
    dw_law line, power, logistic;
    dw_law_fit(&line, DW_LAW_LINE, ladder, u, chance, ladder->n);
    dw_law_fit(&power, DW_LAW_POWER, ladder, u, chance, ladder->n);
    dw_law_fit(&logistic, DW_LAW_LOGISTIC, ladder, u, chance, ladder->n);
    return statistic(ladder, fmin(line.deviance, power.deviance), logistic.deviance);
}

/* Resamples under the smooth law. */
typedef struct null_world {
    const dw_ladder *ladder;
    const double *u, *mean;
    double chance, seen;
    const dw_resampling *options;
    atomic_llong larger;
    atomic_bool stopped, no_memory;
} null_world;

static void simulate(null_world *world, int64_t first, int64_t stride)
{
    dw_ladder drawn;
    if (dw_ladder_copy(world->ladder, &drawn, NULL)) {
        atomic_store(&world->no_memory, true);
        return;
    }
    for (int64_t r = first; r < world->options->resamples; r += stride) {
        dw_stream stream = dw_stream_make(world->options->seed, STREAM, (uint64_t)r, 0);
        if (atomic_load(&world->stopped)) break;
        if (dw_env_stops(world->options->env)) atomic_store(&world->stopped, true);
        dw_ladder_draw(&drawn, world->mean, &stream);
        double value = statistic_of(&drawn, world->u, world->chance);
        if (value >= world->seen * (1 - 1e-9)) atomic_fetch_add(&world->larger, 1);
    }
    dw_ladder_free(&drawn);
}

static void simulate_in_threads(null_world *world)
{
#ifdef _OPENMP
    const dw_env *env = world->options->env;
    int threads = env && env->threads > 0 ? env->threads : omp_get_max_threads();
#    pragma omp parallel num_threads(threads)
    simulate(world, omp_get_thread_num(), omp_get_num_threads());
#else
    simulate(world, 0, 1);
#endif
}

/* mean: n scratch. */
static dw_status test(dw_emergence *out, const dw_ladder *ladder, const double *u, double chance,
                      const dw_resampling *options, double *mean, dw_error *err)
{
    const dw_law *smooth = &out->laws[out->smooth].law;
    out->statistic = statistic(ladder, smooth->deviance, out->laws[DW_LAW_LOGISTIC].law.deviance);
    for (size_t i = 0; i < ladder->n; i++) mean[i] = dw_law_mean(smooth, u[i]);
    null_world world = { .ladder = ladder,
                         .u = u,
                         .mean = mean,
                         .chance = chance,
                         .seen = out->statistic,
                         .options = options };
    simulate_in_threads(&world);
    if (atomic_load(&world.no_memory)) return dw_fail(err, DW_ENOMEM, "no memory for a resample");
    if (atomic_load(&world.stopped)) return dw_fail(err, DW_ESTOP, "stopped");
    out->p_value = (1 + (double)atomic_load(&world.larger)) / (1 + (double)options->resamples);
    return DW_OK;
}

/* ---- the verdict ---- */

static bool is_flat(const dw_emergence *out, double level)
{
    const dw_law_report *laws = out->laws;
    double d = out->rise.dispersion, flat = laws[DW_LAW_FLAT].law.deviance;
    double line = gsl_cdf_chisq_Q(fmax(flat - laws[DW_LAW_LINE].law.deviance, 0) / d, 1);
    double logistic = gsl_cdf_chisq_Q(fmax(flat - laws[DW_LAW_LOGISTIC].law.deviance, 0) / d, 2);
    return fmin(line, logistic) > (1 - level) / 2;
}

static bool is_sharp(dw_law_kind kind)
{
    return kind == DW_LAW_LOGISTIC || kind == DW_LAW_BROKEN;
}

static dw_verdict judge(const dw_emergence *out, double level)
{
    const dw_rise *rise = &out->rise;
    bool beaten = out->p_value <= 1 - level;
    bool agreed = is_sharp(out->best_aic) && is_sharp(out->best_bic) && is_sharp(out->best_cv);
    if (is_flat(out, level)) return DW_VERDICT_FLAT;
    if (beaten && agreed)
        return rise->high <= narrow * rise->range ? DW_VERDICT_JUMP : DW_VERDICT_BEND;
    if (!beaten && rise->low > narrow * rise->range) return DW_VERDICT_SMOOTH;
    return DW_VERDICT_UNSURE;
}

static void describe_rise(const dw_rise *rise, double level, char out[160])
{
    char high[48];
    if (isinf(rise->high))
        snprintf(high, sizeof high, "or any wider");
    else
        snprintf(high, sizeof high, "to %.2g", rise->high);
    snprintf(out, 160, "10 to 90 %% of the rise in %.2g decades (%g %% interval %.2g %s) of %.2g",
             rise->decades, 100 * level, rise->low, high, rise->range);
}

static void say(dw_emergence *out, double level)
{
    static const char *const smooth_names[] = { "", "straight line in log size", "power law" };
    char rise[160], scatter[96] = "";
    const char *smooth = smooth_names[out->smooth];
    const dw_law_report *laws = out->laws;
    double ahead = laws[out->smooth].aic - laws[out->best_aic].aic;
    describe_rise(&out->rise, level, rise);
    if (out->rise.dispersion > 3)
        snprintf(scatter, sizeof scatter,
                 "; scores scatter %.1f times as much as their trials explain",
                 sqrt(out->rise.dispersion));
    switch (out->verdict) {
    case DW_VERDICT_FLAT:
        snprintf(out->message, sizeof out->message,
                 "flat: no change with size beyond noise at this sample size%s", scatter);
        break;
    case DW_VERDICT_SMOOTH:
        snprintf(out->message, sizeof out->message,
                 "smooth: a %s explains the scores (p = %.2g against a logistic); %s%s", smooth,
                 out->p_value, rise, scatter);
        break;
    case DW_VERDICT_UNSURE:
        snprintf(out->message, sizeof out->message,
                 "undecided at this sample size: %s (%s: p = "
                 "%.2g); %s%s",
                 out->p_value <= 1 - level
                     ? "a logistic beats the smooth law, but AIC, BIC and cross-validation do not "
                       "all agree"
                     : "a smooth law is not clearly worse than a jump, and a jump is not excluded",
                 smooth, out->p_value, rise, scatter);
        break;
    case DW_VERDICT_BEND:
        snprintf(out->message, sizeof out->message,
                 "bend: no smooth law explains the scores (%s: p = %.2g, AIC %.1f behind), but the "
                 "rise is not shown to be narrow: %s%s",
                 smooth, out->p_value, ahead, rise, scatter);
        break;
    case DW_VERDICT_JUMP:
        snprintf(out->message, sizeof out->message,
                 "jump: no smooth law explains the scores (%s: p = %.2g, AIC %.1f behind), and the "
                 "rise is narrow: %s%s",
                 smooth, out->p_value, ahead, rise, scatter);
        break;
    }
}

dw_status dw_emergence_find(dw_emergence *out, const dw_ladder *ladder, double chance,
                            const dw_resampling *options, dw_error *err)
{
    dw_status status = dw_growth_check(ladder, chance, DW_EMERGENCE_SIZES, err);
    if (status) return status;
    double *u = dw_allocate(ladder->n, 2 * sizeof *u, err);
    if (!u) return DW_ENOMEM;
    dw_law_positions(ladder, u);
    status = fit_laws(out, ladder, u, chance, options->env, err);
    find_best(out);
    if (!status) status = dw_rise_find(&out->rise, ladder, u, chance, options->level, err);
    if (!status) status = test(out, ladder, u, chance, options, u + ladder->n, err);
    if (!status) {
        out->verdict = judge(out, options->level);
        say(out, options->level);
    }
    free(u);
    return status;
}
