/* How each layer looks once its wishes, its neighbours and the theme are known. */
#ifndef DW_PLOT_STYLE_H
#define DW_PLOT_STYLE_H

#include "plot/figure.h"
#include "plot/theme.h"

typedef enum dw_dash {
    DW_SOLID,
    DW_DASHED,
    DW_DOTTED,
    DW_DASH_DOT,
    DW_LONG_DASH,
    DW_DASH_DOT_DOT
} dw_dash;
enum { DW_DASHES = DW_DASH_DOT_DOT + 1 };

typedef struct dw_style {
    dw_color color;
    dw_marker marker; /* never auto */
    bool filled;
    dw_dash dash;
    double width, radius; /* px */
    double alpha;
} dw_style;

/* Styles of all layers of all axes, one after the other, for pages `scale` times the size of
 * 1600 x 900; free() them. With many_lines, lines without markers differ by their dashes. */
dw_status dw_styles_new(const dw_figure *figure, const dw_theme *theme, double scale,
                        bool many_lines, dw_style **out, dw_error *err);

#endif
