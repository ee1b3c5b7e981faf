#include "array/array.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MOST_ROWS = 10, FIRST_ROWS = 5, MOST_CELLS = 12, EDGE_CELLS = 3 };

/* Which of n things are shown: all, or `first` and `last` with a gap between. */
typedef struct cut {
    size_t n, first, last;
} cut;

static cut cut_of(size_t n, size_t most, size_t first, size_t last)
{
    return n <= most ? (cut){ n, n, 0 } : (cut){ n, first, last };
}

static bool is_gap(const cut *shown, size_t i)
{
    return shown->first < shown->n && i == shown->first;
}

/* The index after i, across the gap when i stands in it. */
static size_t after(const cut *shown, size_t i)
{
    return is_gap(shown, i) ? shown->n - shown->last : i + 1;
}

static bool is_whole(double x)
{
    return x == floor(x) && fabs(x) < 1e15;
}

static bool all_whole(const double *x, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!is_whole(x[i])) return false;
    return true;
}

static int cell(double x, bool whole, char out[32])
{
    if (isnan(x)) return snprintf(out, 32, "nan");
    return snprintf(out, 32, whole ? "%.0f" : "%.6g", x);
}

static void show_vector(const dw_array *array, dw_buffer *text)
{
    cut shown = cut_of(array->columns, MOST_CELLS, EDGE_CELLS, EDGE_CELLS);
    bool whole = all_whole(array->at, array->columns);
    char number[32] = "...";
    for (size_t i = 0; i < shown.n; i = after(&shown, i)) {
        if (!is_gap(&shown, i)) cell(array->at[i], whole, number);
        dw_buffer_format(text, " %s", is_gap(&shown, i) ? "..." : number);
    }
}

static int column_width(const dw_array *array, size_t column, const cut *rows, bool whole)
{
    int width = 0;
    char number[32];
    for (size_t i = 0; i < rows->n; i = after(rows, i)) {
        if (is_gap(rows, i)) continue;
        int n = cell(array->at[i * array->columns + column], whole, number);
        if (n > width) width = n;
    }
    return width;
}

static void show_row(const dw_array *array, size_t row, const cut *columns, const int *width,
                     bool whole, dw_buffer *text)
{
    char number[32];
    dw_buffer_add(text, "\n");
    for (size_t j = 0, k = 0; j < columns->n; j = after(columns, j), k++) {
        if (is_gap(columns, j)) {
            dw_buffer_add(text, "  ...");
            continue;
        }
        cell(array->at[row * array->columns + j], whole, number);
        dw_buffer_format(text, "  %*s", width[k], number);
    }
}

static void show_matrix(const dw_array *array, dw_buffer *text)
{
    cut rows = cut_of(array->rows, MOST_ROWS, FIRST_ROWS, MOST_ROWS - FIRST_ROWS);
    cut columns = cut_of(array->columns, MOST_CELLS, EDGE_CELLS, EDGE_CELLS);
    bool whole = all_whole(array->at, dw_array_size(array));
    int width[MOST_CELLS + 1] = { 0 };
    for (size_t j = 0, k = 0; j < columns.n; j = after(&columns, j), k++)
        if (!is_gap(&columns, j)) width[k] = column_width(array, j, &rows, whole);
    for (size_t i = 0; i < rows.n; i = after(&rows, i)) {
        if (is_gap(&rows, i))
            dw_buffer_add(text, "\n  ...");
        else
            show_row(array, i, &columns, width, whole, text);
    }
}

dw_array dw_array_of(double *at, size_t n)
{
    return (dw_array){ .at = at, .rows = 1, .columns = n };
}

bool dw_array_same_shape(const dw_array *a, const dw_array *b)
{
    return a->is_matrix == b->is_matrix && a->rows == b->rows && a->columns == b->columns;
}

bool dw_array_equal(const dw_array *a, const dw_array *b)
{
    if (!dw_array_same_shape(a, b)) return false;
    for (size_t i = 0; i < dw_array_size(a); i++)
        if (!(a->at[i] == b->at[i])) return false;
    return true;
}

void dw_array_show(const dw_array *array, dw_buffer *text)
{
    if (array->is_matrix)
        dw_buffer_format(text, "array(%zux%zu)", array->rows, array->columns);
    else
        dw_buffer_format(text, "array(%zu)", array->columns);
    if (dw_array_size(array) == 0) return;
    dw_buffer_add(text, ":");
    if (array->is_matrix)
        show_matrix(array, text);
    else
        show_vector(array, text);
}
