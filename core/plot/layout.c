#include "plot/layout.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "plot/layers.h"
#include "plot/math.h"
#include "plot/panels.h"
#include "plot/parts.h"

/* ---- Growing lists ---- */

static void *grow(dw_layout *layout, void **list, size_t *count, size_t *room, size_t size)
{
    if (*count == *room) {
        void *grown = dw_reallocate(*list, 2 * *room + 32, size, NULL);
        if (!grown) {
            layout->failed = true;
            return NULL;
        }
        *list = grown;
        *room = 2 * *room + 32;
    }
    return (char *)*list + size * (*count)++;
}

#define GROW(layout, list, count, room)                                                            \
    grow(layout, (void **)&(layout)->list, &(layout)->count, &(layout)->room,                      \
         sizeof *(layout)->list)

void dw_making_owner(dw_making *m, const dw_panel *panel, size_t layer)
{
    m->layer = panel ? (int)(panel->styles - m->layout->styles) + (int)layer : DW_NO_LAYER;
}

dw_text_box *dw_making_text(dw_making *m, dw_role role, int panel, const char *text, double x,
                            double y, double size_px, bool bold, dw_color color)
{
    dw_text_box *box = GROW(m->layout, texts, text_count, text_room);
    if (!box) return NULL;
    double width = dw_words_width(m->words, text, size_px, bold);
    dw_buffer plain = { 0 };
    dw_math_plain(text, &plain);
    *box = (dw_text_box){ .text = plain.text,
                          .drawn = strdup(text),
                          .role = role,
                          .panel = panel,
                          .box = { x, y, width, DW_LINE_HEIGHT * size_px },
                          .length_px = width,
                          .size_px = size_px,
                          .bold = bold,
                          .color = color,
                          .layer = m->layer };
    if (plain.failed || !box->drawn) {
        free(box->text);
        free(box->drawn);
        m->layout->text_count--;
        m->layout->failed = true;
        return NULL;
    }
    return box;
}

void dw_making_lines(dw_making *m, dw_role role, int panel, const dw_lines *lines, double x,
                     double y, double size_px, bool bold, dw_color color)
{
    for (size_t i = 0; i < lines->n; i++)
        dw_making_text(m, role, panel, lines->at[i], x, y + (double)i * DW_LINE_HEIGHT * size_px,
                       size_px, bold, color);
}

void dw_making_leader(dw_making *m, dw_leader leader)
{
    dw_leader *slot = GROW(m->layout, leaders, leader_count, leader_room);
    if (!slot) return;
    *slot = leader;
    slot->layer = m->layer;
}

void dw_making_swatch(dw_making *m, dw_swatch swatch)
{
    dw_swatch *slot = GROW(m->layout, swatches, swatch_count, swatch_room);
    if (!slot) return;
    *slot = swatch;
    slot->layer = m->layer;
}

bool dw_making_hits_text(const dw_making *m, dw_box box, double margin)
{
    dw_box grown = { box.x - margin, box.y - margin, box.w + 2 * margin, box.h + 2 * margin };
    for (size_t i = 0; i < m->layout->text_count; i++)
        if (dw_boxes_touch(&grown, &m->layout->texts[i].box)) return true;
    for (size_t i = 0; i < m->layout->swatch_count; i++)
        if (dw_boxes_touch(&grown, &m->layout->swatches[i].box)) return true;
    return dw_insets_hit(m, &grown);
}

double dw_size(const dw_making *m, dw_text_kind kind)
{
    return m->layout->theme->size_px[kind] * m->s;
}

/* ---- The page around the panels ---- */

static const char *text_of(const dw_making *m, dw_figure_text which)
{
    return m->layout->figure->texts[which];
}

/* Two lines; a longer title becomes smaller, and then ends in an ellipsis. */
static double break_title(dw_making *m, const char *title, dw_lines *lines)
{
    double least = fmax(m->layout->theme->size_px[DW_TEXT_TITLE] - 12, DW_SIZE_LEAST);
    for (double size = m->layout->theme->size_px[DW_TEXT_TITLE];; size -= 4) {
        dw_words_break(m->words, title, size * m->s, true, m->right - m->left, 2, lines);
        if (!lines->cut || size <= least) return size * m->s;
        dw_lines_free(lines);
    }
}

static void place_head(dw_making *m)
{
    const dw_theme *theme = m->layout->theme;
    dw_lines lines;
    if (*text_of(m, DW_FIGURE_TITLE)) {
        double size = break_title(m, text_of(m, DW_FIGURE_TITLE), &lines);
        dw_making_lines(m, DW_ROLE_TITLE, DW_PAGE, &lines, m->left, m->top, size, true,
                        theme->text);
        m->top += DW_LINE_HEIGHT * size * (double)lines.n + 2 * m->s;
        dw_lines_free(&lines);
    }
    if (*text_of(m, DW_FIGURE_SUBTITLE)) {
        double size = dw_size(m, DW_TEXT_SUBTITLE);
        dw_words_break(m->words, text_of(m, DW_FIGURE_SUBTITLE), size, false, m->right - m->left, 2,
                       &lines);
        dw_making_lines(m, DW_ROLE_SUBTITLE, DW_PAGE, &lines, m->left, m->top, size, false,
                        theme->soft);
        m->top += DW_LINE_HEIGHT * size * (double)lines.n;
        dw_lines_free(&lines);
    }
    if (m->layout->text_count) m->top += 26 * m->s;
}

static void place_foot(dw_making *m)
{
    if (!*text_of(m, DW_FIGURE_FOOTER)) return;
    double size = dw_size(m, DW_TEXT_SMALL);
    dw_lines lines;
    dw_words_break(m->words, text_of(m, DW_FIGURE_FOOTER), size, false, m->right - m->left, 2,
                   &lines);
    m->bottom -= DW_LINE_HEIGHT * size * (double)lines.n;
    dw_making_lines(m, DW_ROLE_FOOTER, DW_PAGE, &lines, m->left, m->bottom, size, false,
                    m->layout->theme->soft);
    m->bottom -= 20 * m->s;
    dw_lines_free(&lines);
}

static void place_common_y_label(dw_making *m)
{
    const char *label = dw_grid_common_label(m->layout->figure, false);
    if (!label) return;
    double size = dw_size(m, DW_TEXT_LABEL);
    dw_lines lines;
    dw_words_break(m->words, label, size, false, m->right - m->left, 1, &lines);
    dw_making_lines(m, DW_ROLE_Y_LABEL, DW_PAGE, &lines, m->left, m->top, size, false,
                    m->layout->theme->text);
    m->top += DW_LINE_HEIGHT * size + 10 * m->s;
    dw_lines_free(&lines);
}

/* ---- The panels ---- */

/* The only panel, and room right of it for the names of its lines, which begin at the x that
 * comes back; m->right is again the page's when it does. */
static double fit_single(dw_making *m, double names_width)
{
    double page_right = m->right, gap = 18 * m->s;
    if (names_width > 0) m->right = page_right - names_width - gap;
    dw_grid_place(m);
    if (dw_end_labels_spread(m)) {
        gap = 52 * m->s;
        m->right = page_right - names_width - gap;
        dw_grid_place(m);
        dw_end_labels_spread(m);
    }
    double names_x = m->right + gap;
    m->right = page_right;
    return names_x;
}

static void place_single(dw_making *m)
{
    if (m->layout->figure->legend == DW_LEGEND_RIGHT) dw_legend_column(m);
    dw_grid_place(m);
    double width = m->end_labels ? dw_end_labels_break(m) : 0;
    double names_x = fit_single(m, width);
    dw_ink ink = { 0 };
    dw_panel_ink(m, &m->layout->panels[0], &ink);
    if (!dw_legend_inside(m, &ink)) {
        dw_legend_rows(m, NULL);
        names_x = fit_single(m, width);
        ink.n = 0;
        dw_panel_ink(m, &m->layout->panels[0], &ink);
    }
    dw_end_labels_place(m, names_x, &ink);
    dw_ink_free(&ink);
}

static void place_inside_texts(dw_making *m)
{
    for (size_t i = 0; i < m->layout->panel_total && !m->layout->failed; i++) {
        const dw_axes *axes = m->layout->panels[i].axes;
        dw_ink ink = { 0 };
        bool twin = axes->place == DW_PLACE_RIGHT;
        if (axes->inset) m->inset = &m->layout->panels[i];
        dw_panel_ink(m, &m->layout->panels[twin ? axes->host : i], &ink);
        dw_reliability_texts(m, i, &ink);
        dw_notes_place(m, i, &ink);
        dw_rule_labels_place(m, i, &ink);
        dw_ink_free(&ink);
        dw_contour_numbers(m, i);
        m->inset = NULL;
    }
}

static void place_panels(dw_making *m)
{
    if (m->layout->panel_count == 0) return;
    if (m->layout->panel_count == 1)
        place_single(m);
    else {
        place_common_y_label(m);
        if (m->layout->figure->legend == DW_LEGEND_RIGHT) dw_legend_column(m);
        dw_legend_rows(m, dw_grid_common_label(m->layout->figure, true));
        dw_grid_place(m);
    }
    dw_grid_texts(m);
    place_inside_texts(m);
}

/* ---- Entry ---- */

static bool has_end_labels(const dw_figure *figure)
{
    size_t names = dw_line_names(figure);
    if (figure->legend == DW_LEGEND_BELOW || figure->legend == DW_LEGEND_RIGHT) return false;
    return figure->axes_count == 1 && names > 0 && names <= DW_END_LABELS_MOST;
}

static bool has_cells(const dw_axes *axes)
{
    for (size_t i = 0; i < axes->layer_count; i++)
        if (dw_is_colored(&axes->layers[i])) return true;
    return false;
}

static dw_status check_twins(const dw_figure *figure, dw_error *err)
{
    for (size_t i = 0; i < figure->extra_count; i++) {
        const dw_axes *twin = figure->extras[i];
        if (twin->inset && has_cells(twin))
            return dw_fail(err, DW_EARG,
                           "an inset cannot have a heatmap or an image: there is no room for the "
                           "color bar");
        if (twin->inset) continue;
        if (has_cells(twin) || has_cells(figure->axes[twin->host]))
            return dw_fail(err, DW_EARG,
                           "a panel cannot have a heatmap and a second axis: the color bar stands "
                           "where the axis would be");
    }
    return DW_OK;
}

static dw_status start(dw_layout *layout, const dw_figure *figure, double scale, dw_error *err)
{
    layout->figure = figure;
    layout->theme = dw_figure_theme(figure);
    layout->scale = scale;
    layout->panel_count = figure->axes_count;
    layout->panel_total = dw_figure_axes_total(figure);
    dw_status fits = check_twins(figure, err);
    if (fits) return fits;
    layout->panels = dw_allocate(layout->panel_total, sizeof *layout->panels, err);
    if (!layout->panels) return DW_ENOMEM;
    bool told_apart = has_end_labels(figure) || dw_line_names(figure) < 2;
    dw_status status =
        dw_styles_new(figure, layout->theme, scale, !told_apart, &layout->styles, err);
    if (status) return status;
    const dw_style *styles = layout->styles;
    for (size_t i = 0; i < layout->panel_total; i++) {
        const dw_axes *axes = dw_figure_axes_at(figure, i);
        layout->panels[i].axes = axes;
        layout->panels[i].styles = styles;
        layout->panels[i].blank = dw_axes_blank(figure, axes);
        if (axes->inset)
            dw_inset_thin_out(&layout->styles[styles - layout->styles], axes->layer_count);
        styles += axes->layer_count;
    }
    return DW_OK;
}

static dw_status lay_out(dw_layout *layout, dw_words *words, dw_error *err)
{
    const dw_figure *figure = layout->figure;
    double s = layout->scale, side = 64 * s;
    dw_making m = { .layout = layout,
                    .words = words,
                    .s = s,
                    .left = side,
                    .right = figure->width_px - side,
                    .top = 40 * s,
                    .bottom = figure->height_px - 30 * s,
                    .layer = DW_NO_LAYER,
                    .end_labels = has_end_labels(figure) };
    place_head(&m);
    place_foot(&m);
    place_panels(&m);
    dw_end_labels_free(&m);
    if (layout->failed) return dw_fail(err, DW_ENOMEM, "no memory for the layout");
    return dw_insets_check(layout, err);
}

/* Panels so small that texts would hide them and each other. */
static bool is_cramped(const dw_layout *layout)
{
    const dw_box *box = &layout->panels[0].box;
    return layout->panel_count > 0 && (box->h < 90 * layout->scale || box->w < 150 * layout->scale);
}

dw_status dw_layout_new(const dw_figure *figure, dw_words *words, dw_layout **out, dw_error *err)
{
    *out = NULL;
    double full = figure->unit_px;
    if (full == 0) full = fmin(figure->width_px / 1600.0, figure->height_px / 900.0);
    double least = figure->unit_px > 0 ? 0.9 : 0.4; /* paper: not below 6 pt */
    /* A page with too much on it gets smaller texts, as the last resort. */
    for (double scale = full;; scale *= 0.88) {
        dw_layout *layout = dw_allocate(1, sizeof *layout, err);
        if (!layout) return DW_ENOMEM;
        dw_status status = start(layout, figure, scale, err);
        if (!status) status = lay_out(layout, words, err);
        if (!status && (!is_cramped(layout) || scale < least * full)) {
            *out = layout;
            return DW_OK;
        }
        dw_layout_free(layout);
        if (status) return status;
    }
}

void dw_layout_free(dw_layout *layout)
{
    if (!layout) return;
    for (size_t i = 0; i < layout->text_count; i++) {
        free(layout->texts[i].text);
        free(layout->texts[i].drawn);
    }
    free(layout->texts);
    free(layout->leaders);
    free(layout->swatches);
    free(layout->panels);
    free(layout->styles);
    free(layout);
}
