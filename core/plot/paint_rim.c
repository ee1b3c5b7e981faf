/* The rim of a text that lies on data: it keeps lines and points away from the letters, and has the
 * color of what lies below them, which is the page or pale surfaces on it. */
#include "plot/mark.h"
#include "plot/painter.h"

static const double rim_px = 6, hides = 0.9; /* of the rim; how much of what is there it hides */

static void stroke_glyphs(const dw_painter *p, const dw_text_box *text, PangoLayoutLine *glyphs)
{
    double x, y;
    dw_text_start(text, &x, &y);
    cairo_save(p->cr);
    cairo_new_path(p->cr);
    cairo_move_to(p->cr, x, y);
    if (text->angle) cairo_rotate(p->cr, -text->angle * (G_PI / 180));
    pango_cairo_layout_line_path(p->cr, glyphs);
    cairo_set_line_width(p->cr, rim_px * p->s);
    cairo_set_line_join(p->cr, CAIRO_LINE_JOIN_ROUND);
    cairo_stroke(p->cr);
    cairo_restore(p->cr);
}

/* On darker surfaces letters need a rim of the page's color. */
static bool is_pale(const dw_style *style)
{
    return style->alpha <= 0.5;
}

static size_t first_layer(const dw_painter *p, const dw_panel *panel)
{
    return (size_t)(panel->styles - p->layout->styles);
}

/* The surface again, where the page's rim hid it: so much that with what is still seen of it, it is
 * as pale as before. */
static void paint_tint(const dw_painter *p, const dw_text_box *text, PangoLayoutLine *glyphs,
                       size_t i)
{
    const dw_panel *panel = &p->layout->panels[text->panel];
    const dw_style *style = &panel->styles[i];
    if (!is_pale(style) || !dw_paint_shows(p->options, (int)(first_layer(p, panel) + i))) return;
    cairo_save(p->cr);
    dw_painter_clip(p, panel, 0.5);
    if (dw_painter_trace_tint(p, panel, &panel->axes->layers[i])) {
        cairo_clip(p->cr);
        dw_mark_color(p->cr, style->color, hides * style->alpha / (1 - (1 - hides) * style->alpha));
        stroke_glyphs(p, text, glyphs);
    }
    cairo_restore(p->cr);
}

void dw_paint_rim(const dw_painter *p, const dw_text_box *text, PangoLayoutLine *glyphs)
{
    if (p->options->vector) { /* one stroke: viewers show the seams of several */
        dw_mark_color(p->cr, dw_paint_ground(p->layout, p->options, text), hides);
        stroke_glyphs(p, text, glyphs);
        return;
    }
    dw_painter_page(p, hides);
    stroke_glyphs(p, text, glyphs);
    cairo_set_operator(p->cr, CAIRO_OPERATOR_OVER);
    if (text->panel == DW_PAGE) return;
    size_t n = p->layout->panels[text->panel].axes->layer_count;
    for (size_t i = 0; i < n; i++) paint_tint(p, text, glyphs, i);
}

static void add_tint(const dw_painter *p, const dw_text_box *text, size_t i, dw_color *ground)
{
    const dw_panel *panel = &p->layout->panels[text->panel];
    const dw_style *style = &panel->styles[i];
    double x = text->box.x + text->box.w / 2, y = text->box.y + text->box.h / 2, a = style->alpha;
    if (!is_pale(style) || !dw_paint_shows(p->options, (int)(first_layer(p, panel) + i)) ||
        !dw_painter_trace_tint(p, panel, &panel->axes->layers[i]) || !cairo_in_fill(p->cr, x, y))
        return;
    ground->r += a * (style->color.r - ground->r);
    ground->g += a * (style->color.g - ground->g);
    ground->b += a * (style->color.b - ground->b);
}

dw_color dw_paint_ground(const dw_layout *layout, const dw_paint_options *options,
                         const dw_text_box *text)
{
    dw_color ground = layout->theme->page;
    if (text->panel == DW_PAGE) return ground;
    cairo_surface_t *nothing = cairo_recording_surface_create(CAIRO_CONTENT_ALPHA, NULL);
    dw_painter p = { layout, NULL, cairo_create(nothing), layout->scale, options };
    size_t n = layout->panels[text->panel].axes->layer_count;
    for (size_t i = 0; i < n; i++) add_tint(&p, text, i, &ground);
    cairo_destroy(p.cr);
    cairo_surface_destroy(nothing);
    return ground;
}
