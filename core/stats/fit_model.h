/* A fitted model: parameters, how sure they are, and what is said about them. Every kind of fit
 * (fit_linear.h, fit_curve.h, ...) fills the same dw_fit. */
#ifndef DW_STATS_FIT_MODEL_H
#define DW_STATS_FIT_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/env.h"
#include "base/status.h"

enum { DW_FIT_MOST_PARAMETERS = 200 };

/* n points: predictors x[0..predictors), each of n numbers, the response y, and weights (NULL: all
 * 1; proportional to 1 / variance; a point of weight 0 does not count). Somebody else owns all. */
typedef struct dw_points {
    size_t n, predictors;
    const double *const *x;
    const double *y, *weights;
} dw_points;

/* How the value of a model, on whose scale it is fitted, becomes the response. */
typedef enum dw_link { DW_LINK_IDENTITY, DW_LINK_EXP, DW_LINK_LOGISTIC } dw_link;

/* A function of parameters b and predictors x, evaluated at n points at once. */
typedef struct dw_model {
    size_t parameters, predictors;
    dw_status (*value)(void *context, const double *b, const double *const *x, size_t n,
                       double *out, dw_error *err);
    /* Derivatives by the parameters, out[n * parameters], row-major. NULL: central differences. */
    dw_status (*jacobian)(void *context, const double *b, const double *const *x, size_t n,
                          double *out, dw_error *err);
    void *context;
    dw_link link;
    uint64_t positive; /* bit j: parameter j is above 0, and its interval is made on a log scale */
    const double *lower, *upper; /* bounds of the parameters, or NULL */
} dw_model;

/* What is minimized: the sum of weight * rho(residual). */
typedef enum dw_loss { DW_LOSS_SQUARES, DW_LOSS_HUBER, DW_LOSS_SOFT_L1, DW_LOSS_CAUCHY } dw_loss;

typedef struct dw_fit {
    size_t n, p; /* points with a weight above 0; parameters */
    size_t rows; /* points in all */
    double *params, *se, *low, *high, *covariance;
    double *fitted, *residuals; /* of the response; y - fitted */
    bool *lost;                 /* the data do not determine the parameter */
    signed char *at_bound;      /* -1, 1: the parameter is at its lower, upper bound */
    double level;               /* of low..high */
    double rss, dof, rsd, r2, log_likelihood, aic, bic;
    double objective; /* what was minimized */
    bool converged, identified;
    size_t iterations, evaluations, starts;
    char message[320];
} dw_fit;

dw_status dw_fit_make(dw_fit *fit, size_t rows, size_t p, dw_error *err);
void dw_fit_free(dw_fit *fit);

/* Fails with a sentence unless there are points, all finite, weights not negative and not all 0,
 * and at least p points with a weight. *counted (may be NULL): the points with a weight. */
dw_status dw_fit_check_points(const dw_points *points, size_t p, size_t *counted, dw_error *err);

/* The model's derivatives at b: its own, or by central differences with steps of cbrt(eps) |b| that
 * stay inside the bounds; scale[j] (may be NULL) is the usual size of a parameter that is 0.
 * Not finite ones become 0. room: 2 n. */
dw_status dw_fit_jacobian(const dw_model *model, const double *b, const double *scale,
                          const double *const *x, size_t n, double *room, double *out,
                          dw_error *err);

/* The factors of loss rho at the standardized residual r (r^2 / 2 of DW_LOSS_SQUARES):
 * *root = sign(r) sqrt(2 rho(r)), *psi = rho'(r), *slope = rho''(r). delta > 0 is where huber turns
 * linear, the scale of soft_l1 and cauchy. */
void dw_fit_loss(dw_loss loss, double delta, double r, double *root, double *psi, double *slope);

/* Fills everything of a fit from fit->params: residuals, rss, r2, the covariance from the Jacobian
 * (of a robust loss: Huber's sandwich), intervals by Student's t. Rank-deficient Jacobians and
 * parameters at bounds give infinite standard errors and a message. fit->level, at_bound,
 * converged and message are set before. */
dw_status dw_fit_describe(dw_fit *fit, const dw_model *model, const dw_points *points, dw_loss loss,
                          double delta, dw_error *err);

/* se, low and high from the covariance, with Student's t of dof (INFINITY: normal). */
void dw_fit_intervals(dw_fit *fit, uint64_t positive, double dof);

/* Adds a sentence to fit->message. */
void dw_fit_say(dw_fit *fit, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Says which parameters are lost, at a bound, or without a standard error; sets identified. */
void dw_fit_say_lost(dw_fit *fit);

/* The response at n new points, and a band of the level: of the mean (prediction: of a new
 * observation, with variance rsd^2). low and high may be NULL, both. */
dw_status dw_fit_predict(const dw_fit *fit, const dw_model *model, const double *const *x, size_t n,
                         bool prediction, double level, double *out, double *low, double *high,
                         dw_error *err);

double dw_link_apply(dw_link link, double x);

#endif
