/* Tasks with a trap: a model that has the true skill answers rightly, one that has only the trap's
 * skill falls for it, one that has neither guesses. Shared by distractor, bets and redefine. */
#ifndef DW_SIM_TRAP_H
#define DW_SIM_TRAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "random/stream.h"
#include "sim/ability.h"
#include "sim/sim.h"

typedef struct dw_trap {
    dw_ability skill, trap; /* T(N) and D(N) */
    double conflict;        /* share of problems in which the trap leads to a wrong answer */
} dw_trap;

extern const dw_ability dw_trap_skill, dw_trap_trap; /* the defaults: a U */
extern const dw_score_info dw_trap_scores[];

/* The declaration of these options; S is the struct whose field `trap` they are. */
#define DW_TRAP_OPTIONS(S)                                                                         \
    { "skill",                                                                                     \
      DW_ABILITY,                                                                                  \
      offsetof(S, trap.skill),                                                                     \
      .preset = &dw_trap_skill,                                                                    \
      .text = "sim.ability.logistic{midpoint = 5e10, slope = 2.5}",                                \
      .doc = "chance T(N) that the model has the true skill; with its midpoint past the last "     \
             "size, accuracy only falls" },                                                        \
        { "trap",                                                                                  \
          DW_ABILITY,                                                                              \
          offsetof(S, trap.trap),                                                                  \
          .preset = &dw_trap_trap,                                                                 \
          .text = "sim.ability.logistic{midpoint = 1e9, slope = 2.5}",                             \
          .doc = "chance D(N) that the model has the trap's skill" },                              \
    {                                                                                              \
        "conflict", DW_NUMBER, offsetof(S, trap.conflict),                                         \
            .def = 1, .min = 0, .max = 1,                                                          \
            .doc = "share of problems in which the trap leads to a wrong answer"                   \
    }

/* What the model goes by in one problem. */
typedef enum dw_mind { DW_MIND_SKILL, DW_MIND_TRAP, DW_MIND_GUESS } dw_mind;

/* T + (1 - T) (D (1 - conflict) + (1 - D) chance) */
double dw_trap_accuracy(double skill, double trap, double conflict, double chance);

/* A task: draws a problem, answers it by `mind`, grades it. The options start with dw_sim_common.
 */
typedef struct dw_trap_task {
    const char *key; /* of the random streams: the simulator's name */
    const void *options;
    const dw_trap *trap;
    double chance;
    bool (*ask)(const void *options, bool conflict, dw_mind mind, dw_stream *stream);
} dw_trap_task;

/* Runs it: scores as in dw_trap_scores. */
dw_status dw_trap_run(const dw_trap_task *task, dw_result *result, const dw_env *env,
                      dw_error *err);

/* The stream, the mind and the conflict of one problem, as in the run. */
dw_status dw_trap_problem(const dw_trap_task *task, size_t cell, int64_t trial, dw_stream *stream,
                          bool *conflict, dw_mind *mind, dw_error *err);

/* "en" and "zh-TW", for an option. */
extern const char *const dw_trap_languages[];

#endif
