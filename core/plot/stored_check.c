/* What the model is relied on to keep, whoever made it; dw_figure_new and its like see to it for
 * scripts. */
#include <math.h>
#include <string.h>

#include "plot/groups.h"
#include "plot/layers.h"
#include "plot/model.h"
#include "plot/panels.h"
#include "plot/reldiagram.h"
#include "plot/stored_fields.h"
#include "plot/theme.h"

static dw_status wrong(dw_error *err, const char *what)
{
    return dw_fail(err, DW_EARG, "%s", what);
}

/* A second axis belongs to a panel of the grid, which has no other. */
static dw_status check_extras(const dw_figure *figure, dw_error *err)
{
    for (size_t i = 0; i < figure->axes_count; i++)
        if (figure->axes[i]->place != DW_PLACE_CELL || figure->axes[i]->inset)
            return wrong(err, "a panel of the grid is no second axis and no inset");
    for (size_t i = 0; i < figure->extra_count; i++) {
        const dw_axes *one = figure->extras[i];
        if (one->place == DW_PLACE_CELL || one->host >= figure->axes_count)
            return wrong(err, "a second axis has no panel that it belongs to");
        if ((one->place == DW_PLACE_INSET) != (one->inset != NULL))
            return wrong(err, "an inset, and nothing else, has a place in its panel");
        if (one->inset) continue;
        const dw_axes *host = figure->axes[one->host];
        if (one->x.scale != host->x.scale)
            return wrong(err, "a twin and its panel must have one scale on the axis they share");
        for (size_t j = 0; j < i; j++)
            if (figure->extras[j]->place == one->place && figure->extras[j]->host == one->host)
                return wrong(err, "a panel has two twins");
    }
    return DW_OK;
}

dw_status dw_stored_check_figure(const void *at, dw_error *err)
{
    const dw_figure *figure = at;
    if (figure->width_px < 64 || figure->height_px < 64)
        return wrong(err, "the page must be at least 64 pixels wide and high");
    if (!(figure->dpi >= 10 && figure->dpi <= 2400)) return wrong(err, "dpi must be in 10..2400");
    if (figure->unit_px != 0 && !(figure->unit_px >= 0.04 && figure->unit_px <= 11))
        return wrong(err, "unit_px must be 0 or in 0.04..11");
    if (figure->output_scale != 0 && !(figure->output_scale >= 0.1 && figure->output_scale <= 20))
        return wrong(err, "output_scale must be 0 or in 0.1..20");
    if (figure->rows < 1 || figure->rows > 20 || figure->columns < 1 || figure->columns > 20)
        return wrong(err, "rows and columns must be in 1..20");
    if (figure->axes_count > figure->rows * figure->columns)
        return wrong(err, "more panels than the grid has room for");
    if (!dw_theme_find(figure->theme)) return wrong(err, "no such theme");
    if (strlen(figure->language) > 99)
        return wrong(err, "the language must be a short tag such as zh-TW");
    return check_extras(figure, err);
}

static bool is_color(dw_color c)
{
    return c.r >= 0 && c.r <= 1 && c.g >= 0 && c.g <= 1 && c.b >= 0 && c.b <= 1;
}

dw_status dw_stored_check_theme(const void *at, dw_error *err)
{
    const dw_theme *theme = at;
    const dw_color colors[] = { theme->page, theme->text,  theme->soft, theme->faint,
                                theme->grid, theme->spine, theme->rule };
    bool fine = theme->palette_count >= 1 && theme->palette_count <= DW_COLORS_MOST;
    for (size_t i = 0; i < sizeof colors / sizeof *colors; i++) fine = fine && is_color(colors[i]);
    for (int i = 0; i < DW_COLORS_MOST; i++) fine = fine && is_color(theme->palette[i]);
    for (int i = 0; i < DW_PALETTE; i++) fine = fine && is_color(theme->named[i]);
    if (!fine) return wrong(err, "a theme has 1..16 colors, each of three numbers in 0..1");
    for (int i = 0; i < DW_TEXT_KINDS; i++)
        if (!(theme->size_px[i] >= DW_SIZE_LEAST && theme->size_px[i] <= DW_SIZE_MOST))
            return wrong(err, "the sizes of a theme must be in 22..96");
    if (!(theme->stroke >= 0.25 && theme->stroke <= 4))
        return wrong(err, "the stroke of a theme must be in 0.25..4");
    if (!dw_theme_family_is(theme->family)) return wrong(err, "a theme's font has a plain name");
    return DW_OK;
}

dw_status dw_stored_check_inset(const void *at, dw_error *err)
{
    return dw_inset_check(at, err) ? DW_EARG : DW_OK;
}

dw_status dw_stored_check_axis(const void *at, dw_error *err)
{
    return dw_axis_check(at, "axis", err) ? DW_EARG : DW_OK;
}

static bool fits(const dw_axis *axis, const double *edges, size_t cells)
{
    bool bent = dw_scale_is_log(axis->scale) || axis->scale == DW_SCALE_LOGIT;
    return !bent || (edges[0] >= 0 && (dw_scale_is_log(axis->scale) || edges[cells] <= 1));
}

dw_status dw_stored_check_axes(const void *at, dw_error *err)
{
    const dw_axes *axes = at;
    for (size_t i = 0; i < axes->layer_count; i++) {
        const dw_cells *cells = axes->layers[i].cells;
        if (!cells) continue;
        if (!fits(&axes->x, cells->x_edges, cells->columns) ||
            !fits(&axes->y, cells->y_edges, cells->rows))
            return wrong(err, "cells lie where their axis cannot show them");
    }
    return DW_OK;
}

static bool rises(const double *at, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (!(at[i] >= at[i - 1])) return false;
    return true;
}

dw_status dw_stored_check_cells(const void *at, dw_error *err)
{
    const dw_cells *cells = at;
    if (!cells->value || !cells->x_edges || !cells->y_edges)
        return wrong(err, "cells need values and edges");
    if (!rises(cells->x_edges, cells->columns + 1) || !rises(cells->y_edges, cells->rows + 1))
        return wrong(err, "the edges of cells must rise");
    if (!(cells->low < cells->high) || isinf(cells->low) || isinf(cells->high))
        return wrong(err, "the colors of cells must go from low to high");
    if (cells->log_colors && cells->low <= 0)
        return wrong(err, "logarithmic colors must begin above 0");
    if (!isnan(cells->center) && !(cells->low < cells->center && cells->center < cells->high))
        return wrong(err, "the center of colors must lie between their ends");
    return DW_OK;
}

/* What a kind needs: its series, its parts, and how many elements (0: any number). A kind that has
 * no line here is refused. */
enum { X = 1, Y = 2, LOW = 4, HIGH = 8, WORDS = 16, CELLS = 32, MORE = 64, KNOWN = 128 };

typedef struct need {
    unsigned parts;
    size_t n;
} need;

static const need needs[DW_LAYER_KINDS] = {
    [DW_LAYER_LINE] = { .parts = KNOWN | X | Y },
    [DW_LAYER_POINTS] = { .parts = KNOWN | X | Y },
    [DW_LAYER_BAND] = { .parts = KNOWN | X | LOW | HIGH },
    [DW_LAYER_HLINE] = { KNOWN | Y, 1 },
    [DW_LAYER_VLINE] = { KNOWN | X, 1 },
    [DW_LAYER_NOTE] = { KNOWN | X | Y, 1 },
    [DW_LAYER_STEP] = { .parts = KNOWN | X | Y },
    [DW_LAYER_AREA] = { .parts = KNOWN | X | Y | LOW },
    [DW_LAYER_ERRORBAR] = { .parts = KNOWN | X | Y | LOW | HIGH },
    [DW_LAYER_SPAN] = { KNOWN | X | Y, 2 },
    [DW_LAYER_TEXT] = { .parts = KNOWN | X | Y | WORDS },
    [DW_LAYER_BAR] = { .parts = KNOWN | X | Y },
    [DW_LAYER_HISTOGRAM] = { .parts = KNOWN | X | Y | LOW | HIGH },
    [DW_LAYER_HEATMAP] = { .parts = KNOWN | CELLS },
    [DW_LAYER_IMAGE] = { .parts = KNOWN | CELLS },
    [DW_LAYER_CONTOUR] = { .parts = KNOWN | CELLS | MORE },
    [DW_LAYER_STRIP] = { .parts = KNOWN | X | Y },
    [DW_LAYER_BOX] = { .parts = KNOWN | X | Y | LOW | HIGH | MORE },
    [DW_LAYER_RELIABILITY] = { .parts = KNOWN | X | Y | LOW | HIGH | MORE },
    [DW_LAYER_VIOLIN] = { .parts = KNOWN | X | Y | LOW | HIGH | MORE },
};

static unsigned parts_of(const dw_layer *layer)
{
    return (layer->x ? X : 0u) | (layer->y ? Y : 0u) | (layer->low ? LOW : 0u) |
           (layer->high ? HIGH : 0u) | (layer->words ? WORDS : 0u) | (layer->cells ? CELLS : 0u) |
           (layer->more ? MORE : 0u);
}

static bool are_levels(const dw_column *levels)
{
    if (levels->n > DW_LEVELS_MOST) return false;
    for (size_t i = 0; i < levels->n; i++)
        if (!isfinite(levels->at[i]) || (i && !(levels->at[i] > levels->at[i - 1]))) return false;
    return true;
}

/* Columns that belong together are as long as each other. */
static bool columns_fit(const dw_layer *layer)
{
    const dw_column *more = layer->more;
    if (!more) return true;
    if (layer->more_count != DW_MORE) return false;
    switch (layer->kind) {
    case DW_LAYER_BOX:
        return more[DW_BOX_LOW].n == layer->n && more[DW_BOX_HIGH].n == layer->n &&
               more[DW_BOX_OUTLIER].n == more[DW_BOX_OUTLIER_PLACE].n;
    case DW_LAYER_VIOLIN:
        return more[DW_VIOLIN_AT].n == more[DW_VIOLIN_PLACE].n &&
               more[DW_VIOLIN_DENSITY].n == more[DW_VIOLIN_PLACE].n;
    case DW_LAYER_RELIABILITY:
        return more[DW_RELIABILITY_COUNT].n == layer->n &&
               more[DW_RELIABILITY_EDGES].n == layer->n + 1 && more[DW_RELIABILITY_ECE].n == 1;
    case DW_LAYER_CONTOUR:
        return are_levels(&more[DW_CONTOUR_LEVELS]);
    default:
        return true;
    }
}

dw_status dw_stored_check_layer(const void *at, dw_error *err)
{
    const dw_layer *layer = at;
    const need *needed = &needs[layer->kind];
    const char *name = dw_layer_name(layer->kind);
    unsigned parts = parts_of(layer) | KNOWN, missing = needed->parts & ~parts;
    if (layer->n == 0) missing &= KNOWN | CELLS | MORE; /* no elements need no series */
    if (missing || (parts & ~needed->parts))
        return dw_fail(err, DW_EARG, "a layer of kind %s has other parts than it needs", name);
    if ((needed->n && layer->n != needed->n) || ((needed->parts & CELLS) && layer->n))
        return dw_fail(err, DW_EARG, "a layer of kind %s has %zu elements", name, layer->n);
    if (!columns_fit(layer))
        return dw_fail(err, DW_EARG, "a layer of kind %s has columns that do not fit", name);
    if (!(layer->alpha >= 0 && layer->alpha <= 1) ||
        !(layer->width_px >= 0 && layer->width_px <= 100))
        return wrong(err, "alpha must be in 0..1 and width_px in 0..100");
    if (!(layer->size_px >= 0 && layer->size_px <= 400))
        return wrong(err, "size_px must be in 0..400");
    return DW_OK;
}
