/* `array` in Lua: contiguous doubles, 1-based. */
#include "array/array.h"

#include <string.h>

#include "array/reduce.h"
#include "base/memory.h"
#include "lua/array_arithmetic.h"
#include "lua/glue.h"

dw_array *dwl_push_unset_array(lua_State *L, size_t rows, size_t columns, bool is_matrix)
{
    size_t n, bytes;
    if (!dw_size_multiply(rows, columns, &n) || !dw_size_multiply(n, sizeof(double), &bytes) ||
        bytes > (size_t)1 << 47)
        luaL_error(L, "an array of %fx%f elements is too large", (double)rows, (double)columns);
    dw_array *array = lua_newuserdatauv(L, sizeof *array + bytes, 0);
    *array = (dw_array){ (double *)(array + 1), rows, columns, is_matrix };
    luaL_setmetatable(L, DWL_ARRAY);
    return array;
}

dw_array *dwl_push_array(lua_State *L, size_t rows, size_t columns, bool is_matrix)
{
    dw_array *array = dwl_push_unset_array(L, rows, columns, is_matrix);
    memset(array->at, 0, rows * columns * sizeof(double));
    return array;
}

void dwl_push_series(lua_State *L, const double *x, size_t n)
{
    dw_array *array = dwl_push_unset_array(L, 1, n, false);
    if (n) memcpy(array->at, x, n * sizeof *x);
}

dw_array *dwl_to_array(lua_State *L, int index)
{
    return luaL_testudata(L, index, DWL_ARRAY);
}

static dw_array *self(lua_State *L)
{
    return luaL_checkudata(L, 1, DWL_ARRAY);
}

static void refuse_key(lua_State *L, int key, const char *who, const char *name)
{
    if (lua_isinteger(L, key) && lua_tointeger(L, key) >= 1) return;
    lua_pushvalue(L, key);
    luaL_error(L, "%s: '%s' must be a list of numbers, but has the field '%s'", who, name,
               luaL_tolstring(L, -1, NULL));
}

/* n: what # gives, which with holes may be anything. */
static void refuse_keys(lua_State *L, int index, size_t n, const char *who, const char *name)
{
    size_t count = 0;
    lua_pushnil(L);
    while (lua_next(L, index)) {
        lua_pop(L, 1);
        count++;
        refuse_key(L, -1, who, name);
    }
    if (count == n) return;
    lua_Integer missing = 1;
    while (lua_rawgeti(L, index, missing) != LUA_TNIL) {
        lua_pop(L, 1);
        missing++;
    }
    luaL_error(L, "%s: '%s' must be a list of numbers without holes, but element %I is missing",
               who, name, (LUAI_UACINT)missing);
}

dw_series dwl_read_series(lua_State *L, int index, const char *who, const char *name)
{
    dw_array *array = dwl_to_array(L, index);
    if (array) return (dw_series){ .at = array->at, .n = dw_array_size(array) };
    index = lua_absindex(L, index);
    size_t n = lua_rawlen(L, index);
    refuse_keys(L, index, n, who, name);
    array = dwl_push_array(L, 1, n, false);
    for (size_t i = 0; i < n; i++) {
        if (lua_rawgeti(L, index, (lua_Integer)(i + 1)) != LUA_TNUMBER)
            luaL_error(L, "%s: '%s' must hold numbers, but element %d is a %s", who, name,
                       (int)(i + 1), luaL_typename(L, -1));
        array->at[i] = lua_tonumber(L, -1);
        lua_pop(L, 1);
    }
    return (dw_series){ .at = array->at, .n = n };
}

/* ---- elements ---- */

static int array_len(lua_State *L)
{
    dw_array *a = self(L);
    lua_pushinteger(L, (lua_Integer)(a->is_matrix ? a->rows : a->columns));
    return 1;
}

static int get_element(lua_State *L, dw_array *a, lua_Integer i)
{
    lua_Integer n = (lua_Integer)(a->is_matrix ? a->rows : a->columns);
    if (i == n + 1) return lua_pushnil(L), 1; /* where ipairs stops */
    if (i < 1 || i > n)
        return luaL_error(L, "array index %I is outside 1..%I", (LUAI_UACINT)i, (LUAI_UACINT)n);
    if (a->is_matrix)
        dwl_push_series(L, a->at + (size_t)(i - 1) * a->columns, a->columns);
    else
        lua_pushnumber(L, a->at[i - 1]);
    return 1;
}

/* Upvalue 1: the __index that knows the methods. */
static int array_index(lua_State *L)
{
    dw_array *a = self(L);
    int whole;
    lua_Integer i = lua_tointegerx(L, 2, &whole);
    if (lua_type(L, 2) == LUA_TNUMBER) {
        if (!whole)
            return luaL_error(L, "array index %f is not a whole number", lua_tonumber(L, 2));
        return get_element(L, a, i);
    }
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, 2, 1);
    return 1;
}

static int array_newindex(lua_State *L)
{
    dw_array *a = self(L);
    int whole;
    lua_Integer i = lua_tointegerx(L, 2, &whole), n = (lua_Integer)a->columns;
    if (lua_type(L, 2) != LUA_TNUMBER || !whole)
        return luaL_error(L, "an array has numbered elements only; '%s' cannot be set",
                          luaL_tolstring(L, 2, NULL));
    if (a->is_matrix) return luaL_error(L, "set an element of a matrix with m:set(row, column, x)");
    if (i < 1 || i > n)
        return luaL_error(L, "array index %I is outside 1..%I", (LUAI_UACINT)i, (LUAI_UACINT)n);
    if (lua_type(L, 3) != LUA_TNUMBER)
        return luaL_error(L, "an array holds numbers, not a %s", luaL_typename(L, 3));
    a->at[i - 1] = lua_tonumber(L, 3);
    return 0;
}

static int array_tostring(lua_State *L)
{
    dw_array *a = self(L);
    dw_buffer *text = dwl_push_buffer(L);
    dw_array_show(a, text);
    dwl_buffer_to_string(L, text);
    return 1;
}

typedef struct place_arguments {
    int64_t row, column;
    double x;
} place_arguments;

static const dw_option get_options[] = {
    { "row", DW_INTEGER, offsetof(place_arguments, row), .min = 1, .max = DWL_MOST_ELEMENTS,
      .flags = DW_REQUIRED, .doc = "counted from 1" },
    { "column", DW_INTEGER, offsetof(place_arguments, column), .min = 1, .max = DWL_MOST_ELEMENTS,
      .flags = DW_REQUIRED, .doc = "counted from 1" },
    { 0 },
};

static const dw_option set_options[] = {
    { "row", DW_INTEGER, offsetof(place_arguments, row), .min = 1, .max = DWL_MOST_ELEMENTS,
      .flags = DW_REQUIRED, .doc = "counted from 1" },
    { "column", DW_INTEGER, offsetof(place_arguments, column), .min = 1, .max = DWL_MOST_ELEMENTS,
      .flags = DW_REQUIRED, .doc = "counted from 1" },
    { "x", DW_NUMBER, offsetof(place_arguments, x), .flags = DW_REQUIRED | DW_GAPS | DW_INFINITE,
      .doc = "the number" },
    { 0 },
};

static double *place(lua_State *L, place_arguments *a)
{
    dw_array *array = self(L);
    dwl_arguments(L, a);
    if ((size_t)a->row > array->rows || (size_t)a->column > array->columns)
        dwl_error(L, "element %lld, %lld is outside a %zux%zu array", (long long)a->row,
                  (long long)a->column, array->rows, array->columns);
    return array->at + (size_t)(a->row - 1) * array->columns + (size_t)(a->column - 1);
}

static int array_get(lua_State *L)
{
    place_arguments a;
    lua_pushnumber(L, *place(L, &a));
    return 1;
}

static int array_set(lua_State *L)
{
    place_arguments a;
    double *at = place(L, &a);
    *at = a.x;
    return 0;
}

static int array_shape(lua_State *L)
{
    dw_array *a = self(L);
    lua_pushinteger(L, (lua_Integer)(a->is_matrix ? a->rows : a->columns));
    if (!a->is_matrix) return 1;
    lua_pushinteger(L, (lua_Integer)a->columns);
    return 2;
}

typedef struct slice_arguments {
    int64_t first, last, step;
} slice_arguments;

static const dw_option slice_options[] = {
    { "first", DW_INTEGER, offsetof(slice_arguments, first), .min = -DWL_MOST_ELEMENTS,
      .max = DWL_MOST_ELEMENTS, .flags = DW_REQUIRED,
      .doc = "the first element; -1 is the last one" },
    { "last", DW_INTEGER, offsetof(slice_arguments, last), .def = -1, .min = -DWL_MOST_ELEMENTS,
      .max = DWL_MOST_ELEMENTS, .doc = "the last element, included; -1 is the last one" },
    { "step", DW_INTEGER, offsetof(slice_arguments, step), .def = 1, .min = 1,
      .max = DWL_MOST_ELEMENTS, .doc = "take every so many" },
    { 0 },
};

static int array_slice(lua_State *L)
{
    dw_array *array = self(L);
    slice_arguments a;
    dwl_arguments(L, &a);
    int64_t n = (int64_t)(array->is_matrix ? array->rows : array->columns);
    int64_t first = a.first < 0 ? n + 1 + a.first : a.first;
    int64_t last = a.last < 0 ? n + 1 + a.last : a.last;
    if (first < 1 || last > n || first > n + 1)
        return dwl_error(L, "%lld..%lld is outside 1..%lld", (long long)a.first, (long long)a.last,
                         (long long)n);
    int64_t count = last < first ? 0 : (last - first) / a.step + 1;
    size_t width = array->is_matrix ? array->columns : 1;
    dw_array *out = array->is_matrix ? dwl_push_array(L, (size_t)count, width, true)
                                     : dwl_push_array(L, 1, (size_t)count, false);
    for (int64_t i = 0; i < count; i++)
        memcpy(out->at + (size_t)i * width, array->at + (size_t)(first - 1 + i * a.step) * width,
               width * sizeof(double));
    return 1;
}

typedef struct column_arguments {
    int64_t column;
} column_arguments;

static const dw_option column_options[] = {
    { "column", DW_INTEGER, offsetof(column_arguments, column), .min = 1, .max = DWL_MOST_ELEMENTS,
      .flags = DW_REQUIRED, .doc = "counted from 1" },
    { 0 },
};

static int array_column(lua_State *L)
{
    dw_array *array = self(L);
    column_arguments a;
    dwl_arguments(L, &a);
    if (!array->is_matrix) return dwl_error(L, "a plain array has no columns");
    if ((size_t)a.column > array->columns)
        return dwl_error(L, "column %lld is outside 1..%zu", (long long)a.column, array->columns);
    dw_array *out = dwl_push_unset_array(L, 1, array->rows, false);
    const double *from = array->at + (a.column - 1);
    for (size_t i = 0; i < array->rows; i++) out->at[i] = from[i * array->columns];
    return 1;
}

/* ---- reductions and functions ---- */

static int reduce(lua_State *L, double (*function)(const double *, size_t))
{
    dw_array *a = self(L);
    dwl_arguments(L, NULL);
    lua_pushnumber(L, function(a->at, dw_array_size(a)));
    return 1;
}

static int array_sum(lua_State *L)
{
    return reduce(L, dw_array_sum);
}

static int refuse_empty(lua_State *L)
{
    if (dw_array_size(self(L)) == 0) dwl_error(L, "the array is empty");
    return 0;
}

static int array_mean(lua_State *L)
{
    refuse_empty(L);
    return reduce(L, dw_array_mean);
}

static int array_min(lua_State *L)
{
    refuse_empty(L);
    return reduce(L, dw_array_min);
}

static int array_max(lua_State *L)
{
    refuse_empty(L);
    return reduce(L, dw_array_max);
}

typedef struct map_arguments {
    int function;
} map_arguments;

static const dw_option map_options[] = {
    { "f", DW_FUNCTION, offsetof(map_arguments, function), .flags = DW_REQUIRED,
      .doc = "called with each element and its index; returns a number" },
    { 0 },
};

static int array_map(lua_State *L)
{
    dw_array *a = self(L);
    map_arguments m;
    dwl_arguments(L, &m);
    dw_array *out = dwl_push_array(L, a->rows, a->columns, a->is_matrix);
    for (size_t i = 0; i < dw_array_size(a); i++) {
        lua_pushvalue(L, m.function);
        lua_pushnumber(L, a->at[i]);
        lua_pushinteger(L, (lua_Integer)(i + 1));
        lua_call(L, 2, 1);
        if (lua_type(L, -1) != LUA_TNUMBER)
            return dwl_error(L, "the function must return a number, got a %s for element %zu",
                             luaL_typename(L, -1), i + 1);
        out->at[i] = lua_tonumber(L, -1);
        lua_pop(L, 1);
    }
    return 1;
}

static int array_totable(lua_State *L)
{
    dw_array *a = self(L);
    dwl_arguments(L, NULL);
    lua_createtable(L, (int)dw_array_size(a), 0);
    for (size_t i = 0; i < dw_array_size(a); i++) {
        lua_pushnumber(L, a->at[i]);
        lua_rawseti(L, -2, (lua_Integer)(i + 1));
    }
    return 1;
}

#define KERNEL(name, text)                                                                         \
    {                                                                                              \
        name, dwl_array_kernel, DWL_METHOD, NULL, .returns = "an array of the same shape",         \
                                                  .doc = text                                      \
    }

#define COMPARISON(name, sign)                                                                     \
    {                                                                                              \
        name, dwl_array_compare, DWL_METHOD, dwl_array_compare_options,                            \
            .returns = "an array of the same shape",                                               \
            .doc = "1 where the element " sign " the other one, else 0"                            \
    }

static const dwl_function methods[] = {
    { "map", array_map, DWL_METHOD, map_options, .returns = "an array of the same shape",
      .doc = "a function of the script, applied to every element",
      .example = "a:map(function(x) return x^2 end)" },
    { "sum", array_sum, DWL_METHOD, NULL, .returns = "a number",
      .doc = "the sum of all elements, compensated (Neumaier); NaN if one is NaN" },
    { "mean", array_mean, DWL_METHOD, NULL, .returns = "a number",
      .doc = "the arithmetic mean of all elements; NaN if one is NaN" },
    { "min", array_min, DWL_METHOD, NULL, .returns = "a number",
      .doc = "the smallest element; NaN if one is NaN" },
    { "max", array_max, DWL_METHOD, NULL, .returns = "a number",
      .doc = "the largest element; NaN if one is NaN" },
    { "slice", array_slice, DWL_METHOD, slice_options, .returns = "a new array",
      .doc = "elements (or rows) first..last", .example = "a:slice(2, -2)" },
    { "column", array_column, DWL_METHOD, column_options, .returns = "a new array",
      .doc = "one column of a matrix", .example = "m:column(2)" },
    { "get", array_get, DWL_METHOD, get_options, .returns = "a number",
      .doc = "one element of a matrix" },
    { "set", array_set, DWL_METHOD, set_options, .returns = "nothing",
      .doc = "changes one element of a matrix" },
    { "shape", array_shape, DWL_METHOD, NULL, .returns = "the length, or rows and columns",
      .doc = "how large the array is" },
    { "totable", array_totable, DWL_METHOD, NULL, .returns = "a plain Lua table",
      .doc = "all elements, row by row" },
    KERNEL("exp", "e to the power of every element"),
    KERNEL("log", "the natural logarithm of every element"),
    KERNEL("log10", "the decimal logarithm of every element"),
    KERNEL("sqrt", "the square root of every element"),
    KERNEL("abs", "the absolute value of every element"),
    KERNEL("floor", "every element rounded down"),
    KERNEL("ceil", "every element rounded up"),
    KERNEL("sin", "the sine of every element, in radians"),
    KERNEL("cos", "the cosine of every element, in radians"),
    KERNEL("tanh", "the hyperbolic tangent of every element"),
    COMPARISON("lt", "<"),
    COMPARISON("le", "<="),
    COMPARISON("gt", ">"),
    COMPARISON("ge", ">="),
    COMPARISON("eq", "=="),
    COMPARISON("ne", "~="),
    { 0 },
};

const dwl_library dwl_array_methods = { DWL_ARRAY, "What an array can do.", methods };

void dwl_open_array(lua_State *L)
{
    static const luaL_Reg meta[] = {
        { "__len", array_len },
        { "__newindex", array_newindex },
        { "__tostring", array_tostring },
        { NULL, NULL },
    };
    dwl_new_kind(L, &dwl_array_methods);
    luaL_setfuncs(L, meta, 0);
    dwl_open_array_arithmetic(L);
    lua_getfield(L, -1, "__index");
    lua_pushcclosure(L, array_index, 1);
    lua_setfield(L, -2, "__index");
    lua_pop(L, 1);
    dwl_open_array_library(L);
}
