/* The methods of axes for samples side by side: strips, boxes, violins. */
#include <math.h>
#include <string.h>

#include "lua/axes.h"
#include "plot/groups.h"
#include "plot/scale.h"
#include "stats/boxplot.h"
#include "stats/density.h"
#include "stats/quantile.h"

/* ---- the declarations ---- */

#define GROUPS(list)                                                                               \
    {                                                                                              \
        { "places", DW_ANY, offsetof(layer_arguments, places), .flags = DW_REQUIRED,               \
          .doc = "names, which become those of the axis, or numbers; one name or number for one "  \
                 "sample" },                                                                       \
            { "samples", DW_ANY, offsetof(layer_arguments, values), .flags = DW_REQUIRED,          \
              .doc = "a list of samples, one for each place; NaN is left out" },                   \
            OPTIONS(list),                                                                         \
        {                                                                                          \
            0                                                                                      \
        }                                                                                          \
    }

const dw_option dwl_strip_options[] = GROUPS(dw_strip_option_list);
const dw_option dwl_box_options[] = GROUPS(dw_box_option_list);
const dw_option dwl_violin_options[] = GROUPS(dw_violin_option_list);

/* ---- samples from Lua ---- */

/* One sample, sorted and without gaps. */
typedef struct sample {
    double *at;
    size_t n;
} sample;

/* The samples of a call, one after the other; memory belongs to userdata on the stack. */
typedef struct samples {
    const double *place;
    sample *at;
    size_t n, values;
} samples;

/* Copies the finite numbers, in their order, into a userdata that is pushed. */
static sample copy_sample(lua_State *L, dw_series series)
{
    sample s = { lua_newuserdatauv(L, (series.n + 1) * sizeof *s.at, 0), 0 };
    for (size_t i = 0; i < series.n; i++)
        if (isfinite(series.at[i])) s.at[s.n++] = series.at[i];
    return s;
}

static sample read_sample(lua_State *L, int index)
{
    const dw_option option = { "samples", DW_SERIES, 0, .flags = GAPPY };
    dw_series series = { 0 };
    dwl_read_value(L, index, dwl_who(L), &option, &series);
    return copy_sample(L, series);
}

/* Keeps what lies above `top` alive in a table there, so that the stack stays small. */
static void keep(lua_State *L, int top, size_t i)
{
    lua_rawseti(L, top, (lua_Integer)(i + 1));
    lua_settop(L, top);
}

static void read_list(lua_State *L, int list, samples *s)
{
    s->n = lua_rawlen(L, list);
    lua_createtable(L, 0, 0);
    int top = lua_gettop(L);
    s->at = lua_newuserdatauv(L, (s->n + 1) * sizeof *s->at, 0);
    lua_rawseti(L, top, 0);
    for (size_t i = 0; i < s->n; i++) {
        lua_rawgeti(L, list, (lua_Integer)(i + 1));
        int value = lua_gettop(L);
        if (!lua_istable(L, value) && !dwl_to_array(L, value))
            dwl_error(L, "'samples' must be a list of samples, but element %zu is a %s", i + 1,
                      luaL_typename(L, value));
        s->at[i] = read_sample(L, value);
        keep(L, top, i);
    }
}

/* A place or a sample alone is a list of one. */
static int as_list(lua_State *L, int index)
{
    lua_createtable(L, 1, 0);
    lua_pushvalue(L, index);
    lua_rawseti(L, -2, 1);
    return lua_gettop(L);
}

static samples read_samples(lua_State *L, dw_axes *axes, layer_arguments *a)
{
    samples s = { 0 };
    luaL_checkstack(L, 40, NULL);
    int type = lua_type(L, a->places);
    if (type == LUA_TSTRING || type == LUA_TNUMBER) {
        a->places = as_list(L, a->places);
        a->values = as_list(L, a->values);
    }
    if (!lua_istable(L, a->values))
        dwl_error(L, "'samples' must be a list of samples, got a %s", luaL_typename(L, a->values));
    read_list(L, a->values, &s);
    dw_series places = dwl_read_places(L, axes, a, "samples", s.n);
    s.place = places.at;
    for (size_t i = 0; i < s.n; i++) s.values += s.at[i].n;
    return s;
}

static double *new_numbers(lua_State *L, size_t n)
{
    double *numbers = lua_newuserdatauv(L, (n + 1) * sizeof *numbers, 0);
    for (size_t i = 0; i <= n; i++) numbers[i] = NAN;
    return numbers;
}

/* ---- strips ---- */

int dwl_axes_strip(lua_State *L)
{
    dw_axes *axes = dwl_axes_of(L);
    layer_arguments a = { 0 };
    dwl_arguments(L, &a);
    samples s = read_samples(L, axes, &a);
    double *place = new_numbers(L, s.values), *value = new_numbers(L, s.values);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        for (size_t k = 0; k < s.at[i].n; k++) {
            place[n] = s.place[i];
            value[n++] = s.at[i].at[k];
        }
    dw_error err;
    return dwl_axes_done(L, dw_axes_strip(axes, place, value, n, &a.options, &err), &err);
}

/* ---- boxes ---- */

typedef struct box_columns {
    double *median, *q1, *q3, *low, *high, *outlier_place, *outlier;
    size_t outliers;
} box_columns;

static void add_outliers(box_columns *c, double place, const double *at, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        c->outlier_place[c->outliers] = place;
        c->outlier[c->outliers++] = at[i];
    }
}

/* A sample of nothing is a gap. */
static void measure_box(lua_State *L, const samples *s, size_t i, box_columns *c)
{
    const sample *one = &s->at[i];
    dw_boxplot box;
    dw_error err;
    if (!one->n) return;
    dw_sort(one->at, one->n);
    if (dw_boxplot_measure(one->at, one->n, &box, &err)) dwl_raise(L, &err);
    c->median[i] = box.median;
    c->q1[i] = box.q1;
    c->q3[i] = box.q3;
    c->low[i] = box.low;
    c->high[i] = box.high;
    add_outliers(c, s->place[i], one->at, box.below);
    add_outliers(c, s->place[i], one->at + one->n - box.above, box.above);
}

int dwl_axes_box(lua_State *L)
{
    dw_axes *axes = dwl_axes_of(L);
    layer_arguments a = { 0 };
    dwl_arguments(L, &a);
    samples s = read_samples(L, axes, &a);
    box_columns c = { new_numbers(L, s.n),      new_numbers(L, s.n),
                      new_numbers(L, s.n),      new_numbers(L, s.n),
                      new_numbers(L, s.n),      new_numbers(L, s.values),
                      new_numbers(L, s.values), 0 };
    for (size_t i = 0; i < s.n; i++) measure_box(L, &s, i, &c);
    const dw_boxes boxes = { s.n,    s.place,    c.median,        c.q1,     c.q3, c.low,
                             c.high, c.outliers, c.outlier_place, c.outlier };
    dw_error err;
    return dwl_axes_done(L, dw_axes_box(axes, &boxes, &a.options, &err), &err);
}

/* ---- violins ---- */

enum { GRID = 160 }; /* heights at which a density is known */

typedef struct violin_columns {
    double *median, *q1, *q3, *place, *at, *density;
    size_t points;
    dw_scale_kind scale; /* whose measure the kernel has */
} violin_columns;

/* The density between the least and the greatest value, in the measure of the axis. */
static void measure_density(lua_State *L, const sample *one, double place, violin_columns *c)
{
    double *scaled = new_numbers(L, one->n), *at = c->at + c->points, h;
    dw_error err;
    for (size_t i = 0; i < one->n; i++) scaled[i] = dw_scale_forward(c->scale, 0, one->at[i]);
    if (scaled[0] == scaled[one->n - 1]) return; /* no spread, no density */
    if (dw_bandwidth(scaled, one->n, DW_BANDWIDTH_SILVERMAN, &h, &err)) dwl_raise(L, &err);
    for (int i = 0; i < GRID; i++) {
        double t = (double)i / (GRID - 1);
        at[i] = (1 - t) * scaled[0] + t * scaled[one->n - 1];
        c->place[c->points + (size_t)i] = place;
    }
    if (dw_density(scaled, one->n, h, at, GRID, c->density + c->points, &err)) dwl_raise(L, &err);
    for (int i = 0; i < GRID; i++) at[i] = dw_scale_inverse(c->scale, 0, at[i]);
    c->points += GRID;
}

/* A logarithmic axis cannot show what is not above 0. */
static sample shown_part(const sample *sorted, dw_scale_kind scale)
{
    sample part = *sorted;
    while (part.n && !dw_drawable(part.at[0], scale)) {
        part.at++;
        part.n--;
    }
    while (part.n && !dw_drawable(part.at[part.n - 1], scale)) part.n--;
    return part;
}

/* The scale along the values; a symmetric logarithm, whose middle depends on all data, counts as
 * linear. */
static dw_scale_kind scale_of_values(const dw_axes *axes, bool horizontal)
{
    dw_scale_kind scale = horizontal ? axes->x.scale : axes->y.scale;
    return scale == DW_SCALE_SYMLOG ? DW_SCALE_LINEAR : scale;
}

static void measure_violin(lua_State *L, const samples *s, size_t i, violin_columns *c)
{
    dw_boxplot box;
    dw_error err;
    dw_sort(s->at[i].at, s->at[i].n);
    sample one = shown_part(&s->at[i], c->scale);
    if (!one.n) return;
    if (dw_boxplot_measure(one.at, one.n, &box, &err)) dwl_raise(L, &err);
    c->median[i] = box.median;
    c->q1[i] = box.q1;
    c->q3[i] = box.q3;
    int top = lua_gettop(L);
    measure_density(L, &one, s->place[i], c);
    lua_settop(L, top);
}

int dwl_axes_violin(lua_State *L)
{
    dw_axes *axes = dwl_axes_of(L);
    layer_arguments a = { 0 };
    dwl_arguments(L, &a);
    samples s = read_samples(L, axes, &a);
    violin_columns c = { new_numbers(L, s.n),
                         new_numbers(L, s.n),
                         new_numbers(L, s.n),
                         new_numbers(L, s.n * GRID),
                         new_numbers(L, s.n * GRID),
                         new_numbers(L, s.n * GRID),
                         0,
                         scale_of_values(axes, a.options.horizontal) };
    for (size_t i = 0; i < s.n; i++) measure_violin(L, &s, i, &c);
    const dw_violins violins = { s.n,      s.place, c.median, c.q1,     c.q3,
                                 c.points, c.place, c.at,     c.density };
    dw_error err;
    return dwl_axes_done(L, dw_axes_violin(axes, &violins, &a.options, &err), &err);
}
