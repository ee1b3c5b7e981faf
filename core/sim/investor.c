#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "sim/ability.h"
#include "sim/boss.h"
#include "sim/job.h"
#include "sim/multistep.h"
#include "sim/score.h"
#include "sim/sim.h"
#include "stats/interval.h"

enum { MOST_MODELS = 64, CHUNK = 1 << 12, MOST_GRADED = 1000000 };

typedef struct investor {
    dw_sim_common common;
    dw_ability ability, with, without;
    int64_t steps, choices, questions, patience;
    double level, jump, cost_growth, value;
    dw_series cost;
} investor;

static const dw_ability default_ability = {
    .kind = DW_LOGISTIC, .midpoint = 5e9, .slope = 1.5, .floor = 0.25, .ceiling = 1
};
static const dw_ability default_with = {
    .kind = DW_LOGISTIC, .midpoint = 6e10, .slope = 3, .ceiling = 0.8
};
static const dw_ability default_without = {
    .kind = DW_LOGISTIC, .midpoint = 5e11, .slope = 1, .floor = 0.02, .ceiling = 0.4
};

static const dw_option options[] = {
    DW_SIM_COMMON(investor),
    { "ability", DW_ABILITY, offsetof(investor, ability), .preset = &default_ability,
      .text = "sim.ability.logistic{midpoint = 5e9, slope = 1.5, floor = 0.25}",
      .doc = "chance p(N) that one step is right" },
    { "steps", DW_INTEGER, offsetof(investor, steps), .def = 5, .min = 1, .max = 1000,
      .unit = "steps", .doc = "steps k that a question needs, all of them" },
    { "choices", DW_INTEGER, offsetof(investor, choices), .min = 2, .max = 1000,
      .flags = DW_OPTIONAL, .unit = "answers",
      .doc = "answers offered: who fails a step guesses; not given: an open answer" },
    { "with", DW_ABILITY, offsetof(investor, with), .preset = &default_with,
      .text = "sim.ability.logistic{midpoint = 6e10, slope = 3, ceiling = 0.8}",
      .doc = "score of each model with a method that is tried: a chance to be right" },
    { "without", DW_ABILITY, offsetof(investor, without), .preset = &default_without,
      .text = "sim.ability.logistic{midpoint = 5e11, slope = 1, floor = 0.02, ceiling = 0.4}",
      .doc = "score of each model without the method" },
    { "questions", DW_INTEGER, offsetof(investor, questions), .def = 200, .min = 1, .max = 100000,
      .unit = "questions", .doc = "questions n on which a score is measured" },
    { "level", DW_NUMBER, offsetof(investor, level), .def = 0.05, .min = 0, .max = 0.5,
      .flags = DW_ABOVE_MIN,
      .doc = "level a of the boss's one-sided test of two proportions (pooled variance)" },
    { "patience", DW_INTEGER, offsetof(investor, patience), .def = 1, .min = 0,
      .max = DW_BOSS_PATIENCE, .doc = "disappointments r that are allowed in all" },
    { "jump", DW_NUMBER, offsetof(investor, jump), .def = 0.5, .min = 0, .max = 1,
      .flags = DW_ABOVE_MIN,
      .doc = "the jump is the first size whose true accuracy is at least this" },
    { "cost", DW_SERIES, offsetof(investor, cost), .min = 0, .max = 1e100, .flags = DW_OPTIONAL,
      .unit = "money", .doc = "cost of each of size; not given: (N / largest N)^cost_growth" },
    { "cost_growth", DW_NUMBER, offsetof(investor, cost_growth), .def = 1, .min = 0, .max = 10,
      .doc = "how the cost grows with size where `cost` is not given; 2: tokens grow too" },
    { "value", DW_NUMBER, offsetof(investor, value), .def = 5, .min = 0, .max = 1e100,
      .unit = "money", .doc = "what a model that is always right is worth" },
    { 0 },
};

enum { EXACT, PARTIAL, METHOD, KINDS };

static const dw_score_info scores[] = {
    { "exact", "chance to reach each size when the boss watches final answers" },
    { "partial", "chance to reach each size when the boss watches steps" },
    { "tried", "chance that the method is still tried at each size" },
    { 0 },
};

static size_t four(const void *given)
{
    (void)given;
    return 4;
}

/* Of each kind of boss, in this order; then the sizes of the jumps. */
enum { SPENT, PAYOFF, BEFORE, JUST_BEFORE, FACTS, JUMP = KINDS * FACTS, METHOD_JUMP };

#define FACTS_OF(kind, who)                                                                        \
    { kind "_spent", "money spent when the boss watches " who ": mean, low, high, theory", four,   \
      .once = true },                                                                              \
        { kind "_payoff",                                                                          \
          "value of the outcome less the money spent, " who ": mean, low, high, theory", four,     \
          .once = true },                                                                          \
        { kind "_before",                                                                          \
          "chance to stop anywhere before the jump, " who ": mean, low, high, theory", four,       \
          .once = true },                                                                          \
    {                                                                                              \
        kind "_just_before",                                                                       \
            "chance to stop at the last size before the jump, " who ": mean, low, high, theory",   \
            four, .once = true                                                                     \
    }

static const dw_extra extras[] = {
    FACTS_OF("exact", "final answers"),
    FACTS_OF("partial", "steps"),
    FACTS_OF("tried", "the method"),
    { .name = "jump", .doc = "the first size whose true accuracy reaches the jump", .once = true },
    { .name = "tried_jump",
      .doc = "the first size at which the method's true score is above the one without it",
      .once = true },
    { 0 },
};

typedef struct investor_plan {
    const investor *o;
    size_t models;
    double step[MOST_MODELS], exact[MOST_MODELS], with[MOST_MODELS], without[MOST_MODELS];
    double spent[MOST_MODELS]; /* up to each model */
    dw_boss boss[KINDS];
} investor_plan;

static dw_status check(const void *given, dw_error *err)
{
    const investor *o = given;
    if (o->common.size.n > MOST_MODELS)
        return dw_fail(err, DW_EARG, "'size' has %zu models; a boss sees at most %d",
                       o->common.size.n, (int)MOST_MODELS);
    if (o->cost.at && o->cost.n != o->common.size.n)
        return dw_fail(err, DW_EARG, "'cost' has %zu numbers for %zu sizes", o->cost.n,
                       o->common.size.n);
    if (o->questions * o->steps > MOST_GRADED)
        return dw_fail(err, DW_EDOMAIN, "'questions' times 'steps' must be at most %d, got %lld",
                       (int)MOST_GRADED, (long long)(o->questions * o->steps));
    return DW_OK;
}

/* ---- What is true of each model ---- */

static void add_up_cost(investor_plan *plan)
{
    const investor *o = plan->o;
    double largest = 0, sum = 0;
    for (size_t i = 0; i < plan->models; i++) largest = fmax(largest, o->common.size.at[i]);
    for (size_t i = 0; i < plan->models; i++) {
        sum += o->cost.at ? o->cost.at[i] : pow(o->common.size.at[i] / largest, o->cost_growth);
        plan->spent[i] = sum;
    }
}

static dw_status evaluate(investor_plan *plan, dw_error *err)
{
    const investor *o = plan->o;
    dw_series size = o->common.size;
    double guess = o->choices > 0 ? 1 / (double)o->choices : 0;
    dw_status status = dw_ability_evaluate(&o->ability, size, plan->step, err);
    if (!status) status = dw_ability_evaluate(&o->with, size, plan->with, err);
    if (!status) status = dw_ability_evaluate(&o->without, size, plan->without, err);
    for (size_t i = 0; !status && i < plan->models; i++) {
        double all = dw_multistep_all(plan->step[i], 0, o->steps);
        plan->exact[i] = all + (1 - all) * guess;
    }
    return status;
}

/* The caller calls free_plan, whatever came back. */
static dw_status make_plan(const investor *o, investor_plan *plan, dw_error *err)
{
    plan->o = o;
    plan->models = o->common.size.n;
    add_up_cost(plan);
    dw_status status = evaluate(plan, err);
    const double *p[KINDS] = { plan->exact, plan->step, plan->with };
    for (int kind = 0; !status && kind < KINDS; kind++) {
        plan->boss[kind] = (dw_boss){ .models = plan->models,
                                      .questions = o->questions * (kind == PARTIAL ? o->steps : 1),
                                      .patience = o->patience,
                                      .level = o->level };
        status =
            dw_boss_make(&plan->boss[kind], p[kind], kind == METHOD ? plan->without : NULL, err);
    }
    return status;
}

static void free_plan(investor_plan *plan)
{
    if (!plan) return;
    for (int kind = 0; kind < KINDS; kind++) dw_boss_free(&plan->boss[kind]);
    free(plan);
}

/* The first model after the jump; as many as there are models: none. */
static size_t jump_of(const investor_plan *plan, int kind)
{
    size_t i = 0;
    while (i < plan->models &&
           (kind == METHOD ? plan->with[i] <= plan->without[i] : plan->exact[i] < plan->o->jump))
        i++;
    return i;
}

/* What the boss has in the end when `last` was the last model. */
static double payoff_of(const investor_plan *plan, int kind, size_t last)
{
    double worth = plan->exact[last];
    if (kind == METHOD)
        worth = last + 1 == plan->models ? plan->with[last] - plan->without[last] : 0;
    return plan->o->value * worth - plan->spent[last];
}

/* ---- Histories ---- */

static dw_stream stream_of(const investor *o, int kind, int64_t trial)
{
    return dw_stream_make((uint64_t)o->common.seed, dw_sim_key("investor"), (uint64_t)kind,
                          (uint64_t)trial);
}

/* A cell is a kind of boss; what is counted is the last model. */
static void work(const void *context, const dw_chunk *chunk, uint64_t *counts)
{
    const investor_plan *plan = context;
    for (int64_t t = chunk->first; t < chunk->last; t++) {
        dw_stream stream = stream_of(plan->o, (int)chunk->cell, t);
        counts[dw_boss_watch(&plan->boss[chunk->cell], &stream, NULL)]++;
    }
}

/* ---- Scores ---- */

/* Mean of a number that each history has by its last model, with its interval and its theory. */
static dw_status put_number(const double *by_last, size_t models, const uint64_t *counts,
                            const double *theory, double n, double *out, dw_error *err)
{
    double least = by_last[0], most = by_last[0], sum = 0, squares = 0, expected = 0;
    for (size_t i = 0; i < models; i++) {
        least = fmin(least, by_last[i]);
        most = fmax(most, by_last[i]);
        expected += theory[i] * by_last[i];
    }
    double range = most > least ? most - least : 1;
    for (size_t i = 0; i < models; i++) {
        double share = (by_last[i] - least) / range;
        sum += (double)counts[i] * share;
        squares += (double)counts[i] * share * share;
    }
    dw_interval interval;
    dw_status status = dw_mean_interval(sum, squares, n, 0.95, &interval, err);
    if (status) return status;
    if (most == least) interval = (dw_interval){ 0, 0 };
    out[0] = least + range * sum / n;
    out[1] = least + range * interval.low;
    out[2] = least + range * interval.high;
    out[3] = expected;
    return DW_OK;
}

/* The chance that the last model is one of first .. end-1. */
static dw_status put_stops(size_t first, size_t end, const uint64_t *counts, const double *theory,
                           double n, double *out, dw_error *err)
{
    double k = 0, expected = 0;
    dw_interval interval;
    for (size_t i = first; i < end; i++) {
        k += (double)counts[i];
        expected += theory[i];
    }
    dw_status status = dw_wilson(k, n, 0.95, &interval, err);
    if (status) return status;
    out[0] = k / n;
    out[1] = interval.low;
    out[2] = interval.high;
    out[3] = fmin(1, expected);
    return DW_OK;
}

static dw_status put_facts(const investor_plan *plan, int kind, const uint64_t *counts,
                           const double *theory, double **facts, dw_error *err)
{
    double n = (double)plan->o->common.trials, payoff[MOST_MODELS];
    size_t models = plan->models, jump = jump_of(plan, kind);
    for (size_t i = 0; i < models; i++) payoff[i] = payoff_of(plan, kind, i);
    dw_status status = put_number(plan->spent, models, counts, theory, n, facts[SPENT], err);
    if (!status) status = put_number(payoff, models, counts, theory, n, facts[PAYOFF], err);
    if (status || jump == 0 || jump == models) return status; /* no jump to stop before */
    status = put_stops(0, jump, counts, theory, n, facts[BEFORE], err);
    if (!status) status = put_stops(jump - 1, jump, counts, theory, n, facts[JUST_BEFORE], err);
    return status;
}

static dw_status put_kind(const investor_plan *plan, int kind, const uint64_t *counts,
                          dw_result *result, dw_error *err)
{
    double theory[MOST_MODELS], n = (double)plan->o->common.trials, reached = n, expected = 1;
    dw_status status = dw_boss_theory(&plan->boss[kind], theory, err);
    for (size_t i = 0; !status && i < plan->models; i++) {
        dw_score *score = &result->scores[kind];
        status = dw_score_share(score, i, reached, n, err);
        score->theory[i] = fmin(1, fmax(0, expected));
        reached -= (double)counts[i];
        expected = 0;
        for (size_t j = i + 1; j < plan->models; j++) expected += theory[j];
        if (i == 0 && theory[0] == 0) expected = 1; /* no rounding where nothing can stop */
    }
    if (!status) status = put_facts(plan, kind, counts, theory, result->extras + kind * FACTS, err);
    return status;
}

static dw_status simulate(const investor_plan *plan, dw_result *result, const dw_env *env,
                          dw_error *err)
{
    const investor *o = plan->o;
    uint64_t totals[KINDS * MOST_MODELS];
    dw_job job = { .cells = KINDS,
                   .trials = o->common.trials,
                   .chunk = CHUNK,
                   .counts = plan->models,
                   .work = work,
                   .context = plan };
    dw_status status = dw_job_run(&job, totals, env, err);
    for (int kind = 0; !status && kind < KINDS; kind++)
        status = put_kind(plan, kind, totals + (size_t)kind * plan->models, result, err);
    size_t jump = jump_of(plan, EXACT), method_jump = jump_of(plan, METHOD);
    if (jump < plan->models) result->extras[JUMP][0] = o->common.size.at[jump];
    if (method_jump < plan->models) result->extras[METHOD_JUMP][0] = o->common.size.at[method_jump];
    return status;
}

static dw_status run(const void *given, dw_result *result, const dw_env *env, dw_error *err)
{
    const investor *o = given;
    result->chance = o->choices > 0 ? 1 / (double)o->choices : 0;
    investor_plan *plan = dw_allocate(1, sizeof *plan, err);
    dw_status status = plan ? make_plan(o, plan, err) : DW_ENOMEM;
    if (!status) status = simulate(plan, result, env, err);
    free_plan(plan);
    return status;
}

/* ---- An example ---- */

static void tell(const investor_plan *plan, int kind, int64_t trial, dw_buffer *out)
{
    static const char *const titles[] = { "watching final answers", "watching steps",
                                          "trying a method" };
    int64_t counts[MOST_MODELS][2];
    const dw_boss *boss = &plan->boss[kind];
    dw_stream stream = stream_of(plan->o, kind, trial);
    size_t last = dw_boss_watch(boss, &stream, counts);
    dw_buffer_format(out, "\n%s:", titles[kind]);
    for (size_t i = 0; i <= last; i++) {
        char size[32];
        long long seen = counts[i][0], other = counts[i][1];
        dw_text_count(plan->o->common.size.at[i], 3, size);
        dw_buffer_format(out, "\n  %6s  %lld of %lld right", size, seen,
                         (long long)boss->questions);
        if (kind == METHOD) dw_buffer_format(out, ", %lld without", other);
        if (i + 1 == plan->models) dw_buffer_add(out, "; the end is reached");
        if (i + 1 == plan->models || other < 0) continue;
        bool pleased = seen >= dw_boss_need(boss->questions, other, boss->level);
        dw_buffer_add(out, pleased ? "; better" : "; no better");
        if (i == last) dw_buffer_add(out, ": stop");
    }
}

static dw_status show(const void *given, size_t cell, int64_t trial, dw_buffer *out, dw_error *err)
{
    (void)cell; /* a history goes through all sizes */
    investor_plan *plan = dw_allocate(1, sizeof *plan, err);
    dw_status status = plan ? make_plan(given, plan, err) : DW_ENOMEM;
    if (!status) dw_buffer_format(out, "history %lld", (long long)trial + 1);
    for (int kind = 0; !status && kind < KINDS; kind++) tell(plan, kind, trial, out);
    free_plan(plan);
    return status;
}

const dw_sim dw_sim_investor = {
    .name = "investor",
    .title = "convince the boss: who watches accuracy stops before the jump",
    .doc = "Models are trained in the order of `size`. After each the boss sees a score measured "
           "on new questions and goes on only if it beats that of the model before in a one-sided "
           "test of two proportions; r disappointments are allowed in all. One boss watches final "
           "answers (all k steps right), one watches the steps themselves, one tries a method on "
           "each model and keeps it only if it beats going without: give `with` and `without` any "
           "pair of scores. Who reaches a size pays for its model. The payoff is value times the "
           "true accuracy of the last model (for the method, what it adds at the last size if it "
           "is kept until there) less the money spent.",
    .formula = "exact: p^k + (1 - p^k) / choices of n questions, partial: p of n k steps, each "
               "count binomial; the chance to reach a size by the chain over (last count, "
               "disappointments)",
    .source = "toy model of this project; test: Fleiss, Levin, Paik 2003, Statistical Methods for "
              "Rates and Proportions, section 3.3",
    .example = "local run = sim.investor { size = array.geomspace(1e8, 1e12, 9) }\n"
               "print(run.exact_before[1], run.partial_before[1])",
    .options = options,
    .options_size = sizeof(investor),
    .scores = scores,
    .extras = extras,
    .check = check,
    .run = run,
    .show = show,
};
