/* The axes of a figure in Lua: the layers that are drawn into a panel. */
#include <math.h>
#include <stdlib.h>

#include "lua/glue.h"
#include "plot/layers.h"
#include "stats/histogram.h"

static dw_axes *axes_of(lua_State *L)
{
    dw_axes **slot = luaL_checkudata(L, 1, DWL_AXES);
    lua_getiuservalue(L, 1, 1);
    dw_figure **figure = lua_touserdata(L, -1);
    if (!*slot || !figure || !*figure) luaL_error(L, "the figure of these axes is closed");
    lua_pop(L, 1);
    return *slot;
}

typedef struct layer_arguments {
    dw_series x, y, high;
    double at;
    const char *text;
    double note_x, note_y, to_x, to_y;
    dw_series low, to;
    double xmin, xmax, ymin, ymax;
    int words, places, values;
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

static const dw_option line_options[] = {
    X,
    { "y", DW_SERIES, offsetof(layer_arguments, y), .flags = GAPPY, .doc = "values" },
    OPTIONS(dw_line_option_list),
    { 0 },
};

static const dw_option points_options[] = {
    X,
    { "y", DW_SERIES, offsetof(layer_arguments, y), .flags = GAPPY, .doc = "values" },
    OPTIONS(dw_points_option_list),
    { 0 },
};

static const dw_option band_options[] = {
    X,
    { "low", DW_SERIES, offsetof(layer_arguments, y), .flags = GAPPY, .doc = "lower edge" },
    { "high", DW_SERIES, offsetof(layer_arguments, high), .flags = GAPPY, .doc = "upper edge" },
    OPTIONS(dw_band_option_list),
    { 0 },
};

static const dw_option hline_options[] = {
    { "y", DW_NUMBER, offsetof(layer_arguments, at), .flags = DW_REQUIRED, .doc = "height" },
    OPTIONS(dw_hline_option_list),
    { 0 },
};

static const dw_option vline_options[] = {
    { "x", DW_NUMBER, offsetof(layer_arguments, at), .flags = DW_REQUIRED, .doc = "where" },
    OPTIONS(dw_vline_option_list),
    { 0 },
};

static const dw_option note_place[] = {
    { "x", DW_NUMBER, offsetof(layer_arguments, note_x), .flags = DW_OPTIONAL,
      .doc = "middle of the text, in numbers of the axis; not given: a free place" },
    { "y", DW_NUMBER, offsetof(layer_arguments, note_y), .flags = DW_OPTIONAL,
      .doc = "middle of the text" },
    { "to_x", DW_NUMBER, offsetof(layer_arguments, to_x), .flags = DW_OPTIONAL,
      .doc = "where an arrow points; not given: no arrow" },
    { "to_y", DW_NUMBER, offsetof(layer_arguments, to_y), .flags = DW_OPTIONAL,
      .doc = "where an arrow points" },
    { "color", DW_TEXT, offsetof(layer_arguments, options.color), .doc = "as of a line" },
    { 0 },
};

static const dw_option note_options[] = {
    { "text", DW_TEXT, offsetof(layer_arguments, text), .flags = DW_REQUIRED,
      .doc = "what to say" },
    { "place", DW_GROUP, 0, .group = note_place, .doc = "where" },
    { 0 },
};

#define Y { "y", DW_SERIES, offsetof(layer_arguments, y), .flags = GAPPY, .doc = "values" }

static const dw_option step_options[] = { X, Y, OPTIONS(dw_step_option_list), { 0 } };

static const dw_option area_options[] = {
    X,
    Y,
    { "to", DW_SERIES, offsetof(layer_arguments, to), .flags = GAPPY & ~DW_REQUIRED,
      .doc = "the other edge; nil: 0" },
    OPTIONS(dw_area_option_list),
    { 0 },
};

static const dw_option errorbar_options[] = {
    X,
    Y,
    { "low", DW_SERIES, offsetof(layer_arguments, low), .flags = GAPPY, .doc = "lower ends" },
    { "high", DW_SERIES, offsetof(layer_arguments, high), .flags = GAPPY, .doc = "upper ends" },
    OPTIONS(dw_errorbar_option_list),
    { 0 },
};

#define END(name)                                                                                  \
    {                                                                                              \
        #name, DW_NUMBER, offsetof(layer_arguments, name), .flags = DW_OPTIONAL,                   \
            .doc = "an end; nil: the edge of the panel"                                            \
    }

static const dw_option span_options[] = {
    END(xmin),
    END(xmax),
    END(ymin),
    END(ymax),
    { "label", DW_TEXT, offsetof(layer_arguments, options.label), .doc = "name, for the legend" },
    { "color", DW_TEXT, offsetof(layer_arguments, options.color), .doc = "as of a line; nil: grey" },
    { "alpha", DW_NUMBER, offsetof(layer_arguments, options.alpha), .max = 1,
      .flags = DW_OPTIONAL, .doc = "1 is opaque" },
    { 0 },
};

static const dw_option text_options[] = {
    { "x", DW_SERIES, offsetof(layer_arguments, x), .flags = GAPPY | DW_OR_NUMBER,
      .doc = "where: one number, or many" },
    { "y", DW_SERIES, offsetof(layer_arguments, y), .flags = GAPPY | DW_OR_NUMBER,
      .doc = "where" },
    { "words", DW_ANY, offsetof(layer_arguments, words), .flags = DW_REQUIRED,
      .doc = "a text, or a list of as many texts" },
    OPTIONS(dw_text_option_list),
    { 0 },
};

static const dw_option bar_options[] = {
    { "places", DW_ANY, offsetof(layer_arguments, places), .flags = DW_REQUIRED,
      .doc = "names, which become those of the axis, or numbers" },
    Y,
    OPTIONS(dw_bar_option_list),
    { 0 },
};

static const dw_option histogram_options[] = {
    { "x", DW_SERIES, offsetof(layer_arguments, x), .flags = GAPPY,
      .doc = "numbers to be counted, or the edges of bins when counts are given" },
    { "counts", DW_SERIES, offsetof(layer_arguments, y), .flags = GAPPY & ~DW_REQUIRED,
      .doc = "one less than there are edges" },
    OPTIONS(dw_histogram_option_list),
    { 0 },
};

#define CELLS(name, place)                                                                         \
    {                                                                                              \
        #name, DW_SERIES, offsetof(layer_arguments, place), .flags = DW_INCREASING | DW_OPTIONAL,  \
            .doc = "middles or edges of the cells along " #name "; nil: 1, 2, 3, ..."              \
    }

static const dw_option heatmap_options[] = {
    { "values", DW_ANY, offsetof(layer_arguments, values), .flags = DW_REQUIRED,
      .doc = "a matrix, or a table of rows; columns go along x, rows along y; NaN is a gap" },
    CELLS(x, x),
    CELLS(y, y),
    OPTIONS(dw_heatmap_option_list),
    { 0 },
};

static void check_lengths(lua_State *L, const char *name, dw_series a, const char *other,
                          dw_series b)
{
    if (a.n != b.n)
        dwl_error(L, "'%s' has %zu numbers and '%s' has %zu; they must be as many", name, a.n,
                  other, b.n);
}

/* Returns the axes, so that calls can be chained. */
static int done(lua_State *L, dw_status status, const dw_error *err)
{
    if (status) return dwl_raise(L, err);
    lua_pushvalue(L, 1);
    return 1;
}

static int axes_line(lua_State *L)
{
    dw_axes *axes = axes_of(L);
    layer_arguments a = { 0 };
    dwl_arguments(L, &a);
    check_lengths(L, "x", a.x, "y", a.y);
    dw_error err;
    return done(L, dw_axes_line(axes, a.x.at, a.y.at, a.x.n, &a.options, &err), &err);
}

static int axes_points(lua_State *L)
{
    dw_axes *axes = axes_of(L);
    layer_arguments a = { 0 };
    dwl_arguments(L, &a);
    check_lengths(L, "x", a.x, "y", a.y);
    dw_error err;
    return done(L, dw_axes_points(axes, a.x.at, a.y.at, a.x.n, &a.options, &err), &err);
}

static int axes_band(lua_State *L)
{
    dw_axes *axes = axes_of(L);
    layer_arguments a = { 0 };
    dwl_arguments(L, &a);
    check_lengths(L, "x", a.x, "low", a.y);
    check_lengths(L, "x", a.x, "high", a.high);
    dw_error err;
    return done(L, dw_axes_band(axes, a.x.at, a.y.at, a.high.at, a.x.n, &a.options, &err), &err);
}

static int axes_hline(lua_State *L)
{
    dw_axes *axes = axes_of(L);
    layer_arguments a = { 0 };
    dwl_arguments(L, &a);
    dw_error err;
    return done(L, dw_axes_hline(axes, a.at, &a.options, &err), &err);
}

static int axes_vline(lua_State *L)
{
    dw_axes *axes = axes_of(L);
    layer_arguments a = { 0 };
    dwl_arguments(L, &a);
    dw_error err;
    return done(L, dw_axes_vline(axes, a.at, &a.options, &err), &err);
}

static int axes_note(lua_State *L)
{
    dw_axes *axes = axes_of(L);
    layer_arguments a = { 0 };
    dwl_arguments(L, &a);
    if (isnan(a.note_x) != isnan(a.note_y)) return dwl_error(L, "'x' and 'y' go together");
    if (isnan(a.to_x) != isnan(a.to_y)) return dwl_error(L, "'to_x' and 'to_y' go together");
    dw_error err;
    return done(L, dw_axes_note(axes, a.note_x, a.note_y, a.text, a.to_x, a.to_y, &a.options, &err),
                &err);
}

static int axes_step(lua_State *L)
{
    dw_axes *axes = axes_of(L);
    layer_arguments a = { 0 };
    dwl_arguments(L, &a);
    check_lengths(L, "x", a.x, "y", a.y);
    dw_error err;
    return done(L, dw_axes_step(axes, a.x.at, a.y.at, a.x.n, &a.options, &err), &err);
}

static int axes_area(lua_State *L)
{
    dw_axes *axes = axes_of(L);
    layer_arguments a = { 0 };
    dwl_arguments(L, &a);
    check_lengths(L, "x", a.x, "y", a.y);
    if (a.to.at) check_lengths(L, "x", a.x, "to", a.to);
    dw_error err;
    return done(L, dw_axes_area(axes, a.x.at, a.y.at, a.to.at, a.x.n, &a.options, &err), &err);
}

static int axes_errorbar(lua_State *L)
{
    dw_axes *axes = axes_of(L);
    layer_arguments a = { 0 };
    dwl_arguments(L, &a);
    check_lengths(L, "x", a.x, "y", a.y);
    check_lengths(L, "x", a.x, "low", a.low);
    check_lengths(L, "x", a.x, "high", a.high);
    dw_error err;
    return done(L,
                dw_axes_errorbar(axes, a.x.at, a.y.at, a.low.at, a.high.at, a.x.n, &a.options, &err),
                &err);
}

static int axes_span(lua_State *L)
{
    dw_axes *axes = axes_of(L);
    layer_arguments a = { 0 };
    dwl_arguments(L, &a);
    dw_error err;
    dw_span span = { a.xmin, a.xmax, a.ymin, a.ymax };
    return done(L, dw_axes_span(axes, span, &a.options, &err), &err);
}

/* A list of texts, or one text as a list. What it points to stays on the stack. */
static dw_texts read_words(lua_State *L, int index, const char *name)
{
    const dw_option option = { name, DW_TEXTS, 0, .flags = DW_MAYBE_EMPTY };
    dw_texts words = { 0 };
    luaL_checkstack(L, 8, NULL);
    if (lua_type(L, index) == LUA_TSTRING) {
        lua_createtable(L, 1, 0);
        lua_pushvalue(L, index);
        lua_rawseti(L, -2, 1);
        index = lua_gettop(L);
    }
    dwl_read_value(L, index, dwl_who(L), &option, &words);
    return words;
}

static int axes_text(lua_State *L)
{
    dw_axes *axes = axes_of(L);
    layer_arguments a = { 0 };
    dwl_arguments(L, &a);
    dw_texts words = read_words(L, a.words, "words");
    check_lengths(L, "x", a.x, "y", a.y);
    check_lengths(L, "x", a.x, "words", (dw_series){ .n = words.n });
    dw_error err;
    return done(L, dw_axes_text(axes, a.x.at, a.y.at, words.at, a.x.n, &a.options, &err), &err);
}

/* Places given as names or as numbers; what is pushed stays. */
static dw_series read_places(lua_State *L, dw_axes *axes, const layer_arguments *a)
{
    const dw_option option = { "places", DW_SERIES, 0, .flags = GAPPY };
    dw_series places = { 0 };
    bool names = lua_istable(L, a->places) && lua_rawgeti(L, a->places, 1) == LUA_TSTRING;
    if (!names) {
        dwl_read_value(L, a->places, dwl_who(L), &option, &places);
        return places;
    }
    dw_texts words = read_words(L, a->places, "places");
    double *numbers = lua_newuserdatauv(L, (words.n + 1) * sizeof *numbers, 0);
    check_lengths(L, "places", (dw_series){ .n = words.n }, "y", a->y);
    dw_error err;
    if (dw_axes_categories(axes, !a->options.horizontal, words.at, words.n, numbers, &err))
        dwl_raise(L, &err);
    return (dw_series){ .at = numbers, .n = words.n };
}

static int axes_bar(lua_State *L)
{
    dw_axes *axes = axes_of(L);
    layer_arguments a = { 0 };
    dwl_arguments(L, &a);
    dw_series places = read_places(L, axes, &a);
    check_lengths(L, "places", places, "y", a.y);
    dw_error err;
    return done(L, dw_axes_bar(axes, places.at, a.y.at, places.n, &a.options, &err), &err);
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

static int axes_histogram(lua_State *L)
{
    dw_axes *axes = axes_of(L);
    layer_arguments a = { 0 };
    dwl_arguments(L, &a);
    dw_error err;
    if (!a.y.at) return done(L, count_and_add(axes, &a, &err), &err);
    if (a.x.n != a.y.n + 1)
        return dwl_error(L, "%zu counts need %zu edges, got %zu", a.y.n, a.y.n + 1, a.x.n);
    return done(L, dw_axes_histogram(axes, a.x.at, a.y.at, a.y.n, &a.options, &err), &err);
}

/* Copies a table of rows into a matrix that is pushed. */
static const dw_array *read_rows(lua_State *L, int index)
{
    dw_array *matrix = NULL;
    size_t rows = lua_istable(L, index) ? lua_rawlen(L, index) : 0;
    if (!rows) dwl_error(L, "'values' must be a matrix or a table of rows");
    for (size_t r = 0; r < rows; r++) {
        lua_rawgeti(L, index, (lua_Integer)(r + 1));
        if (!lua_istable(L, -1) && !dwl_to_array(L, -1))
            dwl_error(L, "'values' must be a matrix or a table of rows, but row %zu is a %s", r + 1,
                      luaL_typename(L, -1));
        dw_series row = dwl_read_series(L, lua_gettop(L), dwl_who(L), "values");
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

static int axes_heatmap(lua_State *L)
{
    dw_axes *axes = axes_of(L);
    layer_arguments a = { 0 };
    dwl_arguments(L, &a);
    const dw_array *values = dwl_to_array(L, a.values);
    if (!values) {
        lua_pushvalue(L, a.values);
        values = read_rows(L, lua_gettop(L));
    }
    const dw_heatmap map = { values->at, a.x.at, a.y.at, values->rows, values->columns, a.x.n,
                             a.y.n };
    dw_error err;
    return done(L, dw_axes_heatmap(axes, &map, &a.options, &err), &err);
}

static const dwl_function axes_methods[] = {
    { "line", axes_line, DWL_METHOD, line_options, .returns = "the axes",
      .doc = "a line through points; x and y are as many",
      .example = "ax:line(run.size, run.mean, { label = \"answers right\" })" },
    { "points", axes_points, DWL_METHOD, points_options, .returns = "the axes",
      .doc = "marks, hollow unless filled: published numbers",
      .example = "ax:points(t.params, t.accuracy, { label = \"PaLM\" })" },
    { "band", axes_band, DWL_METHOD, band_options, .returns = "the axes",
      .doc = "a pale band between low and high, in the color of the next line",
      .example = "ax:band(run.size, run.low, run.high)" },
    { "hline", axes_hline, DWL_METHOD, hline_options, .returns = "the axes",
      .doc = "a dashed line from side to side",
      .example = "ax:hline(run.chance, { label = \"random guess\" })" },
    { "vline", axes_vline, DWL_METHOD, vline_options, .returns = "the axes",
      .doc = "a dashed line from bottom to top" },
    { "note", axes_note, DWL_METHOD, note_options, .returns = "the axes",
      .doc = "a text in the panel, with an arrow when it is told where to point",
      .example = "ax:note(\"here it jumps\", { to_x = 1e10, to_y = 0.5 })" },
    { "step", axes_step, DWL_METHOD, step_options, .returns = "the axes",
      .doc = "a line of level parts", .example = "ax:step(x, count, { label = \"solved so far\" })" },
    { "area", axes_area, DWL_METHOD, area_options, .returns = "the axes",
      .doc = "the surface between y and 0, or between y and `to`",
      .example = "ax:area(x, density, nil, { label = \"prior\" })" },
    { "errorbar", axes_errorbar, DWL_METHOD, errorbar_options, .returns = "the axes",
      .doc = "marks with whiskers from low to high, which are places on the axis, not lengths",
      .example = "ax:errorbar(run.size, run.mean, run.low, run.high)" },
    { "span", axes_span, DWL_NAMED_METHOD, span_options, .returns = "the axes",
      .doc = "a shaded part of the panel, from edge to edge where no end is given",
      .example = "ax:span { xmin = 1e10, xmax = 1e11, label = \"where the score jumps\" }" },
    { "bar", axes_bar, DWL_METHOD, bar_options, .returns = "the axes",
      .doc = "bars from 0; several layers stand side by side, stacked ones on top of each other",
      .example = "ax:bar({ \"GPT-3\", \"PaLM\" }, { 0.6, 0.8 }, { label = \"few-shot\" })" },
    { "histogram", axes_histogram, DWL_METHOD, histogram_options, .returns = "the axes",
      .doc = "how many numbers fall into each bin: the numbers themselves, or edges and counts",
      .example = "ax:histogram(scores, nil, { bins = 20, label = \"students\" })" },
    { "heatmap", axes_heatmap, DWL_METHOD, heatmap_options, .returns = "the axes",
      .doc = "colours for the values of a matrix, with a colour bar",
      .example = "ax:heatmap(accuracy, size, shots, { label = \"accuracy\", percent = true })" },
    { "text", axes_text, DWL_METHOD, text_options, .returns = "the axes",
      .doc = "texts at points; one that would cover another moves, and one without room is left "
             "out",
      .example = "ax:text(t.params, t.accuracy, t.model, { side = \"right\" })" },
    { 0 },
};

const dwl_library dwl_axes_methods = { DWL_AXES, "What is drawn into a panel.", axes_methods };
