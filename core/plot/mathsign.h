/* The names of signs in math; letters that Unicode has raised. Private to math.c. */
#ifndef DW_PLOT_MATHSIGN_H
#define DW_PLOT_MATHSIGN_H

#include <stddef.h>

/* "α" for "alpha"; NULL: no such name. */
const char *dw_math_sign(const char *name, size_t n);
/* '9' for "⁹", whose bytes are counted in n; '\0' when the letter is not a raised one. */
char dw_math_lower(const char *text, size_t *n);
/* "⁹" for '9', with its bytes in n; NULL when there is no such letter. */
const char *dw_math_raise(char letter, size_t *n);

#endif
