/* What the parts of the ticks share; private to ticks.c, ticklog.c, ticktime.c, ticklabel.c. */
#ifndef DW_PLOT_TICKPARTS_H
#define DW_PLOT_TICKPARTS_H

#include "plot/ticks.h"

/* Adds one when there is room and low <= at <= high. */
void dw_ticks_add(dw_ticks *ticks, double at, double low, double high);
void dw_ticks_add_minor(dw_ticks *ticks, double at, double low, double high);

/* ticks.c: equal steps, minor ticks between them. Returns the step. */
double dw_ticks_linear(double low, double high, const dw_numbering *how, int about, dw_ticks *out);
/* ticklog.c: of the scales that are not linear; the step when they had to be linear, or else 0. */
double dw_ticks_bent(double low, double high, const dw_numbering *how, int about, dw_ticks *out);

/* ticktime.c: seconds at round times, in equal steps (returns the step) or along a logarithmic
 * scale (false: too few of them). */
double dw_ticks_time(double low, double high, int about, dw_ticks *out);
bool dw_ticks_time_log(double low, double high, int about, dw_ticks *out);
/* Into how many parts minor ticks divide a step of that many seconds; 0 or 1: none. */
int dw_ticks_time_parts(double step);
/* "1 h 30 min" */
void dw_ticks_write_time(double seconds, char label[DW_TICK_LABEL]);

/* ticklabel.c: writes all labels. step: 0 when there is no step. */
void dw_ticks_label(dw_ticks *ticks, const dw_numbering *how, double step);
/* "1.5×10⁹" */
void dw_ticks_write_power(double v, char label[DW_TICK_LABEL]);

#endif
