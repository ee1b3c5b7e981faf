/* The second y axis of a panel, at its right: numbers, name, and the color that both have. */
#include <math.h>

#include "plot/fit.h"
#include "plot/parts.h"
#include "plot/sidenames.h"

dw_panel *dw_twin_of(const dw_layout *layout, size_t host)
{
    for (size_t i = layout->panel_count; i < layout->panel_total; i++) {
        dw_panel *panel = &layout->panels[i];
        if (panel->axes->place == DW_PLACE_RIGHT && panel->axes->host == host) return panel;
    }
    return NULL;
}

static bool has_color(dw_layer_kind kind)
{
    return kind == DW_LAYER_LINE || kind == DW_LAYER_STEP || kind == DW_LAYER_POINTS ||
           kind == DW_LAYER_AREA || kind == DW_LAYER_BAR || kind == DW_LAYER_ERRORBAR ||
           kind == DW_LAYER_HISTOGRAM;
}

/* The color of the first layer that has one; *several: others differ from it. */
static bool first_color(const dw_panel *panel, dw_color *out, bool *several)
{
    bool found = false;
    *several = false;
    for (size_t i = 0; i < panel->axes->layer_count; i++) {
        if (!has_color(panel->axes->layers[i].kind)) continue;
        dw_color c = panel->styles[i].color;
        *several |= found && fabs(c.r - out->r) + fabs(c.g - out->g) + fabs(c.b - out->b) > 1e-6;
        if (!found) *out = c;
        found = true;
    }
    return found;
}

static void tint(const dw_making *m, dw_panel *panel)
{
    bool several;
    panel->tinted = first_color(panel, &panel->tint, &several);
    if (panel->axes->place == DW_PLACE_CELL && several) panel->tinted = false;
    if (panel->tinted) panel->tint = dw_color_readable(m->layout->theme, panel->tint, 4.5);
}

double dw_twin_room(const dw_making *m, size_t host, double height)
{
    dw_panel *twin = dw_twin_of(m->layout, host), *panel = &m->layout->panels[host];
    double widest = 0;
    if (!twin) return 0;
    tint(m, panel);
    tint(m, twin);
    bool from_zero = !dw_scale_is_log(twin->y.kind) && twin->y.low == 0;
    twin->y.p0 = height - (from_zero ? 0 : 12 * m->s);
    twin->y.p1 = 10 * m->s;
    if (twin->axes->y.invert) {
        twin->y.p0 = height - twin->y.p0;
        twin->y.p1 = height - twin->y.p1;
    }
    int about = (int)(height / (46 * m->s)) + 1;
    dw_fit_ticks(m, &twin->axes->y, &twin->y, false, NULL, about > 6 ? 6 : about, &twin->y_ticks);
    for (size_t i = 0; twin->y_numbers && i < twin->y_ticks.n; i++)
        widest = fmax(widest, dw_fit_tick_width(m, &twin->y_ticks.major[i]));
    return widest > 0 ? widest + 14 * m->s : 0;
}

void dw_twin_place(const dw_making *m, size_t host)
{
    dw_panel *twin = dw_twin_of(m->layout, host);
    const dw_panel *panel = &m->layout->panels[host];
    if (!twin) return;
    twin->box = panel->box;
    twin->x = panel->x;
    twin->y.p0 += panel->box.y;
    twin->y.p1 += panel->box.y;
}

bool dw_twin_label_in_row(const dw_layout *layout, size_t row)
{
    size_t columns = layout->figure->columns, first = row * columns;
    for (size_t i = first; i < first + columns && i < layout->panel_count; i++) {
        const dw_panel *twin = dw_twin_of(layout, i);
        if (twin && twin->axes->y.label) return true;
    }
    return false;
}

double dw_twin_texts(dw_making *m, size_t host)
{
    const dw_panel *twin = dw_twin_of(m->layout, host);
    if (!twin) return 0;
    int index = (int)(twin - m->layout->panels);
    const dw_theme *theme = m->layout->theme;
    double x = twin->box.x + twin->box.w + 14 * m->s;
    double right = twin->box.x + twin->box.w;
    for (size_t i = 0; twin->y_numbers && i < twin->y_ticks.n; i++) {
        const dw_tick *tick = &twin->y_ticks.major[i];
        dw_sidenames_place(m, twin, tick, x, false);
        right = fmax(right, x + dw_fit_tick_width(m, tick));
    }
    if (!twin->axes->y.label || !twin->y_numbers) return 0; /* its legend has the same color */
    dw_lines lines;
    double size = dw_size(m, DW_TEXT_LABEL);
    dw_words_break(m->words, twin->axes->y.label, size, false, 0.48 * (right - twin->box.x), 1,
                   &lines);
    double left = right - lines.width;
    dw_making_lines(m, DW_ROLE_Y_LABEL, index, &lines, left,
                    twin->box.y - DW_LINE_HEIGHT * size - 12 * m->s, size, false,
                    twin->tinted ? twin->tint : theme->text);
    dw_lines_free(&lines);
    return fmax(0, twin->box.x + twin->box.w - left + 20 * m->s);
}
