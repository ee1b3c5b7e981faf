/* The layers beyond the lines, points, bands, rules and notes of figure.h.
 *
 * As there: options may be NULL, n may be 0, NaN and infinities are gaps, and what is given is
 * copied. Each list of options is what a script may say of the layer. */
#ifndef DW_PLOT_LAYERS_H
#define DW_PLOT_LAYERS_H

#include "plot/figure.h"

extern const dw_option dw_step_option_list[];
extern const dw_option dw_area_option_list[];
extern const dw_option dw_errorbar_option_list[];
extern const dw_option dw_text_option_list[];
extern const dw_option dw_bar_option_list[];
extern const dw_option dw_heatmap_option_list[];
extern const dw_option dw_image_option_list[];
extern const dw_option dw_histogram_option_list[];
extern const dw_option dw_contour_option_list[];

/* A line of level parts: y[i] holds from x[i] to x[i + 1] (`where` = after), from x[i - 1]
 * (before), or half-way to both sides (middle). Takes a colour as a line does and is named at its
 * end. */
dw_status dw_axes_step(dw_axes *axes, const double *x, const double *y, size_t n,
                       const dw_layer_options *options, dw_error *err);
/* The surface between y and `to`, which is pale; y has a stroke. to == NULL: down to 0, or to the
 * bottom of a logarithmic axis. */
dw_status dw_axes_area(dw_axes *axes, const double *x, const double *y, const double *to, size_t n,
                       const dw_layer_options *options, dw_error *err);
/* A mark at x, y and a whisker from low to high, which are places on the axis, not lengths. Where
 * one end is a gap, only the other half of the whisker is there. */
dw_status dw_axes_errorbar(dw_axes *axes, const double *x, const double *y, const double *low,
                           const double *high, size_t n, const dw_layer_options *options,
                           dw_error *err);

typedef struct dw_span {
    double x_min, x_max, y_min, y_max; /* NAN: to the edge of the panel */
} dw_span;

/* A shaded part of the panel, below all lines; grey unless it has a colour. */
dw_status dw_axes_span(dw_axes *axes, dw_span span, const dw_layer_options *options, dw_error *err);
/* Texts at points; one that would cover another moves, and has then a thin line to its point. One
 * that finds no place is left out. */
dw_status dw_axes_text(dw_axes *axes, const double *x, const double *y, const char *const *words,
                       size_t n, const dw_layer_options *options, dw_error *err);

/* Names for the places 1, 2, 3, ... of an axis, which must not be logarithmic. Names that the axis
 * does not have yet are appended; places[i] becomes the number of names[i]. A y axis with names is
 * read downwards. */
dw_status dw_axes_categories(dw_axes *axes, bool of_x, const char *const *names, size_t n,
                             double *places, dw_error *err);
/* Bars from 0 to y at the places x. Several bar layers stand side by side; stacked ones on top of
 * each other. With `horizontal` the places are along the y axis. */
dw_status dw_axes_bar(dw_axes *axes, const double *x, const double *y, size_t n,
                      const dw_layer_options *options, dw_error *err);
/* Colours for values over a grid: row r, column c at value[r * columns + c], where c goes along x
 * and r along y. x are columns + 1 edges or columns middles, rising (NULL: 1, 2, 3, ...), and so
 * are y; edges lie half-way between middles, on a logarithmic axis in its own measure. The label
 * stands above the colour bar; one bar for the first heatmap of the axes. Several values that
 * share a pixel are averaged. */
typedef struct dw_heatmap {
    const double *value, *x, *y;
    size_t rows, columns, nx, ny; /* nx, ny: how many numbers x and y have */
} dw_heatmap;
dw_status dw_axes_heatmap(dw_axes *axes, const dw_heatmap *map, const dw_layer_options *options,
                          dw_error *err);
/* Values as a picture: row 1 on top, columns and rows counted from 1, cells square unless
 * `stretch`, grey unless it has a map. A colour bar only when it has a label. Makes the y axis read
 * downwards. */
dw_status dw_axes_image(dw_axes *axes, const double *value, size_t rows, size_t columns,
                        const dw_layer_options *options, dw_error *err);
/* Lines along which values over a grid are at a level; with `filled`, bands of colour between them
 * and a colour bar. x and y are the places of the columns and rows (NULL: 1, 2, 3, ...). Between
 * neighbours values are linear in the measure of the axis, and with logarithmic colours their
 * logarithms are: a power law is straight lines on logarithmic axes. A cell of four neighbours one
 * of which is a gap has no line. Nodes that lie within 3 pixels are averaged. Lines have the
 * colours of their levels unless they are given one; over another surface and on bands, dark or
 * light ones. */
enum dw_contour_more { DW_CONTOUR_LEVELS };
enum { DW_LEVELS_MOST = 64, DW_LEVELS_ABOUT = 7 };
typedef struct dw_contour {
    dw_heatmap map;
    const double *levels; /* rising, 1..64 of them; NULL: round numbers */
    size_t n;
    int about; /* without levels: how many there should be, 2..20; 0: 7 */
} dw_contour;
dw_status dw_axes_contour(dw_axes *axes, const dw_contour *contour, const dw_layer_options *options,
                          dw_error *err);
/* Whether the layer covers the panel with colours that a bar explains. */
bool dw_is_colored(const dw_layer *layer);
/* Counts (or densities) of bins between n + 1 rising edges. */
dw_status dw_axes_histogram(dw_axes *axes, const double *edges, const double *counts, size_t n,
                            const dw_layer_options *options, dw_error *err);

#endif
