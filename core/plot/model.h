/* How axes and layers get into the model; private to figure.c, panels.c, axis.c, layers.c and
 * heatmap.c. */
#ifndef DW_PLOT_MODEL_H
#define DW_PLOT_MODEL_H

#include "plot/figure.h"

/* Axes that are not yet part of a figure. */
dw_status dw_model_new_axes(const dw_axes_options *options, dw_axes **out, dw_error *err);
/* Accepts NULL. */
void dw_model_free_axes(dw_axes *axes);
/* Copies a text; an absent one stays NULL. what: its name, for the message. */
dw_status dw_model_label(char **slot, const char *text, const char *what, dw_error *err);
/* The index of a name in a list that ends with NULL; 0 for none. */
dw_status dw_model_choice(const char *given, const char *const *names, const char *what, int *out,
                          dw_error *err);
/* axis.c: fills an axis, whose name is x or y, from its options; frees what it owns, not the axis.
 */
dw_status dw_axis_take(dw_axis *axis, const dw_axis_options *o, const char *name, dw_error *err);
/* What an axis must keep, whoever made it. */
dw_status dw_axis_check(const dw_axis *axis, const char *name, dw_error *err);
void dw_axis_clear(dw_axis *axis);
/* Copies n numbers into *slot. */
dw_status dw_model_numbers(double **slot, const double *numbers, size_t n, dw_error *err);
/* heatmap.c: takes cells and their colours into a layer that has its kind; on failure, clear it.
 * Those of a contour have nodes in place of edges. */
struct dw_heatmap;
dw_status dw_model_cells(dw_layer *layer, const dw_axes *axes, const struct dw_heatmap *map,
                         const dw_layer_options *options, dw_error *err);
/* Copies n texts into *slot; they must be UTF-8. */
dw_status dw_model_texts(char ***slot, const char *const *texts, size_t n, dw_error *err);
/* Accepts NULL. */
void dw_model_free_texts(char **texts, size_t n);
/* Frees what the layer owns, not the layer. */
void dw_model_clear(dw_layer *layer);
/* Gives the layer to the axes; when that fails, it is cleared. */
dw_status dw_model_add(dw_axes *axes, dw_layer *layer, const dw_layer_options *options,
                       dw_error *err);
/* A layer of copies of x, y, low and high, each of n numbers or NULL. */
dw_status dw_model_add_series(dw_axes *axes, dw_layer_kind kind, size_t n,
                              const double *const from[4], const dw_layer_options *options,
                              dw_error *err);
/* Copies columns into a layer that has none. */
dw_status dw_model_columns(dw_layer *layer, const dw_column more[DW_MORE], dw_error *err);
/* The same with more columns: of each, its numbers and how many. */
dw_status dw_model_add_columns(dw_axes *axes, dw_layer_kind kind, size_t n,
                               const double *const from[4], const dw_column more[DW_MORE],
                               const dw_layer_options *options, dw_error *err);

#endif
