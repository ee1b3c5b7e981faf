/* Which files a confined script may read: a list of folders and files for dw_child_limits. */
#ifndef DW_APP_REACH_H
#define DW_APP_REACH_H

#include "app/app.h"

/* Start from { 0 }. */
typedef struct dw_reach {
    char **paths; /* ended by NULL; NULL when empty */
    size_t count;
    bool failed; /* no memory: something is missing */
} dw_reach;

void dw_reach_add(dw_reach *reach, const char *path);
/* The program's own tables. When the script draws, also its painter, loaded now so that many
 * children share the work, and the machine's fonts. Starts no thread. */
void dw_reach_add_own(dw_reach *reach, const dw_home *home, bool draws);
/* The folder of a script. */
void dw_reach_add_folder_of(dw_reach *reach, const char *script);
void dw_reach_free(dw_reach *reach);

/* A guess from its text, which may say yes for no reason: then only time is lost. A no that is
 * wrong leaves it the fonts in usual places. */
bool dw_script_draws(const dw_script *script);

#endif
