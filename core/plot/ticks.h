/* Where ticks go and what is written at them. Pure functions. */
#ifndef DW_PLOT_TICKS_H
#define DW_PLOT_TICKS_H

#include <stdbool.h>
#include <stddef.h>

#include "plot/figure.h"

enum { DW_TICKS_MOST = 64, DW_TICKS_MINOR_MOST = 256, DW_TICK_LABEL = 96 };

typedef struct dw_tick {
    double at;
    char label[DW_TICK_LABEL]; /* may have a newline: two lines */
} dw_tick;

typedef struct dw_ticks {
    size_t n, minor_count;
    int angle;                    /* of the labels in degrees: 0, 45, 90 */
    dw_tick major[DW_TICKS_MOST]; /* rising */
    double minor[DW_TICKS_MINOR_MOST];
} dw_ticks;

/* How an axis counts, and how it writes what it counts. */
typedef struct dw_numbering {
    dw_scale_kind scale;
    dw_number_style style;
    double linear_below; /* of a symlog */
    const char *unit;    /* written behind each number; the sign of money, before it; or NULL */
} dw_numbering;

/* About `about` ticks (2..20) for the settled range low < high. Linear: the labels of Talbot, Lin
 * and Hanrahan (2010), for seconds round times; they may lie a little outside the range.
 * Logarithmic: whole decades (each, or every second, third, ...), 1-2-5 below two decades, linear
 * ones within a half; none outside; minor ticks at 2..9 or at the decades left out. log2: powers of
 * two. Symlog: 0 and decades of both signs. Logit: 0.5, and 0.1, 0.01, ... from both ends. */
void dw_ticks_choose(double low, double high, const dw_numbering *how, int about, dw_ticks *out);
/* Ticks at given numbers: those within low..high, the first DW_TICKS_MOST. labels: n texts, or NULL
 * for the numbers. */
void dw_ticks_at(const double *at, const char *const *labels, size_t n, double low, double high,
                 const dw_numbering *how, dw_ticks *out);
/* Ticks at 1, 2, 3, ... within low..high with the names written at them; of too many, every second,
 * third, ... A long name ends in an ellipsis. */
void dw_ticks_named(char *const *names, size_t n, double low, double high, dw_ticks *out);
/* Leaves out the ticks outside low..high, with a little tolerance. */
void dw_ticks_clip(dw_ticks *ticks, double low, double high);

#endif
