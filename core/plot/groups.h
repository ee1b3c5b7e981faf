/* Layers that show samples side by side: strips, boxes, violins.
 *
 * A group stands at a place of one axis (a number, or that of a name: dw_axes_categories) and has
 * its values along the other: places along x unless `horizontal`. Layers of one kind stand side by
 * side at each place, as bars do; those of different kinds lie on each other. What is given is
 * copied; NaN is a gap. */
#ifndef DW_PLOT_GROUPS_H
#define DW_PLOT_GROUPS_H

#include "plot/layout.h"

extern const dw_option dw_strip_option_list[];
extern const dw_option dw_box_option_list[];
extern const dw_option dw_violin_option_list[];

/* Each value as a point. Points that would hide each other move apart, across; where there is no
 * room for that they overlap, and a great many spread by their number, always in the same way. */
dw_status dw_axes_strip(dw_axes *axes, const double *place, const double *value, size_t n,
                        const dw_layer_options *options, dw_error *err);

/* Columns of a box layer beyond those of every layer. */
enum dw_box_more { DW_BOX_LOW, DW_BOX_HIGH, DW_BOX_OUTLIER_PLACE, DW_BOX_OUTLIER };

typedef struct dw_boxes {
    size_t n;
    const double *place, *median, *q1, *q3;
    const double *low, *high; /* the whiskers' ends */
    size_t outliers;
    const double *outlier_place, *outlier;
} dw_boxes;

dw_status dw_axes_box(dw_axes *axes, const dw_boxes *boxes, const dw_layer_options *options,
                      dw_error *err);

enum dw_violin_more { DW_VIOLIN_PLACE, DW_VIOLIN_AT, DW_VIOLIN_DENSITY };

/* Densities, known at rising values for each place in turn; widths are in proportion to them,
 * by one measure for the layer. A group without density has only its marks: a bar between the
 * quartiles with a dot at the median. */
typedef struct dw_violins {
    size_t n;
    const double *place, *median, *q1, *q3;
    size_t points;
    const double *point_place, *at, *density;
} dw_violins;

dw_status dw_axes_violin(dw_axes *axes, const dw_violins *violins, const dw_layer_options *options,
                         dw_error *err);

/* For the layout and the painter. */
bool dw_is_group(const dw_layer *layer);
/* In pixels across: from..to, of the slot of that layer at a place; false for a gap. */
bool dw_group_slot(const dw_panel *panel, size_t layer, double place, double *from, double *to);

/* Where a point of a strip is painted. */
typedef struct dw_spot {
    double x, y;
} dw_spot;

/* The spots of a strip whose marks have that radius: n, free() them; NULL without memory. A gap
 * has NAN. */
dw_spot *dw_strip_spots(const dw_panel *panel, size_t layer, double radius);

#endif
