/* Where a field over a grid has a value: marching squares. Pure functions.
 *
 * Points are measured in nodes: x = 2.5 lies half-way between columns 2 and 3, counted from 0, and
 * y runs over the rows. Along an edge of a cell the field is linear. Where two opposite corners of
 * a cell are above and the others are not, the mean of the four decides which two are joined. A
 * cell with a corner that is NaN has no line and no surface. A node at the level itself counts as
 * above it. */
#ifndef DW_PLOT_CONTOUR_H
#define DW_PLOT_CONTOUR_H

#include <stddef.h>

#include "base/status.h"

/* Row r, column c at value[r * columns + c]; no infinities. */
typedef struct dw_field_grid {
    const double *value;
    size_t rows, columns;
} dw_field_grid;

typedef struct dw_grid_point {
    double x, y;
} dw_grid_point;

/* Line i has the points ends[i - 1]..ends[i]; a closed one ends where it began. What is above the
 * level lies left of a line, seen along it with y upwards. Start from { 0 }. */
typedef struct dw_contour_lines {
    dw_grid_point *at;
    size_t *ends;
    size_t points, lines, point_room, line_room;
} dw_contour_lines;

void dw_contour_free(dw_contour_lines *lines);
/* Appends the lines of a level. Fails without memory. */
dw_status dw_contour_trace(const dw_field_grid *field, double level, dw_contour_lines *lines,
                           dw_error *err);

/* The part of one cell that is at or above a level: one or two polygons, counterclockwise with y
 * upwards, the second behind the first. */
typedef struct dw_contour_part {
    dw_grid_point at[6];
    size_t n[2];
} dw_contour_part;

/* Row and column of the corner with the least numbers. Level -HUGE_VAL: the whole cell. */
dw_contour_part dw_contour_cell(const dw_field_grid *field, size_t row, size_t column,
                                double level);

#endif
