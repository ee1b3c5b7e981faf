#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "app/classroom.h"
#include "base/file.h"
#include "base/memory.h"

enum { LARGEST_FILE = 1 << 20 };

/* ---- words ---- */

const char *dw_system_language(void)
{
    static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value && value[0]) return strncmp(value, "zh", 2) == 0 ? "zh-TW" : "en";
    }
    return "en";
}

const char *dw_say(const char *language, const char *en, const char *zh)
{
    return strcmp(language, "zh-TW") == 0 ? zh : en;
}

/* ---- names ---- */

static bool is_name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
}

static bool is_name(const char *name)
{
    size_t n = 0;
    while (is_name_byte(name[n])) n++;
    return n > 0 && n < 64 && name[n] == '\0';
}

bool dw_exercise_named_in(const char *text, size_t length, char name[64])
{
    static const char start[] = "-- exercise:";
    const char *at = text, *end = text + length;
    if (length >= 3 && memcmp(at, "\xef\xbb\xbf", 3) == 0) at += 3;
    if ((size_t)(end - at) < sizeof start || memcmp(at, start, sizeof start - 1) != 0) return false;
    at += sizeof start - 1;
    while (at < end && *at == ' ') at++;
    size_t n = 0;
    while (at + n < end && n < 64 && is_name_byte(at[n])) n++;
    if (n == 0 || n >= 64) return false;
    memcpy(name, at, n);
    name[n] = '\0';
    return true;
}

/* ---- reading ---- */

static bool has_exercise(const char *folder)
{
    char path[4400];
    struct stat there;
    int n = snprintf(path, sizeof path, "%s/exercise.lua", folder);
    return n < (int)sizeof path && stat(path, &there) == 0 && S_ISREG(there.st_mode);
}

static dw_status add_exercise(const dw_home *home, const char *folder, const char *name,
                              const char *language, dw_exercises *list, dw_error *err)
{
    dw_exercise *grown = dw_reallocate(list->at, list->count + 1, sizeof *list->at, err);
    if (!grown) return DW_ENOMEM;
    list->at = grown;
    dw_exercise *exercise = &grown[list->count++];
    *exercise = (dw_exercise){ 0 };
    snprintf(exercise->name, sizeof exercise->name, "%s", name);
    snprintf(exercise->folder, sizeof exercise->folder, "%s", folder);
    dw_lesson_load(home, language, exercise);
    return DW_OK;
}

static int in_order(const void *a, const void *b)
{
    const dw_exercise *x = a, *y = b;
    if (x->lesson.order != y->lesson.order) return x->lesson.order < y->lesson.order ? -1 : 1;
    return strcmp(x->name, y->name);
}

static dw_status read_folder(const dw_home *home, const char *folder, const char *language,
                             dw_exercises *list, dw_error *err)
{
    DIR *all = opendir(folder);
    if (!all)
        return dw_fail(err, DW_EIO, "cannot read the folder '%s': %s", folder, strerror(errno));
    dw_status status = DW_OK;
    for (const struct dirent *entry; !status && (entry = readdir(all));) {
        char inner[4200];
        int n = snprintf(inner, sizeof inner, "%s/%s", folder, entry->d_name);
        if (n < (int)sizeof inner && is_name(entry->d_name) && has_exercise(inner))
            status = add_exercise(home, inner, entry->d_name, language, list, err);
    }
    closedir(all);
    if (!status && list->count) qsort(list->at, list->count, sizeof *list->at, in_order);
    return status;
}

/* The last part of a path, resolved: "." is the folder where we are. */
static bool folder_name(const char *folder, char name[64])
{
    char *full = realpath(folder, NULL);
    const char *slash = full ? strrchr(full, '/') : NULL;
    bool fits = slash && is_name(slash + 1);
    if (fits) snprintf(name, 64, "%s", slash + 1);
    free(full);
    return fits;
}

dw_status dw_exercises_read(const dw_home *home, const char *from, const char *language,
                            dw_exercises *list, dw_error *err)
{
    char own[4200], name[64];
    *list = (dw_exercises){ 0 };
    snprintf(own, sizeof own, "%s/scripts/exercises", home->folder);
    const char *folder = from ? from : own;
    if (strlen(folder) > 4000) return dw_fail(err, DW_EARG, "the path of the folder is too long");
    if (from)
        snprintf(list->from, sizeof list->from,
                 strpbrk(from, " '\"$*?&;|<>()\\`") ? " --from '%s'" : " --from %s", from);
    dw_status status;
    if (!has_exercise(folder))
        status = read_folder(home, folder, language, list, err);
    else if (folder_name(folder, name))
        status = add_exercise(home, folder, name, language, list, err);
    else
        status = dw_fail(err, DW_EARG,
                         "the name of the folder '%s' must be of letters, digits, _ and -", folder);
    if (!status && list->count == 0)
        status = dw_fail(err, DW_EARG, "there is no exercise (a folder with exercise.lua) in '%s'",
                         folder);
    if (status) dw_exercises_free(list);
    return status;
}

void dw_exercises_free(dw_exercises *list)
{
    for (size_t i = 0; i < list->count; i++) {
        dwl_lesson_free(&list->at[i].lesson);
        dw_buffer_free(&list->at[i].broken);
    }
    free(list->at);
    *list = (dw_exercises){ 0 };
}

int dw_exercises_find(const dw_exercises *list, const char *name, const dw_exercise **out)
{
    char hint[96];
    dw_nearest nearest = { .given = name };
    for (size_t i = 0; i < list->count; i++) {
        const dw_exercise *exercise = &list->at[i];
        dw_nearest_offer(&nearest, exercise->name);
        if (strcmp(exercise->name, name) != 0) continue;
        *out = exercise;
        if (exercise->broken.length == 0) return DW_EXIT_DONE;
        return dw_complain(DW_EXIT_FAILED, "%s", exercise->broken.text);
    }
    return dw_complain(DW_EXIT_USAGE, "there is no exercise '%s'%s; 'dunwu exercise' lists all",
                       name, dw_nearest_hint(&nearest, hint));
}

bool dw_exercise_file(const dw_exercise *exercise, const char *file, dw_buffer *text)
{
    char path[4400];
    dw_error err;
    snprintf(path, sizeof path, "%s/%s", exercise->folder, file);
    if (dw_file_read(path, LARGEST_FILE, text, &err) == DW_OK) return true;
    dw_buffer_free(text);
    dw_complain(DW_EXIT_FAILED, "%s", err.text);
    return false;
}
