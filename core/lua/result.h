/* What a simulator returns to a script: a table of plain fields with a few methods. */
#ifndef DWL_RESULT_H
#define DWL_RESULT_H

#include <lua.h>
#include <stdbool.h>

#include "base/option.h"

#define DWL_RESULT "result"

void dwl_open_result(lua_State *L);
/* ---- what is remembered with a run as long as it lives: kept.c ---- */

struct dw_sim;
void dwl_open_kept(lua_State *L);
/* Remembers the options (a userdata at an index) of the run at the top. */
void dwl_keep_options(lua_State *L, int options);
/* Pushes them; NULL when there are none. */
const void *dwl_kept_options(lua_State *L, int run);
/* Remembers a script's own simulator (a userdata at an index that is a dw_sim). */
void dwl_keep_sim(lua_State *L, int sim);
/* The simulator of a run that is a script's own; NULL for others. */
const struct dw_sim *dwl_kept_sim(lua_State *L, int run);

/* ---- what a run was told: result_settings.c ---- */

struct dw_buffer;
/* Adds "trials 3000, seed 4, steps 8", after the comma, of the run at index 1. */
void dwl_add_settings(lua_State *L, const struct dw_sim *sim, const char *comma,
                      struct dw_buffer *text);
/* False of an option without a default that was not given. */
bool dwl_is_given(const dw_option *option, const void *options);

/* ---- one problem as text: result_example.c ---- */

/* The simulator of the run at index 1; raises where there is none. */
const struct dw_sim *dwl_check_result(lua_State *L);
extern const dw_option dwl_example_options[];
int dwl_result_example(lua_State *L);

/* ---- making a run: sim.c ---- */

struct dw_score;
struct dw_result;
/* Pushes a new run with the scores of the simulator, whose arrays `scores` then points to. */
void dwl_push_run(lua_State *L, const struct dw_sim *sim, const void *options,
                  struct dw_score *scores);
/* The run at the top gets its facts and its methods; options is the userdata at an index. */
void dwl_finish_run(lua_State *L, const struct dw_sim *sim, int options,
                    const struct dw_result *result);

#endif
