#include <math.h>
#include <string.h>

#include "sim/sim.h"
#include "sim/trap.h"

typedef struct distractor {
    dw_sim_common common;
    dw_trap trap;
    double chance;
    const char *language;
} distractor;

static const dw_option options[] = {
    DW_SIM_COMMON(distractor),
    DW_TRAP_OPTIONS(distractor),
    { "chance", DW_NUMBER, offsetof(distractor, chance), .def = 0.5, .min = 0, .max = 1,
      .doc = "chance that a guess is right; 0: open answers" },
    { "language", DW_CHOICE, offsetof(distractor, language), .choices = dw_trap_languages,
      .flags = DW_LANGUAGE, .doc = "of the text that run:example shows" },
    { 0 },
};

static bool ask(const void *given, bool conflict, dw_mind mind, dw_stream *stream)
{
    const distractor *o = given;
    if (mind == DW_MIND_SKILL) return true;
    if (mind == DW_MIND_TRAP) return !conflict;
    return dw_stream_event(stream, dw_chance_make(o->chance));
}

static dw_trap_task task_of(const distractor *o)
{
    return (dw_trap_task){
        .key = "distractor", .options = o, .trap = &o->trap, .chance = o->chance, .ask = ask
    };
}

static dw_status run(const void *given, dw_result *result, const dw_env *env, dw_error *err)
{
    dw_trap_task task = task_of(given);
    return dw_trap_run(&task, result, env, err);
}

static dw_status show(const void *given, size_t cell, int64_t trial, dw_buffer *out, dw_error *err)
{
    static const char *const minds[][2] = {
        { "has the true skill", "有真本事" },
        { "has only the trap's skill", "只有半吊子的本事" },
        { "has neither skill and guesses", "兩種本事都沒有，用猜的" },
    };
    static const char *const traps[][2] = {
        { "The trap leads to the right answer, too.\n", "這一題掉進陷阱也會答對。\n" },
        { "The trap leads to a wrong answer.\n", "這一題掉進陷阱就會答錯。\n" },
    };
    const distractor *o = given;
    dw_trap_task task = task_of(o);
    dw_stream stream;
    bool conflict;
    dw_mind mind;
    dw_status status = dw_trap_problem(&task, cell, trial, &stream, &conflict, &mind, err);
    if (status) return status;
    char size[32];
    dw_text_count(o->common.size.at[cell], 3, size);
    bool right = ask(o, conflict, mind, &stream), zh = strcmp(o->language, "zh-TW") == 0;
    dw_buffer_add(out, traps[conflict][zh]);
    if (zh)
        dw_buffer_format(out, "%s 參數的模型%s：%s。\n", size, minds[mind][1], right ? "對" : "錯");
    else
        dw_buffer_format(out, "The model of %s parameters %s: %s.\n", size, minds[mind][0],
                         right ? "right" : "wrong");
    return DW_OK;
}

const dw_sim dw_sim_distractor = {
    .name = "distractor",
    .title = "half-knowledge loses: worse before better",
    .doc = "A problem holds a trap. With the true skill, T(N), the model is right; with the trap's "
           "skill alone, D(N), it falls for the trap; with neither it guesses. With T's midpoint "
           "past the last size accuracy only falls (inverse scaling), within it is a U, and where "
           "T comes before D (equal slopes, chance at most 1/2) it never dips. sim.bets and "
           "sim.redefine ask real questions of this kind.",
    .formula = "accuracy: T + (1 - T) (D (1 - conflict) + (1 - D) chance); trapped: (1 - T) D; "
               "guessed: (1 - T) (1 - D)",
    .source = "Wei, Kim, Tay, Le 2022, Inverse Scaling Can Become U-Shaped, section 3; McKenzie et "
              "al. 2023, Inverse Scaling: When Bigger Isn't Better, section 5",
    .example = "local run = sim.distractor { size = array.geomspace(1e7, 1e12, 24) }\n"
               "print(run.accuracy.mean, run.chance)",
    .options = options,
    .options_size = sizeof(distractor),
    .scores = dw_trap_scores,
    .run = run,
    .show = show,
};
