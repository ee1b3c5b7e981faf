/* Results of earlier runs: $XDG_CACHE_HOME/dunwu/grade/HASH, a file for each. Only who grades can
 * write there, so that a submission cannot bring a result along. */
#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "app/grade.h"
#include "app/record.h"
#include "base/file.h"

enum { LARGEST_FILE = 32 << 20, LONGEST_UNUSED = 90 * 24 * 3600 };

/* False when there is no place for it. */
static bool store_folder(char folder[4200])
{
    const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    if (cache && cache[0] == '/' && strlen(cache) < 4000)
        snprintf(folder, 4200, "%s/dunwu/grade", cache);
    else if (home && home[0] == '/' && strlen(home) < 4000)
        snprintf(folder, 4200, "%s/.cache/dunwu/grade", home);
    else
        return false;
    return true;
}

static uint64_t hash(const dw_buffer *identity)
{
    uint64_t h = 14695981039346656037u; /* FNV-1a; the bytes are compared, too */
    for (size_t i = 0; i < identity->length; i++)
        h = (h ^ (unsigned char)identity->text[i]) * 1099511628211u;
    return h;
}

static bool path_of(const dw_buffer *identity, char path[4300])
{
    char folder[4200];
    if (identity->failed || !store_folder(folder)) return false;
    snprintf(path, 4300, "%s/%016" PRIx64, folder, hash(identity));
    return true;
}

void dw_store_identity(const dw_case *one, dw_buffer *identity)
{
    const dw_judge *judge = one->judge;
    const dw_script *script = &one->script;
    struct stat program = { 0 };
    stat("/proc/self/exe", &program);
    dw_buffer_format(identity, "dunwu %s %lld %lld.%09ld\n%s %s %lld %lld %.17g %d %zu %zu\n",
                     DW_VERSION, (long long)program.st_size, (long long)program.st_mtim.tv_sec,
                     program.st_mtim.tv_nsec, judge->exercise->name, judge->language,
                     (long long)judge->seed, (long long)judge->memory, judge->time, one->paints,
                     judge->text.length, script->length);
    dw_buffer_add_bytes(identity, judge->text.text ? judge->text.text : "", judge->text.length);
    dw_buffer_format(identity, "\n%s\n", script->name);
    dw_buffer_add_bytes(identity, script->text, script->length);
    dw_buffer_add_bytes(identity, "\0", 1);
}

bool dw_store_find(const dw_buffer *identity, dwl_verdict *verdict, dw_buffer *picture)
{
    char path[4300];
    dw_buffer kept = { 0 };
    size_t n = identity->length;
    bool found = path_of(identity, path) &&
                 dw_file_read(path, LARGEST_FILE, &kept, NULL) == DW_OK && kept.length > n &&
                 memcmp(kept.text, identity->text, n) == 0 &&
                 dw_record_read(kept.text + n, kept.length - n, verdict, picture);
    dw_buffer_free(&kept);
    if (found) utimensat(AT_FDCWD, path, NULL, 0);
    return found;
}

void dw_store_keep(const dw_buffer *identity, const dwl_verdict *verdict, const dw_buffer *picture)
{
    char path[4300], folder[4200];
    dw_buffer text = { 0 };
    if (!path_of(identity, path) || !store_folder(folder)) return;
    dw_buffer_add_bytes(&text, identity->text, identity->length);
    dw_record_write(verdict, picture->text ? picture->text : "", &text);
    if (!text.failed && dw_folder_make(folder, NULL) == DW_OK)
        dw_file_write(path, text.text, text.length, NULL);
    dw_buffer_free(&text);
}

void dw_store_tidy(void)
{
    char folder[4200], path[4600];
    DIR *all = store_folder(folder) ? opendir(folder) : NULL;
    if (!all) return;
    for (const struct dirent *entry; (entry = readdir(all));) {
        struct stat there;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        bool is_old = lstat(path, &there) == 0 && S_ISREG(there.st_mode) &&
                      time(NULL) - there.st_mtime > LONGEST_UNUSED;
        if (is_old) unlink(path);
    }
    closedir(all);
}
