#include "sim/trap.h"

#include <stdlib.h>

#include "base/memory.h"
#include "sim/job.h"
#include "sim/score.h"

enum { CHUNK = 1 << 13 };

const dw_ability dw_trap_skill = {
    .kind = DW_LOGISTIC, .midpoint = 5e10, .slope = 2.5, .ceiling = 1
};
const dw_ability dw_trap_trap = {
    .kind = DW_LOGISTIC, .midpoint = 1e9, .slope = 2.5, .ceiling = 1
};

enum { ACCURACY, SKILLED, TRAPPED, GUESSED, SCORES };

const dw_score_info dw_trap_scores[] = {
    { "accuracy", "share of problems answered rightly" },
    { "skilled", "share of problems answered by the true skill" },
    { "trapped", "share of problems answered by the trap's skill" },
    { "guessed", "share of problems answered by a guess" },
    { 0 },
};

const char *const dw_trap_languages[] = { "en", "zh-TW", NULL };

typedef struct trap_plan {
    const dw_trap_task *task;
    double *skill, *trap; /* of each size */
    dw_chance conflict;
} trap_plan;

double dw_trap_accuracy(double skill, double trap, double conflict, double chance)
{
    return skill + (1 - skill) * (trap * (1 - conflict) + (1 - trap) * chance);
}

static dw_mind draw_mind(dw_stream *stream, dw_chance skill, dw_chance trap)
{
    if (dw_stream_event(stream, skill)) return DW_MIND_SKILL;
    return dw_stream_event(stream, trap) ? DW_MIND_TRAP : DW_MIND_GUESS;
}

static dw_stream stream_of(const dw_trap_task *task, size_t cell, int64_t trial)
{
    const dw_sim_common *common = task->options;
    return dw_stream_make((uint64_t)common->seed, dw_sim_key(task->key), cell, (uint64_t)trial);
}

static void work(const void *context, const dw_chunk *chunk, uint64_t *counts)
{
    const trap_plan *plan = context;
    const dw_trap_task *task = plan->task;
    dw_chance skill = dw_chance_make(plan->skill[chunk->cell]);
    dw_chance trap = dw_chance_make(plan->trap[chunk->cell]);
    for (int64_t t = chunk->first; t < chunk->last; t++) {
        dw_stream stream = stream_of(task, chunk->cell, t);
        dw_mind mind = draw_mind(&stream, skill, trap);
        bool conflict = dw_stream_event(&stream, plan->conflict);
        counts[ACCURACY] += task->ask(task->options, conflict, mind, &stream);
        counts[SKILLED + mind]++;
    }
}

static dw_status put_cell(const trap_plan *plan, size_t i, const uint64_t *counts,
                          dw_result *result, dw_error *err)
{
    const dw_trap_task *task = plan->task;
    const dw_sim_common *common = task->options;
    double skill = plan->skill[i], trap = plan->trap[i];
    const double theory[] = { dw_trap_accuracy(skill, trap, task->trap->conflict, task->chance),
                              skill, (1 - skill) * trap, (1 - skill) * (1 - trap) };
    dw_status status = DW_OK;
    for (int s = 0; !status && s < SCORES; s++) {
        status =
            dw_score_share(&result->scores[s], i, (double)counts[s], (double)common->trials, err);
        result->scores[s].theory[i] = theory[s];
    }
    return status;
}

/* Makes the plan; free plan->skill, also after a failure. */
static dw_status make_plan(trap_plan *plan, const dw_trap_task *task, dw_error *err)
{
    const dw_sim_common *common = task->options;
    size_t sizes = common->size.n;
    *plan = (trap_plan){ .task = task, .conflict = dw_chance_make(task->trap->conflict) };
    plan->skill = dw_allocate(sizes, 2 * sizeof *plan->skill, err);
    if (!plan->skill) return DW_ENOMEM;
    plan->trap = plan->skill + sizes;
    dw_status status = dw_ability_evaluate(&task->trap->skill, common->size, plan->skill, err);
    return status ? status : dw_ability_evaluate(&task->trap->trap, common->size, plan->trap, err);
}

dw_status dw_trap_run(const dw_trap_task *task, dw_result *result, const dw_env *env, dw_error *err)
{
    const dw_sim_common *common = task->options;
    trap_plan plan;
    uint64_t *totals = NULL;
    result->chance = task->chance;
    dw_status status = make_plan(&plan, task, err);
    if (!status) {
        totals = dw_allocate(common->size.n, SCORES * sizeof *totals, err);
        status = totals ? DW_OK : DW_ENOMEM;
    }
    dw_job job = { .cells = common->size.n,
                   .trials = common->trials,
                   .chunk = CHUNK,
                   .draws = 8,
                   .counts = SCORES,
                   .work = work,
                   .context = &plan };
    if (!status) status = dw_job_run(&job, totals, env, err);
    for (size_t i = 0; !status && i < job.cells; i++) {
        status = dw_job_ask(env, i, job.cells, err);
        if (!status) status = put_cell(&plan, i, totals + i * SCORES, result, err);
    }
    free(totals);
    free(plan.skill);
    return status;
}

dw_status dw_trap_problem(const dw_trap_task *task, size_t cell, int64_t trial, dw_stream *stream,
                          bool *conflict, dw_mind *mind, dw_error *err)
{
    trap_plan plan;
    dw_status status = make_plan(&plan, task, err);
    if (!status) {
        *stream = stream_of(task, cell, trial);
        *mind =
            draw_mind(stream, dw_chance_make(plan.skill[cell]), dw_chance_make(plan.trap[cell]));
        *conflict = dw_stream_event(stream, plan.conflict);
    }
    free(plan.skill);
    return status;
}
