/* What a simulator is, and the list of all of them.
 *
 * A simulator is one file: a struct of options, the declaration of each option, the scores it
 * returns, a function that checks what one option alone cannot tell, one that runs. It draws
 * problems, lets the toy model answer them and grades the answers; closed forms stand beside as
 * `theory` and are never used to make a simulated number. A new one is a file and a line in
 * sim_list.h. */
#ifndef DW_SIM_SIM_H
#define DW_SIM_SIM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/env.h"
#include "base/option.h"
#include "base/status.h"
#include "base/text.h"

/* Every simulator's options struct starts with these fields. */
typedef struct dw_sim_common {
    dw_series size; /* the x axis: counts of parameters unless the simulator says otherwise */
    int64_t trials, seed;
} dw_sim_common;

/* The declaration of the common fields, to stand first in a list. S is the options struct, whose
 * field `common` they are. */
#define DW_SIM_COMMON(S)                                                                           \
    { "size",                                                                                      \
      DW_SERIES,                                                                                   \
      offsetof(S, common.size),                                                                    \
      .max = INFINITY,                                                                             \
      .flags = DW_REQUIRED | DW_ABOVE_MIN,                                                         \
      .unit = "parameters",                                                                        \
      .doc = "model sizes N" },                                                                    \
        { "trials",                                                                                \
          DW_INTEGER,                                                                              \
          offsetof(S, common.trials),                                                              \
          .def = 100000,                                                                           \
          .min = 1,                                                                                \
          .max = 1e12,                                                                             \
          .unit = "problems",                                                                      \
          .doc = "problems simulated for each size" },                                             \
    {                                                                                              \
        "seed", DW_INTEGER, offsetof(S, common.seed),                                              \
            .def = 1, .min = 0, .max = 0x1p53, .flags = DW_SEED, .doc = "same seed, same bits"     \
    }

/* One score over all sizes. The arrays have as many elements as there are sizes. */
typedef struct dw_score {
    double *mean, *low, *high; /* share or mean, and its 95 % interval */
    double *theory;            /* the closed form; NAN where there is none */
    const char *method;        /* of the interval: static text, set by the simulator */
} dw_score;

typedef struct dw_score_info {
    const char *name, *doc;
} dw_score_info;

/* Further numbers of a run: a row of so many columns for each size (NULL: one), or with `once` one
 * row for all of them. */
typedef struct dw_extra {
    const char *name, *doc;
    size_t (*columns)(const void *options);
    bool once;
} dw_extra;

/* What a run fills. The caller has made the arrays; scores stand in the order of `scores` of the
 * simulator, then one for each outcome. extras[i] has the rows of `extras` i, one after the other;
 * they start as NAN. */
typedef struct dw_result {
    dw_score *scores;
    double **extras;
    double chance;  /* accuracy of a random guess, 0 for open answers */
    int64_t trials; /* how many were run for each size, where not as many as asked for; else 0 */
} dw_result;

typedef struct dw_sim {
    const char *name, *title;
    const char *doc;     /* what is drawn, answered and graded */
    const char *formula; /* the closed forms */
    const char *source;  /* paper, year, equation */
    const char *example; /* a few lines of Lua */
    const dw_option *options;
    size_t options_size;
    const dw_score_info *scores; /* ends with { 0 }; the first is the primary one */
    unsigned numbers;            /* bit i: score i is no share and may lie outside 0..1 */
    /* Whether score i is graded in this run; NULL: all are. A score that is not has no arrays in
     * dw_result, and the run no field of its name. */
    bool (*graded)(const void *options, size_t i);
    const dw_extra *extras;  /* ends with { 0 }; NULL: none */
    const char *crossing[2]; /* the two scores whose crossing is asked for, or NULL */
    /* How many outcomes this run tells apart, and the name of each; NULL: none. */
    size_t (*outcomes)(const void *options);
    const char *(*outcome_name)(const void *options, size_t i, char scratch[64]);
    /* What options mean together; NULL: nothing to check. */
    dw_status (*check)(const void *options, dw_error *err);
    dw_status (*run)(const void *options, dw_result *result, const dw_env *env, dw_error *err);
    /* Writes simulated problem `trial` (from 0) of size `cell` as lines of text, as it came out in
     * the run of these options; NULL: there is none to show. */
    dw_status (*show)(const void *options, size_t cell, int64_t trial, dw_buffer *out,
                      dw_error *err);
} dw_sim;

/* All simulators, ended by NULL; the one of that name or NULL. */
extern const dw_sim *const dw_sims[];
const dw_sim *dw_sim_find(const char *name);

/* A number from the name: the simulator's part in the key of every random stream. */
uint64_t dw_sim_key(const char *name);

#endif
