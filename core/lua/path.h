/* Where a script may write and read. */
#ifndef DWL_PATH_H
#define DWL_PATH_H

#include <lua.h>
#include <stdio.h>

/* The path of a file in the output folder, which is made when missing; pushed as a string. The
 * name is plain (no folders, no leading dot, no control characters) and gets the extension when it
 * has none. Raises otherwise. */
const char *dwl_output_path(lua_State *L, const char *name, const char *extension);

/* A file that is open for reading; closed when it is collected. */
typedef struct dwl_input {
    FILE *stream;
    const char *path; /* for messages */
} dwl_input;

/* Opens a file below the script's own folder, through no symbolic link; with --trust any file.
 * Pushes it and, above, its path. Raises when that fails. */
dwl_input *dwl_open_input(lua_State *L, const char *name);
void dwl_close_input(dwl_input *input);

#endif
