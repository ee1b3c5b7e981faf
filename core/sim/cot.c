#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/machine.h"
#include "base/memory.h"
#include "random/lanes.h"
#include "sim/ability.h"
#include "sim/job.h"
#include "sim/score.h"
#include "sim/sim.h"
#include "sim/vote.h"

enum { MOST_STEPS = 1000, MOST_VOTES = 101, MOST_ANSWERS = 100, CHUNK = 1 << 15 };

typedef struct cot {
    dw_sim_common common;
    dw_ability direct, step, drift;
    double guess;
    int64_t steps, votes, answers;
    dw_series wrong;
} cot;

static const dw_ability default_direct = {
    .kind = DW_LOGISTIC, .midpoint = 3e11, .slope = 1, .ceiling = 0.8
};
static const dw_ability default_step = {
    .kind = DW_LOGISTIC, .midpoint = 4e9, .slope = 1.6, .ceiling = 0.97
};
static const dw_ability default_drift = {
    .kind = DW_LOGISTIC, .midpoint = 4e9, .slope = -1.6, .floor = 0.02, .ceiling = 0.3
};

static const dw_option options[] = {
    DW_SIM_COMMON(cot),
    { "steps", DW_INTEGER, offsetof(cot, steps), .def = 4, .min = 1, .max = MOST_STEPS,
      .unit = "steps", .doc = "steps k a problem needs, all of them" },
    { "direct", DW_ABILITY, offsetof(cot, direct), .preset = &default_direct,
      .text = "sim.ability.logistic{midpoint = 3e11, slope = 1, ceiling = 0.8}",
      .doc = "chance q(N) that one step is right when it is done in the head" },
    { "guess", DW_NUMBER, offsetof(cot, guess), .def = 0.025, .min = 0, .max = 1,
      .doc = "chance g that a pattern alone gives the answer, even to a small model" },
    { "step", DW_ABILITY, offsetof(cot, step), .preset = &default_step,
      .text = "sim.ability.logistic{midpoint = 4e9, slope = 1.6, ceiling = 0.97}",
      .doc = "chance s(N) that one written step is right" },
    { "drift", DW_ABILITY, offsetof(cot, drift), .preset = &default_drift,
      .text = "sim.ability.logistic{midpoint = 4e9, slope = -1.6, floor = 0.02, ceiling = 0.3}",
      .doc = "chance d(N) that the thread is lost at a written step" },
    { "votes", DW_INTEGER, offsetof(cot, votes), .def = 1, .min = 1, .max = MOST_VOTES,
      .unit = "chains",
      .doc = "chains sampled for a problem, of whose answers the majority counts; ties are broken "
             "at random. Where a wrong answer leads, votes hurt" },
    { "answers", DW_INTEGER, offsetof(cot, answers), .def = 4, .min = 2, .max = MOST_ANSWERS,
      .unit = "answers", .doc = "answers c that chains can name, one of them right" },
    { "wrong", DW_SERIES, offsetof(cot, wrong), .max = 1e9, .flags = DW_OPTIONAL | DW_ABOVE_MIN,
      .doc = "weights of the c - 1 wrong answers; not given: all alike" },
    { 0 },
};

enum { COT, DIRECT, CHAIN, SCORES };

static const dw_score_info scores[] = {
    { "cot", "share right with chain of thought, after the vote" },
    { "direct", "share right when the answer is given at once" },
    { "chain", "share right of single chains" },
    { 0 },
};

typedef struct cot_plan {
    const cot *o;
    double *direct, *step, *thread; /* of each size: q, s, 1 - d */
    dw_chance slice[MOST_ANSWERS];  /* of wrong answer j: its weight among those from j on */
    double win[MOST_VOTES + 1];
} cot_plan;

static dw_status check(const void *given, dw_error *err)
{
    const cot *o = given;
    if (!o->wrong.at || o->wrong.n == (size_t)o->answers - 1) return DW_OK;
    return dw_fail(err, DW_EARG, "'wrong' has %zu weights for %lld wrong answers ('answers' - 1)",
                   o->wrong.n, (long long)o->answers - 1);
}

/* *alive keeps the trials in which all k events of this chance happen. */
static inline __attribute__((always_inline)) void
all_of(dw_lane_stream *stream, const dw_lane_chance *chance, int64_t k, dw_lanes *alive)
{
    for (int64_t j = 0; j < k; j++) {
        dw_lanes event;
        dw_lanes_draw(stream, chance, &event);
        *alive &= event;
    }
}

/* Which wrong answer a lost chain names. */
static size_t name_wrong(const cot_plan *plan, dw_stream *stream)
{
    size_t last = (size_t)plan->o->answers - 2, j = 0;
    while (j < last && !dw_stream_event(stream, plan->slice[j])) j++;
    return j;
}

/* Whether the right answer wins with `right` votes. */
static bool wins_vote(const cot_plan *plan, dw_stream *stream, int64_t right)
{
    int64_t tally[MOST_ANSWERS] = { 0 }, most = 0, ties = 0;
    for (int64_t v = right; v < plan->o->votes; v++) {
        int64_t votes = ++tally[name_wrong(plan, stream)];
        if (votes > most) most = votes;
    }
    if (right != most) return right > most;
    for (int64_t j = 0; j < plan->o->answers - 1; j++) ties += tally[j] == right;
    return dw_stream_event(stream, dw_chance_make(1 / (double)(ties + 1)));
}

/* The problems of one group whose answer the vote gets right; chains[v] tells who was right. */
static uint64_t count_votes(const cot_plan *plan, const dw_lanes *chains, const dw_chunk *chunk,
                            int64_t first)
{
    uint64_t seed = (uint64_t)plan->o->common.seed, key = dw_sim_key("cot.votes"), wins = 0;
    int64_t n = chunk->last - first < DW_LANE_TRIALS ? chunk->last - first : DW_LANE_TRIALS;
    for (int64_t t = 0; t < n; t++) {
        int64_t right = 0;
        for (int64_t v = 0; v < plan->o->votes; v++)
            right += (int64_t)(chains[v][t / 64] >> (t % 64) & 1);
        dw_stream stream = dw_stream_make(seed, key, chunk->cell, (uint64_t)(first + t));
        wins += wins_vote(plan, &stream, right);
    }
    return wins;
}

DW_FOR_EACH_MACHINE
static void work(const void *context, const dw_chunk *chunk, uint64_t *counts)
{
    const cot_plan *plan = context;
    const cot *o = plan->o;
    dw_lane_chance direct = dw_lane_chance_make(plan->direct[chunk->cell]);
    dw_lane_chance step = dw_lane_chance_make(plan->step[chunk->cell]);
    dw_lane_chance thread = dw_lane_chance_make(plan->thread[chunk->cell]);
    dw_lane_chance guess = dw_lane_chance_make(o->guess);
    dw_lane_stream stream;
    dw_lane_stream_start(&stream, (uint64_t)o->common.seed, dw_sim_key("cot"), chunk->cell,
                         (uint64_t)chunk->number);
    for (int64_t t = chunk->first; t < chunk->last; t += DW_LANE_TRIALS) {
        dw_lanes valid, lucky, chains[MOST_VOTES];
        dw_lanes_first(chunk->last - t, &valid);
        dw_lanes at_once = valid;
        all_of(&stream, &direct, o->steps, &at_once);
        dw_lanes_draw(&stream, &guess, &lucky);
        at_once |= lucky & valid;
        counts[DIRECT] += dw_lanes_count(&at_once);
        for (int64_t v = 0; v < o->votes; v++) {
            chains[v] = valid;
            all_of(&stream, &step, o->steps, &chains[v]);
            all_of(&stream, &thread, o->steps, &chains[v]);
            counts[CHAIN] += dw_lanes_count(&chains[v]);
        }
        counts[COT] +=
            o->votes == 1 ? dw_lanes_count(&chains[0]) : count_votes(plan, chains, chunk, t);
    }
}

static dw_status put_cell(const cot_plan *plan, size_t i, const uint64_t *counts, dw_result *result,
                          dw_error *err)
{
    const cot *o = plan->o;
    double n = (double)o->common.trials, k = (double)o->steps, votes = (double)o->votes;
    dw_score *score = result->scores;
    dw_status status = dw_score_share(&score[COT], i, (double)counts[COT], n, err);
    if (!status) status = dw_score_share(&score[DIRECT], i, (double)counts[DIRECT], n, err);
    if (!status) status = dw_score_share(&score[CHAIN], i, (double)counts[CHAIN], n * votes, err);
    if (status) return status;
    double chain = pow(plan->step[i] * plan->thread[i], k);
    score[DIRECT].theory[i] = o->guess + (1 - o->guess) * pow(plan->direct[i], k);
    score[CHAIN].theory[i] = chain;
    score[COT].theory[i] =
        o->votes == 1 ? chain : dw_vote_right((size_t)o->votes, chain, plan->win);
    return DW_OK;
}

static dw_status plan_votes(cot_plan *plan, dw_error *err)
{
    const cot *o = plan->o;
    double weights[MOST_ANSWERS], rest = 0;
    size_t wrong = (size_t)o->answers - 1;
    for (size_t j = 0; j < wrong; j++) rest += weights[j] = o->wrong.at ? o->wrong.at[j] : 1;
    for (size_t j = 0; j < wrong; j++) {
        plan->slice[j] = dw_chance_make(fmin(1, weights[j] / rest));
        rest -= weights[j];
    }
    return dw_vote_win((size_t)o->votes, weights, wrong, plan->win, err);
}

static dw_status plan_abilities(cot_plan *plan, dw_error *err)
{
    const cot *o = plan->o;
    dw_series size = o->common.size;
    dw_status status = dw_ability_evaluate(&o->direct, size, plan->direct, err);
    if (!status) status = dw_ability_evaluate(&o->step, size, plan->step, err);
    if (!status) status = dw_ability_evaluate(&o->drift, size, plan->thread, err);
    for (size_t i = 0; !status && i < size.n; i++) plan->thread[i] = 1 - plan->thread[i];
    return status;
}

/* How many problems share a chunk, and so a stream. */
static int64_t chunk_of(const cot *o)
{
    return dw_job_chunk(o->votes == 1 ? CHUNK : CHUNK / 16, o->steps * o->votes);
}

static dw_status simulate(cot_plan *plan, uint64_t *totals, dw_result *result, const dw_env *env,
                          dw_error *err)
{
    dw_status status = plan_abilities(plan, err);
    if (!status) status = plan_votes(plan, err);
    dw_job job = { .cells = plan->o->common.size.n,
                   .trials = plan->o->common.trials,
                   .chunk = chunk_of(plan->o),
                   .counts = SCORES,
                   .work = work,
                   .context = plan };
    if (!status) status = dw_job_run(&job, totals, env, err);
    for (size_t i = 0; !status && i < job.cells; i++) {
        status = dw_job_ask(env, i, job.cells, err);
        if (!status) status = put_cell(plan, i, totals + i * SCORES, result, err);
    }
    return status;
}

static dw_status run(const void *given, dw_result *result, const dw_env *env, dw_error *err)
{
    const cot *o = given;
    size_t sizes = o->common.size.n;
    cot_plan *plan = dw_allocate(1, sizeof *plan, err);
    double *p = dw_allocate(sizes, 3 * sizeof *p, err);
    uint64_t *totals = dw_allocate(sizes, SCORES * sizeof *totals, err);
    dw_status status = DW_ENOMEM;
    if (plan && p && totals) {
        plan->o = o;
        plan->direct = p;
        plan->step = p + sizes;
        plan->thread = p + 2 * sizes;
        status = simulate(plan, totals, result, env, err);
    }
    free(totals);
    free(p);
    free(plan);
    return status;
}

/* ---- Showing ---- */

enum { SHOWN_STEPS = 60 };

/* Draws k events of 512 problems again and marks those of the one in `place`; whether all happen.
 * out NULL: nothing is marked. */
static bool again(dw_lane_stream *stream, const dw_lane_chance *chance, int64_t k, int64_t place,
                  dw_buffer *out)
{
    bool all = true;
    for (int64_t j = 0; j < k; j++) {
        dw_lanes event;
        dw_lanes_event(stream, chance, &event);
        bool happens = event[place / 64] >> (place % 64) & 1;
        all = all && happens;
        if (out && j && j % SHOWN_STEPS == 0) dw_buffer_add(out, "\n ");
        if (out) dw_buffer_add(out, happens ? " +" : " x");
    }
    return all;
}

/* One group of 512 problems; with `out` the one in `place` is told. The number of right chains. */
static int64_t again_group(const cot_plan *plan, dw_lane_stream *stream, size_t cell, int64_t place,
                           dw_buffer *out)
{
    const cot *o = plan->o;
    dw_lane_chance direct = dw_lane_chance_make(plan->direct[cell]);
    dw_lane_chance step = dw_lane_chance_make(plan->step[cell]);
    dw_lane_chance thread = dw_lane_chance_make(plan->thread[cell]);
    dw_lane_chance guess = dw_lane_chance_make(o->guess);
    int64_t right = 0;
    if (out) dw_buffer_add(out, "at once: steps");
    bool known = again(stream, &direct, o->steps, place, out);
    if (out) dw_buffer_add(out, "; the pattern alone");
    bool lucky = again(stream, &guess, 1, place, out);
    if (out) dw_buffer_format(out, ": %s\n", known || lucky ? "right" : "wrong");
    for (int64_t v = 0; v < o->votes; v++) {
        if (out) dw_buffer_format(out, "chain %lld: steps", (long long)v + 1);
        bool steps = again(stream, &step, o->steps, place, out);
        if (out) dw_buffer_add(out, "; thread kept");
        bool kept = again(stream, &thread, o->steps, place, out);
        if (out) dw_buffer_format(out, ": %s\n", steps && kept ? "right" : "wrong");
        right += steps && kept;
    }
    return right;
}

static void show_problem(const cot_plan *plan, size_t cell, int64_t trial, dw_buffer *out)
{
    const cot *o = plan->o;
    int64_t chunk = chunk_of(o), place = trial % chunk % DW_LANE_TRIALS, right = 0;
    char size[32], number[32];
    dw_text_count(o->common.size.at[cell], 3, size);
    dw_text_thousands((double)(trial + 1), number);
    dw_buffer_format(out, "problem %s of size %s: %lld steps (+ right, x wrong)\n", number, size,
                     (long long)o->steps);
    dw_lane_stream stream;
    dw_lane_stream_start(&stream, (uint64_t)o->common.seed, dw_sim_key("cot"), cell,
                         (uint64_t)(trial / chunk));
    int64_t groups = trial % chunk / DW_LANE_TRIALS;
    for (int64_t g = 0; g <= groups; g++)
        right = again_group(plan, &stream, cell, place, g == groups ? out : NULL);
    bool wins = right == 1;
    if (o->votes > 1) {
        dw_stream votes = dw_stream_make((uint64_t)o->common.seed, dw_sim_key("cot.votes"), cell,
                                         (uint64_t)trial);
        wins = wins_vote(plan, &votes, right);
        dw_buffer_format(out, "%lld of %lld votes for the right answer; ", (long long)right,
                         (long long)o->votes);
    }
    dw_buffer_format(out, "final answer with chain of thought: %s", wins ? "right" : "wrong");
}

static dw_status show(const void *given, size_t cell, int64_t trial, dw_buffer *out, dw_error *err)
{
    const cot *o = given;
    size_t sizes = o->common.size.n;
    cot_plan *plan = dw_allocate(1, sizeof *plan, err);
    double *p = dw_allocate(sizes, 3 * sizeof *p, err);
    dw_status status = DW_ENOMEM;
    if (plan && p) {
        plan->o = o;
        plan->direct = p;
        plan->step = p + sizes;
        plan->thread = p + 2 * sizes;
        status = plan_abilities(plan, err);
        if (!status) status = plan_votes(plan, err);
        if (!status) show_problem(plan, cell, trial, out);
    }
    free(p);
    free(plan);
    return status;
}

const dw_sim dw_sim_cot = {
    .name = "cot",
    .title = "chain of thought helps only the large",
    .doc = "A problem has k steps. Answered at once, each step is right with q(N), or a pattern "
           "alone gives the answer with probability guess. Written out, each step is right with "
           "s(N) and keeps its thread with 1 - d(N); a lost chain answers wrong. With votes = m "
           "the majority of m chains counts. run:crossings() tells where the curves cross; none "
           "and several are legal, the defaults cross once.",
    .formula = "direct: g + (1 - g) q^k; chain: c = (s (1 - d))^k; cot: the chance that the right "
               "answer wins m votes, each right with probability c (m = 1: c)",
    .source = "Wei et al. 2022, Chain-of-Thought Prompting Elicits Reasoning in Large Language "
              "Models; votes: Wang et al. 2022, Self-Consistency",
    .example = "local run = sim.cot { size = array.geomspace(1e8, 1e12, 24) }\n"
               "print(run.cot.mean - run.direct.mean)",
    .options = options,
    .options_size = sizeof(cot),
    .scores = scores,
    .crossing = { "cot", "direct" },
    .check = check,
    .run = run,
    .show = show,
};
