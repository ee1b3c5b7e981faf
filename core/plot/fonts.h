/* Which fonts there are for texts. Private to words.c. */
#ifndef DW_PLOT_FONTS_H
#define DW_PLOT_FONTS_H

#include <pango/pangocairo.h>

/* Noto Sans and Noto Sans CJK alone, where they are in their usual places: to know of all the fonts
 * of a machine takes fontconfig and pango a quarter of the time of a whole figure. NULL: they are
 * not there, or the environment names other settings for fonts. g_object_unref it. */
PangoFontMap *dw_fonts_few(void);
/* All that are installed. */
PangoFontMap *dw_fonts_all(void);

#endif
