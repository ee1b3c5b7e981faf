/* The options of figures, axes and layers, declared for scripts. */
#include "plot/groups.h"
#include "plot/layers.h"
#include "plot/theme.h"

static const char *const sizes[] = { "slide", "slide43", "square", "paper", NULL };
static const char *const themes[] = { "light", "dark", "print", NULL };
static const char *const shares[] = { "none", "all", "row", "column", NULL };
static const char *const legends[] = { "auto", "below", "right", "none", NULL };
static const char *const scales[] = { "linear", "log", "log2", "symlog", "logit", NULL };
static const char *const numbers[] = { "auto", "count", "percent", "plain",
                                       "si",   "money", "time",    NULL };
static const char *const markers[] = { "auto",    "none",     "circle",        "square",
                                       "diamond", "triangle", "triangle_down", NULL };

const char *const dw_grid_names[] = { "auto", "none", "x", "y", "both", NULL };

#define AT(type, field) offsetof(type, field)

const dw_option dw_page_option_list[] = {
    { "title", DW_TEXT, AT(dw_figure_options, title), .doc = "the finding, one sentence" },
    { "subtitle", DW_TEXT, AT(dw_figure_options, subtitle), .doc = "the setting, one grey line" },
    { "footer", DW_TEXT, AT(dw_figure_options, footer), .doc = "sources, seed" },
    { "alt", DW_TEXT, AT(dw_figure_options, alt), .doc = "what one sees, for who cannot see it" },
    { "caption", DW_TEXT, AT(dw_figure_options, caption), .doc = "a caption to copy" },
    { "theme", DW_THEME, AT(dw_figure_options, own_theme), .choices = themes,
      .doc = "colours, fonts and sizes; the run's (--theme) when not given" },
    { "language", DW_TEXT, AT(dw_figure_options, language), .text = "en",
      .doc = "language tag of the texts: en, zh-TW" },
    { "size", DW_CHOICE, AT(dw_figure_options, size), .choices = sizes, .flags = DW_OPTIONAL,
      .doc =
          "the page: slide 1600 x 900 pixels (when nothing is said), slide43 1600 x 1200, square "
          "1600 x 1600; paper is measured in mm" },
    { "width_px", DW_INTEGER, AT(dw_figure_options, width_px), .min = 64, .max = 20000,
      .flags = DW_OPTIONAL, .unit = "px", .doc = "width of the page, instead of a size by name" },
    { "height_px", DW_INTEGER, AT(dw_figure_options, height_px), .min = 64, .max = 20000,
      .flags = DW_OPTIONAL, .unit = "px", .doc = "height of the page; text grows with the page" },
    { "width_mm", DW_NUMBER, AT(dw_figure_options, width_mm), .min = 30, .max = 2000,
      .flags = DW_OPTIONAL, .unit = "mm", .doc = "width of paper: 170 when not given" },
    { "height_mm", DW_NUMBER, AT(dw_figure_options, height_mm), .min = 20, .max = 2000,
      .flags = DW_OPTIONAL, .unit = "mm",
      .doc = "height of paper: 100 when not given; its texts have 7 pt and more" },
    { "dpi", DW_NUMBER, AT(dw_figure_options, dpi), .min = 10, .max = 2400, .flags = DW_OPTIONAL,
      .doc = "pixels in an inch: 144, of paper 300 when not given" },
    { "share_x", DW_CHOICE, AT(dw_figure_options, share_x), .choices = shares,
      .flags = DW_OR_BOOLEAN,
      .doc = "one x range for all panels (true), for each row or each column; its numbers only at "
             "the bottom" },
    { "share_y", DW_CHOICE, AT(dw_figure_options, share_y), .choices = shares,
      .flags = DW_OR_BOOLEAN,
      .doc = "one y range for all panels (true), for each row or each column; its numbers only at "
             "the left" },
    { "legend", DW_CHOICE, AT(dw_figure_options, legend), .choices = legends,
      .doc = "where names stand that are not at their lines; auto: in the only panel where they "
             "cover least, or else below" },
    { "remember", DW_BOOLEAN, AT(dw_figure_options, remember), .def = 1,
      .doc = "whether the PNG carries script, parameters, data and the figure itself; title, alt "
             "text and caption it always carries" },
    { 0 }
};

const dw_option dw_figure_option_list[] = {
    { "page", DW_LIST, 0, .group = dw_page_option_list },
    { "rows", DW_INTEGER, AT(dw_figure_options, rows), .def = 1, .min = 1, .max = 20,
      .doc = "rows of axes" },
    { "columns", DW_INTEGER, AT(dw_figure_options, columns), .def = 1, .min = 1, .max = 20,
      .doc = "columns of axes" },
    { 0 }
};

const dw_option dw_axis_option_list[] = {
    { "label", DW_TEXT, AT(dw_axis_options, label), .doc = "what the axis shows, with its unit" },
    { "scale", DW_CHOICE, AT(dw_axis_options, scale), .choices = scales,
      .doc =
          "kind of scale; log2: ticks at powers of two; symlog: log in both directions around 0; "
          "logit: for shares near 0 and near 1" },
    { "linear_below", DW_NUMBER, AT(dw_axis_options, linear_below), .min = 0, .max = 1e300,
      .flags = DW_OPTIONAL | DW_ABOVE_MIN,
      .doc = "of a symlog scale: up to here it is linear; from the data when not given" },
    { "invert", DW_BOOLEAN, AT(dw_axis_options, invert),
      .doc = "high numbers at the left or at the bottom" },
    { "percent", DW_BOOLEAN, AT(dw_axis_options, percent), .doc = "write 0.8 as 80 %" },
    { "numbers", DW_CHOICE, AT(dw_axis_options, numbers), .choices = numbers,
      .doc =
          "how numbers are written; count: 10M, 1B; si: 1.5 k, 20 µ; money: $1,200; time: seconds "
          "as 10 ms, 1 min 30 s, 2 h" },
    { "unit", DW_TEXT, AT(dw_axis_options, unit),
      .doc = "written behind each number; of money the sign before it, $ when not given" },
    { "min", DW_NUMBER, AT(dw_axis_options, min), .flags = DW_OPTIONAL,
      .doc = "lower end; from the data when not given" },
    { "max", DW_NUMBER, AT(dw_axis_options, max), .flags = DW_OPTIONAL,
      .doc = "upper end; from the data when not given" },
    { "ticks", DW_SERIES, AT(dw_axis_options, ticks), .flags = DW_OPTIONAL | DW_MAYBE_EMPTY,
      .doc = "where numbers stand; chosen when not given" },
    { "tick_labels", DW_TEXTS, AT(dw_axis_options, tick_labels),
      .flags = DW_OPTIONAL | DW_MAYBE_EMPTY,
      .doc = "what stands there, as many texts as ticks; the numbers when not given" },
    { 0 }
};

const dw_option dw_axes_option_list[] = {
    { "title", DW_TEXT, AT(dw_axes_options, title), .doc = "name of this panel" },
    { "x", DW_GROUP, AT(dw_axes_options, x), .group = dw_axis_option_list, .doc = "the x axis" },
    { "y", DW_GROUP, AT(dw_axes_options, y), .group = dw_axis_option_list, .doc = "the y axis" },
    { "grid", DW_CHOICE, AT(dw_axes_options, grid), .choices = dw_grid_names, .doc = DW_GRID_DOC },
    { 0 }
};

/* Designators cannot be put into an array in C11, so lists of shared fields are macros. */
#define LABEL(what)                                                                                \
    {                                                                                              \
        "label", DW_TEXT, AT(dw_layer_options, label), .doc = what                                 \
    }
#define COLOR                                                                                      \
    {                                                                                              \
        "color", DW_TEXT, AT(dw_layer_options, color),                                             \
            .doc = "blue, vermillion, green, pink, orange, sky, purple, ink; 1..16; grey; #rrggbb" \
    }
#define MARKER                                                                                     \
    {                                                                                              \
        "marker", DW_CHOICE, AT(dw_layer_options, marker), .choices = markers,                     \
                                                           .doc = "shape of the marks"             \
    }
#define DASH(default)                                                                              \
    {                                                                                              \
        "dash", DW_BOOLEAN, AT(dw_layer_options, dash), .def = default, .doc = "broken line"       \
    }
#define FILLED                                                                                     \
    {                                                                                              \
        "filled", DW_BOOLEAN, AT(dw_layer_options, filled), .doc = "solid marks"                   \
    }
#define SIZE                                                                                       \
    {                                                                                              \
        "size_px", DW_NUMBER, AT(dw_layer_options, size_px),                                       \
            .max = 400, .flags = DW_OPTIONAL, .unit = "px",                                        \
            .doc = "how large a mark is across on a page of 1600 x 900"                            \
    }
#define WIDTH                                                                                      \
    {                                                                                              \
        "width_px", DW_NUMBER, AT(dw_layer_options, width_px),                                     \
            .max = 100, .flags = DW_OPTIONAL, .unit = "px",                                        \
            .doc = "width of the stroke on a page of 1600 x 900"                                   \
    }
#define ALPHA                                                                                      \
    {                                                                                              \
        "alpha", DW_NUMBER, AT(dw_layer_options, alpha), .max = 1, .flags = DW_OPTIONAL,           \
                                                         .doc = "1 is opaque"                      \
    }

#define HORIZONTAL(what)                                                                           \
    {                                                                                              \
        "horizontal", DW_BOOLEAN, AT(dw_layer_options, horizontal), .doc = what                    \
    }

const dw_option dw_line_option_list[] = {
    LABEL("name, written at the line's end"), COLOR, MARKER, DASH(0), WIDTH, ALPHA, { 0 }
};
const dw_option dw_points_option_list[] = {
    LABEL("name, for the legend"), COLOR, MARKER, FILLED, SIZE, WIDTH, ALPHA, { 0 }
};
const dw_option dw_band_option_list[] = { LABEL("name, for the legend"), COLOR, ALPHA, { 0 } };
const dw_option dw_hline_option_list[] = {
    LABEL("name, written above the line"), COLOR, DASH(1), WIDTH, ALPHA, { 0 }
};
const dw_option dw_vline_option_list[] = {
    LABEL("name, written beside the line"), COLOR, DASH(1), WIDTH, ALPHA, { 0 }
};
const dw_option dw_note_option_list[] = { COLOR, { 0 } };

static const char *const wheres[] = { "after", "before", "middle", NULL };
static const char *const sides[] = { "center", "right", "left", "above", "below", NULL };

const dw_option dw_step_option_list[] = {
    LABEL("name, written at the line's end"),
    COLOR,
    { "where", DW_CHOICE, AT(dw_layer_options, where), .choices = wheres,
      .doc = "whether a value holds after its x, before it, or around it" },
    DASH(0),
    WIDTH,
    ALPHA,
    { 0 }
};
const dw_option dw_area_option_list[] = {
    LABEL("name, for the legend"), COLOR, WIDTH, ALPHA, { 0 }
};
const dw_option dw_errorbar_option_list[] = { LABEL("name, for the legend"),
                                              COLOR,
                                              MARKER,
                                              FILLED,
                                              HORIZONTAL("low and high are along the x axis"),
                                              WIDTH,
                                              ALPHA,
                                              { 0 } };
const dw_option dw_bar_option_list[] = {
    LABEL("name, for the legend"),
    COLOR,
    { "stacked", DW_BOOLEAN, AT(dw_layer_options, stacked),
      .doc = "on top of the stacked bars before, not beside them" },
    HORIZONTAL("bars from left to right, their places along the y axis"),
    ALPHA,
    { 0 }
};
const dw_option dw_histogram_option_list[] = {
    LABEL("name, for the legend"),
    COLOR,
    { "bins", DW_INTEGER, AT(dw_layer_options, bins), .max = 10000,
      .doc = "how many bins of one width; 0: by the rule of Freedman and Diaconis" },
    HORIZONTAL("bars from left to right"),
    WIDTH,
    ALPHA,
    { 0 }
};
static const char *const maps[] = { "viridis", "diverging", "grey", NULL };
static const char *const image_maps[] = { "grey", "viridis", "diverging", NULL };
static const char *const color_scales[] = { "linear", "log", NULL };

#define COLORS(choices_of)                                                                         \
    { "low", DW_NUMBER, AT(dw_layer_options, low), .flags = DW_OPTIONAL,                           \
      .doc = "the value of the first colour; from the values when not given" },                    \
        { "high", DW_NUMBER, AT(dw_layer_options, high), .flags = DW_OPTIONAL,                     \
          .doc = "the value of the last colour" },                                                 \
        { "map", DW_CHOICE, AT(dw_layer_options, map), .choices = choices_of,                      \
          .doc = "dark to light, or blue over white to red" },                                     \
        { "center", DW_NUMBER, AT(dw_layer_options, center), .flags = DW_OPTIONAL,                 \
          .doc = "the value that a diverging map shows white; nil: 0, or 1 with scale = log" },    \
        { "scale", DW_CHOICE, AT(dw_layer_options, color_scale), .choices = color_scales,          \
          .doc = "of the colours; with log, values at or below 0 are gaps" },                      \
    {                                                                                              \
        "percent", DW_BOOLEAN, AT(dw_layer_options, percent), .doc = "write 0.8 as 80 %"           \
    }

const dw_option dw_heatmap_option_list[] = {
    LABEL("what the values are, written above the colour bar"), COLORS(maps), { 0 }
};
const dw_option dw_contour_option_list[] = {
    LABEL("what the values are: above the color bar of bands, in the legend for lines"),
    COLORS(maps),
    { "color", DW_TEXT, AT(dw_layer_options, color),
      .doc = "one color for all lines, as of a line; nil: by level" },
    { "filled", DW_BOOLEAN, AT(dw_layer_options, filled),
      .doc = "bands of color between the levels, with a color bar" },
    { "labels", DW_BOOLEAN, AT(dw_layer_options, labels), .def = 1,
      .doc = "write the levels at their lines" },
    DASH(0),
    WIDTH,
    ALPHA,
    { 0 }
};
const dw_option dw_image_option_list[] = {
    LABEL("what the values are, written above a colour bar; nil: no bar"),
    COLORS(image_maps),
    { "stretch", DW_BOOLEAN, AT(dw_layer_options, stretch),
      .doc = "fill the panel; else cells are square" },
    { 0 }
};
const dw_option dw_text_option_list[] = {
    COLOR,
    { "side", DW_CHOICE, AT(dw_layer_options, side), .choices = sides,
      .doc = "where the text stands, seen from its point; it moves when that place is taken" },
    { "size_px", DW_NUMBER, AT(dw_layer_options, size_px), .min = DW_SIZE_LEAST,
      .max = DW_SIZE_MOST, .flags = DW_OPTIONAL, .unit = "px",
      .doc = "height of the letters on a page of 1600 x 900; the theme's small_px when not given" },
    { 0 }
};

const dw_option dw_strip_option_list[] = { LABEL("name, for the legend"),
                                           COLOR,
                                           MARKER,
                                           SIZE,
                                           HORIZONTAL("the values along the x axis"),
                                           ALPHA,
                                           { 0 } };
const dw_option dw_box_option_list[] = { LABEL("name, for the legend"),
                                         COLOR,
                                         MARKER,
                                         HORIZONTAL("the values along the x axis"),
                                         DASH(0),
                                         WIDTH,
                                         ALPHA,
                                         { 0 } };
const dw_option dw_violin_option_list[] = { LABEL("name, for the legend"),
                                            COLOR,
                                            HORIZONTAL("the values along the x axis"),
                                            DASH(0),
                                            WIDTH,
                                            ALPHA,
                                            { 0 } };
