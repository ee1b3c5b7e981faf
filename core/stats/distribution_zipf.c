/* Zipf's law over 1..n or over all whole numbers. */
#include <math.h>

#include "stats/distribution_family.h"
#include "stats/distribution_tail.h"

/* q = s, n (-1: none), the sum of all k^-s */
static double last_of(const double *q)
{
    return q[1] < 0 ? INFINITY : q[1];
}

static dw_status zipf_prepare(double *q, dw_error *err)
{
    if (q[1] < 0 && !(q[0] > 1))
        return dw_fail(err, DW_EDOMAIN,
                       "'s' must be above 1 when 'n' is not given: the sum of k^-%g has no limit",
                       q[0]);
    q[2] = dw_power_sum(q[0], 1, last_of(q));
    return DW_OK;
}

static void zipf_support(const double *q, double *low, double *high)
{
    *low = 1;
    *high = last_of(q);
}

static double zipf_log_pdf(const double *q, double k)
{
    return -q[0] * log(k) - log(q[2]);
}

static double zipf_tail(const double *q, double k, bool upper)
{
    double part = upper ? dw_power_sum(q[0], k + 1, last_of(q)) : dw_power_sum(q[0], 1, k);
    return part / q[2];
}

/* The means of (X - 1) and its square: no digits are lost when nearly all mass is on 1. */
static double zipf_first(const double *q)
{
    double last = last_of(q);
    if (q[1] < 0 && q[0] <= 2) return INFINITY;
    if (last < 2) return 0;
    return (dw_power_sum(q[0] - 1, 2, last) - dw_power_sum(q[0], 2, last)) / q[2];
}

static double zipf_mean(const double *q)
{
    return 1 + zipf_first(q);
}

static double zipf_var(const double *q)
{
    double last = last_of(q), first = zipf_first(q);
    if (q[1] < 0 && q[0] <= 3) return q[0] > 2 ? INFINITY : NAN;
    if (last < 2) return 0;
    double second = dw_power_sum(q[0] - 2, 2, last) - 2 * dw_power_sum(q[0] - 1, 2, last) +
                    dw_power_sum(q[0], 2, last);
    return second / q[2] - first * first;
}

/* The integral of t^-s over 1..x, and its inverse */
static double integral(double s, double x)
{
    double e = (1 - s) * log(x);
    if (isinf(x) && s > 1) return 1 / (s - 1);
    return e == 0 ? log(x) : log(x) * (expm1(e) / e);
}

static double inverse(double s, double u)
{
    double e = u * (1 - s);
    return exp(fabs(e) > 1e-300 ? u * (log1p(fmax(e, -1)) / e) : u);
}

/* Rejection-inversion (Hörmann and Derflinger 1996) */
static double zipf_draw(const double *q, gsl_rng *rng)
{
    double s = q[0], last = last_of(q);
    double top = integral(s, 1.5) - 1, bottom = integral(s, last + 0.5);
    double sure = 2 - inverse(s, integral(s, 2.5) - pow(2, -s));
    for (;;) {
        double u = bottom + dw_draw_open(rng) * (top - bottom), x = inverse(s, u);
        double k = fmin(fmax(floor(x + 0.5), 1), last);
        if (k - x <= sure || u >= integral(s, k + 0.5) - pow(k, -s)) return k;
    }
}

const dw_option dw_zipf_parameters[] = {
    DW_PARAMETER("s", DW_NUMBER, 0, .min = 0, .max = 100, .flags = DW_REQUIRED,
                 .doc = "exponent; above 1 when n is not given"),
    DW_PARAMETER("n", DW_INTEGER, 1, .min = 1, .max = 1e15, .flags = DW_OPTIONAL,
                 .doc = "largest value; no limit when not given"),
    { 0 },
};

const dw_family dw_zipf = {
    .name = "zipf",
    .discrete = true,
    .parameters = dw_zipf_parameters,
    .prepare = zipf_prepare,
    .support = zipf_support,
    .log_pdf = zipf_log_pdf,
    .tail = zipf_tail,
    .mean = zipf_mean,
    .var = zipf_var,
    .draw = zipf_draw,
};
