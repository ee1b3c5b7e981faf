#include "plot/isoline.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "plot/colormap.h"
#include "plot/parts.h"

/* ---- Where they run ---- */

static double *pixels_new(const dw_scale *scale, const double *nodes, size_t n)
{
    double *pixels = dw_allocate(n, sizeof *pixels, NULL);
    if (pixels) dw_scale_map_all(scale, nodes, n, pixels);
    return pixels;
}

/* Nodes closer together than this are one, with the mean of their values. */
static const double closest_px = 3;

/* groups[i]: the group of node i. What comes back is how many there are; their pixels replace those
 * of the nodes. The outermost nodes keep theirs, so that the surface has its edges. */
static size_t group_nodes(double *pixels, size_t n, size_t *groups)
{
    size_t count = 0;
    double last = n ? pixels[n - 1] : 0;
    for (size_t i = 0; i < n;) {
        double first = pixels[i], sum = 0;
        size_t end = i;
        for (; end < n && (end == i || fabs(pixels[end] - first) < closest_px); end++) {
            groups[end] = count;
            sum += pixels[end];
        }
        pixels[count] = count ? sum / (double)(end - i) : first;
        count++;
        i = end;
    }
    if (count > 1) pixels[count - 1] = last;
    return count;
}

/* Replaces the values of the nodes by the means of their groups; one gap makes a gap. */
static void add_up(dw_isolines *iso, const dw_cells *cells, const size_t *across,
                   const size_t *down, double *counts)
{
    dw_scale_kind kind = cells->log_colors ? DW_SCALE_LOG : DW_SCALE_LINEAR;
    size_t columns = iso->field.columns;
    for (size_t r = 0; r < cells->rows; r++)
        for (size_t c = 0; c < cells->columns; c++) {
            double v = cells->value[r * cells->columns + c];
            size_t at = down[r] * columns + across[c];
            bool shown = dw_drawable(v, kind);
            v = shown ? dw_scale_forward(kind, 0, v) : NAN;
            double n = counts[at] += 1;
            iso->value[at] = n > 1 ? iso->value[at] + (v / n - iso->value[at] / n) : v;
        }
    for (size_t i = 0; i < iso->field.rows * columns; i++)
        if (isnan(iso->x[i % columns]) || isnan(iso->y[i / columns])) iso->value[i] = NAN;
}

bool dw_isolines_open(const dw_panel *panel, const dw_layer *layer, dw_isolines *iso)
{
    const dw_cells *cells = layer->cells;
    size_t n = cells->rows * cells->columns;
    *iso = (dw_isolines){ .levels = layer->more[DW_CONTOUR_LEVELS].at,
                          .level_count = layer->more[DW_CONTOUR_LEVELS].n,
                          .value = dw_allocate(n, sizeof *iso->value, NULL),
                          .x = pixels_new(&panel->x, cells->x_edges, cells->columns),
                          .y = pixels_new(&panel->y, cells->y_edges, cells->rows),
                          .is_log = cells->log_colors };
    size_t *across = dw_allocate(cells->columns, sizeof *across, NULL);
    size_t *down = dw_allocate(cells->rows, sizeof *down, NULL);
    double *counts = dw_allocate(n, sizeof *counts, NULL);
    bool fine = iso->value && iso->x && iso->y && across && down && counts;
    if (fine) {
        iso->field.value = iso->value;
        iso->field.columns = group_nodes(iso->x, cells->columns, across);
        iso->field.rows = group_nodes(iso->y, cells->rows, down);
        add_up(iso, cells, across, down, counts);
    }
    free(across);
    free(down);
    free(counts);
    return fine;
}

void dw_isolines_close(dw_isolines *iso)
{
    free(iso->value);
    free(iso->x);
    free(iso->y);
}

double dw_isolines_measure(const dw_isolines *iso, double level)
{
    return dw_scale_forward(iso->is_log ? DW_SCALE_LOG : DW_SCALE_LINEAR, 0, level);
}

static double between(const double *pixels, size_t n, double at)
{
    size_t i = (size_t)at;
    if (i + 1 >= n) return pixels[n - 1];
    return pixels[i] + (at - (double)i) * (pixels[i + 1] - pixels[i]);
}

dw_grid_point dw_isolines_pixel(const dw_isolines *iso, dw_grid_point at)
{
    return (dw_grid_point){ between(iso->x, iso->field.columns, at.x),
                            between(iso->y, iso->field.rows, at.y) };
}

bool dw_isolines_trace(const dw_isolines *iso, size_t i, dw_contour_lines *lines)
{
    lines->points = lines->lines = 0;
    double level = dw_isolines_measure(iso, iso->levels[i]);
    if (isnan(level) || dw_contour_trace(&iso->field, level, lines, NULL)) return isnan(level);
    for (size_t k = 0; k < lines->points; k++) lines->at[k] = dw_isolines_pixel(iso, lines->at[k]);
    return true;
}

/* ---- How they look ---- */

dw_color dw_isoline_color(const dw_theme *theme, const dw_panel *panel, const dw_layer *layer,
                          const dw_style *style, double level)
{
    if (layer->color.kind != DW_COLOR_AUTO) return style->color;
    const dw_layer *below = layer->filled ? layer : panel->heat;
    bool covered = below && dw_is_colored(below);
    const dw_cells *cells = covered ? below->cells : layer->cells;
    double shade = dw_cells_shade(cells, level);
    dw_color color = dw_colormap_color(cells->map, shade);
    if (!covered) return dw_color_readable(theme, color, 2.5);
    bool dark = dw_color_contrast(color, theme->text) >= dw_color_contrast(color, theme->page);
    return dark ? theme->text : theme->page;
}

void dw_isoline_numbers(const dw_layer *layer, dw_ticks *out)
{
    const dw_column *levels = &layer->more[DW_CONTOUR_LEVELS];
    const dw_numbering how = { .scale = layer->cells->log_colors ? DW_SCALE_LOG : DW_SCALE_LINEAR,
                               .style = layer->percent ? DW_NUMBERS_PERCENT : DW_NUMBERS_AUTO };
    dw_ticks_at(levels->at, NULL, levels->n, -HUGE_VAL, HUGE_VAL, &how, out);
}

/* ---- Samples of them ---- */

void dw_contour_ink(const dw_making *m, const dw_panel *panel, const dw_layer *layer, dw_ink *ink)
{
    enum { MOST = 20000 }; /* of a field that is noise a part is enough */
    const size_t most = ink->n + MOST;
    dw_isolines iso;
    dw_contour_lines lines = { 0 };
    const dw_box *b = &panel->box;
    bool fine = dw_isolines_open(panel, layer, &iso);
    for (size_t i = 0; fine && i < iso.level_count && ink->n < most; i++) {
        fine = dw_isolines_trace(&iso, i, &lines);
        for (size_t l = 0, k = 0; fine && l < lines.lines; l++, k++)
            for (; k + 1 < lines.ends[l] && ink->n < most; k++) {
                dw_grid_point p = lines.at[k], q = lines.at[k + 1];
                bool near = fmax(p.x, q.x) >= b->x && fmin(p.x, q.x) <= b->x + b->w &&
                            fmax(p.y, q.y) >= b->y && fmin(p.y, q.y) <= b->y + b->h;
                if (near) dw_ink_stroke(ink, p.x, p.y, q.x, q.y, 8 * m->s);
            }
    }
    dw_contour_free(&lines);
    dw_isolines_close(&iso);
}

/* ---- Their numbers ---- */

enum { NUMBERED_LINES = 2, STOPS = 60 };

typedef struct numbering {
    dw_making *m;
    const dw_panel *panel;
    const dw_ink *ink;
    double width, height; /* of the number */
} numbering;

static double length_of(const dw_grid_point *at, size_t n)
{
    double length = 0;
    for (size_t i = 1; i < n; i++) length += hypot(at[i].x - at[i - 1].x, at[i].y - at[i - 1].y);
    return length;
}

/* What a number there would hide; HUGE_VAL where it may not stand. */
static double cost_of(const numbering *n, dw_box box)
{
    const dw_box *in = &n->panel->box;
    double air = 8 * n->m->s;
    if (box.x < in->x + air || box.x + box.w > in->x + in->w - air) return HUGE_VAL;
    if (box.y < in->y + air || box.y + box.h > in->y + in->h - air) return HUGE_VAL;
    if (dw_making_hits_text(n->m, box, 14 * n->m->s) || dw_insets_hit(n->m, &box)) return HUGE_VAL;
    double off = fabs(box.x + box.w / 2 - in->x - in->w / 2) / in->w +
                 fabs(box.y + box.h / 2 - in->y - in->h / 2) / in->h;
    return (double)dw_ink_inside(n->ink, box, 6 * n->m->s) + 3 * off;
}

/* The place along a line where its number hides least; false when there is none. */
static bool best_stop(const numbering *n, const dw_grid_point *at, size_t points, dw_box *place)
{
    double length = length_of(at, points), step = length / (STOPS + 1), way = 0, next = step;
    double best = HUGE_VAL;
    if (!(length > 2 * n->width + 3 * n->height)) return false; /* an island */
    for (size_t i = 1; i < points; i++) {
        double piece = hypot(at[i].x - at[i - 1].x, at[i].y - at[i - 1].y);
        for (; piece > 0 && next <= way + piece; next += step) {
            double t = (next - way) / piece;
            double x = at[i - 1].x + t * (at[i].x - at[i - 1].x);
            double y = at[i - 1].y + t * (at[i].y - at[i - 1].y);
            dw_box box = { x - n->width / 2, y - n->height / 2, n->width, n->height };
            double cost = cost_of(n, box);
            if (cost >= best) continue;
            best = cost;
            *place = box;
        }
        way += piece;
    }
    return best < HUGE_VAL;
}

/* The longest line but those that had their turn; their length becomes negative. */
static size_t take_longest(double *lengths, size_t n)
{
    size_t best = 0;
    for (size_t i = 1; i < n; i++)
        if (lengths[i] > lengths[best]) best = i;
    lengths[best] = -1;
    return best;
}

static void number_level(const numbering *n, const dw_contour_lines *lines, const char *text,
                         dw_color color)
{
    double *lengths = dw_allocate(lines->lines, sizeof *lengths, NULL);
    for (size_t i = 0; lengths && i < lines->lines; i++) {
        size_t begin = i ? lines->ends[i - 1] : 0;
        lengths[i] = length_of(lines->at + begin, lines->ends[i] - begin);
    }
    for (size_t k = 0; lengths && k < NUMBERED_LINES && k < lines->lines; k++) {
        size_t i = take_longest(lengths, lines->lines), begin = i ? lines->ends[i - 1] : 0;
        dw_box at;
        if (!best_stop(n, lines->at + begin, lines->ends[i] - begin, &at)) continue;
        dw_text_box *box =
            dw_making_text(n->m, DW_ROLE_LEVEL, (int)(n->panel - n->m->layout->panels), text, at.x,
                           at.y, dw_size(n->m, DW_TEXT_SMALL), false, color);
        if (box) box->on_data = true;
    }
    if (!lengths) n->m->layout->failed = true;
    free(lengths);
}

static void number_layer(numbering *n, const dw_layer *layer, const dw_style *style)
{
    const dw_theme *theme = n->m->layout->theme;
    dw_isolines iso;
    dw_contour_lines lines = { 0 };
    dw_ticks numbers;
    dw_isoline_numbers(layer, &numbers);
    bool fine = dw_isolines_open(n->panel, layer, &iso);
    bool covered = n->panel->heat && dw_is_colored(n->panel->heat);
    for (size_t i = 0, t = 0; fine && i < iso.level_count && t < numbers.n; i++) {
        if (numbers.major[t].at != iso.levels[i]) continue;
        const char *text = numbers.major[t++].label;
        fine = dw_isolines_trace(&iso, i, &lines);
        n->width = dw_words_width(n->m->words, text, dw_size(n->m, DW_TEXT_SMALL), false);
        n->height = DW_LINE_HEIGHT * dw_size(n->m, DW_TEXT_SMALL);
        dw_color color = dw_isoline_color(theme, n->panel, layer, style, iso.levels[i]);
        color = covered ? theme->text : dw_color_readable(theme, color, 4.5);
        if (fine) number_level(n, &lines, text, color);
    }
    if (!fine) n->m->layout->failed = true;
    dw_contour_free(&lines);
    dw_isolines_close(&iso);
}

void dw_contour_numbers(dw_making *m, size_t index)
{
    const dw_panel *panel = &m->layout->panels[index];
    for (size_t i = 0; i < panel->axes->layer_count; i++) {
        const dw_layer *layer = &panel->axes->layers[i];
        if (layer->kind != DW_LAYER_CONTOUR || !layer->numbered) continue;
        dw_ink ink = { 0 };
        dw_panel_ink(m, panel, &ink);
        if (layer->filled) dw_contour_ink(m, panel, layer, &ink);
        numbering n = { .m = m, .panel = panel, .ink = &ink };
        dw_making_owner(m, panel, i);
        number_layer(&n, layer, &panel->styles[i]);
        dw_making_owner(m, NULL, 0);
        dw_ink_free(&ink);
    }
}
