#include "plot/bars.h"

#include <math.h>

enum { PAIRS_MOST = 512 };

static bool stands_with(const dw_layer *layer, const dw_layer *other)
{
    return layer->kind == other->kind && layer->horizontal == other->horizontal;
}

static dw_scale_kind scale_of_places(const dw_axes *axes, bool horizontal)
{
    return horizontal ? axes->y.scale : axes->x.scale;
}

static double place_of(double x, dw_scale_kind kind)
{
    return dw_drawable(x, kind) ? dw_scale_forward(kind, 0, x) : NAN;
}

/* The least distance of places: of all pairs, or of neighbours when there are many. */
static double least_distance(const dw_layer *layer, dw_scale_kind kind, double least)
{
    for (size_t i = 1; i < layer->n; i++)
        for (size_t j = layer->n <= PAIRS_MOST ? 0 : i - 1; j < i; j++) {
            double way = fabs(place_of(layer->x[i], kind) - place_of(layer->x[j], kind));
            if (way > 0 && way < least) least = way;
        }
    return least;
}

dw_bars dw_bars_measure(const dw_axes *axes, const dw_layer *like)
{
    dw_bars bars = { HUGE_VAL, 0 };
    bool stacked = false;
    dw_scale_kind kind = scale_of_places(axes, like->horizontal);
    bool named = like->horizontal ? axes->y.categories : axes->x.categories;
    for (size_t i = 0; i < axes->layer_count; i++) {
        const dw_layer *layer = &axes->layers[i];
        if (!stands_with(layer, like)) continue;
        if (!named) bars.room = least_distance(layer, kind, bars.room);
        bars.slots += !layer->stacked || !stacked;
        stacked |= layer->stacked;
    }
    if (isinf(bars.room)) bars.room = kind == DW_SCALE_LINEAR || kind == DW_SCALE_SYMLOG ? 1 : 0.3;
    return bars;
}

static size_t slot_of(const dw_axes *axes, size_t index)
{
    const dw_layer *layer = &axes->layers[index];
    bool stacked = false;
    size_t slot = 0;
    for (size_t i = 0; i < index; i++) {
        const dw_layer *other = &axes->layers[i];
        if (!stands_with(other, layer)) continue;
        if (layer->stacked && other->stacked) return slot;
        slot += !other->stacked || !stacked;
        stacked |= other->stacked;
    }
    return slot;
}

static double value_at(const dw_layer *layer, double x, size_t guess)
{
    if (guess < layer->n && layer->x[guess] == x) return layer->y[guess];
    for (size_t i = 0; i < layer->n; i++)
        if (layer->x[i] == x) return layer->y[i];
    return 0;
}

/* The end of the stack below, on the side of the value's sign. */
static double stack_below(const dw_axes *axes, size_t index, size_t i)
{
    const dw_layer *layer = &axes->layers[index];
    double sum = 0;
    for (size_t k = 0; layer->stacked && k < index; k++) {
        const dw_layer *other = &axes->layers[k];
        if (!stands_with(other, layer) || !other->stacked) continue;
        double value = value_at(other, layer->x[i], i);
        if (isfinite(value) && (value < 0) == (layer->y[i] < 0)) sum += value;
    }
    return sum;
}

bool dw_bars_slot(const dw_axes *axes, const dw_bars *bars, size_t index, double place,
                  double *from, double *to)
{
    dw_scale_kind kind = scale_of_places(axes, axes->layers[index].horizontal);
    double middle = place_of(place, kind), slots = (double)bars->slots;
    double slot = 0.8 * bars->room / slots, width = slot * (bars->slots > 1 ? 0.94 : 1);
    middle += slot * ((double)slot_of(axes, index) - (slots - 1) / 2);
    *from = dw_scale_inverse(kind, 0, middle - width / 2);
    *to = dw_scale_inverse(kind, 0, middle + width / 2);
    return isfinite(middle);
}

static bool bar_at(const dw_axes *axes, const dw_bars *bars, size_t index, size_t i, dw_bar *out)
{
    const dw_layer *layer = &axes->layers[index];
    bool placed = dw_bars_slot(axes, bars, index, layer->x[i], &out->from, &out->to);
    out->base = stack_below(axes, index, i);
    out->end = out->base + layer->y[i];
    return placed && isfinite(layer->y[i]);
}

bool dw_bar_at(const dw_axes *axes, const dw_bars *bars, size_t index, size_t i, dw_bar *out)
{
    const dw_layer *layer = &axes->layers[index];
    if (layer->kind == DW_LAYER_BAR) return bar_at(axes, bars, index, i, out);
    *out = (dw_bar){ layer->low[i], layer->high[i], 0, layer->y[i] };
    return isfinite(out->from) && isfinite(out->to) && isfinite(out->end);
}

static double within(double v, double low, double high)
{
    return fmin(fmax(v, low), high);
}

bool dw_bar_box(const dw_panel *panel, const dw_bars *bars, size_t index, size_t i, dw_box *out)
{
    dw_bar bar;
    if (!dw_bar_at(panel->axes, bars, index, i, &bar)) return false;
    bool across = panel->axes->layers[index].horizontal;
    const dw_scale *places = across ? &panel->y : &panel->x;
    const dw_scale *values = across ? &panel->x : &panel->y;
    const dw_box *in = &panel->box;
    double from = dw_scale_map(places, bar.from), to = dw_scale_map(places, bar.to);
    double first = across ? in->x : in->y, last = first + (across ? in->w : in->h);
    double base = dw_scale_map_within(values, bar.base, first, last);
    double end = dw_scale_map(values, bar.end);
    if (isnan(base)) base = values->p0 < values->p1 ? first : last;
    if (isnan(from) || isnan(to) || isnan(end)) return false;
    double x0 = within(across ? base : from, in->x, in->x + in->w);
    double x1 = within(across ? end : to, in->x, in->x + in->w);
    double y0 = within(across ? from : base, in->y, in->y + in->h);
    double y1 = within(across ? to : end, in->y, in->y + in->h);
    *out = (dw_box){ fmin(x0, x1), fmin(y0, y1), fabs(x1 - x0), fabs(y1 - y0) };
    return out->w > 0 && out->h > 0;
}
