#include "app/reach.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lua/painter.h"

void dw_reach_add(dw_reach *reach, const char *path)
{
    char **grown = realloc(reach->paths, (reach->count + 2) * sizeof *grown);
    if (grown) {
        reach->paths = grown;
        grown[reach->count] = strdup(path);
        grown[reach->count + 1] = NULL;
    }
    if (grown && grown[reach->count])
        reach->count++;
    else
        reach->failed = true;
}

static void add_path(void *context, const char *path)
{
    dw_reach_add(context, path);
}

void dw_reach_add_own(dw_reach *reach, const dw_home *home, bool draws)
{
    char path[sizeof home->folder + 32];
    dw_error err;
    snprintf(path, sizeof path, "%s/core/data/published", home->folder);
    dw_reach_add(reach, path);
    dw_reach_add(reach, home->painter);
    if (!draws) return;
    const dw_plot_backend *painter = dwl_load_painter(home->painter, &err);
    if (painter) painter->fonts_paths(add_path, reach); /* else the script will hear of it */
}

void dw_reach_add_folder_of(dw_reach *reach, const char *script)
{
    const char *slash = strrchr(script, '/');
    if (!slash) {
        dw_reach_add(reach, ".");
        return;
    }
    char *folder = strndup(script, (size_t)(slash - script) + 1);
    if (folder)
        dw_reach_add(reach, folder);
    else
        reach->failed = true;
    free(folder);
}

void dw_reach_free(dw_reach *reach)
{
    for (size_t i = 0; i < reach->count; i++) free(reach->paths[i]);
    free(reach->paths);
    *reach = (dw_reach){ 0 };
}

bool dw_script_draws(const dw_script *script)
{
    return memmem(script->text, script->length, "plot", 4) ||
           memmem(script->text, script->length, "require", 7);
}
