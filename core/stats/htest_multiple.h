/* Many tests at once: adjusted p, to be compared with the level that one test would have. */
#ifndef DW_STATS_HTEST_MULTIPLE_H
#define DW_STATS_HTEST_MULTIPLE_H

#include <stddef.h>

#include "base/status.h"

/* Holm (1979): bounds the chance of any false alarm. out[i] belongs to p[i]. */
dw_status dw_holm(const double *p, size_t n, double *out, dw_error *err);

/* Benjamini and Hochberg (1995): bounds the expected share of false alarms among alarms, for
 * independent or positively dependent tests. */
dw_status dw_benjamini_hochberg(const double *p, size_t n, double *out, dw_error *err);

#endif
