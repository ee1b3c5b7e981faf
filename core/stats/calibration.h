/* Scores of confidences: how far they are from what happened, and how well they tell right from
 * wrong. confidence[i] in 0..1 is the chance that was given to a right answer, correct[i] is 1 for
 * a right one and 0 for a wrong one. All functions fail on no answers and on other values. */
#ifndef DW_STATS_CALIBRATION_H
#define DW_STATS_CALIBRATION_H

#include "stats/reliability.h"

/* The usual clip of log_loss. */
#define DW_LOG_LOSS_CLIP 0x1p-52

/* Mean of (confidence - correct)^2, 0..1 (Brier 1950). */
dw_status dw_brier(const double *confidence, const double *correct, size_t n, double *out,
                   dw_error *err);

/* -mean ln(chance given to what happened), in nats, confidences cut to [clip, 1 - clip]. clip is in
 * [0, 0.5); with 0 one certain error makes it infinite. */
dw_status dw_log_loss(const double *confidence, const double *correct, size_t n, double clip,
                      double *out, dw_error *err);

/* One answer's part of it; no checks. */
double dw_log_loss_of(double confidence, double correct, double clip);

/* Murphy's (1973) decomposition, with the terms within bins of Stephenson, Coelho and Jolliffe
 * (2008): brier = reliability - resolution + uncertainty + within_variance - within_covariance. */
typedef struct dw_murphy {
    double brier;
    double reliability;       /* sum n_b/N gap_b^2 */
    double resolution;        /* sum n_b/N (accuracy_b - base)^2, base the share right of all */
    double uncertainty;       /* base (1 - base) */
    double within_variance;   /* 1/N sum (confidence - confidence_b)^2 */
    double within_covariance; /* 2/N sum (confidence - confidence_b) (correct - accuracy_b) */
} dw_murphy;

dw_status dw_murphy_parts(const double *confidence, const double *correct, size_t n,
                          const dw_binning_rule *rule, dw_murphy *out, dw_error *err);

/* The variance of the confidences about their mean, divisor n: 0 when all are the same. */
dw_status dw_sharpness(const double *confidence, size_t n, double *out, dw_error *err);

/* The chance that a right answer has a higher confidence than a wrong one, ties counting half: the
 * area under the ROC curve (Hanley and McNeil 1982). Fails when no answer is right, or none is
 * wrong. */
dw_status dw_auroc(const double *confidence, const double *correct, size_t n, double *out,
                   dw_error *err);

#endif
