/* Where a script may write and read. */
#ifndef DWL_PATH_H
#define DWL_PATH_H

#include <lua.h>

/* The path of a file in the output folder, which is made when missing; pushed as a string. The
 * name is plain (no folders, no leading dot, no control characters) and gets the extension when it
 * has none. Raises otherwise. */
const char *dwl_output_path(lua_State *L, const char *name, const char *extension);

/* The path of a file below the script's own folder; pushed as a string. With --trust any path. */
const char *dwl_input_path(lua_State *L, const char *name);

#endif
