/* Several pictures of one or more figures: a deck of pages, and the series in which the layers of
 * a figure appear one by one. */
#ifndef DW_PLOT_FRAMES_H
#define DW_PLOT_FRAMES_H

#include "plot/figure.h"

enum { DW_FRAMES_MOST = 999, DW_DECK_MOST = 2000 };

/* One PDF with a page for each figure, of that figure's size; the titles are its bookmarks. title:
 * of the document, NULL: the first figure's. Whole or not at all. *warning: as of dw_figure_save.
 */
dw_status dw_deck_save(const dw_figure *const *figures, size_t n, const char *title,
                       const char *path, dw_error *warning, dw_error *err);

/* The first picture that shows each layer, counted from 0 over the whole figure, axes by axes;
 * steps has room for all layers. Layers of one label appear together, bands with their line, all
 * others one by one in the order in which they were added. Returns how many pictures there are. */
size_t dw_frames_plan(const dw_figure *figure, bool axes_first, size_t *steps);

typedef struct dw_frames {
    const char *format; /* png, svg: STEM-1.png, STEM-2.png, ...; pdf: a page each in STEM.pdf;
                         * apng: an animation in STEM.apng */
    bool axes_first;    /* the first picture has no layers */
    double delay_s;     /* of a picture in an animation, 0.02..60 */
    bool loop;          /* an animation begins again; otherwise it stays at the last picture */
} dw_frames;

/* Saves the series; *count becomes its number of pictures. The page is laid out once, so nothing
 * jumps. Each file is written whole or not at all. */
dw_status dw_frames_save(const dw_figure *figure, const dw_frames *frames, const char *stem,
                         size_t *count, dw_error *warning, dw_error *err);

#endif
