/* What a simulator returns to a script: a table of plain fields with a few methods. */
#ifndef DWL_RESULT_H
#define DWL_RESULT_H

#include <lua.h>

#define DWL_RESULT "result"

void dwl_open_result(lua_State *L);
/* Remembers the options (a userdata at an index) of the run at the top, as long as the run lives.
 */
void dwl_keep_options(lua_State *L, int options);

#endif
