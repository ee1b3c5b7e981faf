/* Colours: the themes, the palette, what can be read on what. */
#ifndef DW_PLOT_THEME_H
#define DW_PLOT_THEME_H

#include <stdint.h>

#include "base/option.h"
#include "base/status.h"

/* sRGB, each 0..1. */
typedef struct dw_color {
    double r, g, b;
} dw_color;

enum { DW_PALETTE = 8, DW_COLORS_MOST = 16, DW_FAMILY_BYTES = 96 };
enum { DW_SIZE_LEAST = 22, DW_SIZE_MOST = 96 }; /* px of texts on a page of 1600 x 900 */

/* What a text is for decides how large it is. */
typedef enum dw_text_kind {
    DW_TEXT_TITLE,
    DW_TEXT_SUBTITLE,
    DW_TEXT_LABEL, /* of axes; names at the ends of lines; titles of panels */
    DW_TEXT_TICK,
    DW_TEXT_SMALL, /* legends, footers, notes */
    DW_TEXT_KINDS
} dw_text_kind;

/* Holds no pointers but the name, which is never freed: it may be copied. */
typedef struct dw_theme {
    const char *name; /* of the theme it is, or is made from */
    dw_color page, text, soft, faint, grid, spine, rule;
    dw_color palette[DW_COLORS_MOST]; /* for the layers, in their order */
    size_t palette_count;             /* from 1 on */
    dw_color named[DW_PALETTE];       /* what blue, vermillion, green, ... mean */
    double size_px[DW_TEXT_KINDS];    /* on a page of 1600 x 900 */
    double stroke;                    /* how many times as wide as usual lines are */
    bool grey_safe;                   /* lines differ by their dashes, too */
    char family[DW_FAMILY_BYTES];     /* "": Noto Sans */
} dw_theme;

/* What a teacher changes of a theme. A zeroed struct changes nothing. */
typedef struct dw_theme_options {
    const char *base;                                             /* light (default), dark, print */
    const char *page, *text, *soft, *ticks, *grid, *spine, *rule; /* #rrggbb; NULL: the base's */
    dw_texts palette;                                             /* 1..16 of #rrggbb */
    const char *family;
    double title_px, subtitle_px, label_px, tick_px, small_px; /* 0: the base's */
    double stroke;                                             /* 0: 1 */
} dw_theme_options;

extern const dw_option dw_theme_option_list[];

/* "light", "dark", "print"; NULL for other names. */
const dw_theme *dw_theme_find(const char *name);
/* A theme of one's own. Fails when a text's colour has a contrast below 4.5 on the page, or a
 * colour of the palette one below 3 (WCAG's bounds for texts and for graphics); on a colour that is
 * not #rrggbb; on sizes under 22 px. */
dw_status dw_theme_make(const dw_theme_options *options, dw_theme *out, dw_error *err);
/* Whether a family may be named so: letters, digits, spaces; "" counts. */
bool dw_theme_family_is(const char *family);
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
