/* A run in this process that somebody waits for: Ctrl-C and the time limit end it, a bar shows how
 * far it is, and what it wrote is said. */
#ifndef DW_APP_ATTENDED_H
#define DW_APP_ATTENDED_H

#include "app/app.h"
#include "app/overdue.h"

typedef struct dw_attended {
    dwl_run run;
    double limit, start, deadline, shown, bar_start; /* seconds */
    bool terminal, bar, quiet;
    dw_scenario_report *report;
    dw_overdue overdue;
} dw_attended;

/* Everything but what the script says of itself; it stays where it is, for run points to it. */
void dw_attend(dw_attended *attended, const dw_home *home, const dw_script *script,
               const dw_run_options *options, dw_words *words, bool quiet,
               dw_scenario_report *report);

/* From now on the time counts; and no longer. In between the run may run what it has to. */
void dw_attend_start(dw_attended *attended);
void dw_attend_end(dw_attended *attended);

/* Says that it failed, and why; the message may be NULL. Gives the status back. */
int dw_attend_complain(dw_attended *attended, const char *message, int status);

/* Ctrl-C is forgotten and only noted again; the program ends by it only when it is still pressed a
 * second after the first time. */
void dw_listen_anew(void);

#endif
