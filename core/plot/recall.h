/* What a figure remembers, read back from its PNG. */
#ifndef DW_PLOT_RECALL_H
#define DW_PLOT_RECALL_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

typedef struct dw_recalled {
    char *key, *text;
} dw_recalled;

/* Owns its texts; free with dw_memory_free, which accepts an empty one. */
typedef struct dw_memory {
    uint32_t width_px, height_px;
    double dpi; /* 0: not said */
    dw_recalled *texts;
    size_t count;
} dw_memory;

/* Reads the texts of a PNG, in their order, as UTF-8, and goes through the whole picture, so that a
 * file that is cut off or damaged anywhere is found. At most 20,000 pixels a side and 400 million
 * in all, 1,000 texts, 64 MiB for all of them, inflated; each of dunwu's own texts is there once.
 * Fails with DW_EIO and the reason; *memory is then empty. */
dw_status dw_png_recall(const char *path, dw_memory *memory, dw_error *err);
void dw_memory_free(dw_memory *memory);
/* The name of a part: "dunwu:script" is the script; NULL for texts that dunwu did not write. */
const char *dw_memory_part(const char *key);
/* The text of a part ("script"); NULL when it is not remembered. */
const char *dw_memory_find(const dw_memory *memory, const char *part);

#endif
