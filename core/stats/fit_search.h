/* One search for the least sum of squares; private to fit_curve.c and fit_search.c. */
#ifndef DW_STATS_FIT_SEARCH_H
#define DW_STATS_FIT_SEARCH_H

#include "stats/fit_curve.h"

/* What a search works on, and the best it has found. */
typedef struct dw_search {
    const dw_model *model;
    const dw_points *points;
    const dw_curve_options *options;
    size_t p;
    double *best, *scale;      /* parameters; their usual sizes */
    double *b, *start;         /* scratch */
    double *values, *jacobian; /* scratch: 3 n, n p */
    signed char *held;         /* -1, 1: at a bound and not moved */
    bool plain;                /* parameters themselves, not through their bounds */
    double objective;          /* at best */
    bool converged;
    size_t iterations, evaluations;
    int64_t starts;   /* so far */
    dw_status status; /* of a model that failed */
    dw_error *err;
} dw_search;

dw_status dw_search_make(dw_search *search, const dw_model *model, const dw_points *points,
                         const dw_curve_options *options, dw_error *err);
void dw_search_free(dw_search *search);

/* The objective at b, INFINITY where a value is not finite; search->status on failure. */
double dw_search_objective(dw_search *search, const double *b);

typedef enum dw_search_method { DW_SEARCH_LM, DW_SEARCH_ACCELERATED } dw_search_method;

/* Searches from b; what is better than search->best takes its place. */
dw_status dw_search_run(dw_search *search, dw_search_method method, const double *from);

/* Gauss-Newton steps from the best until they change nothing, and the test whether it is a
 * minimum: search->converged. */
dw_status dw_search_polish(dw_search *search);

#endif
