/* The axes of a figure in Lua: the layers that are drawn into a panel. */
#include <math.h>

#include "lua/glue.h"
#include "plot/figure.h"

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
    { 0 },
};

const dwl_library dwl_axes_methods = { DWL_AXES, "What is drawn into a panel.", axes_methods };
