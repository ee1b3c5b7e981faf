#include "plot/panels.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "plot/model.h"

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
        if (extra->host == host && extra->place == DW_PLACE_RIGHT)
            extra->x.scale = figure->axes[host]->x.scale;
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
                           dw_axes **out, dw_error *err)
{
    size_t at = index_of(figure, host);
    if (at == figure->axes_count)
        return dw_fail(err, DW_EARG,
                       "a second axis belongs to a panel of the grid, not to another second axis");
    dw_axes **grown = dw_reallocate(figure->extras, figure->extra_count + 1, sizeof *grown, err);
    if (!grown) return DW_ENOMEM;
    figure->extras = grown;
    dw_status status = dw_model_new_axes(options, out, err);
    if (status) return status;
    (*out)->host = at;
    figure->extras[figure->extra_count++] = *out;
    return DW_OK;
}

dw_status dw_figure_add_twin(dw_figure *figure, const dw_axes *host, const dw_axis_options *y,
                             dw_axes **out, dw_error *err)
{
    *out = NULL;
    size_t at = index_of(figure, host);
    for (size_t i = 0; i < figure->extra_count; i++)
        if (figure->extras[i]->host == at && figure->extras[i]->place == DW_PLACE_RIGHT)
            return dw_fail(err, DW_EARG, "the panel has an axis at the right already");
    dw_axes_options options = { .title = NULL };
    if (y) options.y = *y;
    dw_status status = add_extra(figure, host, &options, out, err);
    if (status) return status;
    (*out)->place = DW_PLACE_RIGHT;
    follow_host(figure, at);
    return DW_OK;
}
