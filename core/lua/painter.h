/* The module that lays out and paints, loaded when it is first needed. */
#ifndef DWL_PAINTER_H
#define DWL_PAINTER_H

#include <lua.h>

#include "base/status.h"
#include "plot/backend.h"

/* The module at a path; NULL and a sentence when it is missing or of another version. */
const dw_plot_backend *dwl_load_painter(const char *path, dw_error *err);
/* The run's module, loaded when the first figure needs it and kept by the state. */
const dw_plot_backend *dwl_painter_of(lua_State *L);

#endif
