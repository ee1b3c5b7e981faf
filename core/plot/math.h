/* A little math in any text: powers, indices, Greek letters and a few signs.
 *
 *   10^9  10^{-3}  x^2  N_c  N_{params}      everywhere, where it can hardly mean anything else
 *   \alpha  \times  \le                      everywhere
 *   $a_b = 2 \times 10^6$                    all of these, for whatever stands before _ and ^
 *
 * Outside of $...$ the base of a ^ is a number, a closing bracket or one letter, and its exponent a
 * whole number, one letter or {...}; the base of a _ is one letter, and its index one letter, a
 * number of up to two digits or {...}; neither is part of a longer word: my_file, f_x.csv and
 * snake_case stay as they are. A $ opens math when no space follows, and closes it when no space
 * stands before and no digit follows, so that $5 and $10 stay prices. \_ \^ \$ \\ \{ \} are the
 * signs themselves. A \name that is not known stays as it is. */
#ifndef DW_PLOT_MATH_H
#define DW_PLOT_MATH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

enum { DW_MATH_SPANS = 64, DW_MATH_DEPTH = 3 };

/* A part of a text that is raised or lowered. */
typedef struct dw_math_span {
    size_t from, to;              /* bytes of the text */
    char path[DW_MATH_DEPTH + 1]; /* "u": up, "d": down, "ud": down from up, ... */
    double size;                  /* of its letters, as a share of the text's size */
    double rise; /* of its baseline, as a share of the text's size; up is positive */
} dw_math_span;

typedef struct dw_math {
    dw_buffer text; /* the letters as they are drawn */
    size_t span_count;
    dw_math_span spans[DW_MATH_SPANS]; /* in order, none inside another */
} dw_math;

/* Whether a text may hold math at all; quick. */
bool dw_math_is(const char *text);
/* Reads a text as it was written, or a part from dw_math_part. Free with dw_math_free. Spans beyond
 * DW_MATH_SPANS are drawn on the line. */
void dw_math_read(const char *text, dw_math *out);
void dw_math_free(dw_math *math);
/* Bytes from..to of the letters, then `end`, in a form that dw_math_read reads back to the same
 * spans; free() it. NULL: no memory. */
char *dw_math_part(const dw_math *math, size_t from, size_t to, const char *end);
/* What a reader without raised letters sees: 10⁹, 10⁻³, N_c, x^(n+1), α. */
void dw_math_plain(const char *text, dw_buffer *out);

#endif
