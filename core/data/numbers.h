/* Files of bare numbers, one after another without a header, as NumPy's tofile or R's writeBin
 * leave them: of one type, in the machine's order of bytes.
 *
 * Fails when the file cannot be read (DW_EIO) or its length is not a multiple of the type's
 * (DW_EARG). */
#ifndef DW_DATA_NUMBERS_H
#define DW_DATA_NUMBERS_H

#include <stddef.h>
#include <stdio.h>

#include "base/status.h"

typedef enum dw_number_type {
    DW_FLOAT64,
    DW_FLOAT32,
    DW_INT32,
    DW_INT16,
    DW_UINT8,
    DW_NUMBER_TYPES
} dw_number_type;

/* "float64", "float32", "int32", "int16", "uint8", NULL. */
extern const char *const dw_number_type_names[DW_NUMBER_TYPES + 1];
/* The type of that name, which must be one of them. */
dw_number_type dw_number_type_of(const char *name);

/* How many numbers the file has; its name is for messages. */
dw_status dw_numbers_count(FILE *stream, const char *name, dw_number_type type, size_t *n,
                           dw_error *err);
/* Fills out with the file's first n numbers; a file with fewer is an error. The stream was not read
 * before. */
dw_status dw_numbers_read(FILE *stream, const char *name, dw_number_type type, double *out,
                          size_t n, dw_error *err);

#endif
