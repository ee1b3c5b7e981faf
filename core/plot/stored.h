/* The model of a figure as text, so that a file can carry it and the figure can be painted again.
 *
 * The text is JSON. Numbers of a series stand in one string, a space between them, in the form that
 * strtod reads ("0.25 0x1.8p+3 nan -inf"): each comes back bit by bit. What is zero, false or
 * absent is left out. Memos (the script, the seed) are no part of it.
 *
 * What is stored is declared in stored_fields.c, a line for each field of the model. */
#ifndef DW_PLOT_STORED_H
#define DW_PLOT_STORED_H

#include "plot/figure.h"

/* Appends the figure. Fails when there is no memory. */
dw_status dw_stored_write(const dw_figure *figure, dw_buffer *out, dw_error *err);
/* Reads it back. The text may be anything: all that the model relies on is checked. Fails with
 * DW_EARG and what is wrong; *out is then NULL. */
dw_status dw_stored_read(const char *text, dw_figure **out, dw_error *err);

#endif
