/* The grid of panels: boxes, scales, and the texts of the axes. */
#include <math.h>
#include <string.h>

#include "plot/fit.h"
#include "plot/names.h"
#include "plot/panels.h"
#include "plot/parts.h"
#include "plot/sidenames.h"

/* ---- What the panels have in common ---- */

static const dw_axis *axis_of(const dw_axes *axes, bool of_x)
{
    return of_x ? &axes->x : &axes->y;
}

const char *dw_grid_common_label(const dw_figure *figure, bool of_x)
{
    if (figure->axes_count < 2) return NULL;
    const char *first = NULL;
    for (size_t i = 0; i < figure->axes_count; i++) {
        const char *label = axis_of(figure->axes[i], of_x)->label;
        if (dw_axes_blank(figure, figure->axes[i])) continue;
        if (!label || (first && strcmp(label, first) != 0)) return NULL;
        first = label;
    }
    return first;
}

/* ---- Boxes ---- */

typedef struct measures {
    size_t title_lines[20]; /* of the longest title of a row */
    double title[20], y_label[20], x_numbers, x_label, y_numbers[20];
    double bar[20]; /* room for colour bars */
    double height, width, column_gap, row_gap;
    double names; /* of the names below the panels; 0: not known */
} measures;

static bool any_title(const dw_figure *figure)
{
    for (size_t i = 0; i < figure->axes_count; i++)
        if (figure->axes[i]->title) return true;
    return false;
}

static bool any_own_label(const dw_figure *figure, bool of_x)
{
    if (dw_grid_common_label(figure, of_x)) return false;
    for (size_t i = 0; i < figure->axes_count; i++)
        if (axis_of(figure->axes[i], of_x)->label && !dw_axes_blank(figure, figure->axes[i]))
            return true;
    return false;
}

static bool own_label_in_row(const dw_figure *figure, size_t row)
{
    if (dw_grid_common_label(figure, false)) return false;
    size_t first = row * figure->columns;
    for (size_t i = first; i < first + figure->columns && i < figure->axes_count; i++)
        if (figure->axes[i]->y.label && !dw_axes_blank(figure, figure->axes[i])) return true;
    return false;
}

static size_t rows_used(const dw_figure *figure)
{
    return (figure->axes_count + figure->columns - 1) / figure->columns;
}

/* In several rows height is dear: labels of the y axes stand beside the panels' titles. */
static bool labels_beside_titles(const dw_making *m)
{
    const dw_figure *figure = m->layout->figure;
    if (rows_used(figure) < 2 || !any_own_label(figure, false)) return false;
    for (size_t r = 0; r < rows_used(figure); r++)
        if (dw_colorbar_label_in_row(m->layout, r) || dw_twin_label_in_row(m->layout, r))
            return false;
    double width = (m->right - m->left) / (double)dw_fit_columns(figure) - 150 * m->s;
    double size = dw_size(m, DW_TEXT_LABEL);
    for (size_t i = 0; i < figure->axes_count; i++) {
        const dw_axes *axes = figure->axes[i];
        if (dw_axes_blank(figure, axes)) continue;
        if (!axes->title || !axes->y.label) return false;
        if (dw_words_width(m->words, axes->title, size, true) + 16 * m->s +
                dw_words_width(m->words, axes->y.label, size, false) >
            width)
            return false;
    }
    return true;
}

/* Above the boxes of a row: labels of the y axes or of colour bars. */
static double y_label_room(const dw_making *m, size_t row)
{
    const dw_figure *figure = m->layout->figure;
    bool own = own_label_in_row(figure, row) && !labels_beside_titles(m);
    bool any =
        own || dw_colorbar_label_in_row(m->layout, row) || dw_twin_label_in_row(m->layout, row);
    return any ? DW_LINE_HEIGHT * dw_size(m, DW_TEXT_LABEL) + 12 * m->s : 0;
}

/* Numbers over a blank cell are in its room. */
static bool numbers_need_room(const dw_making *m, size_t row)
{
    const dw_figure *figure = m->layout->figure;
    for (size_t c = 0; c < figure->columns; c++) {
        size_t i = row * figure->columns + c, below = i + figure->columns;
        if (i >= figure->axes_count || !m->layout->panels[i].x_numbers) continue;
        if (below >= figure->axes_count || !m->layout->panels[below].blank) return true;
    }
    return false;
}

static void measure_rows(const dw_making *m, measures *w)
{
    const dw_figure *figure = m->layout->figure;
    double label = DW_LINE_HEIGHT * dw_size(m, DW_TEXT_LABEL);
    w->x_numbers = 16 * m->s + fmax(w->names, DW_LINE_HEIGHT * dw_fit_tick_size(m));
    w->x_label = any_own_label(figure, true) ? label + 6 * m->s : 0;
    w->row_gap = 30 * m->s;
    double rows = (double)rows_used(figure), used = 0;
    for (size_t i = 0; i < rows_used(figure); i++) {
        bool numbers = numbers_need_room(m, i);
        w->title[i] = any_title(figure) ? (double)w->title_lines[i] * label + 8 * m->s : 0;
        w->y_label[i] = y_label_room(m, i);
        used += w->title[i] + w->y_label[i] + w->x_label + (numbers ? w->x_numbers : 0);
    }
    used += (rows - 1) * w->row_gap;
    w->height = fmax((m->bottom - m->top - used) / rows, 20 * m->s);
}

/* From the other side of a panel of that length. */
static void turn(dw_scale *scale, double length)
{
    scale->p0 = length - scale->p0;
    scale->p1 = length - scale->p1;
}

static void set_y_scales(const dw_making *m, const measures *w)
{
    for (size_t i = 0; i < m->layout->panel_count; i++) {
        dw_panel *panel = &m->layout->panels[i];
        bool from_zero = !dw_scale_is_log(panel->y.kind) && panel->y.low == 0;
        panel->y.p0 = w->height - (from_zero ? 0 : 12 * m->s);
        panel->y.p1 = 10 * m->s;
        if (panel->heat) {
            panel->y.p0 = w->height;
            panel->y.p1 = 0;
        }
        if (panel->axes->y.categories) { /* read downwards */
            panel->y.p0 = 0;
            panel->y.p1 = w->height;
        }
        if (panel->axes->y.invert) turn(&panel->y, w->height);
        int about = (int)(w->height / (46 * m->s)) + 1;
        dw_fit_ticks(m, &panel->axes->y, &panel->y, false, panel->heat, about > 6 ? 6 : about,
                     &panel->y_ticks);
    }
}

static void measure_columns(const dw_making *m, measures *w)
{
    const dw_figure *figure = m->layout->figure;
    double used = 0, columns = (double)dw_fit_columns(figure);
    for (size_t c = 0; c < dw_fit_columns(figure); c++) {
        w->y_numbers[c] = w->bar[c] = 0;
        for (size_t i = c; i < m->layout->panel_count; i += figure->columns) {
            dw_panel *panel = &m->layout->panels[i];
            w->bar[c] = fmax(w->bar[c], dw_colorbar_room(m, panel, w->height));
            w->bar[c] = fmax(w->bar[c], dw_twin_room(m, i, w->height));
            for (size_t t = 0; panel->y_numbers && t < panel->y_ticks.n; t++)
                w->y_numbers[c] = fmax(w->y_numbers[c],
                                       dw_fit_tick_width(m, &panel->y_ticks.major[t]) + 14 * m->s);
        }
        used += w->y_numbers[c] + w->bar[c];
    }
    used += (columns - 1) * w->column_gap;
    w->width = fmax((m->right - m->left - used) / columns, 20 * m->s);
}

static bool bars_rise_from_left(const dw_panel *panel)
{
    return dw_fit_sideways_bars(panel->axes) && !dw_scale_is_log(panel->x.kind) &&
           panel->x.low == 0;
}

/* Texts below a panel stay on the page, and on their side of the gap between two panels. */
static dw_reach reach_of(const dw_making *m, const measures *w, size_t panel)
{
    size_t columns = dw_fit_columns(m->layout->figure), c = panel % m->layout->figure->columns;
    double side = 56 * m->s, gap = w->column_gap / 2 - 6 * m->s;
    double height = w->names > 0
                        ? w->names
                        : 0.36 * (m->bottom - m->top) / (double)rows_used(m->layout->figure);
    return (dw_reach){ -w->y_numbers[c] - (c == 0 ? side : gap),
                       w->width + w->bar[c] + (c + 1 == columns ? side : gap), height };
}

/* The names below the panels need more height than a line: returns how much. */
static double tallest_names(const dw_making *m)
{
    double tallest = 0;
    for (size_t i = 0; i < m->layout->panel_count; i++) {
        const dw_panel *panel = &m->layout->panels[i];
        if (panel->x_numbers) tallest = fmax(tallest, dw_names_height(m, &panel->x_ticks));
    }
    return tallest;
}

static double set_x_scales(const dw_making *m, const measures *w)
{
    double widest = 0;
    for (size_t i = 0; i < m->layout->panel_count; i++) {
        dw_panel *panel = &m->layout->panels[i];
        double pad = panel->heat ? 0 : fmin(16 * m->s, 0.05 * w->width);
        panel->x.p0 = bars_rise_from_left(panel) ? 0 : pad;
        panel->x.p1 = w->width - pad;
        if (panel->axes->x.invert) turn(&panel->x, w->width);
        int about = (int)(w->width / (100 * m->s)) + 1;
        dw_fit_ticks(m, &panel->axes->x, &panel->x, true, panel->heat, about > 9 ? 9 : about,
                     &panel->x_ticks);
        const dw_axis *axis = &panel->axes->x;
        bool names = axis->categories || axis->tick_labels;
        panel->x_reach = reach_of(m, w, i);
        dw_names_fit(m, names, axis->categories ? axis->category_count : axis->tick_count,
                     &panel->x, panel->x_reach, &panel->x_ticks);
        for (size_t t = 0; !names && t < panel->x_ticks.n; t++)
            widest = fmax(widest, dw_fit_tick_width(m, &panel->x_ticks.major[t]));
    }
    return widest;
}

static void shift_scales(dw_panel *panel)
{
    panel->x.p0 += panel->box.x;
    panel->x.p1 += panel->box.x;
    panel->y.p0 += panel->box.y;
    panel->y.p1 += panel->box.y;
}

static bool is_square(const dw_panel *panel)
{
    return panel->heat && panel->heat->cells->square;
}

/* Panels of images shrink until their cells are as high as wide. */
static void set_square(const dw_making *m, const measures *w)
{
    for (size_t i = 0; i < m->layout->panel_count; i++) {
        dw_panel *panel = &m->layout->panels[i];
        if (!is_square(panel)) continue;
        double across = panel->x.high - panel->x.low, down = panel->y.high - panel->y.low;
        double cell = fmin(w->width / across, w->height / down);
        double pixels[] = { cell * across, cell * down };
        panel->x.p0 = panel->x.p0 > panel->x.p1 ? pixels[0] : 0;
        panel->x.p1 = pixels[0] - panel->x.p0;
        panel->y.p0 = panel->y.p0 > panel->y.p1 ? pixels[1] : 0;
        panel->y.p1 = pixels[1] - panel->y.p0;
        int columns = (int)(pixels[0] / (100 * m->s)) + 1,
            rows = (int)(pixels[1] / (46 * m->s)) + 1;
        dw_fit_ticks(m, &panel->axes->x, &panel->x, true, panel->heat, columns > 9 ? 9 : columns,
                     &panel->x_ticks);
        dw_fit_ticks(m, &panel->axes->y, &panel->y, false, panel->heat, rows > 6 ? 6 : rows,
                     &panel->y_ticks);
    }
}

/* An image stands in the middle of its room. */
static dw_box box_in(const dw_panel *panel, double x, double y, const measures *w)
{
    if (!is_square(panel)) return (dw_box){ x, y, w->width, w->height };
    double width = fabs(panel->x.p1 - panel->x.p0), height = fabs(panel->y.p1 - panel->y.p0);
    return (dw_box){ x + (w->width - width) / 2, y, width, height };
}

static void set_boxes(const dw_making *m, const measures *w)
{
    const dw_figure *figure = m->layout->figure;
    double y = m->top;
    for (size_t r = 0; r < rows_used(figure); r++) {
        double x = m->left;
        y += w->title[r] + w->y_label[r];
        for (size_t c = 0; c < figure->columns; c++) {
            size_t i = r * figure->columns + c;
            if (i >= figure->axes_count) break;
            dw_panel *panel = &m->layout->panels[i];
            x += w->y_numbers[c];
            panel->box = box_in(panel, x, y, w);
            panel->x_names = w->x_numbers - 16 * m->s;
            panel->title_lines = w->title_lines[r];
            shift_scales(panel);
            dw_colorbar_place(m, panel);
            dw_twin_place(m, i);
            x += w->width + w->bar[c] + w->column_gap;
        }
        y += w->height + (numbers_need_room(m, r) ? w->x_numbers : 0) + w->x_label + w->row_gap;
    }
}

static void measure(dw_making *m, measures *w)
{
    dw_fit_ranges(m);
    measure_rows(m, w);
    set_y_scales(m, w);
    measure_columns(m, w);
    double widest = set_x_scales(m, w);
    if (widest + 14 * m->s > w->column_gap && dw_fit_columns(m->layout->figure) > 1) {
        w->column_gap = widest + 14 * m->s; /* the numbers of neighbours stay apart */
        measure_columns(m, w);
        set_x_scales(m, w);
    }
}

static double title_left(const dw_making *m, const dw_panel *panel)
{
    return m->layout->panel_count == 1 && !is_square(panel) ? m->left : panel->box.x;
}

/* A title may go on above the numbers of the next panel. */
static double title_room(const dw_making *m, size_t index)
{
    const dw_panel *panel = &m->layout->panels[index];
    size_t next = index + 1;
    double end = panel->box.x + panel->box.w;
    bool named_at_right = panel->heat || dw_twin_of(m->layout, index);
    if (!named_at_right && next % m->layout->figure->columns != 0 && next < m->layout->panel_count)
        end = fmax(end, m->layout->panels[next].box.x - 24 * m->s);
    return end - title_left(m, panel);
}

/* Rows with a title that is wider than its room get a second line for it: returns whether any. */
static bool wrap_titles(const dw_making *m, measures *w)
{
    bool any = false, beside = labels_beside_titles(m);
    for (size_t i = 0; i < m->layout->panel_count && !beside; i++) {
        const char *title = m->layout->panels[i].axes->title;
        size_t row = i / m->layout->figure->columns;
        if (m->layout->panels[i].blank || !title || w->title_lines[row] > 1) continue;
        if (dw_words_width(m->words, title, dw_size(m, DW_TEXT_LABEL), true) <= title_room(m, i))
            continue;
        w->title_lines[row] = 2;
        any = true;
    }
    return any;
}

void dw_grid_place(dw_making *m)
{
    measures w = { .column_gap = 40 * m->s };
    for (size_t r = 0; r < rows_used(m->layout->figure); r++) w.title_lines[r] = 1;
    measure(m, &w);
    double names = tallest_names(m);
    if (names > 1.01 * DW_LINE_HEIGHT * dw_fit_tick_size(m)) {
        w.names = names;
        measure(m, &w);
    }
    set_square(m, &w);
    set_boxes(m, &w);
    if (wrap_titles(m, &w)) {
        measure(m, &w);
        set_square(m, &w);
        set_boxes(m, &w);
    }
    dw_insets_place(m);
}

/* ---- Texts ---- */

static void x_texts(dw_making *m, int index, const dw_panel *panel)
{
    double y = panel->box.y + panel->box.h + 16 * m->s;
    double left = panel->box.x;
    const dw_reach reach = { left + panel->x_reach.from, left + panel->x_reach.to, 0 };
    if (panel->x_numbers) dw_names_place(m, index, &panel->x, reach, &panel->x_ticks, y);
    if (!panel->axes->x.label || dw_grid_common_label(m->layout->figure, true)) return;
    y += panel->x_numbers ? panel->x_names + 6 * m->s : -6 * m->s;
    dw_lines lines;
    dw_words_break(m->words, panel->axes->x.label, dw_size(m, DW_TEXT_LABEL), false, panel->box.w,
                   1, &lines);
    dw_making_lines(m, DW_ROLE_X_LABEL, index, &lines,
                    panel->box.x + (panel->box.w - lines.width) / 2, y, dw_size(m, DW_TEXT_LABEL),
                    false, m->layout->theme->text);
    dw_lines_free(&lines);
}

static void y_texts(dw_making *m, const dw_panel *panel)
{
    for (size_t t = 0; panel->y_numbers && t < panel->y_ticks.n; t++)
        dw_sidenames_place(m, panel, &panel->y_ticks.major[t], panel->box.x - 14 * m->s, true);
}

/* Above the box, upwards: the label of the y axis, the title. */
static void head_texts(dw_making *m, int index, const dw_panel *panel)
{
    double taken = dw_colorbar_texts(m, index, panel) + dw_twin_texts(m, (size_t)index);
    bool own_label = panel->axes->y.label && !dw_grid_common_label(m->layout->figure, false);
    double size = dw_size(m, DW_TEXT_LABEL), y = panel->box.y;
    double left = title_left(m, panel);
    double width = panel->box.x + panel->box.w - left;
    dw_lines lines;
    bool beside = own_label && labels_beside_titles(m);
    double shift = 0;
    if (beside) {
        y -= DW_LINE_HEIGHT * size + 8 * m->s;
        shift = dw_words_width(m->words, panel->axes->title, size, true) + 16 * m->s;
    } else
        y -= y_label_room(m, (size_t)index / m->layout->figure->columns);
    if (own_label) {
        dw_words_break(m->words, panel->axes->y.label, size, false, width - shift - taken, 1,
                       &lines);
        dw_making_lines(m, DW_ROLE_Y_LABEL, index, &lines, left + shift, y, size, false,
                        panel->tinted ? panel->tint : m->layout->theme->text);
        dw_lines_free(&lines);
    }
    if (!panel->axes->title) return;
    dw_words_break(m->words, panel->axes->title, size, true, title_room(m, (size_t)index),
                   panel->title_lines, &lines);
    if (!beside) y -= (double)lines.n * DW_LINE_HEIGHT * size + 8 * m->s;
    dw_making_lines(m, DW_ROLE_PANEL_TITLE, index, &lines, left, y, size, true,
                    m->layout->theme->text);
    dw_lines_free(&lines);
}

void dw_grid_texts(dw_making *m)
{
    for (size_t i = 0; i < m->layout->panel_count; i++) {
        const dw_panel *panel = &m->layout->panels[i];
        if (panel->blank) continue;
        head_texts(m, (int)i, panel);
        y_texts(m, panel);
        x_texts(m, (int)i, panel);
    }
    dw_insets_texts(m);
}
