#include "plot/figure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "plot/model.h"
#include "plot/output.h"
#include "plot/theme.h"

static dw_status copy_text(char **slot, const char *text, const char *what, dw_error *err)
{
    if (!text) text = "";
    size_t n = strlen(text), valid = dw_text_utf8_prefix(text, n);
    if (valid < n) return dw_fail(err, DW_EARG, "%s is not UTF-8 at byte %zu", what, valid + 1);
    char *copy = dw_allocate(n + 1, 1, err);
    if (!copy) return DW_ENOMEM;
    memcpy(copy, text, n);
    free(*slot);
    *slot = copy;
    return DW_OK;
}

dw_status dw_model_label(char **slot, const char *text, const char *what, dw_error *err)
{
    return text && *text ? copy_text(slot, text, what, err) : DW_OK;
}

dw_status dw_model_numbers(double **slot, const double *numbers, size_t n, dw_error *err)
{
    *slot = dw_allocate(n, sizeof **slot, err);
    if (!*slot) return DW_ENOMEM;
    if (n) memcpy(*slot, numbers, n * sizeof **slot);
    return DW_OK;
}

dw_status dw_model_choice(const char *given, const char *const *names, const char *what, int *out,
                          dw_error *err)
{
    *out = 0;
    if (!given) return DW_OK;
    dw_nearest nearest = { given, NULL, 0 };
    for (int i = 0; names[i]; i++) {
        *out = i;
        if (strcmp(given, names[i]) == 0) return DW_OK;
        dw_nearest_offer(&nearest, names[i]);
    }
    char hint[96];
    return dw_fail(err, DW_EARG, "unknown %s '%s'%s", what, given, dw_nearest_hint(&nearest, hint));
}

/* ---- The figure ---- */

static dw_status check_size(const dw_figure_options *o, dw_error *err)
{
    const struct {
        const char *name;
        int64_t value, most, least;
    } sizes[] = { { "rows", o->rows, 20, 1 }, { "columns", o->columns, 20, 1 } };
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        if (sizes[i].value && (sizes[i].value < sizes[i].least || sizes[i].value > sizes[i].most))
            return dw_fail(err, DW_EDOMAIN, "%s must be in %lld..%lld, got %lld", sizes[i].name,
                           (long long)sizes[i].least, (long long)sizes[i].most,
                           (long long)sizes[i].value);
    if (o->theme && !dw_theme_find(o->theme))
        return dw_fail(err, DW_EARG, "theme must be light, dark or print, got '%s'", o->theme);
    return DW_OK;
}

static dw_status take_theme(dw_figure *figure, const dw_figure_options *o, dw_error *err)
{
    const dw_theme *own = o->own_theme;
    const char *name = own ? own->name : o->theme ? o->theme : "light";
    dw_status status = copy_text(&figure->theme, name, "theme", err);
    if (status || !own || own == dw_theme_find(own->name)) return status;
    figure->own_theme = dw_allocate(1, sizeof *own, err);
    if (!figure->own_theme) return DW_ENOMEM;
    *figure->own_theme = *own;
    return DW_OK;
}

const dw_theme *dw_figure_theme(const dw_figure *figure)
{
    return figure->own_theme ? figure->own_theme : dw_theme_find(figure->theme);
}

static dw_status take_sizes(dw_figure *figure, const dw_figure_options *o, dw_error *err)
{
    dw_page_size size;
    dw_status status = dw_page_size_of(o, &size, err);
    if (status) return status;
    figure->width_px = size.width_px;
    figure->height_px = size.height_px;
    figure->dpi = size.dpi;
    figure->unit_px = size.unit;
    figure->rows = o->rows ? (size_t)o->rows : 1;
    figure->columns = o->columns ? (size_t)o->columns : 1;
    return DW_OK;
}

static dw_status take_choices(dw_figure *figure, const dw_figure_options *o, dw_error *err)
{
    static const char *const shares[] = { "none", "all", "row", "column", NULL };
    static const char *const legends[] = { "auto", "below", "right", "none", NULL };
    int share_x, share_y, legend;
    dw_status status = dw_model_choice(o->share_x, shares, "share_x", &share_x, err);
    if (!status) status = dw_model_choice(o->share_y, shares, "share_y", &share_y, err);
    if (!status) status = dw_model_choice(o->legend, legends, "legend", &legend, err);
    if (status) return status;
    figure->share_x = (dw_share)share_x;
    figure->share_y = (dw_share)share_y;
    figure->legend = (dw_legend_place)legend;
    return DW_OK;
}

dw_status dw_figure_set_text(dw_figure *figure, dw_figure_text which, const char *text,
                             dw_error *err)
{
    static const char *const names[] = { "title", "subtitle", "footer", "alt", "caption" };
    return copy_text(&figure->texts[which], text, names[which], err);
}

static dw_status take_texts(dw_figure *figure, const dw_figure_options *o, dw_error *err)
{
    const char *texts[] = { o->title, o->subtitle, o->footer, o->alt, o->caption };
    dw_status status = DW_OK;
    for (int i = 0; i < DW_FIGURE_TEXTS && !status; i++)
        status = dw_figure_set_text(figure, (dw_figure_text)i, texts[i], err);
    if (!status) status = take_theme(figure, o, err);
    if (!status)
        status = copy_text(&figure->language, o->language ? o->language : "en", "language", err);
    return status;
}

dw_status dw_figure_new(const dw_figure_options *options, dw_figure **out, dw_error *err)
{
    static const dw_figure_options defaults = { 0 };
    if (!options) options = &defaults;
    *out = NULL;
    dw_status status = check_size(options, err);
    if (status) return status;
    dw_figure *figure = dw_allocate(1, sizeof *figure, err);
    if (!figure) return DW_ENOMEM;
    status = take_sizes(figure, options, err);
    if (!status) figure->axes = dw_allocate(figure->rows * figure->columns, sizeof(dw_axes *), err);
    if (!status) status = figure->axes ? take_texts(figure, options, err) : DW_ENOMEM;
    if (!status) status = take_choices(figure, options, err);
    if (status) {
        dw_figure_free(figure);
        return status;
    }
    *out = figure;
    return DW_OK;
}

void dw_model_free_texts(char **texts, size_t n)
{
    for (size_t i = 0; texts && i < n; i++) free(texts[i]);
    free(texts);
}

void dw_model_clear(dw_layer *layer)
{
    free(layer->x);
    free(layer->y);
    free(layer->low);
    free(layer->high);
    free(layer->label);
    dw_model_free_texts(layer->words, layer->n);
    for (size_t i = 0; i < layer->more_count; i++) free(layer->more[i].at);
    free(layer->more);
    if (!layer->cells) return;
    free(layer->cells->value);
    free(layer->cells->x_edges);
    free(layer->cells->y_edges);
    free(layer->cells);
}

void dw_model_free_axes(dw_axes *axes)
{
    if (!axes) return;
    for (size_t i = 0; i < axes->layer_count; i++) dw_model_clear(&axes->layers[i]);
    free(axes->layers);
    free(axes->title);
    dw_axis_clear(&axes->x);
    dw_axis_clear(&axes->y);
    free(axes->inset);
    free(axes);
}

void dw_figure_free(dw_figure *figure)
{
    if (!figure) return;
    for (size_t i = 0; i < figure->axes_count; i++) dw_model_free_axes(figure->axes[i]);
    free(figure->axes);
    for (size_t i = 0; i < figure->extra_count; i++) dw_model_free_axes(figure->extras[i]);
    free(figure->extras);
    for (int i = 0; i < DW_FIGURE_TEXTS; i++) free(figure->texts[i]);
    for (size_t i = 0; i < figure->memo_count; i++) {
        free(figure->memos[i].key);
        free(figure->memos[i].text);
    }
    free(figure->memos);
    free(figure->theme);
    free(figure->own_theme);
    free(figure->language);
    free(figure);
}

/* ---- Axes ---- */

dw_status dw_model_new_axes(const dw_axes_options *options, dw_axes **out, dw_error *err)
{
    dw_axes *axes = dw_allocate(1, sizeof *axes, err);
    if (!axes) return DW_ENOMEM;
    dw_status status = dw_model_label(&axes->title, options->title, "a panel's title", err);
    if (!status) status = dw_axis_take(&axes->x, &options->x, "x", err);
    if (!status) status = dw_axis_take(&axes->y, &options->y, "y", err);
    int grid = DW_GRID_AUTO;
    if (!status) status = dw_model_choice(options->grid, dw_grid_names, "grid", &grid, err);
    if (status) {
        dw_model_free_axes(axes);
        return status;
    }
    axes->grid = (dw_grid_lines)grid;
    *out = axes;
    return DW_OK;
}

dw_status dw_figure_add_axes(dw_figure *figure, const dw_axes_options *options, dw_axes **out,
                             dw_error *err)
{
    static const dw_axes_options defaults = { 0 };
    if (!options) options = &defaults;
    *out = NULL;
    if (figure->axes_count == figure->rows * figure->columns)
        return dw_fail(err, DW_EARG, "the figure has room for %zu axes (%zu rows, %zu columns)",
                       figure->axes_count, figure->rows, figure->columns);
    dw_status status = dw_model_new_axes(options, out, err);
    if (!status) figure->axes[figure->axes_count++] = *out;
    return status;
}

/* ---- What the file remembers ---- */

static bool is_key(const char *key)
{
    size_t n = strlen(key);
    if (n < 1 || n > 79 || key[0] == ' ' || key[n - 1] == ' ' || strstr(key, "  ")) return false;
    for (const char *c = key; *c; c++)
        if (*c < 32 || *c > 126) return false;
    return true;
}

dw_status dw_figure_remember(dw_figure *figure, const char *key, const char *text, dw_error *err)
{
    if (!is_key(key))
        return dw_fail(err, DW_EARG, "'%s' cannot be the key of a text: 1..79 ASCII letters", key);
    for (size_t i = 0; i < figure->memo_count; i++)
        if (strcmp(figure->memos[i].key, key) == 0)
            return copy_text(&figure->memos[i].text, text, key, err);
    dw_memo *grown =
        dw_reallocate(figure->memos, figure->memo_count + 1, sizeof *figure->memos, err);
    if (!grown) return DW_ENOMEM;
    figure->memos = grown;
    dw_memo memo = { NULL, NULL };
    dw_status status = copy_text(&memo.key, key, "a key", err);
    if (!status) status = copy_text(&memo.text, text, key, err);
    if (status) {
        free(memo.key);
        return status;
    }
    figure->memos[figure->memo_count++] = memo;
    return DW_OK;
}

/* ---- Layers ---- */

const char *dw_layer_name(dw_layer_kind kind)
{
    static const char *const names[] = { "line",  "points", "band",      "hline",       "vline",
                                         "note",  "step",   "area",      "errorbar",    "span",
                                         "text",  "bar",    "histogram", "heatmap",     "image",
                                         "strip", "box",    "violin",    "reliability", "contour" };
    return names[kind];
}

static dw_status take_style(dw_layer *layer, const dw_layer_options *o, dw_error *err)
{
    static const char *const markers[] = { "auto",    "none",     "circle",        "square",
                                           "diamond", "triangle", "triangle_down", NULL };
    static const char *const wheres[] = { "after", "before", "middle", NULL };
    static const char *const sides[] = { "center", "right", "left", "above", "below", NULL };
    dw_status status = DW_OK;
    int marker, where, side;
    if (layer->kind != DW_LAYER_NOTE)
        status = dw_model_label(&layer->label, o->label, "a label", err);
    if (!status) status = dw_model_choice(o->marker, markers, "marker", &marker, err);
    if (!status) status = dw_model_choice(o->where, wheres, "place of the step", &where, err);
    if (!status) status = dw_model_choice(o->side, sides, "side", &side, err);
    if (!status && o->color) status = dw_color_parse(o->color, &layer->color, err);
    if (status) return status;
    if (o->alpha < 0 || o->alpha > 1 || o->width_px < 0 || o->width_px > 100)
        return dw_fail(err, DW_EDOMAIN, "alpha must be in 0..1 and width_px in 0..100");
    if (o->size_px < 0 || o->size_px > 400)
        return dw_fail(err, DW_EDOMAIN, "size_px must be in 0..400, got %g", o->size_px);
    layer->marker = (dw_marker)marker;
    layer->where = (dw_step_where)where;
    layer->side = (dw_side)side;
    layer->horizontal = o->horizontal;
    layer->stacked = o->stacked;
    layer->percent = o->percent;
    layer->numbered = o->labels;
    layer->dash = o->dash;
    layer->filled = o->filled;
    layer->width_px = isnan(o->width_px) ? 0 : o->width_px;
    layer->size_px = isnan(o->size_px) ? 0 : o->size_px;
    layer->alpha = isnan(o->alpha) ? 0 : o->alpha;
    return DW_OK;
}

/* Layers that belong to no series are grey unless they ask for a colour. */
static bool is_grey(dw_layer_kind kind)
{
    return kind == DW_LAYER_HLINE || kind == DW_LAYER_VLINE || kind == DW_LAYER_NOTE ||
           kind == DW_LAYER_SPAN || kind == DW_LAYER_TEXT;
}

dw_status dw_model_add(dw_axes *axes, dw_layer *layer, const dw_layer_options *options,
                       dw_error *err)
{
    bool rule = layer->kind == DW_LAYER_HLINE || layer->kind == DW_LAYER_VLINE;
    const dw_layer_options defaults = { .dash = rule };
    dw_status status = take_style(layer, options ? options : &defaults, err);
    if (!status && layer->color.kind == DW_COLOR_AUTO && is_grey(layer->kind))
        layer->color.kind = DW_COLOR_GREY;
    dw_layer *grown = NULL;
    if (!status) {
        grown = dw_reallocate(axes->layers, axes->layer_count + 1, sizeof *axes->layers, err);
        if (!grown) status = DW_ENOMEM;
    }
    if (status) {
        dw_model_clear(layer);
        return status;
    }
    axes->layers = grown;
    axes->layers[axes->layer_count++] = *layer;
    return DW_OK;
}

dw_status dw_model_columns(dw_layer *layer, const dw_column more[DW_MORE], dw_error *err)
{
    layer->more = dw_allocate(DW_MORE, sizeof *layer->more, err);
    if (!layer->more) return DW_ENOMEM;
    layer->more_count = DW_MORE;
    dw_status status = DW_OK;
    for (int i = 0; i < DW_MORE && !status; i++) {
        if (!more[i].at) continue;
        status = dw_model_numbers(&layer->more[i].at, more[i].at, more[i].n, err);
        if (!status) layer->more[i].n = more[i].n;
    }
    return status;
}

dw_status dw_model_add_columns(dw_axes *axes, dw_layer_kind kind, size_t n,
                               const double *const from[4], const dw_column more[DW_MORE],
                               const dw_layer_options *options, dw_error *err)
{
    dw_layer layer = { .kind = kind, .n = n, .target_x = NAN, .target_y = NAN };
    double **const slots[4] = { &layer.x, &layer.y, &layer.low, &layer.high };
    dw_status status = DW_OK;
    for (int i = 0; i < 4 && !status; i++)
        if (from[i]) status = dw_model_numbers(slots[i], from[i], n, err);
    if (more && !status) status = dw_model_columns(&layer, more, err);
    if (!status) return dw_model_add(axes, &layer, options, err);
    dw_model_clear(&layer);
    return status;
}

dw_status dw_model_add_series(dw_axes *axes, dw_layer_kind kind, size_t n,
                              const double *const from[4], const dw_layer_options *options,
                              dw_error *err)
{
    return dw_model_add_columns(axes, kind, n, from, NULL, options, err);
}

dw_status dw_axes_line(dw_axes *axes, const double *x, const double *y, size_t n,
                       const dw_layer_options *options, dw_error *err)
{
    return dw_model_add_series(axes, DW_LAYER_LINE, n, (const double *[4]){ x, y }, options, err);
}

dw_status dw_axes_points(dw_axes *axes, const double *x, const double *y, size_t n,
                         const dw_layer_options *options, dw_error *err)
{
    return dw_model_add_series(axes, DW_LAYER_POINTS, n, (const double *[4]){ x, y }, options, err);
}

dw_status dw_axes_band(dw_axes *axes, const double *x, const double *low, const double *high,
                       size_t n, const dw_layer_options *options, dw_error *err)
{
    return dw_model_add_series(axes, DW_LAYER_BAND, n, (const double *[4]){ x, NULL, low, high },
                               options, err);
}

dw_status dw_axes_hline(dw_axes *axes, double y, const dw_layer_options *options, dw_error *err)
{
    return dw_model_add_series(axes, DW_LAYER_HLINE, 1, (const double *[4]){ NULL, &y }, options,
                               err);
}

dw_status dw_axes_vline(dw_axes *axes, double x, const dw_layer_options *options, dw_error *err)
{
    return dw_model_add_series(axes, DW_LAYER_VLINE, 1, (const double *[4]){ &x }, options, err);
}

dw_status dw_axes_note(dw_axes *axes, double x, double y, const char *text, double target_x,
                       double target_y, const dw_layer_options *options, dw_error *err)
{
    dw_layer layer = { .kind = DW_LAYER_NOTE, .n = 1, .target_x = target_x, .target_y = target_y };
    dw_status status = dw_model_label(&layer.label, text, "a note", err);
    if (!status) status = dw_model_numbers(&layer.x, &x, 1, err);
    if (!status) status = dw_model_numbers(&layer.y, &y, 1, err);
    if (status) {
        dw_model_clear(&layer);
        return status;
    }
    return dw_model_add(axes, &layer, options, err);
}
