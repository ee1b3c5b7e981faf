/* More panels than figure.h makes one by one: a whole grid at once, a second axis on a panel, a
 * small panel inside another.
 *
 * Every kind of axes takes every layer. All belong to the figure. */
#ifndef DW_PLOT_PANELS_H
#define DW_PLOT_PANELS_H

#include "plot/figure.h"

/* A figure whose cells are all made at once, for scripts. */
typedef struct dw_grid_options {
    dw_figure_options figure;
    dw_axis_options x, y; /* of every panel */
    dw_texts titles;      /* of the panels, row by row */
} dw_grid_options;
extern const dw_option dw_grid_option_list[];

/* Axes with the same options in every cell that is left. One that gets no layer is left blank. */
dw_status dw_figure_fill(dw_figure *figure, const dw_axes_options *options, dw_error *err);
/* Sets title, x and y of axes in a cell anew; layers stay. The cell is then no longer left blank.
 * On failure nothing has changed. */
dw_status dw_figure_set_axes(dw_figure *figure, dw_axes *axes, const dw_axes_options *options,
                             dw_error *err);

typedef struct dw_twin_options {
    dw_axis_options axis;
    const char *side; /* right (default): another y axis; top: another x axis */
} dw_twin_options;

/* Axes over `host`, which must be in a cell and have none on that side yet. They share its other
 * axis. Numbers and label have the color of their first line. */
dw_status dw_figure_add_twin(dw_figure *figure, const dw_axes *host, const dw_twin_options *options,
                             dw_axes **out, dw_error *err);

typedef struct dw_inset_options {
    const char *place; /* a corner: auto (default: where it covers least), top left, ... */
    double left, bottom, width, height; /* parts of the host's panel; NAN or 0 width: chosen */
    dw_series zoom; /* x min, x max, y min, y max: the part of the host that it enlarges */
    dw_axes_options axes;
} dw_inset_options;

/* A small panel over `host`, which must be in a cell. left and bottom go together and leave out
 * place. With zoom, ranges that are not given are those of the part, which is framed in the
 * host. */
dw_status dw_figure_add_inset(dw_figure *figure, const dw_axes *host,
                              const dw_inset_options *options, dw_axes **out, dw_error *err);

/* All axes of a figure: those in cells, then the others. */
size_t dw_figure_axes_total(const dw_figure *figure);
const dw_axes *dw_figure_axes_at(const dw_figure *figure, size_t i);
/* Whether it is a cell that stays blank. */
bool dw_axes_blank(const dw_figure *figure, const dw_axes *axes);

extern const char *const dw_inset_corners[]; /* ends with NULL */
extern const dw_option dw_twin_option_list[];
extern const dw_option dw_inset_option_list[];

#endif
