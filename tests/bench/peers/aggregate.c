/* Problems of k steps by the chain of survivors, by hand with GSL: what sampling = "aggregate" of
 * sim.multistep is held against. 40 sizes, k = 1, 2, 4, .. 128. Prints the seconds of one pass and
 * a sum, so that nothing is left out.
 * cc -O3 -march=native -o aggregate aggregate.c -lgsl -lgslcblas -lm */
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double pass(gsl_rng *rng, unsigned trials)
{
    double sum = 0;
    for (int steps = 1; steps <= 128; steps *= 2)
        for (int i = 0; i < 40; i++) {
            double p = 1 / (1 + exp(-1.5 * (7 + i * (log10(6e11) - 7) / 39 - 9)));
            unsigned alive = trials, prefixes = 0, later = 0;
            double squares = 0;
            for (int j = 1; j <= steps; j++) {
                unsigned next = gsl_ran_binomial(rng, p, alive);
                later += (alive - next) * (unsigned)(steps - j);
                alive = next;
                prefixes += alive;
                squares += (double)alive * (2 * j - 1);
            }
            sum += alive + squares + prefixes + gsl_ran_binomial(rng, p, later);
        }
    return sum;
}

int main(int count, char **words)
{
    int passes = count > 1 ? atoi(words[1]) : 20;
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    double sum = pass(rng, 1000000), start = seconds();
    for (int i = 0; i < passes; i++) sum += pass(rng, 1000000);
    printf("%.9f %g\n", (seconds() - start) / passes, sum);
    gsl_rng_free(rng);
    return 0;
}
