#include "plot/ink.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

enum { MOST_SAMPLES = 20000 };

static void add(dw_ink *ink, double x, double y)
{
    if (ink->n == MOST_SAMPLES || !isfinite(x) || !isfinite(y)) return;
    if (ink->n == ink->capacity) {
        size_t capacity = 2 * ink->capacity + 256;
        double *grown = dw_reallocate(ink->at, 2 * capacity, sizeof *grown, NULL);
        if (!grown) return;
        ink->at = grown;
        ink->capacity = capacity;
    }
    ink->at[2 * ink->n] = x;
    ink->at[2 * ink->n + 1] = y;
    ink->n++;
}

void dw_ink_free(dw_ink *ink)
{
    free(ink->at);
    *ink = (dw_ink){ 0 };
}

void dw_ink_dot(dw_ink *ink, double x, double y, double radius)
{
    add(ink, x, y);
    add(ink, x - radius, y);
    add(ink, x + radius, y);
    add(ink, x, y - radius);
    add(ink, x, y + radius);
}

void dw_ink_stroke(dw_ink *ink, double x0, double y0, double x1, double y1, double every)
{
    double length = hypot(x1 - x0, y1 - y0);
    if (!(length < 1e5)) return;
    int steps = (int)(length / every) + 1;
    for (int i = 0; i < steps; i++) {
        double t = (double)i / steps;
        add(ink, x0 + t * (x1 - x0), y0 + t * (y1 - y0));
    }
}

size_t dw_ink_inside(const dw_ink *ink, dw_box box, double margin)
{
    double left = box.x - margin, right = box.x + box.w + margin;
    double top = box.y - margin, bottom = box.y + box.h + margin;
    size_t count = 0;
    for (size_t i = 0; i < ink->n; i++) {
        double x = ink->at[2 * i], y = ink->at[2 * i + 1];
        count += x >= left && x <= right && y >= top && y <= bottom;
    }
    return count;
}
