#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "random/lanes.h"
#include "sim/ability.h"
#include "sim/job.h"
#include "sim/score.h"
#include "sim/sim.h"

enum { CHUNK = 1 << 15 };

typedef struct instruction {
    dw_sim_common common;
    dw_ability base, understand, harm;
    double gain;
} instruction;

static const dw_ability default_base = {
    .kind = DW_LOGISTIC, .midpoint = 1e10, .slope = 1, .floor = 0.4, .ceiling = 0.6
};
static const dw_ability default_understand = {
    .kind = DW_LOGISTIC, .midpoint = 3e10, .slope = 6, .ceiling = 1
};
static const dw_ability default_harm = {
    .kind = DW_LOGISTIC, .midpoint = 1e11, .slope = -1.5, .ceiling = 0.14
};

static const dw_option options[] = {
    DW_SIM_COMMON(instruction),
    { "base", DW_ABILITY, offsetof(instruction, base), .preset = &default_base,
      .text = "sim.ability.logistic{midpoint = 1e10, slope = 1, floor = 0.4, ceiling = 0.6}",
      .doc = "chance b(N) that the untuned model answers right" },
    { "understand", DW_ABILITY, offsetof(instruction, understand), .preset = &default_understand,
      .text = "sim.ability.logistic{midpoint = 3e10, slope = 6}",
      .doc = "chance u(N) that the tuned model understands the instruction" },
    { "gain", DW_NUMBER, offsetof(instruction, gain), .def = 0.3, .min = 0, .max = 1,
      .doc = "chance g that an understood instruction puts right what the untuned model gets "
             "wrong" },
    { "harm", DW_ABILITY, offsetof(instruction, harm), .preset = &default_harm,
      .text = "sim.ability.logistic{midpoint = 1e11, slope = -1.5, ceiling = 0.14}",
      .doc = "chance h(N) that the tuned model, where it does not understand, has lost what the "
             "untuned one knew: a small model's capacity is spent on the tuning tasks" },
    { 0 },
};

enum { TUNED, UNTUNED, RESCUED, BROKEN, SCORES };

static const dw_score_info scores[] = {
    { "tuned", "share right after instruction tuning" },
    { "untuned", "share right before it, of the same problems" },
    { "rescued", "share of problems that only the tuned model gets right" },
    { "broken", "share of problems that only the untuned model gets right" },
    { 0 },
};

typedef struct instruction_plan {
    const instruction *o;
    double *base, *understand, *harm; /* of each size */
    int64_t chunk;
} instruction_plan;

/* What happens to each problem, as chances of one size and as bits of 512 problems. */
typedef struct chances {
    dw_lane_chance base, understand, gain, harm;
} chances;

typedef struct answers {
    dw_lanes base, understood, gained, harmed, tuned;
} answers;

static chances chances_at(const instruction_plan *plan, size_t cell)
{
    return (chances){ .base = dw_lane_chance_make(plan->base[cell]),
                      .understand = dw_lane_chance_make(plan->understand[cell]),
                      .gain = dw_lane_chance_make(plan->o->gain),
                      .harm = dw_lane_chance_make(plan->harm[cell]) };
}

static void start(const instruction_plan *plan, size_t cell, int64_t number, dw_lane_stream *stream)
{
    dw_lane_stream_start(stream, (uint64_t)plan->o->common.seed, dw_sim_key("instruction"), cell,
                         (uint64_t)number);
}

static void answer(dw_lane_stream *stream, const chances *c, answers *out)
{
    dw_lanes_event(stream, &c->base, &out->base);
    dw_lanes_event(stream, &c->understand, &out->understood);
    dw_lanes_event(stream, &c->gain, &out->gained);
    dw_lanes_event(stream, &c->harm, &out->harmed);
    out->tuned = (out->understood & (out->base | out->gained)) |
                 (~out->understood & out->base & ~out->harmed);
}

static void work(const void *context, const dw_chunk *chunk, uint64_t *counts)
{
    const instruction_plan *plan = context;
    chances c = chances_at(plan, chunk->cell);
    dw_lane_stream stream;
    start(plan, chunk->cell, chunk->number, &stream);
    for (int64_t t = chunk->first; t < chunk->last; t += DW_LANE_TRIALS) {
        dw_lanes valid;
        answers a;
        dw_lanes_first(chunk->last - t, &valid);
        answer(&stream, &c, &a);
        dw_lanes graded[SCORES] = { [TUNED] = a.tuned & valid,
                                    [UNTUNED] = a.base & valid,
                                    [RESCUED] = a.tuned & ~a.base & valid,
                                    [BROKEN] = a.base & ~a.tuned & valid };
        for (size_t s = 0; s < SCORES; s++) counts[s] += dw_lanes_count(&graded[s]);
    }
}

static void put_theory(const instruction_plan *plan, size_t i, dw_score *score)
{
    double b = plan->base[i], u = plan->understand[i], h = plan->harm[i], g = plan->o->gain;
    score[UNTUNED].theory[i] = b;
    score[RESCUED].theory[i] = (1 - b) * u * g;
    score[BROKEN].theory[i] = b * (1 - u) * h;
    score[TUNED].theory[i] = u * (b + g * (1 - b)) + (1 - u) * b * (1 - h);
}

static dw_status simulate(const instruction_plan *plan, uint64_t *totals, dw_result *result,
                          const dw_env *env, dw_error *err)
{
    const instruction *o = plan->o;
    dw_job job = { .cells = o->common.size.n,
                   .trials = o->common.trials,
                   .chunk = plan->chunk,
                   .draws = 1,
                   .counts = SCORES,
                   .work = work,
                   .context = plan };
    dw_status status = dw_job_run(&job, totals, env, err);
    for (size_t i = 0; !status && i < job.cells; i++) {
        status = dw_job_ask(env, i, job.cells, err);
        for (size_t s = 0; !status && s < SCORES; s++)
            status = dw_score_share(&result->scores[s], i, (double)totals[i * SCORES + s],
                                    (double)o->common.trials, err);
        if (!status) put_theory(plan, i, result->scores);
    }
    return status;
}

/* The caller frees plan->base. */
static dw_status make_plan(const instruction *o, instruction_plan *plan, dw_error *err)
{
    dw_series size = o->common.size;
    *plan = (instruction_plan){ .o = o, .chunk = CHUNK };
    plan->base = dw_allocate(size.n, 3 * sizeof *plan->base, err);
    if (!plan->base) return DW_ENOMEM;
    plan->understand = plan->base + size.n;
    plan->harm = plan->understand + size.n;
    dw_status status = dw_ability_evaluate(&o->base, size, plan->base, err);
    if (!status) status = dw_ability_evaluate(&o->understand, size, plan->understand, err);
    if (!status) status = dw_ability_evaluate(&o->harm, size, plan->harm, err);
    return status;
}

static dw_status run(const void *given, dw_result *result, const dw_env *env, dw_error *err)
{
    const instruction *o = given;
    instruction_plan plan;
    dw_status status = make_plan(o, &plan, err);
    uint64_t *totals = NULL;
    if (!status) totals = dw_allocate(o->common.size.n, SCORES * sizeof *totals, err);
    if (!status) status = totals ? simulate(&plan, totals, result, env, err) : DW_ENOMEM;
    free(totals);
    free(plan.base);
    return status;
}

static bool bit(const dw_lanes *lanes, int64_t i)
{
    return (*lanes)[i / 64] >> (i % 64) & 1;
}

static void tell(const answers *a, int64_t i, dw_buffer *out)
{
    bool base = bit(&a->base, i), understood = bit(&a->understood, i);
    dw_buffer_format(out, "  untuned: %s\n", base ? "right" : "wrong");
    dw_buffer_format(out, "  tuned: the instruction is %sunderstood", understood ? "" : "not ");
    if (understood && !base) dw_buffer_add(out, bit(&a->gained, i) ? "; it helps" : "; no help");
    if (!understood && base && bit(&a->harmed, i)) dw_buffer_add(out, "; what was known is lost");
    dw_buffer_format(out, ": %s", bit(&a->tuned, i) ? "right" : "wrong");
}

static dw_status show(const void *given, size_t cell, int64_t trial, dw_buffer *out, dw_error *err)
{
    instruction_plan plan;
    dw_status status = make_plan(given, &plan, err);
    if (!status) {
        chances c = chances_at(&plan, cell);
        dw_lane_stream stream;
        answers a;
        char size[32];
        int64_t groups = trial % plan.chunk / DW_LANE_TRIALS;
        start(&plan, cell, trial / plan.chunk, &stream);
        for (int64_t g = 0; g <= groups; g++) answer(&stream, &c, &a);
        dw_text_count(plan.o->common.size.at[cell], 3, size);
        dw_buffer_format(out, "problem %lld, a model of %s parameters\n", (long long)trial + 1,
                         size);
        tell(&a, trial % DW_LANE_TRIALS, out);
    }
    free(plan.base);
    return status;
}

const dw_sim dw_sim_instruction = {
    .name = "instruction",
    .title = "instruction tuning hurts the small and helps the large",
    .doc = "Each problem is answered by the untuned model and by the tuned one. The untuned model "
           "is right with b(N). The tuned one understands the instruction with u(N): then it also "
           "gets right, with probability gain, what the untuned one gets wrong. Where it does not "
           "understand, it loses with h(N) what the untuned one knew. So tuned = untuned + rescued "
           "- broken, problem by problem. run:crossings() tells where tuning begins to help; the "
           "defaults cross once.",
    .formula = "tuned: u (b + gain (1 - b)) + (1 - u) b (1 - h); untuned: b; "
               "rescued: (1 - b) u gain; broken: b (1 - u) h",
    .source = "Wei et al. 2021, Finetuned Language Models Are Zero-Shot Learners, figure 7: the "
              "defaults are near its averages",
    .example = "local run = sim.instruction { size = array.geomspace(4e8, 2e11, 24) }\n"
               "print(run.tuned.mean - run.untuned.mean)",
    .options = options,
    .options_size = sizeof(instruction),
    .scores = scores,
    .crossing = { "tuned", "untuned" },
    .run = run,
    .show = show,
};
