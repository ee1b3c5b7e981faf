/* What the files of named statistics share. */
#ifndef DW_STATS_STATISTIC_PARTS_H
#define DW_STATS_STATISTIC_PARTS_H

#include "stats/quantile.h"
#include "stats/statistic.h"

struct dw_context {
    dw_rows rows;
    dw_statistic_options options;
    double center;         /* what was taken from each value of a mean, and is added again */
    double *sorted;        /* of the first column */
    uint32_t *rank;        /* by row: its place in `sorted` */
    const uint32_t *right; /* of auroc, by place: 1 where the answer is right */
    size_t bins;
};

static inline size_t dw_rows_count(const dw_rows *rows)
{
    return rows->strata.start[rows->strata.count];
}

/* Room for a value and a bin of each row; with dw_ready_sums the statistic is one of sums. */
dw_status dw_ready_values(dw_ready *ready, dw_error *err);
dw_status dw_ready_sums(dw_ready *ready, size_t bins, dw_error *err);

/* Ranks the rows by the first column; dw_count_ranks then says how often each place was drawn. */
dw_status dw_ready_rank(dw_ready *ready, dw_error *err);
const uint32_t *dw_count_ranks(const struct dw_context *c, const uint32_t *rows, size_t n,
                               void *scratch);

double dw_mean_of_sums(const void *at, const double *sums, const double *counts);

/* Of answers: statistic_answers.c */
dw_status dw_make_ece(dw_ready *ready, dw_error *err);
dw_status dw_make_ace(dw_ready *ready, dw_error *err);
dw_status dw_make_mce(dw_ready *ready, dw_error *err);
dw_status dw_make_brier(dw_ready *ready, dw_error *err);
dw_status dw_make_log_loss(dw_ready *ready, dw_error *err);
dw_status dw_make_reliability(dw_ready *ready, dw_error *err);
dw_status dw_make_resolution(dw_ready *ready, dw_error *err);
dw_status dw_make_sharpness(dw_ready *ready, dw_error *err);
dw_status dw_make_auroc(dw_ready *ready, dw_error *err);

#endif
