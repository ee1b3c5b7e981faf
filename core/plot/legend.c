/* The legend: which names it holds and where it stands. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "plot/layers.h"
#include "plot/parts.h"

typedef struct entry {
    const char *label;
    dw_layer_kind kind;
    dw_style style;
    bool neutral;          /* layers of this name have several colours */
    const dw_panel *panel; /* and layer: the first of this name */
    size_t layer;
} entry;

typedef struct legend {
    entry *entries;
    size_t n;
} legend;

static bool same_color(dw_color a, dw_color b)
{
    return fabs(a.r - b.r) + fabs(a.g - b.g) + fabs(a.b - b.b) < 1e-6;
}

static bool is_named_at_end(const dw_making *m, const char *label)
{
    for (size_t i = 0; i < m->end_count; i++)
        if (strcmp(m->ends[i].panel->axes->layers[m->ends[i].layer].label, label) == 0) return true;
    return false;
}

static bool belongs(const dw_making *m, const dw_layer *layer)
{
    if (!layer->label || layer->kind == DW_LAYER_NOTE || dw_is_colored(layer) ||
        is_named_at_end(m, layer->label))
        return false;
    return !dw_rule_is_named(m, layer);
}

static bool is_surface(dw_layer_kind kind)
{
    return kind == DW_LAYER_BAND || kind == DW_LAYER_AREA || kind == DW_LAYER_SPAN;
}

static void add_entry(legend *l, const dw_panel *panel, size_t index)
{
    const dw_layer *layer = &panel->axes->layers[index];
    const dw_style *style = &panel->styles[index];
    for (size_t i = 0; i < l->n; i++) {
        entry *old = &l->entries[i];
        if (strcmp(old->label, layer->label) != 0) continue;
        old->neutral |= old->kind == layer->kind && !same_color(old->style.color, style->color);
        if (is_surface(old->kind) && !is_surface(layer->kind)) {
            old->kind = layer->kind;
            old->style = *style;
        }
        return;
    }
    l->entries[l->n++] = (entry){ layer->label, layer->kind, *style, false, panel, index };
}

static legend collect(dw_making *m)
{
    legend l = { NULL, 0 };
    size_t layers = 0;
    if (m->legend_placed || m->layout->figure->legend == DW_LEGEND_NONE) return l;
    for (size_t p = 0; p < m->layout->panel_total; p++)
        layers += m->layout->panels[p].axes->layer_count;
    l.entries = dw_allocate(layers, sizeof *l.entries, NULL);
    if (!l.entries) {
        m->layout->failed = true;
        return l;
    }
    for (size_t p = 0; p < m->layout->panel_total; p++) {
        const dw_panel *panel = &m->layout->panels[p];
        for (size_t i = 0; i < panel->axes->layer_count; i++)
            if (belongs(m, &panel->axes->layers[i])) add_entry(&l, panel, i);
    }
    for (size_t i = 0; i < l.n; i++)
        if (l.entries[i].neutral) l.entries[i].style.color = m->layout->theme->soft;
    return l;
}

static double swatch_width(const dw_making *m, const entry *e)
{
    bool narrow = e->kind == DW_LAYER_POINTS || e->kind == DW_LAYER_ERRORBAR ||
                  e->kind == DW_LAYER_STRIP || e->kind == DW_LAYER_RELIABILITY ||
                  e->kind == DW_LAYER_VLINE;
    return m->s * (narrow ? 24 : 52);
}

static void place_entry(dw_making *m, int panel, const entry *e, const dw_lines *lines, double x,
                        double y, double swatch)
{
    double size = dw_size(m, DW_TEXT_SMALL);
    dw_box box = { x, y, swatch, DW_LINE_HEIGHT * size };
    dw_making_owner(m, e->panel, e->layer);
    dw_making_swatch(m, (dw_swatch){ box, e->kind, e->style, m->layer });
    dw_making_lines(m, DW_ROLE_LEGEND, panel, lines, x + swatch + 12 * m->s, y, size, false,
                    m->layout->theme->text);
    dw_making_owner(m, NULL, 0);
}

/* ---- In the panel ---- */

/* The place in the panel that hides least; corners win a tie. *covered: samples hidden there. */
static dw_box best_place(const dw_making *m, const dw_ink *ink, double w, double h, size_t *covered)
{
    enum { STEPS = 12 };
    const dw_box *in = &m->layout->panels[0].box;
    double margin = 14 * m->s, best = HUGE_VAL;
    double room_x = in->w - w - 2 * margin, room_y = in->h - h - 2 * margin;
    dw_box place = { 0 };
    for (int i = 0; i <= STEPS; i++)
        for (int j = 0; j <= STEPS; j++) {
            double fx = (double)i / STEPS, fy = (double)j / STEPS;
            dw_box box = { in->x + margin + fx * room_x, in->y + margin + fy * room_y, w, h };
            size_t inside = dw_ink_inside(ink, box, 12 * m->s);
            double corner = fmin(fx, 1 - fx) + fmin(fy, 1 - fy) + 0.1 * fx + 0.05 * fy;
            double cost = (double)inside + corner;
            if (dw_making_hits_text(m, box, 8 * m->s)) cost += 1e6;
            if (cost >= best) continue;
            best = cost;
            place = box;
            *covered = inside + (cost >= 1e6 ? 1000000 : 0);
        }
    return place;
}

static bool inside_place(dw_making *m, const dw_ink *ink, const legend *l, dw_lines *lines)
{
    const dw_box *in = &m->layout->panels[0].box;
    double row = 1.5 * dw_size(m, DW_TEXT_SMALL), swatch = 0, width = 0;
    for (size_t i = 0; i < l->n; i++) {
        swatch = fmax(swatch, swatch_width(m, &l->entries[i]));
        width = fmax(width, lines[i].width);
    }
    double w = swatch + 12 * m->s + width, h = row * (double)l->n;
    if (w > 0.6 * in->w || h > 0.8 * in->h) return false;
    size_t covered = 0;
    dw_box box = best_place(m, ink, w, h, &covered);
    if (covered > ink->n / 100 + 2) return false;
    for (size_t i = 0; i < l->n; i++)
        place_entry(m, 0, &l->entries[i], &lines[i], box.x, box.y + row * (double)i, swatch);
    return true;
}

static dw_lines *break_labels(dw_making *m, const legend *l)
{
    dw_lines *lines = dw_allocate(l->n, sizeof *lines, NULL);
    if (!lines) m->layout->failed = true;
    for (size_t i = 0; lines && i < l->n; i++)
        dw_words_break(m->words, l->entries[i].label, dw_size(m, DW_TEXT_SMALL), false,
                       0.3 * (m->right - m->left), 1, &lines[i]);
    return lines;
}

static void forget(legend *l, dw_lines *lines)
{
    for (size_t i = 0; lines && i < l->n; i++) dw_lines_free(&lines[i]);
    free(lines);
    free(l->entries);
}

/* ---- Right of the panels ---- */

void dw_legend_column(dw_making *m)
{
    legend l = collect(m);
    dw_lines *lines = break_labels(m, &l);
    double row = 1.5 * dw_size(m, DW_TEXT_SMALL), swatch = 0, width = 0;
    for (size_t i = 0; lines && i < l.n; i++) {
        swatch = fmax(swatch, swatch_width(m, &l.entries[i]));
        width = fmax(width, lines[i].width);
    }
    if (lines && l.n && row * (double)l.n < 0.9 * (m->bottom - m->top)) {
        double x = m->right - swatch - 12 * m->s - width;
        for (size_t i = 0; i < l.n; i++)
            place_entry(m, DW_PAGE, &l.entries[i], &lines[i], x, m->top + row * (double)i, swatch);
        m->right = x - 40 * m->s;
        m->legend_placed = true;
    }
    forget(&l, lines);
}

bool dw_legend_inside(dw_making *m, const dw_ink *ink)
{
    if (m->layout->figure->legend == DW_LEGEND_BELOW) return false;
    legend l = collect(m);
    dw_lines *lines = break_labels(m, &l);
    bool placed = l.n == 0 || !lines || inside_place(m, ink, &l, lines);
    forget(&l, lines);
    return placed;
}

/* ---- In rows below the panels ---- */

typedef struct flow {
    double x, y, left, right, row, gap;
    size_t rows;
} flow;

static double entry_width(const dw_making *m, const entry *e, const dw_lines *lines)
{
    return swatch_width(m, e) + 12 * m->s + lines->width;
}

/* How many rows the entries take from flow->x on, and where the last one ends. */
static flow run_flow(dw_making *m, flow f, const legend *l, const dw_lines *lines, bool place)
{
    for (size_t i = 0; i < l->n; i++) {
        double w = entry_width(m, &l->entries[i], &lines[i]);
        if (f.x + w > f.right + 0.5 && f.x > f.left) {
            f.x = f.left;
            f.y += f.row;
            f.rows++;
        }
        if (place)
            place_entry(m, DW_PAGE, &l->entries[i], &lines[i], f.x, f.y,
                        swatch_width(m, &l->entries[i]));
        f.x += w + f.gap;
    }
    return f;
}

static void place_rows(dw_making *m, const legend *l, const dw_lines *lines, const dw_lines *label)
{
    double row = 1.55 * dw_size(m, DW_TEXT_SMALL), gap = 36 * m->s;
    double taken = label->n ? label->width + 2 * gap : 0;
    flow f = { m->left, 0, m->left, m->right, row, gap, 1 };
    flow end = run_flow(m, f, l, lines, false);
    double width = end.x - gap - m->left;
    bool one_row = l->n == 0 || (end.rows == 1 && taken + width <= m->right - m->left);
    double height = row * (double)(one_row ? 1 : end.rows + (label->n > 0));
    m->bottom -= height;
    f.y = m->bottom + (row - DW_LINE_HEIGHT * dw_size(m, DW_TEXT_SMALL)) / 2;
    if (label->n)
        dw_making_lines(m, DW_ROLE_X_LABEL, DW_PAGE, label, m->left,
                        f.y - (dw_size(m, DW_TEXT_LABEL) - dw_size(m, DW_TEXT_SMALL)) * DW_BASELINE,
                        dw_size(m, DW_TEXT_LABEL), false, m->layout->theme->text);
    if (one_row && label->n)
        f.x = m->right - width;
    else if (label->n)
        f.y += row;
    run_flow(m, f, l, lines, true);
    m->bottom -= 14 * m->s;
}

void dw_legend_rows(dw_making *m, const char *x_label)
{
    legend l = collect(m);
    dw_lines *lines = break_labels(m, &l), label = { .n = 0 };
    if (x_label)
        dw_words_break(m->words, x_label, dw_size(m, DW_TEXT_LABEL), false, m->right - m->left, 1,
                       &label);
    if (lines && (l.n || label.n)) place_rows(m, &l, lines, &label);
    dw_lines_free(&label);
    forget(&l, lines);
}
