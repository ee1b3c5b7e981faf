/* What a beginner may have meant where Lua only says which token it did not expect. */
#ifndef DWL_SYNTAX_HINT_H
#define DWL_SYNTAX_HINT_H

#include "base/text.h"

/* `message` says why the text from `text` up to `end` could not be compiled. Adds a hint to it when
 * there is one, in that language. */
void dwl_add_syntax_hint(dw_buffer *message, const char *text, const char *end,
                         const char *language);

#endif
