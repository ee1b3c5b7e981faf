/* Tests of hypotheses: what they ask, what they answer, and what they share.
 *
 * Samples are finite numbers, neither changed nor kept; counts are whole numbers given as doubles.
 * Every test fails with a sentence on samples that are too small or say nothing (all the same). */
#ifndef DW_STATS_HTEST_H
#define DW_STATS_HTEST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/env.h"
#include "base/status.h"
#include "stats/interval.h"

typedef enum dw_alternative { DW_TWO_SIDED, DW_LESS, DW_GREATER } dw_alternative;

/* What is asked. `level` (0..1, 0.95 usual) is of the interval, which is one-sided when the
 * alternative is. */
typedef struct dw_question {
    dw_alternative alternative;
    double level;
} dw_question;

/* The answer. A number that a test does not have is NAN. */
typedef struct dw_test {
    double statistic, p, dof;
    double estimate, low, high; /* of what estimate_name says */
    double n, m;                /* sizes; m is NAN for one sample */
    const char *statistic_name, *estimate_name;
    char method[128], message[256]; /* message: a warning or a note, "" when there is none */
} dw_test;

/* A sample; `name` is for messages. */
typedef struct dw_sample_of {
    const double *at;
    size_t n;
    const char *name;
} dw_sample_of;

/* How a rank test finds p: exact counting where that is cheap and there are no ties, or as told. */
typedef enum dw_rank_method { DW_RANK_AUTO, DW_RANK_EXACT, DW_RANK_NORMAL } dw_rank_method;

/* An answer of NANs. */
dw_test dw_test_start(const char *statistic_name, const char *estimate_name);
dw_status dw_check_level(double level, dw_error *err);
/* Fails when the sample has fewer than `least` values or one that is not finite. */
dw_status dw_check_named(dw_sample_of x, size_t least, dw_error *err);
dw_status dw_check_count(double k, const char *name, dw_error *err);
/* p of the alternative from the lower and the upper tail, both of which hold what was seen. */
double dw_p_of(dw_alternative alternative, double lower, double upper);
/* The probability left out at one end of the interval. */
double dw_end_tail(const dw_question *question);
/* Upper tails, and the point of Student's t that leaves `tail` above it. */
double dw_normal_upper(double z);
double dw_student_upper(double t, double nu);
double dw_student_point(double tail, double nu);
double dw_chi2_upper(double x, double nu);
/* The logarithm of P(X = k), P(X <= k), and P(X >= k) of a binomial variable. */
double dw_binomial_log_chance(double k, double n, double p);
double dw_binomial_lower(double k, double n, double p);
double dw_binomial_upper(double k, double n, double p);
/* Fails with DW_ESTOP when the caller wants to stop. */
dw_status dw_may_go_on(const dw_env *env, dw_error *err);

#endif
