/* The table through which the program reaches all that needs cairo, pango and libpng. They live
 * in the shared module painter.so, loaded with dlopen when the first figure is drawn; a C program
 * that links them anyway takes the table from dw_plot_backend_here(). */
#ifndef DW_PLOT_BACKEND_H
#define DW_PLOT_BACKEND_H

#include "base/text.h"
#include "plot/frames.h"
#include "plot/recall.h"

enum { DW_PLOT_BACKEND_VERSION = 8 };

struct dw_layout;

typedef struct dw_plot_backend {
    int version; /* DW_PLOT_BACKEND_VERSION of the module; refuse others */
    /* See plot/layout.h; the layout points into the figure. */
    dw_status (*layout)(const dw_figure *figure, struct dw_layout **out, dw_error *err);
    void (*layout_free)(struct dw_layout *layout);
    /* See plot/save.h. */
    dw_status (*save)(const dw_figure *figure, const char *path, const char *format,
                      dw_error *warning, dw_error *err);
    /* Appends "cairo 1.16.0, pango 1.50.12, libpng 1.6.39", the versions that run. */
    void (*versions)(dw_buffer *out);
    /* See plot/recall.h. */
    dw_status (*recall)(const char *path, dw_memory *memory, dw_error *err);
    void (*memory_free)(dw_memory *memory);
    /* See plot/stored.h. */
    dw_status (*stored_read)(const char *text, dw_figure **out, dw_error *err);
    /* See plot/frames.h. */
    dw_status (*deck)(const dw_figure *const *figures, size_t n, const char *title,
                      const char *path, dw_error *warning, dw_error *err);
    dw_status (*frames)(const dw_figure *figure, const dw_frames *frames, const char *stem,
                        size_t *count, dw_error *warning, dw_error *err);
    /* See plot/contact.h. */
    dw_status (*contact)(const dw_figure *const *figures, size_t n, const char *title,
                         const char *path, dw_error *warning, dw_error *err);
    /* See plot/fonts.h. */
    void (*fonts_paths)(void (*each)(void *context, const char *path), void *context);
} dw_plot_backend;

/* The one symbol of painter.so. */
#define DW_PAINTER_SYMBOL "dw_painter"
typedef const dw_plot_backend *dw_painter_function(void);

const dw_plot_backend *dw_plot_backend_here(void);

#endif
