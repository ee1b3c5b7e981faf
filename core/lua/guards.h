/* Functions of Lua's own libraries that a script could use to hang or to hide: kept, with limits.
 */
#ifndef DWL_GUARDS_H
#define DWL_GUARDS_H

#include <lua.h>

/* Replaces them in the globals: setmetatable refuses finalizers; string.rep of nothing is nothing;
 * the functions of `table` refuse to walk over more elements than a script can have. */
void dwl_guard_libraries(lua_State *L);

#endif
