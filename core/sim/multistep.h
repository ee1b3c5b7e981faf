/* Closed forms of the multistep model, which other simulators and tests use too. */
#ifndef DW_SIM_MULTISTEP_H
#define DW_SIM_MULTISTEP_H

#include <stdint.h>

/* The chance that k steps are all right, E[p^k], when each problem's p is drawn once from a Beta
 * distribution of mean p (0..1) and correlation `spread` (0..1) between two steps of a problem:
 * variance spread p (1 - p). spread == 0: every problem has the same p; 1: a problem is either
 * wholly easy or wholly hard. */
double dw_multistep_all(double p, double spread, int64_t k);

/* The expected share of k steps that are right before the first error, sum of E[p^j] / k. */
double dw_multistep_prefix(double p, double spread, int64_t k);

#endif
