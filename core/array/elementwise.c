#include "array/elementwise.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/machine.h"

/* A number beside an array is an operand whose stride is 0. */
typedef void loop(const double *a, size_t a_stride, const double *b, size_t b_stride, size_t n,
                  double *out);

/* Told to use vectors: each element has the same bits with them. */
#ifdef _OPENMP
#    define DW_VECTORS _Pragma("omp simd")
#else
#    define DW_VECTORS
#endif

/* One loop for each way in which an operand can be a number: with a stride there are no vectors. */
#define DW_LOOP(name, result)                                                                      \
    DW_FOR_EACH_MACHINE static void name(const double *a, size_t a_stride, const double *b,        \
                                         size_t b_stride, size_t n, double *out)                   \
    {                                                                                              \
        if (a_stride && b_stride) {                                                                \
            DW_VECTORS                                                                             \
            for (size_t i = 0; i < n; i++) {                                                       \
                double x = a[i], y = b[i];                                                         \
                out[i] = result;                                                                   \
            }                                                                                      \
        } else if (a_stride) {                                                                     \
            double y = *b;                                                                         \
            DW_VECTORS                                                                             \
            for (size_t i = 0; i < n; i++) {                                                       \
                double x = a[i];                                                                   \
                out[i] = result;                                                                   \
            }                                                                                      \
        } else {                                                                                   \
            double x = *a;                                                                         \
            DW_VECTORS                                                                             \
            for (size_t i = 0; i < n; i++) {                                                       \
                double y = b[i];                                                                   \
                out[i] = result;                                                                   \
            }                                                                                      \
        }                                                                                          \
    }

DW_LOOP(add, x + y)
DW_LOOP(subtract, x - y)
DW_LOOP(multiply, (x * y))
DW_LOOP(divide, x / y)
DW_LOOP(raise_to, y == 2 ? x * x : pow(x, y))

static const struct {
    loop *run;
    const char *verb;
} operators[] = {
    [DW_ADD] = { add, "add" },
    [DW_SUBTRACT] = { subtract, "subtract" },
    [DW_MULTIPLY] = { multiply, "multiply" },
    [DW_DIVIDE] = { divide, "divide" },
    [DW_POWER] = { raise_to, "take powers of" },
};

static void shape_phrase(const dw_array *a, char out[80])
{
    if (a->is_matrix)
        snprintf(out, 80, "a matrix of %zux%zu", a->rows, a->columns);
    else
        snprintf(out, 80, "an array of %zu elements", a->columns);
}

static dw_status shapes_differ(const char *verb, const dw_array *a, const dw_array *b,
                               dw_error *err)
{
    if (!a->is_matrix && !b->is_matrix)
        return dw_fail(err, DW_EARG, "cannot %s arrays of %zu and %zu elements", verb, a->columns,
                       b->columns);
    if (a->is_matrix && b->is_matrix)
        return dw_fail(err, DW_EARG, "cannot %s matrices of %zux%zu and %zux%zu", verb, a->rows,
                       a->columns, b->rows, b->columns);
    char left[80], right[80];
    shape_phrase(a, left);
    shape_phrase(b, right);
    return dw_fail(err, DW_EARG, "cannot %s %s and %s", verb, left, right);
}

dw_status dw_array_combine(dw_operator op, const dw_array *a, const dw_array *b, double *out,
                           dw_error *err)
{
    if (!dw_array_same_shape(a, b)) return shapes_differ(operators[op].verb, a, b, err);
    operators[op].run(a->at, 1, b->at, 1, dw_array_size(a), out);
    return DW_OK;
}

void dw_array_combine_number(dw_operator op, const dw_array *a, double number, double *out)
{
    operators[op].run(a->at, 1, &number, 0, dw_array_size(a), out);
}

void dw_number_combine_array(dw_operator op, double number, const dw_array *a, double *out)
{
    operators[op].run(&number, 0, a->at, 1, dw_array_size(a), out);
}

void dw_array_negate(const dw_array *a, double *out)
{
    for (size_t i = 0; i < dw_array_size(a); i++) out[i] = -a->at[i];
}

/* Those that processors have in vectors, as loops of their own. */
#define DW_KERNEL_LOOP(name, result)                                                               \
    DW_FOR_EACH_MACHINE static void name(const double *at, size_t n, double *out)                  \
    {                                                                                              \
        DW_VECTORS                                                                                 \
        for (size_t i = 0; i < n; i++) {                                                           \
            double x = at[i];                                                                      \
            out[i] = result;                                                                       \
        }                                                                                          \
    }

DW_KERNEL_LOOP(all_without_sign, fabs(x))
DW_KERNEL_LOOP(all_rounded_down, floor(x))
DW_KERNEL_LOOP(all_rounded_up, ceil(x))

const dw_kernel dw_kernels[] = {
    { "exp", exp, "e to the power of each element", NULL },
    { "log", log, "natural logarithm of each element", NULL },
    { "log10", log10, "logarithm to base 10 of each element", NULL },
    { "sqrt", sqrt, "square root of each element", NULL },
    { "abs", fabs, "each element without its sign", all_without_sign },
    { "floor", floor, "each element rounded down", all_rounded_down },
    { "ceil", ceil, "each element rounded up", all_rounded_up },
    { "sin", sin, "sine of each element, in radians", NULL },
    { "cos", cos, "cosine of each element, in radians", NULL },
    { "tanh", tanh, "hyperbolic tangent of each element", NULL },
    { 0 },
};

const dw_kernel *dw_kernel_find(const char *name)
{
    for (const dw_kernel *kernel = dw_kernels; kernel->name; kernel++)
        if (strcmp(kernel->name, name) == 0) return kernel;
    return NULL;
}

void dw_kernel_apply(const dw_kernel *kernel, const double *x, size_t n, double *out)
{
    if (kernel->all) {
        kernel->all(x, n, out);
        return;
    }
    for (size_t i = 0; i < n; i++) out[i] = kernel->at(x[i]);
}
