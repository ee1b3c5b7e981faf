/* Arrays: contiguous doubles, one- or two-dimensional (row-major), and what is done to all their
 * elements at once.
 *
 * A dw_array describes memory that the caller owns; functions here fill memory that is given and
 * allocate nothing. A one-dimensional array has rows == 1 and is_matrix == false. */
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

#endif
