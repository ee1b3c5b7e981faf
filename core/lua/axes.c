/* The axes of a figure in Lua: the layers that are drawn into a panel. */
#include <math.h>

#include "lua/axes.h"
#include "lua/ceiling.h"
#include "lua/figure.h"
#include "lua/panels.h"
#include "plot/panels.h"

dw_axes *dwl_axes_of(lua_State *L)
{
    dw_axes **slot = dwl_self(L, DWL_AXES);
    lua_getiuservalue(L, 1, 1);
    dw_figure **figure = lua_touserdata(L, -1);
    if (!*slot || !figure || !*figure) luaL_error(L, "the figure of these axes is closed");
    lua_pop(L, 1);
    return *slot;
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

void dwl_check_lengths(lua_State *L, const char *name, dw_series a, const char *other, dw_series b)
{
    if (a.n != b.n)
        dwl_error(L, "'%s' has %zu numbers and '%s' has %zu; they must be as many", name, a.n,
                  other, b.n);
}

/* The figure's layers count as memory of the script. */
static void charge_layers(lua_State *L)
{
    dw_axes **slot = luaL_checkudata(L, 1, DWL_AXES);
    size_t bytes = dw_axes_weigh(*slot);
    lua_getiuservalue(L, 1, 1);
    dwl_figure_box *box = lua_touserdata(L, -1);
    lua_pop(L, 1);
    dwl_charge(L, bytes);
    box->charged += bytes;
}

int dwl_axes_done(lua_State *L, dw_status status, const dw_error *err)
{
    if (status) return dwl_raise(L, err);
    charge_layers(L);
    lua_pushvalue(L, 1);
    return 1;
}

static int axes_line(lua_State *L)
{
    dw_axes *axes = dwl_axes_of(L);
    layer_arguments a = { 0 };
    dwl_arguments(L, &a);
    dwl_check_lengths(L, "x", a.x, "y", a.y);
    dw_error err;
    return dwl_axes_done(L, dw_axes_line(axes, a.x.at, a.y.at, a.x.n, &a.options, &err), &err);
}

static int axes_points(lua_State *L)
{
    dw_axes *axes = dwl_axes_of(L);
    layer_arguments a = { 0 };
    dwl_arguments(L, &a);
    dwl_check_lengths(L, "x", a.x, "y", a.y);
    dw_error err;
    return dwl_axes_done(L, dw_axes_points(axes, a.x.at, a.y.at, a.x.n, &a.options, &err), &err);
}

static int axes_band(lua_State *L)
{
    dw_axes *axes = dwl_axes_of(L);
    layer_arguments a = { 0 };
    dwl_arguments(L, &a);
    dwl_check_lengths(L, "x", a.x, "low", a.y);
    dwl_check_lengths(L, "x", a.x, "high", a.high);
    dw_error err;
    return dwl_axes_done(L, dw_axes_band(axes, a.x.at, a.y.at, a.high.at, a.x.n, &a.options, &err),
                         &err);
}

static int axes_hline(lua_State *L)
{
    dw_axes *axes = dwl_axes_of(L);
    layer_arguments a = { 0 };
    dwl_arguments(L, &a);
    dw_error err;
    return dwl_axes_done(L, dw_axes_hline(axes, a.at, &a.options, &err), &err);
}

static int axes_vline(lua_State *L)
{
    dw_axes *axes = dwl_axes_of(L);
    layer_arguments a = { 0 };
    dwl_arguments(L, &a);
    dw_error err;
    return dwl_axes_done(L, dw_axes_vline(axes, a.at, &a.options, &err), &err);
}

static int axes_note(lua_State *L)
{
    dw_axes *axes = dwl_axes_of(L);
    layer_arguments a = { 0 };
    dwl_arguments(L, &a);
    if (isnan(a.note_x) != isnan(a.note_y)) return dwl_error(L, "'x' and 'y' go together");
    if (isnan(a.to_x) != isnan(a.to_y)) return dwl_error(L, "'to_x' and 'to_y' go together");
    dw_error err;
    return dwl_axes_done(
        L, dw_axes_note(axes, a.note_x, a.note_y, a.text, a.to_x, a.to_y, &a.options, &err), &err);
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
    { "step", dwl_axes_step, DWL_METHOD, dwl_step_options, .returns = "the axes",
      .doc = "a line of level parts",
      .example = "ax:step(x, count, { label = \"solved so far\" })" },
    { "area", dwl_axes_area, DWL_METHOD, dwl_area_options, .returns = "the axes",
      .doc = "the surface between y and 0, or between y and `to`",
      .example = "ax:area(x, density, nil, { label = \"prior\" })" },
    { "errorbar", dwl_axes_errorbar, DWL_METHOD, dwl_errorbar_options, .returns = "the axes",
      .doc = "marks with whiskers from low to high, which are places on the axis, not lengths",
      .example = "ax:errorbar(run.size, run.mean, run.low, run.high)" },
    { "span", dwl_axes_span, DWL_NAMED_METHOD, dwl_span_options, .returns = "the axes",
      .doc = "a shaded part of the panel, from edge to edge where no end is given",
      .example = "ax:span { xmin = 1e10, xmax = 1e11, label = \"where the score jumps\" }" },
    { "bar", dwl_axes_bar, DWL_METHOD, dwl_bar_options, .returns = "the axes",
      .doc = "bars from 0; several layers stand side by side, stacked ones on top of each other",
      .example = "ax:bar({ \"GPT-3\", \"PaLM\" }, { 0.6, 0.8 }, { label = \"few-shot\" })" },
    { "histogram", dwl_axes_histogram, DWL_METHOD, dwl_histogram_options, .returns = "the axes",
      .doc = "how many numbers fall into each bin: the numbers themselves, or edges and counts",
      .example = "ax:histogram(scores, nil, { bins = 20, label = \"students\" })" },
    { "strip", dwl_axes_strip, DWL_METHOD, dwl_strip_options, .returns = "the axes",
      .doc = "each number of a sample as a point; points that would hide each other move aside",
      .example = "ax:strip({ \"before\", \"after\" }, { before, after })" },
    { "box", dwl_axes_box, DWL_METHOD, dwl_box_options, .returns = "the axes",
      .doc = "median, quartiles (type 7), whiskers to the outermost numbers within 1.5 times the "
             "box, and what lies outside as points",
      .example = "ax:box({ \"before\", \"after\" }, { before, after }, { horizontal = true })" },
    { "violin", dwl_axes_violin, DWL_METHOD, dwl_violin_options, .returns = "the axes",
      .doc = "how dense the numbers lie, by a Gaussian kernel of Silverman's bandwidth; inside, "
             "a bar between the quartiles and a dot at the median",
      .example = "ax:violin({ 1e9, 1e10 }, { small, large })" },
    { "reliability", dwl_axes_reliability, DWL_NAMED_METHOD, dwl_reliability_options,
      .returns = "the axes",
      .doc = "a reliability diagram: accuracy in bins of confidence with 95 % intervals (Wilson), "
             "the gap to the diagonal in the shade of the bin's share, counts below, and the "
             "weighted mean gap (ECE)",
      .formula = "ECE = sum over bins of n_b / n * |accuracy_b - confidence_b|",
      .example = "ax:reliability { confidence = p, correct = right, bins = 15 }" },
    { "heatmap", dwl_axes_heatmap, DWL_METHOD, dwl_heatmap_options, .returns = "the axes",
      .doc = "colours for the values of a matrix, with a colour bar",
      .example = "ax:heatmap(accuracy, size, shots, { label = \"accuracy\", percent = true })" },
    { "image", dwl_axes_image, DWL_METHOD, dwl_image_options, .returns = "the axes",
      .doc = "the values of a matrix as a picture: row 1 on top, square cells, grey",
      .example = "ax:image(weights, { map = \"diverging\", label = \"weight\" })" },
    { "contour", dwl_axes_contour, DWL_METHOD, dwl_contour_options, .returns = "the axes",
      .doc = "lines along which the values of a matrix are at a level (marching squares); between "
             "neighbors values are linear as the axes show them, and with scale = \"log\" their "
             "logarithms are. Cells with a gap have no line; nodes within 3 pixels are averaged",
      .example = "ax:contour(loss, { x = size, y = tokens, label = \"loss\", filled = true })" },
    { "curve", dwl_axes_curve, DWL_METHOD, dwl_curve_options, .returns = "the axes",
      .doc = "a thin line through the values of a function: a closed form",
      .example = "ax:curve(function(x) return x ^ 8 end, { from = 0, to = 1, label = \"p^8\" })" },
    { "text", dwl_axes_text, DWL_METHOD, dwl_text_options, .returns = "the axes",
      .doc = "texts at points; one that would cover another moves, and one without room is left "
             "out",
      .example = "ax:text(t.params, t.accuracy, t.model, { side = \"right\" })" },
    { "twin", dwl_axes_twin, DWL_NAMED_METHOD, dw_axis_option_list, .returns = "axes",
      .doc = "axes over these with a y axis of their own at the right; x is the same. Numbers and "
             "label have the color of the first line",
      .example = "local cost = ax:twin { label = \"cost\", scale = \"log\" }" },
    { "inset", dwl_axes_inset, DWL_NAMED_METHOD, dw_inset_option_list, .returns = "axes",
      .doc = "small axes in a part of the panel, with numbers of their own; texts of the panel "
             "keep clear of them",
      .example = "local near = ax:inset { zoom = { 1e9, 1e10, 0, 0.1 }, place = \"top left\" }\n"
                 "near:line(size, score)" },
    { 0 },
};

const dwl_library dwl_axes_methods = { DWL_AXES, "What is drawn into a panel.", axes_methods };
