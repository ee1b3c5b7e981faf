/* What stats.temperature, platt and isotonic return: recalibration.c. */
#ifndef DWL_RECALIBRATION_H
#define DWL_RECALIBRATION_H

#include "lua/stats_answers.h"
#include "stats/recalibrate.h"

/* A fitted map: a userdata that the result's method apply keeps. */
typedef struct dwl_map dwl_map;
struct dwl_map {
    double (*one)(const dwl_map *map, double x);
    bool scores; /* apply takes any numbers, not confidences */
    size_t classes;
    double clip, temperature;
    dw_platt platt;
    dw_isotonic isotonic;
};

dwl_map *dwl_push_map(lua_State *L);
/* Pushes the result's table with what all maps have; the map is at an index. Once its other fields
 * are set, dwl_finish_recalibration makes unknown names an error. */
void dwl_push_recalibration(lua_State *L, int map, const char *method, const dwl_answers *answers);
void dwl_finish_recalibration(lua_State *L);

#endif
