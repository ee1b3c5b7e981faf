/* What may be typed next at the prompt. Reads declarations and values, and runs nothing. */
#ifndef DWL_CANDIDATES_H
#define DWL_CANDIDATES_H

#include <lua.h>

#include "base/text.h"

typedef struct dwl_candidates {
    size_t word;     /* bytes at the end of the text that they replace */
    dw_buffer names; /* one after another, each with its NUL */
    size_t count;
    const char *after; /* behind one that is the only one */
    char quote;        /* not 0: inside a text, where names of files may stand, too */
    bool files;        /* and nothing else is known of it */
} dwl_candidates;

/* Of a text that ends where one types. *out is zero before; free its names. */
void dwl_candidates_find(lua_State *L, const char *text, size_t n, dwl_candidates *out);
/* One more, of n bytes. */
void dwl_candidates_add(dwl_candidates *candidates, const char *name, size_t n);

#endif
