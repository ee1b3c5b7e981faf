/* Arrays: contiguous doubles, one- or two-dimensional (row-major), and what is done to all their
 * elements at once.
 *
 * A dw_array describes memory that the caller owns; functions here fill memory that is given and
 * allocate nothing (dw_array_show alone grows the text it is given). A one-dimensional array has
 * rows == 1 and is_matrix == false.
 *
 * spacing.h makes sequences, elementwise.h does arithmetic, reduce.h sums up. */
#ifndef DW_ARRAY_ARRAY_H
#define DW_ARRAY_ARRAY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "base/text.h"

typedef struct dw_array {
    double *at;
    size_t rows, columns;
    bool is_matrix;
} dw_array;

/* The number of elements. */
static inline size_t dw_array_size(const dw_array *array)
{
    return array->rows * array->columns;
}

/* A description of n doubles as a one-dimensional array. */
dw_array dw_array_of(double *at, size_t n);

/* Both one-dimensional or both matrices, of the same rows and columns. A vector of 6 and a matrix
 * of 1x6 differ. */
bool dw_array_same_shape(const dw_array *a, const dw_array *b);

/* Same shape and every element equal. NaN equals nothing, so an array that holds NaN is not equal
 * to itself; 0 equals -0. */
bool dw_array_equal(const dw_array *a, const dw_array *b);

/* Appends the array as people read it, without a newline at the end:
 *     array(5): 1 2 3 4 5
 *     array(100): 1 2 3 ... 98 99 100
 *     array(2x3):
 *        1    2    3
 *       10  200  0.5
 * Whole numbers are written out, others with six significant digits. More than 12 elements, or
 * columns, are shortened to three at each end, and more than 10 rows to ten. A lack of memory
 * shows in text->failed. */
void dw_array_show(const dw_array *array, dw_buffer *text);

#endif
