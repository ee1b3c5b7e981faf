/* Laws of growth with model size, fitted by maximum likelihood to binomial counts (or to scores
 * with normal errors). */
#ifndef DW_STATS_LAW_H
#define DW_STATS_LAW_H

#include "stats/ladder.h"

/* With u = 0..1 from the smallest to the largest size on a log scale, c chance:
 *   flat      one score at all sizes
 *   line      straight in log size; its ends are in 0..1
 *   power     c + A size^e, rising, at most 1 at the largest size
 *   logistic  c + (ceiling - c) / (1 + exp(-s (u - m))), rising
 *   broken    c + b size^e0 (1 + (size / d)^(1 / f))^((e1 - e0) f), cut at 1: a power law whose
 *             exponent changes from e0 to e1 at d (Caballero et al. 2022) */
typedef enum dw_law_kind {
    DW_LAW_FLAT,
    DW_LAW_LINE,
    DW_LAW_POWER,
    DW_LAW_LOGISTIC,
    DW_LAW_BROKEN,
    DW_LAWS
} dw_law_kind;

enum { DW_LAW_MOST = 5, DW_LAW_STEEPNESS = 1 };

typedef struct dw_law {
    dw_law_kind kind;
    double chance, gap;    /* the least distance of two rungs, in u */
    double b[DW_LAW_MOST]; /* parameters on scales without bounds */
    double deviance, log_likelihood;
} dw_law;

size_t dw_law_parameters(dw_law_kind kind);
const char *dw_law_name(dw_law_kind kind);

/* u of each rung; n >= 2 distinct sizes. */
void dw_law_positions(const dw_ladder *ladder, double *u);

/* The law's score at u, in 0..1. */
double dw_law_mean(const dw_law *law, double u);

/* Fits a law by Fisher scoring with damped steps from a few starts of its own; `without` is a rung
 * left out (n: none). The ladder has trials or se, its scores are in 0..1. */
void dw_law_fit(dw_law *law, dw_law_kind kind, const dw_ladder *ladder, const double *u,
                double chance, size_t without);

/* The logistic again with log steepness (b[DW_LAW_STEEPNESS]) held at a value. */
void dw_law_fit_steep(dw_law *law, const dw_ladder *ladder, const double *u, double chance,
                      double log_steepness);

/* Bounds of log steepness: 10 % to 90 % of the rise within half the least gap, or nine ranges. */
double dw_law_steepest(const dw_law *law);
double dw_law_slowest(void);

/* Twice the log likelihood that rung i loses under a score, against its own score. */
double dw_law_deviance(const dw_ladder *ladder, size_t i, double mean);

/* Log likelihood of rung i were its own score true. */
double dw_law_own_likelihood(const dw_ladder *ladder, size_t i);

#endif
