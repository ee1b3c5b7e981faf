/* The library `array` in Lua: what makes arrays. */
#include <string.h>

#include "array/spacing.h"
#include "lua/array_arithmetic.h"
#include "lua/glue.h"

/* array { 1, 2, 3 } and array { { 1, 2 }, { 3, 4 } } */
static int array_call(lua_State *L)
{
    luaL_argcheck(L, lua_gettop(L) == 2, 1, "array takes one table of numbers");
    if (dwl_to_array(L, 2)) {
        dw_array *from = dwl_to_array(L, 2);
        dw_array *copy = dwl_push_array(L, from->rows, from->columns, from->is_matrix);
        memcpy(copy->at, from->at, dw_array_size(from) * sizeof(double));
        return 1;
    }
    if (!lua_istable(L, 2))
        return luaL_error(L, "array takes a table of numbers, got a %s", luaL_typename(L, 2));
    lua_rawgeti(L, 2, 1);
    bool is_matrix = lua_istable(L, -1);
    lua_pop(L, 1);
    if (!is_matrix) {
        dwl_read_series(L, 2, "array", "elements");
        return 1;
    }
    size_t rows = lua_rawlen(L, 2), columns = 0;
    dw_array *matrix = NULL;
    for (size_t i = 0; i < rows; i++) {
        if (lua_rawgeti(L, 2, (lua_Integer)(i + 1)) != LUA_TTABLE)
            return luaL_error(L, "array: row %d is a %s, not a table", (int)(i + 1),
                              luaL_typename(L, -1));
        dw_series row = dwl_read_series(L, -1, "array", "row");
        if (i == 0) {
            columns = row.n;
            matrix = dwl_push_array(L, rows, columns, true);
            lua_replace(L, 1);
        }
        if (row.n != columns)
            return luaL_error(L, "array: row %d has %d numbers, the rows before have %d",
                              (int)(i + 1), (int)row.n, (int)columns);
        memcpy(matrix->at + i * columns, row.at, columns * sizeof(double));
        lua_settop(L, 2);
    }
    lua_pushvalue(L, 1);
    return 1;
}

typedef struct spacing_arguments {
    double first, last, step;
    int64_t n;
} spacing_arguments;

static const dw_option spacing_options[] = {
    { "first", DW_NUMBER, offsetof(spacing_arguments, first), .flags = DW_REQUIRED,
      .doc = "the first number" },
    { "last", DW_NUMBER, offsetof(spacing_arguments, last), .flags = DW_REQUIRED,
      .doc = "the last number, included" },
    { "n", DW_INTEGER, offsetof(spacing_arguments, n), .min = 1, .max = DWL_MOST_ELEMENTS,
      .flags = DW_REQUIRED, .doc = "how many numbers" },
    { 0 },
};

static const dw_option exponent_options[] = {
    { "first", DW_NUMBER, offsetof(spacing_arguments, first), .flags = DW_REQUIRED,
      .doc = "exponent of the first number" },
    { "last", DW_NUMBER, offsetof(spacing_arguments, last), .flags = DW_REQUIRED,
      .doc = "exponent of the last number, included" },
    { "n", DW_INTEGER, offsetof(spacing_arguments, n), .min = 1, .max = DWL_MOST_ELEMENTS,
      .flags = DW_REQUIRED, .doc = "how many numbers" },
    { 0 },
};

static const dw_option range_options[] = {
    { "first", DW_NUMBER, offsetof(spacing_arguments, first), .flags = DW_REQUIRED,
      .doc = "the first number" },
    { "last", DW_NUMBER, offsetof(spacing_arguments, last), .flags = DW_REQUIRED,
      .doc = "the limit, included when met" },
    { "step", DW_NUMBER, offsetof(spacing_arguments, step), .def = 1,
      .doc = "from one number to the next; not 0" },
    { 0 },
};

typedef dw_status (*spacing)(double, double, size_t, double *, dw_error *);

static int make_spaced(lua_State *L, spacing fill)
{
    spacing_arguments a;
    dwl_arguments(L, &a);
    dw_array *array = dwl_push_array(L, 1, (size_t)a.n, false);
    dw_error err;
    if (fill(a.first, a.last, (size_t)a.n, array->at, &err)) return dwl_raise(L, &err);
    return 1;
}

static int array_linspace(lua_State *L)
{
    return make_spaced(L, dw_array_linspace);
}

static int array_logspace(lua_State *L)
{
    return make_spaced(L, dw_array_logspace);
}

static int array_geomspace(lua_State *L)
{
    return make_spaced(L, dw_array_geomspace);
}

static int array_range(lua_State *L)
{
    spacing_arguments a;
    dwl_arguments(L, &a);
    size_t n;
    dw_error err;
    if (dw_array_range_count(a.first, a.last, a.step, &n, &err)) return dwl_raise(L, &err);
    if (n > DWL_MOST_ELEMENTS) return dwl_error(L, "%zu numbers are too many; at most 2^27", n);
    dw_array *array = dwl_push_array(L, 1, n, false);
    dw_array_range(a.first, a.last, a.step, n, array->at);
    return 1;
}

typedef struct zeros_arguments {
    int64_t rows, columns;
} zeros_arguments;

static const dw_option zeros_options[] = {
    { "n", DW_INTEGER, offsetof(zeros_arguments, rows), .min = 0, .max = DWL_MOST_ELEMENTS,
      .flags = DW_REQUIRED, .doc = "how many numbers, or rows of a matrix" },
    { "columns", DW_INTEGER, offsetof(zeros_arguments, columns), .min = 0, .max = DWL_MOST_ELEMENTS,
      .flags = DW_OPTIONAL, .doc = "given: a matrix of so many columns" },
    { 0 },
};

static int array_zeros(lua_State *L)
{
    zeros_arguments a;
    dwl_arguments(L, &a);
    bool is_matrix = a.columns >= 0;
    if (is_matrix && a.rows * a.columns > DWL_MOST_ELEMENTS)
        return dwl_error(L, "%lldx%lld numbers are too many; at most 2^27", (long long)a.rows,
                         (long long)a.columns);
    if (is_matrix)
        dwl_push_array(L, (size_t)a.rows, (size_t)a.columns, true);
    else
        dwl_push_array(L, 1, (size_t)a.rows, false);
    return 1;
}

static const dwl_function functions[] = {
    { "linspace", array_linspace, DWL_POSITIONAL, spacing_options, .returns = "an array",
      .doc = "n numbers evenly spaced from first to last", .example = "array.linspace(0, 1, 5)" },
    { "logspace", array_logspace, DWL_POSITIONAL, exponent_options, .returns = "an array",
      .doc = "n numbers from 10^first to 10^last, evenly spaced in the exponent",
      .example = "array.logspace(7, 11, 5)" },
    { "geomspace", array_geomspace, DWL_POSITIONAL, spacing_options, .returns = "an array",
      .doc = "n numbers from first to last, each the same multiple of the one before",
      .example = "array.geomspace(1e7, 5e11, 24)" },
    { "range", array_range, DWL_POSITIONAL, range_options, .returns = "an array",
      .doc = "first, first + step, ... up to last, as a numeric for loop counts",
      .example = "array.range(1, 10)" },
    { "zeros", array_zeros, DWL_POSITIONAL, zeros_options, .returns = "an array",
      .doc = "n zeros, or a matrix of zeros", .example = "array.zeros(3, 2)" },
    { "where", dwl_array_where, DWL_POSITIONAL, dwl_array_where_options,
      .returns = "an array of the condition's shape",
      .doc = "one of two values for every element, by a condition",
      .example = "array.where(a:gt(0), a, 0)" },
    { 0 },
};

const dwl_library dwl_array_library = {
    "array",
    "Arrays of numbers. array{1, 2, 3} and array{{1, 2}, {3, 4}} make one; + - * / // % ^ work on "
    "every element, with numbers and with arrays of the same shape; a:lt(b), a:ge(0) and the like "
    "compare every element; #a is the length (or number of rows), a[i] an element (or a row), "
    "1-based. Wherever an array is asked for, a plain table of numbers will do.",
    functions
};

void dwl_open_array_library(lua_State *L)
{
    dwl_push_library(L, &dwl_array_library);
    lua_getmetatable(L, -1);
    lua_pushcfunction(L, array_call);
    lua_setfield(L, -2, "__call");
    lua_pop(L, 1);
    lua_setglobal(L, "array");
}
