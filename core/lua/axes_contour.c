/* The method of axes for contours. */
#include <math.h>

#include "lua/axes.h"

typedef struct contour_arguments {
    int values;
    dw_series x, y, levels;
    dw_layer_options options;
} contour_arguments;

#define AT(field) offsetof(contour_arguments, field)

static const dw_option contour_how[] = {
    { "x", DW_SERIES, AT(x), .flags = DW_INCREASING | DW_OPTIONAL,
      .doc = "places of the columns; nil: 1, 2, 3, ..." },
    { "y", DW_SERIES, AT(y), .flags = DW_INCREASING | DW_OPTIONAL,
      .doc = "places of the rows; nil: 1, 2, 3, ..." },
    { "levels", DW_SERIES, AT(levels), .flags = DW_INCREASING | DW_OPTIONAL | DW_OR_NUMBER,
      .doc = "a list of them, or about how many round ones (2..20); nil: about 7" },
    { "options", DW_LIST, AT(options), .group = dw_contour_option_list },
    { 0 },
};

const dw_option dwl_contour_options[] = {
    { "values", DW_ANY, AT(values), .flags = DW_REQUIRED,
      .doc = "a matrix, or a table of rows; columns go along x, rows along y; NaN is a gap" },
    { "options", DW_GROUP, 0, .group = contour_how, .doc = "where and how" },
    { 0 },
};

static int read_count(lua_State *L, const dw_series *levels)
{
    if (!levels->scalar) return 0;
    double n = levels->at[0];
    if (!(n >= 2 && n <= 20 && n == floor(n)))
        dwl_error(L, "'levels' must be a list of levels or a whole number in 2..20, got %g", n);
    return (int)n;
}

int dwl_axes_contour(lua_State *L)
{
    dw_axes *axes = dwl_axes_of(L);
    contour_arguments a = { 0 };
    dwl_arguments(L, &a);
    dwl_check_center(L, &a.options);
    int about = read_count(L, &a.levels);
    const dw_array *values = dwl_read_matrix(L, a.values);
    const dw_contour contour = {
        .map = { values->at, a.x.at, a.y.at, values->rows, values->columns, a.x.n, a.y.n },
        .levels = about ? NULL : a.levels.at,
        .n = a.levels.n,
        .about = about,
    };
    dw_error err;
    return dwl_axes_done(L, dw_axes_contour(axes, &contour, &a.options, &err), &err);
}
