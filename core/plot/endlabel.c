/* The names of lines at their right ends, spread so that none covers another. */
#include <math.h>
#include <string.h>

#include "plot/panels.h"
#include "plot/parts.h"

static bool is_named_line(const dw_layer *layer)
{
    return (layer->kind == DW_LAYER_LINE || layer->kind == DW_LAYER_STEP) && layer->label;
}

/* Whether a later line of the axes has the same name. */
static bool named_again(const dw_axes *axes, size_t i)
{
    for (size_t j = i + 1; j < axes->layer_count; j++)
        if (is_named_line(&axes->layers[j]) &&
            strcmp(axes->layers[j].label, axes->layers[i].label) == 0)
            return true;
    return false;
}

size_t dw_line_names(const dw_figure *figure)
{
    size_t count = 0;
    for (size_t a = 0; a < dw_figure_axes_total(figure); a++) {
        const dw_axes *axes = dw_figure_axes_at(figure, a);
        for (size_t i = 0; !axes->inset && i < axes->layer_count; i++)
            count += is_named_line(&axes->layers[i]) && !named_again(axes, i);
    }
    return count;
}

/* Point i, when it is inside the ranges: its place becomes the end. */
static bool ends_at(const dw_panel *panel, const dw_layer *layer, size_t i, dw_end_label *end)
{
    const dw_box *box = &panel->box;
    double x = dw_scale_map(&panel->x, layer->x[i]), y = dw_scale_map(&panel->y, layer->y[i]);
    if (isnan(x) || isnan(y) || x > box->x + box->w + 1 || x < box->x) return false;
    end->x = x;
    end->y = fmin(fmax(y, box->y), box->y + box->h);
    return true;
}

/* The last point inside the ranges, or the first where the line runs to the left; the bottom right
 * corner for a line without one. */
static void find_end(const dw_panel *panel, const dw_layer *layer, dw_end_label *end)
{
    end->x = panel->box.x + panel->box.w;
    end->y = panel->box.y + panel->box.h;
    size_t last = layer->n;
    while (last-- > 0)
        if (ends_at(panel, layer, last, end)) break;
    dw_end_label first = *end;
    for (size_t i = 0; i < layer->n && i < last; i++)
        if (ends_at(panel, layer, i, &first)) break;
    if (first.x > end->x + 1) {
        end->x = first.x;
        end->y = first.y;
    }
}

static double distance_to(const dw_panel *panel, double x, double y)
{
    double least = HUGE_VAL;
    for (size_t l = 0; panel && l < panel->axes->layer_count; l++) {
        const dw_layer *layer = &panel->axes->layers[l];
        size_t step = layer->n / 100 + 1;
        for (size_t i = 0; layer->x && layer->y && i < layer->n; i += step)
            least = fmin(least, hypot(dw_scale_map(&panel->x, layer->x[i]) - x,
                                      dw_scale_map(&panel->y, layer->y[i]) - y));
    }
    return least;
}

/* Where a line is best told from those on the other axis: the name stands there. */
static void find_lonely(const dw_making *m, const dw_panel *panel, const dw_panel *other,
                        const dw_layer *layer, dw_end_label *end)
{
    const dw_box *box = &panel->box;
    double most = -1;
    size_t step = layer->n / 100 + 1;
    for (size_t i = 0; i < layer->n; i += step) {
        double x = dw_scale_map(&panel->x, layer->x[i]), y = dw_scale_map(&panel->y, layer->y[i]);
        if (!(x > box->x + 0.15 * box->w && x < box->x + 0.85 * box->w && y >= box->y &&
              y <= box->y + box->h))
            continue;
        if (dw_insets_hit(m, &(dw_box){ x, y, 0, 0 })) continue;
        double way = distance_to(other, x, y);
        if (!(way > most)) continue;
        most = way;
        end->x = x;
        end->y = y;
    }
}

/* The other one of two panels that lie on each other, or NULL. */
static const dw_panel *partner_of(const dw_making *m, const dw_panel *panel)
{
    const dw_panel *twin = dw_twin_of(m->layout, 0);
    return panel == twin ? &m->layout->panels[0] : twin;
}

/* Two narrow lines, or wider ones, so that the panel keeps most of the page. */
static void break_name(dw_making *m, const char *name, double size, dw_lines *lines)
{
    double page = m->layout->figure->width_px;
    for (double part = 0.16; part < 0.26; part += 0.04) {
        dw_lines_free(lines);
        dw_words_break(m->words, name, size, true, part * page, 2, lines);
        if (!lines->cut) return;
    }
}

/* inside: the names stand in the panel, as there are numbers at its right. */
static double break_names(dw_making *m, const dw_panel *panel, bool inside)
{
    const dw_axes *axes = panel->axes;
    const dw_box *box = &panel->box;
    double width = 0, size = dw_size(m, DW_TEXT_LABEL);
    for (size_t i = 0; i < axes->layer_count && m->end_count < DW_END_LABELS_MOST; i++) {
        if (!is_named_line(&axes->layers[i]) || named_again(axes, i)) continue;
        dw_end_label *end = &m->ends[m->end_count++];
        end->panel = panel;
        end->layer = i;
        break_name(m, axes->layers[i].label, size, &end->lines);
        end->height = DW_LINE_HEIGHT * size * (double)end->lines.n;
        find_end(panel, &axes->layers[i], end);
        end->early = inside || end->x < box->x + 0.93 * box->w;
        if (!end->early) width = fmax(width, end->lines.width);
    }
    return width;
}

double dw_end_labels_break(dw_making *m)
{
    const dw_panel *twin = dw_twin_of(m->layout, 0);
    double width = break_names(m, &m->layout->panels[0], twin != NULL);
    return twin ? fmax(width, break_names(m, twin, true)) : width;
}

void dw_end_labels_free(dw_making *m)
{
    for (size_t i = 0; i < m->end_count; i++) dw_lines_free(&m->ends[i].lines);
    m->end_count = 0;
}

static void sort_by_height(dw_making *m)
{
    for (size_t i = 1; i < m->end_count; i++)
        for (size_t j = i; j > 0 && m->ends[j - 1].y > m->ends[j].y; j--) {
            dw_end_label kept = m->ends[j];
            m->ends[j] = m->ends[j - 1];
            m->ends[j - 1] = kept;
        }
}

/* Names that would touch move together, so that the sum of squared ways is least. */
typedef struct cluster {
    double top, height, wish; /* wish: sum of the tops its members ask for */
    double members;
} cluster;

static double clamp_top(const cluster *c, double low, double high)
{
    return fmax(low, fmin(c->wish / c->members, high - c->height));
}

static void spread(dw_making *m, double low, double high)
{
    cluster clusters[DW_END_LABELS_MOST];
    size_t n = 0;
    for (size_t i = 0; i < m->end_count; i++) {
        const dw_end_label *end = &m->ends[i];
        if (end->early) continue;
        cluster c = { 0, end->height, end->y - end->height / 2, 1 };
        c.top = clamp_top(&c, low, high);
        while (n > 0 && clusters[n - 1].top + clusters[n - 1].height > c.top) {
            const cluster *above = &clusters[--n];
            c.wish = above->wish + c.wish - c.members * above->height;
            c.height += above->height;
            c.members += above->members;
            c.top = clamp_top(&c, low, high);
        }
        clusters[n++] = c;
    }
    size_t i = 0;
    for (size_t k = 0; k < n; k++) {
        double y = clusters[k].top;
        for (double left = clusters[k].members; left > 0; left--, i++) {
            while (m->ends[i].early) i++;
            m->ends[i].middle = y + m->ends[i].height / 2;
            y += m->ends[i].height;
        }
    }
}

static bool needs_leader(const dw_making *m, const dw_end_label *end)
{
    double most = 0.42 * DW_LINE_HEIGHT * dw_size(m, DW_TEXT_LABEL);
    return !end->early && fabs(end->middle - end->y) > most;
}

bool dw_end_labels_spread(dw_making *m)
{
    const dw_panel *panel = &m->layout->panels[0];
    for (size_t i = 0; i < m->end_count; i++) {
        dw_end_label *end = &m->ends[i];
        const dw_layer *layer = &end->panel->axes->layers[end->layer];
        find_end(end->panel, layer, end);
        const dw_panel *other = partner_of(m, end->panel);
        if (other) find_lonely(m, end->panel, other, layer, end);
    }
    sort_by_height(m);
    spread(m, panel->box.y - 20 * m->s, panel->box.y + panel->box.h + 8 * m->s);
    m->leaders = false; /* all names have one, or none */
    for (size_t i = 0; i < m->end_count; i++) m->leaders |= needs_leader(m, &m->ends[i]);
    return m->leaders;
}

void dw_end_labels_place(dw_making *m, double x, const dw_ink *ink)
{
    for (size_t i = 0; i < m->end_count; i++) {
        const dw_end_label *end = &m->ends[i];
        const dw_panel *panel = end->panel;
        const dw_style *style = &panel->styles[end->layer];
        dw_color color = dw_color_readable(m->layout->theme, style->color, 3.2);
        dw_making_owner(m, panel, end->layer);
        if (end->early) {
            dw_name_place(m, &end->lines, end->x, end->y, color, ink);
            continue;
        }
        dw_making_lines(m, DW_ROLE_END_LABEL, 0, &end->lines, x, end->middle - end->height / 2,
                        dw_size(m, DW_TEXT_LABEL), true, color);
        if (!m->leaders) continue;
        dw_making_leader(m, (dw_leader){ end->x + style->radius + 3 * m->s, end->y, x - 8 * m->s,
                                         end->middle, style->color, false, m->layer });
    }
    dw_making_owner(m, NULL, 0);
}
