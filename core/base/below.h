/* Opening a file that must lie below a folder, whoever made the folder what it is. */
#ifndef DW_BASE_BELOW_H
#define DW_BASE_BELOW_H

#include <stdio.h>

#include "base/status.h"

/* Opens folder/name for reading. The name has no "..", does not begin with a slash, and no part of
 * it is a symbolic link; each part is looked up in the folder that was opened before, so that
 * nothing can be changed in between. The file is a plain one. Otherwise fails with a sentence that
 * begins with the name. The folder itself may be a link. */
dw_status dw_below_open(const char *folder, const char *name, FILE **stream, dw_error *err);

#endif
