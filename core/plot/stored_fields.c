/* What of a figure is stored. A new field of the model is one more line here; a test paints every
 * figure of the gallery again and finds a field that was forgotten. */
#include "plot/stored_fields.h"
#include "plot/theme.h"

#include <stddef.h>

#define FIELD(type, member, kind_of, ...)                                                          \
    {                                                                                              \
        .name = #member, .kind = kind_of, .offset = offsetof(type, member), __VA_ARGS__            \
    }
#define NUMBER(type, member) FIELD(type, member, DW_FIELD_NUMBER)
#define SIZE(type, member) FIELD(type, member, DW_FIELD_SIZE)
#define WHOLE(type, member, largest) FIELD(type, member, DW_FIELD_WHOLE, .most = largest)
#define FLAG(type, member) FIELD(type, member, DW_FIELD_FLAG)
#define CHOICE(type, member, last) FIELD(type, member, DW_FIELD_CHOICE, .most = last)
#define TEXT(type, member) FIELD(type, member, DW_FIELD_TEXT)
#define LABEL(type, member) FIELD(type, member, DW_FIELD_LABEL)
/* length_of: a function that gives the number of numbers; it is not stored with them */
#define NUMBERS(type, member, length_of) FIELD(type, member, DW_FIELD_NUMBERS, .length = length_of)
#define TEXTS(type, member, length_of) FIELD(type, member, DW_FIELD_TEXTS, .length = length_of)
/* counter: the field that says how many there are; it is not stored */
#define COUNTED(type, member, counter, kind_of, ...)                                               \
    FIELD(type, member, kind_of, .count = offsetof(type, counter), __VA_ARGS__)
#define GROUP(type, member, record_of) FIELD(type, member, DW_FIELD_GROUP, .record = &record_of)
#define MAYBE(type, member, record_of) FIELD(type, member, DW_FIELD_MAYBE, .record = &record_of)

size_t dw_field_length(const dw_field *field, const void *at)
{
    if (field->length) return field->length(at);
    return *(const size_t *)(const void *)((const char *)at + field->count);
}

/* ---- cells ---- */

static size_t value_length(const void *at)
{
    const dw_cells *cells = at;
    return cells->rows * cells->columns;
}

static size_t x_edges_length(const void *at)
{
    return ((const dw_cells *)at)->columns + 1;
}

static size_t y_edges_length(const void *at)
{
    return ((const dw_cells *)at)->rows + 1;
}

static const dw_field cells_fields[] = {
    SIZE(dw_cells, rows),
    SIZE(dw_cells, columns),
    NUMBERS(dw_cells, value, value_length),
    NUMBERS(dw_cells, x_edges, x_edges_length),
    NUMBERS(dw_cells, y_edges, y_edges_length),
    NUMBER(dw_cells, low),
    NUMBER(dw_cells, high),
    FLAG(dw_cells, x_counted),
    FLAG(dw_cells, y_counted),
    CHOICE(dw_cells, map, DW_MAP_GREY),
    FLAG(dw_cells, log_colors),
    NUMBER(dw_cells, center),
    FLAG(dw_cells, square),
    { 0 },
};

static const dw_record cells_record = { "a grid of cells", sizeof(dw_cells), cells_fields,
                                        dw_stored_check_cells };

/* ---- layers ---- */

static const dw_field color_fields[] = {
    CHOICE(dw_color_choice, kind, DW_COLOR_NAMED),
    WHOLE(dw_color_choice, slot, 15),
    FIELD(dw_color_choice, rgb, DW_FIELD_RGB),
    { 0 },
};

static const dw_record color_record = { "a color", sizeof(dw_color_choice), color_fields, NULL };

static const dw_field column_fields[] = {
    COUNTED(dw_column, at, n, DW_FIELD_NUMBERS),
    { 0 },
};

static const dw_record column_record = { "a column of numbers", sizeof(dw_column), column_fields,
                                         NULL };

static size_t layer_length(const void *at)
{
    return ((const dw_layer *)at)->n;
}

static const char *kind_name(int kind)
{
    return kind < DW_LAYER_KINDS ? dw_layer_name((dw_layer_kind)kind) : NULL;
}

static const dw_field layer_fields[] = {
    FIELD(dw_layer, kind, DW_FIELD_NAME, .name_of = kind_name),
    SIZE(dw_layer, n),
    NUMBERS(dw_layer, x, layer_length),
    NUMBERS(dw_layer, y, layer_length),
    NUMBERS(dw_layer, low, layer_length),
    NUMBERS(dw_layer, high, layer_length),
    NUMBER(dw_layer, target_x),
    NUMBER(dw_layer, target_y),
    LABEL(dw_layer, label),
    GROUP(dw_layer, color, color_record),
    CHOICE(dw_layer, marker, DW_MARKER_TRIANGLE_DOWN),
    FLAG(dw_layer, filled),
    FLAG(dw_layer, dash),
    NUMBER(dw_layer, width_px),
    NUMBER(dw_layer, alpha),
    NUMBER(dw_layer, size_px),
    FLAG(dw_layer, horizontal),
    FLAG(dw_layer, stacked),
    FLAG(dw_layer, percent),
    FLAG(dw_layer, numbered),
    CHOICE(dw_layer, where, DW_STEP_MIDDLE),
    CHOICE(dw_layer, side, DW_SIDE_BELOW),
    TEXTS(dw_layer, words, layer_length),
    MAYBE(dw_layer, cells, cells_record),
    COUNTED(dw_layer, more, more_count, DW_FIELD_LIST, .record = &column_record),
    { 0 },
};

static const dw_record layer_record = { "a layer", sizeof(dw_layer), layer_fields,
                                        dw_stored_check_layer };

/* ---- axes ---- */

static size_t tick_length(const void *at)
{
    return ((const dw_axis *)at)->tick_count;
}

static const dw_field axis_fields[] = {
    LABEL(dw_axis, label),
    CHOICE(dw_axis, scale, DW_SCALE_LOGIT),
    NUMBER(dw_axis, linear_below),
    FLAG(dw_axis, invert),
    CHOICE(dw_axis, numbers, DW_NUMBERS_TIME),
    LABEL(dw_axis, unit),
    NUMBER(dw_axis, low),
    NUMBER(dw_axis, high),
    COUNTED(dw_axis, ticks, tick_count, DW_FIELD_NUMBERS),
    TEXTS(dw_axis, tick_labels, tick_length),
    COUNTED(dw_axis, categories, category_count, DW_FIELD_TEXTS),
    { 0 },
};

static const dw_record axis_record = { "an axis", sizeof(dw_axis), axis_fields,
                                       dw_stored_check_axis };

static const dw_field inset_fields[] = {
    NUMBER(dw_inset, left),
    NUMBER(dw_inset, bottom),
    NUMBER(dw_inset, width),
    NUMBER(dw_inset, height),
    CHOICE(dw_inset, corner, DW_CORNER_BOTTOM_RIGHT),
    NUMBER(dw_inset, x_min),
    NUMBER(dw_inset, x_max),
    NUMBER(dw_inset, y_min),
    NUMBER(dw_inset, y_max),
    { 0 },
};

static const dw_record inset_record = { "an inset", sizeof(dw_inset), inset_fields,
                                        dw_stored_check_inset };

static const dw_field axes_fields[] = {
    LABEL(dw_axes, title),
    GROUP(dw_axes, x, axis_record),
    GROUP(dw_axes, y, axis_record),
    CHOICE(dw_axes, grid, DW_GRID_BOTH),
    COUNTED(dw_axes, layers, layer_count, DW_FIELD_LIST, .record = &layer_record),
    CHOICE(dw_axes, place, DW_PLACE_INSET),
    SIZE(dw_axes, host),
    MAYBE(dw_axes, inset, inset_record),
    FLAG(dw_axes, spare),
    { 0 },
};

static const dw_record axes_record = { "a panel", sizeof(dw_axes), axes_fields,
                                       dw_stored_check_axes };

/* ---- a theme of one's own ---- */

static const dw_field rgb_fields[] = {
    NUMBER(dw_color, r),
    NUMBER(dw_color, g),
    NUMBER(dw_color, b),
    { 0 },
};

static const dw_record rgb_record = { "a color", sizeof(dw_color), rgb_fields, NULL };

#define COLOR(field) GROUP(dw_theme, field, rgb_record)
#define SIZE_OF(name_of, kind_of)                                                                  \
    {                                                                                              \
        .name = name_of, .kind = DW_FIELD_NUMBER, .offset = offsetof(dw_theme, size_px[kind_of])   \
    }

static const dw_field theme_fields[] = {
    COLOR(page),
    COLOR(text),
    COLOR(soft),
    COLOR(faint),
    COLOR(grid),
    COLOR(spine),
    COLOR(rule),
    SIZE(dw_theme, palette_count),
    COLOR(palette[0]),
    COLOR(palette[1]),
    COLOR(palette[2]),
    COLOR(palette[3]),
    COLOR(palette[4]),
    COLOR(palette[5]),
    COLOR(palette[6]),
    COLOR(palette[7]),
    COLOR(palette[8]),
    COLOR(palette[9]),
    COLOR(palette[10]),
    COLOR(palette[11]),
    COLOR(palette[12]),
    COLOR(palette[13]),
    COLOR(palette[14]),
    COLOR(palette[15]),
    COLOR(named[0]),
    COLOR(named[1]),
    COLOR(named[2]),
    COLOR(named[3]),
    COLOR(named[4]),
    COLOR(named[5]),
    COLOR(named[6]),
    COLOR(named[7]),
    SIZE_OF("title_px", DW_TEXT_TITLE),
    SIZE_OF("subtitle_px", DW_TEXT_SUBTITLE),
    SIZE_OF("label_px", DW_TEXT_LABEL),
    SIZE_OF("tick_px", DW_TEXT_TICK),
    SIZE_OF("small_px", DW_TEXT_SMALL),
    NUMBER(dw_theme, stroke),
    FLAG(dw_theme, grey_safe),
    { .name = "family",
      .kind = DW_FIELD_LETTERS,
      .offset = offsetof(dw_theme, family),
      .most = DW_FAMILY_BYTES },
    { 0 },
};

static const dw_record theme_record = { "a theme", sizeof(dw_theme), theme_fields,
                                        dw_stored_check_theme };

/* ---- the figure ---- */

#define FIGURE_TEXT(name_of, which)                                                                \
    {                                                                                              \
        .name = name_of, .kind = DW_FIELD_TEXT, .offset = offsetof(dw_figure, texts[which])        \
    }

static const dw_field figure_fields[] = {
    FIGURE_TEXT("title", DW_FIGURE_TITLE),
    FIGURE_TEXT("subtitle", DW_FIGURE_SUBTITLE),
    FIGURE_TEXT("footer", DW_FIGURE_FOOTER),
    FIGURE_TEXT("alt", DW_FIGURE_ALT),
    FIGURE_TEXT("caption", DW_FIGURE_CAPTION),
    TEXT(dw_figure, theme),
    MAYBE(dw_figure, own_theme, theme_record),
    TEXT(dw_figure, language),
    WHOLE(dw_figure, width_px, 20000),
    WHOLE(dw_figure, height_px, 20000),
    NUMBER(dw_figure, unit_px),
    NUMBER(dw_figure, output_scale),
    FLAG(dw_figure, output_clear),
    NUMBER(dw_figure, dpi),
    SIZE(dw_figure, rows),
    SIZE(dw_figure, columns),
    CHOICE(dw_figure, share_x, DW_SHARE_COLUMN),
    CHOICE(dw_figure, share_y, DW_SHARE_COLUMN),
    CHOICE(dw_figure, legend, DW_LEGEND_NONE),
    COUNTED(dw_figure, axes, axes_count, DW_FIELD_POINTERS, .record = &axes_record),
    COUNTED(dw_figure, extras, extra_count, DW_FIELD_POINTERS, .record = &axes_record),
    { 0 },
};

const dw_record dw_figure_record = { "a figure", sizeof(dw_figure), figure_fields,
                                     dw_stored_check_figure };
