#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/grade.h"
#include "base/memory.h"

enum { LARGEST_SCRIPT = 1 << 20 };

static bool is_script_name(const char *name)
{
    size_t n = strlen(name);
    return n > 4 && strcmp(name + n - 4, ".lua") == 0;
}

/* Characters that steer, backslashes and broken UTF-8 as \xNN. */
static char *shown_name(const char *name)
{
    dw_buffer out = { 0 };
    for (size_t valid = dw_text_utf8_prefix(name, strlen(name)); *name;) {
        size_t bytes = valid == 0 || *name == '\\' ? 1 : dw_text_steers(name);
        for (size_t i = 0; i < bytes; i++)
            dw_buffer_format(&out, "\\x%02x", (unsigned char)name[i]);
        if (bytes == 0) dw_buffer_add_bytes(&out, name, bytes = 1);
        name += bytes;
        valid = valid > 0 ? valid - bytes : dw_text_utf8_prefix(name, strlen(name));
    }
    if (out.failed) dw_buffer_free(&out);
    return out.text;
}

/* Takes name and problem over. */
static dw_status add(dw_submissions *list, char *name, char *problem, dw_error *err)
{
    dw_submission *grown = dw_reallocate(list->at, list->count + 1, sizeof *list->at, NULL);
    if (grown) list->at = grown;
    char *shown = name ? shown_name(name) : NULL;
    if (grown && shown) {
        grown[list->count++] = (dw_submission){ name, shown, problem };
        return DW_OK;
    }
    free(name);
    free(problem);
    free(shown);
    return dw_fail(err, DW_ENOMEM, "no memory for the files of '%s'", list->folder);
}

static char *sentence(const char *text)
{
    return strdup(text);
}

/* ---- folders, one script in each ---- */

static int is_script(const struct dirent *entry)
{
    return entry->d_name[0] != '.' && is_script_name(entry->d_name);
}

static dw_status add_folder(dw_submissions *list, int top, const char *name, const char *language,
                            dw_error *err)
{
    struct dirent **entries = NULL;
    dw_buffer path = { 0 };
    int folder = openat(top, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    int n = folder < 0 ? -1 : scandirat(folder, ".", &entries, is_script, alphasort);
    if (folder >= 0) close(folder);
    const char *problem = NULL;
    if (n < 0)
        problem = dw_say(language, "the folder cannot be read", "無法讀取這個資料夾");
    else if (n == 0)
        problem = dw_say(language, "the folder holds no .lua file", "資料夾裡沒有 .lua 檔");
    else if (n > 1)
        problem = dw_say(language, "the folder holds more than one .lua file",
                         "資料夾裡有不只一個 .lua 檔");
    dw_buffer_add(&path, name);
    if (n == 1) dw_buffer_format(&path, "/%s", entries[0]->d_name);
    for (int i = 0; i < n; i++) free(entries[i]);
    free(entries);
    if (path.failed) dw_buffer_free(&path);
    return add(list, path.text, problem ? sentence(problem) : NULL, err);
}

/* ---- the folder of all ---- */

static dw_status add_entry(dw_submissions *list, int top, const char *name, const char *language,
                           void (*skipped)(const char *), dw_error *err)
{
    struct stat there;
    if (name[0] == '.') return DW_OK;
    bool known = fstatat(top, name, &there, AT_SYMLINK_NOFOLLOW) == 0;
    if (known && S_ISDIR(there.st_mode)) return add_folder(list, top, name, language, err);
    if (is_script_name(name)) return add(list, strdup(name), NULL, err);
    char *shown = shown_name(name);
    skipped(shown ? shown : "?");
    free(shown);
    return DW_OK;
}

static int by_name(const void *a, const void *b)
{
    const dw_submission *x = a, *y = b;
    return strcmp(x->name, y->name);
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

dw_status dw_submissions_find(const char *folder, const char *language,
                              void (*skipped)(const char *shown), dw_submissions *list,
                              dw_error *err)
{
    *list = (dw_submissions){ .folder = strdup(folder) };
    if (!list->folder) return dw_fail(err, DW_ENOMEM, "no memory");
    struct dirent **entries = NULL;
    int top = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int n = top < 0 ? -1 : scandirat(top, ".", &entries, NULL, by_bytes);
    dw_status status = DW_OK;
    if (n < 0)
        status = dw_fail(err, DW_EIO, "cannot read the folder '%s': %s", folder, strerror(errno));
    for (int i = 0; i < n; i++) {
        if (!status) status = add_entry(list, top, entries[i]->d_name, language, skipped, err);
        free(entries[i]);
    }
    free(entries);
    if (top >= 0) close(top);
    if (list->count) qsort(list->at, list->count, sizeof *list->at, by_name);
    if (status) dw_submissions_free(list);
    return status;
}

void dw_submissions_free(dw_submissions *list)
{
    for (size_t i = 0; i < list->count; i++) {
        free(list->at[i].name);
        free(list->at[i].shown);
        free(list->at[i].problem);
    }
    free(list->at);
    free(list->folder);
    *list = (dw_submissions){ 0 };
}

/* ---- reading one ---- */

/* Opens folder/file or file below the top without following any link. */
static int open_below(const char *top, const char *name)
{
    int folder = open(top, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const char *slash = strchr(name, '/');
    if (folder >= 0 && slash) {
        char first[300];
        snprintf(first, sizeof first, "%.*s", (int)(slash - name), name);
        int inner = openat(folder, first, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        close(folder);
        folder = inner;
        name = slash + 1;
    }
    if (folder < 0) return -1;
    int file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    int why = errno;
    close(folder);
    errno = why;
    return file;
}

/* One byte more than is allowed tells that there is more. */
static bool read_all(int file, dw_buffer *text)
{
    char block[16384];
    ssize_t n;
    while ((n = read(file, block, sizeof block)) > 0 && text->length <= LARGEST_SCRIPT)
        dw_buffer_add_bytes(text, block, (size_t)n);
    return n >= 0 && !text->failed;
}

static const char *problem_with(int file, const char *language, dw_buffer *text)
{
    struct stat there;
    if (file < 0 && errno == ELOOP)
        return dw_say(language, "a symbolic link, which is not followed", "是符號連結，不予讀取");
    if (file < 0) return dw_say(language, "the file cannot be read", "無法讀取這個檔案");
    if (fstat(file, &there) != 0 || !S_ISREG(there.st_mode))
        return dw_say(language, "not a regular file", "不是一般的檔案");
    if (!read_all(file, text))
        return dw_say(language, "the file cannot be read", "無法讀取這個檔案");
    if (text->length > LARGEST_SCRIPT)
        return dw_say(language, "the file is larger than 1 MiB", "檔案超過 1 MiB");
    if (text->length == 0) return dw_say(language, "the file is empty", "檔案是空的");
    if (memchr(text->text, 0, text->length))
        return dw_say(language, "not a text file", "不是文字檔");
    return NULL;
}

bool dw_submission_read(const dw_submissions *list, const dw_submission *one, const char *language,
                        dw_buffer *text, char **problem)
{
    *text = (dw_buffer){ 0 };
    *problem = one->problem ? strdup(one->problem) : NULL;
    if (one->problem) return false;
    int file = open_below(list->folder, one->name);
    const char *why = problem_with(file, language, text);
    if (file >= 0) close(file);
    if (!why) return true;
    *problem = strdup(why);
    dw_buffer_free(text);
    return false;
}
