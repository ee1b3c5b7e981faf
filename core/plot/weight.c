/* How much memory the layers of a figure take. */
#include <string.h>

#include "plot/figure.h"

static size_t of_text(const char *text)
{
    return text ? strlen(text) + 1 : 0;
}

static size_t of_cells(const dw_cells *cells)
{
    if (!cells) return 0;
    return sizeof *cells +
           (cells->rows * cells->columns + cells->rows + cells->columns + 2) * sizeof(double);
}

static size_t of_layer(const dw_layer *layer)
{
    const double *const series[] = { layer->x, layer->y, layer->low, layer->high };
    size_t bytes = sizeof *layer + of_text(layer->label) + of_cells(layer->cells);
    for (size_t i = 0; i < sizeof series / sizeof *series; i++)
        if (series[i]) bytes += layer->n * sizeof(double);
    for (size_t i = 0; i < layer->more_count; i++)
        bytes += sizeof(dw_column) + layer->more[i].n * sizeof(double);
    for (size_t i = 0; layer->words && i < layer->n; i++)
        bytes += sizeof(char *) + of_text(layer->words[i]);
    return bytes;
}

size_t dw_axes_weigh(dw_axes *axes)
{
    size_t bytes = 0;
    for (; axes->weighed < axes->layer_count; axes->weighed++)
        bytes += of_layer(&axes->layers[axes->weighed]);
    return bytes;
}
