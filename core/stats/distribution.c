#include "stats/distribution.h"

#include <float.h>
#include <math.h>
#include <string.h>
#ifdef _OPENMP
#    include <omp.h>
#endif

#include "base/text.h"
#include "random/stream.h"
#include "stats/distribution_family.h"
#include "stats/distribution_solve.h"

const dw_family *const dw_families[] = {
    &dw_normal,         &dw_student,   &dw_chi2,    &dw_f,         &dw_beta,
    &dw_gamma,          &dw_lognormal, &dw_uniform, &dw_pareto,    &dw_exponential,
    &dw_bernoulli,      &dw_binomial,  &dw_poisson, &dw_geometric, &dw_zipf,
    &dw_hypergeometric, NULL,
};

/* ---- making ---- */

size_t dw_distribution_parameters(const dw_family *family)
{
    size_t n = 0;
    while (family->parameters[n].name) n++;
    return n - family->has_alias;
}

/* The parameter that has two names. */
static dw_status settle_alias(dw_distribution *d, double second, dw_error *err)
{
    const dw_family *family = d->family;
    double *first = &d->at[family->aliased];
    const char *name = family->parameters[family->aliased].name;
    const char *other = family->parameters[dw_distribution_parameters(family)].name;
    if (!isnan(*first) && !isnan(second))
        return dw_fail(err, DW_EARG, "'%s' and '%s' are both given; they say the same", name,
                       other);
    if (!isnan(second)) *first = family->alias_inverts ? 1 / second : second;
    if (isnan(*first)) *first = family->preset;
    if (isnan(*first)) return dw_fail(err, DW_EARG, "'%s' is missing", name);
    return DW_OK;
}

dw_status dw_distribution_make(dw_distribution *out, const dw_family *family, const dw_cell *cells,
                               dw_error *err)
{
    *out = (dw_distribution){ .family = family };
    size_t n = dw_distribution_parameters(family);
    for (size_t i = 0; i < n; i++)
        out->at[i] =
            family->parameters[i].kind == DW_INTEGER ? (double)cells[i].integer : cells[i].number;
    dw_status status = DW_OK;
    if (family->has_alias) status = settle_alias(out, cells[n].number, err);
    if (!status && family->prepare) status = family->prepare(out->at, err);
    return status;
}

static dw_status check_parameter(const dw_option *option, double value, dw_error *err)
{
    bool missing = isnan(value) && option->flags & DW_OPTIONAL;
    bool low = value < option->min || (value <= option->min && option->flags & DW_ABOVE_MIN);
    bool high = value > option->max || (value >= option->max && option->flags & DW_BELOW_MAX);
    if (!missing && (low || high || isnan(value)))
        return dw_fail(err, DW_EDOMAIN, "'%s' must be in %g..%g, got %g", option->name, option->min,
                       option->max, value);
    if (option->kind == DW_INTEGER && !missing && value != floor(value))
        return dw_fail(err, DW_EDOMAIN, "'%s' must be whole, got %g", option->name, value);
    return DW_OK;
}

dw_status dw_distribution_of(dw_distribution *out, const char *name, const double *parameters,
                             size_t n, dw_error *err)
{
    const dw_family *const *family = dw_families;
    while (*family && strcmp((*family)->name, name) != 0) family++;
    if (!*family) return dw_fail(err, DW_EARG, "there is no distribution '%s'", name);
    if (n != dw_distribution_parameters(*family))
        return dw_fail(err, DW_EARG, "%s has %zu parameters, got %zu", name,
                       dw_distribution_parameters(*family), n);
    dw_cell cells[DW_DISTRIBUTION_PARAMETERS + 1];
    for (size_t i = 0; i < n; i++) {
        const dw_option *option = &(*family)->parameters[i];
        dw_status status = check_parameter(option, parameters[i], err);
        if (status) return status;
        if (option->kind == DW_INTEGER)
            cells[i].integer = isnan(parameters[i]) ? -1 : (int64_t)parameters[i];
        else
            cells[i].number = parameters[i];
    }
    cells[n].number = NAN;
    return dw_distribution_make(out, *family, cells, err);
}

/* ---- values ---- */

double dw_log_pdf(const dw_distribution *d, double x)
{
    double low, high;
    d->family->support(d->at, &low, &high);
    if (isinf(x) || x < low || x > high) return -INFINITY;
    if (d->family->discrete && x != floor(x)) return -INFINITY;
    return d->family->log_pdf(d->at, x);
}

double dw_pdf(const dw_distribution *d, double x)
{
    return exp(dw_log_pdf(d, x));
}

static double tail_of(const dw_distribution *d, double x, bool upper)
{
    double low, high;
    d->family->support(d->at, &low, &high);
    if (d->family->discrete) x = floor(x);
    if (x < low) return upper;
    if (x >= high) return !upper;
    return fmin(1, fmax(0, d->family->tail(d->at, x, upper)));
}

double dw_cdf(const dw_distribution *d, double x)
{
    return tail_of(d, x, false);
}

double dw_sf(const dw_distribution *d, double x)
{
    return tail_of(d, x, true);
}

double dw_mean_of(const dw_distribution *d)
{
    return d->family->mean(d->at);
}

double dw_var_of(const dw_distribution *d)
{
    return d->family->var(d->at);
}

static double tail_at(const void *distribution, double x, bool upper)
{
    return tail_of(distribution, x, upper);
}

static double whole_quantile(const dw_distribution *d, double p, bool upper, double low,
                             double high)
{
    double mean = dw_mean_of(d), sd = sqrt(dw_var_of(d));
    if (!(mean < 1e15)) mean = low;
    if (!(sd < 1e15)) sd = 1;
    return dw_solve_whole(tail_at, d, low, high, mean, sd, p, upper);
}

static double invert(const dw_distribution *d, double p, bool upper)
{
    double low, high;
    d->family->support(d->at, &low, &high);
    if (p <= 0) return upper ? high : low;
    if (p >= 1) return upper ? low : high;
    if (d->family->quantile) return fmin(high, fmax(low, d->family->quantile(d->at, p, upper)));
    if (d->family->discrete) return whole_quantile(d, p, upper, low, high);
    return dw_solve_quantile(tail_at, d, high, p, upper);
}

double dw_quantile_of(const dw_distribution *d, double p)
{
    return invert(d, p, false);
}

double dw_isf(const dw_distribution *d, double p)
{
    return invert(d, p, true);
}

/* ---- samples ---- */

double dw_draw_open(gsl_rng *rng)
{
    return (floor(gsl_rng_uniform(rng) * 0x1p52) + 0.5) * 0x1p-52;
}

enum { CHUNK = 4096 };
static const uint64_t sample_key = 0x64697374; /* keeps these streams apart from others */

static void sample_chunk(const dw_distribution *d, dw_stream stream, double *out, size_t n)
{
    gsl_rng rng = dw_stream_gsl(&stream);
    for (size_t i = 0; i < n; i++)
        out[i] =
            d->family->draw ? d->family->draw(d->at, &rng) : dw_quantile_of(d, dw_draw_open(&rng));
}

dw_status dw_sample(const dw_distribution *d, uint64_t seed, uint64_t call, double *out, size_t n,
                    const dw_env *env, dw_error *err)
{
    int64_t chunks = (int64_t)((n + CHUNK - 1) / CHUNK);
    bool stopped = false;
#ifdef _OPENMP
    int threads = env && env->threads > 0 ? env->threads : omp_get_max_threads();
#endif
#pragma omp parallel for schedule(dynamic) num_threads(threads) if (chunks > 4)
    for (int64_t chunk = 0; chunk < chunks; chunk++) {
        size_t from = (size_t)chunk * CHUNK, room = n - from;
        bool skip;
#pragma omp atomic read
        skip = stopped;
        if (!skip && dw_env_stops(env)) {
#pragma omp atomic write
            stopped = true;
        }
        if (skip) continue;
        sample_chunk(d, dw_stream_make(seed, sample_key, call, (uint64_t)chunk), out + from,
                     room < CHUNK ? room : CHUNK);
    }
    return stopped ? dw_fail(err, DW_ESTOP, "stopped while drawing") : DW_OK;
}
