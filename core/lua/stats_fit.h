/* What the fits of `stats.fit` share: the box that owns a fit, its points, and its result table. */
#ifndef DWL_STATS_FIT_H
#define DWL_STATS_FIT_H

#include "lua/glue.h"
#include "stats/fit_bootstrap.h"
#include "stats/fit_curve.h"

enum { DWL_FIT_MOST_NAMED = 32, DWL_FIT_CONTEXT = 64 };

/* A userdata; its user value 1 is a list of what it keeps alive, 2 and 3 are the script's function
 * and its Jacobian. */
typedef struct dwl_fit {
    dw_fit fit;
    dw_model model;
    dw_points points; /* as they are fitted, on the scale of the model's link */
    dw_refit again;
    bool threads;    /* `again` may run in several */
    bool cases_only; /* the bootstrap draws points only */
    dw_curve_options options;
    size_t dropped;
    const char *method;
    const char *const *names; /* NULL: the parameters have none */
    bool own_names;           /* not the script's: they are fields of the result, too */
    union {
        double align;
        char bytes[DWL_FIT_CONTEXT];
    } context; /* of a model in C */
    /* of a model in Lua, while the core runs */
    lua_State *L;
    int function, jacobian;
    bool raised; /* the script's error is at the top of the stack */
} dwl_fit;

/* Pushes an empty box. */
dwl_fit *dwl_push_fit(lua_State *L);
/* n doubles that live as long as the box at the index does. */
double *dwl_fit_room(lua_State *L, int box, size_t n);

/* Reads x (a number list, a matrix of columns, or a list of predictors), y and weights into
 * box->points, as copies. drop: points with NaN or infinities are left out and counted; else the
 * core refuses them. */
void dwl_fit_read_points(lua_State *L, int box, int x, dw_series y, dw_series weights, bool drop);

/* The predictors of x on the stack, at most so many; returns how many. They live as long as what
 * was pushed. */
size_t dwl_fit_read_predictors(lua_State *L, int x, dw_series *out, size_t most);

void dwl_open_fit_box(lua_State *L);

/* Makes box->fit for its points and model. */
void dwl_fit_prepare(lua_State *L, int box);

/* Raises what the core said, or the script's own error. */
int dwl_fit_raise(lua_State *L, const dwl_fit *box, const dw_error *err);

/* Pushes the result table. */
int dwl_fit_push_result(lua_State *L, int box);

/* The model that calls the function of the box (stats_fit_curve.c); for predictions, too. */
void dwl_fit_enter(lua_State *L, int box);
int dwl_fit_curve(lua_State *L);

extern const dw_option dwl_fit_curve_options[];
extern const char *const dwl_fit_na[], *const dwl_fit_losses[];

#endif
