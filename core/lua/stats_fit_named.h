/* The named models of stats.fit: functions and their options, for the library's table. */
#ifndef DWL_STATS_FIT_NAMED_H
#define DWL_STATS_FIT_NAMED_H

#include "lua/glue.h"

extern const dw_option dwl_fit_linear_options[], dwl_fit_polynomial_options[],
    dwl_fit_power_law_options[], dwl_fit_logistic_options[], dwl_fit_broken_options[],
    dwl_fit_logit_options[], dwl_fit_chinchilla_options[];

int dwl_fit_linear(lua_State *L);
int dwl_fit_polynomial(lua_State *L);
int dwl_fit_power_law(lua_State *L);
int dwl_fit_logistic(lua_State *L);
int dwl_fit_broken_power_law(lua_State *L);
int dwl_fit_logistic_regression(lua_State *L);
int dwl_fit_chinchilla(lua_State *L);

#endif
