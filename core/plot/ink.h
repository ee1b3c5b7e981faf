/* Where the data of a panel are, as a cloud of sample points: what texts should not cover. */
#ifndef DW_PLOT_INK_H
#define DW_PLOT_INK_H

#include <stdbool.h>
#include <stddef.h>

typedef struct dw_box {
    double x, y, w, h;
} dw_box;

static inline bool dw_boxes_touch(const dw_box *a, const dw_box *b)
{
    return a->x < b->x + b->w && b->x < a->x + a->w && a->y < b->y + b->h && b->y < a->y + a->h;
}

/* Start from { 0 }. Samples that find no room are left out: a text may then lie less well. */
typedef struct dw_ink {
    double *at; /* x0 y0 x1 y1 ... */
    size_t n, capacity;
} dw_ink;

void dw_ink_free(dw_ink *ink);
void dw_ink_dot(dw_ink *ink, double x, double y, double radius);
/* A stroke between two points, sampled every `every` pixels. */
void dw_ink_stroke(dw_ink *ink, double x0, double y0, double x1, double y1, double every);
/* Samples within the box grown by `margin`. */
size_t dw_ink_inside(const dw_ink *ink, dw_box box, double margin);

#endif
