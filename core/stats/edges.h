/* Bins of a histogram: how many by which rule, their edges, their counts. */
#ifndef DW_STATS_EDGES_H
#define DW_STATS_EDGES_H

#include <stddef.h>

#include "base/status.h"

enum { DW_EDGES_MOST_BINS = 10000 };

/* Freedman and Diaconis (1981): width 2 IQR / n^(1/3), quartiles of type 7. Scott (1979): width
 * (24 sqrt(pi) / n)^(1/3) sd, divisor n. Sturges (1926): 1 + log2(n) bins. */
typedef enum dw_bin_rule { DW_FREEDMAN_DIACONIS, DW_SCOTT, DW_STURGES } dw_bin_rule;

/* The number of bins for a sorted sample; *used is the rule that was followed: Sturges' where the
 * quartiles are equal. Fails above DW_EDGES_MOST_BINS. */
dw_status dw_bin_count(const double *sorted, size_t n, dw_bin_rule rule, size_t *bins,
                       dw_bin_rule *used, dw_error *err);

/* bins + 1 edges of one width from low to high, both exact; when they are equal, half as much on
 * either side. Fails when the edges would not increase. */
dw_status dw_bin_edges(double low, double high, size_t bins, double *edges, dw_error *err);

/* counts[b] is the number of sorted values in [edges[b], edges[b+1]); the last bin holds its upper
 * edge. Values outside are counted in *below and *above. edges increase. */
void dw_bin_values(const double *sorted, size_t n, const double *edges, size_t bins, double *counts,
                   double *below, double *above);

/* The empirical distribution function: distinct values of a sorted sample, ascending, and the share
 * of values up to each. Returns how many there are; at and share hold n. */
size_t dw_ecdf(const double *sorted, size_t n, double *at, double *share);

/* Half the width of the band that holds the whole true distribution function with probability
 * `level`: sqrt(log(2 / (1 - level)) / (2 n)) (Dvoretzky, Kiefer and Wolfowitz 1956; Massart
 * 1990). */
double dw_ecdf_band(double n, double level);

#endif
