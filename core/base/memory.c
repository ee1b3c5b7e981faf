#include "base/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

enum { PAGE = 4096, LARGE_BLOCK = 4 << 20 };

bool dw_size_multiply(size_t a, size_t b, size_t *product)
{
    return !__builtin_mul_overflow(a, b, product);
}

void dw_memory_expect(void *block, size_t bytes)
{
#ifdef MADV_HUGEPAGE
    if (!block || bytes < LARGE_BLOCK) return;
    uintptr_t from = ((uintptr_t)block + PAGE - 1) / PAGE * PAGE;
    (void)madvise((void *)from, ((uintptr_t)block + bytes - from) / PAGE * PAGE, MADV_HUGEPAGE);
#else
    (void)block;
    (void)bytes;
#endif
}

void *dw_allocate(size_t n, size_t size, dw_error *err)
{
    void *block = calloc(n ? n : 1, size ? size : 1);
    if (!block) dw_fail(err, DW_ENOMEM, "no memory for %zu elements of %zu bytes", n, size);
    if (block && size) dw_memory_expect(block, n * size);
    return block;
}

void *dw_reallocate(void *block, size_t n, size_t size, dw_error *err)
{
    size_t bytes;
    void *grown = NULL;
    if (dw_size_multiply(n, size, &bytes)) grown = realloc(block, bytes ? bytes : 1);
    if (!grown) dw_fail(err, DW_ENOMEM, "no memory for %zu elements of %zu bytes", n, size);
    return grown;
}
