/* What a figure takes along into its file, so that it knows how it was made. */
#ifndef DWL_REMEMBER_H
#define DWL_REMEMBER_H

#include "lua/glue.h"
#include "plot/figure.h"

/* The script, its parameters, the seed, language and theme of the run, dunwu's version, and the
 * figure itself; nothing when the figure says remember = false. May raise. */
void dwl_remember(lua_State *L, dw_figure *figure);

#endif
