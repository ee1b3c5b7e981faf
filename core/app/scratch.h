/* Folders for what a check writes, which nobody keeps. */
#ifndef DW_APP_SCRATCH_H
#define DW_APP_SCRATCH_H

#include "base/status.h"

typedef struct dw_scratch {
    char path[4200];
    int lock; /* held as long as the folder is in use */
} dw_scratch;

/* Makes an empty folder below TMPDIR, and removes those of programs that were killed. */
dw_status dw_scratch_make(dw_scratch *scratch, dw_error *err);
/* Removes it with all that is in it. */
void dw_scratch_remove(dw_scratch *scratch);

/* Removes a folder with all that is in it; follows no links. */
void dw_folder_remove(const char *path);

#endif
