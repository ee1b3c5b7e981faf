/* A contact sheet: many figures on one page, each small, to find them by. */
#ifndef DW_PLOT_CONTACT_H
#define DW_PLOT_CONTACT_H

#include "plot/figure.h"

enum { DW_CONTACT_MOST = 200 };

/* One PNG of all figures, row by row, painted at the size in which they are shown. title: what the
 * PNG is called for who cannot see it. Whole or not at all. *warning: as of dw_figure_save. */
dw_status dw_contact_save(const dw_figure *const *figures, size_t n, const char *title,
                          const char *path, dw_error *warning, dw_error *err);

#endif
