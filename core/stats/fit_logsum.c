#include "stats/fit_logsum.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

typedef double lanes __attribute__((vector_size(64)));
typedef int64_t words __attribute__((vector_size(64)));

/* Several copies of the hot function, chosen when the program starts; without fused
 * multiply-add they give the same bits. */
#if defined(__x86_64__) && defined(__gnu_linux__) && !defined(__clang__) &&                        \
    !defined(__SANITIZE_ADDRESS__)
#    define FOR_EACH_MACHINE __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#    define FOR_EACH_MACHINE
#endif
#define INLINE static inline __attribute__((always_inline))

dw_status dw_logsum_make(dw_logsum *data, const dw_points *points, double delta, dw_error *err)
{
    size_t blocks = points->n / 8 + (points->n % 8 > 0);
    *data = (dw_logsum){ .blocks = blocks, .delta = delta };
    data->log_n = dw_allocate(blocks, 4 * sizeof *data->log_n, err);
    if (!data->log_n) return DW_ENOMEM;
    data->log_d = data->log_n + blocks;
    data->log_loss = data->log_d + blocks;
    data->weight = data->log_loss + blocks;
    for (size_t i = 0; i < points->n; i++) {
        data->log_n[i / 8].at[i % 8] = log(points->x[0][i]);
        data->log_d[i / 8].at[i % 8] = log(points->x[1][i]);
        data->log_loss[i / 8].at[i % 8] = points->y[i];
        data->weight[i / 8].at[i % 8] = points->weights ? points->weights[i] : 1;
    }
    return DW_OK;
}

void dw_logsum_free(dw_logsum *data)
{
    free(data->log_n);
    data->log_n = NULL;
}

/* ---- eight numbers at a time ---- */

INLINE void load(lanes *out, const dw_logsum_lanes *in)
{
    memcpy(out, in, sizeof *out);
}

/* out = mask ? a : b, a mask being all ones or all zeros. */
INLINE void choose(lanes *out, const words *mask, const lanes *a, const lanes *b)
{
    *out = (lanes)((*mask & (words)*a) | (~*mask & (words)*b));
}

INLINE void clamp(lanes *x, double low, double high)
{
    const lanes least = *x * 0 + low, most = *x * 0 + high;
    words above = *x > most, below = *x < least;
    choose(x, &above, &most, x);
    choose(x, &below, &least, x);
}

static const double round_shift = 0x1.8p52; /* adding it rounds to a whole number in the low bits */

/* exp of |x| <= 600 to 2 units in the last place: x = k ln 2 + r, Taylor's series of r. */
INLINE void exponential(lanes *x)
{
    const lanes shifted = *x * 0x1.71547652b82fep+0 + round_shift;
    const lanes k = shifted - round_shift;
    const lanes r = (*x - k * 0x1.62e42fefa0000p-1) - k * 0x1.cf79abc9e3b3ap-40;
    lanes s = r * (1.0 / 479001600) + 1.0 / 39916800;
    s = s * r + 1.0 / 3628800;
    s = s * r + 1.0 / 362880;
    s = s * r + 1.0 / 40320;
    s = s * r + 1.0 / 5040;
    s = s * r + 1.0 / 720;
    s = s * r + 1.0 / 120;
    s = s * r + 1.0 / 24;
    s = s * r + 1.0 / 6;
    s = s * r + 0.5;
    s = s * r + 1.0;
    s = s * r + 1.0;
    *x = (lanes)((words)s + ((words)shifted << 52));
}

/* log of x >= 1: x = 2^k m with m near 1, log m = 2 atanh((m - 1) / (m + 1)). */
INLINE void logarithm(lanes *x)
{
    const words bits = (words)*x - 0x3fe6a09e667f3bcd; /* sqrt(1/2) */
    const words power = bits >> 52;
    const lanes m = (lanes)((words)*x - (power << 52));
    const lanes k = (lanes)(power + (int64_t)0x4338000000000000) - round_shift;
    const lanes z = (m - 1) / (m + 1), q = z * z;
    lanes s = q * (2.0 / 21) + 2.0 / 19;
    s = s * q + 2.0 / 17;
    s = s * q + 2.0 / 15;
    s = s * q + 2.0 / 13;
    s = s * q + 2.0 / 11;
    s = s * q + 2.0 / 9;
    s = s * q + 2.0 / 7;
    s = s * q + 2.0 / 5;
    s = s * q + 2.0 / 3;
    *x = k * 0x1.62e42fefa39efp-1 + (z * 2 + z * (q * s));
}

static double sum_lanes(const double *x)
{
    return ((x[0] + x[4]) + (x[2] + x[6])) + ((x[1] + x[5]) + (x[3] + x[7]));
}

FOR_EACH_MACHINE
static void accumulate(const dw_logsum *data, const double *theta, dw_logsum_lanes *out)
{
    const double delta = data->delta, a = theta[0] - theta[2], b = theta[1] - theta[2];
    lanes sum[6] = { { 0 } };
    for (size_t i = 0; i < data->blocks; i++) {
        lanes log_n, log_d, y, w;
        load(&log_n, &data->log_n[i]);
        load(&log_d, &data->log_d[i]);
        load(&y, &data->log_loss[i]);
        load(&w, &data->weight[i]);
        lanes u = a - theta[3] * log_n, v = b - theta[4] * log_d;
        clamp(&u, -600, 600);
        clamp(&v, -600, 600);
        exponential(&u);
        exponential(&v);
        const lanes s = u + v + 1;
        lanes log_s = s;
        logarithm(&log_s);
        const lanes r = y - theta[2] - log_s;
        lanes psi = r;
        clamp(&psi, -delta, delta);
        sum[0] += w * (psi * (r - 0.5 * psi));
        const lanes h = w * psi / s, hu = h * u, hv = h * v;
        sum[1] -= hu;
        sum[2] -= hv;
        sum[3] -= h;
        sum[4] += hu * log_n;
        sum[5] += hv * log_d;
    }
    memcpy(out, sum, sizeof sum);
}

double dw_logsum_value(const dw_logsum *data, const double *theta, double *gradient)
{
    dw_logsum_lanes sum[6];
    accumulate(data, theta, sum);
    for (int j = 0; j < DW_LOGSUM; j++) gradient[j] = sum_lanes(sum[j + 1].at) / data->delta;
    return sum_lanes(sum[0].at) / data->delta;
}

/* ---- BFGS ---- */

typedef struct descent {
    const dw_logsum *data;
    double x[DW_LOGSUM], g[DW_LOGSUM], f;
    double inverse[DW_LOGSUM][DW_LOGSUM]; /* of the Hessian */
    bool fresh;                           /* inverse is the identity */
} descent;

static double dot(const double *x, const double *y)
{
    double sum = 0;
    for (int i = 0; i < DW_LOGSUM; i++) sum += x[i] * y[i];
    return sum;
}

static void forget(descent *d, double size)
{
    memset(d->inverse, 0, sizeof d->inverse);
    for (int i = 0; i < DW_LOGSUM; i++) d->inverse[i][i] = size;
    d->fresh = true;
}

enum { TRIALS = 30 };

/* Finds a step along p that falls enough and flattens enough; the new point replaces the old, step
 * and change get the differences. False when there is none. */
static bool search(descent *d, const double *p, double slope, double *step, double *change)
{
    double low = 0, high = INFINITY, t = d->fresh ? fmin(1, 1 / sqrt(dot(d->g, d->g))) : 1;
    double x[DW_LOGSUM], g[DW_LOGSUM], f = d->f;
    bool fallen = false;
    for (int k = 0; k < TRIALS; k++) {
        for (int i = 0; i < DW_LOGSUM; i++) x[i] = d->x[i] + t * p[i];
        f = dw_logsum_value(d->data, x, g);
        fallen = f <= d->f + 1e-4 * t * slope;
        if (!fallen) { /* the parabola through what is known, not too near its ends */
            double bottom = -slope * t * t / (2 * (f - d->f - slope * t));
            high = t;
            t = low > 0 ? 0.5 * (low + high) : fmin(fmax(bottom, 0.1 * t), 0.5 * t);
        } else if (dot(g, p) < 0.9 * slope) {
            low = t;
            t = isinf(high) ? 2.5 * t : 0.5 * (low + high);
        } else {
            break;
        }
    }
    if (!fallen || !(f < INFINITY)) return false;
    for (int i = 0; i < DW_LOGSUM; i++) {
        step[i] = x[i] - d->x[i];
        change[i] = g[i] - d->g[i];
    }
    memcpy(d->x, x, sizeof x);
    memcpy(d->g, g, sizeof g);
    d->f = f;
    return true;
}

/* The update of Broyden, Fletcher, Goldfarb and Shanno. */
static void learn(descent *d, const double *step, const double *change)
{
    double sy = dot(step, change), yy = dot(change, change), hy[DW_LOGSUM];
    if (!(sy > 1e-14 * yy) || yy == 0) return;
    if (d->fresh) forget(d, sy / yy);
    d->fresh = false;
    for (int i = 0; i < DW_LOGSUM; i++) hy[i] = dot(d->inverse[i], change);
    double factor = (1 + dot(change, hy) / sy) / sy;
    for (int i = 0; i < DW_LOGSUM; i++)
        for (int j = 0; j < DW_LOGSUM; j++)
            d->inverse[i][j] +=
                factor * step[i] * step[j] - (hy[i] * step[j] + step[i] * hy[j]) / sy;
}

double dw_logsum_minimize(const dw_logsum *data, double *theta, double gain, int most, int *steps)
{
    descent d = { .data = data };
    double p[DW_LOGSUM], step[DW_LOGSUM], change[DW_LOGSUM];
    memcpy(d.x, theta, sizeof d.x);
    d.f = dw_logsum_value(data, d.x, d.g);
    forget(&d, 1);
    for (int still = 0; still < 3 && *steps < most; ++*steps) {
        double before = d.f;
        for (int i = 0; i < DW_LOGSUM; i++) p[i] = -dot(d.inverse[i], d.g);
        double slope = dot(p, d.g);
        bool fresh = d.fresh;
        if (!(slope < 0) || !search(&d, p, slope, step, change)) {
            if (fresh) break; /* not even along the gradient */
            forget(&d, 1);
            continue;
        }
        learn(&d, step, change);
        still = before - d.f <= gain * d.f ? still + 1 : 0;
    }
    memcpy(theta, d.x, sizeof d.x);
    return d.f;
}
