#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "base/file.h"
#include "base/memory.h"

enum { LARGEST_ORDER = 1 << 16 };

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

/* ---- the order ---- */

static bool is_named(const char *path, const char *name, size_t n)
{
    const char *own = strrchr(path, '/') + 1;
    return strncmp(own, name, n) == 0 && strcmp(own + n, ".lua") == 0;
}

/* The script of that name moves to place `first`, those between go one on; whether there is one. */
static bool move_up(dw_files *files, size_t first, const char *name, size_t n)
{
    size_t at = first;
    while (at < files->count && !is_named(files->paths[at], name, n)) at++;
    if (at == files->count) return false;
    char *path = files->paths[at];
    memmove(&files->paths[first + 1], &files->paths[first], (at - first) * sizeof path);
    files->paths[first] = path;
    return true;
}

/* order.txt, where there is one, names scripts in the order in which they are told; others follow.
 */
static void put_in_order(const char *folder, dw_files *files)
{
    dw_buffer text = { 0 };
    char *path = join(folder, "order.txt");
    bool there = path && dw_file_read(path, LARGEST_ORDER, &text, NULL) == DW_OK && text.text;
    const char *line = there ? text.text : "";
    for (size_t placed = 0; *line;) {
        size_t n = strcspn(line, "\r\n");
        if (n && move_up(files, placed, line, n)) placed++;
        line += n + strspn(line + n, "\r\n");
    }
    dw_buffer_free(&text);
    free(path);
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
    if (files->paths && files->count == (size_t)n) {
        put_in_order(folder, files);
        return DW_OK;
    }
    dw_files_free(files);
    return dw_fail(err, DW_ENOMEM, "no memory for the files of '%s'", folder);
}

void dw_files_free(dw_files *files)
{
    for (size_t i = 0; i < files->count; i++) free(files->paths[i]);
    free(files->paths);
    *files = (dw_files){ 0 };
}
