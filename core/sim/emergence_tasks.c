#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "random/lanes.h"
#include "sim/ability.h"
#include "sim/job.h"
#include "sim/multistep.h"
#include "sim/score.h"
#include "sim/sim.h"

enum { MOST_TASKS = 60, MOST_STEPS = 200, MOST_FAMILIES = 100, CHUNK = 1 << 15 };

typedef struct emergence {
    dw_sim_common common;
    dw_texts tasks, families;
    dw_series steps, choices, midpoint, family, efficiency, tokens;
    double slope;
} emergence;

typedef struct task {
    const char *name;
    int64_t steps;
    double choices; /* of a question, on average; 0: an open answer */
    double midpoint;
} task;

static const task own_tasks[] = {
    { "Modified arithmetic", 5, 0, 3e9 },
    { "IPA transliterate", 6, 0, 2e9 },
    { "Word unscramble", 5, 0, 4e9 },
    { "Persian QA", 4, 0, 1e10 },
    { "TruthfulQA", 5, 5, 3e10 },
    { "Grounded mappings", 5, 4, 2e10 },
    { "MMLU", 4, 4, 1e10 },
    { "Word in context", 6, 2, 5e10 },
};
enum { OWN_TASKS = sizeof own_tasks / sizeof *own_tasks };

static const dw_option options[] = {
    DW_SIM_COMMON(emergence),
    { "tasks", DW_TEXTS, offsetof(emergence, tasks), .flags = DW_OPTIONAL,
      .doc = "names of the tasks; not given: eight tasks of the paper, with toy numbers" },
    { "steps", DW_SERIES, offsetof(emergence, steps), .min = 1, .max = MOST_STEPS,
      .flags = DW_OPTIONAL, .unit = "steps", .doc = "steps k that each task needs, all of them" },
    { "choices", DW_SERIES, offsetof(emergence, choices), .min = 0, .max = 1000,
      .flags = DW_OPTIONAL, .unit = "answers",
      .doc = "answers that a question of each task offers, on average: 2 or more, 4.4 where some "
             "offer 4 and some 5; 0: an open answer; not given: all open" },
    { "midpoint", DW_SERIES, offsetof(emergence, midpoint), .max = INFINITY,
      .flags = DW_OPTIONAL | DW_ABOVE_MIN, .unit = "parameters",
      .doc = "size at which a step of each task is right half the time" },
    { "slope", DW_NUMBER, offsetof(emergence, slope), .def = 2, .min = 0, .max = 100,
      .flags = DW_ABOVE_MIN, .unit = "per factor of ten",
      .doc = "how much the logit of a step grows with size" },
    { "families", DW_TEXTS, offsetof(emergence, families), .flags = DW_OPTIONAL,
      .doc = "names of the families of models; not given: all models are of one" },
    { "family", DW_SERIES, offsetof(emergence, family), .min = 1, .max = MOST_FAMILIES,
      .flags = DW_OPTIONAL, .doc = "for each of size, the number of its family, from 1" },
    { "efficiency", DW_SERIES, offsetof(emergence, efficiency), .max = 1e6,
      .flags = DW_OPTIONAL | DW_ABOVE_MIN,
      .doc = "data efficiency e of each family: it does what e times as many parameters do; not "
             "given: 1" },
    { "tokens", DW_SERIES, offsetof(emergence, tokens), .max = 1e30,
      .flags = DW_OPTIONAL | DW_ABOVE_MIN | DW_OR_NUMBER, .unit = "tokens",
      .doc = "training tokens D of each of size, or one number for all: run.flops is then 6 N D" },
    { 0 },
};

enum { ACCURACY, SCORES };

static const dw_score_info scores[] = {
    { "accuracy", "share right in an exam whose problems are of a task at random" },
    { 0 },
};

enum { FLOPS, BASELINE };

static size_t task_count(const void *given)
{
    const emergence *o = given;
    return o->tasks.n ? o->tasks.n : OWN_TASKS;
}

static const dw_extra extras[] = {
    { .name = "flops", .doc = "training FLOPs 6 N D of each size, where tokens are given" },
    { "baseline", "what a random guess gets in each task", task_count, .once = true },
    { 0 },
};

static task task_at(const emergence *o, size_t t)
{
    if (o->tasks.n == 0) return own_tasks[t];
    return (task){ .name = o->tasks.at[t],
                   .steps = (int64_t)o->steps.at[t],
                   .choices = o->choices.at ? o->choices.at[t] : 0,
                   .midpoint = o->midpoint.at[t] };
}

static const char *task_name(const void *given, size_t i, char scratch[64])
{
    (void)scratch;
    return task_at(given, i).name;
}

static double baseline(const task *t)
{
    return t->choices > 0 ? 1 / t->choices : 0;
}

/* ---- Options that belong together ---- */

/* A series that is given has one number for each of n things. */
static dw_status check_length(const char *name, dw_series series, size_t n, const char *things,
                              dw_error *err)
{
    if (!series.at || series.n == n) return DW_OK;
    return dw_fail(err, DW_EARG, "'%s' has %zu numbers for %zu %s", name, series.n, n, things);
}

static dw_status check_whole(const char *name, dw_series series, dw_error *err)
{
    for (size_t i = 0; i < series.n; i++)
        if (series.at[i] != floor(series.at[i]))
            return dw_fail(err, DW_EDOMAIN, "'%s' must be whole numbers, got %g", name,
                           series.at[i]);
    return DW_OK;
}

static dw_status check_tasks(const emergence *o, dw_error *err)
{
    size_t n = o->tasks.n;
    if (n == 0 && (o->steps.at || o->choices.at || o->midpoint.at))
        return dw_fail(err, DW_EARG, "'steps', 'choices' and 'midpoint' need the names of 'tasks'");
    if (n > MOST_TASKS)
        return dw_fail(err, DW_EARG, "'tasks' has %zu names; at most %d fit", n, (int)MOST_TASKS);
    if (n && (!o->steps.at || !o->midpoint.at))
        return dw_fail(err, DW_EARG, "'tasks' need 'steps' and 'midpoint', a number for each");
    dw_status status = check_length("steps", o->steps, n, "tasks", err);
    if (!status) status = check_length("choices", o->choices, n, "tasks", err);
    if (!status) status = check_length("midpoint", o->midpoint, n, "tasks", err);
    if (!status) status = check_whole("steps", o->steps, err);
    for (size_t i = 0; !status && i < o->choices.n; i++)
        if (o->choices.at[i] != 0 && o->choices.at[i] < 2)
            status = dw_fail(err, DW_EDOMAIN, "'choices' must be 0 or at least 2, got %g",
                             o->choices.at[i]);
    return status;
}

static dw_status check_families(const emergence *o, dw_error *err)
{
    size_t n = o->families.n ? o->families.n : 1;
    if (o->families.n > 1 && !o->family.at)
        return dw_fail(err, DW_EARG, "'families' need 'family', a number for each of 'size'");
    dw_status status = check_length("family", o->family, o->common.size.n, "sizes", err);
    if (!status) status = check_length("efficiency", o->efficiency, n, "families", err);
    if (!status) status = check_whole("family", o->family, err);
    for (size_t i = 0; !status && i < o->family.n; i++)
        if (o->family.at[i] > (double)n)
            status = dw_fail(err, DW_EDOMAIN, "'family' is %g, but there are %zu families",
                             o->family.at[i], n);
    if (!status && !o->tokens.scalar)
        status = check_length("tokens", o->tokens, o->common.size.n, "sizes", err);
    return status;
}

static dw_status check(const void *given, dw_error *err)
{
    dw_status status = check_tasks(given, err);
    return status ? status : check_families(given, err);
}

/* ---- Problems ---- */

static size_t family_of(const emergence *o, size_t cell)
{
    return o->family.at ? (size_t)o->family.at[cell] - 1 : 0;
}

/* The chance that a step of this task is right. */
static double step_chance(const emergence *o, const task *t, size_t cell)
{
    double efficiency = o->efficiency.at ? o->efficiency.at[family_of(o, cell)] : 1;
    dw_ability ability = {
        .kind = DW_LOGISTIC, .midpoint = t->midpoint, .slope = o->slope, .ceiling = 1
    };
    return dw_ability_at(&ability, fmin(o->common.size.at[cell] * efficiency, 1.7e308));
}

/* 512 problems of one task; steps (may be NULL) gets who had each step right. */
static void answer(dw_lane_stream *stream, const task *t, double p, dw_lanes *steps,
                   dw_lanes *right)
{
    dw_lane_chance step = dw_lane_chance_make(p), guess = dw_lane_chance_make(baseline(t));
    dw_lanes event;
    dw_lanes_first(DW_LANE_TRIALS, right);
    for (int64_t j = 0; j < t->steps; j++) {
        dw_lanes_event(stream, &step, &event);
        *right &= event;
        if (steps) steps[j] = event;
    }
    dw_lanes_event(stream, &guess, &event);
    *right |= event;
}

/* Keeps in *picked the problems of `left` that the exam takes of this task, when so many tasks are
 * left, and takes them away from *left. */
static void pick(dw_lane_stream *stream, size_t tasks, dw_lanes *left, dw_lanes *picked)
{
    dw_lane_chance chance = dw_lane_chance_make(1 / (double)tasks);
    dw_lanes event;
    dw_lanes_event(stream, &chance, &event);
    event &= *left;
    *left &= ~event;
    *picked &= event;
}

static void start(const emergence *o, size_t cell, int64_t number, dw_lane_stream *stream)
{
    dw_lane_stream_start(stream, (uint64_t)o->common.seed, dw_sim_key("emergence"), cell,
                         (uint64_t)number);
}

static void work(const void *context, const dw_chunk *chunk, uint64_t *counts)
{
    const emergence *o = context;
    dw_lane_stream stream;
    double p[MOST_TASKS];
    size_t tasks = task_count(o);
    for (size_t i = 0; i < tasks; i++) {
        task t = task_at(o, i);
        p[i] = step_chance(o, &t, chunk->cell);
    }
    start(o, chunk->cell, chunk->number, &stream);
    for (int64_t first = chunk->first; first < chunk->last; first += DW_LANE_TRIALS) {
        dw_lanes valid, right, left;
        dw_lanes_first(chunk->last - first, &valid);
        left = valid;
        for (size_t i = 0; i < tasks; i++) {
            task t = task_at(o, i);
            answer(&stream, &t, p[i], NULL, &right);
            right &= valid;
            counts[SCORES + i] += dw_lanes_count(&right);
            pick(&stream, tasks - i, &left, &right);
            counts[ACCURACY] += dw_lanes_count(&right);
        }
    }
}

static int64_t chunk_of(const emergence *o)
{
    int64_t draws = 0;
    for (size_t i = 0; i < task_count(o); i++) draws += task_at(o, i).steps + 2;
    return dw_job_chunk(CHUNK, draws);
}

/* ---- Scores ---- */

static dw_status put_cell(const emergence *o, size_t i, const uint64_t *counts, dw_result *result,
                          dw_error *err)
{
    double n = (double)o->common.trials, sum = 0;
    size_t tasks = task_count(o);
    dw_score *score = result->scores;
    dw_status status = dw_score_share(&score[ACCURACY], i, (double)counts[ACCURACY], n, err);
    for (size_t s = 0; !status && s < tasks; s++) {
        task t = task_at(o, s);
        double all = dw_multistep_all(step_chance(o, &t, i), 0, t.steps);
        status = dw_score_share(&score[SCORES + s], i, (double)counts[SCORES + s], n, err);
        score[SCORES + s].theory[i] = all + (1 - all) * baseline(&t);
        sum += score[SCORES + s].theory[i];
    }
    score[ACCURACY].theory[i] = fmin(1, sum / (double)tasks);
    if (o->tokens.at) {
        double tokens = o->tokens.at[o->tokens.scalar ? 0 : i];
        result->extras[FLOPS][i] = 6 * o->common.size.at[i] * tokens;
    }
    return status;
}

static dw_status run(const void *given, dw_result *result, const dw_env *env, dw_error *err)
{
    const emergence *o = given;
    size_t tasks = task_count(o);
    result->chance = 0;
    for (size_t i = 0; i < tasks; i++) {
        task t = task_at(o, i);
        result->extras[BASELINE][i] = baseline(&t);
        result->chance += baseline(&t) / (double)tasks;
    }
    dw_job job = { .cells = o->common.size.n,
                   .trials = o->common.trials,
                   .chunk = chunk_of(o),
                   .counts = SCORES + tasks,
                   .work = work,
                   .context = o };
    uint64_t *totals = dw_allocate(job.cells, job.counts * sizeof *totals, err);
    if (!totals) return DW_ENOMEM;
    dw_status status = dw_job_run(&job, totals, env, err);
    for (size_t i = 0; !status && i < job.cells; i++) {
        status = dw_job_ask(env, i, job.cells, err);
        if (!status) status = put_cell(o, i, totals + i * job.counts, result, err);
    }
    free(totals);
    return status;
}

/* ---- An example ---- */

static bool bit(const dw_lanes *lanes, int64_t i)
{
    return (*lanes)[i / 64] >> (i % 64) & 1;
}

static void tell(const task *t, const dw_lanes *steps, const dw_lanes *right, int64_t i,
                 dw_buffer *out)
{
    dw_buffer_format(out, "\n  %-20s ", t->name);
    bool solved = true;
    for (int64_t j = 0; j < t->steps; j++) {
        solved &= bit(&steps[j], i);
        dw_buffer_add(out, bit(&steps[j], i) ? "+" : "-");
    }
    const char *guessed = solved || !(t->choices > 0) ? "" : " guess,";
    dw_buffer_format(out, " %s%s", *guessed ? "a" : "", guessed);
    dw_buffer_add(out, *guessed ? " " : "");
    dw_buffer_add(out, bit(right, i) ? "right" : "wrong");
}

static dw_status show(const void *given, size_t cell, int64_t trial, dw_buffer *out, dw_error *err)
{
    (void)err;
    const emergence *o = given;
    char size[32];
    dw_lane_stream stream;
    dw_lanes steps[MOST_STEPS], right, left;
    int64_t chunk = chunk_of(o), last = trial % chunk / DW_LANE_TRIALS;
    size_t tasks = task_count(o);
    dw_text_count(o->common.size.at[cell], 3, size);
    dw_buffer_format(out, "problem %lld of each task, a model of %s parameters%s%s",
                     (long long)trial + 1, size, o->families.n ? " of " : "",
                     o->families.n ? o->families.at[family_of(o, cell)] : "");
    start(o, cell, trial / chunk, &stream);
    for (int64_t group = 0; group <= last; group++) {
        dw_lanes_first(DW_LANE_TRIALS, &left);
        for (size_t i = 0; i < tasks; i++) {
            task t = task_at(o, i);
            answer(&stream, &t, step_chance(o, &t, cell), steps, &right);
            if (group == last) tell(&t, steps, &right, trial % DW_LANE_TRIALS, out);
            pick(&stream, tasks - i, &left, &right);
        }
    }
    return DW_OK;
}

const dw_sim dw_sim_emergence = {
    .name = "emergence",
    .title = "many tasks, many families: each task jumps at a size of its own",
    .doc = "A table of tasks times a table of families of models. A problem of a task has k steps, "
           "each right with p; the answer is right when all are, or by a guess among the choices. "
           "run.outcomes[i] has the accuracy of task i, its label is the task's name; "
           "run.baseline[i] is what a random guess gets. size lists the models of all families, "
           "family tells whose each is. The numbers of the tasks are a toy's, not measured ones.",
    .formula = "task: p^k + (1 - p^k) / choices (open: p^k), p = 1 / (1 + exp(-slope "
               "log10(e N / midpoint))); accuracy: the mean over the tasks; flops: 6 N D",
    .source = "Wei et al. 2022, Emergent Abilities of Large Language Models, figure 2; FLOPs: "
              "Kaplan et al. 2020, Scaling Laws for Neural Language Models, section 2.1",
    .example = "local run = sim.emergence { size = array.geomspace(1e8, 5e11, 24) }\n"
               "for i, task in ipairs(run.outcomes) do print(task.label, task.mean[24]) end",
    .options = options,
    .options_size = sizeof(emergence),
    .scores = scores,
    .extras = extras,
    .outcomes = task_count,
    .outcome_name = task_name,
    .check = check,
    .run = run,
    .show = show,
};
