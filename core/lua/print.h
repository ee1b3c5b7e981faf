/* What a script says on standard output. */
#ifndef DWL_PRINT_H
#define DWL_PRINT_H

#include <lua.h>
#include <stddef.h>
#include <stdio.h>

/* Replaces Lua's own print: an error once a script has printed 64 MiB; on a terminal control
 * characters become question marks. */
void dwl_open_print(lua_State *L);

/* Writes n bytes; control characters, but for newlines and tabs, as question marks. */
void dwl_write_plain(const char *text, size_t n, FILE *out);

#endif
