/* dunwu watch: a scenario run again on each save, for an editor beside a picture. */
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "app/app.h"
#include "app/saves.h"

static const double patience = 0.1; /* seconds until Ctrl-C is seen */

/* The script and what it requires: any script of its folder. */
static bool script_was_saved(dw_saves *saves, double seconds)
{
    for (const char *name; (name = dw_saves_wait(saves, seconds)); seconds = 0) {
        size_t n = strlen(name);
        if (name[0] != '.' && n > 4 && strcmp(name + n - 4, ".lua") == 0) return true;
    }
    return false;
}

typedef struct watched {
    dw_saves saves;
    bool saved; /* during the run, which is then of an earlier text */
} watched;

static bool was_saved_again(void *context)
{
    watched *w = context;
    return w->saved = w->saved || script_was_saved(&w->saves, 0);
}

static void tell_end(const char *file, int status, const dw_scenario_report *report)
{
    char clock[16] = "";
    time_t now = time(NULL);
    struct tm parts;
    if (localtime_r(&now, &parts)) strftime(clock, sizeof clock, "%H:%M:%S ", &parts);
    if (status)
        printf("%snot done. Watching: save %s to run it again; Ctrl-C ends.\n", clock, file);
    else
        printf("%s%zu figure%s in %.2f s. Watching: save %s to draw again; Ctrl-C ends.\n", clock,
               report->figures, report->figures == 1 ? "" : "s", report->seconds, file);
    fflush(stdout);
}

static int run_once(const dw_home *home, const char *file, const dw_run_options *options,
                    dw_words *words, watched *w)
{
    dw_scenario_report report;
    w->saved = false;
    if (isatty(STDOUT_FILENO)) printf("\033[H\033[2J"); /* a clean screen */
    int status = dw_run_scenario(home, file, options, words, false, &report);
    dw_buffer_free(&report.files);
    bool hopeless = status == DW_EXIT_USAGE || access(file, R_OK) != 0; /* no save will mend it */
    if (!hopeless && !w->saved && !dw_interrupted()) tell_end(file, status, &report);
    return hopeless ? status : DW_EXIT_DONE;
}

static int watch_script(const dw_home *home, const char *file, dw_run_options *options,
                        dw_words *words)
{
    watched w;
    char folder[4096];
    dw_error err;
    const char *slash = strrchr(file, '/');
    snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash - file) + 1 : 1,
             slash ? file : ".");
    if (dw_saves_open(&w.saves, folder, &err)) return dw_complain(DW_EXIT_FAILED, "%s", err.text);
    options->outdated = was_saved_again;
    options->outdated_by = &w;
    int status = run_once(home, file, options, words, &w);
    while (!status && !dw_interrupted())
        if (w.saved || script_was_saved(&w.saves, patience))
            run_once(home, file, options, words, &w);
    dw_saves_close(&w.saves);
    if (!status) printf("\nStopped watching.\n");
    return status;
}

static int watch(const dw_home *home, int count, char **given)
{
    dw_run_options options;
    dw_words words;
    char own[8300];
    dw_run_defaults(&options);
    if (!dw_read_words(&dw_verb_watch, count, given, &options, &words)) return DW_EXIT_USAGE;
    if (words.help) {
        dw_show_verb(&dw_verb_watch);
        return DW_EXIT_DONE;
    }
    if (words.plain_count != 1)
        return dw_complain(DW_EXIT_USAGE,
                           "watch takes one file, got %zu (see 'dunwu watch --help')",
                           words.plain_count);
    return watch_script(home, dw_find_script(home, words.plain[0], own), &options, &words);
}

const dw_verb dw_verb_watch = { "watch", "watch FILE.lua [options]",
                                "Runs a scenario, and again whenever a script in its folder is "
                                "saved.",
                                dw_run_option_list, watch };
