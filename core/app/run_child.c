/* A script in a process of its own, which the system limits before the script's first line; a
 * trusted one only has its own end there. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/app.h"
#include "app/child.h"
#include "app/confine.h"
#include "app/reach.h"
#include "base/file.h"

enum {
    OWN_MIB = 256, /* of the program's own, besides what the script may use */
    LARGEST_FILE = 1 << 30,
    MOST_OPEN_FILES = 256,
    GRACE_SECONDS = 2 /* after the time limit, for the child to end and say so itself */
};

/* ---- the child's side ---- */

typedef struct job {
    const dw_home *home;
    const dw_script *script;
    const dw_run_options *options;
    dw_words *words;
    bool quiet;
} job;

static int work(void *context, dw_buffer *result)
{
    const job *j = context;
    dw_scenario_report report = { 0 };
    int status = dw_run_text_here(j->home, j->script, j->options, j->words, j->quiet, &report);
    dw_buffer_format(result, "%zu %a\n", report.figures, report.seconds);
    dw_buffer_add(result, report.files.text ? report.files.text : "");
    dw_buffer_free(&report.files);
    return status;
}

/* ---- the output folder: Landlock knows only what is there ---- */

/* The first of the folders that are to be made, as the length of its part of the path; 0: none. */
static size_t first_missing(const char *path)
{
    char part[4096];
    struct stat there;
    for (size_t n = 1; path[0]; n++) {
        if (path[n] != '/' && path[n] != '\0') continue;
        if (n >= sizeof part) return 0;
        snprintf(part, sizeof part, "%.*s", (int)n, path);
        if (stat(part, &there) != 0 && errno == ENOENT) return n;
        if (!path[n]) return 0;
    }
    return 0;
}

/* A script that draws nothing leaves no empty folders. */
static void remove_empty(const char *path, size_t first)
{
    char part[4096];
    for (size_t n = strlen(path); first && n >= first && n < sizeof part; n--) {
        if (path[n] != '/' && path[n] != '\0') continue;
        snprintf(part, sizeof part, "%.*s", (int)n, path);
        if (rmdir(part) != 0 && errno != ENOENT) return; /* "a/b/" is "a/b" once more */
    }
}

/* ---- the parent's side ---- */

static void read_result(const dw_child *child, dw_scenario_report *report)
{
    char *end = child->result.text;
    if (!end) return;
    report->figures = strtoull(end, &end, 10);
    report->seconds = strtod(end, &end);
    if (*end == '\n') dw_buffer_add(&report->files, end + 1);
}

/* Who reads the output went away: that ends the program as it always does. */
static void end_with_pipe(void)
{
    signal(SIGPIPE, SIG_DFL);
    raise(SIGPIPE);
}

/* The child complains itself, but for when it could not. */
static int tell_end(const dw_child *child, const char *script, const dw_run_options *options)
{
    bool has_said = child->signal == 0 && child->status <= DW_EXIT_USAGE;
    if (has_said) return child->status;
    if (child->signal == SIGPIPE) end_with_pipe();
    dw_buffer why = { 0 };
    if (child->end == DW_CHILD_MEMORY)
        dw_buffer_format(&why, "ended for want of memory; a script may use %lld MiB (--memory)",
                         (long long)options->memory);
    else
        dw_child_explain(child, &why);
    dw_complain(DW_EXIT_FAILED, "%s: %s", script, why.text ? why.text : "failed");
    dw_buffer_free(&why);
    return DW_EXIT_FAILED;
}

static dw_child_limits limits_of(const dw_run_options *options, const dw_reach *reach)
{
    double seconds = options->time > 0 ? options->time + GRACE_SECONDS : 0;
    if (options->trust) return (dw_child_limits){ .wall_seconds = seconds };
    return (dw_child_limits){
        .wall_seconds = seconds,
        .memory = ((size_t)options->memory + OWN_MIB) << 20,
        .file_bytes = LARGEST_FILE,
        .open_files = MOST_OPEN_FILES,
        .threads = (int)options->threads,
        .confined = true,
        .readable = (const char *const *)reach->paths,
        .writable = options->out,
    };
}

void dw_tell_what_is_missing(void)
{
    bool folders = dw_can_lock_folders(), calls = dw_can_lock_calls();
    if ((folders && calls) || !isatty(STDERR_FILENO)) return;
    fprintf(stderr,
            "dunwu: note: this system has no %s; scripts of strangers are held by dunwu's own "
            "checks and by limits on time and memory\n",
            folders ? "seccomp"
            : calls ? "Landlock"
                    : "Landlock and no seccomp");
}

/* fonts: what all scripts of a gallery share; NULL: this one is alone. */
static void find_reach(const dw_home *home, const dw_script *script, dw_reach *fonts,
                       dw_reach *reach)
{
    if (fonts && fonts->count == 0) dw_reach_add_own(fonts, home, true);
    for (size_t i = 0; fonts && i < fonts->count; i++) dw_reach_add(reach, fonts->paths[i]);
    if (!fonts) dw_reach_add_own(reach, home, dw_script_draws(script));
    if (!script->sealed) dw_reach_add_folder_of(reach, script->name);
}

/* False: given up, since it is outdated. */
static bool wait_for(dw_child *child, const dw_run_options *options)
{
    double patience = options->outdated ? 0.05 : 3600;
    while (dw_child_wait(&child, 1, patience) != 0)
        if (options->outdated && options->outdated(options->outdated_by)) return false;
    return true;
}

int dw_run_text(const dw_home *home, const dw_script *script, const dw_run_options *options,
                dw_words *words, bool quiet, dw_scenario_report *report)
{
    if (options->trust && !options->apart)
        return dw_run_text_here(home, script, options, words, quiet, report);
    dw_reach reach = { 0 };
    job j = { home, script, options, words, quiet };
    dw_child child;
    dw_error err;
    find_reach(home, script, options->fonts, &reach);
    size_t missing = options->trust ? 0 : first_missing(options->out);
    if (!options->trust) (void)dw_folder_make(options->out, NULL); /* who saves will hear of it */
    dw_child_limits limits = limits_of(options, &reach);
    if (!quiet && !options->trust) dw_tell_what_is_missing();
    dw_listen_to_interrupts();
    dw_status failed = dw_child_start(&child, work, &j, &limits, &err);
    bool ended = !failed && wait_for(&child, options);
    if (!failed && !ended) dw_child_free(&child); /* kills it */
    dw_reach_free(&reach);
    if (!failed) dw_output_sweep(options->out, child.process); /* it may have been killed */
    remove_empty(options->out, missing);
    if (failed) return dw_complain(DW_EXIT_FAILED, "%s", err.text);
    if (!ended) return DW_EXIT_FAILED;
    read_result(&child, report);
    report->seconds = child.seconds;
    int status = tell_end(&child, script->name, options);
    dw_child_free(&child);
    return status;
}
