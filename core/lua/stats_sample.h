/* What the parts of `stats` that take samples share: gaps, and how results are made. */
#ifndef DWL_STATS_SAMPLE_H
#define DWL_STATS_SAMPLE_H

#include "lua/glue.h"

/* The choice what to do with NaN and infinities, as an option of `owner`. */
extern const char *const dwl_na_choices[];
#define DWL_NA(owner)                                                                              \
    {                                                                                              \
        "na", DW_CHOICE, offsetof(owner, na), .choices = dwl_na_choices,                           \
                                              .doc = "NaN and infinities: an error that counts "   \
                                                     "them, or left out"                           \
    }
#define DWL_LEVEL(owner)                                                                           \
    {                                                                                              \
        "level", DW_NUMBER, offsetof(owner, level), .def = 0.95, .min = 0, .max = 1,               \
                                                    .flags = DW_ABOVE_MIN | DW_BELOW_MAX,          \
                                                    .doc = "confidence level"                      \
    }

/* A sample that may hold gaps and may be empty: the core says what is wrong with it. */
enum { DWL_SAMPLE = DW_REQUIRED | DW_GAPS | DW_INFINITE | DW_MAYBE_EMPTY };

/* The sample without what is not finite, when na says so; else as it is. Copies stay on the stack.
 */
dw_series dwl_sample_clean(lua_State *L, dw_series x, const char *na, size_t *dropped);
/* A sorted copy of that; what is not finite raises an error. */
dw_series dwl_sample_sorted(lua_State *L, dw_series x, const char *na, size_t *dropped);
/* Drops whole pairs; raises an error when the lengths differ, naming both. */
size_t dwl_pairs_clean(lua_State *L, dw_series *x, const char *x_name, dw_series *y,
                       const char *y_name, const char *na);

/* The last result of a function that returns plain numbers: pushes how many were dropped when they
 * were asked to be. Returns how many values it pushed. */
int dwl_push_dropped(lua_State *L, const char *na, size_t dropped);

/* Fields of the table at the top. */
void dwl_set_number(lua_State *L, const char *name, double x);
void dwl_set_count(lua_State *L, const char *name, size_t x);
void dwl_set_text(lua_State *L, const char *name, const char *text);
void dwl_set_series(lua_State *L, const char *name, const double *x, size_t n);
/* Closes the table at the top as a result: unknown fields are errors; print shows what `show` makes
 * of it (may be NULL). */
void dwl_seal_result(lua_State *L, const char *owner, lua_CFunction show);

#endif
