/* What fits an axis: its range, and ticks whose texts have room. */
#include "plot/fit.h"

#include <math.h>

#include "plot/extent.h"
#include "plot/layers.h"
#include "plot/panels.h"
#include "plot/sidenames.h"

/* ---- Ranges ---- */

/* A y axis of amounts begins at 0 and one of shares that comes near 1 ends there. */
static dw_range round_out(dw_range range, const dw_axis *axis)
{
    if (axis->scale != DW_SCALE_LINEAR || axis->categories || !(range.low <= range.high))
        return range;
    bool share = axis->numbers == DW_NUMBERS_PERCENT && range.low >= 0 && range.high <= 1;
    if (range.low > 0 && range.low < (share ? 0.5 : 0.3) * range.high) range.low = 0;
    if (share && range.high > 0.85) range.high = 1;
    return range;
}

static dw_range with_limits(dw_range data, const dw_axis *axis)
{
    bool low = !isnan(axis->low), high = !isnan(axis->high);
    if (low && high) return (dw_range){ axis->low, axis->high, data.least };
    dw_range range = dw_range_settle(data, axis->scale);
    if (low) range.low = axis->low;
    if (high) range.high = axis->high;
    if (range.low < range.high) return range;
    bool bent = dw_scale_is_log(axis->scale) || axis->scale == DW_SCALE_LOGIT;
    double room = bent ? 1 : fmax(fabs(low ? axis->low : axis->high), 1);
    double t = dw_scale_forward(axis->scale, 0, low ? range.low : range.high);
    if (low)
        range.high = dw_scale_inverse(axis->scale, 0, t + room);
    else
        range.low = dw_scale_inverse(axis->scale, 0, t - room);
    return range;
}

static const dw_axis *axis_of(const dw_axes *axes, bool of_x)
{
    return of_x ? &axes->x : &axes->y;
}

static const dw_layer *heatmap_of(const dw_axes *axes)
{
    const dw_layer *lines = NULL;
    for (size_t i = 0; i < axes->layer_count; i++) {
        if (dw_is_colored(&axes->layers[i])) return &axes->layers[i];
        if (axes->layers[i].cells && !lines) lines = &axes->layers[i];
    }
    return lines;
}

bool dw_fit_sideways_bars(const dw_axes *axes)
{
    for (size_t i = 0; i < axes->layer_count; i++)
        if (axes->layers[i].horizontal && axes->layers[i].kind != DW_LAYER_ERRORBAR) return true;
    return false;
}

/* The cell that axes are in or over. */
static size_t cell_of(const dw_figure *figure, size_t i)
{
    return i < figure->axes_count ? i : dw_figure_axes_at(figure, i)->host;
}

static bool share_range(const dw_figure *figure, size_t a, size_t b, bool of_x)
{
    size_t columns = figure->columns;
    switch (of_x ? figure->share_x : figure->share_y) {
    case DW_SHARE_ALL:
        return true;
    case DW_SHARE_ROW:
        return a / columns == b / columns;
    case DW_SHARE_COLUMN:
        return a % columns == b % columns;
    default:
        return a == b;
    }
}

/* Whether it is an axis of its own: a twin shares x with its host. */
static bool own_axis(const dw_axes *axes, bool of_x)
{
    return !(of_x && axes->place == DW_PLACE_RIGHT);
}

/* Whether b's data count for the range of a. */
static bool joins_range(const dw_figure *figure, size_t a, size_t b, bool of_x)
{
    const dw_axes *one = dw_figure_axes_at(figure, a), *other = dw_figure_axes_at(figure, b);
    if (a == b) return true;
    if (one->inset || other->inset) return false;
    if (own_axis(one, of_x) && one->place != DW_PLACE_CELL) {
        if (other->place != one->place) return false;
    } else if (own_axis(other, of_x) && other->place != DW_PLACE_CELL)
        return false;
    return axis_of(one, of_x)->scale == axis_of(other, of_x)->scale &&
           share_range(figure, cell_of(figure, a), cell_of(figure, b), of_x);
}

static dw_range range_of(const dw_figure *figure, size_t panel, bool of_x)
{
    const dw_axes *axes = dw_figure_axes_at(figure, panel);
    dw_range range = DW_RANGE_EMPTY;
    for (size_t i = 0; i < dw_figure_axes_total(figure); i++)
        if (joins_range(figure, panel, i, of_x))
            dw_extent_add(&range, dw_figure_axes_at(figure, i), of_x);
    if (of_x == dw_fit_sideways_bars(axes) && !heatmap_of(axes))
        range = round_out(range, axis_of(axes, of_x));
    return with_limits(range, axis_of(axes, of_x));
}

static dw_scale scale_of(const dw_axis *axis, dw_range range)
{
    double below = axis->linear_below;
    if (axis->scale == DW_SCALE_SYMLOG && below == 0) below = dw_scale_linear_below(range);
    return (dw_scale){ axis->scale, range.low, range.high, 0, 1, below };
}

/* Whether no panel that is drawn lies further out in the direction: down for x, left or (twins)
 * right for y. */
static bool is_outermost(const dw_figure *figure, size_t i, bool of_x)
{
    const dw_axes *axes = dw_figure_axes_at(figure, i);
    size_t cell = cell_of(figure, i), columns = figure->columns;
    for (size_t k = 0; k < dw_figure_axes_total(figure); k++) {
        const dw_axes *other = dw_figure_axes_at(figure, k);
        size_t at = cell_of(figure, k);
        if (other->place != axes->place || dw_axes_blank(figure, other)) continue;
        if (of_x ? at % columns != cell % columns : at / columns != cell / columns) continue;
        bool backward = !of_x && axes->place == DW_PLACE_CELL;
        if (backward ? at < cell : at > cell) return false;
    }
    return true;
}

static bool has_numbers(const dw_figure *figure, size_t i, bool of_x)
{
    const dw_axes *axes = dw_figure_axes_at(figure, i);
    if (dw_axes_blank(figure, axes) || !own_axis(axes, of_x)) return false;
    if (axes->inset) return true;
    dw_share share = of_x ? figure->share_x : figure->share_y;
    bool own = share == DW_SHARE_NONE || share == (of_x ? DW_SHARE_ROW : DW_SHARE_COLUMN);
    return own || is_outermost(figure, i, of_x);
}

void dw_fit_ranges(dw_making *m)
{
    const dw_figure *figure = m->layout->figure;
    for (size_t i = 0; i < dw_figure_axes_total(figure); i++) {
        dw_panel *panel = &m->layout->panels[i];
        if (!panel->ranged) {
            panel->x_range = range_of(figure, i, true);
            panel->y_range = range_of(figure, i, false);
            panel->ranged = true;
        }
        panel->heat = heatmap_of(panel->axes);
        panel->x = scale_of(&panel->axes->x, panel->x_range);
        panel->y = scale_of(&panel->axes->y, panel->y_range);
        panel->x_numbers = has_numbers(figure, i, true);
        panel->y_numbers = has_numbers(figure, i, false);
    }
}

/* ---- Ticks that fit ---- */

size_t dw_fit_columns(const dw_figure *figure)
{
    return figure->axes_count < figure->columns ? figure->axes_count : figure->columns;
}

double dw_fit_tick_size(const dw_making *m)
{
    bool small = m->inset || m->layout->figure->columns > 2;
    return dw_size(m, small ? DW_TEXT_SMALL : DW_TEXT_TICK);
}

double dw_fit_tick_width(const dw_making *m, const dw_tick *tick)
{
    return dw_sidenames_width(m, tick->label);
}

static bool ticks_collide(const dw_making *m, const dw_ticks *ticks, const dw_scale *scale,
                          bool of_x)
{
    if (!of_x) return dw_sidenames_collide(m, ticks, scale);
    double before = -HUGE_VAL;
    for (size_t i = 0; i < ticks->n; i++) {
        size_t at = scale->p1 > scale->p0 ? i : ticks->n - 1 - i;
        double middle = dw_scale_map(scale, ticks->major[at].at);
        double half = dw_fit_tick_width(m, &ticks->major[at]) / 2 + 9 * m->s;
        if (middle - half < before) return true;
        before = middle + half;
    }
    return false;
}

static void thin_out(dw_ticks *ticks)
{
    size_t kept = 0;
    for (size_t i = 0; i < ticks->n; i += 2) ticks->major[kept++] = ticks->major[i];
    ticks->n = kept;
    ticks->minor_count = 0;
}

/* Widens a range without limits to the ticks outside it, by at most a part of its width. */
static void reach_ticks(const dw_axis *axis, const dw_ticks *ticks, double part, dw_scale *scale)
{
    double first = ticks->major[0].at, last = ticks->major[ticks->n - 1].at;
    double most = part * (scale->high / 2 - scale->low / 2) * 2;
    if (isnan(axis->low) && first < scale->low && scale->low - first <= most) scale->low = first;
    if (isnan(axis->high) && last > scale->high && last - scale->high <= most) scale->high = last;
}

/* Words beside a y axis; those below an x axis are the matter of names.c. */
static void fit_names(const dw_making *m, const dw_scale *scale, dw_ticks *ticks)
{
    dw_sidenames_fit(m, scale, ticks);
    while (ticks->n > 1 && ticks_collide(m, ticks, scale, false)) thin_out(ticks);
}

/* Minor ticks help as long as one can tell them apart. */
static void drop_dense_minors(const dw_making *m, const dw_scale *scale, dw_ticks *ticks)
{
    if (scale->kind != DW_SCALE_LINEAR) return; /* their pattern shows the scale */
    for (size_t i = 1; i < ticks->minor_count; i++)
        if (fabs(dw_scale_map(scale, ticks->minor[i]) - dw_scale_map(scale, ticks->minor[i - 1])) <
            9 * m->s) {
            ticks->minor_count = 0;
            return;
        }
}

static dw_numbering numbering_of(const dw_axis *axis, const dw_scale *scale)
{
    return (dw_numbering){ axis->scale, axis->numbers, scale->linear_below, axis->unit };
}

/* A few cells of a heatmap that are counted 1, 2, 3, ...: each has its number. */
static bool count_ticks(const dw_axis *axis, const dw_scale *scale, const dw_cells *cells,
                        bool of_x, dw_ticks *ticks)
{
    enum { FEW = 12 };
    double at[FEW];
    const dw_numbering how = numbering_of(axis, scale);
    size_t n = of_x ? cells->columns : cells->rows;
    if (!(of_x ? cells->x_counted : cells->y_counted) || n > FEW || axis->ticks) return false;
    for (size_t i = 0; i < n; i++) at[i] = (double)i + 1;
    dw_ticks_at(at, NULL, n, scale->low, scale->high, &how, ticks);
    return true;
}

/* heat: the heatmap of the panel, or NULL; its range stays as it is. */
void dw_fit_ticks(const dw_making *m, const dw_axis *axis, dw_scale *scale, bool of_x,
                  const dw_layer *heat, int about, dw_ticks *ticks)
{
    double low = scale->low, high = scale->high;
    const dw_numbering how = numbering_of(axis, scale);
    if (axis->categories) {
        dw_ticks_named(axis->categories, axis->category_count, low, high, ticks);
        if (!of_x) fit_names(m, scale, ticks);
        return;
    }
    bool given = axis->ticks || (heat && count_ticks(axis, scale, heat->cells, of_x, ticks));
    if (axis->ticks)
        dw_ticks_at(axis->ticks, (const char *const *)axis->tick_labels, axis->tick_count, low,
                    high, &how, ticks);
    for (; !given && about >= 2; about--) {
        scale->low = low;
        scale->high = high;
        dw_ticks_choose(low, high, &how, about, ticks);
        if (how.scale == DW_SCALE_LINEAR && ticks->n && !heat)
            reach_ticks(axis, ticks, of_x ? 0.04 : 1, scale);
        dw_ticks_clip(ticks, scale->low, scale->high);
        drop_dense_minors(m, scale, ticks);
        if (!ticks_collide(m, ticks, scale, of_x)) return;
    }
    if (axis->tick_labels && of_x) return;
    if (axis->tick_labels) fit_names(m, scale, ticks);
    while (ticks->n > 1 && ticks_collide(m, ticks, scale, of_x)) thin_out(ticks);
}
