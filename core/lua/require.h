/* `require` for scripts that are not trusted. */
#ifndef DWL_REQUIRE_H
#define DWL_REQUIRE_H

#include <lua.h>

/* require "tools.count" runs tools/count.lua below the script's folder, once, and gives what it
 * returns. Nothing else is found: no C modules, no other folders, no bytecode. */
int dwl_require(lua_State *L);

#endif
