/* Files that are saved in a folder, as they are saved. */
#ifndef DW_APP_SAVES_H
#define DW_APP_SAVES_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

enum { DW_MOST_SAVES = 32 };

typedef struct dw_saves {
    int descriptor;
    char names[DW_MOST_SAVES][NAME_MAX + 1]; /* saved, and not yet told */
    size_t count;
} dw_saves;

dw_status dw_saves_open(dw_saves *saves, const char *folder, dw_error *err);
/* The name of a file that was saved, however often its editor wrote it just now; NULL when none was
 * within so many seconds, or Ctrl-C was pressed. It stays until the next call. */
const char *dw_saves_wait(dw_saves *saves, double seconds);
/* Files saved until now are not told. */
void dw_saves_forget(dw_saves *saves);
void dw_saves_close(dw_saves *saves);

#endif
