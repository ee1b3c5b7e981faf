#include "app/complete.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lua/candidates.h"

enum { MOST_FILES = 1000 };

static bool is_plain(const char *name)
{
    if (dw_text_utf8_prefix(name, strlen(name)) != strlen(name)) return false;
    for (const char *c = name; *c; c++)
        if (*c == '"' || *c == '\'' || *c == '\\' || dw_text_steers(c)) return false;
    return true;
}

/* Files whose path starts with the n bytes; their last part is what is offered. */
static void add_files(const char *path, size_t n, dwl_candidates *found)
{
    char folder[4096], entry_path[4400];
    size_t word = 0;
    while (word < n && path[n - 1 - word] != '/') word++;
    found->word = word;
    const char *start = path + n - word;
    snprintf(folder, sizeof folder, "%.*s", (int)(n - word), path);
    DIR *entries = n - word < sizeof folder ? opendir(folder[0] ? folder : ".") : NULL;
    if (!entries) return;
    for (const struct dirent *entry; (entry = readdir(entries)) && found->count < MOST_FILES;) {
        struct stat there;
        const char *name = entry->d_name;
        bool hidden = name[0] == '.' && word == 0;
        if (hidden || strncmp(name, start, word) != 0 || !is_plain(name)) continue;
        if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0) continue;
        snprintf(entry_path, sizeof entry_path, "%s%s", folder, name);
        bool is_folder = stat(entry_path, &there) == 0 && S_ISDIR(there.st_mode);
        dwl_candidates_add(found, name, strlen(name));
        if (!is_folder || found->names.failed) continue;
        found->names.text[found->names.length - 1] = '/'; /* and what is in it comes next */
        dw_buffer_add_bytes(&found->names, "", 1);
        found->after = found->count == 1 ? "" : found->after;
    }
    closedir(entries);
}

void dw_complete(lua_State *L, const dw_buffer *before, const char *line, size_t n,
                 dw_completion *out)
{
    dwl_candidates found = { 0 };
    dw_buffer text = { 0 };
    *out = (dw_completion){ .from = n };
    if (before->length) dw_buffer_add_bytes(&text, before->text, before->length);
    dw_buffer_add_bytes(&text, line, n);
    if (text.text && !text.failed) dwl_candidates_find(L, text.text, text.length, &found);
    if (found.files) add_files(text.text + text.length - found.word, found.word, &found);
    dw_buffer_free(&text);
    if (found.names.failed || found.word > n) {
        dw_buffer_free(&found.names);
        return;
    }
    *out = (dw_completion){ n - found.word, found.names.text, found.count, found.after };
}
