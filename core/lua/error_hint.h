/* What a beginner may have done wrong where a script failed, in the words of a teacher. */
#ifndef DWL_ERROR_HINT_H
#define DWL_ERROR_HINT_H

#include "lua/glue.h"

/* `message` says why the run's script failed, which compiles. Adds a hint to it when there is one,
 * in the run's language. */
void dwl_add_error_hint(dw_buffer *message, const dwl_run *run);

#endif
