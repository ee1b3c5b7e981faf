/* The methods of axes for steps, areas, errorbars, spans, texts, bars, histograms, heatmaps and
 * the curves of functions. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lua/axes.h"
#include "stats/histogram.h"

/* ---- the declarations ---- */

#define Y                                                                                          \
    {                                                                                              \
        "y", DW_SERIES, offsetof(layer_arguments, y), .flags = GAPPY, .doc = "values"              \
    }

const dw_option dwl_step_options[] = { X, Y, OPTIONS(dw_step_option_list), { 0 } };

const dw_option dwl_area_options[] = {
    X,
    Y,
    { "to", DW_SERIES, offsetof(layer_arguments, to), .flags = GAPPY & ~DW_REQUIRED,
      .doc = "the other edge; nil: 0" },
    OPTIONS(dw_area_option_list),
    { 0 },
};

const dw_option dwl_errorbar_options[] = {
    X,
    Y,
    { "low", DW_SERIES, offsetof(layer_arguments, low), .flags = GAPPY, .doc = "lower ends" },
    { "high", DW_SERIES, offsetof(layer_arguments, high), .flags = GAPPY, .doc = "upper ends" },
    OPTIONS(dw_errorbar_option_list),
    { 0 },
};

#define END(name)                                                                                  \
    {                                                                                              \
#        name, DW_NUMBER, offsetof(layer_arguments, name),                                         \
            .flags = DW_OPTIONAL, .doc = "an end; nil: the edge of the panel"                      \
    }

const dw_option dwl_span_options[] = {
    END(xmin),
    END(xmax),
    END(ymin),
    END(ymax),
    { "label", DW_TEXT, offsetof(layer_arguments, options.label), .doc = "name, for the legend" },
    { "color", DW_TEXT, offsetof(layer_arguments, options.color),
      .doc = "as of a line; nil: grey" },
    { "alpha", DW_NUMBER, offsetof(layer_arguments, options.alpha), .max = 1, .flags = DW_OPTIONAL,
      .doc = "1 is opaque" },
    { 0 },
};

const dw_option dwl_text_options[] = {
    { "x", DW_SERIES, offsetof(layer_arguments, x), .flags = GAPPY | DW_OR_NUMBER,
      .doc = "where: one number, or many" },
    { "y", DW_SERIES, offsetof(layer_arguments, y), .flags = GAPPY | DW_OR_NUMBER, .doc = "where" },
    { "words", DW_ANY, offsetof(layer_arguments, words), .flags = DW_REQUIRED,
      .doc = "a text, or a list of as many texts" },
    OPTIONS(dw_text_option_list),
    { 0 },
};

const dw_option dwl_bar_options[] = {
    { "places", DW_ANY, offsetof(layer_arguments, places), .flags = DW_REQUIRED,
      .doc = "names, which become those of the axis, or numbers" },
    Y,
    OPTIONS(dw_bar_option_list),
    { 0 },
};

const dw_option dwl_histogram_options[] = {
    { "x", DW_SERIES, offsetof(layer_arguments, x), .flags = GAPPY,
      .doc = "numbers to be counted, or the edges of bins when counts are given" },
    { "counts", DW_SERIES, offsetof(layer_arguments, y), .flags = GAPPY & ~DW_REQUIRED,
      .doc = "one less than there are edges" },
    OPTIONS(dw_histogram_option_list),
    { 0 },
};

#define CELLS(name, place)                                                                         \
    {                                                                                              \
#        name, DW_SERIES, offsetof(layer_arguments, place),                                        \
            .flags = DW_INCREASING | DW_OPTIONAL,                                                  \
            .doc = "middles or edges of the cells along " #        name "; nil: 1, 2, 3, ..."      \
    }

const dw_option dwl_heatmap_options[] = {
    { "values", DW_ANY, offsetof(layer_arguments, values), .flags = DW_REQUIRED,
      .doc = "a matrix, or a table of rows; columns go along x, rows along y; NaN is a gap" },
    CELLS(x, x),
    CELLS(y, y),
    OPTIONS(dw_heatmap_option_list),
    { 0 },
};

const dw_option dwl_image_options[] = {
    { "values", DW_ANY, offsetof(layer_arguments, values), .flags = DW_REQUIRED,
      .doc = "a matrix, or a table of rows; NaN is a gap" },
    OPTIONS(dw_image_option_list),
    { 0 },
};

static const char *const markers[] = { "none", "circle", "square", "diamond", NULL };

static const dw_option curve_place[] = {
    { "from", DW_NUMBER, offsetof(layer_arguments, from), .flags = DW_REQUIRED,
      .doc = "the first x" },
    { "to", DW_NUMBER, offsetof(layer_arguments, to_end), .flags = DW_REQUIRED,
      .doc = "the last x" },
    { "n", DW_INTEGER, offsetof(layer_arguments, n), .def = 200, .min = 2, .max = 1000000,
      .doc = "how many x; evenly spread as the axis shows them" },
    { "label", DW_TEXT, offsetof(layer_arguments, options.label),
      .doc = "name, written at the line's end" },
    { "color", DW_TEXT, offsetof(layer_arguments, options.color), .doc = "as of a line" },
    { "marker", DW_CHOICE, offsetof(layer_arguments, options.marker), .choices = markers,
      .doc = "shape of the marks" },
    { "dash", DW_BOOLEAN, offsetof(layer_arguments, options.dash), .doc = "broken line" },
    { "width_px", DW_NUMBER, offsetof(layer_arguments, options.width_px), .def = 2.5, .max = 100,
      .unit = "px", .doc = "width of the stroke on a page of 1600 x 900" },
    { "alpha", DW_NUMBER, offsetof(layer_arguments, options.alpha), .max = 1, .flags = DW_OPTIONAL,
      .doc = "1 is opaque" },
    { 0 },
};

const dw_option dwl_curve_options[] = {
    { "f", DW_FUNCTION, offsetof(layer_arguments, function), .flags = DW_REQUIRED,
      .doc = "takes x and returns y; NaN is a gap" },
    { "options", DW_GROUP, 0, .group = curve_place, .flags = DW_REQUIRED, .doc = "where and how" },
    { 0 },
};

/* ---- the methods ---- */

int dwl_axes_step(lua_State *L)
{
    dw_axes *axes = dwl_axes_of(L);
    layer_arguments a = { 0 };
    dwl_arguments(L, &a);
    dwl_check_lengths(L, "x", a.x, "y", a.y);
    dw_error err;
    return dwl_axes_done(L, dw_axes_step(axes, a.x.at, a.y.at, a.x.n, &a.options, &err), &err);
}

int dwl_axes_area(lua_State *L)
{
    dw_axes *axes = dwl_axes_of(L);
    layer_arguments a = { 0 };
    dwl_arguments(L, &a);
    dwl_check_lengths(L, "x", a.x, "y", a.y);
    if (a.to.at) dwl_check_lengths(L, "x", a.x, "to", a.to);
    dw_error err;
    return dwl_axes_done(L, dw_axes_area(axes, a.x.at, a.y.at, a.to.at, a.x.n, &a.options, &err),
                         &err);
}

int dwl_axes_errorbar(lua_State *L)
{
    dw_axes *axes = dwl_axes_of(L);
    layer_arguments a = { 0 };
    dwl_arguments(L, &a);
    dwl_check_lengths(L, "x", a.x, "y", a.y);
    dwl_check_lengths(L, "x", a.x, "low", a.low);
    dwl_check_lengths(L, "x", a.x, "high", a.high);
    dw_error err;
    return dwl_axes_done(
        L, dw_axes_errorbar(axes, a.x.at, a.y.at, a.low.at, a.high.at, a.x.n, &a.options, &err),
        &err);
}

int dwl_axes_span(lua_State *L)
{
    dw_axes *axes = dwl_axes_of(L);
    layer_arguments a = { 0 };
    dwl_arguments(L, &a);
    dw_error err;
    dw_span span = { a.xmin, a.xmax, a.ymin, a.ymax };
    return dwl_axes_done(L, dw_axes_span(axes, span, &a.options, &err), &err);
}

/* A list of texts, or one text as a list. What it points to stays on the stack. */
static dw_texts read_words(lua_State *L, int index, const char *name)
{
    const dw_option option = { name, DW_TEXTS, 0, .flags = DW_MAYBE_EMPTY };
    dw_texts words = { 0 };
    luaL_checkstack(L, 16, NULL);
    if (lua_type(L, index) == LUA_TSTRING) {
        lua_createtable(L, 1, 0);
        lua_pushvalue(L, index);
        lua_rawseti(L, -2, 1);
        index = lua_gettop(L);
    }
    dwl_read_value(L, index, dwl_who(L), &option, &words);
    return words;
}

int dwl_axes_text(lua_State *L)
{
    dw_axes *axes = dwl_axes_of(L);
    layer_arguments a = { 0 };
    dwl_arguments(L, &a);
    dw_texts words = read_words(L, a.words, "words");
    dwl_check_lengths(L, "x", a.x, "y", a.y);
    dwl_check_lengths(L, "x", a.x, "words", (dw_series){ .n = words.n });
    dw_error err;
    return dwl_axes_done(L, dw_axes_text(axes, a.x.at, a.y.at, words.at, a.x.n, &a.options, &err),
                         &err);
}

dw_series dwl_read_places(lua_State *L, dw_axes *axes, const layer_arguments *a, const char *other,
                          size_t n)
{
    const dw_option option = { "places", DW_SERIES, 0, .flags = GAPPY };
    dw_series places = { 0 };
    luaL_checkstack(L, 16, NULL);
    bool names = lua_istable(L, a->places) && lua_rawgeti(L, a->places, 1) == LUA_TSTRING;
    if (!names) {
        dwl_read_value(L, a->places, dwl_who(L), &option, &places);
        dwl_check_lengths(L, "places", places, other, (dw_series){ .n = n });
        return places;
    }
    dw_texts words = read_words(L, a->places, "places");
    double *numbers = lua_newuserdatauv(L, (words.n + 1) * sizeof *numbers, 0);
    dwl_check_lengths(L, "places", (dw_series){ .n = words.n }, other, (dw_series){ .n = n });
    dw_error err;
    if (dw_axes_categories(axes, !a->options.horizontal, words.at, words.n, numbers, &err))
        dwl_raise(L, &err);
    return (dw_series){ .at = numbers, .n = words.n };
}

int dwl_axes_bar(lua_State *L)
{
    dw_axes *axes = dwl_axes_of(L);
    layer_arguments a = { 0 };
    dwl_arguments(L, &a);
    dw_series places = dwl_read_places(L, axes, &a, "y", a.y.n);
    dw_error err;
    return dwl_axes_done(L, dw_axes_bar(axes, places.at, a.y.at, places.n, &a.options, &err), &err);
}

static dw_status count_and_add(dw_axes *axes, const layer_arguments *a, dw_error *err)
{
    dw_histogram h;
    dw_status status = dw_histogram_count(a->x.at, a->x.n, (size_t)a->options.bins, &h, err);
    if (status) return status;
    status = dw_axes_histogram(axes, h.edges, h.counts, h.bins, &a->options, err);
    free(h.edges);
    free(h.counts);
    return status;
}

int dwl_axes_histogram(lua_State *L)
{
    dw_axes *axes = dwl_axes_of(L);
    layer_arguments a = { 0 };
    dwl_arguments(L, &a);
    dw_error err;
    if (!a.y.at) return dwl_axes_done(L, count_and_add(axes, &a, &err), &err);
    if (a.x.n != a.y.n + 1)
        return dwl_error(L, "%zu counts need %zu edges, got %zu", a.y.n, a.y.n + 1, a.x.n);
    return dwl_axes_done(L, dw_axes_histogram(axes, a.x.at, a.y.at, a.y.n, &a.options, &err), &err);
}

const dw_array *dwl_read_matrix(lua_State *L, int table)
{
    const dw_array *given = dwl_to_array(L, table);
    if (given) return given;
    dw_array *matrix = NULL;
    const char *who = dwl_who(L); /* stays on the stack */
    lua_pushvalue(L, table);
    int index = lua_gettop(L); /* the table, then the matrix */
    luaL_checkstack(L, 16, who);
    size_t rows = lua_istable(L, index) ? lua_rawlen(L, index) : 0;
    if (!rows) dwl_error(L, "'values' must be a matrix or a table of rows");
    for (size_t r = 0; r < rows; r++) {
        lua_rawgeti(L, index, (lua_Integer)(r + 1));
        if (!lua_istable(L, -1) && !dwl_to_array(L, -1))
            dwl_error(L, "'values' must be a matrix or a table of rows, but row %zu is a %s", r + 1,
                      luaL_typename(L, -1));
        dw_series row = dwl_read_series(L, index + (matrix ? 2 : 1), who, "values");
        if (!matrix) {
            matrix = dwl_push_array(L, rows, row.n, true);
            lua_insert(L, index + 1);
        }
        if (row.n != matrix->columns)
            dwl_error(L, "row %zu of 'values' has %zu numbers and row 1 has %zu", r + 1, row.n,
                      matrix->columns);
        for (size_t c = 0; c < row.n; c++) matrix->at[r * row.n + c] = row.at[c];
        lua_settop(L, index + 1);
    }
    return matrix;
}

/* In a script 0 is a center like another; the core takes it for none. */
void dwl_check_center(lua_State *L, const dw_layer_options *o)
{
    if (isnan(o->center)) return;
    if (strcmp(o->map, "diverging") != 0) dwl_error(L, "a 'center' belongs to map = \"diverging\"");
    if (o->center <= 0 && strcmp(o->color_scale, "log") == 0)
        dwl_error(L, "'center' must be above 0 with scale = \"log\", got %g", o->center);
}

int dwl_axes_heatmap(lua_State *L)
{
    dw_axes *axes = dwl_axes_of(L);
    layer_arguments a = { 0 };
    dwl_arguments(L, &a);
    dwl_check_center(L, &a.options);
    const dw_array *values = dwl_read_matrix(L, a.values);
    const dw_heatmap map = {
        values->at, a.x.at, a.y.at, values->rows, values->columns, a.x.n, a.y.n
    };
    dw_error err;
    return dwl_axes_done(L, dw_axes_heatmap(axes, &map, &a.options, &err), &err);
}

int dwl_axes_image(lua_State *L)
{
    dw_axes *axes = dwl_axes_of(L);
    layer_arguments a = { 0 };
    dwl_arguments(L, &a);
    dwl_check_center(L, &a.options);
    const dw_array *values = dwl_read_matrix(L, a.values);
    dw_error err;
    return dwl_axes_done(
        L, dw_axes_image(axes, values->at, values->rows, values->columns, &a.options, &err), &err);
}

/* Point i of n from..to, evenly spread on the axis. */
static double curve_x(const layer_arguments *a, const dw_axis *axis, int64_t i)
{
    double t = (double)i / (double)(a->n - 1);
    if (i == a->n - 1) return a->to_end;
    if (axis->scale == DW_SCALE_LINEAR) return a->from + t * (a->to_end - a->from);
    if (dw_scale_is_log(axis->scale)) return a->from * pow(a->to_end / a->from, t);
    double below = axis->linear_below == 0
                       ? dw_scale_linear_below((dw_range){ a->from, a->to_end, HUGE_VAL })
                       : axis->linear_below;
    double low = dw_scale_forward(axis->scale, below, a->from);
    double high = dw_scale_forward(axis->scale, below, a->to_end);
    return dw_scale_inverse(axis->scale, below, low + t * (high - low));
}

static double curve_y(lua_State *L, const layer_arguments *a, double x)
{
    lua_pushvalue(L, a->function);
    lua_pushnumber(L, x);
    lua_call(L, 1, 1);
    if (lua_type(L, -1) != LUA_TNUMBER)
        dwl_error(L, "'f' must return a number, but at %g it returned a %s", x,
                  luaL_typename(L, -1));
    double y = lua_tonumber(L, -1);
    lua_pop(L, 1);
    return y;
}

int dwl_axes_curve(lua_State *L)
{
    dw_axes *axes = dwl_axes_of(L);
    layer_arguments a = { 0 };
    dwl_arguments(L, &a);
    const dw_axis axis = axes->x;
    bool fits = dw_drawable(a.from, axis.scale) && dw_drawable(a.to_end, axis.scale);
    if (!(a.from < a.to_end)) return dwl_error(L, "'from' must be below 'to'");
    if (dw_scale_is_log(axis.scale) && a.from <= 0)
        return dwl_error(L, "'from' must be above 0 on a logarithmic axis");
    if (!fits)
        return dwl_error(L, "the x axis, whose scale is %s, must be able to show 'from' and 'to'",
                         dw_scale_name(axis.scale));
    luaL_checkstack(L, 16, NULL);
    double *x = lua_newuserdatauv(L, (size_t)a.n * sizeof *x, 0);
    double *y = lua_newuserdatauv(L, (size_t)a.n * sizeof *y, 0);
    for (int64_t i = 0; i < a.n; i++) {
        x[i] = curve_x(&a, &axis, i);
        y[i] = curve_y(L, &a, x[i]);
    }
    axes = dwl_axes_of(L); /* the function may have closed the figure */
    dw_error err;
    return dwl_axes_done(L, dw_axes_line(axes, x, y, (size_t)a.n, &a.options, &err), &err);
}
