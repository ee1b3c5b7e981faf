/* The memory of one Lua state: how much there may be, and what counts. */
#ifndef DWL_CEILING_H
#define DWL_CEILING_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>

struct dwl_pool;

/* A bare state whose memory has no ceiling yet; NULL when there is no memory. */
lua_State *dwl_ceiling_new_state(void);
/* Closes the state, too. */
void dwl_ceiling_close_state(lua_State *L);
/* From now on so many bytes (0: no ceiling), or what the pool has left when there is one; false
 * when the pool has less than the state has used so far. */
bool dwl_ceiling_set(lua_State *L, size_t bytes, struct dwl_pool *pool);

/* Memory that C holds for an object of the script, as figures do: counts against the ceiling, and
 * hastens the collection of garbage. Raises when there is too much even after a collection. */
void dwl_charge(lua_State *L, size_t bytes);
/* When it is freed. */
void dwl_discharge(lua_State *L, size_t bytes);

#endif
