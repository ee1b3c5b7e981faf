/* What the parts of the layout share; private to layout.c, grid.c, endlabel.c, legend.c, note.c. */
#ifndef DW_PLOT_PARTS_H
#define DW_PLOT_PARTS_H

#include "plot/layout.h"

/* Sizes of texts in px on a page of 1600 x 900. */
enum {
    DW_SIZE_TITLE = 42,
    DW_SIZE_SUBTITLE = 27,
    DW_SIZE_LABEL = 26,
    DW_SIZE_TICK = 24,
    DW_SIZE_SMALL = 22,
    DW_END_LABELS_MOST = 6
};

/* A layout in the making. */
typedef struct dw_making {
    dw_layout *layout;
    dw_words *words;
    double s;                        /* layout->scale */
    double left, right, top, bottom; /* of the page that is still free */
    bool end_labels;                 /* names at the lines' ends, not in a legend */
} dw_making;

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

/* grid.c: ranges of all panels; then, in left..right and top..bottom, their boxes and ticks. */
void dw_grid_ranges(dw_making *m);
void dw_grid_place(dw_making *m);

/* endlabel.c: names at the ends of the lines of the only panel. First the width they need, when
 * the panel will reach from top to bottom; then, when the panel has its box, the texts. */
double dw_end_labels_width(dw_making *m, double top, double bottom);
void dw_end_labels_place(dw_making *m);

/* legend.c: rows at the bottom of a page of several panels, takes its room from m->bottom; or a
 * box in or beside the only panel. dw_legend_column says what width it needs beside the panel. */
void dw_legend_rows(dw_making *m, const char *x_label);
void dw_legend_inside(dw_making *m, const dw_ink *ink);

/* note.c: the samples of a panel's data; its notes; the names of its rules. */
void dw_panel_ink(const dw_making *m, const dw_panel *panel, dw_ink *ink);
void dw_notes_place(dw_making *m, size_t panel, const dw_ink *ink);
void dw_rule_labels_place(dw_making *m, size_t panel, const dw_ink *ink);

#endif
