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

/* The surface again, where the page's rim hid it: so much that with what is still seen of it, it is
 * as pale as before. */
static void paint_tint(const dw_painter *p, const dw_text_box *text, PangoLayoutLine *glyphs,
                       const dw_layer *layer, const dw_style *style)
{
    const double dark = 0.5; /* on such surfaces letters need the page's rim */
    if (style->alpha > dark) return;
    cairo_save(p->cr);
    if (dw_painter_clip_tint(p, &p->layout->panels[text->panel], layer)) {
        dw_mark_color(p->cr, style->color, hides * style->alpha / (1 - (1 - hides) * style->alpha));
        stroke_glyphs(p, text, glyphs);
    }
    cairo_restore(p->cr);
}

void dw_paint_rim(const dw_painter *p, const dw_text_box *text, PangoLayoutLine *glyphs)
{
    dw_painter_page(p, hides);
    stroke_glyphs(p, text, glyphs);
    cairo_set_operator(p->cr, CAIRO_OPERATOR_OVER);
    if (text->panel == DW_PAGE) return;
    const dw_panel *panel = &p->layout->panels[text->panel];
    int first = (int)(panel->styles - p->layout->styles);
    for (size_t i = 0; i < panel->axes->layer_count; i++)
        if (dw_paint_shows(p->options, first + (int)i))
            paint_tint(p, text, glyphs, &panel->axes->layers[i], &panel->styles[i]);
}
