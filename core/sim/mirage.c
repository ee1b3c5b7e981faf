#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "random/stream.h"
#include "sim/ability.h"
#include "sim/choice_law.h"
#include "sim/job.h"
#include "sim/score.h"
#include "sim/sim.h"
#include "sim/softmax.h"

enum { CHUNK = 1 << 12, MOST_STEPS = 256, MOST_SYMBOLS = 1000 };

typedef struct mirage {
    dw_sim_common common;
    dw_ability ability;
    int64_t steps, symbols, choices;
    double noise;
} mirage;

static const dw_ability default_ability = {
    .kind = DW_LOGISTIC, .midpoint = 1e9, .slope = 1.5, .ceiling = 1
};

static const dw_option options[] = {
    DW_SIM_COMMON(mirage),
    { "ability", DW_ABILITY, offsetof(mirage, ability), .preset = &default_ability,
      .text = "sim.ability.logistic{midpoint = 1e9, slope = 1.5}",
      .doc = "share a(N) of the steps that the model knows; it guesses the others" },
    { "steps", DW_INTEGER, offsetof(mirage, steps), .def = 8, .min = 1, .max = MOST_STEPS,
      .unit = "steps", .doc = "steps k of an answer, a symbol each" },
    { "symbols", DW_INTEGER, offsetof(mirage, symbols), .def = 10, .min = 2, .max = MOST_SYMBOLS,
      .unit = "symbols", .doc = "symbols V that a step chooses from: a guess is right with 1 / V" },
    { "choices", DW_INTEGER, offsetof(mirage, choices), .def = 4, .min = 2, .max = DW_SOFTMAX_MOST,
      .unit = "answers", .doc = "answers c of the multiple choice" },
    { "noise", DW_NUMBER, offsetof(mirage, noise), .def = 0.1, .min = 0, .max = DW_CHOICE_NOISE,
      .unit = "logits", .doc = "standard deviation of the score of an answer among problems" },
    { 0 },
};

enum { EXACT, MULTIPLE_CHOICE, PARTIAL, EDIT, BRIER, SCORES };

static const dw_score_info scores[] = {
    { "exact", "share of problems whose answer is written without an error" },
    { "multiple_choice", "share of problems where the right one of c answers has the best score" },
    { "partial", "share of steps right" },
    { "edit", "wrong steps of an answer, 0..k (Hamming distance)" },
    { "brier", "squared error of the probabilities of the c answers, summed over them: 0..2" },
    { 0 },
};

/* What the job counts. A sum of numbers in 0..1 is counted in units of 2^-63, in three parts of 21
 * bits that cannot overflow in 1e12 trials. */
enum { ANSWERS, CHOSEN, STEPS_RIGHT, BRIERS, BRIER_SQUARES = BRIERS + 3, COUNTS = BRIERS + 6 };
enum { PART = 21 };

static void count(uint64_t *parts, double x)
{
    uint64_t whole = (uint64_t)(x * 0x1p63 + 0.5), mask = (1 << PART) - 1;
    parts[0] += whole & mask;
    parts[1] += whole >> PART & mask;
    parts[2] += whole >> 2 * PART;
}

static double sum_of(const uint64_t *parts)
{
    return ldexp((double)parts[2], 2 * PART - 63) + ldexp((double)parts[1], PART - 63) +
           ldexp((double)parts[0], -63);
}

typedef struct mirage_plan {
    const mirage *o;
    double *known; /* of each size */
} mirage_plan;

/* One size: the chance that a step is right, and how far the right answer's score leads. */
typedef struct model {
    double right, lead;
    dw_chance step;
} model;

static model model_at(const mirage_plan *plan, size_t cell)
{
    double known = plan->known[cell], symbols = (double)plan->o->symbols;
    model m = { .right = known + (1 - known) / symbols };
    /* the answers offered differ in one step: log of its odds against another symbol */
    m.lead = known < 1 ? log1p(known * symbols / (1 - known)) : DW_CHOICE_SURE;
    m.step = dw_chance_make(m.right);
    return m;
}

static dw_stream stream_of(const mirage *o, size_t cell, int64_t trial)
{
    return dw_stream_make((uint64_t)o->common.seed, dw_sim_key("mirage"), cell, (uint64_t)trial);
}

/* One problem, answered twice: written out, and chosen among c answers, the right one first. */
typedef struct problem {
    uint8_t right[MOST_STEPS];
    int64_t steps_right;
    double logits[DW_SOFTMAX_MOST], brier;
    size_t chosen;
} problem;

static void choose(const mirage *o, double lead, dw_stream *stream, problem *p)
{
    size_t n = (size_t)o->choices;
    dw_softmax probability, largest;
    gsl_rng rng = dw_stream_gsl(stream);
    for (size_t j = 0; j < n; j++)
        p->logits[j] = o->noise > 0 ? o->noise * gsl_ran_gaussian_ziggurat(&rng, 1) : 0;
    p->logits[0] += lead;
    dw_softmax_make(&probability, p->logits, n, 1);
    dw_softmax_make(&largest, p->logits, n, 0);
    p->chosen = dw_softmax_draw(&largest, stream);
    p->brier = 0;
    for (size_t j = 0; j < n; j++) {
        double error = probability.p[j] - (j == 0);
        p->brier += error * error;
    }
}

static void answer(const mirage *o, const model *m, dw_stream *stream, problem *p)
{
    p->steps_right = 0;
    for (int64_t i = 0; i < o->steps; i++) {
        p->right[i] = dw_stream_event(stream, m->step);
        p->steps_right += p->right[i];
    }
    choose(o, m->lead, stream, p);
}

static void work(const void *context, const dw_chunk *chunk, uint64_t *counts)
{
    const mirage_plan *plan = context;
    const mirage *o = plan->o;
    model m = model_at(plan, chunk->cell);
    for (int64_t t = chunk->first; t < chunk->last; t++) {
        dw_stream stream = stream_of(o, chunk->cell, t);
        problem p;
        answer(o, &m, &stream, &p);
        double half = p.brier / 2;
        counts[ANSWERS] += p.steps_right == o->steps;
        counts[CHOSEN] += p.chosen == 0;
        counts[STEPS_RIGHT] += (uint64_t)p.steps_right;
        count(counts + BRIERS, half);
        count(counts + BRIER_SQUARES, half * half);
    }
}

/* For every size: what takes longest of a run of many sizes and few trials. */
typedef struct theory {
    const mirage_plan *plan;
    dw_result *result;
} theory;

static dw_status put_theory(const void *context, size_t i, dw_error *err)
{
    (void)err;
    const mirage_plan *plan = ((const theory *)context)->plan;
    dw_result *result = ((const theory *)context)->result;
    const mirage *o = plan->o;
    model m = model_at(plan, i);
    dw_choice_law law = dw_choice_law_of((size_t)o->choices, m.lead, o->noise);
    double k = (double)o->steps;
    result->scores[EXACT].theory[i] = pow(m.right, k);
    result->scores[MULTIPLE_CHOICE].theory[i] = law.right;
    result->scores[PARTIAL].theory[i] = m.right;
    result->scores[EDIT].theory[i] = k * (1 - m.right);
    result->scores[BRIER].theory[i] = law.brier;
    return DW_OK;
}

static void put_edit(double k, size_t i, dw_result *result)
{
    const dw_score *partial = &result->scores[PARTIAL];
    dw_score *edit = &result->scores[EDIT];
    edit->mean[i] = k * (1 - partial->mean[i]);
    edit->low[i] = k * (1 - partial->high[i]);
    edit->high[i] = k * (1 - partial->low[i]);
    edit->method = partial->method;
}

static dw_status put_cell(const mirage_plan *plan, size_t i, const uint64_t *counts,
                          dw_result *result, dw_error *err)
{
    double n = (double)plan->o->common.trials, k = (double)plan->o->steps;
    dw_score *score = result->scores;
    dw_status status = dw_score_share(&score[EXACT], i, (double)counts[ANSWERS], n, err);
    if (!status)
        status = dw_score_share(&score[MULTIPLE_CHOICE], i, (double)counts[CHOSEN], n, err);
    if (!status)
        status = dw_score_share(&score[PARTIAL], i, (double)counts[STEPS_RIGHT], n * k, err);
    if (!status)
        status = dw_score_mean(&score[BRIER], i, sum_of(counts + BRIERS),
                               sum_of(counts + BRIER_SQUARES), n, 1, err);
    if (status) return status;
    score[BRIER].mean[i] *= 2;
    score[BRIER].low[i] *= 2;
    score[BRIER].high[i] *= 2;
    put_edit(k, i, result);
    return DW_OK;
}

/* Free plan->known, also after a failure. */
static dw_status make_plan(mirage_plan *plan, const mirage *o, dw_error *err)
{
    *plan = (mirage_plan){ .o = o };
    plan->known = dw_allocate(o->common.size.n, sizeof *plan->known, err);
    if (!plan->known) return DW_ENOMEM;
    return dw_ability_evaluate(&o->ability, o->common.size, plan->known, err);
}

static dw_status simulate(const mirage_plan *plan, uint64_t *totals, dw_result *result,
                          const dw_env *env, dw_error *err)
{
    dw_job job = { .cells = plan->o->common.size.n,
                   .trials = plan->o->common.trials,
                   .chunk = dw_job_chunk_by_trial(CHUNK, plan->o->steps + plan->o->choices),
                   .counts = COUNTS,
                   .draws = (double)(plan->o->steps + 8 * plan->o->choices),
                   .work = work,
                   .context = plan };
    dw_status status = dw_job_run(&job, totals, env, err);
    for (size_t i = 0; !status && i < job.cells; i++) {
        status = dw_job_ask(env, i, job.cells, err);
        if (!status) status = put_cell(plan, i, totals + i * COUNTS, result, err);
    }
    theory closed = { plan, result };
    return status ? status : dw_job_each(job.cells, put_theory, &closed, env, err);
}

static dw_status run(const void *given, dw_result *result, const dw_env *env, dw_error *err)
{
    const mirage *o = given;
    mirage_plan plan;
    dw_status status = make_plan(&plan, o, err);
    uint64_t *totals = NULL;
    result->chance = 1 / (double)o->choices;
    if (!status) totals = dw_allocate(o->common.size.n, COUNTS * sizeof *totals, err);
    if (!status) status = totals ? simulate(&plan, totals, result, env, err) : DW_ENOMEM;
    free(totals);
    free(plan.known);
    return status;
}

/* ---- as text ---- */

static void show_symbols(const char *what, const uint64_t *symbols, int64_t n, dw_buffer *out)
{
    dw_buffer_format(out, "%-14s", what);
    for (int64_t i = 0; i < n; i++) dw_buffer_format(out, " %llu", (unsigned long long)symbols[i]);
    dw_buffer_add(out, "\n");
}

/* What the answers said: drawn after all that is graded. */
static void show_answer(const mirage *o, const problem *p, dw_stream *stream, dw_buffer *out)
{
    uint64_t key[MOST_STEPS], written[MOST_STEPS], symbols = (uint64_t)o->symbols;
    for (int64_t i = 0; i < o->steps; i++) {
        key[i] = dw_stream_bits(stream) % symbols;
        uint64_t other = 1 + dw_stream_bits(stream) % (symbols - 1);
        written[i] = p->right[i] ? key[i] : (key[i] + other) % symbols;
    }
    show_symbols("right answer", key, o->steps, out);
    show_symbols("the model", written, o->steps, out);
    bool all = p->steps_right == o->steps;
    dw_buffer_format(out, "exact match: %s; %lld of %lld steps right, edit distance %lld\n",
                     all ? "right" : "wrong", (long long)p->steps_right, (long long)o->steps,
                     (long long)(o->steps - p->steps_right));
}

static void show_choice(const mirage *o, const problem *p, dw_buffer *out)
{
    dw_softmax probability;
    dw_softmax_make(&probability, p->logits, (size_t)o->choices, 1);
    dw_buffer_add(out, "multiple choice, the right answer first:");
    for (int64_t j = 0; j < o->choices; j++)
        dw_buffer_format(out, " %.1f%%", 100 * probability.p[j]);
    dw_buffer_format(out, "\nit chooses number %zu: %s; Brier score %.3f", p->chosen + 1,
                     p->chosen == 0 ? "right" : "wrong", p->brier);
}

static dw_status show(const void *given, size_t cell, int64_t trial, dw_buffer *out, dw_error *err)
{
    const mirage *o = given;
    mirage_plan plan;
    dw_status status = make_plan(&plan, o, err);
    if (!status) {
        model m = model_at(&plan, cell);
        dw_stream stream = stream_of(o, cell, trial);
        problem p;
        char size[32];
        answer(o, &m, &stream, &p);
        dw_text_count(o->common.size.at[cell], 3, size);
        dw_buffer_format(out, "problem %lld, a model of %s parameters\n", (long long)trial + 1,
                         size);
        show_answer(o, &p, &stream, out);
        show_choice(o, &p, out);
    }
    free(plan.known);
    return status;
}

const dw_sim dw_sim_mirage = {
    .name = "mirage",
    .title = "the same answers, other rulers: two jump, the others do not",
    .doc = "An answer has k steps. The model knows a step with a(N) and else guesses one of V "
           "symbols. The answer is graded by exact match, by its share of right steps and by its "
           "edit distance. The same problem is asked as a multiple choice, too: the c answers "
           "offered differ in one step, each gets its log odds of that step as a score, with "
           "noise, and the largest is chosen; the model's probabilities are the softmax of the "
           "scores, and the Brier score is over those. Exact match and multiple choice jump; "
           "partial, edit and brier move slowly. The less noise, the sharper multiple choice is.",
    .formula = "p = a + (1 - a) / V; exact: p^k; partial: p; edit: k (1 - p); the right answer's "
               "score leads by s = log(p (V - 1) / (1 - p)); multiple_choice: E[Phi(x + s / "
               "noise)^(c - 1)], x normal; brier: 1 - 2 E[q_1] + E[sum q_j^2], q the softmax, by "
               "quadrature; noise = 0: q_1 = 1 / (1 + (c - 1) exp(-s))",
    .source = "Schaeffer, Miranda, Koyejo 2023, Are Emergent Abilities of Large Language Models a "
              "Mirage?, sections 2 and 4",
    .example = "local run = sim.mirage { size = array.geomspace(1e7, 1e12, 24) }\n"
               "print(run.multiple_choice.mean, run.brier.mean)\n"
               "print(run:example(1))",
    .options = options,
    .options_size = sizeof(mirage),
    .scores = scores,
    .numbers = 1u << EDIT | 1u << BRIER,
    .run = run,
    .show = show,
};
