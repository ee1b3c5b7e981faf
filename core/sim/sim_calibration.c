#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "random/stream.h"
#include "sim/ability.h"
#include "sim/confidence.h"
#include "sim/job.h"
#include "sim/score.h"
#include "sim/sim.h"
#include "sim/stated.h"
#include "sim/trap.h"

enum { CHUNK = 1 << 13, MOST_LOSS = 32 };

typedef struct calibration {
    dw_sim_common common;
    dw_ability ability, knowledge;
    double spread, noise;
    dw_series bias;
    int64_t bins;
    const char *language;
} calibration;

static const dw_ability default_ability = {
    .kind = DW_LOGISTIC, .midpoint = 1e10, .slope = 1.2, .floor = 0.25, .ceiling = 0.95
};
static const dw_ability default_knowledge = {
    .kind = DW_LOGISTIC, .midpoint = 3e9, .slope = 1.5, .ceiling = 1
};

static const dw_option options[] = {
    DW_SIM_COMMON(calibration),
    { "ability", DW_ABILITY, offsetof(calibration, ability), .preset = &default_ability,
      .text = "sim.ability.logistic{midpoint = 1e10, slope = 1.2, floor = 0.25, ceiling = 0.95}",
      .doc = "mean chance m(N) of a right answer" },
    { "spread", DW_NUMBER, offsetof(calibration, spread), .def = 0.3, .min = 0, .max = 1,
      .flags = DW_BELOW_MAX,
      .doc = "how unlike the questions are: each has its own chance r ~ Beta(m (1-s)/s, "
             "(1-m)(1-s)/s); 0: r = m; else at least 1e-6" },
    { "knowledge", DW_ABILITY, offsetof(calibration, knowledge), .preset = &default_knowledge,
      .text = "sim.ability.logistic{midpoint = 3e9, slope = 1.5}",
      .doc = "self-knowledge w(N): how much the confidence follows r" },
    { "noise", DW_NUMBER, offsetof(calibration, noise), .def = 1.5, .min = 0, .max = 20,
      .unit = "logits",
      .doc = "standard deviation tau of what a model without self-knowledge says" },
    { "bias", DW_SERIES, offsetof(calibration, bias), .min = -20, .max = 20,
      .flags = DW_OPTIONAL | DW_OR_NUMBER, .unit = "logits",
      .doc = "added to every confidence's logit: one number, or one for each size; above 0: "
             "overconfident; not given: 0" },
    { "bins", DW_INTEGER, offsetof(calibration, bins), .def = 10, .min = 1, .max = DW_STATED_BINS,
      .unit = "bins", .doc = "bins of the reliability diagram" },
    { "language", DW_CHOICE, offsetof(calibration, language), .choices = dw_trap_languages,
      .flags = DW_LANGUAGE, .doc = "of the text that run:example shows" },
    { 0 },
};

enum { ACCURACY, ECE, ECE_MASS, MCE, BRIER, LOG_LOSS, AUROC, RELIABILITY, RESOLUTION, UNCERTAINTY };

static const dw_score_info scores[] = {
    { "accuracy", "share of questions answered rightly" },
    { "ece", "expected calibration error, bins of one width" },
    { "ece_mass", "expected calibration error, bins of about as many answers" },
    { "mce", "largest gap of a bin of one width" },
    { "brier", "mean of (confidence - right)^2" },
    { "log_loss", "mean of -ln(confidence in what happened), at most 32 for one answer" },
    { "auroc", "chance that a right answer has a higher confidence than a wrong one" },
    { "reliability", "part of the Brier score: mean squared gap of the bins" },
    { "resolution", "part of the Brier score: how far the bins' accuracies differ; it lowers it" },
    { "uncertainty", "part of the Brier score: accuracy (1 - accuracy)" },
    { 0 },
};

static size_t bin_count(const void *given)
{
    return (size_t)((const calibration *)given)->bins;
}

enum { COUNT, CONFIDENCE, SHARE_RIGHT, GAP_THEORY };

static const dw_extra extras[] = {
    { "bin_count", "answers in each bin of one width", bin_count, false },
    { "bin_confidence", "mean confidence in the bin", bin_count, false },
    { "bin_accuracy", "share right in the bin", bin_count, false },
    { "bin_gap", "theory: share right minus mean confidence in the bin, of all questions",
      bin_count, false },
    { 0 },
};

/* What the job counts; confidences are added up in units of 2^-24, losses of 2^-19 and 2^-14. */
enum { MOST_NUMBERS = 1 << 28 }; /* of all grids: 2 GiB */
enum { RIGHT, SQUARES, FOURTHS, LOSSES, LOSS_SQUARES, COUNTS };

typedef struct calibration_plan {
    const calibration *o;
    double *mean, *knowledge; /* of each size */
    dw_stated_grid grid;
    uint64_t *stated; /* of each size, grid.cells cells of what was said */
} calibration_plan;

static double bias_of(const calibration *o, size_t cell)
{
    if (!o->bias.at) return 0;
    return o->bias.at[o->bias.n == 1 ? 0 : cell];
}

static dw_confidence law_of(const calibration_plan *plan, size_t cell)
{
    /* what is below has no Beta law, and no quotient, in doubles */
    double w = plan->knowledge[cell] < 1e-300 ? 0 : plan->knowledge[cell];
    double mean = plan->mean[cell] < 1e-290 ? 0 : plan->mean[cell];
    return (dw_confidence){ .mean = mean,
                            .spread = plan->o->spread,
                            .knowledge = w,
                            .noise = plan->o->noise * sqrt((1 - w) * (1 + w)),
                            .bias = bias_of(plan->o, cell) };
}

/* ---- one question ---- */

typedef struct question {
    double chance, logit; /* r and logit r */
    double z;             /* logit of the confidence */
    bool right;
} question;

/* ln of a Gamma(a) number, for any a > 0. */
static double log_gamma_draw(dw_stream *stream, double a)
{
    gsl_rng rng = dw_stream_gsl(stream);
    double boosted = log(gsl_ran_gamma(&rng, a + 1, 1));
    return boosted + log(1 - dw_stream_uniform(stream)) / a;
}

static double draw_logit(const dw_confidence *law, dw_stream *stream)
{
    double m = law->mean, all = (1 - law->spread) / law->spread;
    if (m == 0 || m == 1 || law->spread == 0 || isinf(all)) return log(m / (1 - m));
    double mine = log_gamma_draw(stream, m * all);
    return mine - log_gamma_draw(stream, (1 - m) * all);
}

static question answer(const dw_confidence *law, dw_stream *stream)
{
    question q;
    q.logit = draw_logit(law, stream);
    q.chance = 1 / (1 + exp(-q.logit));
    q.right = dw_stream_event(stream, dw_chance_make(q.chance));
    q.z = law->bias + (law->knowledge > 0 ? law->knowledge * q.logit : 0);
    if (law->noise > 0) {
        gsl_rng rng = dw_stream_gsl(stream);
        q.z += law->noise * gsl_ran_gaussian_ziggurat(&rng, 1);
    }
    return q;
}

static uint64_t in_units(double x, double units)
{
    return (uint64_t)(x * units + 0.5);
}

static void grade(const calibration_plan *plan, const question *q, uint64_t *counts,
                  uint64_t *stated)
{
    double c = 1 / (1 + exp(-q->z)), miss = (c - q->right) * (c - q->right);
    double loss = q->right ? -q->z : q->z; /* ln(1 + e^loss) */
    loss = fmin(MOST_LOSS, loss > 0 ? loss + log1p(exp(-loss)) : log1p(exp(loss)));
    counts[RIGHT] += q->right;
    counts[SQUARES] += in_units(miss, 0x1p24);
    counts[FOURTHS] += in_units(miss * miss, 0x1p24);
    counts[LOSSES] += in_units(loss, 0x1p19);
    counts[LOSS_SQUARES] += in_units(loss * loss, 0x1p14);
    dw_stated_add(&plan->grid, stated, c, q->right);
}

static dw_stream stream_of(const calibration *o, size_t cell, int64_t trial)
{
    return dw_stream_make((uint64_t)o->common.seed, dw_sim_key("calibration"), cell,
                          (uint64_t)trial);
}

static void work(const void *context, const dw_chunk *chunk, uint64_t *counts)
{
    const calibration_plan *plan = context;
    dw_confidence law = law_of(plan, chunk->cell);
    uint64_t stated[DW_STATED_NUMBERS];
    size_t numbers = dw_stated_numbers(&plan->grid);
    memset(stated, 0, numbers * sizeof *stated);
    for (int64_t t = chunk->first; t < chunk->last; t++) {
        dw_stream stream = stream_of(plan->o, chunk->cell, t);
        question q = answer(&law, &stream);
        grade(plan, &q, counts, stated);
    }
    uint64_t *total = plan->stated + chunk->cell * numbers;
    for (size_t i = 0; i < numbers; i++) {
        if (stated[i] == 0) continue;
#ifdef _OPENMP
#    pragma omp atomic
#endif
        total[i] += stated[i];
    }
}

/* ---- scores ---- */

static void put_theory(const dw_confidence *law, const dw_confidence_bin *bin, size_t bins,
                       double brier, size_t i, dw_result *result)
{
    double ece = 0, mce = 0, reliability = 0, resolution = 0, m = law->mean;
    double *gaps = result->extras ? result->extras[GAP_THEORY] + i * bins : NULL;
    for (size_t b = 0; b < bins; b++) {
        if (!(bin[b].share > 1e-12)) continue; /* nobody says so */
        double gap = (bin[b].right - bin[b].confidence) / bin[b].share;
        double away = bin[b].right / bin[b].share - m;
        ece += bin[b].share * fabs(gap);
        mce = fmax(mce, fabs(gap));
        reliability += bin[b].share * gap * gap;
        resolution += bin[b].share * away * away;
        if (gaps) gaps[b] = gap;
    }
    dw_score *score = result->scores;
    score[ACCURACY].theory[i] = m;
    score[ECE].theory[i] = ece;
    score[MCE].theory[i] = mce;
    score[BRIER].theory[i] = brier;
    score[RELIABILITY].theory[i] = reliability;
    score[RESOLUTION].theory[i] = resolution;
    score[UNCERTAINTY].theory[i] = m * (1 - m);
}

static void put_measure(dw_score *score, size_t i, dw_stated_measure measure, const char *method)
{
    score->mean[i] = measure.value;
    score->low[i] = measure.low;
    score->high[i] = measure.high;
    score->theory[i] = NAN;
    score->method = method;
}

static void put_bins(const dw_stated_bins *bins, size_t i, dw_result *result)
{
    for (size_t b = 0; result->extras && b < bins->n; b++) {
        size_t at = i * bins->n + b;
        result->extras[COUNT][at] = bins->count[b];
        result->extras[CONFIDENCE][at] = bins->confidence[b];
        result->extras[SHARE_RIGHT][at] = bins->accuracy[b];
    }
}

/* The scores that are made of bins. */
static void put_binned(const calibration_plan *plan, size_t i, dw_result *result)
{
    static const char gaps[] = "normal, from the bins' gaps; the low end less what chance adds";
    dw_score *score = result->scores;
    const uint64_t *stated = plan->stated + i * dw_stated_numbers(&plan->grid);
    dw_stated_bins bins;
    dw_stated_by_mass(&plan->grid, stated, &bins);
    put_measure(&score[ECE_MASS], i, dw_stated_ece(&bins), gaps);
    dw_stated_by_width(&plan->grid, stated, &bins);
    put_measure(&score[ECE], i, dw_stated_ece(&bins), gaps);
    put_measure(&score[MCE], i, dw_stated_mce(&bins), "normal, Bonferroni over the bins");
    put_measure(&score[RELIABILITY], i, dw_stated_reliability(&bins), gaps);
    put_measure(&score[RESOLUTION], i, dw_stated_resolution(&bins),
                "normal, from the bins' accuracies; the low end less what chance adds");
    put_measure(&score[AUROC], i, dw_stated_auroc(&plan->grid, stated), "DeLong, normal, 95 %");
    put_bins(&bins, i, result);
}

/* The range of p (1 - p) over an interval of p. */
static void put_uncertainty(dw_score *score, const dw_score *accuracy, size_t i)
{
    double p = accuracy->mean[i], low = accuracy->low[i], high = accuracy->high[i];
    double one = low * (1 - low), other = high * (1 - high);
    bool half = low <= 0.5 && high >= 0.5;
    put_measure(
        score, i,
        (dw_stated_measure){ p * (1 - p), fmin(one, other), half ? 0.25 : fmax(one, other) },
        "Wilson interval of the accuracy, 95 %");
}

static dw_status put_cell(const calibration_plan *plan, size_t i, const uint64_t *counts,
                          dw_result *result, dw_error *err)
{
    double n = (double)plan->o->common.trials;
    dw_score *score = result->scores;
    dw_status status = dw_score_share(&score[ACCURACY], i, (double)counts[RIGHT], n, err);
    if (!status)
        status = dw_score_mean(&score[BRIER], i, (double)counts[SQUARES] * 0x1p-24,
                               (double)counts[FOURTHS] * 0x1p-24, n, 1, err);
    if (!status)
        status = dw_score_mean(&score[LOG_LOSS], i, (double)counts[LOSSES] * 0x1p-19,
                               (double)counts[LOSS_SQUARES] * 0x1p-14, n, MOST_LOSS, err);
    if (status) return status;
    score[LOG_LOSS].mean[i] *= MOST_LOSS;
    score[LOG_LOSS].low[i] *= MOST_LOSS;
    score[LOG_LOSS].high[i] *= MOST_LOSS;
    score[LOG_LOSS].theory[i] = NAN;
    put_binned(plan, i, result);
    put_uncertainty(&score[UNCERTAINTY], &score[ACCURACY], i);
    return DW_OK;
}

/* The integrals of every size: what takes longest of a run of many sizes and few trials. */
typedef struct theory {
    const calibration_plan *plan;
    dw_result *result;
} theory;

static dw_status integrate(const void *context, size_t i, dw_error *err)
{
    const theory *closed = context;
    dw_confidence law = law_of(closed->plan, i);
    dw_confidence_bin bins[DW_STATED_BINS];
    double brier;
    size_t n = closed->plan->grid.bins;
    dw_status status = dw_confidence_bins(&law, n, bins, &brier, err);
    if (!status) put_theory(&law, bins, n, brier, i, closed->result);
    return status;
}

/* ---- the run ---- */

static dw_status check(const void *given, dw_error *err)
{
    const calibration *o = given;
    if (o->spread > 0 && o->spread < 1e-6)
        return dw_fail(err, DW_EDOMAIN, "'spread' must be 0 or at least 1e-06, got %g", o->spread);
    dw_stated_grid grid = dw_stated_grid_of((size_t)o->bins);
    size_t most = MOST_NUMBERS / dw_stated_numbers(&grid);
    if (o->common.size.n > most)
        return dw_fail(err, DW_EDOMAIN,
                       "'size' has %zu sizes, and the confidences of at most %zu fit",
                       o->common.size.n, most);
    if (!o->bias.at || o->bias.n == 1 || o->bias.n == o->common.size.n) return DW_OK;
    return dw_fail(err, DW_EARG, "'bias' has %zu numbers for %zu sizes", o->bias.n,
                   o->common.size.n);
}

/* The abilities; free plan->mean, also after a failure. */
static dw_status make_plan(calibration_plan *plan, const calibration *o, dw_error *err)
{
    size_t sizes = o->common.size.n;
    *plan = (calibration_plan){ .o = o, .grid = dw_stated_grid_of((size_t)o->bins) };
    plan->mean = dw_allocate(sizes, 2 * sizeof *plan->mean, err);
    if (!plan->mean) return DW_ENOMEM;
    plan->knowledge = plan->mean + sizes;
    dw_status status = dw_ability_evaluate(&o->ability, o->common.size, plan->mean, err);
    if (status) return status;
    return dw_ability_evaluate(&o->knowledge, o->common.size, plan->knowledge, err);
}

static dw_status run(const void *given, dw_result *result, const dw_env *env, dw_error *err)
{
    const calibration *o = given;
    calibration_plan plan;
    uint64_t *totals = NULL;
    dw_status status = make_plan(&plan, o, err);
    if (!status) {
        size_t sizes = o->common.size.n;
        totals = dw_allocate(sizes, COUNTS * sizeof *totals, err);
        plan.stated = dw_allocate(sizes, dw_stated_numbers(&plan.grid) * sizeof *plan.stated, err);
        status = totals && plan.stated ? DW_OK : DW_ENOMEM;
    }
    dw_job job = { .cells = o->common.size.n,
                   .trials = o->common.trials,
                   .chunk = CHUNK,
                   .counts = COUNTS,
                   .draws = 40,
                   .work = work,
                   .context = &plan };
    if (!status) status = dw_job_run(&job, totals, env, err);
    for (size_t i = 0; !status && i < job.cells; i++) {
        status = dw_job_ask(env, i, job.cells, err);
        if (!status) status = put_cell(&plan, i, totals + i * COUNTS, result, err);
    }
    theory closed = { &plan, result };
    if (!status) status = dw_job_each(job.cells, integrate, &closed, env, err);
    free(plan.stated);
    free(totals);
    free(plan.mean);
    return status;
}

static dw_status show(const void *given, size_t cell, int64_t trial, dw_buffer *out, dw_error *err)
{
    const calibration *o = given;
    calibration_plan plan;
    dw_status status = make_plan(&plan, o, err);
    if (!status) {
        dw_confidence law = law_of(&plan, cell);
        dw_stream stream = stream_of(o, cell, trial);
        question q = answer(&law, &stream);
        char size[32];
        dw_text_count(o->common.size.at[cell], 3, size);
        double chance = 100 * q.chance, sure = 100 / (1 + exp(-q.z));
        if (strcmp(o->language, "zh-TW") == 0)
            dw_buffer_format(out,
                             "這一題，%s 參數的模型有 %.1f%% 的機率答對。\n"
                             "這個模型說自己有 %.1f%% 的把握：%s。\n",
                             size, chance, sure, q.right ? "答對了" : "答錯了");
        else
            dw_buffer_format(out,
                             "A question that models of %s parameters answer rightly %.1f%% of "
                             "the time.\nThis one is %.1f%% sure of its answer: %s.\n",
                             size, chance, sure, q.right ? "right" : "wrong");
    }
    free(plan.mean);
    return status;
}

const dw_sim dw_sim_calibration = {
    .name = "calibration",
    .title = "does it know what it doesn't know",
    .doc = "Each question has its own chance r of a right answer, r ~ Beta with mean m(N). The "
           "model answers and says how sure it is; w(N) is its self-knowledge. The ECE of a sample "
           "lies above that of all questions (theory), so compare run.bin_gap with bin_accuracy - "
           "bin_confidence. A calibrated model need not know anything: with noise = 0, knowledge = "
           "0, and bias = the logit of m every confidence is m and the ECE is 0, but so is the "
           "resolution, and the AUROC is 1/2. The ECE is the area between curve and diagonal only "
           "when all confidences are equally frequent. For the AUROC and for bins of equal mass, "
           "confidences that differ by less than about 1/1000 count as equal.",
    .formula =
        "confidence = logistic(w logit r + sqrt(1 - w^2) e + bias), e ~ N(0, noise^2); ece = "
        "sum over bins of share |accuracy - confidence|; brier = reliability - resolution + "
        "uncertainty + a part within the bins; theory by quadrature",
    .source = "Kadavath et al. 2022, Language Models (Mostly) Know What They Know; ece: Naeini, "
              "Cooper, Hauskrecht 2015; Guo et al. 2017, eq. 2-5; Brier's parts: Murphy 1973; "
              "intervals of the AUROC: DeLong, DeLong, Clarke-Pearson 1988",
    .example = "local run = sim.calibration { size = array.geomspace(1e8, 1e12, 9) }\n"
               "print(run.ece.mean, run.ece.theory, run.auroc.mean)",
    .options = options,
    .options_size = sizeof(calibration),
    .scores = scores,
    .extras = extras,
    .check = check,
    .run = run,
    .show = show,
};
