#include "sim/multistep.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "sim/score.h"

typedef dw_multistep multistep;
typedef dw_multistep_plan multistep_plan;

static const dw_ability default_ability = {
    .kind = DW_LOGISTIC, .midpoint = 1e9, .slope = 1.5, .ceiling = 1
};

static const char *const samplings[] = { "problems", "aggregate", NULL };

static const dw_option options[] = {
    DW_SIM_COMMON(multistep),
    { "ability", DW_ABILITY, offsetof(multistep, ability), .preset = &default_ability,
      .text = "sim.ability.logistic{midpoint = 1e9, slope = 1.5}",
      .doc = "chance p(N) that one step is right" },
    { "steps", DW_INTEGER, offsetof(multistep, steps), .def = 8, .min = 1,
      .max = DW_MULTISTEP_STEPS, .unit = "steps", .doc = "steps k a problem needs, all of them" },
    { "spread", DW_NUMBER, offsetof(multistep, spread), .def = 0, .min = 0, .max = 1,
      .doc = "how unlike the problems are: the correlation of two steps of one problem" },
    { "choices", DW_INTEGER, offsetof(multistep, choices), .min = 2, .max = 1000,
      .flags = DW_OPTIONAL, .unit = "answers",
      .doc = "answers offered: who fails a step guesses; not given: an open answer" },
    { "stages", DW_TEXTS, offsetof(multistep, stages), .flags = DW_OPTIONAL,
      .doc = "names of consecutive parts of the steps, such as formula and calculation" },
    { "stage_steps", DW_SERIES, offsetof(multistep, stage_steps), .min = 1,
      .max = DW_MULTISTEP_STEPS, .flags = DW_OPTIONAL, .unit = "steps",
      .doc = "steps in each stage; not given: shared out evenly, the first get what is left over" },
    { "at_least", DW_INTEGER, offsetof(multistep, at_least), .min = 0, .max = DW_MULTISTEP_STEPS,
      .flags = DW_OPTIONAL, .unit = "steps",
      .doc = "steps m that must be right for the score at_least; not given: not graded" },
    { "symbols", DW_INTEGER, offsetof(multistep, symbols), .min = 2, .max = 60000,
      .flags = DW_OPTIONAL, .unit = "symbols",
      .doc = "each step writes one of so many symbols, a wrong step a wrong one; given, the score "
             "levenshtein compares the texts (at most 256 steps)" },
    { "sampling", DW_CHOICE, offsetof(multistep, sampling), .choices = samplings,
      .doc = "problems: each step of each problem is drawn; aggregate: the counts are drawn from "
             "their exact joint law, in a time that hardly depends on trials" },
    { "only", DW_INTEGER, offsetof(multistep, only), .min = 1, .max = 1e12, .flags = DW_OPTIONAL,
      .unit = "problem", .doc = "runs this one of the problems alone, as it came out among all" },
    { 0 },
};

enum { EXACT, PARTIAL, PREFIX, AT_LEAST, EDIT, LEVENSHTEIN, BRIER, LOG_LIKELIHOOD, SCORES };

static const dw_score_info scores[] = {
    { "exact", "share of problems with the final answer right" },
    { "partial", "share of steps right" },
    { "prefix", "share of steps right before the first error" },
    { "at_least",
      "share of problems with at least m steps right; graded when 'at_least' is given" },
    { "edit", "wrong steps of a problem, 0..k (Hamming distance)" },
    { "levenshtein", "insertions, deletions and changes that repair the written text; graded when "
                     "'symbols' is given" },
    { "brier", "mean squared error of the probability p(N) that the model states for each step" },
    { "log_likelihood", "sum over the steps of log p(N) where right, log(1 - p(N)) where wrong" },
    { 0 },
};

static bool graded(const void *given, size_t i)
{
    const multistep *o = given;
    return i == AT_LEAST ? o->at_least >= 0 : i == LEVENSHTEIN ? o->symbols > 0 : true;
}

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

static bool aggregates(const multistep *o)
{
    return strcmp(o->sampling, "aggregate") == 0;
}

static dw_status check_aggregate(const multistep *o, dw_error *err)
{
    const char *only_drawn = o->only > 0 ? "only" : o->symbols > 0 ? "symbols" : NULL;
    if (only_drawn)
        return dw_fail(err, DW_EARG,
                       "'%s' needs problems that are drawn one by one; sampling = \"aggregate\" "
                       "draws counts alone",
                       only_drawn);
    if ((o->spread > 0 || o->at_least >= 0) && o->steps > DW_MULTISTEP_SPLIT)
        return dw_fail(
            err, DW_EDOMAIN, "sampling = \"aggregate\" with '%s' takes at most %d steps, got %lld",
            o->spread > 0 ? "spread" : "at_least", DW_MULTISTEP_SPLIT, (long long)o->steps);
    return DW_OK;
}

static dw_status check(const void *given, dw_error *err)
{
    const multistep *o = given;
    size_t most = o->steps < DW_MULTISTEP_STAGES ? (size_t)o->steps : DW_MULTISTEP_STAGES;
    if (o->stages.n > most)
        return dw_fail(err, DW_EARG, "'stages' has %zu names; at most %zu fit %lld steps",
                       o->stages.n, most, (long long)o->steps);
    if (o->at_least > o->steps)
        return dw_fail(err, DW_EDOMAIN, "'at_least' is %lld, but 'steps' is %lld",
                       (long long)o->at_least, (long long)o->steps);
    if (o->symbols > 0 && o->steps > DW_MULTISTEP_SPELLED)
        return dw_fail(err, DW_EDOMAIN, "'symbols' are compared for at most %d steps, got %lld",
                       DW_MULTISTEP_SPELLED, (long long)o->steps);
    if (o->only > o->common.trials)
        return dw_fail(err, DW_EDOMAIN, "'only' is %lld, but 'trials' is %lld", (long long)o->only,
                       (long long)o->common.trials);
    dw_status status = aggregates(o) ? check_aggregate(o, err) : DW_OK;
    return !status && o->stage_steps.at ? check_stage_steps(o, err) : status;
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

static void put_theory(const multistep_plan *plan, size_t i, dw_result *result)
{
    const multistep *o = plan->o;
    double p = plan->p[i], all = dw_multistep_all(p, o->spread, o->steps), before = 1;
    double guess = o->choices > 0 ? 1 / (double)o->choices : 0;
    result->scores[EXACT].theory[i] = all + (1 - all) * guess;
    result->scores[PARTIAL].theory[i] = p;
    result->scores[PREFIX].theory[i] = dw_multistep_prefix(p, o->spread, o->steps);
    double k = (double)o->steps;
    bool certain = p == 0 || p == 1;
    result->scores[EDIT].theory[i] = k * (1 - p);
    result->scores[BRIER].theory[i] = p * (1 - p);
    result->scores[LOG_LIKELIHOOD].theory[i] = certain ? 0 : k * (p * log(p) + (1 - p) * log1p(-p));
    if (o->at_least >= 0)
        result->scores[AT_LEAST].theory[i] =
            dw_multistep_at_least(p, o->spread, o->steps, o->at_least);
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
        double after = (double)counts[DW_SURVIVORS + s];
        status = dw_score_share(&outcome[s], i, before - after, n, err);
        before = after;
    }
    if (!status && stages) status = dw_score_share(&outcome[stages], i, before, n, err);
    return status;
}

/* A score that is a + b times the share of steps right, with the interval of that share. */
static void put_linear(dw_result *result, size_t which, size_t i, double a, double b)
{
    const dw_score *share = &result->scores[PARTIAL];
    dw_score *score = &result->scores[which];
    score->mean[i] = a + b * share->mean[i];
    score->low[i] = a + b * (b < 0 ? share->high : share->low)[i];
    score->high[i] = a + b * (b < 0 ? share->low : share->high)[i];
    score->method = share->method;
}

/* What the share of steps right says in other units. */
static void put_rulers(const multistep_plan *plan, size_t i, dw_result *result)
{
    double p = plan->p[i], k = (double)plan->o->steps;
    put_linear(result, EDIT, i, k, -k);
    if (p > 0 && p < 1) {
        put_linear(result, BRIER, i, p * p, 1 - 2 * p);
        put_linear(result, LOG_LIKELIHOOD, i, k * log1p(-p), k * (log(p) - log1p(-p)));
    } else { /* stated as certain, and certain */
        put_linear(result, BRIER, i, 0, 0);
        put_linear(result, LOG_LIKELIHOOD, i, 0, 0);
    }
}

static dw_status put_distance(const multistep_plan *plan, size_t i, const uint64_t *counts,
                              double n, dw_result *result, dw_error *err)
{
    double k = (double)plan->o->steps;
    dw_score *score = &result->scores[LEVENSHTEIN];
    dw_status status = dw_score_mean(score, i, (double)counts[DW_DISTANCES],
                                     (double)counts[DW_DISTANCE_SQUARES], n, k, err);
    score->mean[i] *= k;
    score->low[i] *= k;
    score->high[i] *= k;
    return status;
}

static dw_status put_steps(const multistep_plan *plan, size_t i, const uint64_t *counts, double n,
                           dw_result *result, dw_error *err)
{
    const multistep *o = plan->o;
    double k = (double)o->steps, right = (double)counts[DW_STEPS_RIGHT];
    dw_score *partial = &result->scores[PARTIAL];
    dw_status status = o->spread == 0 ? dw_score_share(partial, i, right, n * k, err)
                                      : dw_score_mean(partial, i, right,
                                                      (double)counts[DW_STEP_SQUARES], n, k, err);
    if (status) return status;
    put_rulers(plan, i, result);
    return dw_score_mean(&result->scores[PREFIX], i, (double)counts[DW_PREFIXES],
                         (double)counts[DW_PREFIX_SQUARES], n, k, err);
}

static dw_status put_cell(const multistep_plan *plan, size_t i, const uint64_t *counts,
                          dw_result *result, dw_error *err)
{
    const multistep *o = plan->o;
    double n = o->only > 0 ? 1 : (double)o->common.trials;
    dw_score *score = result->scores;
    dw_status status = dw_score_share(&score[EXACT], i, (double)counts[DW_ANSWERS], n, err);
    if (!status) status = put_steps(plan, i, counts, n, result, err);
    if (!status && o->at_least >= 0)
        status = dw_score_share(&score[AT_LEAST], i, (double)counts[DW_ENOUGH], n, err);
    if (!status && o->symbols > 0) status = put_distance(plan, i, counts, n, result, err);
    if (!status) status = put_outcomes(plan, i, counts, n, result, err);
    if (!status) put_theory(plan, i, result);
    return status;
}

/* Of a trial, roughly: 64 problems that are alike are drawn by one word of bits. */
static double draws_of(const multistep *o, bool alike)
{
    double steps = (double)o->steps;
    bool splits = o->spread > 0 || o->at_least >= 0;
    if (aggregates(o)) return splits ? steps * steps : steps;
    return alike ? steps / 64 : steps;
}

static dw_status simulate(const multistep_plan *plan, uint64_t *totals, dw_result *result,
                          const dw_env *env, dw_error *err)
{
    const multistep *o = plan->o;
    bool alike = o->spread == 0 && o->symbols < 0;
    dw_job job = { .cells = o->common.size.n,
                   .trials = o->common.trials,
                   .chunk = dw_multistep_chunk(o),
                   .counts = DW_SURVIVORS + plan->stages,
                   .draws = draws_of(o, alike),
                   .work = alike ? dw_multistep_alike : dw_multistep_singly,
                   .context = plan };
    if (o->only > 0 || aggregates(o)) {
        job.trials = job.chunk = 1;
        job.work = o->only > 0 ? dw_multistep_only : dw_multistep_aggregate;
    }
    dw_status status = dw_job_run(&job, totals, env, err);
    for (size_t i = 0; !status && i < job.cells; i++) {
        status = dw_job_ask(env, i, job.cells, err);
        if (!status) status = put_cell(plan, i, totals + i * job.counts, result, err);
    }
    return status;
}

static dw_status run(const void *given, dw_result *result, const dw_env *env, dw_error *err)
{
    const multistep *o = given;
    size_t sizes = o->common.size.n;
    multistep_plan plan = { .o = o };
    plan_stages(&plan);
    if (o->only > 0) result->trials = 1;
    result->chance = o->choices > 0 ? 1 / (double)o->choices : 0;
    double *p = dw_allocate(sizes, sizeof *p, err);
    uint64_t *totals =
        p ? dw_allocate(sizes, (DW_SURVIVORS + plan.stages) * sizeof *totals, err) : 0;
    plan.p = p;
    dw_status status =
        totals ? dw_ability_evaluate(&o->ability, o->common.size, p, err) : DW_ENOMEM;
    if (!status) status = simulate(&plan, totals, result, env, err);
    free(totals);
    free(p);
    return status;
}

static dw_status show(const void *given, size_t cell, int64_t trial, dw_buffer *out, dw_error *err)
{
    const multistep *o = given;
    if (aggregates(o))
        return dw_fail(err, DW_EARG,
                       "there is no problem to show: sampling = \"aggregate\" draws counts alone");
    multistep_plan plan = { .o = o };
    plan_stages(&plan);
    double *p = dw_allocate(o->common.size.n, sizeof *p, err);
    plan.p = p;
    dw_status status = p ? dw_ability_evaluate(&o->ability, o->common.size, p, err) : DW_ENOMEM;
    if (!status) dw_multistep_show(&plan, cell, trial, out);
    free(p);
    return status;
}

const dw_sim dw_sim_multistep = {
    .name = "multistep",
    .title = "small 0, medium 0, large 100: all steps are needed",
    .doc = "A problem has k steps, each right with probability p(N). The final answer is right "
           "only when all steps are; the same simulated problems are also graded by other rulers. "
           "With `stages`, run.outcomes tells "
           "in which stage the first error fell.",
    .formula = "exact: E[p^k] + (1 - E[p^k]) / choices (without choices E[p^k]); partial: p; "
               "prefix: (E[p] + ... + E[p^k]) / k. With spread s, p is drawn for each problem from "
               "Beta(p (1-s)/s, (1-p)(1-s)/s) and E[p^k] = product over i < k of "
               "(p (1-s) + i s) / (1 - s + i s); s = 0: E[p^k] = p^k. at_least: the upper tail "
               "of the (beta-)binomial distribution; edit: k (1 - p); brier: p (1 - p); "
               "log_likelihood: k (p log p + (1 - p) log(1 - p)); levenshtein: none",
    .source = "Schaeffer, Miranda, Koyejo 2023, Are Emergent Abilities of Large Language Models a "
              "Mirage?, section 2",
    .example = "local run = sim.multistep { size = array.geomspace(1e7, 5e11, 24), steps = 8 }\n"
               "print(run)",
    .options = options,
    .options_size = sizeof(multistep),
    .scores = scores,
    .numbers = 1u << EDIT | 1u << LEVENSHTEIN | 1u << LOG_LIKELIHOOD,
    .graded = graded,
    .outcomes = outcome_count,
    .outcome_name = outcome_name,
    .check = check,
    .run = run,
    .show = show,
};
