/* Memory with checked sizes: n * size never wraps around. */
#ifndef DW_BASE_MEMORY_H
#define DW_BASE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

/* *product = a * b; false when that does not fit. */
bool dw_size_multiply(size_t a, size_t b, size_t *product);

/* n zeroed elements of the given size; NULL and err set when there is no room. The caller frees
 * with free(). n == 0 gives a valid pointer. */
void *dw_allocate(size_t n, size_t size, dw_error *err);

/* Tells the system that a new block of many bytes will be used as a whole: large pages save it a
 * fault each 4 KiB. Does nothing for small blocks, nor where the system knows no large pages. */
void dw_memory_expect(void *block, size_t bytes);

/* Grows block (may be NULL) to n elements; on failure the old block stays valid and is still the
 * caller's, NULL comes back and err is set. */
void *dw_reallocate(void *block, size_t n, size_t size, dw_error *err);

#endif
