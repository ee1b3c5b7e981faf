/* Marks by the thousand. Each is a stamp out of a table of one mark at 8 x 8 places within a
 * pixel, painted by cairo once; stamping multiplies what still shows of the page below into
 * floating-point numbers, so that a million pale marks on top of each other come to their own
 * colour and not to the sum of a million roundings. Private to painting. */
#ifndef DW_PLOT_STAMP_H
#define DW_PLOT_STAMP_H

#include "plot/painter.h"

/* Paints the marks of a layer within its panel. False, and nothing painted, where stamps are not
 * worth it or do not suit: few marks, large ones, no memory. */
bool dw_paint_stamps(const dw_painter *p, const dw_panel *panel, const dw_layer *layer,
                     const dw_style *style);

#endif
