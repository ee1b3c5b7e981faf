#include "plot/palette.h"

#include <string.h>

/* The slot of the color, or the empty one where it belongs. */
static unsigned slot_of(const dw_color_table *table, uint32_t color)
{
    unsigned slot = (color * 2654435761u) >> 22;
    while (table->slots[slot] && table->colors[table->slots[slot] - 1] != color)
        slot = (slot + 1) % DW_PALETTE_SLOTS;
    return slot;
}

static bool take(dw_color_table *table, uint32_t color)
{
    unsigned slot = slot_of(table, color);
    if (table->slots[slot]) return true;
    if (table->n == DW_PALETTE_MOST) return false;
    table->colors[table->n++] = color;
    table->slots[slot] = (int16_t)table->n;
    return true;
}

bool dw_color_table_fill(dw_color_table *table, dw_raster *raster)
{
    memset(table, 0, sizeof *table);
    uint32_t before = 0xffffffff; /* no color */
    for (int y = 0; y < raster->height; y++) {
        const unsigned char *row = dw_raster_row(raster, y);
        for (int x = 0; row && x < raster->width; x++) {
            uint32_t pixel;
            memcpy(&pixel, row + 4 * (size_t)x, 4);
            pixel &= 0xffffff;
            if (pixel == before) continue;
            if (!take(table, pixel)) return false;
            before = pixel;
        }
    }
    return true;
}

int dw_color_table_find(const dw_color_table *table, uint32_t color)
{
    return table->slots[slot_of(table, color)] - 1;
}

int dw_color_table_bits(const dw_color_table *table)
{
    return table->n <= 2 ? 1 : table->n <= 4 ? 2 : table->n <= 16 ? 4 : 8;
}
