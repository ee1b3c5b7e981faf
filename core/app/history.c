#include "app/history.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/app.h"
#include "base/file.h"

enum { MOST_LINES = 1000, LARGEST_LINE = 64 << 10, LARGEST_FILE = 64 << 20, SECONDS = 10 };

static void find_path(char path[4400])
{
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    path[0] = '\0';
    if (state && state[0] == '/')
        snprintf(path, 4400, "%.4000s/dunwu/history", state);
    else if (home && home[0] == '/')
        snprintf(path, 4400, "%.4000s/.local/state/dunwu/history", home);
}

/* ---- a chunk as a line: "\\n" is a newline, "\\\\" a backslash ---- */

static void add_line(dw_buffer *out, const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (text[i] == '\n' || text[i] == '\\')
            dw_buffer_add(out, text[i] == '\n' ? "\\n" : "\\\\");
        else if (text[i] != '\0')
            dw_buffer_add_bytes(out, text + i, 1);
    }
    dw_buffer_add(out, "\n");
}

static void add_chunk(dw_buffer *out, const char *line, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        bool escaped = line[i] == '\\' && i + 1 < n;
        if (escaped) i++;
        dw_buffer_add_bytes(out, escaped && line[i] == 'n' ? "\n" : line + i, 1);
    }
}

/* ---- the file ---- */

/* The start of the last lines of a text. */
static const char *last_lines(const dw_buffer *text, size_t most)
{
    const char *at = text->text + text->length;
    while (at > text->text) {
        if (at[-1] == '\n' && at < text->text + text->length && --most == 0) break;
        at--;
    }
    return at;
}

static dw_status write_private(const char *path, const char *text, size_t n, dw_error *err)
{
    dw_output output;
    dw_status status = dw_output_open(&output, path, err);
    if (status) return status;
    bool fine = fchmod(fileno(output.stream), 0600) == 0 && fwrite(text, 1, n, output.stream) == n;
    if (fine) return dw_output_commit(&output, err);
    dw_output_discard(&output);
    return dw_fail(err, DW_EIO, "cannot write '%s'", path);
}

static bool make_folder(const char *path)
{
    char folder[4400];
    dw_error err;
    snprintf(folder, sizeof folder, "%s", path);
    *strrchr(folder, '/') = '\0';
    struct stat there;
    if (stat(folder, &there) == 0) return true;
    return dw_folder_make(folder, &err) == DW_OK && chmod(folder, 0700) == 0;
}

/* Behind what others have saved in the meantime. It is no work of anybody's: a failure is silent.
 */
static void save(dw_history *history)
{
    dw_buffer all = { 0 };
    dw_error err;
    history->saved = dw_now();
    if (!history->path[0] || !history->added.length) return;
    if (!make_folder(history->path)) return;
    bool damaged = access(history->path, F_OK) == 0 &&
                   dw_file_read(history->path, LARGEST_FILE, &all, &err) != DW_OK;
    dw_buffer_add(&all, history->added.text);
    if (!damaged && !all.failed) {
        const char *from = last_lines(&all, MOST_LINES);
        size_t n = (size_t)(all.text + all.length - from);
        if (write_private(history->path, from, n, &err) == DW_OK) dw_buffer_free(&history->added);
    }
    dw_buffer_free(&all);
}

void dw_history_open(dw_history *history, void (*remember)(const char *text))
{
    dw_buffer all = { 0 };
    dw_error err;
    *history = (dw_history){ .saved = dw_now() };
    find_path(history->path);
    if (history->path[0]) (void)dw_file_read(history->path, LARGEST_FILE, &all, &err);
    for (const char *at = all.length ? last_lines(&all, MOST_LINES) : ""; *at;) {
        dw_buffer chunk = { 0 };
        size_t n = strcspn(at, "\n");
        add_chunk(&chunk, at, n);
        if (chunk.length && !chunk.failed) remember(chunk.text);
        dw_buffer_free(&chunk);
        at += n + (at[n] == '\n');
    }
    dw_buffer_free(&all);
}

void dw_history_add(dw_history *history, const char *text, size_t n)
{
    if (n > LARGEST_LINE) return;
    add_line(&history->added, text, n);
    if (dw_now() > history->saved + SECONDS) save(history);
}

void dw_history_close(dw_history *history)
{
    save(history);
    dw_buffer_free(&history->added);
}
