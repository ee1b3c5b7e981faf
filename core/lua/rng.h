/* The random numbers of one trial, as a script draws them. */
#ifndef DWL_RNG_H
#define DWL_RNG_H

#include "lua/glue.h"
#include "random/stream.h"

extern const dwl_library dwl_rng_methods;

/* Pushes a new rng object; its stream is set before each trial. Keep the object on the stack or
 * in the registry as long as the stream is used. */
dw_stream *dwl_push_rng(lua_State *L);

#endif
