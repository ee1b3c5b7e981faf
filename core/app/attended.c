#include "app/attended.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "lua/print.h"

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

double dw_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static bool stop(void *context)
{
    const dw_attended *w = context;
    return interrupted || (w->deadline > 0 && dw_now() > w->deadline);
}

static void clear_bar(dw_attended *w)
{
    if (w->bar) fprintf(stderr, "\r\033[K");
    w->bar = false;
}

/* A bar on a terminal, from half a second on. */
static void show_progress(void *context, double fraction)
{
    dw_attended *w = context;
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
    dw_attended *w = run->context;
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

static volatile double first_press; /* seconds */

static void on_patient_interrupt(int number)
{
    double now = dw_now();
    if (!interrupted) first_press = now;
    interrupted = BY_TERMINAL;
    if (now < first_press + 1) return;
    signal(number, SIG_DFL); /* it does not stop: end at once */
    raise(number);
}

void dw_listen_anew(void)
{
    struct sigaction action = { .sa_handler = on_patient_interrupt };
    interrupted = 0;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
}

/* ---- a run ---- */

void dw_attend(dw_attended *attended, const dw_home *home, const dw_script *script,
               const dw_run_options *options, dw_words *words, bool quiet,
               dw_scenario_report *report)
{
    *attended = (dw_attended){ .limit = options->time,
                               .start = dw_now(),
                               .terminal = isatty(STDERR_FILENO),
                               .quiet = quiet,
                               .report = report,
                               .overdue.script = script->name,
                               .overdue.output = options->out };
    attended->run = (dwl_run){ .script = script->name,
                               .script_text = script->text,
                               .script_length = script->length,
                               .sealed = script->sealed,
                               .seed = options->seed,
                               .env = { (int)options->threads, stop, show_progress, attended },
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
                               .context = attended };
}

void dw_attend_start(dw_attended *attended)
{
    attended->start = dw_now();
    attended->deadline = attended->limit > 0 ? attended->start + attended->limit : 0;
    attended->bar_start = 0;
    attended->overdue.deadline = attended->deadline;
    attended->overdue.since = 0;
    atomic_store(&attended->overdue.told, false);
    dw_overdue_start(&attended->overdue);
}

void dw_attend_end(dw_attended *attended)
{
    clear_bar(attended);
    dw_overdue_end(&attended->overdue);
    attended->report->figures = attended->run.figures;
    attended->report->seconds = dw_now() - attended->start;
}

int dw_attend_complain(dw_attended *attended, const char *message, int status)
{
    clear_bar(attended);
    atomic_store(&attended->overdue.told, true);
    bool timed_out = attended->deadline > 0 && dw_now() > attended->deadline && !interrupted;
    return dw_complain(status, "%s%s", message ? message : "failed",
                       interrupted ? " (Ctrl-C)"
                       : timed_out ? " (the time limit)"
                                   : "");
}
