/* Colours: the themes, the palette, what can be read on what. */
#ifndef DW_PLOT_THEME_H
#define DW_PLOT_THEME_H

#include <stdint.h>

/* sRGB, each 0..1. */
typedef struct dw_color {
    double r, g, b;
} dw_color;

enum { DW_PALETTE = 8 };

typedef struct dw_theme {
    const char *name;
    dw_color page, text, soft, faint, grid, spine, rule;
    dw_color palette[DW_PALETTE]; /* for colour-blind eyes; order of Okabe and Ito, adapted */
} dw_theme;

/* "light", "dark", "print"; NULL for other names. */
const dw_theme *dw_theme_find(const char *name);
/* From 0xrrggbb. */
dw_color dw_color_rgb(uint32_t rgb);
/* WCAG contrast, 1 (none) .. 21 (black on white). */
double dw_color_contrast(dw_color a, dw_color b);
/* a moved towards b: 0 is a, 1 is b. */
dw_color dw_color_mix(dw_color a, dw_color b, double toward_b);
/* The colour, moved just so far towards the theme's text colour that its contrast on the page is
 * at least `least`: for names in the colour of their line. */
dw_color dw_color_readable(const dw_theme *theme, dw_color color, double least);

#endif
