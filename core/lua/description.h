/* What can be called and its declaration, for whoever tells of it: `dunwu doc`, sim.describe. */
#ifndef DWL_DESCRIPTION_H
#define DWL_DESCRIPTION_H

#include "lua/glue.h"
#include "sim/sim.h"

/* A function of a library; where it is a simulator its declaration is sim's. */
typedef struct dwl_described {
    const dwl_library *library;
    const dwl_function *function; /* NULL: a simulator that a script defined */
    const dw_sim *sim;            /* NULL: a plain function */
} dwl_described;

/* The simulator that a function of the library is, or NULL. */
const dw_sim *dwl_sim_of(const dwl_library *library, const dwl_function *function);

/* sim.describe */
extern const dw_option dwl_describe_options[];
int dwl_sim_describe(lua_State *L);

#endif
