/* Heatmaps, through one image of as many pixels as the page gives them, and their colour bars. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "plot/colormap.h"
#include "plot/mark.h"
#include "plot/painter.h"

enum { SHADES = 1024 };

/* Which cells first..last share a row or column of pixels; first > last: none. */
typedef struct reach {
    size_t first, last;
} reach;

/* The cell whose edges hold a pixel's place, or n. The edges rise or fall. */
static size_t cell_at(const double *edges, size_t n, double at)
{
    bool falls = n && edges[n] < edges[0];
    size_t low = 0, high = n;
    if (!n || at < fmin(edges[0], edges[n]) || at >= fmax(edges[0], edges[n])) return n;
    while (high - low > 1) {
        size_t half = low + (high - low) / 2;
        if (falls ? edges[half] > at : edges[half] <= at)
            low = half;
        else
            high = half;
    }
    return low;
}

/* A pixel shows the cell at its middle, or all between its ends when they are more than two. */
static reach reach_of(const double *edges, size_t n, double from)
{
    size_t a = cell_at(edges, n, from), b = cell_at(edges, n, from + 1);
    reach r = { a < b ? a : b, a < b ? b : a };
    if (a < n && b < n && r.last - r.first > 1) return (reach){ r.first, r.last - 1 };
    size_t middle = cell_at(edges, n, from + 0.5);
    return middle < n ? (reach){ middle, middle } : (reach){ 1, 0 };
}

static reach *reaches_new(const dw_scale *scale, const double *edges, size_t n, double from,
                          int pixels)
{
    double *mapped = dw_allocate(n + 1, sizeof *mapped, NULL);
    reach *out = dw_allocate((size_t)pixels, sizeof *out, NULL);
    if (mapped && out) {
        for (size_t i = 0; i <= n; i++) mapped[i] = dw_scale_map(scale, edges[i]);
        for (int i = 0; i < pixels; i++) out[i] = reach_of(mapped, n, from + i);
    } else {
        free(out);
        out = NULL;
    }
    free(mapped);
    return out;
}

static double mean_of(const dw_cells *cells, reach rows, reach columns)
{
    double sum = 0, count = 0;
    for (size_t r = rows.first; r <= rows.last; r++)
        for (size_t c = columns.first; c <= columns.last; c++) {
            double value = cells->value[r * cells->columns + c];
            if (!isfinite(value)) continue;
            sum += value;
            count++;
        }
    return sum / count;
}

static void fill_shades(dw_colormap map, uint32_t shades[SHADES])
{
    for (int i = 0; i < SHADES; i++) {
        dw_color c = dw_colormap_color(map, (double)i / (SHADES - 1));
        shades[i] = 0xff000000u | (uint32_t)lround(255 * c.r) << 16 |
                    (uint32_t)lround(255 * c.g) << 8 | (uint32_t)lround(255 * c.b);
    }
}

static uint32_t shade_of(const dw_cells *cells, const uint32_t shades[SHADES], double value)
{
    double t;
    if (cells->log_colors || !isnan(cells->center))
        t = dw_cells_shade(cells, value);
    else /* the same, faster */
        t = (value / 2 - cells->low / 2) / (cells->high / 2 - cells->low / 2);
    if (!isfinite(value) || isnan(t)) return 0; /* a gap shows the page */
    t = t > 0 ? t < 1 ? t : 1 : 0;
    return shades[(int)(t * (SHADES - 1) + 0.5)];
}

/* The sums of columns over the rows that share a row of pixels. */
static void add_up(const dw_cells *cells, reach rows, double *sums)
{
    memset(sums, 0, cells->columns * sizeof *sums);
    for (size_t r = rows.first; r <= rows.last; r++) {
        const double *row = cells->value + r * cells->columns;
        for (size_t c = 0; c < cells->columns; c++) sums[c] += row[c];
    }
}

/* Out of the sums where they hold no gap. */
static double pixel_value(const dw_cells *cells, const double *sums, reach rows, reach columns)
{
    double sum = 0;
    for (size_t c = columns.first; c <= columns.last; c++) sum += sums[c];
    if (!isfinite(sum)) return mean_of(cells, rows, columns);
    return sum / (double)((rows.last - rows.first + 1) * (columns.last - columns.first + 1));
}

static void fill_row(uint32_t *row, int width, const dw_cells *cells, const double *sums,
                     const reach *across, reach rows, const uint32_t shades[SHADES])
{
    bool gap = rows.first > rows.last;
    for (int x = 0; x < width; x++)
        row[x] = gap || across[x].first > across[x].last
                     ? 0
                     : shade_of(cells, shades, pixel_value(cells, sums, rows, across[x]));
}

static void fill(cairo_surface_t *image, const dw_cells *cells, const reach *across,
                 const reach *down, double *sums)
{
    uint32_t shades[SHADES];
    int width = cairo_image_surface_get_width(image),
        height = cairo_image_surface_get_height(image);
    int stride = cairo_image_surface_get_stride(image);
    fill_shades(cells->map, shades);
    cairo_surface_flush(image);
    for (int y = 0; y < height; y++) {
        uint32_t *row = (uint32_t *)(void *)(cairo_image_surface_get_data(image) + y * stride);
        bool same = y && down[y].first == down[y - 1].first && down[y].last == down[y - 1].last;
        if (!same && down[y].first <= down[y].last) add_up(cells, down[y], sums);
        fill_row(row, width, cells, sums, across, down[y], shades);
    }
    cairo_surface_mark_dirty(image);
}

static void paint_image(const dw_painter *p, cairo_surface_t *image, double x, double y)
{
    cairo_set_source_surface(p->cr, image, x, y);
    cairo_pattern_set_filter(cairo_get_source(p->cr), CAIRO_FILTER_NEAREST);
    cairo_paint(p->cr);
}

void dw_paint_heatmap(const dw_painter *p, const dw_panel *panel, const dw_layer *layer,
                      const dw_style *style)
{
    (void)style;
    const dw_cells *cells = layer->cells;
    const dw_box *b = &panel->box;
    double x = floor(b->x), y = floor(b->y);
    int width = (int)(ceil(b->x + b->w) - x), height = (int)(ceil(b->y + b->h) - y);
    if (!cells->rows || !cells->columns || width < 1 || height < 1) return;
    reach *across = reaches_new(&panel->x, cells->x_edges, cells->columns, x, width);
    reach *down = reaches_new(&panel->y, cells->y_edges, cells->rows, y, height);
    cairo_surface_t *image = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height);
    double *sums = dw_allocate(cells->columns, sizeof *sums, NULL);
    if (across && down && sums && !cairo_surface_status(image)) {
        fill(image, cells, across, down, sums);
        cairo_save(p->cr);
        dw_painter_clip(p, panel, 0);
        paint_image(p, image, x, y);
        cairo_restore(p->cr);
    }
    cairo_surface_destroy(image);
    free(sums);
    free(across);
    free(down);
}

static void paint_bar_marks(const dw_painter *p, const dw_panel *panel)
{
    const dw_box *b = &panel->bar;
    dw_mark_color(p->cr, p->layout->theme->spine, 1);
    cairo_set_line_width(p->cr, fmax(1, round(1.5 * p->s)));
    for (size_t i = 0; i < panel->bar_ticks.n; i++) {
        double y = floor(dw_scale_map(&panel->bar_scale, panel->bar_ticks.major[i].at)) + 0.5;
        cairo_move_to(p->cr, b->x + b->w, y);
        cairo_line_to(p->cr, b->x + b->w + 6 * p->s, y);
        cairo_stroke(p->cr);
    }
}

void dw_paint_colorbar(const dw_painter *p, const dw_panel *panel)
{
    enum { STOPS = 32 };
    const dw_box *b = &panel->bar;
    const dw_scale *scale = &panel->bar_scale;
    if (!panel->heat || b->w <= 0) return;
    double low = dw_scale_forward(scale->kind, 0, scale->low);
    double high = dw_scale_forward(scale->kind, 0, scale->high);
    if (panel->heat->kind == DW_LAYER_CONTOUR) {
        dw_paint_contour_bar(p, panel);
        paint_bar_marks(p, panel);
        return;
    }
    cairo_pattern_t *shades = cairo_pattern_create_linear(0, b->y + b->h, 0, b->y);
    for (int i = 0; i <= STOPS; i++) {
        double t = (double)i / STOPS;
        double value = dw_scale_inverse(scale->kind, 0, (1 - t) * low + t * high);
        dw_color c =
            dw_colormap_color(panel->heat->cells->map, dw_cells_shade(panel->heat->cells, value));
        cairo_pattern_add_color_stop_rgb(shades, t, c.r, c.g, c.b);
    }
    cairo_rectangle(p->cr, b->x, b->y, b->w, b->h);
    cairo_set_source(p->cr, shades);
    cairo_fill(p->cr);
    cairo_pattern_destroy(shades);
    paint_bar_marks(p, panel);
}
