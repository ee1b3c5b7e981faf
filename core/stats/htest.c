#include "stats/htest.h"

#include <math.h>

#include "stats/describe.h"
#include "stats/distribution.h"

dw_test dw_test_start(const char *statistic_name, const char *estimate_name)
{
    return (dw_test){ .statistic = NAN,
                      .p = NAN,
                      .dof = NAN,
                      .estimate = NAN,
                      .low = NAN,
                      .high = NAN,
                      .n = NAN,
                      .m = NAN,
                      .statistic_name = statistic_name,
                      .estimate_name = estimate_name };
}

dw_status dw_check_level(double level, dw_error *err)
{
    if (level > 0 && level < 1) return DW_OK;
    return dw_fail(err, DW_EDOMAIN, "level must be above 0 and below 1, got %g", level);
}

dw_status dw_check_named(dw_sample_of x, size_t least, dw_error *err)
{
    dw_error inner;
    if (x.n < least)
        return dw_fail(err, DW_EARG, "%s has %zu value%s; at least %zu %s needed", x.name, x.n,
                       x.n == 1 ? "" : "s", least, least == 1 ? "is" : "are");
    dw_status status = dw_check_sample(x.at, x.n, least, &inner);
    return status ? dw_fail(err, status, "%s: %s", x.name, inner.text) : DW_OK;
}

dw_status dw_check_count(double k, const char *name, dw_error *err)
{
    if (k >= 0 && k <= 0x1p50 && k == floor(k)) return DW_OK;
    return dw_fail(err, DW_EDOMAIN, "%s must be a whole number from 0 on, got %g", name, k);
}

double dw_p_of(dw_alternative alternative, double lower, double upper)
{
    if (alternative == DW_LESS) return fmin(1, lower);
    if (alternative == DW_GREATER) return fmin(1, upper);
    return fmin(1, 2 * fmin(lower, upper));
}

double dw_end_tail(const dw_question *question)
{
    return (1 - question->level) / (question->alternative == DW_TWO_SIDED ? 2 : 1);
}

static dw_distribution named(const char *name, double a, double b, size_t n)
{
    dw_distribution out;
    if (dw_distribution_of(&out, name, (double[]){ a, b }, n, NULL)) out.family = NULL;
    return out;
}

static double upper(const char *name, double nu, double x)
{
    dw_distribution d = named(name, nu, 0, 1);
    return d.family ? dw_sf(&d, x) : NAN;
}

double dw_normal_upper(double z)
{
    dw_distribution d = named("normal", 0, 1, 2);
    return dw_sf(&d, z);
}

double dw_student_upper(double t, double nu)
{
    return upper("t", nu, t);
}

double dw_student_point(double tail, double nu)
{
    dw_distribution d = named("t", nu, 0, 1);
    return d.family ? dw_isf(&d, tail) : NAN;
}

double dw_chi2_upper(double x, double nu)
{
    return upper("chi2", nu, x);
}

double dw_binomial_log_chance(double k, double n, double p)
{
    dw_distribution d = named("binomial", n, p, 2);
    return d.family ? dw_log_pdf(&d, k) : NAN;
}

double dw_binomial_lower(double k, double n, double p)
{
    dw_distribution d = named("binomial", n, p, 2);
    return d.family ? dw_cdf(&d, k) : NAN;
}

double dw_binomial_upper(double k, double n, double p)
{
    dw_distribution d = named("binomial", n, p, 2);
    return d.family ? dw_sf(&d, k - 1) : NAN;
}

dw_status dw_may_go_on(const dw_env *env, dw_error *err)
{
    return dw_env_stops(env) ? dw_fail(err, DW_ESTOP, "stopped") : DW_OK;
}
