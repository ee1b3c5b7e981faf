/* The colour bar of a heatmap, right of its panel: bar, numbers, and a name above. */
#include <math.h>

#include "plot/isoline.h"
#include "plot/parts.h"

static double bar_width(const dw_making *m)
{
    return 26 * m->s;
}

static double tick_width(const dw_making *m, const dw_tick *tick)
{
    return dw_words_width(m->words, tick->label, dw_size(m, DW_TEXT_SMALL), false);
}

/* An image is mostly looked at, not read. */
static bool has_bar(const dw_panel *panel)
{
    if (!panel->heat || !dw_is_colored(panel->heat)) return false;
    return panel->heat->kind != DW_LAYER_IMAGE || panel->heat->label;
}

/* The levels of a contour, or every second, third, ... */
static void choose_levels(const dw_making *m, dw_panel *panel)
{
    dw_ticks *ticks = &panel->bar_ticks;
    double least = 1.1 * dw_size(m, DW_TEXT_SMALL);
    dw_isoline_numbers(panel->heat, ticks);
    dw_ticks_clip(ticks, panel->bar_scale.low, panel->bar_scale.high);
    size_t kept = 0;
    double before = HUGE_VAL;
    for (size_t i = 0; i < ticks->n; i++) {
        double at = dw_scale_map(&panel->bar_scale, ticks->major[i].at);
        if (before - at < least) continue;
        ticks->major[kept++] = ticks->major[i];
        before = at;
    }
    ticks->n = kept;
}

static void choose_ticks(const dw_making *m, dw_panel *panel, double height)
{
    const dw_cells *cells = panel->heat->cells;
    dw_scale_kind kind = cells->log_colors ? DW_SCALE_LOG : DW_SCALE_LINEAR;
    dw_number_style style = panel->heat->percent ? DW_NUMBERS_PERCENT : DW_NUMBERS_AUTO;
    dw_range range = dw_range_settle((dw_range){ .low = cells->low, .high = cells->high }, kind);
    int about = (int)(height / (60 * m->s)) + 1;
    panel->bar_scale =
        (dw_scale){ .kind = kind, .low = range.low, .high = range.high, .p0 = height };
    if (panel->heat->kind == DW_LAYER_CONTOUR) {
        choose_levels(m, panel);
        return;
    }
    dw_ticks_choose(range.low, range.high, &(dw_numbering){ .scale = kind, .style = style },
                    about > 6 ? 6 : about, &panel->bar_ticks);
    dw_ticks_clip(&panel->bar_ticks, range.low, range.high);
}

double dw_colorbar_room(const dw_making *m, dw_panel *panel, double height)
{
    double widest = 0;
    if (!has_bar(panel)) return 0;
    choose_ticks(m, panel, height);
    for (size_t i = 0; i < panel->bar_ticks.n; i++)
        widest = fmax(widest, tick_width(m, &panel->bar_ticks.major[i]));
    return 24 * m->s + bar_width(m) + 10 * m->s + widest;
}

void dw_colorbar_place(const dw_making *m, dw_panel *panel)
{
    if (!has_bar(panel)) return;
    const dw_box *b = &panel->box;
    panel->bar = (dw_box){ b->x + b->w + 24 * m->s, b->y, bar_width(m), b->h };
    panel->bar_scale.p0 = b->y + b->h;
    panel->bar_scale.p1 = b->y;
}

bool dw_colorbar_label_in_row(const dw_layout *layout, size_t row)
{
    size_t columns = layout->figure->columns, first = row * columns;
    for (size_t i = first; i < first + columns && i < layout->panel_count; i++)
        if (has_bar(&layout->panels[i]) && layout->panels[i].heat->label) return true;
    return false;
}

static void place_label(dw_making *m, int index, const dw_panel *panel, double right)
{
    double size = dw_size(m, DW_TEXT_LABEL);
    dw_lines lines;
    dw_words_break(m->words, panel->heat->label, size, false, 0.5 * panel->box.w, 1, &lines);
    dw_making_lines(m, DW_ROLE_BAR_LABEL, index, &lines, right - lines.width,
                    panel->box.y - DW_LINE_HEIGHT * size - 12 * m->s, size, false,
                    m->layout->theme->text);
    dw_lines_free(&lines);
}

double dw_colorbar_texts(dw_making *m, int index, const dw_panel *panel)
{
    if (!has_bar(panel)) return 0;
    dw_making_owner(m, panel, (size_t)(panel->heat - panel->axes->layers));
    double size = dw_size(m, DW_TEXT_SMALL), x = panel->bar.x + panel->bar.w + 10 * m->s, right = x;
    size_t before = m->layout->text_count;
    for (size_t i = 0; i < panel->bar_ticks.n; i++) {
        const dw_tick *tick = &panel->bar_ticks.major[i];
        double y = dw_scale_map(&panel->bar_scale, tick->at) - DW_LINE_HEIGHT * size / 2;
        /* Not above the panel, where the name stands. */
        y = fmax(y, panel->box.y - 8 * m->s);
        dw_making_text(m, DW_ROLE_BAR_TICK, index, tick->label, x, y, size, false,
                       m->layout->theme->faint);
        right = fmax(right, x + tick_width(m, tick));
    }
    before = m->layout->text_count;
    if (panel->heat->label) place_label(m, index, panel, right);
    dw_making_owner(m, NULL, 0);
    if (m->layout->text_count == before) return 0;
    double left = m->layout->texts[before].box.x;
    return fmax(0, panel->box.x + panel->box.w - left + 20 * m->s);
}
