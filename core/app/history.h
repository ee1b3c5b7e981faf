/* What was typed at the prompt, kept between sessions: a chunk a line. */
#ifndef DW_APP_HISTORY_H
#define DW_APP_HISTORY_H

#include "base/text.h"

typedef struct dw_history {
    char path[4400]; /* "": nowhere */
    dw_buffer added; /* since it was last saved */
    double saved;    /* when, as of dw_now */
} dw_history;

/* Gives each chunk to `remember`, the oldest first. No file, or no home for one, is no error. */
void dw_history_open(dw_history *history, void (*remember)(const char *text));
/* Saves now and then, too: the session may end by force. */
void dw_history_add(dw_history *history, const char *text, size_t n);
void dw_history_close(dw_history *history);

#endif
