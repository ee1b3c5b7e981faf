/* Maps that make confidences honest: fitted to answers known to be right (1) or wrong (0). */
#ifndef DW_STATS_RECALIBRATE_H
#define DW_STATS_RECALIBRATE_H

#include <stdbool.h>
#include <stddef.h>

#include "stats/interval.h"

/* Logits and scores may be this large; so no sum of squares overflows. */
#define DW_LOGIT_MOST 1e100

/* ln(c / (1 - c)), c cut to [clip, 1 - clip]. */
double dw_logit(double c, double clip);

/* ---- one temperature: p = softmax(logits / T) (Guo, Pleiss, Sun and Weinberger 2017) ---- */

/* By maximum likelihood. The standard error comes from the curvature of the likelihood, the
 * interval is normal in ln T. Without a maximum at a finite T > 0 converged is false, se infinite,
 * low 0 and high infinite, and the message says which: 0 when every answer is the likeliest one
 * (separated), infinity when higher logits do not go with the right answers. */
typedef struct dw_temperature {
    double temperature, se, low, high;
    size_t iterations;
    bool converged;
    char message[200];
} dw_temperature;

/* Binary: x are logits of the chance that the answer is right. Fails when all x are 0. */
dw_status dw_temperature_fit(const double *x, const double *correct, size_t n, double level,
                             dw_temperature *out, dw_error *err);
/* logits[n * classes], row by row, and the label 1..classes of each row. Fails when the logits of
 * each row are all the same. */
dw_status dw_temperature_classes(const double *logits, size_t n, size_t classes,
                                 const double *labels, double level, dw_temperature *out,
                                 dw_error *err);
/* The chance at a logit; 0 and infinity are temperatures, too. */
double dw_temperature_apply(double temperature, double x);
/* out[classes]: the chances of a row. */
void dw_temperature_softmax(double temperature, const double *logits, size_t classes, double *out);

/* ---- a logistic curve of a score: p = 1 / (1 + exp(-(slope x + intercept))) (Platt 1999) ---- */

/* By maximum likelihood, with Platt's targets (right + 1) / (right + 2) and 1 / (wrong + 2) when
 * smooth, so that separated answers have a maximum, too; without, these fail. Intervals are
 * normal. */
typedef struct dw_platt {
    double slope, intercept, slope_se, intercept_se;
    dw_interval slope_interval, intercept_interval;
    size_t iterations;
} dw_platt;

dw_status dw_platt_fit(const double *x, const double *correct, size_t n, bool smooth, double level,
                       dw_platt *out, dw_error *err);
double dw_platt_apply(const dw_platt *platt, double x);

/* ---- the best rising step function (Zadrozny and Elkan 2002) ---- */

/* Pool adjacent violators (Ayer et al. 1955). Block b holds the confidences from[b] .. to[b]; its
 * value is the share right, low and high the 95 % interval of that (Wilson), which takes the blocks
 * as given. Free with dw_isotonic_free, also after a failure. */
typedef struct dw_isotonic {
    size_t blocks;
    double *from, *to, *value, *count, *low, *high;
} dw_isotonic;

dw_status dw_isotonic_fit(const double *confidence, const double *correct, size_t n,
                          dw_isotonic *out, dw_error *err);
void dw_isotonic_free(dw_isotonic *isotonic);
/* Linear between blocks, constant outside. */
double dw_isotonic_apply(const dw_isotonic *isotonic, double confidence);

#endif
