/* What plot.c and axes.c take from panels.c. */
#ifndef DWL_PANELS_H
#define DWL_PANELS_H

#include "lua/glue.h"
#include "plot/figure.h"

/* Pushes an empty object. The second belongs to the figure at an index and keeps it. */
dw_figure **dwl_push_figure(lua_State *L);
struct dw_axes **dwl_push_axes(lua_State *L, int figure);
/* Remembers the options a script gave to a cell (at an index; no table: nothing), so that
 * figure:panel can change some of them. */
void dwl_keep_cell(lua_State *L, int figure, int options, size_t cell);
/* plot.c: theme and language of the run where the table of options at an index has none. */
void dwl_page_of_run(lua_State *L, int index, dw_figure_options *page);

extern const dw_option dwl_grid_options[], dwl_panel_options[];
int dwl_plot_grid(lua_State *L);
int dwl_figure_panel(lua_State *L);
int dwl_axes_twin(lua_State *L);
int dwl_axes_inset(lua_State *L);

/* Add to the metatable at the top what makes fig[i], #fig and the comparison of panels work. */
void dwl_open_figure_elements(lua_State *L);
void dwl_open_axes_elements(lua_State *L);

#endif
