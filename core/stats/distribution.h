/* Distributions of one number: densities, tails, quantiles, moments and samples, accurate far out
 * in both tails.
 *
 * Tails come from R's mathlib (incomplete beta by Didonato and Morris 1992, incomplete gamma by
 * Morris and Welinder) and, for two large shapes, from an integral of the density; densities from
 * the saddle point (Loader 2000). Quantiles invert the smaller tail. */
#ifndef DW_STATS_DISTRIBUTION_H
#define DW_STATS_DISTRIBUTION_H

#include <gsl/gsl_rng.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/env.h"
#include "base/option.h"
#include "base/status.h"

enum { DW_DISTRIBUTION_PARAMETERS = 3 };

/* A parameter as a script gives it: its option has this struct's field. */
typedef union dw_cell {
    double number;
    int64_t integer;
} dw_cell;

/* A kind of distribution. q are its parameters, in the order of its options; x lies in the support
 * and, for discrete kinds, is whole. */
typedef struct dw_family {
    const char *name;
    bool discrete;
    const dw_option *parameters; /* numbers and integers at offsets of dw_cells */
    /* The last option is another name of parameter 0 (or its inverse); missing both, `preset` is
     * taken, NAN: one is required. */
    bool has_alias, alias_inverts;
    int aliased;
    double preset;
    /* Checks what options cannot say, and may fill the last place of q; may be NULL. */
    dw_status (*prepare)(double *q, dw_error *err);
    void (*support)(const double *q, double *low, double *high);
    double (*log_pdf)(const double *q, double x);
    double (*tail)(const double *q, double x, bool upper);     /* P(X <= x) or P(X > x) */
    double (*quantile)(const double *q, double p, bool upper); /* NULL: by dw_solve_quantile */
    double (*mean)(const double *q);
    double (*var)(const double *q);
    double (*draw)(const double *q, gsl_rng *rng); /* NULL: by inversion */
} dw_family;

typedef struct dw_distribution {
    const dw_family *family;
    double at[DW_DISTRIBUTION_PARAMETERS + 1];
} dw_distribution;

extern const dw_family *const dw_families[]; /* ended by NULL */
extern const dw_option dw_bernoulli_parameters[], dw_beta_parameters[], dw_binomial_parameters[],
    dw_exponential_parameters[], dw_f_parameters[], dw_freedom_parameters[], dw_gamma_parameters[],
    dw_geometric_parameters[], dw_hypergeometric_parameters[], dw_lognormal_parameters[],
    dw_normal_parameters[], dw_pareto_parameters[], dw_poisson_parameters[],
    dw_student_parameters[], dw_uniform_parameters[], dw_zipf_parameters[];

/* How many parameters there are, other names of one not counted. */
size_t dw_distribution_parameters(const dw_family *family);

/* Makes a distribution from cells that its options have checked. Fails when they contradict. */
dw_status dw_distribution_make(dw_distribution *out, const dw_family *family, const dw_cell *cells,
                               dw_error *err);
/* The same by name with parameters in order: dw_distribution_of(&d, "beta", (double[]){ 2, 5 },
 * 2, &err). Checks names, number and ranges. */
dw_status dw_distribution_of(dw_distribution *out, const char *name, const double *parameters,
                             size_t n, dw_error *err);

/* The density, or the probability of x (0 where x is not whole), and its logarithm, which stays
 * finite where the density is below the smallest double. x is not NaN. */
double dw_pdf(const dw_distribution *d, double x);
double dw_log_pdf(const dw_distribution *d, double x);
/* P(X <= x) and P(X > x), each to full relative accuracy. */
double dw_cdf(const dw_distribution *d, double x);
double dw_sf(const dw_distribution *d, double x);
/* The point with p below it, or above it. Discrete: the smallest k with cdf(k) >= p, with sf(k) <=
 * p. p = 0 and 1 give the ends of the support. p is in 0..1. */
double dw_quantile_of(const dw_distribution *d, double p);
double dw_isf(const dw_distribution *d, double p);
/* May be infinite; NAN where there is none. */
double dw_mean_of(const dw_distribution *d);
double dw_var_of(const dw_distribution *d);

/* n independent draws. Chunks of 4096 have a stream each, keyed by (seed, call, chunk): the same
 * seed and call give the same bits on any number of threads, and the first draws do not depend on
 * n. Fails only when env (may be NULL) asks to stop. */
dw_status dw_sample(const dw_distribution *d, uint64_t seed, uint64_t call, double *out, size_t n,
                    const dw_env *env, dw_error *err);

#endif
