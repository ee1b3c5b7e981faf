/* Toy models that a script writes itself. */
#ifndef DWL_MONTECARLO_H
#define DWL_MONTECARLO_H

#include "lua/crew.h"
#include "lua/glue.h"
#include "sim/sim.h"

extern const dw_option dwl_montecarlo_options[];
int dwl_montecarlo(lua_State *L);

/* A simulator that a script declares. It lives in one userdata, which a run keeps alive. */
typedef struct dwl_own_sim {
    dw_sim sim; /* first: see dwl_keep_sim */
    dw_score_info scores[DW_TRIALS_SCORES + 1];
    char names[DW_TRIALS_SCORES][64];
} dwl_own_sim;

/* What a run of such a simulator was told; indexes are of the stack. */
typedef struct dwl_own_run {
    int own;     /* the dwl_own_sim */
    int options; /* userdata that starts with a dw_sim_common; its size is x */
    int theory;  /* function; 0: none */
    dw_texts names;
    int64_t only; /* -1: all trials */
    double chance;
} dwl_own_run;

/* Runs the trials and pushes the result. trial->scores and the own simulator's scores are set
 * here. */
void dwl_run_own(lua_State *L, dwl_trial *trial, const dwl_own_run *how);

#endif
