/* Texts inside a panel: notes with their arrows, texts at points, the names of rules. */
#include <math.h>
#include <string.h>

#include "plot/parts.h"

/* ---- A place for a text ---- */

typedef struct search {
    const dw_making *m;
    const dw_panel *panel;
    const dw_ink *ink;
    double ink_weight;   /* px of way that one covered sample is worth */
    double air;          /* ink that comes nearer is covered */
    double aim_x, aim_y; /* the target of an arrow, or NAN */
    double best;
    dw_box place;
    double mark; /* how far the mark at the target reaches */
} search;

/* What an arrow from the box would cross before it comes near its target. */
static double crossed(const search *s, const dw_box *box)
{
    enum { STOPS = 24 };
    double x = box->x + box->w / 2, y = box->y + box->h / 2, side = 5 * s->m->s;
    double length = hypot(s->aim_x - x, s->aim_y - y), count = 0;
    for (int i = 1; i < STOPS; i++) {
        double t = (double)i / STOPS;
        if ((1 - t) * length < fmax(16 * s->m->s, s->mark + side)) break;
        dw_box stop = { x + t * (s->aim_x - x), y + t * (s->aim_y - y), 0, 0 };
        count += dw_ink_inside(s->ink, stop, side) > 0 || dw_making_hits_text(s->m, stop, side);
    }
    return count;
}

/* A box that the panel's edge pushed back may lie on its own target. */
static bool covers_target(const search *s, const dw_box *box)
{
    return s->aim_x > box->x && s->aim_x < box->x + box->w && s->aim_y > box->y &&
           s->aim_y < box->y + box->h;
}

static void try_place(search *s, dw_box box, double way)
{
    const dw_box *in = &s->panel->box;
    double margin = 6 * s->m->s;
    box.x = fmax(in->x + margin, fmin(box.x, in->x + in->w - margin - box.w));
    box.y = fmax(in->y + margin, fmin(box.y, in->y + in->h - margin - box.h));
    double cost = way;
    if (s->ink_weight > 0) cost += s->ink_weight * (double)dw_ink_inside(s->ink, box, s->air);
    if (s->ink_weight > 0 && cost < s->best && !isnan(s->aim_x)) cost += 70 * crossed(s, &box);
    if (s->ink_weight > 0 && covers_target(s, &box)) cost += 500;
    if (dw_making_hits_text(s->m, box, 3 * s->m->s)) cost += 1e6;
    if (cost >= s->best) return;
    s->best = cost;
    s->place = box;
}

/* Around a point, from `near` px outward. */
static void search_around(search *s, double x, double y, double w, double h, double near,
                          double far)
{
    enum { DIRECTIONS = 24 };
    for (double way = near; way <= far && s->best > way; way += 14 * s->m->s)
        for (int i = 0; i < (way > 0 ? DIRECTIONS : 1); i++) {
            double angle = 2 * 3.141592653589793 * (i + 0.5) / DIRECTIONS;
            double dx = cos(angle), dy = sin(angle);
            double reach = near > 0 ? 0.5 : 0; /* the box itself keeps clear of the target */
            dw_box box = { x + dx * (way + reach * w) - w / 2, y + dy * (way + reach * h) - h / 2,
                           w, h };
            try_place(s, box, way);
        }
}

/* Anywhere in the panel, when all around the point is taken. */
static void search_panel(search *s, double x, double y, double w, double h)
{
    enum { STEPS = 24 };
    const dw_box *in = &s->panel->box;
    for (int i = 0; i <= STEPS; i++)
        for (int j = 0; j <= STEPS; j++) {
            dw_box box = { in->x + i * (in->w - w) / STEPS, in->y + j * (in->h - h) / STEPS, w, h };
            try_place(s, box, hypot(box.x + w / 2 - x, box.y + h / 2 - y));
        }
}

/* ---- Notes ---- */

static void add_arrow(dw_making *m, const dw_box *text, double tx, double ty, dw_color color)
{
    double cx = text->x + text->w / 2, cy = text->y + text->h / 2;
    double dx = tx - cx, dy = ty - cy, length = hypot(dx, dy), air = 6 * m->s;
    /* The way from the middle of the text to its edge, as a part of the whole way. */
    double leave = fmin((text->w / 2 + air) / fmax(fabs(dx), 1e-9),
                        (text->h / 2 + air) / fmax(fabs(dy), 1e-9));
    double stop = 1 - 7 * m->s / fmax(length, 1e-9);
    if (stop - leave < 0.02) return;
    dw_making_leader(m, (dw_leader){ cx + leave * dx, cy + leave * dy, cx + stop * dx,
                                     cy + stop * dy, color, true, m->layer });
}

void dw_name_place(dw_making *m, const dw_lines *name, double x, double y, dw_color color,
                   const dw_ink *ink)
{
    const dw_panel *panel = &m->layout->panels[0];
    double size = dw_size(m, DW_TEXT_LABEL), h = DW_LINE_HEIGHT * size * (double)name->n;
    search s = { m, panel, ink, 25, 12 * m->s, x, y, HUGE_VAL, { 0, 0, 0, 0 }, 0 };
    search_around(&s, x, y, name->width, h, 14 * m->s, 300 * m->s);
    if (s.best >= 1e6) search_panel(&s, x, y, name->width, h);
    size_t before = m->layout->text_count;
    dw_making_lines(m, DW_ROLE_END_LABEL, 0, name, s.place.x, s.place.y, size, true, color);
    for (size_t i = before; i < m->layout->text_count; i++) m->layout->texts[i].on_data = true;
    size_t leaders = m->layout->leader_count;
    add_arrow(m, &s.place, x, y, color);
    if (m->layout->leader_count > leaders) m->layout->leaders[leaders].arrow = false;
}

/* Near its own place or its target; without either wherever there is room, best in the middle. */
static dw_box note_place(search s, dw_box own, bool given)
{
    const dw_box *in = &s.panel->box;
    bool aimed = !isnan(s.aim_x);
    double x = aimed ? s.aim_x : in->x + in->w / 2, y = aimed ? s.aim_y : in->y + in->h / 2;
    if (given) {
        x = own.x;
        y = own.y;
        search_around(&s, x, y, own.w, own.h, 0, 300 * s.m->s);
    } else if (aimed) {
        search_around(&s, x, y, own.w, own.h, 70 * s.m->s, 400 * s.m->s);
    }
    if (s.best >= 1e6) search_panel(&s, x, y, own.w, own.h);
    return s.place;
}

static void place_note(dw_making *m, size_t index, const dw_layer *layer, const dw_style *style,
                       const dw_ink *ink)
{
    const dw_panel *panel = &m->layout->panels[index];
    double x = dw_scale_map(&panel->x, layer->x[0]), y = dw_scale_map(&panel->y, layer->y[0]);
    double tx = dw_scale_map(&panel->x, layer->target_x);
    double ty = dw_scale_map(&panel->y, layer->target_y);
    bool given = !isnan(x) && !isnan(y), aimed = !isnan(tx) && !isnan(ty);
    if (!layer->label) return;
    double size = dw_size(m, m->layout->figure->columns > 2 ? DW_TEXT_SMALL : DW_TEXT_TICK);
    dw_lines lines;
    dw_words_break(m->words, layer->label, size, false, 0.36 * panel->box.w + 60 * m->s, 3, &lines);
    search s = { .m = m,
                 .panel = panel,
                 .ink = ink,
                 .ink_weight = given ? 0 : 25,
                 .air = 12 * m->s,
                 .aim_x = aimed ? tx : NAN,
                 .aim_y = aimed ? ty : NAN,
                 .best = HUGE_VAL };
    double h = DW_LINE_HEIGHT * size * (double)lines.n;
    s.place = note_place(s, (dw_box){ x, y, lines.width, h }, given);
    dw_color color = m->layout->theme->text;
    if (layer->color.kind != DW_COLOR_GREY)
        color = dw_color_readable(m->layout->theme, style->color, 3.2);
    size_t before = m->layout->text_count;
    dw_making_lines(m, DW_ROLE_NOTE, (int)index, &lines, s.place.x, s.place.y, size, false, color);
    for (size_t i = before; i < m->layout->text_count; i++) m->layout->texts[i].on_data = true;
    dw_lines_free(&lines);
    if (aimed) add_arrow(m, &s.place, tx, ty, dw_color_mix(color, m->layout->theme->page, 0.25));
}

/* How far the largest mark at that place of the panel reaches. */
static double mark_at(const dw_panel *panel, double x, double y)
{
    enum { MOST = 1000 }; /* marks of more points are small, and texts beside them rare */
    double largest = 0;
    for (size_t i = 0; i < panel->axes->layer_count; i++) {
        const dw_layer *layer = &panel->axes->layers[i];
        const dw_style *style = &panel->styles[i];
        double reach = style->radius + style->width / 2;
        if (layer->kind != DW_LAYER_POINTS || layer->n > MOST || reach <= largest) continue;
        for (size_t k = 0; k < layer->n; k++)
            if (fabs(dw_scale_map(&panel->x, layer->x[k]) - x) < 1 &&
                fabs(dw_scale_map(&panel->y, layer->y[k]) - y) < 1)
                largest = reach;
    }
    return largest;
}

static void try_side(search *s, dw_side side, double x, double y, double w, double h, double way)
{
    double across = side == DW_SIDE_RIGHT ? 1 : side == DW_SIDE_LEFT ? -1 : 0;
    double down = side == DW_SIDE_BELOW ? 1 : side == DW_SIDE_ABOVE ? -1 : 0;
    double gap = 15 * s->m->s;
    x += across * (fmax(gap, s->mark + 8 * s->m->s) + w / 2);
    y += down * (fmax(gap, s->mark + 6.5 * s->m->s) + h / 2);
    try_place(s, (dw_box){ x - w / 2, y - h / 2, w, h }, way);
}

/* On the wished side of a point, or another one, or else somewhere near. */
static void search_sides(search *s, dw_side wish, double x, double y, double w, double h)
{
    static const dw_side sides[] = { DW_SIDE_RIGHT, DW_SIDE_LEFT, DW_SIDE_ABOVE, DW_SIDE_BELOW };
    double unit = s->m->s;
    s->ink_weight = wish == DW_SIDE_CENTER ? 0 : 6;
    try_side(s, wish, x, y, w, h, 0);
    for (int i = 0; i < 4 && wish != DW_SIDE_CENTER; i++)
        try_side(s, sides[i], x, y, w, h, (double)(i + 4) * unit);
    if (s->best < 30) return;
    search_around(s, x, y, w, h, fmax(28 * unit, s->mark + 14 * unit), s->mark + 160 * unit);
}

static double word_size(const dw_making *m, const dw_layer *layer)
{
    if (layer->size_px == 0) return dw_size(m, DW_TEXT_SMALL);
    return m->s * fmin(fmax(layer->size_px, DW_SIZE_LEAST), DW_SIZE_MOST);
}

static void place_word(dw_making *m, size_t index, const dw_layer *layer, size_t i, dw_color color,
                       const dw_ink *ink)
{
    const dw_panel *panel = &m->layout->panels[index];
    const dw_box *in = &panel->box;
    double x = dw_scale_map(&panel->x, layer->x[i]), y = dw_scale_map(&panel->y, layer->y[i]);
    bool inside =
        x >= in->x - 1 && x <= in->x + in->w + 1 && y >= in->y - 1 && y <= in->y + in->h + 1;
    if (!inside || !*layer->words[i]) return;
    double size = word_size(m, layer);
    dw_lines lines;
    dw_words_break(m->words, layer->words[i], size, false, 0.36 * in->w + 60 * m->s, 3, &lines);
    double w = lines.width, h = DW_LINE_HEIGHT * size * (double)lines.n;
    search s = { m, panel, ink, 0, 6 * m->s, x, y, HUGE_VAL, { 0, 0, 0, 0 }, mark_at(panel, x, y) };
    search_sides(&s, layer->side, x, y, w, h);
    size_t before = m->layout->text_count;
    if (s.best < 1e6)
        dw_making_lines(m, DW_ROLE_NOTE, (int)index, &lines, s.place.x, s.place.y, size, false,
                        color);
    for (size_t t = before; t < m->layout->text_count; t++) m->layout->texts[t].on_data = true;
    size_t leaders = m->layout->leader_count;
    bool far = fabs(s.place.x + w / 2 - x) > w / 2 + fmax(24 * m->s, s.mark + 9 * m->s) ||
               fabs(s.place.y + h / 2 - y) > h / 2 + fmax(20 * m->s, s.mark + 8 * m->s);
    if (s.best < 1e6 && far) add_arrow(m, &s.place, x, y, color);
    if (m->layout->leader_count > leaders) m->layout->leaders[leaders].arrow = false;
    dw_lines_free(&lines);
}

static void place_words(dw_making *m, size_t index, const dw_layer *layer, const dw_style *style,
                        const dw_ink *ink)
{
    dw_color color = m->layout->theme->text;
    if (layer->color.kind != DW_COLOR_GREY)
        color = dw_color_readable(m->layout->theme, style->color, 3.2);
    for (size_t i = 0; i < layer->n; i++) place_word(m, index, layer, i, color, ink);
}

void dw_notes_place(dw_making *m, size_t index, const dw_ink *ink)
{
    const dw_panel *panel = &m->layout->panels[index];
    for (size_t i = 0; i < panel->axes->layer_count; i++)
        if (panel->axes->layers[i].kind == DW_LAYER_TEXT) {
            dw_making_owner(m, panel, i);
            place_words(m, index, &panel->axes->layers[i], &panel->styles[i], ink);
        }
    for (size_t i = 0; i < panel->axes->layer_count; i++)
        if (panel->axes->layers[i].kind == DW_LAYER_NOTE) {
            dw_making_owner(m, panel, i);
            place_note(m, index, &panel->axes->layers[i], &panel->styles[i], ink);
        }
    dw_making_owner(m, NULL, 0);
}

/* ---- Names of rules ---- */

static void search_hline(search *s, double y, double w, double h)
{
    const dw_box *in = &s->panel->box;
    double air = 2 * s->m->s;
    for (int i = 0; i <= 10; i++) {
        /* right end, left end, then inward */
        double inward = (i / 2) / 10.0, f = i % 2 ? inward : 1 - inward;
        double x = in->x + 8 * s->m->s + f * (in->w - w - 16 * s->m->s);
        try_place(s, (dw_box){ x, y - h - air, w, h }, i);
        try_place(s, (dw_box){ x, y + air, w, h }, i + 1.5);
    }
}

static void search_vline(search *s, double x, double w, double h)
{
    const dw_box *in = &s->panel->box;
    double air = 10 * s->m->s;
    for (int i = 0; i <= 10; i++) {
        double y = in->y + 4 * s->m->s + i / 10.0 * (in->h - h - 8 * s->m->s);
        if (x + air + w < in->x + in->w) try_place(s, (dw_box){ x + air, y, w, h }, i);
        if (x - air - w > in->x) try_place(s, (dw_box){ x - air - w, y, w, h }, i + 0.5);
    }
    try_place(s, (dw_box){ x + air, in->y, w, h }, 100);
}

static bool is_rule(const dw_layer *layer)
{
    return layer->kind == DW_LAYER_HLINE || layer->kind == DW_LAYER_VLINE;
}

bool dw_rule_is_named(const dw_making *m, const dw_layer *layer)
{
    const dw_figure *figure = m->layout->figure;
    size_t alike = 0;
    if (!is_rule(layer) || !layer->label) return false;
    if (m->layout->panel_count == 1) return true;
    if (figure->columns > 2 || figure->rows > 2) return false;
    for (size_t p = 0; p < m->layout->panel_total; p++) {
        const dw_axes *axes = m->layout->panels[p].axes;
        for (size_t i = 0; i < axes->layer_count; i++)
            alike += axes->layers[i].label && strcmp(axes->layers[i].label, layer->label) == 0;
    }
    return alike == 1;
}

static void place_rule_label(dw_making *m, size_t index, const dw_layer *layer,
                             const dw_style *style, const dw_ink *ink)
{
    const dw_panel *panel = &m->layout->panels[index];
    const dw_box *in = &panel->box;
    bool across = layer->kind == DW_LAYER_HLINE;
    double at =
        across ? dw_scale_map(&panel->y, layer->y[0]) : dw_scale_map(&panel->x, layer->x[0]);
    double low = across ? in->y : in->x, high = across ? in->y + in->h : in->x + in->w;
    if (!(at >= low - 1 && at <= high + 1)) return;
    double size = dw_size(m, DW_TEXT_SMALL);
    dw_lines lines;
    dw_words_break(m->words, layer->label, size, false, 0.5 * in->w, across ? 1 : 2, &lines);
    double h = DW_LINE_HEIGHT * size * (double)lines.n;
    search s = { m, panel, ink, 5, 12 * m->s, NAN, NAN, HUGE_VAL, { 0, 0, 0, 0 }, 0 };
    if (across)
        search_hline(&s, at, lines.width, h);
    else
        search_vline(&s, at, lines.width, h);
    dw_color color = dw_color_readable(m->layout->theme, style->color, 3.2);
    size_t before = m->layout->text_count;
    dw_making_lines(m, DW_ROLE_RULE_LABEL, (int)index, &lines, s.place.x, s.place.y, size, false,
                    color);
    for (size_t i = before; i < m->layout->text_count; i++) m->layout->texts[i].on_data = true;
    dw_lines_free(&lines);
}

void dw_rule_labels_place(dw_making *m, size_t index, const dw_ink *ink)
{
    const dw_panel *panel = &m->layout->panels[index];
    for (size_t i = 0; i < panel->axes->layer_count; i++) {
        const dw_layer *layer = &panel->axes->layers[i];
        if (!dw_rule_is_named(m, layer)) continue;
        dw_making_owner(m, panel, i);
        place_rule_label(m, index, layer, &panel->styles[i], ink);
    }
    dw_making_owner(m, NULL, 0);
}
