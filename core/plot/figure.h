/* The model of a figure: what is to be drawn, with no word yet about where.
 *
 * A figure is a grid of axes; axes hold layers in the order in which they are painted. The model
 * owns copies of all numbers and texts it is given. It needs no cairo: layout.h turns it into
 * boxes, paint.h into pixels, both reached through backend.h.
 *
 *     dw_figure *figure; dw_axes *axes;
 *     dw_figure_new(&(dw_figure_options){ .title = "A jump" }, &figure, &err);
 *     dw_figure_add_axes(figure, &(dw_axes_options){ .x = { .scale = "log" } }, &axes, &err);
 *     dw_axes_line(axes, x, y, n, &(dw_layer_options){ .label = "score" }, &err);
 *
 * In every series NaN and infinities are gaps, and so is what an axis
 * cannot show: values <= 0 on a logarithmic one, values outside 0..1 on a logit one.
 * All texts are UTF-8; other bytes are an error. A newline in a text starts a new line. */
#ifndef DW_PLOT_FIGURE_H
#define DW_PLOT_FIGURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/option.h"
#include "base/status.h"
#include "base/text.h"
#include "plot/scale.h"

typedef enum dw_number_style {
    DW_NUMBERS_AUTO,    /* counts where numbers are large, powers of ten where huge or tiny */
    DW_NUMBERS_COUNT,   /* 10M, 1B, 100B */
    DW_NUMBERS_PERCENT, /* 0.8 is written 80 % */
    DW_NUMBERS_PLAIN,   /* digits */
    DW_NUMBERS_SI,      /* 1.5 k, 3 M, 20 µ */
    DW_NUMBERS_MONEY,   /* $1,200, $1.5M */
    DW_NUMBERS_TIME     /* seconds: 10 ms, 1 min 30 s, 1 d */
} dw_number_style;

typedef enum dw_marker {
    DW_MARKER_AUTO, /* by order of appearance; lines of more than 40 points have none */
    DW_MARKER_NONE,
    DW_MARKER_CIRCLE,
    DW_MARKER_SQUARE,
    DW_MARKER_DIAMOND,
    DW_MARKER_TRIANGLE,
    DW_MARKER_TRIANGLE_DOWN
} dw_marker;

typedef enum dw_layer_kind {
    DW_LAYER_LINE,   /* x, y */
    DW_LAYER_POINTS, /* x, y */
    DW_LAYER_BAND,   /* x, low, high */
    DW_LAYER_HLINE,  /* y[0], from side to side */
    DW_LAYER_VLINE,  /* x[0], from bottom to top */
    DW_LAYER_NOTE,   /* text at x[0], y[0]; an arrow to target_x, target_y */
    /* Those of layers.h: */
    DW_LAYER_STEP,      /* x, y */
    DW_LAYER_AREA,      /* x, y, low: the other edge */
    DW_LAYER_ERRORBAR,  /* x, y, low, high; low and high along x when horizontal */
    DW_LAYER_SPAN,      /* x[0]..x[1], y[0]..y[1]; NAN: to the edge of the panel */
    DW_LAYER_TEXT,      /* words at x, y */
    DW_LAYER_BAR,       /* x: where along the axis, y: how long; the axes change place when
                         * horizontal */
    DW_LAYER_HISTOGRAM, /* x: middles, y: counts, low, high: edges of the bins */
    DW_LAYER_HEATMAP,   /* cells */
    DW_LAYER_IMAGE,     /* cells */
    /* Those of groups.h; place and value change axes when horizontal: */
    DW_LAYER_STRIP,       /* x: places, y: values */
    DW_LAYER_BOX,         /* x: places, y: medians, low, high: quartiles; more: dw_box_more */
    DW_LAYER_VIOLIN,      /* the same; more: dw_violin_more */
    DW_LAYER_RELIABILITY, /* x: confidences, y: accuracies, low, high; more: dw_reliability_more */
    DW_LAYER_CONTOUR, /* cells, but the values are at the edges, of which the last is there twice;
                       * more: dw_contour_more */
    DW_LAYER_KINDS
} dw_layer_kind;

/* Which colour a layer asks for. The theme says what it looks like. */
typedef struct dw_color_choice {
    enum { DW_COLOR_AUTO, DW_COLOR_SLOT, DW_COLOR_RGB, DW_COLOR_GREY, DW_COLOR_NAMED } kind;
    int slot;     /* of the palette, from 0; or of the named colours */
    uint32_t rgb; /* 0xrrggbb */
} dw_color_choice;

typedef enum dw_step_where { DW_STEP_AFTER, DW_STEP_BEFORE, DW_STEP_MIDDLE } dw_step_where;

typedef enum dw_side {
    DW_SIDE_CENTER,
    DW_SIDE_RIGHT,
    DW_SIDE_LEFT,
    DW_SIDE_ABOVE,
    DW_SIDE_BELOW
} dw_side;

typedef enum dw_colormap { DW_MAP_VIRIDIS, DW_MAP_DIVERGING, DW_MAP_GREY } dw_colormap;

/* Values over a grid: row r, column c at value[r * columns + c]. */
typedef struct dw_cells {
    size_t rows, columns;
    double *value, *x_edges, *y_edges; /* columns + 1 and rows + 1 edges, rising */
    double low, high;                  /* of the colours */
    bool x_counted, y_counted;         /* no places were given: 1, 2, 3, ... */
    dw_colormap map;
    bool log_colors; /* values at or below 0 are gaps */
    double center;   /* the value of the middle color of a diverging map; else NAN */
    bool square;     /* cells are as high as wide */
} dw_cells;

/* Numbers of which a layer has another count than n. */
typedef struct dw_column {
    double *at;
    size_t n;
} dw_column;

enum { DW_MORE = 4 };

typedef struct dw_layer {
    dw_layer_kind kind;
    size_t n;
    double *x, *y, *low, *high; /* NULL where the kind has none */
    double target_x, target_y;  /* of a note; NAN: no arrow */
    char *label;                /* NULL: not named. A note's text */
    dw_color_choice color;
    dw_marker marker;
    bool filled, dash;
    double width_px, alpha; /* 0: the kind's default */
    double size_px;         /* of marks, and of texts; 0: the kind's default */
    bool horizontal, stacked, percent;
    bool numbered; /* levels are written at their lines */
    dw_step_where where;
    dw_side side;
    char **words;    /* of a text: n */
    dw_cells *cells; /* of a heatmap */
    dw_column *more; /* DW_MORE of them, or NULL and 0 */
    size_t more_count;
} dw_layer;

typedef struct dw_axis {
    char *label;
    dw_scale_kind scale;
    double linear_below; /* of a symlog; 0: from the data */
    bool invert;         /* from right to left, or downwards */
    dw_number_style numbers;
    char *unit;       /* of the numbers, or NULL */
    double low, high; /* NAN: from the data */
    double *ticks;    /* NULL: chosen */
    size_t tick_count;
    char **tick_labels; /* tick_count texts, or NULL: the numbers */
    char **categories;  /* names of 1, 2, 3, ...; NULL: the axis has numbers */
    size_t category_count;
} dw_axis;

/* Which lines of a panel lie behind the data: at the ticks of which axis. */
typedef enum dw_grid_lines {
    DW_GRID_AUTO, /* of y, or of x where y has names; none below surfaces of color */
    DW_GRID_NONE,
    DW_GRID_X, /* upright ones */
    DW_GRID_Y, /* level ones */
    DW_GRID_BOTH
} dw_grid_lines;

/* Where axes are. Those with a host, a cell of the grid, were made by panels.h. */
typedef enum dw_axes_place {
    DW_PLACE_CELL,  /* the next cell of the grid */
    DW_PLACE_RIGHT, /* over its host; own y axis, at the right */
    DW_PLACE_INSET  /* in a part of its host */
} dw_axes_place;

typedef enum dw_corner {
    DW_CORNER_AUTO, /* the one where least is hidden */
    DW_CORNER_TOP_LEFT,
    DW_CORNER_TOP_RIGHT,
    DW_CORNER_BOTTOM_LEFT,
    DW_CORNER_BOTTOM_RIGHT
} dw_corner;

/* Which part of its host an inset takes, numbers included: fractions of the panel's sides. */
typedef struct dw_inset {
    double left, bottom; /* NAN: in the corner */
    double width, height;
    dw_corner corner;
    double x_min, x_max, y_min, y_max; /* the part of the host that it enlarges; NAN: none */
} dw_inset;

typedef struct dw_axes {
    char *title;
    dw_axis x, y;
    dw_grid_lines grid;
    dw_layer *layers;
    size_t layer_count;
    dw_axes_place place;
    size_t host;     /* index of the axes that these belong to, when they are not in a cell */
    dw_inset *inset; /* NULL unless it is one */
    bool spare;      /* left blank until it has a layer */
    size_t weighed;  /* layers that dw_axes_weigh has counted */
} dw_axes;

/* Which panels of a grid have one range. */
typedef enum dw_share { DW_SHARE_NONE, DW_SHARE_ALL, DW_SHARE_ROW, DW_SHARE_COLUMN } dw_share;
typedef enum dw_legend_place {
    DW_LEGEND_AUTO, /* in the only panel where it covers least, or else below */
    DW_LEGEND_BELOW,
    DW_LEGEND_RIGHT,
    DW_LEGEND_NONE
} dw_legend_place;

typedef enum dw_figure_text {
    DW_FIGURE_TITLE,    /* the finding, one sentence */
    DW_FIGURE_SUBTITLE, /* the setting */
    DW_FIGURE_FOOTER,   /* sources, seed */
    DW_FIGURE_ALT,      /* for people who do not see the picture; into the files */
    DW_FIGURE_CAPTION,  /* to be copied below the picture; into the files */
    DW_FIGURE_TEXTS
} dw_figure_text;

typedef struct dw_memo {
    char *key, *text;
} dw_memo;

typedef struct dw_figure {
    char *texts[DW_FIGURE_TEXTS]; /* never NULL */
    char *theme, *language;
    struct dw_theme *own_theme; /* NULL: the one of that name */
    int width_px, height_px;
    double dpi;
    double unit_px; /* pixels of one unit of the layout; 0: by the size of the page */
    /* How the picture is saved: pixels and dpi times the scale (0: 1), and no page behind it. */
    double output_scale;
    bool output_clear;
    size_t rows, columns;
    dw_share share_x, share_y;
    dw_legend_place legend;
    dw_axes **axes; /* in the cells of the grid */
    size_t axes_count;
    dw_axes **extras; /* with a host */
    size_t extra_count;
    dw_memo *memos;
    size_t memo_count;
    bool forgets; /* its file shall carry no memos; for who adds them */
} dw_figure;

/* What a caller fills. A zeroed struct gives the defaults; the lists below declare the same
 * fields, with their documentation, for scripts. */
typedef struct dw_figure_options {
    const char *title, *subtitle, *footer, *alt, *caption;
    const char *theme;                /* light (default), dark, print */
    const struct dw_theme *own_theme; /* copied; instead of theme */
    const char *language;             /* en (default), zh-TW, or any BCP 47 tag */
    const char *size;                 /* slide (default), slide43, square, paper */
    int64_t width_px, height_px;      /* 64..20000; 0: those of the size */
    double width_mm, height_mm;       /* of paper; 0 or NAN: 170 x 100 */
    int64_t rows, columns;            /* 1..20; 0: 1 */
    double dpi; /* pixels in an inch of paper, 10..2400; 0 or NAN: 144; paper 300 */
    const char *share_x, *share_y; /* none (default), all, row, column: one range, and numbers
                                    * only outside */
    const char *legend;            /* auto (default), below, right, none */
    bool remember;                 /* of scripts: true unless said otherwise */
} dw_figure_options;

typedef struct dw_axis_options {
    const char *label;
    const char *scale;    /* linear (default), log, log2, symlog, logit */
    double linear_below;  /* where a symlog becomes linear; 0 or NAN: from the data */
    bool invert;          /* high numbers left or below */
    bool percent;         /* short for numbers = "percent" */
    const char *numbers;  /* auto (default), count, percent, plain, si, money, time */
    const char *unit;     /* behind each number; of money its sign, $ when NULL */
    double min, max;      /* NAN: from the data; both 0 is the same as both NAN */
    dw_series ticks;      /* where to put ticks; none: chosen */
    dw_texts tick_labels; /* what to write there, as many; none: the numbers */
} dw_axis_options;

typedef struct dw_axes_options {
    const char *title;
    dw_axis_options x, y;
    const char *grid; /* auto (default), none, x, y, both */
} dw_axes_options;

typedef struct dw_layer_options {
    const char *label;
    const char *color;  /* NULL: next of the palette; a palette name, 1..8, grey, or #rrggbb */
    const char *marker; /* auto (default), none, circle, square, diamond, triangle, ... */
    bool dash, filled;
    double width_px; /* of the stroke, on a 1600 x 900 page; 0 or NAN: the kind's default */
    double alpha;    /* 0..1, 1 is opaque; 0 or NAN: the kind's default */
    double size_px;  /* of a mark or a text, on a 1600 x 900 page; 0 or NAN: the kind's default */
    bool horizontal, stacked; /* of bars; horizontal also of errorbars */
    int64_t bins;             /* of histograms whose bins are still to be computed; 0: by a rule */
    const char *where;        /* of steps: after (default), before, middle */
    const char *side;         /* of texts: center (default), right, left, above, below */
    double low, high;         /* of a heatmap's colours; both 0 or NAN: from the values */
    bool percent;             /* of the numbers at its colour bar */
    const char *map;          /* viridis (default; grey for an image), diverging, grey */
    const char *color_scale;  /* of its colours: linear (default), log */
    double center;            /* of a diverging map; NAN: 0, or 1 when logarithmic */
    bool stretch;             /* an image fills its panel */
    bool labels;              /* of a contour: levels are written at their lines */
} dw_layer_options;

/* For the schema of scripts; each describes the struct named above. */
extern const dw_option dw_page_option_list[]; /* of a figure, but for rows and columns */
extern const dw_option dw_figure_option_list[];
extern const dw_option dw_axis_option_list[];
extern const dw_option dw_axes_option_list[];
extern const char *const dw_grid_names[]; /* in the order of dw_grid_lines */
#define DW_GRID_DOC                                                                                \
    "pale lines behind the data at the ticks of x (upright), of y (level), or of both; auto: of "  \
    "y, or of x where y has names"
extern const dw_option dw_line_option_list[];
extern const dw_option dw_points_option_list[];
extern const dw_option dw_band_option_list[];
extern const dw_option dw_hline_option_list[]; /* dash is true unless said otherwise */
extern const dw_option dw_vline_option_list[]; /* the same */
extern const dw_option dw_note_option_list[];

/* A figure without axes. options may be NULL. Fails on a size, a grid or a theme that is not
 * allowed; *out is then NULL. */
dw_status dw_figure_new(const dw_figure_options *options, dw_figure **out, dw_error *err);
/* Accepts NULL. */
void dw_figure_free(dw_figure *figure);
dw_status dw_figure_set_text(dw_figure *figure, dw_figure_text which, const char *text,
                             dw_error *err);
/* What the figure looks like. */
const struct dw_theme *dw_figure_theme(const dw_figure *figure);
/* Fills the next cell of the grid, row by row; fails when the grid is full. The axes belong to
 * the figure and stay where they are until it is freed. */
dw_status dw_figure_add_axes(dw_figure *figure, const dw_axes_options *options, dw_axes **out,
                             dw_error *err);
/* A text that the file will carry (compressed iTXt of the PNG): the script, the seed. The key is
 * 1..79 printable ASCII characters; an earlier text of that key is replaced. */
dw_status dw_figure_remember(dw_figure *figure, const char *key, const char *text, dw_error *err);

/* Layers; options may be NULL. n may be 0: then nothing is drawn, and an automatic colour is used
 * up all the same. A line takes the next colour of the palette, but lines and points of one label
 * share theirs in the whole figure. A band without a colour takes that of the next line or points
 * layer after it, or else of the one before it. */
dw_status dw_axes_line(dw_axes *axes, const double *x, const double *y, size_t n,
                       const dw_layer_options *options, dw_error *err);
/* Hollow unless `filled`; published data. */
dw_status dw_axes_points(dw_axes *axes, const double *x, const double *y, size_t n,
                         const dw_layer_options *options, dw_error *err);
dw_status dw_axes_band(dw_axes *axes, const double *x, const double *low, const double *high,
                       size_t n, const dw_layer_options *options, dw_error *err);
/* Grey and dashed when options is NULL. */
dw_status dw_axes_hline(dw_axes *axes, double y, const dw_layer_options *options, dw_error *err);
dw_status dw_axes_vline(dw_axes *axes, double x, const dw_layer_options *options, dw_error *err);
/* A text with its middle at x, y (moved when it would leave the panel or hide another text; both
 * NAN: a free place near the target) and an arrow whose tip is at the target (NAN: no arrow). */
dw_status dw_axes_note(dw_axes *axes, double x, double y, const char *text, double target_x,
                       double target_y, const dw_layer_options *options, dw_error *err);

/* Appends the drawn numbers as CSV: panel, layer, label, x, y, low, high, and value when there is a
 * heatmap. A gap is an empty field. Fails when there is no memory. */
dw_status dw_figure_csv(const dw_figure *figure, dw_buffer *out, dw_error *err);

/* How many rows that table has. */
size_t dw_figure_csv_rows(const dw_figure *figure);

/* Bytes of the layers that came since the last call, about. */
size_t dw_axes_weigh(dw_axes *axes);

/* The name of a kind: "line". */
const char *dw_layer_name(dw_layer_kind kind);
/* Reads a colour's name; the sentence of a failure lists the names. */
dw_status dw_color_parse(const char *name, dw_color_choice *out, dw_error *err);

#endif
