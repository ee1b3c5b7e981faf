#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "random/lanes.h"
#include "sim/job.h"
#include "sim/score.h"
#include "sim/sim.h"

enum { MOST_STEPS = 1000, CHUNK = 1 << 15, MODELS = 2 };

typedef struct downstream {
    dw_sim_common common;
    dw_series loss;
    double N_c, alpha_N, k0, alignment, plain_alignment;
    int64_t steps;
} downstream;

static const dw_option options[] = {
    DW_SIM_COMMON(downstream),
    { "loss", DW_SERIES, offsetof(downstream, loss), .min = 0, .max = 1e300,
      .flags = DW_OPTIONAL | DW_OR_NUMBER, .unit = "nats per token",
      .doc = "next-token loss L of each size; not given: Kaplan's L = (N_c/N)^alpha_N" },
    { "N_c", DW_NUMBER, offsetof(downstream, N_c), .def = 8.8e13, .min = 0, .max = 1e40,
      .flags = DW_ABOVE_MIN, .unit = "parameters", .doc = "N at which the loss is 1 nat" },
    { "alpha_N", DW_NUMBER, offsetof(downstream, alpha_N), .def = 0.076, .min = 0, .max = 2,
      .flags = DW_ABOVE_MIN, .doc = "exponent of the parameters" },
    { "k0", DW_NUMBER, offsetof(downstream, k0), .def = 4, .min = 1e-6, .max = 1e6, .unit = "nats",
      .doc = "loss at which a model as it was trained does one step in e right" },
    { "alignment", DW_NUMBER, offsetof(downstream, alignment), .def = 0.8, .min = -1, .max = 1,
      .doc = "u of the aligned model: how much of what its steps lack, in logarithm, a teacher's "
             "or a reward's tuning takes away; below 0: adds" },
    { "plain_alignment", DW_NUMBER, offsetof(downstream, plain_alignment), .def = 0, .min = -1,
      .max = 1, .doc = "u of the other model of the same loss" },
    { "steps", DW_INTEGER, offsetof(downstream, steps), .def = 5, .min = 1, .max = MOST_STEPS,
      .unit = "steps", .doc = "steps k the task needs, all of them" },
    { 0 },
};

/* In pairs: the aligned model, then the plain one. */
enum { SOLVED, STEPS = SOLVED + MODELS, SCORES = STEPS + MODELS };

static const dw_score_info scores[] = {
    { "aligned", "share of tasks the aligned model gets right" },
    { "plain", "share of tasks the plain model of the same loss gets right" },
    { "aligned_steps", "share of steps the aligned model gets right" },
    { "plain_steps", "share of steps the plain model gets right" },
    { 0 },
};

static const dw_extra extras[] = {
    { .name = "loss", .doc = "next-token loss of both models, nats" },
    { 0 },
};

typedef struct downstream_plan {
    const downstream *o;
    const double *skill[MODELS]; /* p of each size */
} downstream_plan;

static dw_status check(const void *given, dw_error *err)
{
    const downstream *o = given;
    if (!o->loss.at || o->loss.n == 1 || o->loss.n == o->common.size.n) return DW_OK;
    return dw_fail(err, DW_EARG, "'loss' has %zu numbers for %zu sizes", o->loss.n,
                   o->common.size.n);
}

static double loss_at(const downstream *o, size_t i)
{
    if (o->loss.at) return o->loss.at[o->loss.n == 1 ? 0 : i];
    double ratio = o->N_c / o->common.size.at[i];
    if (isfinite(ratio) && ratio > 0) return pow(ratio, o->alpha_N);
    return pow(o->N_c, o->alpha_N) * pow(o->common.size.at[i], -o->alpha_N);
}

/* exp(-L/k0)^(1-u) */
static double skill_at(const downstream *o, double loss, double alignment)
{
    return alignment == 1 ? 1 : exp(-loss / o->k0 * (1 - alignment));
}

static dw_lane_stream stream_of(const downstream *o, size_t cell, int64_t chunk)
{
    dw_lane_stream stream;
    dw_lane_stream_start(&stream, (uint64_t)o->common.seed, dw_sim_key("downstream"), cell,
                         (uint64_t)chunk);
    return stream;
}

static void work(const void *context, const dw_chunk *chunk, uint64_t *counts)
{
    const downstream_plan *plan = context;
    dw_lane_stream stream = stream_of(plan->o, chunk->cell, chunk->number);
    dw_lane_chance step[MODELS];
    for (size_t m = 0; m < MODELS; m++) step[m] = dw_lane_chance_make(plan->skill[m][chunk->cell]);
    for (int64_t t = chunk->first; t < chunk->last; t += DW_LANE_TRIALS) {
        dw_lanes valid, right;
        dw_lanes_first(chunk->last - t, &valid);
        for (size_t m = 0; m < MODELS; m++) {
            dw_lanes solved = valid;
            for (int64_t j = 0; j < plan->o->steps; j++) {
                dw_lanes_event(&stream, &step[m], &right);
                right &= valid;
                solved &= right;
                counts[STEPS + m] += dw_lanes_count(&right);
            }
            counts[SOLVED + m] += dw_lanes_count(&solved);
        }
    }
}

static dw_status put_cell(const downstream_plan *plan, size_t i, const uint64_t *counts,
                          dw_result *result, dw_error *err)
{
    const downstream *o = plan->o;
    double n = (double)o->common.trials, k = (double)o->steps;
    result->extras[0][i] = loss_at(o, i);
    for (size_t m = 0; m < MODELS; m++) {
        dw_score *solved = &result->scores[SOLVED + m], *steps = &result->scores[STEPS + m];
        dw_status status = dw_score_share(solved, i, (double)counts[SOLVED + m], n, err);
        if (!status) status = dw_score_share(steps, i, (double)counts[STEPS + m], n * k, err);
        if (status) return status;
        solved->theory[i] = pow(plan->skill[m][i], k);
        steps->theory[i] = plan->skill[m][i];
    }
    return DW_OK;
}

static dw_status simulate(const downstream_plan *plan, uint64_t *totals, dw_result *result,
                          const dw_env *env, dw_error *err)
{
    const downstream *o = plan->o;
    dw_job job = { .cells = o->common.size.n,
                   .trials = o->common.trials,
                   .chunk = dw_job_chunk(CHUNK, MODELS * o->steps),
                   .draws = MODELS * (double)o->steps,
                   .counts = SCORES,
                   .work = work,
                   .context = plan };
    dw_status status = dw_job_run(&job, totals, env, err);
    for (size_t i = 0; !status && i < job.cells; i++) {
        status = dw_job_ask(env, i, job.cells, err);
        if (!status) status = put_cell(plan, i, totals + i * SCORES, result, err);
    }
    return status;
}

static dw_status run(const void *given, dw_result *result, const dw_env *env, dw_error *err)
{
    const downstream *o = given;
    size_t sizes = o->common.size.n;
    double *skill = dw_allocate(sizes, MODELS * sizeof *skill, err);
    uint64_t *totals = dw_allocate(sizes, SCORES * sizeof *totals, err);
    dw_status status = DW_ENOMEM;
    if (skill && totals) {
        downstream_plan plan = { o, { skill, skill + sizes } };
        for (size_t i = 0; i < sizes; i++) {
            skill[i] = skill_at(o, loss_at(o, i), o->alignment);
            skill[sizes + i] = skill_at(o, loss_at(o, i), o->plain_alignment);
        }
        status = simulate(&plan, totals, result, env, err);
    }
    free(totals);
    free(skill);
    return status;
}

/* The steps of one lane: 512 tasks go together, so what came before is drawn again. */
static dw_status show(const void *given, size_t cell, int64_t trial, dw_buffer *out, dw_error *err)
{
    (void)err;
    static const char *const names[] = { "aligned", "plain" };
    const downstream *o = given;
    int64_t size = dw_job_chunk(CHUNK, MODELS * o->steps), number = trial / size;
    dw_lane_stream stream = stream_of(o, cell, number);
    double loss = loss_at(o, cell), u[] = { o->alignment, o->plain_alignment };
    dw_buffer_format(out, "next-token loss of both models: %.4f nats\n", loss);
    for (int64_t group = 0; group <= trial % size / DW_LANE_TRIALS; group++)
        for (size_t m = 0; m < MODELS; m++) {
            bool shown = group == trial % size / DW_LANE_TRIALS, solved = true;
            dw_lane_chance step = dw_lane_chance_make(skill_at(o, loss, u[m]));
            if (shown) dw_buffer_format(out, "%s:", names[m]);
            for (int64_t j = 0; j < o->steps; j++) {
                dw_lanes right;
                dw_lanes_event(&stream, &step, &right);
                int64_t lane = trial % DW_LANE_TRIALS;
                bool hit = right[lane / 64] >> (lane % 64) & 1;
                solved &= hit;
                if (shown) dw_buffer_format(out, " %s", hit ? "right" : "wrong");
            }
            if (shown) dw_buffer_add(out, solved ? " - solved\n" : " - not solved\n");
        }
    return DW_OK;
}

const dw_sim dw_sim_downstream = {
    .name = "downstream",
    .title = "the loss is not the task",
    .doc = "Two models of each size have the same next-token loss L. Tuning aligned one of them "
           "with the task: a step that the plain model gets right with exp(-L/k0) is right with "
           "that to the power 1 - alignment. A task has k steps and needs all. So the score of a "
           "task may differ where the loss does not; run.loss has the loss of each size.",
    .formula = "L = (N_c/N)^alpha_N or `loss`; steps: p = exp(-L/k0)^(1-u); task: p^k. With k0 = "
               "1 and u = 0, p is the chance of the right token",
    .source = "Kaplan et al. 2020, Scaling Laws for Neural Language Models, eq. 1.1; Schaeffer, "
              "Miranda, Koyejo 2023, Are Emergent Abilities of Large Language Models a Mirage?, "
              "eq. 1-3; alignment is the toy model's own",
    .example = "local run = sim.downstream { size = array.geomspace(1e8, 1e12, 24) }\n"
               "print(run.loss, run.aligned.mean - run.plain.mean)",
    .options = options,
    .options_size = sizeof(downstream),
    .scores = scores,
    .extras = extras,
    .check = check,
    .run = run,
    .show = show,
};
