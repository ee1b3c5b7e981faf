#include "sim/multistep.h"

#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/machine.h"
#include "base/memory.h"
#include "base/text.h"
#include "random/lanes.h"
#include "sim/ability.h"
#include "sim/job.h"
#include "sim/score.h"
#include "sim/sim.h"

enum { MOST_STEPS = 4000, MOST_STAGES = 16, CHUNK = 1 << 15 };

typedef struct multistep {
    dw_sim_common common;
    dw_ability ability;
    int64_t steps, choices;
    double spread;
    dw_texts stages;
    dw_series stage_steps;
} multistep;

static const dw_ability default_ability = {
    .kind = DW_LOGISTIC, .midpoint = 1e9, .slope = 1.5, .ceiling = 1
};

static const dw_option options[] = {
    DW_SIM_COMMON(multistep),
    { "ability", DW_ABILITY, offsetof(multistep, ability), .preset = &default_ability,
      .text = "sim.ability.logistic{midpoint = 1e9, slope = 1.5}",
      .doc = "chance p(N) that one step is right" },
    { "steps", DW_INTEGER, offsetof(multistep, steps), .def = 8, .min = 1, .max = MOST_STEPS,
      .unit = "steps", .doc = "steps k a problem needs, all of them" },
    { "spread", DW_NUMBER, offsetof(multistep, spread), .def = 0, .min = 0, .max = 1,
      .doc = "how unlike the problems are: the correlation of two steps of one problem" },
    { "choices", DW_INTEGER, offsetof(multistep, choices), .min = 2, .max = 1000,
      .flags = DW_OPTIONAL, .unit = "answers",
      .doc = "answers offered: who fails a step guesses; not given: an open answer" },
    { "stages", DW_TEXTS, offsetof(multistep, stages), .flags = DW_OPTIONAL,
      .doc = "names of consecutive parts of the steps, such as formula and calculation" },
    { "stage_steps", DW_SERIES, offsetof(multistep, stage_steps), .min = 1, .max = MOST_STEPS,
      .flags = DW_OPTIONAL, .unit = "steps",
      .doc = "steps in each stage; not given: shared out evenly, the first get what is left over" },
    { 0 },
};

enum { EXACT, PARTIAL, PREFIX, SCORES };

static const dw_score_info scores[] = {
    { "exact", "share of problems with the final answer right" },
    { "partial", "share of steps right" },
    { "prefix", "share of steps right before the first error" },
    { 0 },
};

/* What is counted in each cell. */
enum { ANSWERS, STEPS, STEP_SQUARES, PREFIXES, PREFIX_SQUARES, SURVIVORS };

typedef struct multistep_plan {
    const multistep *o;
    const double *p;           /* of each size */
    int64_t ends[MOST_STAGES]; /* steps up to the end of each stage; the last is all of them */
    size_t stages;             /* at least 1 */
} multistep_plan;

static size_t outcome_count(const void *given)
{
    const multistep *o = given;
    return o->stages.n ? o->stages.n + 1 : 0;
}

static const char *outcome_name(const void *given, size_t i, char scratch[64])
{
    const multistep *o = given;
    if (i == o->stages.n) return "all right";
    snprintf(scratch, 64, "first error in %.40s", o->stages.at[i]);
    dw_text_trim_utf8(scratch);
    return scratch;
}

static dw_status check_stage_steps(const multistep *o, dw_error *err)
{
    if (o->stage_steps.n != o->stages.n)
        return dw_fail(err, DW_EARG, "'stage_steps' has %zu numbers for %zu stages",
                       o->stage_steps.n, o->stages.n);
    double sum = 0;
    for (size_t i = 0; i < o->stage_steps.n; i++) {
        double steps = o->stage_steps.at[i];
        if (steps != floor(steps))
            return dw_fail(err, DW_EDOMAIN, "'stage_steps' must be whole numbers, got %g", steps);
        sum += steps;
    }
    if (sum == (double)o->steps) return DW_OK;
    return dw_fail(err, DW_EARG, "'stage_steps' add up to %g, but 'steps' is %lld", sum,
                   (long long)o->steps);
}

static dw_status check(const void *given, dw_error *err)
{
    const multistep *o = given;
    size_t most = o->steps < MOST_STAGES ? (size_t)o->steps : MOST_STAGES;
    if (o->stages.n > most)
        return dw_fail(err, DW_EARG, "'stages' has %zu names; at most %zu fit %lld steps",
                       o->stages.n, most, (long long)o->steps);
    return o->stage_steps.at ? check_stage_steps(o, err) : DW_OK;
}

static void plan_stages(multistep_plan *plan)
{
    const multistep *o = plan->o;
    plan->stages = o->stages.n ? o->stages.n : 1;
    int64_t n = (int64_t)plan->stages, end = 0;
    for (int64_t i = 0; i < n; i++) {
        int64_t even = o->steps / n + (i < o->steps % n);
        end += o->stage_steps.at ? (int64_t)o->stage_steps.at[i] : even;
        plan->ends[i] = end;
    }
}

/* Problems that are all alike: 512 at a time, a bit each. */
DW_FOR_EACH_MACHINE static void work_alike(const void *context, const dw_chunk *chunk,
                                           uint64_t *counts)
{
    const multistep_plan *plan = context;
    const multistep *o = plan->o;
    dw_lane_chance step = dw_lane_chance_make(plan->p[chunk->cell]);
    dw_lane_chance guess = dw_lane_chance_make(o->choices > 0 ? 1 / (double)o->choices : 0);
    dw_lane_stream stream;
    dw_lane_stream_start(&stream, (uint64_t)o->common.seed, dw_sim_key("multistep"), chunk->cell,
                         (uint64_t)chunk->number);
    for (int64_t t = chunk->first; t < chunk->last; t += DW_LANE_TRIALS) {
        dw_lanes valid, right, lucky;
        dw_lanes_first(chunk->last - t, &valid);
        dw_lanes alive = valid;
        uint64_t survivors = 0;
        size_t stage = 0;
        for (int64_t j = 1; j <= o->steps; j++) {
            dw_lanes_draw(&stream, &step, &right);
            right &= valid;
            alive &= right;
            counts[STEPS] += dw_lanes_count(&right);
            survivors = dw_lanes_count(&alive);
            counts[PREFIXES] += survivors;
            counts[PREFIX_SQUARES] += survivors * (uint64_t)(2 * j - 1);
            if (j == plan->ends[stage]) counts[SURVIVORS + stage++] += survivors;
        }
        dw_lanes_draw(&stream, &guess, &lucky);
        lucky &= valid & ~alive;
        counts[ANSWERS] += survivors + dw_lanes_count(&lucky);
    }
}

/* The chance of a right step in one problem. */
static double draw_ability(dw_stream *stream, double p, double spread)
{
    if (p <= 0 || p >= 1) return p;
    if (spread == 1) return dw_stream_uniform(stream) < p;
    gsl_rng rng = dw_stream_gsl(stream);
    double weight = (1 - spread) / spread;
    if (!isfinite(weight)) return p; /* a spread that is all but 0 */
    return gsl_ran_beta(&rng, p * weight, (1 - p) * weight);
}

static void answer_one(const multistep_plan *plan, dw_stream *stream, double p, uint64_t *counts)
{
    const multistep *o = plan->o;
    dw_chance step = dw_chance_make(draw_ability(stream, p, o->spread));
    uint64_t right = 0, before_error = 0;
    size_t stage = 0;
    for (int64_t j = 1; j <= o->steps; j++) {
        if (dw_stream_event(stream, step)) {
            if (before_error == (uint64_t)j - 1) before_error++;
            right++;
        }
        if (j != plan->ends[stage]) continue;
        counts[SURVIVORS + stage++] += before_error == (uint64_t)j;
    }
    bool solved = right == (uint64_t)o->steps;
    if (!solved && o->choices > 0)
        solved = dw_stream_event(stream, dw_chance_make(1 / (double)o->choices));
    counts[ANSWERS] += solved;
    counts[STEPS] += right;
    counts[STEP_SQUARES] += right * right;
    counts[PREFIXES] += before_error;
    counts[PREFIX_SQUARES] += before_error * before_error;
}

/* Problems that are unlike each other: one by one, each with its own stream. */
static void work_spread(const void *context, const dw_chunk *chunk, uint64_t *counts)
{
    const multistep_plan *plan = context;
    uint64_t seed = (uint64_t)plan->o->common.seed, key = dw_sim_key("multistep.spread");
    for (int64_t t = chunk->first; t < chunk->last; t++) {
        dw_stream stream = dw_stream_make(seed, key, chunk->cell, (uint64_t)t);
        answer_one(plan, &stream, plan->p[chunk->cell], counts);
    }
}

double dw_multistep_all(double p, double spread, int64_t k)
{
    if (spread == 0 || p == 0 || p == 1) return pow(p, (double)k);
    double all = p;
    for (int64_t i = 1; i < k; i++) {
        double more = (double)i * spread;
        all *= (p * (1 - spread) + more) / (1 - spread + more);
    }
    return all;
}

double dw_multistep_prefix(double p, double spread, int64_t k)
{
    double all = 1, sum = 0;
    for (int64_t i = 0; i < k; i++) {
        double more = (double)i * spread;
        all *= i == 0 || spread == 0 ? p : (p * (1 - spread) + more) / (1 - spread + more);
        sum += all;
    }
    return sum / (double)k;
}

static void put_theory(const multistep_plan *plan, size_t i, dw_result *result)
{
    const multistep *o = plan->o;
    double p = plan->p[i], all = dw_multistep_all(p, o->spread, o->steps), before = 1;
    double guess = o->choices > 0 ? 1 / (double)o->choices : 0;
    result->scores[EXACT].theory[i] = all + (1 - all) * guess;
    result->scores[PARTIAL].theory[i] = p;
    result->scores[PREFIX].theory[i] = dw_multistep_prefix(p, o->spread, o->steps);
    for (size_t s = 0; s < o->stages.n; s++) {
        double after = dw_multistep_all(p, o->spread, plan->ends[s]);
        result->scores[SCORES + s].theory[i] = before - after;
        before = after;
    }
    if (o->stages.n) result->scores[SCORES + o->stages.n].theory[i] = before;
}

static dw_status put_outcomes(const multistep_plan *plan, size_t i, const uint64_t *counts,
                              double n, dw_result *result, dw_error *err)
{
    dw_score *outcome = result->scores + SCORES;
    size_t stages = plan->o->stages.n;
    double before = n;
    dw_status status = DW_OK;
    for (size_t s = 0; !status && s < stages; s++) {
        double after = (double)counts[SURVIVORS + s];
        status = dw_score_share(&outcome[s], i, before - after, n, err);
        before = after;
    }
    if (!status && stages) status = dw_score_share(&outcome[stages], i, before, n, err);
    return status;
}

static dw_status put_cell(const multistep_plan *plan, size_t i, const uint64_t *counts,
                          dw_result *result, dw_error *err)
{
    const multistep *o = plan->o;
    double n = (double)o->common.trials, k = (double)o->steps, right = (double)counts[STEPS];
    dw_score *score = result->scores;
    dw_status status = dw_score_share(&score[EXACT], i, (double)counts[ANSWERS], n, err);
    if (!status && o->spread == 0) status = dw_score_share(&score[PARTIAL], i, right, n * k, err);
    if (!status && o->spread > 0)
        status = dw_score_mean(&score[PARTIAL], i, right, (double)counts[STEP_SQUARES], n, k, err);
    if (!status)
        status = dw_score_mean(&score[PREFIX], i, (double)counts[PREFIXES],
                               (double)counts[PREFIX_SQUARES], n, k, err);
    if (!status) status = put_outcomes(plan, i, counts, n, result, err);
    if (!status) put_theory(plan, i, result);
    return status;
}

static dw_status simulate(const multistep_plan *plan, uint64_t *totals, dw_result *result,
                          const dw_env *env, dw_error *err)
{
    const multistep *o = plan->o;
    bool alike = o->spread == 0;
    dw_job job = { .cells = o->common.size.n,
                   .trials = o->common.trials,
                   .chunk = dw_job_chunk(alike ? CHUNK : CHUNK / 8, o->steps),
                   .counts = SURVIVORS + plan->stages,
                   .work = alike ? work_alike : work_spread,
                   .context = plan };
    dw_status status = dw_job_run(&job, totals, env, err);
    for (size_t i = 0; !status && i < job.cells; i++)
        status = put_cell(plan, i, totals + i * job.counts, result, err);
    return status;
}

static dw_status run(const void *given, dw_result *result, const dw_env *env, dw_error *err)
{
    const multistep *o = given;
    size_t sizes = o->common.size.n;
    multistep_plan plan = { .o = o };
    plan_stages(&plan);
    result->chance = o->choices > 0 ? 1 / (double)o->choices : 0;
    double *p = dw_allocate(sizes, sizeof *p, err);
    uint64_t *totals = p ? dw_allocate(sizes, (SURVIVORS + plan.stages) * sizeof *totals, err) : 0;
    plan.p = p;
    dw_status status =
        totals ? dw_ability_evaluate(&o->ability, o->common.size, p, err) : DW_ENOMEM;
    if (!status) status = simulate(&plan, totals, result, env, err);
    free(totals);
    free(p);
    return status;
}

const dw_sim dw_sim_multistep = {
    .name = "multistep",
    .title = "small 0, medium 0, large 100: all steps are needed",
    .doc = "A problem has k steps, each right with probability p(N). The final answer is right "
           "only when all steps are; the same simulated problems are also graded by the share of "
           "steps right and by the steps before the first error. With `stages`, run.outcomes tells "
           "in which stage the first error fell.",
    .formula = "exact: E[p^k] + (1 - E[p^k]) / choices (without choices E[p^k]); partial: p; "
               "prefix: (E[p] + ... + E[p^k]) / k. With spread s, p is drawn for each problem from "
               "Beta(p (1-s)/s, (1-p)(1-s)/s) and E[p^k] = product over i < k of "
               "(p (1-s) + i s) / (1 - s + i s); s = 0: E[p^k] = p^k.",
    .source = "Schaeffer, Miranda, Koyejo 2023, Are Emergent Abilities of Large Language Models a "
              "Mirage?, section 2",
    .example = "local run = sim.multistep { size = array.geomspace(1e7, 5e11, 24), steps = 8 }\n"
               "print(run)",
    .options = options,
    .options_size = sizeof(multistep),
    .scores = scores,
    .outcomes = outcome_count,
    .outcome_name = outcome_name,
    .check = check,
    .run = run,
};
