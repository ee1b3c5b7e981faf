#include "plot/panels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "plot/model.h"

const char *const dw_inset_corners[] = { "auto",        "top left",     "top right",
                                         "bottom left", "bottom right", NULL };

const dw_option dw_grid_option_list[] = {
    { "page", DW_LIST, offsetof(dw_grid_options, figure), .group = dw_page_option_list },
    { "titles", DW_TEXTS, offsetof(dw_grid_options, titles), .flags = DW_MAYBE_EMPTY,
      .doc = "names of the panels, row by row" },
    { "x", DW_GROUP, offsetof(dw_grid_options, x), .group = dw_axis_option_list,
      .doc = "the x axis of every panel" },
    { "y", DW_GROUP, offsetof(dw_grid_options, y), .group = dw_axis_option_list,
      .doc = "the y axis of every panel" },
    { 0 }
};

size_t dw_figure_axes_total(const dw_figure *figure)
{
    return figure->axes_count + figure->extra_count;
}

const dw_axes *dw_figure_axes_at(const dw_figure *figure, size_t i)
{
    return i < figure->axes_count ? figure->axes[i] : figure->extras[i - figure->axes_count];
}

static size_t index_of(const dw_figure *figure, const dw_axes *axes)
{
    size_t i = 0;
    while (i < figure->axes_count && figure->axes[i] != axes) i++;
    return i;
}

bool dw_axes_blank(const dw_figure *figure, const dw_axes *axes)
{
    if (!axes->spare || axes->layer_count) return false;
    for (size_t i = 0; i < figure->extra_count; i++)
        if (figure->axes[figure->extras[i]->host] == axes) return false;
    return true;
}

/* ---- Cells ---- */

dw_status dw_figure_fill(dw_figure *figure, const dw_axes_options *options, dw_error *err)
{
    while (figure->axes_count < figure->rows * figure->columns) {
        dw_axes *axes;
        dw_status status = dw_figure_add_axes(figure, options, &axes, err);
        if (status) return status;
        axes->spare = true;
    }
    return DW_OK;
}

/* Names of places that came with layers stay, unless there are new ones. */
static void keep_categories(dw_axis *axis, dw_axis *old)
{
    if (axis->categories) return;
    axis->categories = old->categories;
    axis->category_count = old->category_count;
    old->categories = NULL;
    old->category_count = 0;
}

/* What twins show along the axis that they share: numbers are read as the host's are. */
static void follow_host(dw_figure *figure, size_t host)
{
    for (size_t i = 0; i < figure->extra_count; i++) {
        dw_axes *extra = figure->extras[i];
        if (extra->host != host || extra->place == DW_PLACE_INSET) continue;
        if (extra->place == DW_PLACE_RIGHT)
            extra->x.scale = figure->axes[host]->x.scale;
        else
            extra->y.scale = figure->axes[host]->y.scale;
    }
}

dw_status dw_figure_set_axes(dw_figure *figure, dw_axes *axes, const dw_axes_options *options,
                             dw_error *err)
{
    dw_axes *fresh;
    dw_status status = dw_model_new_axes(options, &fresh, err);
    if (status) return status;
    if ((axes->x.categories && options->x.scale && strcmp(options->x.scale, "linear") != 0) ||
        (axes->y.categories && options->y.scale && strcmp(options->y.scale, "linear") != 0)) {
        dw_model_free_axes(fresh);
        return dw_fail(err, DW_EARG, "an axis with names must be linear");
    }
    dw_axes old = *axes;
    axes->title = fresh->title;
    axes->x = fresh->x;
    axes->y = fresh->y;
    axes->spare = false;
    fresh->title = old.title;
    fresh->x = old.x;
    fresh->y = old.y;
    keep_categories(&axes->x, &fresh->x);
    keep_categories(&axes->y, &fresh->y);
    dw_model_free_axes(fresh);
    follow_host(figure, index_of(figure, axes));
    return DW_OK;
}

/* ---- Axes with a host ---- */

static dw_status add_extra(dw_figure *figure, const dw_axes *host, const dw_axes_options *options,
                           dw_inset *inset, dw_axes **out, dw_error *err)
{
    size_t at = index_of(figure, host);
    if (at == figure->axes_count)
        return dw_fail(err, DW_EARG,
                       "twin axes and insets belong to a panel of the grid, not to "
                       "each other");
    dw_axes **grown = dw_reallocate(figure->extras, figure->extra_count + 1, sizeof *grown, err);
    if (!grown) return DW_ENOMEM;
    figure->extras = grown;
    dw_status status = dw_model_new_axes(options, out, err);
    if (status) return status;
    (*out)->host = at;
    (*out)->inset = inset;
    figure->extras[figure->extra_count++] = *out;
    return DW_OK;
}

dw_status dw_figure_add_twin(dw_figure *figure, const dw_axes *host, const dw_twin_options *options,
                             dw_axes **out, dw_error *err)
{
    static const dw_twin_options defaults = { .side = NULL };
    static const char *const sides[] = { "right", "top", NULL };
    *out = NULL;
    if (!options) options = &defaults;
    int side;
    dw_status status = dw_model_choice(options->side, sides, "side", &side, err);
    if (status) return status;
    dw_axes_place place = side == 0 ? DW_PLACE_RIGHT : DW_PLACE_TOP;
    size_t at = index_of(figure, host);
    for (size_t i = 0; i < figure->extra_count; i++)
        if (figure->extras[i]->host == at && figure->extras[i]->place == place)
            return dw_fail(err, DW_EARG, "the panel has an axis at the %s already", sides[side]);
    dw_axes_options all = { .title = NULL };
    *(place == DW_PLACE_RIGHT ? &all.y : &all.x) = options->axis;
    status = add_extra(figure, host, &all, NULL, out, err);
    if (status) return status;
    (*out)->place = place;
    follow_host(figure, at);
    return DW_OK;
}

static dw_status check_zoom(const dw_series *zoom, dw_error *err)
{
    if (!zoom->at) return DW_OK;
    if (zoom->n != 4)
        return dw_fail(err, DW_EARG, "zoom has four numbers (x min, x max, y min, y max), got %zu",
                       zoom->n);
    for (int i = 0; i < 4; i += 2)
        if (!isfinite(zoom->at[i]) || !isfinite(zoom->at[i + 1]) ||
            !(zoom->at[i] < zoom->at[i + 1]))
            return dw_fail(err, DW_EDOMAIN, "zoom must have min < max, got %g and %g", zoom->at[i],
                           zoom->at[i + 1]);
    return DW_OK;
}

/* 0 stands for "not given" in a zeroed struct. */
static dw_status take_part(double given, double *out, const char *name, dw_error *err)
{
    *out = isnan(given) || given == 0 ? NAN : given;
    if (isnan(*out) || (given >= 0.05 && given <= 1)) return DW_OK;
    return dw_fail(err, DW_EDOMAIN, "%s of an inset must be in 0.05..1, got %g", name, given);
}

static dw_status inset_take(dw_inset *inset, const dw_inset_options *o, dw_error *err)
{
    dw_status status = dw_model_choice(o->place, dw_inset_corners, "place", &inset->corner, err);
    if (!status) status = take_part(o->width, &inset->width, "the width", err);
    if (!status) status = take_part(o->height, &inset->height, "the height", err);
    if (!status) status = check_zoom(&o->zoom, err);
    if (status) return status;
    bool nothing = o->left == 0 && o->bottom == 0;
    inset->left = nothing ? NAN : o->left;
    inset->bottom = nothing ? NAN : o->bottom;
    if (isnan(inset->left) != isnan(inset->bottom))
        return dw_fail(err, DW_EARG, "left and bottom of an inset go together");
    if (inset->left < 0 || inset->left > 0.95 || inset->bottom < 0 || inset->bottom > 0.95)
        return dw_fail(err, DW_EDOMAIN, "left and bottom of an inset must be in 0..0.95");
    const double *zoom = o->zoom.at;
    inset->x_min = zoom ? zoom[0] : NAN;
    inset->x_max = zoom ? zoom[1] : NAN;
    inset->y_min = zoom ? zoom[2] : NAN;
    inset->y_max = zoom ? zoom[3] : NAN;
    return DW_OK;
}

static void range_from(dw_axis_options *axis, double low, double high)
{
    bool none = (axis->min == 0 && axis->max == 0);
    if (none || isnan(axis->min)) axis->min = low;
    if (none || isnan(axis->max)) axis->max = high;
}

dw_status dw_figure_add_inset(dw_figure *figure, const dw_axes *host,
                              const dw_inset_options *options, dw_axes **out, dw_error *err)
{
    static const dw_inset_options defaults = { .place = NULL };
    if (!options) options = &defaults;
    dw_inset inset;
    *out = NULL;
    dw_status status = inset_take(&inset, options, err);
    if (status) return status;
    dw_axes_options axes = options->axes;
    if (!isnan(inset.x_min)) {
        range_from(&axes.x, inset.x_min, inset.x_max);
        range_from(&axes.y, inset.y_min, inset.y_max);
    }
    dw_inset *kept = dw_allocate(1, sizeof *kept, err);
    if (!kept) return DW_ENOMEM;
    *kept = inset;
    status = add_extra(figure, host, &axes, kept, out, err);
    if (status)
        free(kept);
    else
        (*out)->place = DW_PLACE_INSET;
    return status;
}
