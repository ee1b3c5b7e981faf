/* The texts of a PNG, chunk by chunk: what tEXt, zTXt and iTXt hold, as UTF-8. Done here and not by
 * libpng, so that all texts of a file together have one limit, and so that what is wrong is said.
 */
#ifndef DW_PLOT_TEXTCHUNK_H
#define DW_PLOT_TEXTCHUNK_H

#include <stddef.h>

#include "base/status.h"

/* Reads the n bytes of a chunk; *key and *text are the caller's then. *room is how many bytes the
 * text may have, and gets smaller by what it has. Fails with DW_EIO on anything that is no such
 * chunk: no keyword of 1..79 bytes, bytes that do not inflate, a text that is not UTF-8 or holds a
 * NUL, one that is too large. */
dw_status dw_text_chunk(const char type[4], const unsigned char *bytes, size_t n, size_t *room,
                        char **key, char **text, dw_error *err);

#endif
