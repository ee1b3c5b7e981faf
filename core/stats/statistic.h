/* The statistics that a bootstrap knows by name. */
#ifndef DW_STATS_STATISTIC_H
#define DW_STATS_STATISTIC_H

#include "stats/bootstrap.h"
#include "stats/calibration.h"

enum { DW_STATISTIC_COLUMNS = 8 };

/* Rows of one or more columns; independent samples are one column, one behind the other. */
typedef struct dw_rows {
    const double *column[DW_STATISTIC_COLUMNS];
    size_t columns;
    dw_strata strata;
    size_t first; /* rows of the first of two independent samples; 0: not such */
} dw_rows;

typedef struct dw_statistic_options {
    double p;    /* of quantile, in 0..1 */
    double trim; /* of trimmed_mean: the share left out at each end, in [0, 0.5) */
    size_t bins; /* of ece, ace, mce, reliability and resolution; as in dw_binning_rule */
    dw_binning binning;
    bool left;
    double clip; /* of log_loss, below 0.5; 0: DW_LOG_LOSS_CLIP */
} dw_statistic_options;

/* What a named statistic takes. */
typedef enum dw_statistic_input {
    DW_TAKES_SAMPLE, /* one column */
    DW_TAKES_PAIRS,  /* two columns, row by row */
    DW_TAKES_TWO,    /* two columns row by row, or two independent samples */
    DW_TAKES_ANSWERS /* two columns: confidence in 0..1, and right (1) or wrong (0) */
} dw_statistic_input;

typedef struct dw_statistic_name {
    const char *name;
    dw_statistic_input input;
    const char *doc;
} dw_statistic_name;

extern const dw_statistic_name dw_statistic_names[]; /* ends with { 0 } */

/* A named statistic made ready for the rows, which stay the caller's and must outlive it. Free with
 * dw_ready_free, also after a failure.
 *   mean, trimmed_mean, median, quantile (type 7), sd, variance (n - 1);
 *   correlation (Pearson); difference_of_means, first minus second;
 *   ece, ace, mce, reliability, resolution, in the bins of the data; brier, log_loss, sharpness,
 *   auroc: as in reliability.h and calibration.h. */
typedef struct dw_ready {
    dw_statistic statistic;
    dw_binned binned;
    struct dw_context *context;
    double *value;
    uint32_t *bin;
} dw_ready;

dw_status dw_ready_make(dw_ready *ready, const char *name, const dw_rows *rows,
                        const dw_statistic_options *options, dw_error *err);
void dw_ready_free(dw_ready *ready);

#endif
