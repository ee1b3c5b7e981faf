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
    DW_POWER,       /* as Lua's ^: the square is x * x, the rest pow() */
    DW_DIVIDE_DOWN, /* as Lua's //: the quotient rounded down */
    DW_REMAINDER,   /* as Lua's %, exact, with the sign of the divisor */
    DW_LESS,        /* comparisons give 1 where they hold, else 0; with NaN only != holds */
    DW_LESS_OR_EQUAL,
    DW_GREATER,
    DW_GREATER_OR_EQUAL,
    DW_EQUAL,
    DW_NOT_EQUAL
} dw_operator;

/* The operator of that name: + - * / ^ // % lt le gt ge eq, or else ne. */
dw_operator dw_operator_find(const char *name);

/* One side of an operator: an array, or a number that goes with every element. */
typedef struct dw_operand {
    const dw_array *array; /* NULL: the number */
    double number;
} dw_operand;

dw_operand dw_operand_array(const dw_array *array);
dw_operand dw_operand_number(double number);

/* a op b, element by element; one of them is an array. Fails with DW_EARG when the shapes differ
 * and names both: "cannot add arrays of 3 and 4 elements". */
dw_status dw_array_combine(dw_operator op, dw_operand a, dw_operand b, double *out, dw_error *err);
void dw_array_negate(const dw_array *a, double *out);
/* yes where the condition is not 0, else no; fails as dw_array_combine() does. */
dw_status dw_array_choose(const dw_array *condition, dw_operand yes, dw_operand no, double *out,
                          dw_error *err);

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
