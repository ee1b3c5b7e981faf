/* What the files of the axes' methods share: axes.c (the list of methods; lines, points, bands,
 * rules, notes) and axes_shapes.c (all other layers). */
#ifndef DWL_AXES_H
#define DWL_AXES_H

#include "lua/glue.h"
#include "plot/layers.h"

typedef struct layer_arguments {
    dw_series x, y, high;
    double at;
    const char *text;
    double note_x, note_y, to_x, to_y;
    dw_series low, to;
    double xmin, xmax, ymin, ymax;
    int words, places, values, function; /* indices on the stack */
    double from, to_end;
    int64_t n;
    dw_layer_options options;
} layer_arguments;

enum { GAPPY = DW_REQUIRED | DW_GAPS | DW_INFINITE | DW_MAYBE_EMPTY };

#define X                                                                                          \
    {                                                                                              \
        "x", DW_SERIES, offsetof(layer_arguments, x), .flags = GAPPY, .doc = "where; NaN is a gap" \
    }
#define OPTIONS(list)                                                                              \
    {                                                                                              \
        "options", DW_GROUP, offsetof(layer_arguments, options), .group = list, .doc = "how"       \
    }

/* The axes at index 1; an error when their figure is closed. */
dw_axes *dwl_axes_of(lua_State *L);
/* Raises an error when two series that belong together are not as long as each other. */
void dwl_check_lengths(lua_State *L, const char *name, dw_series a, const char *other, dw_series b);
/* Raises the failure of a layer, or returns the axes, so that calls can be chained. */
int dwl_axes_done(lua_State *L, dw_status status, const dw_error *err);

/* Places given as names or as numbers, one for each of the n elements of `other`; what is pushed
 * stays. */
dw_series dwl_read_places(lua_State *L, dw_axes *axes, const layer_arguments *a, const char *other,
                          size_t n);

/* A matrix, or a table of rows, which becomes a matrix that is pushed. */
const dw_array *dwl_read_matrix(lua_State *L, int index);
/* In a script 0 is a center like another; the core takes it for none. */
void dwl_check_center(lua_State *L, const dw_layer_options *options);

extern const dw_option dwl_step_options[], dwl_area_options[], dwl_errorbar_options[],
    dwl_span_options[], dwl_text_options[], dwl_bar_options[], dwl_histogram_options[],
    dwl_heatmap_options[], dwl_curve_options[], dwl_strip_options[], dwl_box_options[],
    dwl_violin_options[], dwl_reliability_options[], dwl_image_options[], dwl_contour_options[];
int dwl_axes_step(lua_State *L);
int dwl_axes_area(lua_State *L);
int dwl_axes_errorbar(lua_State *L);
int dwl_axes_span(lua_State *L);
int dwl_axes_text(lua_State *L);
int dwl_axes_bar(lua_State *L);
int dwl_axes_histogram(lua_State *L);
int dwl_axes_heatmap(lua_State *L);
int dwl_axes_curve(lua_State *L);
int dwl_axes_strip(lua_State *L);
int dwl_axes_box(lua_State *L);
int dwl_axes_violin(lua_State *L);
int dwl_axes_reliability(lua_State *L);
int dwl_axes_image(lua_State *L);
int dwl_axes_contour(lua_State *L);

#endif
