/* What a simulator returns to a script: a table of plain fields with a few methods. */
#ifndef DWL_RESULT_H
#define DWL_RESULT_H

#include <lua.h>

#define DWL_RESULT "result"

void dwl_open_result(lua_State *L);

#endif
