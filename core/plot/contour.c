#include "plot/contour.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/memory.h"

/* Corners and edges of a cell run counterclockwise: corner 0 is that with the least numbers, edge i
 * goes from corner i to corner i + 1. */
static const int corner_x[] = { 0, 1, 1, 0 }, corner_y[] = { 0, 0, 1, 1 };

typedef struct cell {
    size_t row, column;
    double value[4];
    unsigned above; /* bit i: corner i */
    bool joined;    /* of a saddle: the corners above are */
} cell;

/* False when the cell has a gap. */
static bool cell_at(const dw_field_grid *field, size_t row, size_t column, double level, cell *out)
{
    const double *low = field->value + row * field->columns + column, *high = low + field->columns;
    const double value[4] = { low[0], low[1], high[1], high[0] };
    double mean = 0;
    out->row = row;
    out->column = column;
    out->above = 0;
    for (int i = 0; i < 4; i++) {
        if (isnan(value[i])) return false;
        out->value[i] = value[i];
        mean += value[i] / 4;
        if (value[i] >= level) out->above |= 1u << i;
    }
    out->joined = mean >= level;
    return true;
}

static bool is_above(const cell *c, int corner)
{
    return c->above >> (corner & 3) & 1;
}

/* A line comes in where, counterclockwise, above changes to below. */
static bool comes_in(const cell *c, int edge)
{
    return is_above(c, edge) && !is_above(c, edge + 1);
}

static bool goes_out(const cell *c, int edge)
{
    return !is_above(c, edge) && is_above(c, edge + 1);
}

static bool is_saddle(const cell *c)
{
    return c->above == 5 || c->above == 10;
}

static int way_out(const cell *c, int in)
{
    if (is_saddle(c)) return (in + (c->joined ? 1 : 3)) & 3;
    int out = (in + 1) & 3;
    while (!goes_out(c, out)) out = (out + 1) & 3;
    return out;
}

static int way_in(const cell *c, int out)
{
    int in = (out + 1) & 3;
    while (!comes_in(c, in) || way_out(c, in) != out) in = (in + 1) & 3;
    return in;
}

/* How far the level lies on the way from a to b. Halves, so that differences do not run over. */
static double part_of(double a, double b, double level)
{
    double t = (level / 2 - a / 2) / (b / 2 - a / 2);
    return fmin(fmax(t, 0), 1); /* halves of the tiniest numbers are 0 */
}

/* The same double from both cells that share the edge. */
static dw_grid_point crossing(const cell *c, int edge, double level)
{
    int first = edge == 2 ? 3 : edge == 3 ? 0 : edge;
    int last = edge == 2 ? 2 : edge == 3 ? 3 : edge + 1;
    double t = part_of(c->value[first], c->value[last], level);
    double x = (double)c->column, y = (double)c->row;
    if (edge == 0 || edge == 2) return (dw_grid_point){ x + t, y + corner_y[first] };
    return (dw_grid_point){ x + corner_x[first], y + t };
}

/* ---- Lines ---- */

typedef struct tracer {
    const dw_field_grid *field;
    double level;
    uint8_t *seen; /* of each cell, bit i: a line that comes in at edge i is known */
    dw_contour_lines *lines;
    dw_error *err;
} tracer;

/* The cell beyond an edge. */
static bool step_over(const tracer *t, const cell *c, int edge, cell *out)
{
    size_t row = c->row, column = c->column;
    if ((edge == 0 && row == 0) || (edge == 3 && column == 0)) return false;
    row += edge == 2 ? 1 : 0;
    row -= edge == 0 ? 1 : 0;
    column += edge == 1 ? 1 : 0;
    column -= edge == 3 ? 1 : 0;
    if (row + 1 >= t->field->rows || column + 1 >= t->field->columns) return false;
    return cell_at(t->field, row, column, t->level, out);
}

static dw_status add_point(tracer *t, dw_grid_point p)
{
    dw_contour_lines *l = t->lines;
    size_t begin = l->lines ? l->ends[l->lines - 1] : 0;
    bool again =
        l->points > begin && l->at[l->points - 1].x == p.x && l->at[l->points - 1].y == p.y;
    if (again) return DW_OK;
    if (l->points == l->point_room) {
        size_t room = 2 * l->point_room + 64;
        dw_grid_point *grown = dw_reallocate(l->at, room, sizeof *grown, t->err);
        if (!grown) return DW_ENOMEM;
        l->at = grown;
        l->point_room = room;
    }
    l->at[l->points++] = p;
    return DW_OK;
}

static dw_status end_line(tracer *t)
{
    dw_contour_lines *l = t->lines;
    size_t begin = l->lines ? l->ends[l->lines - 1] : 0;
    if (l->points < begin + 2) { /* no more than one node */
        l->points = begin;
        return DW_OK;
    }
    if (l->lines == l->line_room) {
        size_t room = 2 * l->line_room + 16;
        size_t *grown = dw_reallocate(l->ends, room, sizeof *grown, t->err);
        if (!grown) return DW_ENOMEM;
        l->ends = grown;
        l->line_room = room;
    }
    l->ends[l->lines++] = l->points;
    return DW_OK;
}

/* Back along the line that comes into the cell at *in, to its beginning or around. */
static void find_beginning(const tracer *t, cell *c, int *in)
{
    const size_t row = c->row, column = c->column;
    const int first = *in;
    cell before;
    while (step_over(t, c, *in, &before)) {
        int out = (*in + 2) & 3;
        *in = way_in(&before, out);
        *c = before;
        if (c->row == row && c->column == column && *in == first) return;
    }
}

static dw_status follow(tracer *t, cell c, int in)
{
    find_beginning(t, &c, &in);
    dw_status status = add_point(t, crossing(&c, in, t->level));
    for (;;) {
        uint8_t *seen = &t->seen[c.row * t->field->columns + c.column];
        if (status || (*seen >> in & 1)) break;
        *seen |= (uint8_t)(1u << in);
        int out = way_out(&c, in);
        status = add_point(t, crossing(&c, out, t->level));
        cell next;
        if (!step_over(t, &c, out, &next)) break;
        c = next;
        in = (out + 2) & 3;
    }
    return status ? status : end_line(t);
}

static dw_status trace_cell(tracer *t, size_t row, size_t column)
{
    cell c;
    dw_status status = DW_OK;
    if (!cell_at(t->field, row, column, t->level, &c) || c.above == 0 || c.above == 15)
        return DW_OK;
    for (int edge = 0; edge < 4 && !status; edge++) {
        bool seen = t->seen[row * t->field->columns + column] >> edge & 1;
        if (comes_in(&c, edge) && !seen) status = follow(t, c, edge);
    }
    return status;
}

dw_status dw_contour_trace(const dw_field_grid *field, double level, dw_contour_lines *lines,
                           dw_error *err)
{
    if (field->rows < 2 || field->columns < 2) return DW_OK;
    tracer t = { field, level, NULL, lines, err };
    t.seen = dw_allocate(field->rows * field->columns, sizeof *t.seen, err);
    if (!t.seen) return DW_ENOMEM;
    dw_status status = DW_OK;
    for (size_t r = 0; r + 1 < field->rows && !status; r++)
        for (size_t c = 0; c + 1 < field->columns && !status; c++) status = trace_cell(&t, r, c);
    free(t.seen);
    return status;
}

void dw_contour_free(dw_contour_lines *lines)
{
    free(lines->at);
    free(lines->ends);
    *lines = (dw_contour_lines){ 0 };
}

/* ---- Surfaces ---- */

static dw_grid_point corner(const cell *c, int i)
{
    return (dw_grid_point){ (double)c->column + corner_x[i], (double)c->row + corner_y[i] };
}

/* The two corners of a saddle that are above, each cut off. */
static dw_contour_part two_corners(const cell *c, double level)
{
    dw_contour_part part = { .n = { 3, 3 } };
    size_t n = 0;
    for (int i = 0; i < 4; i++) {
        if (!is_above(c, i)) continue;
        part.at[n++] = corner(c, i);
        part.at[n++] = crossing(c, i, level);
        part.at[n++] = crossing(c, (i + 3) & 3, level);
    }
    return part;
}

dw_contour_part dw_contour_cell(const dw_field_grid *field, size_t row, size_t column, double level)
{
    dw_contour_part part = { .n = { 0, 0 } };
    cell c;
    if (!cell_at(field, row, column, level, &c)) return part;
    if (is_saddle(&c) && !c.joined) return two_corners(&c, level);
    for (int i = 0; i < 4; i++) {
        if (is_above(&c, i)) part.at[part.n[0]++] = corner(&c, i);
        if (comes_in(&c, i) || goes_out(&c, i)) part.at[part.n[0]++] = crossing(&c, i, level);
    }
    return part;
}
