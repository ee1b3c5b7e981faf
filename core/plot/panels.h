/* More panels than figure.h makes one by one: a whole grid at once, a second axis on a panel.
 *
 * Every kind of axes takes every layer. All belong to the figure. */
#ifndef DW_PLOT_PANELS_H
#define DW_PLOT_PANELS_H

#include "plot/figure.h"

/* A figure whose cells are all made at once, for scripts. */
typedef struct dw_grid_options {
    dw_figure_options figure;
    dw_axis_options x, y; /* of every panel */
    const char *grid;     /* the same */
    dw_texts titles;      /* of the panels, row by row */
} dw_grid_options;
extern const dw_option dw_grid_option_list[];

/* Axes with the same options in every cell that is left. One that gets no layer is left blank. */
dw_status dw_figure_fill(dw_figure *figure, const dw_axes_options *options, dw_error *err);
/* Sets title, x, y and grid of axes in a cell anew; layers stay. The cell is then no longer left
 * blank. On failure nothing has changed. */
dw_status dw_figure_set_axes(dw_figure *figure, dw_axes *axes, const dw_axes_options *options,
                             dw_error *err);

/* Axes over `host`, which must be in a cell and have none yet, with a y axis at the right; x is the
 * host's. Numbers and label have the color of the first line. */
dw_status dw_figure_add_twin(dw_figure *figure, const dw_axes *host, const dw_axis_options *y,
                             dw_axes **out, dw_error *err);

typedef struct dw_inset_options {
    dw_axes_options axes; /* x.scale, y.scale NULL: the host's when it zooms, or else linear */
    double left, bottom;  /* fractions of the panel, 0..1; both NAN: in a corner */
    double width, height; /* fractions, above 0; NAN: 0.42 */
    const char *place;    /* auto (default), top left, top right, bottom left, bottom right */
    dw_series zoom;       /* x_min, x_max, y_min, y_max in numbers of the host; or none */
} dw_inset_options;
extern const dw_option dw_inset_option_list[];

/* Axes in a part of `host`, a cell of the grid; texts of the host keep clear of it. A zoom is their
 * range, and is marked in the host. */
dw_status dw_figure_add_inset(dw_figure *figure, const dw_axes *host,
                              const dw_inset_options *options, dw_axes **out, dw_error *err);
/* What an inset must keep, whoever made it. */
dw_status dw_inset_check(const dw_inset *inset, dw_error *err);

/* All axes of a figure: those in cells, then the others. */
size_t dw_figure_axes_total(const dw_figure *figure);
const dw_axes *dw_figure_axes_at(const dw_figure *figure, size_t i);
/* Whether it is a cell that stays blank. */
bool dw_axes_blank(const dw_figure *figure, const dw_axes *axes);

#endif
