/* What Tab offers at the prompt. */
#ifndef DW_APP_COMPLETE_H
#define DW_APP_COMPLETE_H

#include <lua.h>

#include "app/editor.h"
#include "base/text.h"

/* Of the first n bytes of a line, which goes on what was typed before it of the same chunk. Runs
 * nothing of a script, and offers nothing when memory is short. */
void dw_complete(lua_State *L, const dw_buffer *before, const char *line, size_t n,
                 dw_completion *out);

#endif
