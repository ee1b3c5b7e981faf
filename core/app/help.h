/* What the prompt says of itself, and `help` there. */
#ifndef DW_APP_HELP_H
#define DW_APP_HELP_H

#include "app/app.h"

void dw_help_greet(const char *language);
/* How the prompt is used, and the libraries. */
void dw_help_show(const char *language);
/* Makes help and doc functions of the session; both have to live as long as it. May raise. */
void dw_help_open(lua_State *L, const dw_home *home, const char *const *language);

#endif
