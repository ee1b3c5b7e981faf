/* The texts of reliability diagrams: the weighted mean gap, and what the strip of counts shows. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "plot/parts.h"
#include "plot/reldiagram.h"

static bool is_chinese(const dw_making *m)
{
    return strncmp(m->layout->figure->language, "zh", 2) == 0;
}

static void write_gap(const dw_making *m, const dw_panel *panel, const dw_layer *layer, char *text,
                      size_t size)
{
    bool percent = panel->axes->y.numbers == DW_NUMBERS_PERCENT, chinese = is_chinese(m);
    double ece = layer->more[DW_RELIABILITY_ECE].at[0];
    char number[40], name[120] = "";
    snprintf(number, sizeof number, percent ? "%.1f %%" : "%.3f", percent ? 100 * ece : ece);
    size_t layers = 0;
    for (size_t i = 0; i < panel->axes->layer_count; i++)
        layers += panel->axes->layers[i].kind == DW_LAYER_RELIABILITY;
    if (layers > 1 && layer->label) { /* a long name is cut between letters */
        size_t length = strlen(layer->label);
        if (length > 60) length = 60;
        length = dw_text_utf8_prefix(layer->label, length);
        snprintf(name, sizeof name, "%.*s%s", (int)length, layer->label, chinese ? "：" : ": ");
    }
    snprintf(text, size, chinese ? "%s加權平均落差（ECE）%s" : "%sweighted mean gap (ECE) %s", name,
             number);
}

static void place_line(dw_making *m, int index, const char *text, double size, double x, double y,
                       dw_color color)
{
    dw_text_box *box = dw_making_text(m, DW_ROLE_NOTE, index, text, x, y, size, false, color);
    if (box) box->on_data = true;
}

/* In the upper left or the lower right half of the square, where less is drawn. */
static dw_box free_corner(const dw_making *m, const dw_panel *panel, const dw_ink *ink, double w,
                          double h)
{
    const dw_box *in = &panel->box;
    double margin = 16 * m->s, floor = dw_scale_map(&panel->y, 0);
    double bottom = isnan(floor) ? in->y + in->h : fmin(floor, in->y + in->h);
    dw_box left = { in->x + margin, in->y + margin, w, h };
    dw_box right = { in->x + in->w - margin - w, bottom - margin - h, w, h };
    size_t at_left = dw_ink_inside(ink, left, 8 * m->s);
    return at_left <= dw_ink_inside(ink, right, 8 * m->s) ? left : right;
}

static void place_gaps(dw_making *m, size_t index, const dw_ink *ink)
{
    const dw_panel *panel = &m->layout->panels[index];
    double size = dw_size(m, DW_TEXT_TICK), widest = 0, lines = 0, step = DW_LINE_HEIGHT * size;
    char text[256];
    for (int placing = 0; placing < 2; placing++) {
        dw_box box = free_corner(m, panel, ink, widest, step * lines);
        for (size_t i = 0; i < panel->axes->layer_count; i++) {
            const dw_layer *layer = &panel->axes->layers[i];
            if (layer->kind != DW_LAYER_RELIABILITY) continue;
            write_gap(m, panel, layer, text, sizeof text);
            dw_lines broken;
            dw_words_break(m->words, text, size, false, 0.72 * panel->box.w, 2, &broken);
            for (size_t k = 0; k < broken.n; k++) {
                dw_color color = dw_color_readable(m->layout->theme, panel->styles[i].color, 3.2);
                if (placing) place_line(m, (int)index, broken.at[k], size, box.x, box.y, color);
                box.y += step;
            }
            lines += placing ? 0 : (double)broken.n;
            widest = fmax(widest, broken.width);
            dw_lines_free(&broken);
        }
    }
}

static double most_answers(const dw_panel *panel)
{
    double most = 0;
    for (size_t i = 0; i < panel->axes->layer_count; i++) {
        const dw_layer *layer = &panel->axes->layers[i];
        if (layer->kind != DW_LAYER_RELIABILITY) continue;
        const dw_column *count = &layer->more[DW_RELIABILITY_COUNT];
        for (size_t k = 0; k < count->n; k++) most = fmax(most, count->at[k]);
    }
    return most;
}

static const char *const counts_texts[][2] = {
    { "answers in each bin, at most %s", "每格的答案數，最多 %s" },
    { "answers, at most %s", "答案數，最多 %s" }, /* in a narrow panel */
};

/* Just above the strip, which the tallest bar fills. */
static void place_counts(dw_making *m, size_t index)
{
    const dw_panel *panel = &m->layout->panels[index];
    const dw_box *in = &panel->box;
    double most = most_answers(panel), size = dw_size(m, DW_TEXT_SMALL);
    double top = dw_scale_map(&panel->y, 0), h = DW_LINE_HEIGHT * size;
    if (isnan(top) || !(most > 0) || top + h + 4 * m->s > in->y + in->h) return;
    char text[160], number[32];
    most == rint(most) ? dw_text_thousands(most, number) : dw_text_number(most, number);
    double w = HUGE_VAL, room = in->w - 24 * m->s;
    for (int shorter = 0; shorter < 2 && w > room; shorter++) {
        snprintf(text, sizeof text, counts_texts[shorter][is_chinese(m)], number);
        w = dw_words_width(m->words, text, size, false);
    }
    if (w > room) return;
    dw_box box = { in->x + 12 * m->s, top + 4 * m->s, w, h };
    if (dw_making_hits_text(m, box, 2 * m->s)) return;
    place_line(m, (int)index, text, size, box.x, box.y, m->layout->theme->soft);
}

void dw_reliability_texts(dw_making *m, size_t index, const dw_ink *ink)
{
    const dw_panel *panel = &m->layout->panels[index];
    bool any = false;
    for (size_t i = 0; i < panel->axes->layer_count; i++)
        any |= panel->axes->layers[i].kind == DW_LAYER_RELIABILITY;
    if (!any) return;
    place_gaps(m, index, ink);
    place_counts(m, index);
}
