/* Where a turned text begins, and what it covers. */
#include <math.h>

#include "plot/layout.h"

void dw_text_start(const dw_text_box *text, double *x, double *y)
{
    double turn = text->angle * (M_PI / 180), baseline = DW_BASELINE * text->size_px;
    *x = text->box.x + baseline * sin(turn);
    *y = text->box.y + (text->angle ? text->length_px * sin(turn) : 0) + baseline * cos(turn);
}

typedef struct corner {
    double x, y;
} corner;

static void corners_of(const dw_text_box *text, double margin, corner out[4])
{
    double turn = text->angle * (M_PI / 180), c = cos(turn), s = sin(turn);
    double w = text->angle ? text->length_px : text->box.w;
    double h = text->angle ? DW_LINE_HEIGHT * text->size_px : text->box.h;
    double left = text->box.x, top = text->box.y + (text->angle ? w * s : 0);
    const double along[] = { margin, w - margin, w - margin, margin };
    const double down[] = { margin, margin, h - margin, h - margin };
    for (int i = 0; i < 4; i++)
        out[i] = (corner){ left + along[i] * c + down[i] * s, top - along[i] * s + down[i] * c };
}

/* Whether a line along an edge of a lies between the two. */
static bool apart_along(const corner a[4], const corner b[4])
{
    for (int edge = 0; edge < 2; edge++) {
        double dx = a[edge + 1].x - a[edge].x, dy = a[edge + 1].y - a[edge].y;
        double least[2] = { HUGE_VAL, HUGE_VAL }, most[2] = { -HUGE_VAL, -HUGE_VAL };
        for (int i = 0; i < 8; i++) {
            const corner *at = i < 4 ? &a[i] : &b[i - 4];
            double t = at->x * dx + at->y * dy;
            least[i / 4] = fmin(least[i / 4], t);
            most[i / 4] = fmax(most[i / 4], t);
        }
        if (most[0] <= least[1] || most[1] <= least[0]) return true;
    }
    return false;
}

bool dw_texts_overlap(const dw_text_box *a, const dw_text_box *b, double margin)
{
    corner of_a[4], of_b[4];
    corners_of(a, margin, of_a);
    corners_of(b, margin, of_b);
    return !apart_along(of_a, of_b) && !apart_along(of_b, of_a);
}
