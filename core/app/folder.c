#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "base/memory.h"

static int is_script(const struct dirent *entry)
{
    size_t n = strlen(entry->d_name);
    return n > 4 && entry->d_name[0] != '.' && strcmp(entry->d_name + n - 4, ".lua") == 0;
}

static char *join(const char *folder, const char *name)
{
    dw_buffer path = { 0 };
    dw_buffer_format(&path, "%s/%s", folder, name);
    return path.failed ? NULL : path.text;
}

dw_status dw_scripts_in(const char *folder, dw_files *files, dw_error *err)
{
    struct dirent **entries;
    *files = (dw_files){ 0 };
    int n = scandir(folder, &entries, is_script, alphasort);
    if (n < 0)
        return dw_fail(err, DW_EIO, "cannot read the folder '%s': %s", folder, strerror(errno));
    files->paths = dw_allocate((size_t)n, sizeof *files->paths, err);
    for (int i = 0; i < n; i++) {
        char *path = files->paths ? join(folder, entries[i]->d_name) : NULL;
        if (path) files->paths[files->count++] = path;
        free(entries[i]);
    }
    free(entries);
    if (files->paths && files->count == (size_t)n) return DW_OK;
    dw_files_free(files);
    return dw_fail(err, DW_ENOMEM, "no memory for the files of '%s'", folder);
}

void dw_files_free(dw_files *files)
{
    for (size_t i = 0; i < files->count; i++) free(files->paths[i]);
    free(files->paths);
    *files = (dw_files){ 0 };
}
