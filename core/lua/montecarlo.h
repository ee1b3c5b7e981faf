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
    int own;      /* the dwl_own_sim */
    int options;  /* userdata that starts with a dw_sim_common; its size is x */
    int theory;   /* function; 0: none */
    int simulate; /* function that does all trials of an x at once; 0: none */
    dw_texts names;
    int64_t only; /* -1: all trials */
    double chance;
} dwl_own_run;

/* Runs the trials and pushes the result. trial->scores and the own simulator's scores are set
 * here. */
void dwl_check_score_names(lua_State *L, dw_texts names);
/* Pushes a new one; name and options are the caller's and have to live as long. */
dwl_own_sim *dwl_push_own_sim(lua_State *L, const char *name, const dw_option *options,
                              size_t options_size);

void dwl_run_own(lua_State *L, dwl_trial *trial, const dwl_own_run *how);

/* ---- sim.define: define.c ---- */

extern const dw_option dwl_define_options[];
int dwl_define(lua_State *L);
/* The simulator of that name that the script has defined, or NULL. It lives as long as the state.
 */
const struct dw_sim *dwl_defined_sim(lua_State *L, const char *name);
/* Adds the names of what was defined to the list at the top. */
void dwl_add_defined_names(lua_State *L);
/* The library of simulators is at the top. */
void dwl_open_define(lua_State *L);

#endif
