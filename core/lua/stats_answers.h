/* Confidences and right or wrong answers, as scripts give them. */
#ifndef DWL_STATS_ANSWERS_H
#define DWL_STATS_ANSWERS_H

#include "lua/glue.h"
#include "stats/binning.h"

/* How scripts name the rules of binning. */
extern const char *const dwl_binnings[];
dw_binning dwl_binning(const char *name);

typedef struct dwl_answers {
    const double *confidence, *correct;
    size_t n, dropped;
} dwl_answers;

/* 0 and 1, or false and true, at an index (0: missing). A copy stays on the stack. */
dw_series dwl_read_correct(lua_State *L, int index, const char *name);

/* Pairs of one length; with drop, those that are not finite are left out. `name` and `other` are
 * the arguments' for messages. Copies stay on the stack. */
dwl_answers dwl_keep_answers(lua_State *L, dw_series x, dw_series correct, const char *name,
                             const char *other, bool drop);

#endif
