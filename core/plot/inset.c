/* Insets: where in its panel each one lies, and what is where in it. */
#include <math.h>

#include "plot/fit.h"
#include "plot/names.h"

/* ---- What an inset enlarges ---- */

bool dw_inset_region(const dw_layout *layout, const dw_panel *inset, dw_box *out)
{
    const dw_inset *place = inset->axes->inset;
    if (!place || isnan(place->x_min)) return false;
    const dw_panel *host = &layout->panels[inset->axes->host];
    const dw_box *in = &host->box;
    double x0 = dw_scale_map(&host->x, place->x_min), x1 = dw_scale_map(&host->x, place->x_max);
    double y0 = dw_scale_map(&host->y, place->y_min), y1 = dw_scale_map(&host->y, place->y_max);
    if (isnan(x0) || isnan(x1) || isnan(y0) || isnan(y1)) return false;
    double left = fmax(fmin(x0, x1), in->x), right = fmin(fmax(x0, x1), in->x + in->w);
    double top = fmax(fmin(y0, y1), in->y), bottom = fmin(fmax(y0, y1), in->y + in->h);
    *out = (dw_box){ left, top, right - left, bottom - top };
    return right > left && bottom > top;
}

/* Whether a line from x0, y0 to x1, y1 runs through the inside of a box. */
static bool crosses(const dw_box *box, double x0, double y0, double x1, double y1)
{
    enum { STOPS = 60 };
    for (int i = 1; i < STOPS; i++) {
        double t = (double)i / STOPS, x = x0 + t * (x1 - x0), y = y0 + t * (y1 - y0);
        if (x > box->x + 0.5 && x < box->x + box->w - 0.5 && y > box->y + 0.5 &&
            y < box->y + box->h - 0.5)
            return true;
    }
    return false;
}

size_t dw_inset_connectors(const dw_box *region, const dw_box *inset, double lines[2][4])
{
    size_t n = 0;
    if (dw_boxes_touch(region, inset)) return 0;
    for (int corner = 0; corner < 4 && n < 2; corner++) {
        double fx = corner % 2, fy = (corner + 1) / 2 % 2; /* neighbors follow each other */
        double x0 = region->x + fx * region->w, y0 = region->y + fy * region->h;
        double x1 = inset->x + fx * inset->w, y1 = inset->y + fy * inset->h;
        if (crosses(region, x0, y0, x1, y1) || crosses(inset, x0, y0, x1, y1)) continue;
        const double line[4] = { x0, y0, x1, y1 };
        for (int k = 0; k < 4; k++) lines[n][k] = line[k];
        n++;
    }
    return n;
}

/* ---- Insets as obstacles ---- */

static bool is_placed(const dw_panel *panel)
{
    return panel->axes->inset && panel->outer.w > 0;
}

bool dw_insets_hit(const dw_making *m, const dw_box *box)
{
    for (size_t i = m->layout->panel_count; i < m->layout->panel_total; i++) {
        const dw_panel *panel = &m->layout->panels[i];
        if (panel != m->inset && is_placed(panel) && dw_boxes_touch(box, &panel->outer))
            return true;
    }
    return false;
}

dw_status dw_insets_check(const dw_layout *layout, dw_error *err)
{
    for (size_t i = layout->panel_count; i < layout->panel_total; i++)
        for (size_t j = layout->panel_count; j < i; j++) {
            const dw_panel *a = &layout->panels[i], *b = &layout->panels[j];
            if (is_placed(a) && is_placed(b) && dw_boxes_touch(&a->outer, &b->outer))
                return dw_fail(err, DW_EARG,
                               "two insets lie on each other; make them smaller, or give each a "
                               "place of its own");
        }
    return DW_OK;
}

static void ink_region(const dw_making *m, const dw_panel *panel, dw_ink *ink)
{
    dw_box b;
    double lines[2][4], every = 8 * m->s;
    if (!dw_inset_region(m->layout, panel, &b)) return;
    dw_ink_stroke(ink, b.x, b.y, b.x + b.w, b.y, every);
    dw_ink_stroke(ink, b.x, b.y + b.h, b.x + b.w, b.y + b.h, every);
    dw_ink_stroke(ink, b.x, b.y, b.x, b.y + b.h, every);
    dw_ink_stroke(ink, b.x + b.w, b.y, b.x + b.w, b.y + b.h, every);
    size_t n = dw_inset_connectors(&b, &panel->outer, lines);
    for (size_t i = 0; i < n; i++)
        dw_ink_stroke(ink, lines[i][0], lines[i][1], lines[i][2], lines[i][3], every);
}

void dw_insets_ink(const dw_making *m, size_t host, dw_ink *ink)
{
    for (size_t i = m->layout->panel_count; i < m->layout->panel_total; i++) {
        const dw_panel *panel = &m->layout->panels[i];
        if (panel->axes->host != host || !is_placed(panel)) continue;
        const dw_box *b = &panel->outer;
        for (double y = b->y; y <= b->y + b->h; y += 12 * m->s)
            dw_ink_stroke(ink, b->x, y, b->x + b->w, y, 12 * m->s);
        ink_region(m, panel, ink);
    }
}

void dw_inset_thin_out(dw_style *styles, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        styles[i].width *= 0.85;
        styles[i].radius *= 0.75;
    }
}

/* ---- The corner ---- */

static dw_box in_corner(const dw_making *m, const dw_box *in, dw_corner corner, double w, double h)
{
    double air = 16 * m->s;
    bool left = corner == DW_CORNER_TOP_LEFT || corner == DW_CORNER_BOTTOM_LEFT;
    bool top = corner == DW_CORNER_TOP_LEFT || corner == DW_CORNER_TOP_RIGHT;
    return (dw_box){ left ? in->x + air : in->x + in->w - air - w,
                     top ? in->y + air : in->y + in->h - air - h, w, h };
}

/* The corner where least is hidden, the enlarged part least of all. */
static dw_box free_corner(dw_making *m, const dw_panel *panel, double w, double h)
{
    static const dw_corner order[] = { DW_CORNER_TOP_LEFT, DW_CORNER_TOP_RIGHT,
                                       DW_CORNER_BOTTOM_RIGHT, DW_CORNER_BOTTOM_LEFT };
    const dw_panel *host = &m->layout->panels[panel->axes->host];
    dw_ink ink = { 0 };
    dw_panel_ink(m, host, &ink);
    dw_box best = { 0 }, region;
    bool marked = dw_inset_region(m->layout, panel, &region);
    double least = HUGE_VAL;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        dw_box box = in_corner(m, &host->box, order[i], w, h);
        double cost = (double)dw_ink_inside(&ink, box, 6 * m->s);
        if (marked && dw_boxes_touch(&box, &region)) cost += 1e4;
        if (dw_insets_hit(m, &box)) cost += 1e6;
        if (cost >= least) continue;
        least = cost;
        best = box;
    }
    dw_ink_free(&ink);
    return best;
}

static dw_box outer_of(dw_making *m, const dw_panel *panel)
{
    const dw_box *in = &m->layout->panels[panel->axes->host].box;
    const dw_inset *place = panel->axes->inset;
    if (!isnan(place->left))
        return (dw_box){ in->x + place->left * in->w,
                         in->y + (1 - place->bottom - place->height) * in->h, place->width * in->w,
                         place->height * in->h };
    double most_w = in->w - 32 * m->s, most_h = in->h - 32 * m->s;
    double w = fmin(fmax(place->width * in->w, 220 * m->s), most_w);
    double h = fmin(fmax(place->height * in->h, 150 * m->s), most_h);
    if (place->corner != DW_CORNER_AUTO) return in_corner(m, in, place->corner, w, h);
    return free_corner(m, panel, w, h);
}

/* ---- In the inset ---- */

/* The room around the box between the spines. */
typedef struct rims {
    double pad, title, y_label, x_numbers, x_label, y_numbers;
} rims;

static double line_of(const dw_making *m)
{
    return DW_LINE_HEIGHT * dw_size(m, DW_TEXT_SMALL);
}

static double head_of(const rims *r)
{
    return r->pad + r->title + r->y_label;
}

static void turn(dw_scale *scale, double length)
{
    scale->p0 = length - scale->p0;
    scale->p1 = length - scale->p1;
}

static void fit_y(const dw_making *m, dw_panel *panel, rims *r)
{
    const dw_axis *axis = &panel->axes->y;
    double height = panel->box.h;
    bool from_zero = !dw_scale_is_log(panel->y.kind) && panel->y.low == 0;
    panel->y.p0 = axis->categories ? 0 : height - (from_zero ? 0 : 8 * m->s);
    panel->y.p1 = axis->categories ? height : 6 * m->s;
    if (axis->invert) turn(&panel->y, height);
    int about = (int)(height / (44 * m->s)) + 1;
    dw_fit_ticks(m, axis, &panel->y, false, NULL, about > 4 ? 4 : about, &panel->y_ticks);
    r->y_numbers = 0;
    for (size_t i = 0; panel->y_numbers && i < panel->y_ticks.n; i++)
        r->y_numbers =
            fmax(r->y_numbers, dw_fit_tick_width(m, &panel->y_ticks.major[i]) + 14 * m->s);
}

static void fit_x(const dw_making *m, dw_panel *panel, const rims *r)
{
    const dw_axis *axis = &panel->axes->x;
    double width = panel->box.w, pad = fmin(10 * m->s, 0.05 * width);
    panel->x.p0 = dw_fit_sideways_bars(panel->axes) && panel->x.low == 0 ? 0 : pad;
    panel->x.p1 = width - pad;
    if (axis->invert) turn(&panel->x, width);
    int about = (int)(width / (90 * m->s)) + 1;
    dw_fit_ticks(m, axis, &panel->x, true, NULL, about > 5 ? 5 : about, &panel->x_ticks);
    panel->x_reach = (dw_reach){ -r->y_numbers, width + 2 * m->s, 0.36 * panel->outer.h };
    dw_names_fit(m, axis->categories || axis->tick_labels,
                 axis->categories ? axis->category_count : axis->tick_count, &panel->x,
                 panel->x_reach, &panel->x_ticks);
}

static bool fit(const dw_making *m, dw_panel *panel, rims *r)
{
    const dw_box *outer = &panel->outer;
    panel->box.h = outer->h - head_of(r) - r->x_numbers - r->x_label - r->pad;
    bool roomy = panel->box.h > 44 * m->s;
    panel->box.h = fmax(panel->box.h, 20 * m->s);
    fit_y(m, panel, r);
    panel->box.w = outer->w - r->y_numbers - 2 * r->pad;
    roomy = roomy && panel->box.w > 60 * m->s;
    panel->box.w = fmax(panel->box.w, 20 * m->s);
    fit_x(m, panel, r);
    return roomy;
}

static void measure(const dw_making *m, dw_panel *panel, rims *r)
{
    const dw_axes *axes = panel->axes;
    *r = (rims){ .pad = 12 * m->s };
    r->title = axes->title ? line_of(m) + 2 * m->s : 0;
    r->y_label = axes->y.label ? line_of(m) : 0;
    if (r->title + r->y_label > 0) r->y_label += 8 * m->s;
    r->x_label = axes->x.label ? line_of(m) + 2 * m->s : 0;
    r->x_numbers = panel->x_numbers ? 14 * m->s + line_of(m) : 0;
}

/* In a box too small for them the numbers are left out. */
static void fit_inside(const dw_making *m, dw_panel *panel)
{
    rims r;
    const dw_scale x = panel->x, y = panel->y;
    measure(m, panel, &r);
    bool roomy = fit(m, panel, &r);
    double names = dw_names_height(m, &panel->x_ticks);
    if (panel->x_numbers && names > 1.01 * line_of(m)) {
        panel->x = x;
        panel->y = y;
        r.x_numbers = 14 * m->s + names;
        roomy = fit(m, panel, &r);
    }
    if (!roomy) {
        panel->x = x;
        panel->y = y;
        panel->x_numbers = panel->y_numbers = false;
        measure(m, panel, &r);
        fit(m, panel, &r);
    }
    panel->x_names = r.x_numbers;
    panel->box.x = panel->outer.x + r.pad + r.y_numbers;
    panel->box.y = panel->outer.y + head_of(&r);
    panel->x.p0 += panel->box.x;
    panel->x.p1 += panel->box.x;
    panel->y.p0 += panel->box.y;
    panel->y.p1 += panel->box.y;
}

void dw_insets_place(dw_making *m)
{
    dw_layout *layout = m->layout;
    for (size_t i = layout->panel_count; i < layout->panel_total; i++)
        layout->panels[i].outer = (dw_box){ 0 };
    for (size_t i = layout->panel_count; i < layout->panel_total; i++) {
        dw_panel *panel = &layout->panels[i];
        if (!panel->axes->inset) continue;
        panel->outer = outer_of(m, panel);
        dw_making inside = *m;
        inside.inset = panel;
        inside.left = panel->outer.x;
        inside.right = panel->outer.x + panel->outer.w;
        fit_inside(&inside, panel);
    }
}

/* ---- Texts ---- */

static void label(dw_making *m, dw_role role, int index, const char *text, double x, double y,
                  bool middle)
{
    const dw_panel *panel = m->inset;
    double room = panel->outer.x + panel->outer.w - 12 * m->s - x;
    if (!text) return;
    dw_lines lines;
    bool bold = role == DW_ROLE_PANEL_TITLE;
    dw_words_break(m->words, text, dw_size(m, DW_TEXT_SMALL), bold, room, 1, &lines);
    if (middle) x += (room - lines.width) / 2;
    dw_making_lines(m, role, index, &lines, x, y, dw_size(m, DW_TEXT_SMALL), bold,
                    m->layout->theme->text);
    dw_lines_free(&lines);
}

static void numbers(dw_making *m, int index, const dw_panel *panel)
{
    const dw_box *b = &panel->box;
    double size = dw_fit_tick_size(m), left = b->x;
    for (size_t i = 0; panel->y_numbers && i < panel->y_ticks.n; i++) {
        const dw_tick *tick = &panel->y_ticks.major[i];
        double y = dw_scale_map(&panel->y, tick->at) - line_of(m) / 2;
        y = fmin(fmax(y, b->y - 8 * m->s), b->y + b->h + 14 * m->s - line_of(m));
        dw_making_text(m, DW_ROLE_Y_TICK, index, tick->label,
                       left - 12 * m->s - dw_fit_tick_width(m, tick), y, size, false,
                       m->layout->theme->faint);
    }
    const dw_reach reach = { left + panel->x_reach.from, left + panel->x_reach.to, 0 };
    if (panel->x_numbers)
        dw_names_place(m, index, &panel->x, reach, &panel->x_ticks, b->y + b->h + 14 * m->s);
}

void dw_insets_texts(dw_making *m)
{
    for (size_t i = m->layout->panel_count; i < m->layout->panel_total; i++) {
        const dw_panel *panel = &m->layout->panels[i];
        if (!panel->axes->inset) continue;
        m->inset = panel;
        if (panel->axes->layer_count) dw_making_owner(m, panel, 0);
        double x = panel->outer.x + 12 * m->s, y = panel->outer.y + 8 * m->s;
        label(m, DW_ROLE_PANEL_TITLE, (int)i, panel->axes->title, x, y, false);
        if (panel->axes->title) y += line_of(m) + 2 * m->s;
        label(m, DW_ROLE_Y_LABEL, (int)i, panel->axes->y.label, x, y, false);
        numbers(m, (int)i, panel);
        label(m, DW_ROLE_X_LABEL, (int)i, panel->axes->x.label, panel->box.x,
              panel->box.y + panel->box.h + panel->x_names + 2 * m->s, true);
        dw_making_owner(m, NULL, 0);
        m->inset = NULL;
    }
}
