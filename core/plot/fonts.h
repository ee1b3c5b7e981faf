/* Which fonts there are for texts. Private to words.c
 * and backend.c. */
#ifndef DW_PLOT_FONTS_H
#define DW_PLOT_FONTS_H

#include <pango/pangocairo.h>

/* Noto Sans and Noto Sans CJK alone, where they are in their usual places: to know of all the fonts
 * of a machine takes fontconfig and pango a quarter of the time of a whole figure. NULL: they are
 * not there, or the environment names other settings for fonts. g_object_unref it. */
PangoFontMap *dw_fonts_few(void);
/* All that are installed. */
PangoFontMap *dw_fonts_all(void);

/* Calls each for every folder and file from which fonts, and what is known of them, are read.
 * Starts no thread. */
void dw_fonts_paths(void (*each)(void *context, const char *path), void *context);

#endif
