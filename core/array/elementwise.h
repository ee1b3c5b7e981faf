/* Arithmetic and functions on every element. `out` holds as many doubles as the array has
 * elements, takes its shape, and may be the memory of an operand. Values follow IEEE arithmetic:
 * 1/0 is infinite, 0/0 and log(-1) are NaN. */
#ifndef DW_ARRAY_ELEMENTWISE_H
#define DW_ARRAY_ELEMENTWISE_H

#include <stddef.h>

#include "array/array.h"
#include "base/status.h"

typedef enum dw_operator {
    DW_ADD,
    DW_SUBTRACT,
    DW_MULTIPLY,
    DW_DIVIDE,
    DW_POWER /* as Lua's ^: the square is x * x, the rest pow() */
} dw_operator;

/* a op b, element by element. Fails with DW_EARG when the shapes differ and names both:
 * "cannot add arrays of 3 and 4 elements". */
dw_status dw_array_combine(dw_operator op, const dw_array *a, const dw_array *b, double *out,
                           dw_error *err);
/* a op number, for every element of a. */
void dw_array_combine_number(dw_operator op, const dw_array *a, double number, double *out);
/* number op a, for every element of a. */
void dw_number_combine_array(dw_operator op, double number, const dw_array *a, double *out);
void dw_array_negate(const dw_array *a, double *out);

/* A function of one number that arrays have, under its name in scripts. */
typedef struct dw_kernel {
    const char *name;
    double (*at)(double x);
    const char *doc;
    void (*all)(const double *x, size_t n, double *out); /* faster, or NULL */
} dw_kernel;

/* All of them: exp log log10 sqrt abs floor ceil sin cos tanh; ends with { 0 }. */
extern const dw_kernel dw_kernels[];

/* The kernel of that name, or NULL. */
const dw_kernel *dw_kernel_find(const char *name);
/* out[i] = kernel->at(x[i]). */
void dw_kernel_apply(const dw_kernel *kernel, const double *x, size_t n, double *out);

#endif
