#include "plot/panels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "plot/model.h"

static const char *const corners[] = { "auto",        "top left",     "top right",
                                       "bottom left", "bottom right", NULL };

const dw_option dw_inset_option_list[] = {
    { "axes", DW_LIST, offsetof(dw_inset_options, axes), .group = dw_axes_option_list },
    { "left", DW_NUMBER, offsetof(dw_inset_options, left), .max = 1, .flags = DW_OPTIONAL,
      .doc = "where it begins, its numbers included, as a share of the panel's width" },
    { "bottom", DW_NUMBER, offsetof(dw_inset_options, bottom), .max = 1, .flags = DW_OPTIONAL,
      .doc = "where it begins, as a share of the panel's height, from below" },
    { "width", DW_NUMBER, offsetof(dw_inset_options, width), .def = 0.42, .min = 0.1, .max = 1,
      .doc = "share of the panel's width" },
    { "height", DW_NUMBER, offsetof(dw_inset_options, height), .def = 0.42, .min = 0.1, .max = 1,
      .doc = "share of the panel's height" },
    { "place", DW_CHOICE, offsetof(dw_inset_options, place), .choices = corners,
      .doc = "the corner of the panel, instead of left and bottom; auto: where it hides least" },
    { "zoom", DW_SERIES, offsetof(dw_inset_options, zoom), .flags = DW_OPTIONAL,
      .doc = "x_min, x_max, y_min, y_max: the inset shows this part of the panel, on the panel's "
             "scales unless it has its own, and the panel marks it" },
    { 0 }
};

const dw_option dw_grid_option_list[] = {
    { "page", DW_LIST, offsetof(dw_grid_options, figure), .group = dw_page_option_list },
    { "titles", DW_TEXTS, offsetof(dw_grid_options, titles), .flags = DW_MAYBE_EMPTY,
      .doc = "names of the panels, row by row" },
    { "x", DW_GROUP, offsetof(dw_grid_options, x), .group = dw_axis_option_list,
      .doc = "the x axis of every panel" },
    { "y", DW_GROUP, offsetof(dw_grid_options, y), .group = dw_axis_option_list,
      .doc = "the y axis of every panel" },
    { "grid", DW_CHOICE, offsetof(dw_grid_options, grid), .choices = dw_grid_names,
      .doc = DW_GRID_DOC },
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
    axes->grid = fresh->grid;
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
                       "a second axis or an inset belongs to a panel of the grid, not to another "
                       "second axis or inset");
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

/* ---- Insets ---- */

dw_status dw_inset_check(const dw_inset *inset, dw_error *err)
{
    bool placed = !isnan(inset->left);
    if (placed == isnan(inset->bottom))
        return dw_fail(err, DW_EARG, "'left' and 'bottom' go together");
    if (placed && inset->corner != DW_CORNER_AUTO)
        return dw_fail(err, DW_EARG, "give 'place', or 'left' and 'bottom', not both");
    if (!(inset->width >= 0.1 && inset->width <= 1 && inset->height >= 0.1 && inset->height <= 1))
        return dw_fail(err, DW_EDOMAIN, "'width' and 'height' must be in 0.1..1");
    if (placed &&
        !(inset->left >= 0 && inset->bottom >= 0 && inset->left + inset->width <= 1 + 1e-9 &&
          inset->bottom + inset->height <= 1 + 1e-9))
        return dw_fail(
            err, DW_EDOMAIN,
            "an inset must lie in its panel: left + width and bottom + height at most 1");
    bool none =
        isnan(inset->x_min) && isnan(inset->x_max) && isnan(inset->y_min) && isnan(inset->y_max);
    if (none || (inset->x_min < inset->x_max && inset->y_min < inset->y_max)) return DW_OK;
    return dw_fail(err, DW_EDOMAIN,
                   "'zoom' must be x_min, x_max, y_min, y_max with x_min < x_max, y_min < y_max");
}

static dw_status take_inset(const dw_inset_options *o, dw_inset *inset, dw_error *err)
{
    enum { ENDS = 4 };
    int corner;
    dw_status status = dw_model_choice(o->place, corners, "place", &corner, err);
    if (status) return status;
    if (o->zoom.at && o->zoom.n != ENDS)
        return dw_fail(err, DW_EARG, "'zoom' must be x_min, x_max, y_min, y_max; got %zu numbers",
                       o->zoom.n);
    const double *zoom = o->zoom.at;
    *inset = (dw_inset){ .left = o->left,
                         .bottom = o->bottom,
                         .width = isnan(o->width) ? 0.42 : o->width,
                         .height = isnan(o->height) ? 0.42 : o->height,
                         .corner = (dw_corner)corner,
                         .x_min = zoom ? zoom[0] : NAN,
                         .x_max = zoom ? zoom[1] : NAN,
                         .y_min = zoom ? zoom[2] : NAN,
                         .y_max = zoom ? zoom[3] : NAN };
    return dw_inset_check(inset, err);
}

/* The axis shows what is enlarged, on the host's scale unless it has one of its own. */
static dw_status zoom_axis(dw_axis_options *axis, const dw_axis *host, double low, double high,
                           const char *name, dw_error *err)
{
    bool own = (!isnan(axis->min) && axis->min != 0) || (!isnan(axis->max) && axis->max != 0);
    if (own)
        return dw_fail(err, DW_EARG, "'zoom' says where %s begins and ends; leave min and max out",
                       name);
    if (!dw_drawable(low, host->scale) || !dw_drawable(high, host->scale))
        return dw_fail(err, DW_EDOMAIN,
                       "'zoom': the panel's %s axis, whose scale is %s, cannot show %g..%g", name,
                       dw_scale_name(host->scale), low, high);
    axis->min = low;
    axis->max = high;
    if (!axis->scale) axis->scale = dw_scale_name(host->scale);
    return DW_OK;
}

dw_status dw_figure_add_inset(dw_figure *figure, const dw_axes *host,
                              const dw_inset_options *options, dw_axes **out, dw_error *err)
{
    *out = NULL;
    dw_axes_options axes = options->axes;
    dw_inset place;
    dw_status status = take_inset(options, &place, err);
    bool zooms = !status && !isnan(place.x_min);
    if (zooms) status = zoom_axis(&axes.x, &host->x, place.x_min, place.x_max, "x", err);
    if (zooms && !status) status = zoom_axis(&axes.y, &host->y, place.y_min, place.y_max, "y", err);
    if (status) return status;
    dw_inset *inset = dw_allocate(1, sizeof *inset, err);
    if (!inset) return DW_ENOMEM;
    status = add_extra(figure, host, &axes, out, err);
    if (status) {
        free(inset);
        return status;
    }
    *inset = place;
    (*out)->inset = inset;
    (*out)->place = DW_PLACE_INSET;
    return DW_OK;
}
