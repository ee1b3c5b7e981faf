#include "app/overdue.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/app.h"
#include "base/file.h"

/* Seconds, for a script to end by itself and say where it was. */
static const double patience = 0.5, patience_after_interrupt = 0.15;

/* Another thread may be inside stdio, and would never leave it. */
static void say(const dw_overdue *o)
{
    char text[4500];
    const int most = (int)sizeof text - 64;
    int n = snprintf(text, (size_t)most, "dunwu: %s", o->script);
    if (n >= most) n = most - 1;
    for (int i = 0; i < n; i++)
        if (iscntrl((unsigned char)text[i])) text[i] = '?'; /* it must not steer the terminal */
    n += snprintf(text + n, sizeof text - (size_t)n, ": stopped (%s)\n",
                  dw_interrupted() ? "Ctrl-C" : "the time limit");
    if (isatty(STDERR_FILENO)) (void)!write(STDERR_FILENO, "\r\033[K", 4);
    (void)!write(STDERR_FILENO, text, (size_t)n);
}

static void end_process(const dw_overdue *o)
{
    if (ftrylockfile(stdout) == 0) fflush(stdout); /* what the script printed */
    dw_output_sweep(o->output, getpid());
    if (!atomic_load(&o->told)) say(o);
    _exit(DW_EXIT_FAILED);
}

static void look(void *context)
{
    dw_overdue *o = context;
    double now = dw_now();
    bool interrupted = o->at_interrupt && dw_interrupted();
    if (!interrupted && !(o->deadline > 0 && now > o->deadline)) return;
    if (o->since == 0) o->since = now;
    if (now - o->since > (interrupted ? patience_after_interrupt : patience)) end_process(o);
}

void dw_overdue_start(dw_overdue *overdue)
{
    overdue->watched = dwl_watch_start(&overdue->watch, look, overdue);
}

void dw_overdue_end(dw_overdue *overdue)
{
    if (overdue->watched) dwl_watch_end(&overdue->watch);
    overdue->watched = false;
}
