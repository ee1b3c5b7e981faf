/* What is typed at the prompt, told again so that its variables outlive it: at the top level
 * `local x = 3` becomes an assignment to a variable of the session. Lines stay where they are. */
#ifndef DWL_RETELL_H
#define DWL_RETELL_H

#include <lua.h>

#include "base/text.h"

/* The text must compile. Names are keys of tables at the indices: `known` are the session's
 * variables; gets those that the text declares into `declared` (true: without the word local, as
 * the first thing in the text), those of known that it uses into `used`. A local that is to be
 * closed stays what it is. May raise. */
typedef struct dwl_retelling {
    int known, declared, used;
} dwl_retelling;

void dwl_retell(lua_State *L, const char *text, size_t n, const dwl_retelling *names,
                dw_buffer *out);

#endif
