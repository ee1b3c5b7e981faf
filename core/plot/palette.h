/* The colours of a picture that has few. */
#ifndef DW_PLOT_PALETTE_H
#define DW_PLOT_PALETTE_H

#include "plot/raster.h"

enum { DW_PALETTE_MOST = 256, DW_PALETTE_SLOTS = 1024 };

typedef struct dw_color_table {
    int n;
    uint32_t colors[DW_PALETTE_MOST]; /* 0xrrggbb, in the order of their appearance */
    int16_t slots[DW_PALETTE_SLOTS];  /* hash table: index of a colour + 1 */
} dw_color_table;

/* Collects the colours of an opaque raster that is whole; false when there are more than 256: the
 * search ends with the 257th. */
bool dw_color_table_fill(dw_color_table *table, dw_raster *raster);
/* The index of a colour that is in the table. */
int dw_color_table_find(const dw_color_table *table, uint32_t color);
/* Bits that an index needs: 1, 2, 4 or 8. */
int dw_color_table_bits(const dw_color_table *table);

#endif
