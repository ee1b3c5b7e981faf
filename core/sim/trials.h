/* Trials whose scores are any numbers, run by a callback over threads: what a script's own model
 * goes through.
 *
 * Cells (values of x) times trials are cut into chunks that depend on nothing but their counts. A
 * chunk is summed up trial by trial, chunks are joined in their order: the same bits for any number
 * of threads. */
#ifndef DW_SIM_TRIALS_H
#define DW_SIM_TRIALS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/env.h"
#include "base/status.h"
#include "sim/sim.h"
#include "stats/sum.h"

/* n numbers so far: their sum, their mean and the squared deviations from it (Welford 1962). */
typedef struct dw_tally {
    int64_t n;
    dw_sum sum;
    double mean, squares;
    bool shares; /* all of them are 0 or 1 */
} dw_tally;

void dw_tally_add(dw_tally *tally, double x); /* starts from { .shares = true } */
/* Joins two samples (Chan, Golub and LeVeque 1983). */
void dw_tally_join(dw_tally *tally, const dw_tally *more);

/* Cell i of the score with its standard error: Wilson's 95 % interval where `shares` says that all
 * scores of the run are 0 or 1, Student's t otherwise: a point where all numbers are equal, which
 * score->method (NULL before the first cell) then says, and NAN where there is one number only. */
dw_status dw_tally_score(const dw_tally *tally, bool shares, dw_score *score, double *se, size_t i,
                         dw_error *err);

typedef struct dw_trials {
    size_t cells, scores; /* scores of one trial, at most DW_TRIALS_SCORES */
    int64_t trials;
    int threads; /* at least 1 */
    /* One trial by the machine of a thread (0 .. threads-1); false: it failed, or was told to
     * stop. `item` counts chunks over all cells. */
    bool (*trial)(void *context, int thread, int64_t item, size_t cell, int64_t trial,
                  double *scores);
    /* After the last trial of a chunk; false: the chunk has failed. */
    bool (*end)(void *context, int thread, int64_t item);
    void *context;
    atomic_llong failed; /* first item that failed; INT64_MAX: none. Later ones may be given up */
} dw_trials;

enum { DW_TRIALS_SCORES = 16, DW_TRIALS_CHUNKS = 1024 };

/* The chunks of one cell, and how many trials each has. */
int64_t dw_trials_chunks(const dw_trials *trials);
int64_t dw_trials_chunk(const dw_trials *trials);

/* Fills tallies[cells * chunks * scores]; those of a cell are joined into its first chunk's.
 * DW_ESTOP when env asks to stop. DW_OK with trials->failed set when the callback failed: the first
 * item that did, whatever the number of threads. */
dw_status dw_trials_run(dw_trials *trials, dw_tally *tallies, const dw_env *env, dw_error *err);

#endif
