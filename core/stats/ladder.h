/* Scores of models of growing size, and how sure each score is. */
#ifndef DW_STATS_LADDER_H
#define DW_STATS_LADDER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/option.h"
#include "base/status.h"
#include "random/stream.h"

enum { DW_LADDER_MOST = 300 }; /* sizes that onset, rise and emergence take */

/* What is known: size, and either correct answers of trials, or a score with trials (score * trials
 * is then a whole number) or with a standard error, or a bare score. at is NULL for what is not
 * given; trials and se may be one number for all. */
typedef struct dw_ladder_input {
    dw_series size, score, correct, trials, se;
} dw_ladder_input;

/* n rungs in order of size. Counts of one size are pooled. */
typedef struct dw_ladder {
    size_t n, dropped;
    double *size;             /* distinct, above 0 */
    double *score;            /* correct / trials where there are trials */
    double *correct, *trials; /* NULL when not counted */
    double *se;               /* of scores that are not counted; NULL: not known */
    double *memory;
} dw_ladder;

/* Fails with a sentence on lengths that differ, on sizes not above 0, counts that are not whole or
 * more than the trials, se not above 0, a size twice among scores that cannot be pooled, fewer than
 * `least` sizes. Values that are not finite are an error that counts them, or (drop) their points
 * are left out and ladder->dropped counts them. On failure nothing needs freeing. */
dw_status dw_ladder_make(dw_ladder *ladder, const dw_ladder_input *input, bool drop, size_t least,
                         dw_error *err);
void dw_ladder_free(dw_ladder *ladder);

/* Room for resamples of a ladder: its sizes, trials and standard errors. */
dw_status dw_ladder_copy(const dw_ladder *from, dw_ladder *to, dw_error *err);

/* Draws new scores for the rungs whose expected scores are mean[n]: binomial, or normal with se. */
void dw_ladder_draw(dw_ladder *to, const double *mean, dw_stream *stream);

/* Squared standard error of rung i: of counts the variance of Beta(k + 1/2, n - k + 1/2), which is
 * above 0 at k = 0 too. 0 when not known. */
double dw_ladder_variance(const dw_ladder *ladder, size_t i);

/* Whether trials or standard errors are known. */
static inline bool dw_ladder_has_noise(const dw_ladder *ladder)
{
    return ladder->trials || ladder->se;
}

#endif
