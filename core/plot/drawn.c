/* The drawn numbers as a table. */
#include <math.h>

#include "plot/figure.h"
#include "plot/panels.h"

static void add_number(dw_buffer *out, const double *series, size_t i)
{
    dw_buffer_add(out, ",");
    if (!series || !isfinite(series[i])) return;
    char number[32];
    dw_text_number(series[i], number);
    dw_buffer_add(out, number);
}

/* A second axis is named after its panel. */
static void add_panel_name(dw_buffer *out, const dw_figure *figure, size_t index)
{
    static const char *const suffixes[] = { "", " (right axis)" };
    const dw_axes *axes = dw_figure_axes_at(figure, index);
    bool cell = axes->place == DW_PLACE_CELL;
    size_t host = cell ? index : axes->host;
    const char *title = axes->title ? axes->title : figure->axes[host]->title;
    if (cell && title) dw_buffer_add_csv(out, title);
    if (cell && !title) dw_buffer_format(out, "%zu", index + 1);
    if (cell) return;
    dw_buffer name = { 0 };
    if (title)
        dw_buffer_add(&name, title);
    else
        dw_buffer_format(&name, "%zu", host + 1);
    dw_buffer_add(&name, suffixes[axes->place]);
    out->failed |= name.failed;
    if (name.text) dw_buffer_add_csv(out, name.text);
    dw_buffer_free(&name);
}

/* The name of a bar's place, where it has one. */
static bool add_category(dw_buffer *out, const dw_axes *axes, const dw_layer *layer, size_t i)
{
    const dw_axis *axis = layer->horizontal ? &axes->y : &axes->x;
    if (layer->kind != DW_LAYER_BAR || !axis->categories) return false;
    double at = layer->x[i];
    if (!(at >= 1 && at <= (double)axis->category_count && at == floor(at))) return false;
    dw_buffer_add(out, ",");
    dw_buffer_add_csv(out, axis->categories[(size_t)at - 1]);
    return true;
}

static double middle(const double *edges, size_t i)
{
    return edges[i] / 2 + edges[i + 1] / 2;
}

static void add_cell_rows(dw_buffer *out, const dw_figure *figure, size_t index,
                          const dw_layer *layer)
{
    const dw_cells *cells = layer->cells;
    for (size_t i = 0; i < cells->rows * cells->columns; i++) {
        double x = middle(cells->x_edges, i % cells->columns);
        double y = middle(cells->y_edges, i / cells->columns);
        add_panel_name(out, figure, index);
        dw_buffer_add(out, ",heatmap,");
        if (layer->label) dw_buffer_add_csv(out, layer->label);
        add_number(out, &x, 0);
        add_number(out, &y, 0);
        dw_buffer_add(out, ",,");
        add_number(out, cells->value, i);
        dw_buffer_add(out, "\n");
    }
}

static void add_layer_rows(dw_buffer *out, const dw_figure *figure, size_t index,
                           const dw_layer *layer, bool with_value)
{
    const dw_axes *axes = dw_figure_axes_at(figure, index);
    if (layer->cells) add_cell_rows(out, figure, index, layer);
    for (size_t i = 0; i < layer->n; i++) {
        add_panel_name(out, figure, index);
        dw_buffer_format(out, ",%s,", dw_layer_name(layer->kind));
        const char *name = layer->words ? layer->words[i] : layer->label;
        if (name) dw_buffer_add_csv(out, name);
        if (!add_category(out, axes, layer, i)) add_number(out, layer->x, i);
        add_number(out, layer->y, i);
        add_number(out, layer->low, i);
        add_number(out, layer->high, i);
        dw_buffer_add(out, with_value ? ",\n" : "\n");
    }
}

static bool has_values(const dw_figure *figure)
{
    for (size_t a = 0; a < dw_figure_axes_total(figure); a++)
        for (size_t l = 0; l < dw_figure_axes_at(figure, a)->layer_count; l++)
            if (dw_figure_axes_at(figure, a)->layers[l].cells) return true;
    return false;
}

size_t dw_figure_csv_rows(const dw_figure *figure)
{
    size_t rows = 0;
    for (size_t a = 0; a < dw_figure_axes_total(figure); a++)
        for (size_t l = 0; l < dw_figure_axes_at(figure, a)->layer_count; l++) {
            const dw_layer *layer = &dw_figure_axes_at(figure, a)->layers[l];
            rows += layer->n + (layer->cells ? layer->cells->rows * layer->cells->columns : 0);
        }
    return rows;
}

dw_status dw_figure_csv(const dw_figure *figure, dw_buffer *out, dw_error *err)
{
    bool with_value = has_values(figure);
    dw_buffer_format(out, "panel,layer,label,x,y,low,high%s\n", with_value ? ",value" : "");
    for (size_t a = 0; a < dw_figure_axes_total(figure); a++)
        for (size_t l = 0; l < dw_figure_axes_at(figure, a)->layer_count; l++)
            add_layer_rows(out, figure, a, &dw_figure_axes_at(figure, a)->layers[l], with_value);
    return out->failed ? dw_fail(err, DW_ENOMEM, "no memory for the table of the figure") : DW_OK;
}
