/* The layout: where every text, panel and mark of the legend goes, in pixels from the page's top
 * left corner, decided before a pixel is set. Tests read it; paint.h paints it. */
#ifndef DW_PLOT_LAYOUT_H
#define DW_PLOT_LAYOUT_H

#include "plot/figure.h"
#include "plot/ink.h"
#include "plot/scale.h"
#include "plot/style.h"
#include "plot/theme.h"
#include "plot/ticks.h"
#include "plot/words.h"

typedef enum dw_role {
    DW_ROLE_TITLE,
    DW_ROLE_SUBTITLE,
    DW_ROLE_FOOTER,
    DW_ROLE_PANEL_TITLE,
    DW_ROLE_X_LABEL,
    DW_ROLE_Y_LABEL,
    DW_ROLE_X_TICK,
    DW_ROLE_Y_TICK,
    DW_ROLE_END_LABEL, /* a line's name at its right end */
    DW_ROLE_LEGEND,
    DW_ROLE_RULE_LABEL, /* the name of an hline or vline */
    DW_ROLE_NOTE,
    DW_ROLE_BAR_TICK, /* at a colour bar */
    DW_ROLE_BAR_LABEL,
    DW_ROLE_LEVEL /* at a line of a contour */
} dw_role;

enum { DW_PAGE = -1, DW_NO_LAYER = -1 };

/* One line of text; a text of several lines is several boxes. */
typedef struct dw_text_box {
    char *text;  /* as it is read: 10⁹ */
    char *drawn; /* as it is measured and painted: for dw_words_line */
    dw_role role;
    int panel; /* index, or DW_PAGE */
    dw_box box;
    int angle;          /* in degrees, upwards; the box holds the turned text */
    double length_px;   /* of the line before it was turned */
    double size_px;     /* the baseline is DW_BASELINE * size_px below the top */
    bool bold, on_data; /* on_data: painted with a rim that hides lines */
    dw_color color;
    int layer; /* to which it belongs, counted over the whole figure; DW_NO_LAYER: none */
} dw_text_box;

/* Where its baseline begins. */
void dw_text_start(const dw_text_box *text, double *x, double *y);
/* Whether the texts, each made smaller by the margin on all sides, cover each other. Of slanted
 * ones the boxes may overlap when they do not. */
bool dw_texts_overlap(const dw_text_box *a, const dw_text_box *b, double margin);

/* How far texts may reach: from..to along the axis, and downwards. */
typedef struct dw_reach {
    double from, to, height;
} dw_reach;

typedef struct dw_panel {
    const dw_axes *axes;
    const dw_style *styles; /* one for each layer */
    bool blank;             /* a cell that stays empty */
    dw_box box;             /* between the spines */
    dw_box outer;           /* of an inset: with numbers and labels */
    dw_color tint; /* of the numbers and names along an axis beside which there is a twin */
    bool tinted;
    dw_range x_range, y_range; /* found once, since they don't depend on the page */
    bool ranged;
    dw_scale x, y;
    dw_ticks x_ticks, y_ticks;
    double x_names;            /* the height of the texts below */
    size_t title_lines;        /* that its title may have */
    dw_reach x_reach;          /* of the texts below, from the left side of the box */
    bool x_numbers, y_numbers; /* whether ticks are labelled here */
    const dw_layer *heat;      /* its first layer of colours, else of a contour's lines, or NULL */
    dw_box bar;                /* its colour bar */
    dw_scale bar_scale;
    dw_ticks bar_ticks;
} dw_panel;

/* A thin line that joins a text with what it means. */
typedef struct dw_leader {
    double x0, y0, x1, y1;
    dw_color color;
    bool arrow; /* a head at x1, y1 */
    int layer;  /* as of texts */
} dw_leader;

/* A sample of a layer, beside its name in the legend. */
typedef struct dw_swatch {
    dw_box box;
    dw_layer_kind kind;
    dw_style style;
    int layer; /* as of texts */
} dw_swatch;

typedef struct dw_layout {
    const dw_figure *figure; /* not owned; must outlive the layout */
    const dw_theme *theme;
    double scale; /* 1 for 1600 x 900 */
    dw_style *styles;
    dw_panel *panels;                /* those in cells of the grid, then twins as in the figure */
    size_t panel_count, panel_total; /* in cells; all */
    dw_text_box *texts;
    size_t text_count, text_room;
    dw_leader *leaders;
    size_t leader_count, leader_room;
    dw_swatch *swatches;
    size_t swatch_count, swatch_room;
    bool failed; /* while it is made: some memory was missing */
} dw_layout;

/* inset.c: what an inset enlarges, as a box in its host and cut at the host's edges; false when it
 * enlarges nothing. Lines x0, y0, x1, y1 that join that box with the inset: returns how many. */
bool dw_inset_region(const dw_layout *layout, const dw_panel *inset, dw_box *out);
size_t dw_inset_connectors(const dw_box *region, const dw_box *inset, double lines[2][4]);

/* Lays a figure out. words: fonts for its language. Free with dw_layout_free (accepts NULL). */
dw_status dw_layout_new(const dw_figure *figure, dw_words *words, dw_layout **out, dw_error *err);
void dw_layout_free(dw_layout *layout);

#endif
