#include "data/numbers.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

enum { AT_ONCE = 8192 };

const char *const dw_number_type_names[] = {
    "float64", "float32", "int32", "int16", "uint8", NULL
};

static const size_t sizes[] = { 8, 4, 4, 2, 1 };

dw_number_type dw_number_type_of(const char *name)
{
    int type = 0;
    while (type < DW_UINT8 && strcmp(dw_number_type_names[type], name) != 0) type++;
    return (dw_number_type)type;
}

dw_status dw_numbers_count(FILE *stream, const char *name, dw_number_type type, size_t *n,
                           dw_error *err)
{
    struct stat there;
    if (fstat(fileno(stream), &there))
        return dw_fail(err, DW_EIO, "cannot read '%s': %s", name, strerror(errno));
    if (!S_ISREG(there.st_mode)) return dw_fail(err, DW_EIO, "'%s' is not a file", name);
    size_t bytes = (size_t)there.st_size;
    if (bytes % sizes[type] != 0)
        return dw_fail(err, DW_EARG, "'%s' has %zu bytes, which are no whole number of %s", name,
                       bytes, dw_number_type_names[type]);
    *n = bytes / sizes[type];
    return DW_OK;
}

#define WIDEN(name, type)                                                                          \
    static void name(const void *from, double *out, size_t n)                                      \
    {                                                                                              \
        const unsigned char *at = from;                                                            \
        for (size_t i = 0; i < n; i++) {                                                           \
            type number;                                                                           \
            memcpy(&number, at + i * sizeof number, sizeof number);                                \
            out[i] = (double)number;                                                               \
        }                                                                                          \
    }

WIDEN(from_float64, double)
WIDEN(from_float32, float)
WIDEN(from_int32, int32_t)
WIDEN(from_int16, int16_t)
WIDEN(from_uint8, uint8_t)

dw_status dw_numbers_read(FILE *stream, const char *name, dw_number_type type, double *out,
                          size_t n, dw_error *err)
{
    static void (*const widen[])(const void *, double *, size_t) = { from_float64, from_float32,
                                                                     from_int32, from_int16,
                                                                     from_uint8 };
    unsigned char bytes[8 * AT_ONCE];
    setvbuf(stream, NULL, _IONBF, 0);
    for (size_t done = 0; done < n;) {
        size_t wanted = n - done < AT_ONCE ? n - done : AT_ONCE;
        size_t got = fread(bytes, sizes[type], wanted, stream);
        if (got < wanted)
            return dw_fail(err, DW_EIO, "cannot read '%s': %s", name,
                           ferror(stream) ? strerror(errno) : "it became shorter");
        widen[type](bytes, out + done, got);
        done += got;
    }
    return DW_OK;
}
