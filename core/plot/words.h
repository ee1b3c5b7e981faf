/* Texts measured and broken into lines with Pango. Latin is set in Noto Sans, Chinese in Noto
 * Sans CJK TC with the language tag zh-TW, so that Taiwan's forms of the glyphs are used. */
#ifndef DW_PLOT_WORDS_H
#define DW_PLOT_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

#define DW_FONT_FAMILIES "Noto Sans, Noto Sans CJK TC, sans-serif"

/* The height of a line, and where in it the letters stand, for text of one pixel. */
#define DW_LINE_HEIGHT 1.3
#define DW_BASELINE 1.0

typedef struct dw_words dw_words;

/* language: the tag of the figure. family: of a theme of one's own, copied; "" without one. Free
 * with dw_words_free (accepts NULL). */
dw_status dw_words_new(const char *language, const char *family, dw_words **out, dw_error *err);
/* The families in the order in which letters are looked for, as CSS and Pango write them. */
const char *dw_words_families(const dw_words *words);
void dw_words_free(dw_words *words);
/* Width in pixels of one line. */
double dw_words_width(dw_words *words, const char *text, double size_px, bool bold);

enum { DW_LINES_MOST = 4 };
typedef struct dw_lines {
    char *at[DW_LINES_MOST];
    size_t n;
    double width; /* of the widest */
    bool cut;     /* ended with an ellipsis: the text was longer */
} dw_lines;

/* Breaks a text where its language allows into lines of at most width_px, as evenly filled as the
 * number of lines allows, at most `most` (1..DW_LINES_MOST) of them; the rest of a longer text
 * becomes an ellipsis. Two lines are broken at a " · " where that is possible. No memory: n == 0.
 * Free with dw_lines_free. */
void dw_words_break(dw_words *words, const char *text, double size_px, bool bold, double width_px,
                    size_t most, dw_lines *out);
void dw_lines_free(dw_lines *lines);

/* What fonts the measured texts lacked: one sentence that names the packages, or "". */
void dw_words_missing(const dw_words *words, dw_error *warning);

/* The PangoLayout of one line, for painting; unref with g_object_unref. */
void *dw_words_line(dw_words *words, const char *text, double size_px, bool bold);

/* Whether a text has Chinese, Japanese or Korean letters. */
bool dw_text_is_cjk(const char *text);

#endif
