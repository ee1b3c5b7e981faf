/* A trial function in one Lua state for each thread. */
#ifndef DWL_CREW_H
#define DWL_CREW_H

#include "lua/glue.h"
#include "sim/trials.h"

/* What is run: a function of the script, called as trial(rng, x [, settings]). */
typedef struct dwl_trial {
    int function; /* index on the stack */
    int settings; /* index of a table that trials get last; 0: none */
    uint64_t key; /* the simulator's part of the random streams */
    dw_series x;
    int64_t trials, seed;
    size_t scores; /* values that a trial returns; 0: as many as the first one does */
} dwl_trial;

/* Runs all trials; raises an error when a trial does, with its number. Pushes scratch memory that
 * holds the tallies: those of x[i] are the `scores` at tallies + i * *stride. Sets trial->scores.
 */
dw_tally *dwl_crew_run(lua_State *L, dwl_trial *trial, size_t *stride);

/* Runs trial number `number` (counted from 1 over all x) alone in this state, and adds its scores
 * to tallies[DW_TRIALS_SCORES], which start from { .shares = true }. Sets trial->scores. */
void dwl_crew_only(lua_State *L, dwl_trial *trial, int64_t number, dw_tally *tallies);

/* Raises the error of so many x that the tallies and scores of a run would fill the machine. */
void dwl_check_tally_room(lua_State *L, size_t x, size_t tallies, size_t scores);

#endif
