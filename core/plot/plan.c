/* In which order the layers of a figure appear. */
#include <string.h>

#include "plot/frames.h"
#include "plot/panels.h"

/* A layer by its number in the figure. */
static const dw_layer *layer_at(const dw_figure *figure, size_t number, size_t *panel)
{
    for (size_t a = 0; a < dw_figure_axes_total(figure); a++) {
        const dw_axes *axes = dw_figure_axes_at(figure, a);
        *panel = a;
        if (number < axes->layer_count) return &axes->layers[number];
        number -= axes->layer_count;
    }
    return NULL;
}

static bool may_lead(const dw_layer *layer)
{
    return layer->kind == DW_LAYER_LINE || layer->kind == DW_LAYER_POINTS ||
           layer->kind == DW_LAYER_STEP;
}

/* The line of a band: the next in its panel, or the one before it; or the band itself. */
static size_t leader_of(const dw_axes *axes, size_t i)
{
    if (axes->layers[i].kind != DW_LAYER_BAND) return i;
    for (size_t j = i + 1; j < axes->layer_count; j++)
        if (may_lead(&axes->layers[j])) return j;
    for (size_t j = i; j-- > 0;)
        if (may_lead(&axes->layers[j])) return j;
    return i;
}

static bool same_label(const dw_layer *a, const dw_layer *b)
{
    bool named = a->kind != DW_LAYER_NOTE && b->kind != DW_LAYER_NOTE && a->label && b->label;
    return named && strcmp(a->label, b->label) == 0;
}

/* Whether two layers appear together. */
static bool together(const dw_layer *a, const dw_layer *b)
{
    return a == b || same_label(a, b);
}

size_t dw_frames_plan(const dw_figure *figure, bool axes_first, size_t *steps)
{
    size_t number = 0, count = axes_first ? 1 : 0, panel;
    for (size_t a = 0; a < dw_figure_axes_total(figure); a++) {
        const dw_axes *axes = dw_figure_axes_at(figure, a);
        for (size_t i = 0; i < axes->layer_count; i++, number++) {
            const dw_layer *leader = &axes->layers[leader_of(axes, i)];
            size_t j = 0;
            for (; j < number; j++) {
                const dw_layer *other = layer_at(figure, j, &panel);
                const dw_axes *there = dw_figure_axes_at(figure, panel);
                size_t at = (size_t)(other - there->layers);
                if (together(leader, &there->layers[leader_of(there, at)])) break;
            }
            steps[number] = j < number ? steps[j] : count++;
        }
    }
    return count ? count : 1;
}
