/* The pixels of a PNG compressed in parts by two threads. The parts are always the same ones, so
 * the file has the same bits however fast the threads are. Together they are one zlib stream. */
#ifndef DW_PLOT_DEFLATE_H
#define DW_PLOT_DEFLATE_H

#include <stddef.h>

#include "base/status.h"

enum { DW_DEFLATE_PARTS = 4 };

typedef struct dw_deflated {
    unsigned char *bytes[DW_DEFLATE_PARTS];
    size_t n[DW_DEFLATE_PARTS];
} dw_deflated;

/* Rows 0..height of row_bytes each. pack fills one of them; it is called from both threads at a
 * time, for different rows. Free the result, also after a failure. */
typedef void dw_pack_row(const void *context, int y, unsigned char *row);
dw_status dw_deflate_rows(dw_pack_row *pack, const void *context, int height, size_t row_bytes,
                          dw_deflated *out, dw_error *err);
void dw_deflated_free(dw_deflated *deflated);

#endif
