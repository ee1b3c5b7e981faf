/* Runs of simulators by the names of their options, and theory held against what was simulated. */
#ifndef DW_TEST_SIM_H
#define DW_TEST_SIM_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/ability.h"
#include "sim/sim.h"

/* A simulator's options, first the declared defaults, and its result. */
typedef struct sim_run {
    const dw_sim *sim;
    void *options;
    dw_result result;
    size_t sizes, scores;  /* scores and outcomes */
    double *numbers;       /* all arrays of the result, `sizes` elements each */
    double *extra_numbers; /* all arrays beside the scores */
} sim_run;

sim_run sim_make(const char *name);
void sim_free(sim_run *run);
void sim_number(sim_run *run, const char *option, double x);
void sim_integer(sim_run *run, const char *option, int64_t x);
void sim_series(sim_run *run, const char *option, const double *x, size_t n);
void sim_texts(sim_run *run, const char *option, const char *const *texts, size_t n);
/* An ability given as one p for each size, or of any other kind. */
void sim_values(sim_run *run, const char *option, const double *p, size_t n);
void sim_ability(sim_run *run, const char *option, const dw_ability *ability);
/* Checks the options, runs, and leaves the result in run. */
dw_status sim_go(sim_run *run, const dw_env *env, dw_error *err);
/* The same where it must succeed, without an environment. */
void sim_must(sim_run *run);
/* FNV-1a over the bytes of all means. */
uint64_t sim_digest(const sim_run *run);

/* Cells that are independent of each other, compared with theory. */
typedef struct tally {
    const char *what;
    size_t cells, squares; /* all; those whose z^2 was added */
    double worst;          /* smallest two-sided p-value */
    double worst_got, worst_expected;
    double square_sum;
} tally;

#define TALLY(name)                                                                                \
    {                                                                                              \
        .what = (name), .worst = 1                                                                 \
    }

/* k of n where each is independent and of probability p: an exact binomial p-value. */
void tally_share(tally *t, double k, double n, double p);

/* A sum of n independent scores in 0..most of this mean and variance. `events` is how many of them
 * are expected to be unlike the common one: with few, Bernstein's inequality bounds the p-value. */
void tally_sum(tally *t, double sum, double n, double mean, double variance, double most,
               double events);

/* The worst p-value is at least 1e-6 / cells; the sum of z^2 is neither too large nor too small. */
void tally_check(const tally *t);

/* The number of right digits reaches the bound. */
void assert_right_digits(double got, double expected, double digits, const char *what, size_t i);

#endif
