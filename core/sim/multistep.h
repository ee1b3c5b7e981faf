/* Problems of several steps: the parts of sim.multistep and their closed forms. */
#ifndef DW_SIM_MULTISTEP_H
#define DW_SIM_MULTISTEP_H

#include <stdint.h>

#include "sim/ability.h"
#include "sim/job.h"
#include "sim/sim.h"

enum {
    DW_MULTISTEP_STEPS = 4000,
    DW_MULTISTEP_STAGES = 16,
    DW_MULTISTEP_SPELLED = 256, /* most steps of answers that are compared symbol by symbol */
    DW_MULTISTEP_SPLIT = 1000,  /* most steps where counts are split by the number right */
    DW_MULTISTEP_CHUNK = 1 << 15
};

typedef struct dw_multistep {
    dw_sim_common common;
    dw_ability ability;
    int64_t steps, choices, at_least, symbols, only; /* -1: not given, but for the first */
    double spread;
    const char *sampling;
    dw_texts stages;
    dw_series stage_steps;
} dw_multistep;

typedef struct dw_multistep_plan {
    const dw_multistep *o;
    const double *p;                   /* of each size */
    int64_t ends[DW_MULTISTEP_STAGES]; /* steps up to the end of each stage; the last is all */
    size_t stages;                     /* at least 1 */
} dw_multistep_plan;

/* What is counted in each cell; the survivors at the end of each stage follow. */
enum {
    DW_ANSWERS,
    DW_STEPS_RIGHT,
    DW_STEP_SQUARES,
    DW_PREFIXES,
    DW_PREFIX_SQUARES,
    DW_ENOUGH,
    DW_DISTANCES,
    DW_DISTANCE_SQUARES,
    DW_SURVIVORS
};

/* ---- Work of a job (context: the plan) ---- */

/* 512 problems at a time, which are all alike. */
void dw_multistep_alike(const void *context, const dw_chunk *chunk, uint64_t *counts);
/* One by one, each with its own stream: problems unlike each other, and spelled answers. */
void dw_multistep_singly(const void *context, const dw_chunk *chunk, uint64_t *counts);
/* The problem `only` of each size. */
void dw_multistep_only(const void *context, const dw_chunk *chunk, uint64_t *counts);
/* The counts of all trials of a size, from their joint law. */
void dw_multistep_aggregate(const void *context, const dw_chunk *chunk, uint64_t *counts);

/* How many problems share a chunk, and so a stream. */
int64_t dw_multistep_chunk(const dw_multistep *o);

void dw_multistep_show(const dw_multistep_plan *plan, size_t cell, int64_t trial, dw_buffer *out);

/* Fewest insertions, deletions and changes that make one text of n symbols the other. */
int64_t dw_multistep_distance(const uint16_t *a, const uint16_t *b, int64_t n);

/* ---- Closed forms ---- */

/* E[p^k]: all of k steps right, where p is drawn from the Beta distribution of mean p whose spread
 * is the correlation of two steps (0: p itself; 1: wholly easy or wholly hard). */
double dw_multistep_all(double p, double spread, int64_t k);
/* Expected share of k steps right before the first error: (E[p] + .. + E[p^k]) / k. */
double dw_multistep_prefix(double p, double spread, int64_t k);
/* At least m of k steps right, 0 <= m <= k <= DW_MULTISTEP_STEPS. */
double dw_multistep_at_least(double p, double spread, int64_t k, int64_t m);
/* law[i], i in 0..n: the chance that i of n steps are right, where p is drawn from Beta(right /
 * spread, wrong / spread) (spread 0: p = right / (right + wrong)). right + wrong > 0. */
void dw_multistep_law(double right, double wrong, double spread, int64_t n, double *law);

#endif
