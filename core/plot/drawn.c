/* The drawn numbers as a table. */
#include <math.h>

#include "plot/groups.h"
#include "plot/layers.h"
#include "plot/panels.h"
#include "plot/reldiagram.h"

static void add_number(dw_buffer *out, const double *series, size_t i)
{
    dw_buffer_add(out, ",");
    if (!series || !isfinite(series[i])) return;
    char number[32];
    dw_text_number(series[i], number);
    dw_buffer_add(out, number);
}

/* " (inset)", and " (inset 2)" for a second one in the same panel. */
static void add_suffix(dw_buffer *name, const dw_figure *figure, size_t index)
{
    const dw_axes *axes = dw_figure_axes_at(figure, index);
    size_t number = 1;
    for (size_t i = figure->axes_count; i < index; i++) {
        const dw_axes *other = dw_figure_axes_at(figure, i);
        number += other->inset && other->host == axes->host;
    }
    if (!axes->inset)
        dw_buffer_add(name, " (right axis)");
    else if (number == 1)
        dw_buffer_add(name, " (inset)");
    else
        dw_buffer_format(name, " (inset %zu)", number);
}

/* A second axis or an inset is named after its panel. */
static void add_panel_name(dw_buffer *out, const dw_figure *figure, size_t index)
{
    const dw_axes *axes = dw_figure_axes_at(figure, index);
    bool cell = axes->place == DW_PLACE_CELL;
    size_t host = cell ? index : axes->host;
    const char *title = figure->axes[host]->title;
    if (cell && title) dw_buffer_add_csv(out, title);
    if (cell && !title) dw_buffer_format(out, "%zu", index + 1);
    if (cell) return;
    dw_buffer name = { 0 };
    if (title)
        dw_buffer_add(&name, title);
    else
        dw_buffer_format(&name, "%zu", host + 1);
    add_suffix(&name, figure, index);
    out->failed |= name.failed;
    if (name.text) dw_buffer_add_csv(out, name.text);
    dw_buffer_free(&name);
}

/* The name of a bar's place, where it has one. */
static bool add_category(dw_buffer *out, const dw_axes *axes, const dw_layer *layer, double at)
{
    const dw_axis *axis = layer->horizontal ? &axes->y : &axes->x;
    if (!axis->categories || (layer->kind != DW_LAYER_BAR && !dw_is_group(layer))) return false;
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
    bool nodes = layer->kind == DW_LAYER_CONTOUR;
    for (size_t i = 0; i < cells->rows * cells->columns; i++) {
        size_t column = i % cells->columns, row = i / cells->columns;
        double x = nodes ? cells->x_edges[column] : middle(cells->x_edges, column);
        double y = nodes ? cells->y_edges[row] : middle(cells->y_edges, row);
        add_panel_name(out, figure, index);
        dw_buffer_format(out, ",%s,", dw_layer_name(layer->kind));
        if (layer->label) dw_buffer_add_csv(out, layer->label);
        add_number(out, &x, 0);
        add_number(out, &y, 0);
        dw_buffer_add(out, ",,");
        add_number(out, cells->value, i);
        dw_buffer_add(out, "\n");
    }
}

/* The rows of the columns that a kind has beyond those of every layer. */
static size_t more_rows(const dw_layer *layer)
{
    if (layer->kind == DW_LAYER_BOX)
        return layer->more[DW_BOX_LOW].n + layer->more[DW_BOX_OUTLIER].n;
    if (layer->kind == DW_LAYER_RELIABILITY) return layer->n + 1;
    if (layer->kind == DW_LAYER_CONTOUR) return layer->more[DW_CONTOUR_LEVELS].n;
    return layer->kind == DW_LAYER_VIOLIN ? layer->more[DW_VIOLIN_AT].n : 0;
}

typedef struct drawn_row {
    const char *what;
    double place, y, low, high, value;
} drawn_row;

static drawn_row more_row(const dw_layer *layer, size_t i)
{
    const dw_column *more = layer->more;
    drawn_row row = { "whisker", NAN, NAN, NAN, NAN, NAN };
    if (layer->kind == DW_LAYER_VIOLIN) {
        row.what = "density";
        row.place = more[DW_VIOLIN_PLACE].at[i];
        row.y = more[DW_VIOLIN_AT].at[i];
        row.value = more[DW_VIOLIN_DENSITY].at[i];
    } else if (layer->kind == DW_LAYER_CONTOUR) {
        row.what = "level";
        row.value = more[DW_CONTOUR_LEVELS].at[i];
    } else if (layer->kind == DW_LAYER_RELIABILITY) {
        row.what = i < layer->n ? "bin" : "weighted mean gap";
        row.low = i < layer->n ? more[DW_RELIABILITY_EDGES].at[i] : NAN;
        row.high = i < layer->n ? more[DW_RELIABILITY_EDGES].at[i + 1] : NAN;
        row.value =
            more[i < layer->n ? DW_RELIABILITY_COUNT : DW_RELIABILITY_ECE].at[i < layer->n ? i : 0];
    } else if (i < layer->n) {
        row.place = layer->x[i];
        row.low = more[DW_BOX_LOW].at[i];
        row.high = more[DW_BOX_HIGH].at[i];
    } else {
        row.what = "outlier";
        row.place = more[DW_BOX_OUTLIER_PLACE].at[i - layer->n];
        row.y = more[DW_BOX_OUTLIER].at[i - layer->n];
    }
    return row;
}

static void add_more_rows(dw_buffer *out, const dw_figure *figure, size_t index,
                          const dw_layer *layer, bool with_value)
{
    const dw_axes *axes = dw_figure_axes_at(figure, index);
    for (size_t i = 0; i < more_rows(layer); i++) {
        drawn_row row = more_row(layer, i);
        add_panel_name(out, figure, index);
        dw_buffer_format(out, ",%s,", row.what);
        if (layer->label) dw_buffer_add_csv(out, layer->label);
        if (!add_category(out, axes, layer, row.place)) add_number(out, &row.place, 0);
        add_number(out, &row.y, 0);
        add_number(out, &row.low, 0);
        add_number(out, &row.high, 0);
        if (with_value) add_number(out, &row.value, 0);
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
        if (!layer->x || !add_category(out, axes, layer, layer->x[i])) add_number(out, layer->x, i);
        add_number(out, layer->y, i);
        add_number(out, layer->low, i);
        add_number(out, layer->high, i);
        dw_buffer_add(out, with_value ? ",\n" : "\n");
    }
    add_more_rows(out, figure, index, layer, with_value);
}

static bool has_value(const dw_layer *layer)
{
    return layer->cells || layer->kind == DW_LAYER_VIOLIN || layer->kind == DW_LAYER_RELIABILITY;
}

static bool has_values(const dw_figure *figure)
{
    for (size_t a = 0; a < dw_figure_axes_total(figure); a++)
        for (size_t l = 0; l < dw_figure_axes_at(figure, a)->layer_count; l++)
            if (has_value(&dw_figure_axes_at(figure, a)->layers[l])) return true;
    return false;
}

size_t dw_figure_csv_rows(const dw_figure *figure)
{
    size_t rows = 0;
    for (size_t a = 0; a < dw_figure_axes_total(figure); a++)
        for (size_t l = 0; l < dw_figure_axes_at(figure, a)->layer_count; l++) {
            const dw_layer *layer = &dw_figure_axes_at(figure, a)->layers[l];
            rows += layer->n + more_rows(layer) +
                    (layer->cells ? layer->cells->rows * layer->cells->columns : 0);
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
