/* One run of a student's script for a check, in a state of its own. What it returns is copied into
 * the checker's state; its functions are called from there and run in the script's state. */
#ifndef DWL_ATTEMPT_H
#define DWL_ATTEMPT_H

#include "lua/glue.h"

/* How the checker is told that the script did something wrong; never returns. key: what failed. */
typedef void dwl_blame(lua_State *L, const char *key, const char *message);

typedef struct dwl_attempt_options {
    const dwl_run *script; /* copied, but for seed and settings */
    int64_t seed;
    int set;            /* index of a table NAME = value; 0: none */
    dw_buffer *printed; /* gets what the script prints; NULL: nobody wants it */
    dw_buffer *figure;  /* the first figure is painted, its path goes here; NULL: none is */
    dwl_blame *blame;
} dwl_attempt_options;

/* Runs the script and pushes the table that it returns, with `figures` in it. */
void dwl_attempt(lua_State *L, const dwl_attempt_options *options);

#endif
