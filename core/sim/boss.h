/* A boss who pays for one model after the other as long as the scores rise.
 *
 * Of each model the boss sees how many of m questions it got right, and compares: with the model
 * before, or (a method that is tried) with the same model without the method. One-sided test of two
 * proportions with pooled variance; whoever does not beat the other at the level is a
 * disappointment, and one more of them than `patience` is the end. A first model that has none
 * before it cannot disappoint. */
#ifndef DW_SIM_BOSS_H
#define DW_SIM_BOSS_H

#include "sim/count_law.h"

typedef struct dw_boss {
    size_t models;
    int64_t questions, patience;  /* m; 0..DW_BOSS_PATIENCE */
    double level;                 /* above 0, at most 1/2 */
    dw_count_law *seen, *without; /* of each model; without is NULL where models are compared */
    int64_t **need; /* by model and the other's count: what must be right to beat it */
} dw_boss;

enum { DW_BOSS_PATIENCE = 20 };

/* The least count of m that beats `other` of m; m + 1 where none does. */
int64_t dw_boss_need(int64_t m, int64_t other, double level);

/* Fills the tables; models, questions, patience and level are set. p: chance of a right answer of
 * each model; without: the same without the method, or NULL. dw_boss_free when done, whatever
 * came back. */
dw_status dw_boss_make(dw_boss *boss, const double *p, const double *without, dw_error *err);
void dw_boss_free(dw_boss *boss);

/* Plays one history and gives the last model that was paid for. counts (may be NULL) gets of each
 * model until then what was seen and what it was compared with (-1: nothing). */
size_t dw_boss_watch(const dw_boss *boss, dw_stream *stream, int64_t (*counts)[2]);

/* last[i]: the chance that model i is the last. */
dw_status dw_boss_theory(const dw_boss *boss, double *last, dw_error *err);

#endif
