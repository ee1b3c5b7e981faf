/* Sequences: evenly spaced numbers, on a line or on a logarithmic scale.
 *
 * Each function fills n doubles that the caller owns. n == 0 fills nothing and n == 1 gives only
 * `first`. Every number given must be finite; what fails is DW_EDOMAIN and leaves `out` in an
 * unknown state. */
#ifndef DW_ARRAY_SPACING_H
#define DW_ARRAY_SPACING_H

#include <stddef.h>

#include "base/status.h"

/* n numbers from first to last, both included exactly. */
dw_status dw_array_linspace(double first, double last, size_t n, double *out, dw_error *err);

/* 10 to the powers of linspace: `first` and `last` are exponents. Fails where 10 to the larger one
 * is not a finite number. */
dw_status dw_array_logspace(double first, double last, size_t n, double *out, dw_error *err);

/* n numbers of a constant ratio from first to last, both included exactly. first and last are not
 * zero and have the same sign. Between the ends a whole number within the rounding error of the
 * method is that whole number: geomspace(1, 256, 9) is 1 2 4 8 16 32 64 128 256. */
dw_status dw_array_geomspace(double first, double last, size_t n, double *out, dw_error *err);

/* How many numbers first, first + step, ... there are up to and including last, as in a Lua `for`
 * loop: none when last lies on the other side. A last number that misses `last` only by rounding
 * counts (range(0, 0.3, 0.1) has four). Fails when step is 0 and when there would be more than
 * memory could ever hold. */
dw_status dw_array_range_count(double first, double last, double step, size_t *n, dw_error *err);

/* The numbers first + i * step, i = 0..n-1, with n from dw_array_range_count. None passes last. */
void dw_array_range(double first, double last, double step, size_t n, double *out);

#endif
