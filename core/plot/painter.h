/* What the painting of panels and that of single kinds of layers share; private to paint.c and
 * paint_*.c. */
#ifndef DW_PLOT_PAINTER_H
#define DW_PLOT_PAINTER_H

#include <pango/pangocairo.h>

#include "plot/paint.h"

typedef struct dw_painter {
    const dw_layout *layout;
    dw_words *words;
    cairo_t *cr;
    double s;
    const dw_paint_options *options;
} dw_painter;

/* Marks a half of which lies outside are shown whole; strokes are cut at the spines, give or take
 * half their width: the allowance. */
void dw_painter_clip(const dw_painter *p, const dw_panel *panel, double allowance);
/* The markers of a layer at its x, y, as far as they are in the panel. */
void dw_painter_marks(const dw_painter *p, const dw_panel *panel, const dw_layer *layer,
                      const dw_style *style);

/* The page again, where something lies on it: on a clear page nothing. part: how much of what lies
 * there it hides, 0..1. */
void dw_painter_page(const dw_painter *p, double part);

/* paint_inset.c. Whether a panel is an inset that appears in this picture: it comes with its first
 * layer. Its page and frame; the mark of what it enlarges; a clip around all insets. */
bool dw_painter_shows_inset(const dw_painter *p, const dw_panel *panel);
void dw_paint_card(const dw_painter *p, const dw_panel *inset);
void dw_paint_region(const dw_painter *p, const dw_panel *inset);
void dw_painter_clip_insets(const dw_painter *p);

/* paint_shape.c: one kind of layer each. */
typedef void dw_paint_kind(const dw_painter *p, const dw_panel *panel, const dw_layer *layer,
                           const dw_style *style);
dw_paint_kind dw_paint_step, dw_paint_area, dw_paint_band, dw_paint_errorbar, dw_paint_span;
/* The path around the pale surface of an area, a band or a span; false for other kinds. */
bool dw_painter_trace_tint(const dw_painter *p, const dw_panel *panel, const dw_layer *layer);
/* paint_rim.c: a rim around the glyphs of a text, which lines and points do not reach. */
void dw_paint_rim(const dw_painter *p, const dw_text_box *text, PangoLayoutLine *glyphs);
/* paint_bar.c: the bar layer or histogram of that index. */
void dw_paint_bars(const dw_painter *p, const dw_panel *panel, size_t index);
/* paint_group.c: the same of strips, boxes and violins. */
void dw_paint_strip(const dw_painter *p, const dw_panel *panel, size_t index);
void dw_paint_box(const dw_painter *p, const dw_panel *panel, size_t index);
void dw_paint_violin(const dw_painter *p, const dw_panel *panel, size_t index);
/* paint_reliability.c */
dw_paint_kind dw_paint_reliability;
/* paint_heat.c */
dw_paint_kind dw_paint_heatmap;
void dw_paint_colorbar(const dw_painter *p, const dw_panel *panel);
/* paint_contour.c; its color bar, without marks */
dw_paint_kind dw_paint_contour;
void dw_paint_contour_bar(const dw_painter *p, const dw_panel *panel);
/* The sample of a surface in the legend; false when the kind is no surface. */
bool dw_paint_surface_swatch(const dw_painter *p, const dw_swatch *swatch);

#endif
