/* A value as the prompt shows it: as one would write it, short enough to be read. */
#ifndef DWL_SHOW_VALUE_H
#define DWL_SHOW_VALUE_H

#include <lua.h>

#include "base/text.h"

/* Adds the values at these indices; behind each other, or a line each when one has several. Objects
 * show themselves by their __tostring, which may be a script's and may raise. */
void dwl_show_values(lua_State *L, int first, int last, dw_buffer *out);

/* The declared function that a value is, or is when it is called: its library, and *function; NULL:
 * it is none of ours. Runs nothing. */
struct dwl_library;
struct dwl_function;
const struct dwl_library *dwl_declared_in(lua_State *L, int index,
                                          const struct dwl_function **function);

#endif
