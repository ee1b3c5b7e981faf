/* Kolmogorov and Smirnov's tests. */
#ifndef DW_STATS_HTEST_KS_H
#define DW_STATS_HTEST_KS_H

#include "stats/htest.h"

typedef enum dw_ks_method { DW_KS_AUTO, DW_KS_EXACT, DW_KS_LIMIT } dw_ks_method;

/* All of what two samples say; p of the test is one of the three. */
typedef struct dw_ks_test {
    dw_test test;
    double p_exact;       /* all orderings equally likely, no ties; NAN when not counted */
    double p_conditional; /* given the ties that were seen; without ties that is p_exact */
    double p_limit;       /* Smirnov's law for large samples, without a correction */
    double location;      /* where the largest gap is */
} dw_ks_test;

/* Do x and y come from one distribution? D is the largest gap of their distribution functions;
 * `greater` asks for Fx above Fy (x tends to be smaller), `less` for Fx below. p counts the paths
 * of a lattice (Hodges 1957; with ties Schröer and Trenkler 1995): n m steps, so that `auto`
 * takes the limit from n m = 10^8 on. */
dw_status dw_ks_two(dw_sample_of x, dw_sample_of y, dw_ks_method method, dw_alternative alternative,
                    const dw_env *env, dw_ks_test *out, dw_error *err);

/* Does a sample come from a continuous distribution? cdf[i] is its distribution function at the
 * i-th smallest value. p is exact for one side (Birnbaum and Tingey 1951) and up to n = 1000 for
 * two (Durbin 1973; Marsaglia, Tsang and Wang 2003), beyond, the limit law with
 * three corrections (Pelz and Good 1976), or twice the one-sided p where that is small, right to
 * 1e-6 of p. */
dw_status dw_ks_one(dw_sample_of cdf, dw_alternative alternative, dw_test *out, dw_error *err);

/* P(D >= d) of the two-sided one-sample statistic. */
double dw_kolmogorov_upper(size_t n, double d, bool *exact, dw_status *status, dw_error *err);
/* P(D+ >= d), exact. */
double dw_smirnov_upper(size_t n, double d);
/* The limit of P(sqrt(n) D >= x): 2 sum (-1)^(j-1) exp(-2 j^2 x^2). */
double dw_kolmogorov_limit(double x);

#endif
