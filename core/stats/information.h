/* Information of discrete distributions, in nats (divide by log 2 for bits).
 *
 * Probabilities are at least 0 and sum to 1 within 1e-9; an error says where or how much they do
 * not. 0 log 0 is 0. Sums are compensated. */
#ifndef DW_STATS_INFORMATION_H
#define DW_STATS_INFORMATION_H

#include <stddef.h>

#include "base/status.h"

/* -sum p log p (Shannon 1948). */
dw_status dw_entropy(const double *p, size_t n, double *out, dw_error *err);

/* -sum p log q; infinite where q = 0 < p. */
dw_status dw_cross_entropy(const double *p, const double *q, size_t n, double *out, dw_error *err);

/* sum p log(p / q) (Kullback and Leibler 1951), accurate where p and q are nearly equal; infinite
 * where q = 0 < p. */
dw_status dw_kl(const double *p, const double *q, size_t n, double *out, dw_error *err);

/* The Jensen-Shannon divergence (Lin 1991), KL(p, m)/2 + KL(q, m)/2, m the mean of p and q; 0 to
 * log 2. */
dw_status dw_js(const double *p, const double *q, size_t n, double *out, dw_error *err);

/* sum p_ij log(p_ij / (p_i. p_.j)) of a rows x columns table of joint probabilities. */
dw_status dw_mutual_information(const double *joint, size_t rows, size_t columns, double *out,
                                dw_error *err);

/* The same of a table of counts, whole numbers; *se by the delta method. The estimate is biased up
 * by about (rows - 1)(columns - 1) / (2 n). */
dw_status dw_mutual_information_of_counts(const double *counts, size_t rows, size_t columns,
                                          double *out, double *se, dw_error *err);

/* exp of the mean of -log p over n tokens, from their log probabilities (at most 0; -infinity makes
 * it infinite). *low and *high: Student's t interval of the mean, by exp, from 1 on; NAN
 * when n == 1. */
dw_status dw_perplexity(const double *log_p, size_t n, double level, double *out, double *low,
                        double *high, dw_error *err);

#endif
