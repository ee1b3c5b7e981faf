#include "plot/paint.h"

#include <math.h>
#include <pango/pangocairo.h>

#include "plot/layers.h"
#include "plot/mark.h"
#include "plot/painter.h"
#include "plot/stamp.h"

/* ---- Axes ---- */

/* The middle of a pixel, so that a thin line is sharp. */
static double sharp(double v)
{
    return floor(v) + 0.5;
}

static void rule(const dw_painter *p, double x0, double y0, double x1, double y1)
{
    cairo_move_to(p->cr, x0, y0);
    cairo_line_to(p->cr, x1, y1);
    cairo_stroke(p->cr);
}

static dw_grid_lines grid_of(const dw_panel *panel)
{
    dw_grid_lines asked = panel->axes->grid;
    if (asked != DW_GRID_AUTO) return asked;
    if (panel->heat) return DW_GRID_NONE;                     /* its gaps show the page */
    return panel->axes->y.categories ? DW_GRID_X : DW_GRID_Y; /* where the numbers are */
}

static void paint_grid(const dw_painter *p, const dw_panel *panel)
{
    const dw_box *b = &panel->box;
    dw_grid_lines grid = grid_of(panel);
    bool level = grid == DW_GRID_Y || grid == DW_GRID_BOTH;
    bool upright = grid == DW_GRID_X || grid == DW_GRID_BOTH;
    dw_mark_color(p->cr, p->layout->theme->grid, 1);
    cairo_set_line_width(p->cr, fmax(1, round(1.5 * p->s)));
    for (size_t i = 0; level && i < panel->y_ticks.n; i++) {
        double y = sharp(dw_scale_map(&panel->y, panel->y_ticks.major[i].at));
        rule(p, b->x, y, b->x + b->w, y);
    }
    for (size_t i = 0; upright && i < panel->x_ticks.n; i++) {
        double x = sharp(dw_scale_map(&panel->x, panel->x_ticks.major[i].at));
        rule(p, x, b->y, x, b->y + b->h);
    }
}

/* Marks beside a y axis whose steps are not equal; lines of the grid tell those of a linear one. */
static void paint_y_marks(const dw_painter *p, const dw_panel *panel, double side, double outward)
{
    const dw_ticks *ticks = &panel->y_ticks;
    if (!panel->y_numbers || panel->y.kind == DW_SCALE_LINEAR || !ticks->minor_count) return;
    for (size_t i = 1; i < ticks->minor_count; i++)
        if (fabs(dw_scale_map(&panel->y, ticks->minor[i]) -
                 dw_scale_map(&panel->y, ticks->minor[i - 1])) < 3.5 * p->s)
            return;
    for (size_t i = 0; i < ticks->minor_count; i++) {
        double y = sharp(dw_scale_map(&panel->y, ticks->minor[i]));
        rule(p, side, y, side + 4 * outward * p->s, y);
    }
    for (size_t i = 0; i < ticks->n; i++) {
        double y = sharp(dw_scale_map(&panel->y, ticks->major[i].at));
        rule(p, side, y, side + 8 * outward * p->s, y);
    }
}

static void paint_spines(const dw_painter *p, const dw_panel *panel)
{
    const dw_box *b = &panel->box;
    double left = sharp(b->x), bottom = sharp(b->y + b->h);
    dw_mark_color(p->cr, p->layout->theme->spine, 1);
    cairo_set_line_width(p->cr, fmax(1, round(1.5 * p->s)));
    rule(p, left, b->y, left, bottom);
    rule(p, left, bottom, b->x + b->w, bottom);
    bool marks = panel->x_numbers && !panel->axes->x.categories;
    for (size_t i = 0; marks && i < panel->x_ticks.n; i++) {
        double x = sharp(dw_scale_map(&panel->x, panel->x_ticks.major[i].at));
        rule(p, x, bottom, x, bottom + 8 * p->s);
    }
    for (size_t i = 0; panel->x_numbers && i < panel->x_ticks.minor_count; i++) {
        double x = sharp(dw_scale_map(&panel->x, panel->x_ticks.minor[i]));
        rule(p, x, bottom, x, bottom + 4 * p->s);
    }
    paint_y_marks(p, panel, left, -1);
}

/* ---- Layers ---- */

void dw_painter_clip(const dw_painter *p, const dw_panel *panel, double allowance)
{
    const dw_box *b = &panel->box;
    cairo_rectangle(p->cr, b->x - allowance, b->y - allowance, b->w + 2 * allowance,
                    b->h + 2 * allowance);
    cairo_clip(p->cr);
}

static void trace_line(const dw_painter *p, const dw_panel *panel, const dw_layer *layer)
{
    bool pen_down = false;
    for (size_t i = 0; i < layer->n; i++) {
        double x = dw_scale_map(&panel->x, layer->x[i]), y = dw_scale_map(&panel->y, layer->y[i]);
        if (isnan(x) || isnan(y)) {
            pen_down = false;
            continue;
        }
        if (pen_down)
            cairo_line_to(p->cr, x, y);
        else
            cairo_move_to(p->cr, x, y);
        pen_down = true;
    }
}

void dw_painter_marks(const dw_painter *p, const dw_panel *panel, const dw_layer *layer,
                      const dw_style *style)
{
    const dw_box *b = &panel->box;
    if (style->marker == DW_MARKER_NONE || dw_paint_stamps(p, panel, layer, style)) return;
    for (size_t i = 0; i < layer->n; i++) {
        double x = dw_scale_map(&panel->x, layer->x[i]), y = dw_scale_map(&panel->y, layer->y[i]);
        if (!(x >= b->x - 1 && x <= b->x + b->w + 1 && y >= b->y - 1 && y <= b->y + b->h + 1))
            continue;
        dw_mark_paint(p->cr, style, x, y, p->layout->theme->page);
    }
}

static void paint_line(const dw_painter *p, const dw_panel *panel, const dw_layer *layer,
                       const dw_style *style)
{
    cairo_save(p->cr);
    dw_painter_clip(p, panel, style->width / 2 + 0.5);
    trace_line(p, panel, layer);
    dw_mark_stroke_style(p->cr, style);
    cairo_stroke(p->cr);
    cairo_restore(p->cr);
    dw_painter_marks(p, panel, layer, style);
}

static void paint_rule(const dw_painter *p, const dw_panel *panel, const dw_layer *layer,
                       const dw_style *style)
{
    const dw_box *b = &panel->box;
    bool across = layer->kind == DW_LAYER_HLINE;
    double at =
        across ? dw_scale_map(&panel->y, layer->y[0]) : dw_scale_map(&panel->x, layer->x[0]);
    double low = across ? b->y : b->x, high = across ? b->y + b->h : b->x + b->w;
    if (!(at >= low - 1 && at <= high + 1)) return;
    dw_mark_stroke_style(p->cr, style);
    if (across)
        rule(p, b->x, at, b->x + b->w, at);
    else
        rule(p, at, b->y, at, b->y + b->h);
    cairo_set_dash(p->cr, NULL, 0, 0);
}

bool dw_paint_shows(const dw_paint_options *o, int layer)
{
    return !o->steps || layer < 0 || o->steps[layer] <= o->picture;
}

/* The number in the figure of the first layer of a panel. */
static int number_of(const dw_painter *p, const dw_panel *panel)
{
    return (int)(panel->styles - p->layout->styles);
}

static bool shows_heatmap(const dw_painter *p, const dw_panel *panel)
{
    return panel->heat && dw_paint_shows(p->options, number_of(p, panel) +
                                                         (int)(panel->heat - panel->axes->layers));
}

static void paint_layer(const dw_painter *p, const dw_panel *panel, size_t i)
{
    const dw_layer *layer = &panel->axes->layers[i];
    const dw_style *style = &panel->styles[i];
    if (!dw_paint_shows(p->options, number_of(p, panel) + (int)i)) return;
    cairo_new_path(p->cr);
    switch (layer->kind) {
    case DW_LAYER_LINE:
        paint_line(p, panel, layer, style);
        break;
    case DW_LAYER_POINTS:
        dw_painter_marks(p, panel, layer, style);
        break;
    case DW_LAYER_BAND:
        dw_paint_band(p, panel, layer, style);
        break;
    case DW_LAYER_HLINE:
    case DW_LAYER_VLINE:
        paint_rule(p, panel, layer, style);
        break;
    case DW_LAYER_STEP:
        dw_paint_step(p, panel, layer, style);
        break;
    case DW_LAYER_AREA:
        dw_paint_area(p, panel, layer, style);
        break;
    case DW_LAYER_ERRORBAR:
        dw_paint_errorbar(p, panel, layer, style);
        break;
    case DW_LAYER_BAR:
    case DW_LAYER_HISTOGRAM:
        dw_paint_bars(p, panel, i);
        break;
    case DW_LAYER_HEATMAP:
    case DW_LAYER_IMAGE:
        dw_paint_heatmap(p, panel, layer, style);
        break;
    case DW_LAYER_CONTOUR:
        dw_paint_contour(p, panel, layer, style);
        break;
    case DW_LAYER_RELIABILITY:
        dw_paint_reliability(p, panel, layer, style);
        break;
    case DW_LAYER_STRIP:
        dw_paint_strip(p, panel, i);
        break;
    case DW_LAYER_BOX:
        dw_paint_box(p, panel, i);
        break;
    case DW_LAYER_VIOLIN:
        dw_paint_violin(p, panel, i);
        break;
    case DW_LAYER_SPAN:
        dw_paint_span(p, panel, layer, style);
        break;
    default:
        break; /* texts and leaders of the layout */
    }
}

/* The axis of a twin. */
static void paint_right_spine(const dw_painter *p, const dw_panel *panel)
{
    const dw_box *b = &panel->box;
    double right = sharp(b->x + b->w);
    dw_mark_color(p->cr, panel->tinted ? panel->tint : p->layout->theme->spine, 1);
    cairo_set_line_width(p->cr, fmax(1, round(1.5 * p->s)));
    rule(p, right, b->y, right, b->y + b->h);
    for (size_t i = 0; panel->y_numbers && i < panel->y_ticks.n; i++) {
        double y = sharp(dw_scale_map(&panel->y, panel->y_ticks.major[i].at));
        rule(p, right, y, right + 8 * p->s, y);
    }
    paint_y_marks(p, panel, right, 1);
}

/* Surfaces lie below all else, rules below lines, points on top. */
static void paint_panel(const dw_painter *p, const dw_panel *panel)
{
    static const dw_layer_kind order[] = {
        DW_LAYER_HEATMAP,  DW_LAYER_IMAGE,     DW_LAYER_CONTOUR,    DW_LAYER_SPAN,   DW_LAYER_AREA,
        DW_LAYER_BAR,      DW_LAYER_HISTOGRAM, DW_LAYER_BAND,       DW_LAYER_VIOLIN, DW_LAYER_BOX,
        DW_LAYER_STRIP,    DW_LAYER_HLINE,     DW_LAYER_VLINE,      DW_LAYER_STEP,   DW_LAYER_LINE,
        DW_LAYER_ERRORBAR, DW_LAYER_POINTS,    DW_LAYER_RELIABILITY
    };
    if (panel->axes->place == DW_PLACE_RIGHT) {
        paint_right_spine(p, panel);
    } else {
        paint_grid(p, panel);
        paint_spines(p, panel);
    }
    if (shows_heatmap(p, panel)) dw_paint_colorbar(p, panel);
    for (size_t k = 0; k < sizeof order / sizeof *order; k++)
        for (size_t i = 0; i < panel->axes->layer_count; i++)
            if (panel->axes->layers[i].kind == order[k]) paint_layer(p, panel, i);
}

/* ---- What the layout added ---- */

static void paint_leader(const dw_painter *p, const dw_leader *leader)
{
    double dx = leader->x1 - leader->x0, dy = leader->y1 - leader->y0, length = hypot(dx, dy);
    if (length < 1e-6 || !dw_paint_shows(p->options, leader->layer)) return;
    dw_mark_color(p->cr, leader->color, 1);
    cairo_set_line_width(p->cr, 2 * p->s);
    cairo_set_line_cap(p->cr, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(p->cr, CAIRO_LINE_JOIN_MITER);
    rule(p, leader->x0, leader->y0, leader->x1, leader->y1);
    if (!leader->arrow) return;
    double back = 15 * p->s / length, side = 6 * p->s / length;
    double bx = leader->x1 - back * dx, by = leader->y1 - back * dy;
    cairo_move_to(p->cr, bx - side * dy, by + side * dx);
    cairo_line_to(p->cr, leader->x1, leader->y1);
    cairo_line_to(p->cr, bx + side * dy, by - side * dx);
    cairo_stroke(p->cr);
}

static void paint_swatch(const dw_painter *p, const dw_swatch *swatch)
{
    const dw_box *b = &swatch->box;
    double y = b->y + b->h / 2;
    if (!dw_paint_shows(p->options, swatch->layer)) return;
    if (dw_paint_surface_swatch(p, swatch)) return;
    if (swatch->kind == DW_LAYER_ERRORBAR || swatch->kind == DW_LAYER_RELIABILITY) {
        dw_mark_stroke_style(p->cr, &swatch->style);
        rule(p, b->x + b->w / 2, y - 0.45 * b->h, b->x + b->w / 2, y + 0.45 * b->h);
    } else if (swatch->kind == DW_LAYER_VLINE) { /* upright, as it stands in the panels */
        dw_mark_stroke_style(p->cr, &swatch->style);
        rule(p, b->x + b->w / 2, b->y, b->x + b->w / 2, b->y + b->h);
        cairo_set_dash(p->cr, NULL, 0, 0);
    } else if (swatch->kind != DW_LAYER_POINTS && swatch->kind != DW_LAYER_STRIP) {
        dw_mark_stroke_style(p->cr, &swatch->style);
        rule(p, b->x, y, b->x + b->w, y);
        cairo_set_dash(p->cr, NULL, 0, 0);
    }
    dw_mark_paint(p->cr, &swatch->style, b->x + b->w / 2, y, p->layout->theme->page);
}

void dw_painter_page(const dw_painter *p, double part)
{
    dw_mark_color(p->cr, p->layout->theme->page, part);
    bool erases = p->options->clear && !p->options->vector;
    cairo_set_operator(p->cr, erases ? CAIRO_OPERATOR_DEST_OUT : CAIRO_OPERATOR_OVER);
}

bool dw_paint_cuts(const dw_layout *layout, const dw_paint_options *options,
                   const dw_text_box *text)
{
    if (!options->clear || !options->vector || text->panel == DW_PAGE) return false;
    const dw_layer *heat = layout->panels[text->panel].heat;
    return text->on_data && !(heat && dw_is_colored(heat));
}

static bool is_covered(const dw_painter *p, const dw_text_box *text)
{
    return text->role == DW_ROLE_LEGEND && text->panel != DW_PAGE &&
           dw_paint_shows(p->options, text->layer);
}

static void trace_cover(const dw_painter *p, const dw_text_box *text)
{
    double margin = 6 * p->s;
    cairo_rectangle(p->cr, text->box.x - margin, text->box.y, text->box.w + 2 * margin,
                    text->box.h);
}

/* A vector surface cannot erase: the panels are painted around what would be covered. */
static void clip_out_covers(const dw_painter *p)
{
    const dw_figure *figure = p->layout->figure;
    cairo_rectangle(p->cr, 0, 0, figure->width_px, figure->height_px);
    for (size_t i = 0; i < p->layout->text_count; i++) {
        const dw_text_box *text = &p->layout->texts[i];
        bool cut =
            dw_paint_cuts(p->layout, p->options, text) && dw_paint_shows(p->options, text->layer);
        if (cut || is_covered(p, text)) trace_cover(p, text);
    }
    cairo_set_fill_rule(p->cr, CAIRO_FILL_RULE_EVEN_ODD);
    cairo_clip(p->cr);
    cairo_set_fill_rule(p->cr, CAIRO_FILL_RULE_WINDING);
}

/* Grid lines do not run through the words of a legend. */
static void paint_legends(const dw_painter *p)
{
    for (size_t i = 0; i < p->layout->text_count; i++) {
        const dw_text_box *text = &p->layout->texts[i];
        if (!is_covered(p, text) || (p->options->clear && p->options->vector)) continue;
        dw_painter_page(p, 0.85);
        trace_cover(p, text);
        cairo_fill(p->cr);
        cairo_set_operator(p->cr, CAIRO_OPERATOR_OVER);
    }
    for (size_t i = 0; i < p->layout->swatch_count; i++) paint_swatch(p, &p->layout->swatches[i]);
}

static void paint_text(const dw_painter *p, const dw_text_box *text)
{
    PangoLayout *line = dw_words_line(p->words, text->drawn, text->size_px, text->bold);
    double x, y;
    dw_text_start(text, &x, &y);
    PangoLayoutLine *glyphs = pango_layout_get_line_readonly(line, 0);
    if (text->on_data && !dw_paint_cuts(p->layout, p->options, text)) dw_paint_rim(p, text, glyphs);
    cairo_save(p->cr);
    cairo_new_path(p->cr);
    cairo_move_to(p->cr, x, y);
    if (text->angle) cairo_rotate(p->cr, -text->angle * (M_PI / 180));
    dw_mark_color(p->cr, text->color, 1);
    pango_cairo_show_layout_line(p->cr, glyphs);
    cairo_restore(p->cr);
    g_object_unref(line);
}

/* Insets lie on their panels, and nothing of these is seen through them. */
static void paint_panels(const dw_painter *p)
{
    cairo_save(p->cr);
    if (p->options->clear && p->options->vector) dw_painter_clip_insets(p);
    for (size_t i = 0; i < p->layout->panel_total; i++) {
        const dw_panel *panel = &p->layout->panels[i];
        if (!panel->blank && !panel->axes->inset) paint_panel(p, panel);
    }
    for (size_t i = 0; i < p->layout->panel_total; i++) dw_paint_region(p, &p->layout->panels[i]);
    cairo_restore(p->cr);
    for (size_t i = 0; i < p->layout->panel_total; i++) {
        const dw_panel *panel = &p->layout->panels[i];
        if (!dw_painter_shows_inset(p, panel)) continue;
        dw_paint_card(p, panel);
        paint_panel(p, panel);
    }
}

void dw_paint(const dw_layout *layout, dw_words *words, cairo_t *cr,
              const dw_paint_options *options)
{
    dw_painter p = { layout, words, cr, layout->scale, options };
    dw_mark_color(cr, layout->theme->page, 1);
    if (!options->clear) cairo_paint(cr);
    cairo_save(cr);
    if (options->clear && options->vector) clip_out_covers(&p);
    paint_panels(&p);
    cairo_restore(cr);
    paint_legends(&p);
    for (size_t i = 0; i < layout->leader_count; i++) paint_leader(&p, &layout->leaders[i]);
    for (size_t i = 0; !options->no_texts && i < layout->text_count; i++)
        if (dw_paint_shows(options, layout->texts[i].layer)) paint_text(&p, &layout->texts[i]);
}
