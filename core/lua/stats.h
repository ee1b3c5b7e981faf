/* The parts of `stats`; each is a file of its own, and all share the name "stats". */
#ifndef DWL_STATS_H
#define DWL_STATS_H

#include "lua/glue.h"

extern const dwl_library dwl_stats_emergence, dwl_stats_describe, dwl_stats_summary,
    dwl_stats_weighted, dwl_stats_bins, dwl_stats_correlation, dwl_stats_information,
    dwl_stats_interval, dwl_stats_bootstrap, dwl_stats_calibration, dwl_stats_fit,
    dwl_stats_fit_result;

void dwl_open_stats_fit(lua_State *L); /* the kinds of objects of stats.fit */

extern const dwl_library dwl_stats_distribution, dwl_distribution_methods, dwl_stats_vector,
    dwl_vector_methods;
void dwl_open_stats_distribution(lua_State *L); /* the kind of objects, and the source of seeds */
void dwl_open_stats_vector(lua_State *L);

extern const dwl_library dwl_stats_recalibrate, dwl_recalibration_methods;
void dwl_open_stats_recalibrate(lua_State *L);

extern const dwl_library dwl_stats_test, dwl_test_result;
void dwl_open_stats_test(lua_State *L); /* the kind of results */

/* A kind of table with named fields, as stats.fit and stats.test return one: a field that is not
 * there is an error with the nearest name. `noun` is what messages call it. */
void dwl_open_answer(lua_State *L, const char *kind, const char *noun, lua_CFunction print);

#endif
