#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "random/stream.h"
#include "sim/ability.h"
#include "sim/job.h"
#include "sim/score.h"
#include "sim/sim.h"
#include "sim/softmax.h"
#include "sim/trap.h"

enum { CHUNK = 1 << 12, MOST_CHOICES = 12, BAR = 24 };

typedef struct next_token {
    dw_sim_common common;
    dw_ability knowledge, fluency;
    double familiarity, gap, scatter, temperature;
    int64_t choices;
    const char *language;
} next_token;

static const dw_ability default_knowledge = {
    .kind = DW_LOGISTIC, .midpoint = 3e9, .slope = 1.5, .ceiling = 1
};
static const dw_ability default_fluency = {
    .kind = DW_LOGISTIC, .midpoint = 1e7, .slope = 2, .ceiling = 1
};

static const dw_option options[] = {
    DW_SIM_COMMON(next_token),
    { "knowledge", DW_ABILITY, offsetof(next_token, knowledge), .preset = &default_knowledge,
      .text = "sim.ability.logistic{midpoint = 3e9, slope = 1.5}",
      .doc = "share k(N) of the gap that a model of this size has learned" },
    { "fluency", DW_ABILITY, offsetof(next_token, fluency), .preset = &default_fluency,
      .text = "sim.ability.logistic{midpoint = 1e7, slope = 2}",
      .doc = "chance f(N) that a continuation is fluent, whether or not it is true" },
    { "familiarity", DW_NUMBER, offsetof(next_token, familiarity), .def = 1, .min = 0, .max = 1,
      .doc = "how well known the real festival is; the invented one has 0" },
    { "gap", DW_NUMBER, offsetof(next_token, gap), .def = 5, .min = 0, .max = 100, .unit = "logits",
      .doc = "how far the true continuation stands out once it is learned" },
    { "scatter", DW_NUMBER, offsetof(next_token, scatter), .def = 0.7, .min = 0, .max = 100,
      .unit = "logits", .doc = "standard deviation of the logits among prompts" },
    { "temperature", DW_NUMBER, offsetof(next_token, temperature), .def = 1, .min = 0, .max = 100,
      .doc = "of the sampling; 0: the largest logit is said" },
    { "choices", DW_INTEGER, offsetof(next_token, choices), .def = 6, .min = 2, .max = MOST_CHOICES,
      .unit = "continuations", .doc = "continuations c that are fluent, one of them true" },
    { "language", DW_CHOICE, offsetof(next_token, language), .choices = dw_trap_languages,
      .flags = DW_LANGUAGE, .doc = "of the text that run:example shows" },
    { 0 },
};

enum { RIGHT, INVENTION, FLUENT, INVENTED, TOP, ENTROPY, INVENTED_TOP, INVENTED_ENTROPY, SCORES };

static const dw_score_info scores[] = {
    { "right", "share of continuations about the real festival that are true" },
    { "invention", "share of continuations about the real festival: fluent and wrong" },
    { "fluent", "share of continuations about the real festival that are fluent" },
    { "invented", "share of continuations about the invented festival: fluent, and never true" },
    { "top", "mean probability of the likeliest continuation, real festival" },
    { "entropy", "mean entropy of the continuations in bits, real festival" },
    { "invented_top", "mean probability of the likeliest continuation, invented festival" },
    { "invented_entropy", "mean entropy of the continuations in bits, invented festival" },
    { 0 },
};

static size_t choice_count(const void *given)
{
    return (size_t)((const next_token *)given)->choices;
}

static const dw_extra extras[] = {
    { "bars", "mean probability of each continuation, the true one first: real festival",
      choice_count, false },
    { "invented_bars", "mean probability of each continuation: invented festival", choice_count,
      false },
    { 0 },
};

/* What the job counts: four shares, four sums with their squares, the bars of both festivals. Sums
 * of numbers in 0..1 are counted in units of 2^-20. */
enum { SUMS = TOP, BARS = SUMS + 8 };
static const double units = 0x1p20;

typedef struct next_token_plan {
    const next_token *o;
    double *knowledge, *fluency; /* of each size */
} next_token_plan;

typedef struct prompt {
    dw_softmax bars;
    size_t said;
    bool fluent;
} prompt;

/* Both festivals: the same fluency, drawn for each. */
static prompt draw_prompt(const next_token *o, double gap, dw_chance fluency, dw_stream *stream)
{
    prompt p;
    double logits[DW_SOFTMAX_MOST];
    gsl_rng rng = dw_stream_gsl(stream);
    for (int64_t j = 0; j < o->choices; j++)
        logits[j] = o->scatter > 0 ? o->scatter * gsl_ran_gaussian_ziggurat(&rng, 1) : 0;
    logits[0] += gap;
    dw_softmax_make(&p.bars, logits, (size_t)o->choices, o->temperature);
    p.said = dw_softmax_draw(&p.bars, stream);
    p.fluent = dw_stream_event(stream, fluency);
    return p;
}

static double gap_of(const next_token_plan *plan, size_t cell)
{
    return plan->o->gap * plan->o->familiarity * plan->knowledge[cell];
}

static dw_stream stream_of(const next_token *o, size_t cell, int64_t trial)
{
    return dw_stream_make((uint64_t)o->common.seed, dw_sim_key("next_token"), cell,
                          (uint64_t)trial);
}

static void count(uint64_t *counts, double x)
{
    counts[0] += (uint64_t)(x * units + 0.5);
    counts[1] += (uint64_t)(x * x * units + 0.5);
}

static void count_bars(const prompt *p, uint64_t *sums, uint64_t *bars)
{
    double most = log2((double)p->bars.n);
    count(sums, dw_softmax_top(&p->bars));
    count(sums + 2, fmin(1, dw_softmax_entropy(&p->bars) / most));
    for (size_t j = 0; j < p->bars.n; j++) bars[j] += (uint64_t)(p->bars.p[j] * units + 0.5);
}

static void work(const void *context, const dw_chunk *chunk, uint64_t *counts)
{
    const next_token_plan *plan = context;
    const next_token *o = plan->o;
    dw_chance fluency = dw_chance_make(plan->fluency[chunk->cell]);
    double gap = gap_of(plan, chunk->cell);
    for (int64_t t = chunk->first; t < chunk->last; t++) {
        dw_stream stream = stream_of(o, chunk->cell, t);
        prompt real = draw_prompt(o, gap, fluency, &stream);
        prompt made_up = draw_prompt(o, 0, fluency, &stream);
        counts[RIGHT] += real.fluent && real.said == 0;
        counts[INVENTION] += real.fluent && real.said != 0;
        counts[FLUENT] += real.fluent;
        counts[INVENTED] += made_up.fluent;
        count_bars(&real, counts + SUMS, counts + BARS);
        count_bars(&made_up, counts + SUMS + 4, counts + BARS + o->choices);
    }
}

/* For every size: what takes longest of a run of many sizes and few trials. */
typedef struct theory {
    const next_token_plan *plan;
    dw_result *result;
} theory;

static dw_status put_theory(const void *context, size_t i, dw_error *err)
{
    (void)err;
    const next_token_plan *plan = ((const theory *)context)->plan;
    dw_result *result = ((const theory *)context)->result;
    const next_token *o = plan->o;
    size_t n = (size_t)o->choices;
    double fluency = plan->fluency[i], gap = gap_of(plan, i);
    double truth = dw_softmax_expected(n, gap, o->scatter, o->temperature);
    dw_score *score = result->scores;
    score[RIGHT].theory[i] = fluency * truth;
    score[INVENTION].theory[i] = fluency * (1 - truth);
    score[FLUENT].theory[i] = score[INVENTED].theory[i] = fluency;
    for (int s = TOP; s < SCORES; s++) score[s].theory[i] = NAN;
    if (o->scatter > 0) return DW_OK; /* no closed form */
    double logits[DW_SOFTMAX_MOST] = { gap };
    dw_softmax bars;
    dw_softmax_make(&bars, logits, n, o->temperature);
    score[TOP].theory[i] = dw_softmax_top(&bars);
    score[ENTROPY].theory[i] = dw_softmax_entropy(&bars);
    logits[0] = 0;
    dw_softmax_make(&bars, logits, n, o->temperature);
    score[INVENTED_TOP].theory[i] = dw_softmax_top(&bars);
    score[INVENTED_ENTROPY].theory[i] = dw_softmax_entropy(&bars);
    return DW_OK;
}

static void put_bars(const next_token_plan *plan, size_t i, const uint64_t *counts,
                     dw_result *result)
{
    size_t n = (size_t)plan->o->choices;
    double all = units * (double)plan->o->common.trials;
    for (size_t j = 0; j < n && result->extras; j++) {
        result->extras[0][i * n + j] = (double)counts[BARS + j] / all;
        result->extras[1][i * n + j] = (double)counts[BARS + n + j] / all;
    }
}

static dw_status put_cell(const next_token_plan *plan, size_t i, const uint64_t *counts,
                          dw_result *result, dw_error *err)
{
    double n = (double)plan->o->common.trials, bits = log2((double)plan->o->choices);
    dw_score *score = result->scores;
    dw_status status = DW_OK;
    for (int s = 0; s < TOP && !status; s++)
        status = dw_score_share(&score[s], i, (double)counts[s], n, err);
    for (int s = TOP; s < SCORES && !status; s++) {
        const uint64_t *sums = counts + SUMS + 2 * (s - TOP);
        status = dw_score_mean(&score[s], i, fmin(n, (double)sums[0] / units),
                               fmin(n, (double)sums[1] / units), n, 1, err);
        double scale = s == ENTROPY || s == INVENTED_ENTROPY ? bits : 1;
        score[s].mean[i] *= scale;
        score[s].low[i] *= scale;
        score[s].high[i] *= scale;
    }
    if (status) return status;
    put_bars(plan, i, counts, result);
    return DW_OK;
}

/* Free plan->knowledge, also after a failure. */
static dw_status make_plan(next_token_plan *plan, const next_token *o, dw_error *err)
{
    size_t sizes = o->common.size.n;
    *plan = (next_token_plan){ .o = o };
    plan->knowledge = dw_allocate(sizes, 2 * sizeof *plan->knowledge, err);
    if (!plan->knowledge) return DW_ENOMEM;
    plan->fluency = plan->knowledge + sizes;
    dw_status status = dw_ability_evaluate(&o->knowledge, o->common.size, plan->knowledge, err);
    if (status) return status;
    return dw_ability_evaluate(&o->fluency, o->common.size, plan->fluency, err);
}

static dw_status run(const void *given, dw_result *result, const dw_env *env, dw_error *err)
{
    const next_token *o = given;
    next_token_plan plan;
    size_t counts = BARS + 2 * (size_t)o->choices;
    uint64_t *totals = NULL;
    result->chance = 1 / (double)o->choices;
    dw_status status = make_plan(&plan, o, err);
    if (!status) {
        totals = dw_allocate(o->common.size.n, counts * sizeof *totals, err);
        status = totals ? DW_OK : DW_ENOMEM;
    }
    dw_job job = { .cells = o->common.size.n,
                   .trials = o->common.trials,
                   .chunk = CHUNK,
                   .counts = counts,
                   .draws = 8 * (double)o->choices,
                   .work = work,
                   .context = &plan };
    if (!status) status = dw_job_run(&job, totals, env, err);
    for (size_t i = 0; !status && i < job.cells; i++) {
        status = dw_job_ask(env, i, job.cells, err);
        if (!status) status = put_cell(&plan, i, totals + i * counts, result, err);
    }
    theory closed = { &plan, result };
    if (!status) status = dw_job_each(job.cells, put_theory, &closed, env, err);
    free(totals);
    free(plan.knowledge);
    return status;
}

/* ---- as text ---- */

/* Months from the true one on. */
static const char *const months[][2] = {
    { "March", "三月" },      { "April", "四月" },   { "May", "五月" },
    { "June", "六月" },       { "July", "七月" },    { "August", "八月" },
    { "September", "九月" },  { "October", "十月" }, { "November", "十一月" },
    { "December", "十二月" }, { "January", "一月" }, { "February", "二月" },
};

static void show_bars(const prompt *p, bool zh, dw_buffer *out)
{
    for (size_t j = 0; j < p->bars.n; j++) {
        dw_buffer_format(out, "  %5.1f%% ", 100 * p->bars.p[j]);
        int length = (int)lround(BAR * p->bars.p[j]);
        for (int i = 0; i < BAR; i++) dw_buffer_add(out, i < length ? "█" : " ");
        dw_buffer_format(out, " %s\n", months[j][zh]);
    }
}

static void show_said(const prompt *p, bool true_one, bool zh, dw_buffer *out)
{
    if (!p->fluent) {
        dw_buffer_add(out, zh ? "模型說的不成句子。\n" : "It says nothing fluent.\n");
        return;
    }
    dw_buffer_format(out, zh ? "模型說：%s，" : "It says %s: ", months[p->said][zh]);
    if (true_one)
        dw_buffer_add(out, zh ? "說對了。\n" : "true.\n");
    else
        dw_buffer_add(out, zh ? "流暢的捏造。\n" : "a fluent invention.\n");
}

static dw_status show(const void *given, size_t cell, int64_t trial, dw_buffer *out, dw_error *err)
{
    const next_token *o = given;
    next_token_plan plan;
    dw_status status = make_plan(&plan, o, err);
    if (!status) {
        bool zh = strcmp(o->language, "zh-TW") == 0;
        dw_stream stream = stream_of(o, cell, trial);
        dw_chance fluency = dw_chance_make(plan.fluency[cell]);
        prompt real = draw_prompt(o, gap_of(&plan, cell), fluency, &stream);
        prompt made_up = draw_prompt(o, 0, fluency, &stream);
        char size[32];
        dw_text_count(o->common.size.at[cell], 3, size);
        dw_buffer_format(
            out, zh ? "%s 參數的模型接下去說：\n" : "A model of %s parameters goes on.\n", size);
        dw_buffer_add(out, zh ? "「杜鵑花節在……」\n" : "\"The azalea festival is in ...\"\n");
        show_bars(&real, zh, out);
        show_said(&real, real.said == 0, zh, out);
        dw_buffer_add(out, zh ? "「玫瑰花節在……」（沒有這個節）\n"
                              : "\"The rose festival is in ...\" (there is none)\n");
        show_bars(&made_up, zh, out);
        show_said(&made_up, false, zh, out);
    }
    free(plan.knowledge);
    return status;
}

const dw_sim dw_sim_next_token = {
    .name = "next_token",
    .title = "the azalea and the rose: the same fluency, another confidence",
    .doc = "A prompt offers c fluent continuations with logits drawn at random. About a real "
           "festival the true one (azalea: March) stands out by gap x familiarity x k(N); about an "
           "invented one (rose) none does. One is sampled at the temperature. Both are as fluent, "
           "f(N), but the bars about the invented festival are flat: low top, high entropy. "
           "Probabilities and entropies are those of the sampling, at its temperature, among the "
           "fluent continuations.",
    .formula = "right: f E[softmax((gap familiarity k + e) / temperature)], e ~ N(0, scatter^2) of "
               "each continuation, by quadrature; scatter = 0: f / (1 + (c - 1) exp(-gap "
               "familiarity k / temperature)); invention: f - right; fluent, invented: f",
    .source =
        "softmax sampling: Ackley, Hinton, Sejnowski 1985, A Learning Algorithm for Boltzmann "
        "Machines; Kadavath et al. 2022, Language Models (Mostly) Know What They Know",
    .example = "local run = sim.next_token { size = { 1e8, 1e10, 1e12 } }\n"
               "print(run.top.mean, run.invented_top.mean)\n"
               "print(run:example(1))",
    .options = options,
    .options_size = sizeof(next_token),
    .scores = scores,
    .extras = extras,
    .run = run,
    .show = show,
};
