/* Trials over threads: every simulator that counts goes through here.
 *
 * A job is cells (a size each, as a rule) times trials, cut into chunks. Work on a chunk adds whole
 * numbers to the counts of its cell; sums of whole numbers are the same in any order, so results
 * depend neither on the number of threads nor on which of them was quicker. */
#ifndef DW_SIM_JOB_H
#define DW_SIM_JOB_H

#include <stddef.h>
#include <stdint.h>

#include "base/env.h"
#include "base/status.h"

/* Trials first .. last-1 of a cell; number is first / chunk. Adds to counts, which start at 0. */
typedef struct dw_chunk {
    size_t cell;
    int64_t number, first, last;
} dw_chunk;

typedef struct dw_job {
    size_t cells;
    int64_t trials, chunk; /* trials of a cell, and how many go together */
    size_t counts;         /* numbers counted in each cell, at most DW_JOB_COUNTS */
    double draws; /* of a trial, roughly: few in all are done by one thread; 0: not known */
    void (*work)(const void *context, const dw_chunk *chunk, uint64_t *counts);
    const void *context;
} dw_job;

enum { DW_JOB_COUNTS = 544 };

/* Fills totals[cells * counts]. Fails with DW_ESTOP when env asks to stop; it is asked before every
 * chunk, from every thread. */
dw_status dw_job_run(const dw_job *job, uint64_t *totals, const dw_env *env, dw_error *err);

/* Before each cell of a loop after the trials: tells env how far it is, and fails with DW_ESTOP
 * when env asks to stop. */
dw_status dw_job_ask(const dw_env *env, size_t cell, size_t cells, dw_error *err);

/* What comes after the trials and takes long: closed forms of a cell. It writes only what is this
 * cell's own. */
typedef dw_status dw_job_cell(const void *context, size_t cell, dw_error *err);

/* Calls it for every cell, over threads. env is asked before each. Of several failures the one of
 * the first cell is told. */
dw_status dw_job_each(size_t cells, dw_job_cell *each, const void *context, const dw_env *env,
                      dw_error *err);

/* How many trials should go together, at most `most` (a power of two), so that a chunk of trials
 * of so many draws each ends soon enough for Ctrl-C. Depends on nothing else: it is a part of what
 * keys the random streams. */
int64_t dw_job_chunk(int64_t most, int64_t draws);

/* The same where streams are keyed by the trial: the size of a chunk changes no bit, so a slow
 * trial may stand alone. */
int64_t dw_job_chunk_by_trial(int64_t most, int64_t draws);

/* The number of threads a job would use: env's, or what OpenMP offers. */
int dw_job_threads(const dw_env *env);

#endif
