#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "array/array.h"
#include "array/elementwise.h"
#include "array/reduce.h"
#include "array/spacing.h"

int dw_test_array(void);

static void assert_same(const double *got, const double *expected, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (got[i] != expected[i]) fail_msg("[%zu]: %.17g, not %.17g", i, got[i], expected[i]);
}

static void assert_number(double got, double expected)
{
    assert_same(&got, &expected, 1);
}

#define ASSERT_SAME(got, ...)                                                                      \
    assert_same(got, (const double[]){ __VA_ARGS__ },                                              \
                sizeof(double[]){ __VA_ARGS__ } / sizeof(double))

#define ARRAY(a) dw_operand_array(&a)

static void linspace_is_even_and_ends_exactly(void **state)
{
    (void)state;
    double x[11];
    assert_int_equal(dw_array_linspace(0, 1, 5, x, NULL), DW_OK);
    ASSERT_SAME(x, 0, 0.25, 0.5, 0.75, 1);
    assert_int_equal(dw_array_linspace(1, 0.1, 7, x, NULL), DW_OK);
    assert_number(x[0], 1);
    assert_number(x[6], 0.1);
    assert_int_equal(dw_array_linspace(-DBL_MAX, DBL_MAX, 3, x, NULL), DW_OK);
    ASSERT_SAME(x, -DBL_MAX, 0, DBL_MAX);
    assert_int_equal(dw_array_linspace(3, 9, 1, x, NULL), DW_OK);
    ASSERT_SAME(x, 3);
    assert_int_equal(dw_array_linspace(3, 9, 0, NULL, NULL), DW_OK);
}

static void generators_refuse_what_is_not_finite(void **state)
{
    (void)state;
    dw_error err;
    double x[3];
    size_t n;
    assert_int_equal(dw_array_linspace(NAN, 1, 3, x, &err), DW_EDOMAIN);
    assert_string_equal(err.text, "first must be finite, got nan");
    assert_int_equal(dw_array_geomspace(1, INFINITY, 3, x, &err), DW_EDOMAIN);
    assert_string_equal(err.text, "last must be finite, got inf");
    assert_int_equal(dw_array_logspace(2, 309, 3, x, &err), DW_EDOMAIN);
    assert_non_null(strstr(err.text, "10^309 is too large"));
    assert_int_equal(dw_array_range_count(0, 1, NAN, &n, &err), DW_EDOMAIN);
    assert_string_equal(err.text, "step must be finite, got nan");
}

static void logspace_takes_exponents(void **state)
{
    (void)state;
    double x[4];
    assert_int_equal(dw_array_logspace(-1, 2, 4, x, NULL), DW_OK);
    ASSERT_SAME(x, 0.1, 1, 10, 100);
}

static void geomspace_hits_exact_powers(void **state)
{
    (void)state;
    double x[9];
    assert_int_equal(dw_array_geomspace(1, 1000, 4, x, NULL), DW_OK);
    ASSERT_SAME(x, 1, 10, 100, 1000);
    assert_int_equal(dw_array_geomspace(1, 256, 9, x, NULL), DW_OK);
    ASSERT_SAME(x, 1, 2, 4, 8, 16, 32, 64, 128, 256);
    assert_int_equal(dw_array_geomspace(1e7, 1e11, 5, x, NULL), DW_OK);
    ASSERT_SAME(x, 1e7, 1e8, 1e9, 1e10, 1e11);
    assert_int_equal(dw_array_geomspace(-243, -1, 6, x, NULL), DW_OK);
    ASSERT_SAME(x, -243, -81, -27, -9, -3, -1);
    assert_int_equal(dw_array_geomspace(0.3, 0.3, 3, x, NULL), DW_OK);
    ASSERT_SAME(x, 0.3, 0.3, 0.3);
}

static void geomspace_keeps_ends_ratio_and_order(void **state)
{
    (void)state;
    double x[24];
    assert_int_equal(dw_array_geomspace(1e7, 5e11, 24, x, NULL), DW_OK);
    assert_number(x[0], 1e7);
    assert_number(x[23], 5e11);
    double ratio = pow(5e4, 1.0 / 23);
    for (size_t i = 1; i < 24; i++) assert_true(fabs(x[i] / x[i - 1] / ratio - 1) < 1e-13);
    assert_int_equal(dw_array_geomspace(1, 1 + 1e-13, 24, x, NULL), DW_OK);
    for (size_t i = 1; i < 24; i++) assert_true(x[i] >= x[i - 1]);
    assert_int_equal(dw_array_geomspace(DBL_MIN, DBL_MAX, 24, x, NULL), DW_OK);
    for (size_t i = 1; i < 24; i++) assert_true(isfinite(x[i]) && x[i] > x[i - 1]);
}

static void geomspace_refuses_zero_and_two_signs(void **state)
{
    (void)state;
    dw_error err;
    double x[3];
    assert_int_equal(dw_array_geomspace(1, 0, 3, x, &err), DW_EDOMAIN);
    assert_string_equal(err.text, "last must not be 0");
    assert_int_equal(dw_array_geomspace(-1, 5, 3, x, &err), DW_EDOMAIN);
    assert_string_equal(err.text, "first and last must have the same sign, got -1 and 5");
}

static void range_counts_with_care(void **state)
{
    (void)state;
    static const struct {
        double first, last, step;
        size_t n;
    } rows[] = {
        { 1, 5, 1, 5 },          { 1, 5.5, 1, 5 },         { 0, 1, 0.1, 11 },
        { 0, 0.3, 0.1, 4 },      { 5, 1, -2, 3 },          { 5, 1, 1, 0 },
        { 1, 5, -1, 0 },         { 2, 2, 7, 1 },           { 1, 2.1, 0.1, 12 },
        { 0, 0.99, 0.1, 10 },    { 0, 9, 10, 1 },          { -0.3, 0.3, 0.1, 7 },
        { 0, 1, 1e-6, 1000001 }, { 1e15, 1e15 + 4, 1, 5 }, { 0, 1 - 1e-9, 0.25, 4 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t n;
        assert_int_equal(dw_array_range_count(rows[i].first, rows[i].last, rows[i].step, &n, NULL),
                         DW_OK);
        if (n != rows[i].n) fail_msg("row %zu: %zu, not %zu", i, n, rows[i].n);
    }
}

static void range_refuses_no_step_and_too_many(void **state)
{
    (void)state;
    dw_error err;
    size_t n;
    assert_int_equal(dw_array_range_count(1, 2, 0, &n, &err), DW_EDOMAIN);
    assert_string_equal(err.text, "step must not be 0");
    assert_int_equal(dw_array_range_count(0, 1e300, 1e-300, &n, &err), DW_EDOMAIN);
    assert_int_equal(dw_array_range_count(-DBL_MAX, DBL_MAX, 1, &n, &err), DW_EDOMAIN);
    assert_non_null(strstr(err.text, "more numbers than memory holds"));
    assert_int_equal(dw_array_range_count(-DBL_MAX, DBL_MAX, DBL_MAX, &n, NULL), DW_OK);
    assert_int_equal(n, 3);
}

static void range_never_passes_its_end(void **state)
{
    (void)state;
    double x[11];
    dw_array_range(0, 0.3, 0.1, 4, x);
    ASSERT_SAME(x, 0, 0.1, 0.2, 0.3);
    dw_array_range(5, 1, -2, 3, x);
    ASSERT_SAME(x, 5, 3, 1);
    dw_array_range(0, 1, 0.1, 11, x);
    assert_number(x[10], 1);
    dw_array_range(0, 1, 0.1, 0, NULL);
}

static void arithmetic_on_arrays_and_numbers(void **state)
{
    (void)state;
    double x[] = { 1, 2, 3 }, y[] = { 4, 5, -6 }, out[3];
    dw_array a = dw_array_of(x, 3), b = dw_array_of(y, 3);
    assert_int_equal(dw_array_combine(DW_ADD, ARRAY(a), ARRAY(b), out, NULL), DW_OK);
    ASSERT_SAME(out, 5, 7, -3);
    assert_int_equal(dw_array_combine(DW_DIVIDE, ARRAY(b), ARRAY(a), out, NULL), DW_OK);
    ASSERT_SAME(out, 4, 2.5, -2);
    assert_int_equal(dw_array_combine(DW_SUBTRACT, ARRAY(a), dw_operand_number(1), out, NULL),
                     DW_OK);
    ASSERT_SAME(out, 0, 1, 2);
    assert_int_equal(dw_array_combine(DW_SUBTRACT, dw_operand_number(1), ARRAY(a), out, NULL),
                     DW_OK);
    ASSERT_SAME(out, 0, -1, -2);
    assert_int_equal(dw_array_combine(DW_POWER, dw_operand_number(2), ARRAY(a), out, NULL), DW_OK);
    ASSERT_SAME(out, 2, 4, 8);
    assert_int_equal(dw_array_combine(DW_POWER, ARRAY(b), dw_operand_number(2), out, NULL), DW_OK);
    ASSERT_SAME(out, 16, 25, 36);
    dw_array_negate(&b, out);
    ASSERT_SAME(out, -4, -5, 6);
    assert_int_equal(dw_array_combine(DW_MULTIPLY, ARRAY(a), ARRAY(b), x, NULL),
                     DW_OK); /* in place */
    ASSERT_SAME(x, 4, 10, -18);
}

static void arithmetic_follows_ieee(void **state)
{
    (void)state;
    double x[] = { 1, 0, -1 }, out[3];
    dw_array a = dw_array_of(x, 3);
    assert_int_equal(dw_array_combine(DW_DIVIDE, ARRAY(a), dw_operand_number(0), out, NULL), DW_OK);
    assert_true(out[0] == INFINITY && isnan(out[1]) && out[2] == -INFINITY);
    assert_int_equal(dw_array_combine(DW_POWER, ARRAY(a), dw_operand_number(0.5), out, NULL),
                     DW_OK);
    assert_true(out[0] == 1 && out[1] == 0 && isnan(out[2]));
}

/* What Lua's % gives, written in another way: fmod and the sign. */
static double remainder_of(double x, double y)
{
    double rest = fmod(x, y);
    return rest != 0 && signbit(rest) != signbit(y) ? rest + y : rest;
}

/* Any double there is. */
static double any_double(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    uint64_t bits = *seed ^ *seed >> 29;
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static bool same_bits(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0 || (isnan(a) && isnan(b));
}

static void remainders_have_the_bits_of_fmod(void **state)
{
    (void)state;
    enum { N = 1000 };
    double x[N], y[N], out[N];
    uint64_t seed = 1;
    dw_array a = dw_array_of(x, N), b = dw_array_of(y, N);
    for (int round = 0; round < 200; round++) {
        for (int i = 0; i < N; i++) {
            y[i] = any_double(&seed);
            x[i] = any_double(&seed);
            switch (i % 5) { /* the hard ones: quotients that are whole, or round to a whole one */
            case 0:
                x[i] = y[i] * (double)(seed >> 40);
                break;
            case 1:
                x[i] = nextafter(y[i] * (double)(seed >> 12), x[i]);
                break;
            case 2:
                x[i] = ldexp(x[i] / y[i], (int)(seed >> 58));
                break;
            case 3:
                y[i] = (double)(int64_t)(seed >> 33), x[i] = (double)(int64_t)seed;
                break;
            }
        }
        assert_int_equal(dw_array_combine(DW_REMAINDER, ARRAY(a), ARRAY(b), out, NULL), DW_OK);
        for (int i = 0; i < N; i++)
            if (!same_bits(out[i], remainder_of(x[i], y[i])))
                fail_msg("%a %% %a: %a, not %a", x[i], y[i], out[i], remainder_of(x[i], y[i]));
    }
}

static void remainders_at_the_edges(void **state)
{
    (void)state;
    static const double edges[] = { 0,       -0.0,     1,       -1,        0x1p53,   -0x1p53,
                                    5e-324,  -5e-324,  DBL_MIN, -DBL_MIN,  DBL_MAX,  -DBL_MAX,
                                    0x1p-30, -0x1p-30, 3,       -INFINITY, INFINITY, NAN };
    enum { N = sizeof edges / sizeof *edges };
    double x[N], out[N];
    memcpy(x, edges, sizeof x);
    dw_array a = dw_array_of(x, N);
    for (int i = 0; i < N; i++) {
        dw_operand y = dw_operand_number(x[i]);
        assert_int_equal(dw_array_combine(DW_REMAINDER, ARRAY(a), y, out, NULL), DW_OK);
        for (int j = 0; j < N; j++) assert_true(same_bits(out[j], remainder_of(x[j], x[i])));
        assert_int_equal(dw_array_combine(DW_REMAINDER, y, ARRAY(a), out, NULL), DW_OK);
        for (int j = 0; j < N; j++) assert_true(same_bits(out[j], remainder_of(x[i], x[j])));
    }
    assert_int_equal(dw_array_combine(DW_DIVIDE_DOWN, ARRAY(a), dw_operand_number(2), out, NULL),
                     DW_OK);
    for (int j = 0; j < N; j++) assert_true(same_bits(out[j], floor(x[j] / 2)));
}

static void comparisons_give_ones_and_zeros(void **state)
{
    (void)state;
    double x[] = { 1, 2, 3, NAN }, out[4];
    dw_array a = dw_array_of(x, 4);
    dw_operand two = dw_operand_number(2);
    static const struct {
        const char *name;
        double expected[4];
    } rows[] = {
        { "lt", { 1, 0, 0, 0 } }, { "le", { 1, 1, 0, 0 } }, { "gt", { 0, 0, 1, 0 } },
        { "ge", { 0, 1, 1, 0 } }, { "eq", { 0, 1, 0, 0 } }, { "ne", { 1, 0, 1, 1 } },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dw_operator op = dw_operator_find(rows[i].name);
        assert_int_equal(dw_array_combine(op, ARRAY(a), two, out, NULL), DW_OK);
        assert_same(out, rows[i].expected, 4);
    }
}

static void choices_by_a_condition(void **state)
{
    (void)state;
    double x[] = { 1, 0, -0.0, NAN }, y[] = { 5, 6, 7, 8 }, out[4];
    dw_array condition = dw_array_of(x, 4), yes = dw_array_of(y, 4), three = dw_array_of(y, 3);
    dw_error err;
    assert_int_equal(dw_array_choose(&condition, ARRAY(yes), dw_operand_number(0), out, NULL),
                     DW_OK);
    ASSERT_SAME(out, 5, 0, 0, 8);
    assert_int_equal(dw_array_choose(&condition, dw_operand_number(0), ARRAY(yes), out, NULL),
                     DW_OK);
    ASSERT_SAME(out, 0, 6, 7, 0);
    assert_int_equal(dw_array_choose(&condition, ARRAY(three), ARRAY(yes), out, &err), DW_EARG);
    assert_string_equal(err.text, "cannot choose by arrays of 4 and 3 elements");
    assert_int_equal(dw_array_choose(&condition, ARRAY(yes), ARRAY(three), out, &err), DW_EARG);
}

static void shape_errors_name_both(void **state)
{
    (void)state;
    dw_error err;
    double x[6] = { 0 }, out[6];
    dw_array three = dw_array_of(x, 3), four = dw_array_of(x, 4), six = dw_array_of(x, 6);
    dw_array wide = { x, 2, 3, true }, tall = { x, 3, 2, true };
    assert_int_equal(dw_array_combine(DW_ADD, ARRAY(three), ARRAY(four), out, &err), DW_EARG);
    assert_string_equal(err.text, "cannot add arrays of 3 and 4 elements");
    assert_int_equal(dw_array_combine(DW_MULTIPLY, ARRAY(wide), ARRAY(tall), out, &err), DW_EARG);
    assert_string_equal(err.text, "cannot multiply matrices of 2x3 and 3x2");
    assert_int_equal(dw_array_combine(DW_SUBTRACT, ARRAY(six), ARRAY(wide), out, &err), DW_EARG);
    assert_string_equal(err.text, "cannot subtract an array of 6 elements and a matrix of 2x3");
    assert_int_equal(dw_array_combine(DW_POWER, ARRAY(wide), ARRAY(wide), out, &err), DW_OK);
}

static void equality_is_shape_and_elements(void **state)
{
    (void)state;
    double x[] = { 1, 0, 3, 4 }, y[] = { 1, -0.0, 3, 4 }, z[] = { NAN };
    dw_array a = dw_array_of(x, 4), b = dw_array_of(y, 4), nan = dw_array_of(z, 1);
    dw_array square = { x, 2, 2, true }, row = { x, 1, 4, true };
    dw_array none = dw_array_of(NULL, 0), empty = dw_array_of(x, 0);
    assert_true(dw_array_equal(&a, &b));
    assert_true(dw_array_equal(&none, &empty));
    assert_false(dw_array_equal(&a, &square));
    assert_false(dw_array_equal(&a, &row));
    assert_false(dw_array_equal(&nan, &nan));
    y[3] = 5;
    assert_false(dw_array_equal(&a, &b));
}

static void sums_keep_what_addition_loses(void **state)
{
    (void)state;
    double tricky[] = { 1, 1e100, 1, -1e100 }, infinite[] = { 1, INFINITY, 2 };
    double both[] = { INFINITY, -INFINITY }, gap[] = { 1, NAN, 2 }, tenths[10];
    assert_number(dw_array_sum(tricky, 4), 2);
    assert_number(dw_array_sum(infinite, 3), INFINITY);
    assert_true(isnan(dw_array_sum(both, 2)));
    assert_true(isnan(dw_array_sum(gap, 3)));
    assert_number(dw_array_sum(NULL, 0), 0);
    for (size_t i = 0; i < 10; i++) tenths[i] = 0.1;
    assert_number(dw_array_sum(tenths, 10), 1);
}

static void means_stay_finite(void **state)
{
    (void)state;
    double x[] = { 1, 2, 6 }, large[10];
    assert_number(dw_array_mean(x, 3), 3);
    assert_true(isnan(dw_array_mean(x, 0)));
    for (size_t i = 0; i < 10; i++) large[i] = 1e308;
    assert_true(fabs(dw_array_mean(large, 10) / 1e308 - 1) < 1e-15);
}

static void least_and_most(void **state)
{
    (void)state;
    double x[] = { 3, -2, 7 }, gap[] = { 1, NAN, 2 }, last[] = { 1, 2, NAN };
    assert_number(dw_array_min(x, 3), -2);
    assert_number(dw_array_max(x, 3), 7);
    assert_true(isnan(dw_array_min(x, 0)) && isnan(dw_array_max(x, 0)));
    assert_true(isnan(dw_array_min(gap, 3)) && isnan(dw_array_max(gap, 3)));
    assert_true(isnan(dw_array_min(last, 3)) && isnan(dw_array_max(last, 3)));
}

static void kernels_are_found_by_name(void **state)
{
    (void)state;
    double x[] = { -1.5, 4 }, out[2];
    dw_kernel_apply(dw_kernel_find("abs"), x, 2, out);
    ASSERT_SAME(out, 1.5, 4);
    dw_kernel_apply(dw_kernel_find("floor"), x, 2, out);
    ASSERT_SAME(out, -2, 4);
    dw_kernel_apply(dw_kernel_find("sqrt"), x, 2, out);
    assert_true(isnan(out[0]) && out[1] == 2);
    assert_null(dw_kernel_find("sine"));
    for (const dw_kernel *kernel = dw_kernels; kernel->name; kernel++)
        assert_ptr_equal(dw_kernel_find(kernel->name), kernel);
}

static void assert_shown(dw_array array, const char *expected)
{
    dw_buffer text = { 0 };
    dw_array_show(&array, &text);
    assert_false(text.failed);
    assert_string_equal(text.text, expected);
    dw_buffer_free(&text);
}

static void vectors_are_shown_on_one_line(void **state)
{
    (void)state;
    double x[100];
    for (size_t i = 0; i < 100; i++) x[i] = (double)i + 1;
    assert_shown(dw_array_of(x, 5), "array(5): 1 2 3 4 5");
    assert_shown(dw_array_of(x, 12), "array(12): 1 2 3 4 5 6 7 8 9 10 11 12");
    assert_shown(dw_array_of(x, 13), "array(13): 1 2 3 ... 11 12 13");
    assert_shown(dw_array_of(x, 100), "array(100): 1 2 3 ... 98 99 100");
    assert_shown(dw_array_of(x, 0), "array(0)");
    assert_shown(dw_array_of((double[]){ 0.1 + 0.2, -NAN, INFINITY }, 3), "array(3): 0.3 nan inf");
    assert_shown(dw_array_of((double[]){ 1e7, 5e11 }, 2), "array(2): 10000000 500000000000");
    assert_shown(dw_array_of((double[]){ DBL_MAX }, 1), "array(1): 1.79769e+308");
}

static void matrices_are_shown_by_rows(void **state)
{
    (void)state;
    double x[400];
    for (size_t i = 0; i < 400; i++) x[i] = (double)i;
    assert_shown((dw_array){ (double[]){ 1, 2, 3, 10, 200, 0.5 }, 2, 3, true },
                 "array(2x3):\n   1    2    3\n  10  200  0.5");
    assert_shown((dw_array){ x, 0, 3, true }, "array(0x3)");
    assert_shown((dw_array){ x, 12, 1, true },
                 "array(12x1):\n   0\n   1\n   2\n   3\n   4\n  ...\n   7\n   8\n   9\n  10\n  11");
    assert_shown((dw_array){ x, 2, 20, true },
                 "array(2x20):\n   0   1   2  ...  17  18  19\n  20  21  22  ...  37  38  39");
    assert_shown((dw_array){ x, 1, 12, true },
                 "array(1x12):\n  0  1  2  3  4  5  6  7  8  9  10  11");
}

int dw_test_array(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(linspace_is_even_and_ends_exactly),
        cmocka_unit_test(generators_refuse_what_is_not_finite),
        cmocka_unit_test(logspace_takes_exponents),
        cmocka_unit_test(geomspace_hits_exact_powers),
        cmocka_unit_test(geomspace_keeps_ends_ratio_and_order),
        cmocka_unit_test(geomspace_refuses_zero_and_two_signs),
        cmocka_unit_test(range_counts_with_care),
        cmocka_unit_test(range_refuses_no_step_and_too_many),
        cmocka_unit_test(range_never_passes_its_end),
        cmocka_unit_test(arithmetic_on_arrays_and_numbers),
        cmocka_unit_test(arithmetic_follows_ieee),
        cmocka_unit_test(remainders_have_the_bits_of_fmod),
        cmocka_unit_test(remainders_at_the_edges),
        cmocka_unit_test(comparisons_give_ones_and_zeros),
        cmocka_unit_test(choices_by_a_condition),
        cmocka_unit_test(shape_errors_name_both),
        cmocka_unit_test(equality_is_shape_and_elements),
        cmocka_unit_test(sums_keep_what_addition_loses),
        cmocka_unit_test(means_stay_finite),
        cmocka_unit_test(least_and_most),
        cmocka_unit_test(kernels_are_found_by_name),
        cmocka_unit_test(vectors_are_shown_on_one_line),
        cmocka_unit_test(matrices_are_shown_by_rows),
    };
    return cmocka_run_group_tests_name("array", tests, NULL, NULL);
}
