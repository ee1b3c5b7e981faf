/* Does a score jump with size, or does a smooth law explain it as well? */
#ifndef DW_STATS_EMERGENCE_H
#define DW_STATS_EMERGENCE_H

#include "stats/breakthrough.h"
#include "stats/rise.h"

typedef struct dw_law_report {
    bool fitted; /* else there are too few sizes for it */
    double aic, bic;
    double cv; /* leave-one-out: mean log likelihood of a left-out size */
    dw_law law;
} dw_law_report;

typedef enum dw_verdict {
    DW_VERDICT_FLAT,   /* nothing rises */
    DW_VERDICT_SMOOTH, /* a smooth law suffices, and narrow rises are excluded */
    DW_VERDICT_UNSURE, /* neither a smooth law nor a jump is excluded */
    DW_VERDICT_BEND,   /* no smooth law suffices, but the rise is, or may be, wide */
    DW_VERDICT_JUMP    /* no smooth law suffices, and the rise is narrow */
} dw_verdict;

typedef struct dw_emergence {
    dw_law_report laws[DW_LAWS];
    dw_law_kind smooth; /* the better of line and power law */
    dw_law_kind best_aic, best_bic, best_cv;
    double statistic, p_value; /* logistic against smooth law */
    dw_rise rise;
    dw_verdict verdict;
    char message[512];
} dw_emergence;

enum { DW_EMERGENCE_SIZES = 5 };

/* Fits the laws of law.h (the broken power law from 7 sizes on) and compares them by AIC, BIC (of
 * n sizes) and leave-one-out cross-validation, whose predictions are kept a half of one trial away
 * from 0 and 1. The test of a smooth law against the logistic: its statistic is the drop in
 * deviance over max(1, the logistic's deviance / (n - 3)), its p-value from a parametric bootstrap
 * of the fitted smooth law, (1 + resamples at least as large) / (1 + resamples). A jump is claimed
 * when p <= 1 - level, AIC, BIC and cross-validation all prefer the logistic or the broken power
 * law, and the whole interval of the 10-90 % rise lies below half the range of sizes. So a smooth
 * law is called a jump at most at the rate 1 - level. */
dw_status dw_emergence_find(dw_emergence *out, const dw_ladder *ladder, double chance,
                            const dw_resampling *options, dw_error *err);

const char *dw_verdict_name(dw_verdict verdict);

#endif
