/* `stats` in Lua, put together from its parts. */
#include "lua/stats.h"

void dwl_open_stats(lua_State *L)
{
    static const dwl_library *const parts[] = { &dwl_stats_describe,     &dwl_stats_summary,
                                                &dwl_stats_weighted,     &dwl_stats_bins,
                                                &dwl_stats_correlation,  &dwl_stats_information,
                                                &dwl_stats_interval,     &dwl_stats_emergence,
                                                &dwl_stats_bootstrap,    &dwl_stats_calibration,
                                                &dwl_stats_recalibrate,  &dwl_stats_fit,
                                                &dwl_stats_distribution, &dwl_stats_vector,
                                                &dwl_stats_test,         NULL };
    dwl_open_stats_fit(L);
    dwl_open_stats_test(L);
    dwl_open_stats_recalibrate(L);
    dwl_open_stats_distribution(L);
    dwl_open_stats_vector(L);
    dwl_push_libraries(L, parts);
    lua_setglobal(L, "stats");
}
