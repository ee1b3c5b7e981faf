/* The fields that a value has, found without running anything: neither __index nor __pairs of a
 * script is called. */
#ifndef DWL_FIELDS_H
#define DWL_FIELDS_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>

/* Pushes the field of the value at an index; false, and nothing is pushed, when it is not there or
 * only a function would know. */
bool dwl_field_of(lua_State *L, int index, const char *name, size_t n);

/* Gives every field that can be written behind a dot; calls: only those that can be called. */
void dwl_fields_each(lua_State *L, int index, bool calls,
                     void (*take)(void *context, const char *name, size_t n), void *context);

#endif
