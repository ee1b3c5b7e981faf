#include "plot/style.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "plot/colormap.h"
#include "plot/panels.h"

enum { NO_SLOT = -1, MARKED_LINE_POINTS = 40, MARKERS = 5 };

static bool takes_color(const dw_layer *layer)
{
    switch (layer->kind) {
    case DW_LAYER_BAND:
    case DW_LAYER_HLINE:
    case DW_LAYER_VLINE:
    case DW_LAYER_NOTE:
    case DW_LAYER_SPAN:
    case DW_LAYER_TEXT:
    case DW_LAYER_HEATMAP:
    case DW_LAYER_IMAGE:
    case DW_LAYER_CONTOUR:
        return false;
    default:
        return true;
    }
}

static bool has_slot(const dw_layer *layer)
{
    return layer->color.kind == DW_COLOR_SLOT || layer->color.kind == DW_COLOR_NAMED;
}

static bool is_stroke(const dw_layer *layer)
{
    return layer->kind == DW_LAYER_LINE || layer->kind == DW_LAYER_STEP;
}

/* The layers of a figure in one row, with the palette slot of each. */
typedef struct row {
    const dw_layer **layers;
    size_t *panel;
    int *slot;
    size_t n;
} row;

static void row_free(row *r)
{
    free(r->layers);
    free(r->panel);
    free(r->slot);
}

static dw_status row_new(const dw_figure *figure, row *r, dw_error *err)
{
    size_t n = 0;
    size_t total = dw_figure_axes_total(figure);
    for (size_t a = 0; a < total; a++) n += dw_figure_axes_at(figure, a)->layer_count;
    *r = (row){ dw_allocate(n, sizeof *r->layers, err), dw_allocate(n, sizeof *r->panel, err),
                dw_allocate(n, sizeof *r->slot, err), 0 };
    if (!r->layers || !r->panel || !r->slot) return DW_ENOMEM;
    for (size_t a = 0; a < total; a++) {
        const dw_axes *axes = dw_figure_axes_at(figure, a);
        bool twin = axes->place == DW_PLACE_RIGHT;
        for (size_t l = 0; l < axes->layer_count; l++) {
            r->layers[r->n] = &axes->layers[l];
            r->panel[r->n] = twin ? axes->host : a; /* seen together */
            r->slot[r->n++] = NO_SLOT;
        }
    }
    return DW_OK;
}

/* The earlier layer of the figure whose automatic colour this one shares by its label. */
static int slot_by_label(const row *r, size_t i)
{
    for (size_t j = 0; j < i; j++) {
        const dw_layer *other = r->layers[j];
        if (takes_color(other) && other->color.kind == DW_COLOR_AUTO && other->label &&
            strcmp(other->label, r->layers[i]->label) == 0)
            return r->slot[j];
    }
    return NO_SLOT;
}

static bool slot_is_used(const row *r, size_t i, int slot)
{
    bool named = r->layers[i]->label;
    for (size_t j = 0; j < r->n; j++) {
        const dw_layer *other = r->layers[j];
        bool here = r->panel[j] == r->panel[i];
        if (!takes_color(other) || !(here || (named && other->label))) continue;
        if (j < i && other->color.kind == DW_COLOR_AUTO && r->slot[j] == slot) return true;
        if (here && has_slot(other) && other->color.slot == slot) return true;
    }
    return false;
}

static int free_slot(const row *r, size_t i)
{
    int slot = 0;
    while (slot_is_used(r, i, slot)) slot++;
    return slot;
}

static void choose_slots(row *r)
{
    for (size_t i = 0; i < r->n; i++) {
        const dw_layer *layer = r->layers[i];
        if (has_slot(layer)) r->slot[i] = layer->color.slot;
        if (layer->color.kind != DW_COLOR_AUTO || !takes_color(layer)) continue;
        if (layer->label) r->slot[i] = slot_by_label(r, i);
        if (r->slot[i] == NO_SLOT) r->slot[i] = free_slot(r, i);
    }
}

static dw_color own_color(const row *r, size_t i, const dw_theme *theme)
{
    const dw_color_choice *choice = &r->layers[i]->color;
    if (choice->kind == DW_COLOR_RGB) return dw_color_rgb(choice->rgb);
    if (choice->kind == DW_COLOR_GREY || r->slot[i] == NO_SLOT) return theme->rule;
    if (choice->kind == DW_COLOR_NAMED) return theme->named[choice->slot % DW_PALETTE];
    return theme->palette[(size_t)r->slot[i] % theme->palette_count];
}

/* Whose colour a band takes: the next line's, or the one's before it. */
static size_t band_leader(const row *r, size_t i)
{
    for (size_t j = i + 1; j < r->n && r->panel[j] == r->panel[i]; j++)
        if (takes_color(r->layers[j])) return j;
    for (size_t j = i; j-- > 0 && r->panel[j] == r->panel[i];)
        if (takes_color(r->layers[j])) return j;
    return i;
}

static bool same_name(const dw_layer *a, const dw_layer *b)
{
    return a == b || (a->label && b->label && strcmp(a->label, b->label) == 0);
}

static size_t first_points_of_name(const row *r, size_t i)
{
    size_t j = 0;
    while (r->layers[j]->kind != DW_LAYER_POINTS || !same_name(r->layers[j], r->layers[i])) j++;
    return j;
}

/* Points of one name share a shape; the shapes go by order of the names. */
static int points_shape(const row *r, size_t i)
{
    if (!r->layers[i]->label) return 0;
    int shape = 0;
    size_t first = first_points_of_name(r, i);
    for (size_t j = 0; j < first; j++)
        if (r->layers[j]->kind == DW_LAYER_POINTS && r->layers[j]->label &&
            first_points_of_name(r, j) == j)
            shape++;
    return shape;
}

static dw_marker auto_marker(const row *r, size_t i)
{
    static const dw_marker shapes[MARKERS] = { DW_MARKER_CIRCLE, DW_MARKER_SQUARE,
                                               DW_MARKER_DIAMOND, DW_MARKER_TRIANGLE,
                                               DW_MARKER_TRIANGLE_DOWN };
    const dw_layer *layer = r->layers[i];
    int shape = r->slot[i];
    if (layer->kind == DW_LAYER_ERRORBAR || layer->kind == DW_LAYER_STRIP ||
        layer->kind == DW_LAYER_BOX || layer->kind == DW_LAYER_RELIABILITY)
        shape = 0;
    else if (layer->kind == DW_LAYER_POINTS)
        shape = points_shape(r, i);
    else if (layer->kind != DW_LAYER_LINE || layer->n > MARKED_LINE_POINTS || layer->dash)
        return DW_MARKER_NONE;
    return shapes[(shape < 0 ? 0 : shape) % MARKERS];
}

/* Whether all lines that may get dashes are of this one's color: then there is nothing to tell. */
static bool is_only_color(const row *r, size_t i)
{
    for (size_t j = 0; j < r->n; j++)
        if (is_stroke(r->layers[j]) && r->layers[j]->label && !r->layers[j]->dash &&
            r->slot[j] != r->slot[i])
            return false;
    return true;
}

/* Without a color one still knows lines by their marks and dashes: those without marks by their
 * dashes, where many are or colors may be lost; those with marks once the shapes are used up. A
 * line without a name stays solid: no legend would say what its dashes mean. */
static dw_dash auto_dash(const dw_theme *theme, const dw_style *style, int slot, bool many_lines)
{
    int colors = (int)theme->palette_count;
    if (style->marker != DW_MARKER_NONE) return (dw_dash)(slot / MARKERS % DW_DASHES);
    if (!many_lines && !theme->grey_safe) return DW_SOLID;
    return (dw_dash)((slot + (colors % DW_DASHES == 0 ? slot / colors : 0)) % DW_DASHES);
}

/* In small panels lines are thinner, or families would hide each other. */
static double stroke_scale(const dw_figure *figure)
{
    size_t across = figure->columns > figure->rows ? figure->columns : figure->rows;
    return across <= 1 ? 1 : across == 2 ? 0.85 : 0.65;
}

static double mark_size(const dw_layer *layer)
{
    if (layer->kind == DW_LAYER_POINTS) return 17;
    if (layer->kind == DW_LAYER_BOX) return 12;
    if (layer->kind == DW_LAYER_STRIP) return layer->n > 400 ? 8 : 12;
    return 13;
}

/* Pixels that a script asks for are those of the page, however small its panels. */
static void set_strokes(dw_style *style, const dw_layer *layer, double page, double panel)
{
    static const double widths[DW_LAYER_KINDS] = {
        [DW_LAYER_LINE] = 4,     [DW_LAYER_STEP] = 4,        [DW_LAYER_POINTS] = 2.75,
        [DW_LAYER_AREA] = 3.25,  [DW_LAYER_ERRORBAR] = 3,    [DW_LAYER_HISTOGRAM] = 2.5,
        [DW_LAYER_STRIP] = 2,    [DW_LAYER_RELIABILITY] = 3, [DW_LAYER_BOX] = 3,
        [DW_LAYER_VIOLIN] = 2.5, [DW_LAYER_CONTOUR] = 3,
    };
    static const double alphas[DW_LAYER_KINDS] = {
        [DW_LAYER_BAND] = 0.18,      [DW_LAYER_AREA] = 0.3,  [DW_LAYER_SPAN] = 0.16,
        [DW_LAYER_HISTOGRAM] = 0.45, [DW_LAYER_STRIP] = 0.8, [DW_LAYER_BOX] = 0.3,
        [DW_LAYER_VIOLIN] = 0.35,
    };
    double width = widths[layer->kind] > 0 ? widths[layer->kind] : 2.25;
    double alpha = alphas[layer->kind] > 0 ? alphas[layer->kind] : 1;
    style->width = layer->width_px > 0 ? page * layer->width_px : panel * width;
    style->alpha = layer->alpha > 0 ? layer->alpha : alpha;
    style->radius = (layer->size_px > 0 ? page * layer->size_px : panel * mark_size(layer)) / 2;
    style->filled = layer->filled || layer->kind == DW_LAYER_LINE ||
                    layer->kind == DW_LAYER_ERRORBAR || layer->kind == DW_LAYER_STRIP ||
                    layer->kind == DW_LAYER_RELIABILITY;
    style->dash = layer->dash ? DW_DASHED : DW_SOLID;
}

dw_status dw_styles_new(const dw_figure *figure, const dw_theme *theme, double scale,
                        bool many_lines, dw_style **out, dw_error *err)
{
    row r;
    double page = theme->stroke * scale, panel = page * stroke_scale(figure);
    dw_status status = row_new(figure, &r, err);
    *out = status ? NULL : dw_allocate(r.n, sizeof **out, err);
    if (*out) {
        choose_slots(&r);
        for (size_t i = 0; i < r.n; i++) {
            const dw_layer *layer = r.layers[i];
            dw_style *style = &(*out)[i];
            size_t leader = i;
            if (layer->kind == DW_LAYER_BAND && layer->color.kind == DW_COLOR_AUTO)
                leader = band_leader(&r, i);
            style->color = own_color(&r, leader, theme);
            if (layer->kind == DW_LAYER_CONTOUR && layer->color.kind == DW_COLOR_AUTO)
                style->color =
                    dw_color_readable(theme, dw_colormap_color(layer->cells->map, 0.3), 2.5);
            set_strokes(style, layer, page, panel);
            style->marker = layer->marker ? layer->marker : auto_marker(&r, i);
            if (is_stroke(layer) && layer->label && !layer->dash && r.slot[i] > 0 &&
                !is_only_color(&r, i))
                style->dash = auto_dash(theme, style, r.slot[i], many_lines);
        }
    }
    row_free(&r);
    return *out ? DW_OK : DW_ENOMEM;
}
