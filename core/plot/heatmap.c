/* Heatmaps in the model: edges from what is given. */
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "plot/layers.h"
#include "plot/model.h"
#include "plot/scale.h"

static dw_status check_places(const double *at, size_t n, size_t cells, dw_scale_kind kind,
                              const char *name, dw_error *err)
{
    if (n != cells && n != cells + 1)
        return dw_fail(err, DW_EARG, "%zu cells along %s need %zu middles or %zu edges, got %zu",
                       cells, name, cells, cells + 1, n);
    for (size_t i = 0; i < n; i++) {
        if (!dw_drawable(at[i], kind))
            return dw_fail(err, DW_EDOMAIN, "the axis cannot show %g along %s", at[i], name);
        if (i && !(at[i] > at[i - 1]))
            return dw_fail(err, DW_EDOMAIN, "the numbers along %s must rise, got %g and %g", name,
                           at[i - 1], at[i]);
    }
    return DW_OK;
}

static double half_way(double a, double b, dw_scale_kind kind)
{
    if (kind != DW_SCALE_LOGIT) return dw_scale_is_log(kind) ? sqrt(a) * sqrt(b) : a / 2 + b / 2;
    double middle = dw_scale_forward(kind, 0, a) / 2 + dw_scale_forward(kind, 0, b) / 2;
    return dw_scale_inverse(kind, 0, middle);
}

/* An edge as far outside `end` as the one inside lies inside. */
static double mirror(double end, double inside, dw_scale_kind kind)
{
    if (kind != DW_SCALE_LOGIT)
        return dw_scale_is_log(kind) ? end * (end / inside) : end + (end - inside);
    double t = dw_scale_forward(kind, 0, end);
    return dw_scale_inverse(kind, 0, t + (t - dw_scale_forward(kind, 0, inside)));
}

/* Half the width of an only cell. */
static double edge_room(dw_scale_kind kind)
{
    return kind == DW_SCALE_LINEAR || kind == DW_SCALE_SYMLOG ? 0.5 : log10(3);
}

static void edges_around(const double *middles, size_t n, dw_scale_kind kind, double *edges)
{
    for (size_t i = 1; i < n; i++) edges[i] = half_way(middles[i - 1], middles[i], kind);
    if (n == 1) {
        double at = dw_scale_forward(kind, 0, middles[0]), half = edge_room(kind);
        edges[0] = dw_scale_inverse(kind, 0, at - half);
        edges[1] = dw_scale_inverse(kind, 0, at + half);
    } else if (n) {
        edges[0] = mirror(middles[0], edges[1], kind);
        edges[n] = mirror(middles[n - 1], edges[n - 1], kind);
    }
}

static dw_status take_edges(double **slot, const double *at, size_t n, size_t cells,
                            dw_scale_kind kind, const char *name, dw_error *err)
{
    dw_status status = at ? check_places(at, n, cells, kind, name, err) : DW_OK;
    if (status) return status;
    double *edges = dw_allocate(cells + 1, sizeof *edges, err);
    if (!edges) return DW_ENOMEM;
    *slot = edges;
    for (size_t i = 0; i <= cells; i++) edges[i] = (double)i + 0.5;
    if (at && n == cells + 1)
        for (size_t i = 0; i <= cells; i++) edges[i] = at[i];
    else if (at)
        edges_around(at, cells, kind, edges);
    return DW_OK;
}

static dw_status take_nodes(double **slot, const double *at, size_t n, size_t nodes,
                            dw_scale_kind kind, const char *name, dw_error *err)
{
    if (at && n != nodes)
        return dw_fail(err, DW_EARG, "%zu values along %s need %zu places, got %zu", nodes, name,
                       nodes, n);
    dw_status status = at ? check_places(at, n, nodes, kind, name, err) : DW_OK;
    if (status) return status;
    double *places = dw_allocate(nodes + 1, sizeof *places, err);
    if (!places) return DW_ENOMEM;
    *slot = places;
    for (size_t i = 0; i < nodes; i++) places[i] = at ? at[i] : (double)i + 1;
    places[nodes] = nodes ? places[nodes - 1] : 1;
    return DW_OK;
}

static dw_status take_cells(dw_cells *cells, const dw_axes *axes, const dw_heatmap *map, bool nodes,
                            dw_error *err)
{
    dw_status (*const take)(double **, const double *, size_t, size_t, dw_scale_kind, const char *,
                            dw_error *) = nodes ? take_nodes : take_edges;
    size_t n;
    if (!dw_size_multiply(map->rows, map->columns, &n))
        return dw_fail(err, DW_ENOMEM, "no memory for %zu x %zu cells", map->rows, map->columns);
    cells->rows = map->rows;
    cells->columns = map->columns;
    cells->x_counted = !map->x;
    cells->y_counted = !map->y;
    dw_status status = dw_model_numbers(&cells->value, map->value, n, err);
    if (!status)
        status = take(&cells->x_edges, map->x, map->nx, map->columns, axes->x.scale, "x", err);
    if (!status)
        status = take(&cells->y_edges, map->y, map->ny, map->rows, axes->y.scale, "y", err);
    return status;
}

/* The same way from the centre to both sides, so that the middle colour is at the centre. */
static dw_range around_center(dw_range range, double center, dw_scale_kind scale)
{
    double middle = dw_scale_forward(scale, 0, center);
    double reach = fmax(fabs(dw_scale_forward(scale, 0, range.low) - middle),
                        fabs(dw_scale_forward(scale, 0, range.high) - middle));
    range.low = dw_scale_inverse(scale, 0, middle - reach);
    range.high = dw_scale_inverse(scale, 0, middle + reach);
    return range;
}

static dw_status check_colors(const dw_cells *cells, dw_error *err)
{
    if (!(cells->low < cells->high))
        return dw_fail(err, DW_EDOMAIN, "the colours must go from low to high, got %g and %g",
                       cells->low, cells->high);
    if (cells->log_colors && cells->low <= 0)
        return dw_fail(err, DW_EDOMAIN, "logarithmic colours must begin above 0, got %g",
                       cells->low);
    if (!isnan(cells->center) && !(cells->low < cells->center && cells->center < cells->high))
        return dw_fail(err, DW_EDOMAIN, "the center must lie between the ends %g and %g, got %g",
                       cells->low, cells->high, cells->center);
    return DW_OK;
}

static dw_status find_colors(dw_cells *cells, const dw_layer_options *o, dw_error *err)
{
    dw_scale_kind scale = cells->log_colors ? DW_SCALE_LOG : DW_SCALE_LINEAR;
    dw_range range = DW_RANGE_EMPTY;
    dw_range_add_all(&range, cells->value, cells->rows * cells->columns, scale);
    range = dw_range_settle(range, scale);
    if (!isnan(cells->center)) range = around_center(range, cells->center, scale);
    bool none = o->low == 0 && o->high == 0;
    cells->low = none || isnan(o->low) ? range.low : o->low;
    cells->high = none || isnan(o->high) ? range.high : o->high;
    return check_colors(cells, err);
}

static dw_status take_map(dw_cells *cells, const dw_layer_options *o, dw_colormap usual,
                          dw_error *err)
{
    static const char *const maps[] = { "viridis", "diverging", "grey", NULL };
    static const char *const scales[] = { "linear", "log", NULL };
    int map = (int)usual, scale = 0;
    dw_status status = DW_OK;
    if (o->map) status = dw_model_choice(o->map, maps, "map", &map, err);
    if (!status) status = dw_model_choice(o->color_scale, scales, "scale of colors", &scale, err);
    if (status) return status;
    cells->map = (dw_colormap)map;
    cells->log_colors = scale == 1;
    bool given = !isnan(o->center) && o->center != 0;
    if (given && cells->map != DW_MAP_DIVERGING)
        return dw_fail(err, DW_EARG, "a center belongs to map = \"diverging\"");
    cells->center = given ? o->center : cells->log_colors ? 1 : 0;
    if (cells->map != DW_MAP_DIVERGING) cells->center = NAN;
    if (cells->log_colors && cells->center <= 0)
        return dw_fail(err, DW_EDOMAIN, "the center of logarithmic colours must be above 0, got %g",
                       cells->center);
    return DW_OK;
}

dw_status dw_model_cells(dw_layer *layer, const dw_axes *axes, const dw_heatmap *map,
                         const dw_layer_options *o, dw_error *err)
{
    layer->cells = dw_allocate(1, sizeof *layer->cells, err);
    if (!layer->cells) return DW_ENOMEM;
    dw_colormap usual = layer->kind == DW_LAYER_IMAGE ? DW_MAP_GREY : DW_MAP_VIRIDIS;
    dw_status status = take_cells(layer->cells, axes, map, layer->kind == DW_LAYER_CONTOUR, err);
    if (!status) status = take_map(layer->cells, o, usual, err);
    if (!status) status = find_colors(layer->cells, o, err);
    return status;
}

static dw_status add_cells(dw_axes *axes, dw_layer_kind kind, const dw_heatmap *map,
                           const dw_layer_options *options, dw_error *err)
{
    static const dw_layer_options defaults = { 0 };
    const dw_layer_options *o = options ? options : &defaults;
    dw_layer layer = { .kind = kind, .target_x = NAN, .target_y = NAN };
    dw_status status = dw_model_cells(&layer, axes, map, o, err);
    if (status) {
        dw_model_clear(&layer);
        return status;
    }
    layer.cells->square = kind == DW_LAYER_IMAGE && !o->stretch;
    return dw_model_add(axes, &layer, options, err);
}

dw_status dw_axes_heatmap(dw_axes *axes, const dw_heatmap *map, const dw_layer_options *options,
                          dw_error *err)
{
    return add_cells(axes, DW_LAYER_HEATMAP, map, options, err);
}

dw_status dw_axes_image(dw_axes *axes, const double *value, size_t rows, size_t columns,
                        const dw_layer_options *options, dw_error *err)
{
    if (axes->x.scale || axes->y.scale) return dw_fail(err, DW_EARG, "an image needs linear axes");
    const dw_heatmap map = { value, NULL, NULL, rows, columns, 0, 0 };
    dw_status status = add_cells(axes, DW_LAYER_IMAGE, &map, options, err);
    if (!status && !axes->y.categories) axes->y.invert = true; /* row 1 on top */
    return status;
}
