/* Ends this process when its script does not end: a search in one text can take years inside C,
 * where nobody asks whether to stop. */
#ifndef DW_APP_OVERDUE_H
#define DW_APP_OVERDUE_H

#include <stdatomic.h>
#include <stdbool.h>

#include "lua/watch.h"

typedef struct dw_overdue {
    const char *script, *output; /* its name, for the message; the folder that is left clean */
    double deadline;             /* as of dw_now; 0: none */
    bool at_interrupt;           /* after Ctrl-C, too: no parent would end this process */
    atomic_bool told;            /* why the script ended was said: nothing is to be added */
    double since;                /* when it was to stop; 0: not so far. The watch's own */
    dwl_watch watch;
    bool watched;
} dw_overdue;

/* From now until dw_overdue_end; the first fields are set, the others zero. */
void dw_overdue_start(dw_overdue *overdue);
void dw_overdue_end(dw_overdue *overdue);

#endif
