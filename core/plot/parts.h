/* What the parts of the layout share; private to layout.c, grid.c, endlabel.c, legend.c, note.c. */
#ifndef DW_PLOT_PARTS_H
#define DW_PLOT_PARTS_H

#include "plot/layout.h"

enum { DW_END_LABELS_MOST = 6 };

/* The name of a line, at its end. */
typedef struct dw_end_label {
    const dw_panel *panel;
    size_t layer;
    dw_lines lines;
    double x, y; /* the end of the line */
    double height, middle;
    bool early; /* the line ends inside the panel, and so stands its name */
} dw_end_label;

/* A layout in the making. */
typedef struct dw_making {
    dw_layout *layout;
    dw_words *words;
    double s;                        /* layout->scale */
    double left, right, top, bottom; /* of the page that is still free */
    bool end_labels;                 /* names at the lines' ends, not in a legend */
    dw_end_label ends[DW_END_LABELS_MOST];
    size_t end_count;
    bool legend_placed;
    bool leaders;          /* names at the ends are joined to their lines */
    const dw_panel *inset; /* the one that is worked on, or NULL */
    int layer;             /* to which texts, leaders and samples belong that are added now */
} dw_making;

/* What is added from now on belongs to that layer of the panel, or to none (NULL). */
void dw_making_owner(dw_making *m, const dw_panel *panel, size_t layer);

/* How large texts of a kind are, in px of this page. */
double dw_size(const dw_making *m, dw_text_kind kind);
/* Adds one line with its top left corner at x, y. Its width is measured. */
dw_text_box *dw_making_text(dw_making *m, dw_role role, int panel, const char *text, double x,
                            double y, double size_px, bool bold, dw_color color);
/* Adds broken lines one below the other, their left edges at x. */
void dw_making_lines(dw_making *m, dw_role role, int panel, const dw_lines *lines, double x,
                     double y, double size_px, bool bold, dw_color color);
void dw_making_leader(dw_making *m, dw_leader leader);
void dw_making_swatch(dw_making *m, dw_swatch swatch);
/* Whether the box, grown by margin, touches a text that is placed. */
bool dw_making_hits_text(const dw_making *m, dw_box box, double margin);

/* grid.c. Ranges, boxes, scales and ticks in the free part of the page
 * (may be called again after that has changed); titles, labels and numbers of the axes. */
void dw_grid_place(dw_making *m);
void dw_grid_texts(dw_making *m);
/* The label that all x (or y) axes of a page of several panels have in common, or NULL. */
const char *dw_grid_common_label(const dw_figure *figure, bool of_x);

/* colorbar.c, for panels with a heatmap. Room: chooses its numbers for a height and returns the
 * width it needs right of the panel, 0 without one. Place: beside the panel's box. Texts: returns
 * how far its name reaches over the panel, from the right. */
double dw_colorbar_room(const dw_making *m, dw_panel *panel, double height);
void dw_colorbar_place(const dw_making *m, dw_panel *panel);
/* Whether a panel of that row has a named colour bar. */
bool dw_colorbar_label_in_row(const dw_layout *layout, size_t row);
double dw_colorbar_texts(dw_making *m, int index, const dw_panel *panel);

/* twin.c: the axis at the right of a panel. Of: its panel, or NULL. Room: chooses its numbers for a
 * height and returns the width it needs; 0 without one. Place: over the panel's box. Texts: returns
 * how far its name reaches over the panel, from the right. */
dw_panel *dw_twin_of(const dw_layout *layout, size_t host);
double dw_twin_room(const dw_making *m, size_t host, double height);
void dw_twin_place(const dw_making *m, size_t host);
bool dw_twin_label_in_row(const dw_layout *layout, size_t row);
double dw_twin_texts(dw_making *m, size_t host);

/* inset.c. Thin out: smaller marks and finer lines for small axes. Place: finds room in the panels,
 * which are placed, and lays the insets out in it. Texts: numbers, labels, titles. Ink: the room
 * that those of a panel take. */
void dw_inset_thin_out(dw_style *styles, size_t n);
void dw_insets_place(dw_making *m);
void dw_insets_texts(dw_making *m);
void dw_insets_ink(const dw_making *m, size_t host, dw_ink *ink);
/* Fails when two insets lie on each other: their texts could not be told apart. */
dw_status dw_insets_check(const dw_layout *layout, dw_error *err);
/* Whether the box touches an inset other than the one that is worked on. */
bool dw_insets_hit(const dw_making *m, const dw_box *box);

/* endlabel.c: names at the ends of the lines of the only panel, which has been placed with any
 * width. Break: the width they need.
 * Spread: heights without overlap, for the panel as placed; true when some had to move and need
 * leaders. Place: adds the texts with their left edges at x. */
double dw_end_labels_break(dw_making *m);
bool dw_end_labels_spread(dw_making *m);
void dw_end_labels_place(dw_making *m, double x, const dw_ink *ink);
void dw_end_labels_free(dw_making *m);
/* How many different names the lines of the figure have. */
size_t dw_line_names(const dw_figure *figure);

/* legend.c: a column at the right of the free page, unless it is too long; a box in the only panel,
 * false when it would cover data; or rows at the bottom of the free page, with the common label of
 * the x axes (or NULL), which take their room from m. */
void dw_legend_column(dw_making *m);
bool dw_legend_inside(dw_making *m, const dw_ink *ink);
void dw_legend_rows(dw_making *m, const char *x_label);

/* panelink.c: the samples of a panel's data. */
void dw_panel_ink(const dw_making *m, const dw_panel *panel, dw_ink *ink);

/* reltext.c: the texts of the reliability diagrams of a panel. */
void dw_reliability_texts(dw_making *m, size_t panel, const dw_ink *ink);

/* isoline.c: samples of the lines of a contour; the levels at the lines of a panel's contours. */
void dw_contour_ink(const dw_making *m, const dw_panel *panel, const dw_layer *layer, dw_ink *ink);
void dw_contour_numbers(dw_making *m, size_t panel);

/* note.c: the texts and notes of a panel; the names of its rules. */
/* The name of a line that ends at x, y inside the only panel. */
void dw_name_place(dw_making *m, const dw_lines *name, double x, double y, dw_color color,
                   const dw_ink *ink);
void dw_notes_place(dw_making *m, size_t panel, const dw_ink *ink);
void dw_rule_labels_place(dw_making *m, size_t panel, const dw_ink *ink);
/* Whether the layer is an hline or vline whose name stands at it, not in the legend: in the only
 * panel, or where panels are large and no other layer has that name. */
bool dw_rule_is_named(const dw_making *m, const dw_layer *layer);

#endif
