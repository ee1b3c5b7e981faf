/* Where ticks go and what is written at them. Pure functions. */
#ifndef DW_PLOT_TICKS_H
#define DW_PLOT_TICKS_H

#include <stdbool.h>
#include <stddef.h>

#include "plot/figure.h"

enum { DW_TICKS_MOST = 64, DW_TICKS_MINOR_MOST = 256, DW_TICK_LABEL = 96 };

typedef struct dw_tick {
    double at;
    char label[DW_TICK_LABEL];
} dw_tick;

typedef struct dw_ticks {
    size_t n, minor_count;
    dw_tick major[DW_TICKS_MOST]; /* rising */
    double minor[DW_TICKS_MINOR_MOST];
} dw_ticks;

/* About `about` ticks (2..20) for the settled range low < high. Linear: the labels of Talbot, Lin
 * and Hanrahan (2010), which may lie a little outside the range. Logarithmic: whole decades (each,
 * or every second, third, ...), 1-2-5 below two decades, linear ones within a half; none outside;
 * minor ticks at 2..9 or at the decades left out. */
void dw_ticks_choose(double low, double high, bool log, dw_number_style style, int about,
                     dw_ticks *out);
/* Ticks at given numbers: those within low..high, the first DW_TICKS_MOST. */
void dw_ticks_at(const double *at, size_t n, double low, double high, bool log,
                 dw_number_style style, dw_ticks *out);
/* Ticks at 1, 2, 3, ... within low..high with the names written at them; of too many, every second,
 * third, ... A long name ends in an ellipsis. */
void dw_ticks_named(char *const *names, size_t n, double low, double high, dw_ticks *out);
/* Leaves out the ticks outside low..high, with a little tolerance. */
void dw_ticks_clip(dw_ticks *ticks, double low, double high);

#endif
