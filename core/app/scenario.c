/* One script of a user, run from the command line. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "app/app.h"
#include "app/overdue.h"
#include "base/file.h"
#include "lua/print.h"

/* ---- options ---- */

static const char *const languages[] = { "en", "zh-TW", NULL };
static const char *const themes[] = { "light", "dark", "print", NULL };

const dw_option dw_run_option_list[] = {
    { "set", DW_TEXT, 0, .unit = "NAME=VALUE",
      .doc = "a parameter of the script; may be repeated" },
    { "seed", DW_INTEGER, offsetof(dw_run_options, seed), .def = 1, .min = 0, .max = 0x1p53,
      .unit = "N", .doc = "same seed, same bits" },
    { "out", DW_TEXT, offsetof(dw_run_options, out), .text = "plots", .unit = "DIR",
      .doc = "folder for figures and tables; made when missing" },
    { "lang", DW_CHOICE, offsetof(dw_run_options, lang), .choices = languages, .unit = "LANG",
      .doc = "language of the figures" },
    { "theme", DW_CHOICE, offsetof(dw_run_options, theme), .choices = themes, .unit = "THEME",
      .doc = "look of the figures" },
    { "format", DW_TEXT, offsetof(dw_run_options, format), .text = "png", .unit = "LIST",
      .doc = "file formats, of png, svg, pdf, with commas" },
    { "threads", DW_INTEGER, offsetof(dw_run_options, threads), .min = 0, .max = 1024, .unit = "N",
      .doc = "threads; 0: as many as there are cores" },
    { "csv", DW_BOOLEAN, offsetof(dw_run_options, csv),
      .doc = "write the drawn numbers beside each figure" },
    { "caption", DW_BOOLEAN, offsetof(dw_run_options, caption),
      .doc = "print a caption for each figure" },
    { "time", DW_NUMBER, offsetof(dw_run_options, time), .min = 0, .max = 1e9, .unit = "SECONDS",
      .doc = "stop after so long; 0: never" },
    { "memory", DW_INTEGER, offsetof(dw_run_options, memory), .def = 2048, .min = 1, .max = 1e9,
      .unit = "MIB", .doc = "memory that the script may use" },
    { "trust", DW_BOOLEAN, offsetof(dw_run_options, trust),
      .doc = "your own script: not confined, all of Lua, any path, no memory limit" },
    { 0 },
};

void dw_run_defaults(dw_run_options *options)
{
    *options = (dw_run_options){ .seed = 1,
                                 .out = "plots",
                                 .lang = languages[0],
                                 .theme = themes[0],
                                 .format = "png",
                                 .memory = 2048 };
}

/* ---- stopping and progress ---- */

/* Of a terminal's Ctrl-C the children know already; of a signal sent to this process alone not. */
enum { BY_TERMINAL = 1, ALONE = 2 };
static volatile sig_atomic_t interrupted;

static void on_interrupt(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    (void)context;
    interrupted = info->si_code <= 0 ? ALONE : BY_TERMINAL; /* SI_KERNEL is positive */
}

bool dw_interrupted(void)
{
    return interrupted;
}

bool dw_interrupted_alone(void)
{
    return interrupted == ALONE;
}

typedef struct watch {
    double start, deadline, shown, bar_start;
    bool terminal, bar;
    bool quiet;
    dw_scenario_report *report;
    dw_overdue overdue;
} watch;

double dw_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static bool stop(void *context)
{
    const watch *w = context;
    return interrupted || (w->deadline > 0 && dw_now() > w->deadline);
}

static void clear_bar(watch *w)
{
    if (w->bar) fprintf(stderr, "\r\033[K");
    w->bar = false;
}

/* A bar on a terminal, from half a second on. */
static void show_progress(void *context, double fraction)
{
    watch *w = context;
    if (!w->terminal) return;
    double t = dw_now();
    if (fraction >= 1 || fraction <= 0) {
        clear_bar(w);
        w->bar_start = 0;
        return;
    }
    if (w->bar_start == 0) w->bar_start = t;
    if (t - w->bar_start < 0.5 || t - w->shown < 0.1) return;
    w->shown = t;
    w->bar = true;
    static const char full[] = "##############################";
    int done = (int)(30 * fraction);
    fprintf(stderr, "\r  [%.*s%*s] %3.0f %%, %.0f s left\033[K", done, full, 30 - done, "",
            100 * fraction, (t - w->bar_start) * (1 - fraction) / fraction);
}

static void on_saved(dwl_run *run, const char *path)
{
    watch *w = run->context;
    clear_bar(w);
    dw_buffer_format(&w->report->files, "%s\n", path);
    if (!w->quiet) {
        printf("%s\n", path);
        fflush(stdout);
    }
}

static void on_warned(dwl_run *run, const char *text)
{
    clear_bar(run->context);
    fputs("dunwu: warning: ", stderr);
    dwl_write_plain(text, strlen(text), stderr);
    putc('\n', stderr);
}

void dw_listen_to_interrupts(void)
{
    struct sigaction action = { .sa_sigaction = on_interrupt };
    action.sa_flags = (int)(SA_SIGINFO | SA_RESETHAND); /* pressed twice: end at once */
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
}

/* ---- the script ---- */

enum { LARGEST_SCRIPT = 16 << 20 };

const char *dw_find_script(const dw_home *home, const char *file, char own[8300])
{
    struct stat there;
    if (file[0] == '/' || stat(file, &there) == 0) return file;
    snprintf(own, 8300, "%s/%s", home->folder, file);
    return stat(own, &there) == 0 ? own : file;
}

static bool formats_fit(const char *formats)
{
    const char *at = formats;
    while (*at) {
        size_t n = strcspn(at, ",");
        bool known =
            n == 3 && (!strncmp(at, "png", 3) || !strncmp(at, "svg", 3) || !strncmp(at, "pdf", 3));
        if (!known) return false;
        at += n + (at[n] == ',');
    }
    return formats[0] != '\0';
}

bool dw_check_formats(const char *formats)
{
    if (formats_fit(formats)) return true;
    dw_complain(DW_EXIT_USAGE, "'--format' takes png, svg, pdf with commas, got '%s'", formats);
    return false;
}

static int run_loaded(dwl_run *run, watch *w)
{
    dw_buffer message = { 0 };
    lua_State *L = dwl_new_state(run, &message);
    bool fine = L && dwl_run_script(L, &message);
    clear_bar(w);
    int status = DW_EXIT_DONE;
    if (!fine) {
        status = run->wrong_usage ? DW_EXIT_USAGE : DW_EXIT_FAILED;
        atomic_store(&w->overdue.told, true);
        bool timed_out = w->deadline > 0 && dw_now() > w->deadline && !interrupted;
        dw_complain(status, "%s%s", message.text ? message.text : "failed",
                    interrupted ? " (Ctrl-C)"
                    : timed_out ? " (the time limit)"
                                : "");
    }
    dw_buffer_free(&message);
    if (L) dwl_close_state(L);
    return status;
}

int dw_run_text_here(const dw_home *home, const dw_script *script, const dw_run_options *options,
                     dw_words *words, bool quiet, dw_scenario_report *report)
{
    double start = dw_now();
    watch w = { .start = start,
                .deadline = options->time > 0 ? start + options->time : 0,
                .terminal = isatty(STDERR_FILENO),
                .quiet = quiet,
                .report = report };
    w.overdue.script = script->name;
    w.overdue.output = options->out;
    w.overdue.deadline = w.deadline;
    w.overdue.at_interrupt = options->trust && !options->apart;
    dwl_run run = { .script = script->name,
                    .script_text = script->text,
                    .script_length = script->length,
                    .sealed = script->sealed,
                    .seed = options->seed,
                    .env = { (int)options->threads, stop, show_progress, &w },
                    .language = options->lang,
                    .theme = options->theme,
                    .output = options->out,
                    .home = home->folder,
                    .painter = home->painter,
                    .memory = options->trust ? 0 : (size_t)options->memory << 20,
                    .formats = options->format,
                    .settings = words->settings,
                    .settings_count = words->settings_count,
                    .list_parameters = words->help,
                    .csv = options->csv,
                    .caption = options->caption,
                    .trust = options->trust,
                    .defined = options->defined,
                    .defined_as = options->defined_as,
                    .saved = on_saved,
                    .warned = on_warned,
                    .context = &w };
    dw_listen_to_interrupts();
    dw_overdue_start(&w.overdue);
    int status = run_loaded(&run, &w);
    dw_overdue_end(&w.overdue);
    report->figures = run.figures;
    report->seconds = dw_now() - start;
    return status;
}

int dw_run_scenario(const dw_home *home, const char *file, const dw_run_options *options,
                    dw_words *words, bool quiet, dw_scenario_report *report)
{
    char own[8300];
    *report = (dw_scenario_report){ 0 };
    if (!dw_check_formats(options->format)) return DW_EXIT_USAGE;
    file = dw_find_script(home, file, own);
    dw_buffer text = { 0 };
    dw_error err;
    if (dw_file_read(file, LARGEST_SCRIPT, &text, &err)) {
        dw_buffer_free(&text);
        return dw_complain(DW_EXIT_FAILED, "%s", err.text);
    }
    const dw_script script = { file, text.text ? text.text : "", text.length, false };
    int status = dw_run_text(home, &script, options, words, quiet, report);
    dw_buffer_free(&text);
    return status;
}
