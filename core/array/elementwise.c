#include "array/elementwise.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/machine.h"

/* A number beside an array is an operand whose stride is 0. */
typedef void loop(const double *a, size_t a_stride, const double *b, size_t b_stride, size_t n,
                  double *out);

/* Told to use vectors: each element has the same bits with them. Clang does so by itself, and warns
 * where it cannot. */
#if defined(_OPENMP) && !defined(__clang__)
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
DW_LOOP(divide_down, floor(x / y))
DW_LOOP(less, x < y ? 1.0 : 0.0)
DW_LOOP(less_or_equal, x <= y ? 1.0 : 0.0)
DW_LOOP(greater, x > y ? 1.0 : 0.0)
DW_LOOP(greater_or_equal, x >= y ? 1.0 : 0.0)
DW_LOOP(equal_to, x == y ? 1.0 : 0.0)
DW_LOOP(not_equal_to, x != y ? 1.0 : 0.0)

/* x % y in a few instructions without a branch, or NaN. Below 2^53 the quotient is a whole number,
 * at most one too large where the division was rounded up; x - quotient * y is then exact, or
 * rounded once as fmod(x, y) + y is. Lua's rest has the sign of y, and of x when it is 0. */
static inline double near_remainder(double x, double y)
{
    double quotient = floor(x / y), rest = __builtin_fma(-quotient, y, x);
    rest = copysign(1, y) * rest < 0 ? rest + y : rest;
    rest = rest == 0 ? x * 0 : rest;
    return fabs(quotient) < 0x1p53 ? rest : NAN;
}

static double far_remainder(double x, double y)
{
    double rest = fmod(x, y);
    return (rest > 0 && y < 0) || (rest < 0 && y > 0) ? rest + y : rest;
}

DW_LOOP(near_remainders, near_remainder(x, y))

static void remainders(const double *a, size_t a_stride, const double *b, size_t b_stride, size_t n,
                       double *out)
{
    double near[512];
    const size_t most = sizeof near / sizeof *near;
    for (size_t first = 0; first < n; first += most) {
        size_t count = n - first < most ? n - first : most;
        const double *x = a + first * a_stride, *y = b + first * b_stride;
        near_remainders(x, a_stride, y, b_stride, count, near);
        for (size_t i = 0; i < count; i++)
            if (isnan(near[i])) near[i] = far_remainder(x[i * a_stride], y[i * b_stride]);
        memcpy(out + first, near, count * sizeof *near);
    }
}

static const struct {
    loop *run;
    const char *verb, *name;
} operators[] = {
    [DW_ADD] = { add, "add", "+" },
    [DW_SUBTRACT] = { subtract, "subtract", "-" },
    [DW_MULTIPLY] = { multiply, "multiply", "*" },
    [DW_DIVIDE] = { divide, "divide", "/" },
    [DW_POWER] = { raise_to, "take powers of", "^" },
    [DW_DIVIDE_DOWN] = { divide_down, "divide", "//" },
    [DW_REMAINDER] = { remainders, "take remainders of", "%" },
    [DW_LESS] = { less, "compare", "lt" },
    [DW_LESS_OR_EQUAL] = { less_or_equal, "compare", "le" },
    [DW_GREATER] = { greater, "compare", "gt" },
    [DW_GREATER_OR_EQUAL] = { greater_or_equal, "compare", "ge" },
    [DW_EQUAL] = { equal_to, "compare", "eq" },
    [DW_NOT_EQUAL] = { not_equal_to, "compare", "ne" },
};

dw_operator dw_operator_find(const char *name)
{
    dw_operator op = DW_ADD;
    while (op < DW_NOT_EQUAL && strcmp(operators[op].name, name) != 0) op++;
    return op;
}

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

dw_operand dw_operand_array(const dw_array *array)
{
    return (dw_operand){ .array = array };
}

dw_operand dw_operand_number(double number)
{
    return (dw_operand){ .number = number };
}

static const double *start(const dw_operand *a)
{
    return a->array ? a->array->at : &a->number;
}

static size_t stride(const dw_operand *a)
{
    return a->array ? 1 : 0;
}

dw_status dw_array_combine(dw_operator op, dw_operand a, dw_operand b, double *out, dw_error *err)
{
    const dw_array *shape = a.array ? a.array : b.array;
    if (a.array && b.array && !dw_array_same_shape(a.array, b.array))
        return shapes_differ(operators[op].verb, a.array, b.array, err);
    operators[op].run(start(&a), stride(&a), start(&b), stride(&b), dw_array_size(shape), out);
    return DW_OK;
}

void dw_array_negate(const dw_array *a, double *out)
{
    for (size_t i = 0; i < dw_array_size(a); i++) out[i] = -a->at[i];
}

dw_status dw_array_choose(const dw_array *condition, dw_operand yes, dw_operand no, double *out,
                          dw_error *err)
{
    if (yes.array && !dw_array_same_shape(condition, yes.array))
        return shapes_differ("choose by", condition, yes.array, err);
    if (no.array && !dw_array_same_shape(condition, no.array))
        return shapes_differ("choose by", condition, no.array, err);
    const double *y = start(&yes), *n = start(&no);
    size_t y_stride = stride(&yes), n_stride = stride(&no);
    for (size_t i = 0; i < dw_array_size(condition); i++)
        out[i] = condition->at[i] != 0 ? y[i * y_stride] : n[i * n_stride];
    return DW_OK;
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
