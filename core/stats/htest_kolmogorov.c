/* The distributions of Kolmogorov's and Smirnov's statistics. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "stats/htest_ks.h"

enum { MOST_MATRIX = 1000 };

static const double pi = 3.14159265358979323846;

double dw_kolmogorov_limit(double x)
{
    if (x <= 0) return 1;
    double sum = 0;
    if (x > 1) {
        for (int j = 1; j < 20; j++) sum += (j % 2 ? 1 : -1) * exp(-2.0 * j * j * x * x);
        return fmin(1, 2 * sum);
    }
    for (int j = 1; j < 20; j += 2) sum += exp(-j * j * pi * pi / (8 * x * x));
    return 1 - sqrt(2 * pi) / x * sum;
}

/* d sum_j C(n, j) (d + j/n)^(j-1) (1 - d - j/n)^(n-j): no term is negative. */
double dw_smirnov_upper(size_t n, double d)
{
    if (d <= 0) return 1;
    if (d >= 1) return 0;
    double size = (double)n, sum = 0, lost = 0;
    for (size_t i = 0; i <= n; i++) {
        double j = (double)i, rest = 1 - d - j / size;
        if (rest < 0 || (rest == 0 && i < n)) break;
        double term = lgamma(size + 1) - lgamma(j + 1) - lgamma(size - j + 1);
        term += (j - 1) * log(d + j / size);
        if (i < n) term += (size - j) * log(rest);
        term = exp(term);
        double next = sum + term;
        lost += (sum - next) + term;
        sum = next;
    }
    return fmin(1, d * (sum + lost));
}

/* ---- many values: the limit and three corrections (Pelz and Good 1976) ---- */

/* Sums over all whole h of terms in w = pi^2 (h + 1/2)^2, weighted by exp(-w / 2z^2), and the same
 * of v = pi^2 h^2. Each is a polynomial in w or v and the square y of z. */
static void add_corrections(double w, double v, double y, double sum[4])
{
    double at_w = exp(-w / (2 * y)), at_v = exp(-v / (2 * y)), z = sqrt(y);
    double y2 = y * y, y3 = y2 * y, y4 = y2 * y2;
    sum[0] += at_w / z;
    sum[1] += (w - y) * at_w / (6 * y2);
    sum[2] += (6 * y3 + 2 * y2 + w * (2 * y2 - 5 * y) + w * w * (1 - 2 * y)) * at_w / (72 * y3 * z);
    sum[2] -= v * at_v / (36 * y * z);
    sum[3] += (w * w * w * (5 - 30 * y) + w * w * (212 * y2 - 60 * y) + w * (135 * y2 - 96 * y3) -
               (30 * y3 + 90 * y4)) *
              at_w / (6480 * y4 * y);
    sum[3] += (3 * v * y - v * v) * at_v / (216 * y3);
}

static double pelz_good_cdf(double n, double d)
{
    double sum[4] = { 0 }, root = sqrt(n);
    for (int h = -12; h < 12; h++) {
        double half = h + 0.5;
        add_corrections(pi * pi * half * half, pi * pi * h * h, n * d * d, sum);
    }
    double cdf = sum[0] + sum[1] / root + sum[2] / n + sum[3] / (n * root);
    return fmin(1, fmax(0, sqrt(pi / 2) * cdf));
}

/* ---- Durbin's matrix ---- */

/* A square matrix times a power of ten, so that its powers neither run over nor vanish. */
typedef struct scaled {
    double *at;
    int power;
} scaled;

static void multiply(const scaled *a, const scaled *b, scaled *out, size_t m)
{
    memset(out->at, 0, m * m * sizeof *out->at);
    for (size_t i = 0; i < m; i++)
        for (size_t k = 0; k < m; k++) {
            double factor = a->at[i * m + k];
            if (factor == 0) continue;
            for (size_t j = 0; j < m; j++) out->at[i * m + j] += factor * b->at[k * m + j];
        }
    out->power = a->power + b->power;
    if (out->at[(m / 2) * m + m / 2] < 1e140) return;
    for (size_t i = 0; i < m * m; i++) out->at[i] *= 1e-140;
    out->power += 140;
}

static void swap(scaled *a, scaled *b)
{
    scaled kept = *a;
    *a = *b;
    *b = kept;
}

/* H of Marsaglia, Tsang and Wang: 1/(i-j+1)! below and beside the diagonal, with corners for the
 * distance h from the next lattice line. */
static void fill_durbin(double *at, size_t m, double h)
{
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < m; j++) at[i * m + j] = i + 1 < j ? 0 : 1;
    for (size_t i = 0; i < m; i++) {
        at[i * m] -= pow(h, (double)i + 1);
        at[(m - 1) * m + i] -= pow(h, (double)(m - i));
    }
    at[(m - 1) * m] += 2 * h - 1 > 0 ? pow(2 * h - 1, (double)m) : 0;
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j <= i; j++)
            at[i * m + j] = at[i * m + j] == 0 ? 0 : at[i * m + j] / tgamma((double)(i - j) + 2);
}

/* n! / n^n times the middle element of the n-th power. */
static double middle_of_power(scaled *base, scaled *result, scaled *room, size_t m, size_t n)
{
    for (size_t i = 0; i < m; i++) result->at[i * m + i] = 1;
    for (size_t left = n; left; left >>= 1) {
        if (left & 1) {
            multiply(result, base, room, m);
            swap(result, room);
        }
        multiply(base, base, room, m);
        swap(base, room);
    }
    double p = result->at[(m / 2) * m + m / 2];
    int power = result->power;
    for (size_t i = 1; i <= n; i++) {
        p *= (double)i / (double)n;
        if (p >= 1e-140) continue;
        p *= 1e140;
        power -= 140;
    }
    return p * pow(10, power);
}

static double durbin_cdf(size_t n, double d, dw_status *status, dw_error *err)
{
    double steps = floor((double)n * d) + 1;
    size_t m = 2 * (size_t)steps - 1;
    double *at = dw_allocate(3 * m * m, sizeof *at, err);
    if (!at) {
        *status = DW_ENOMEM;
        return NAN;
    }
    scaled base = { at, 0 }, result = { at + m * m, 0 }, room = { at + 2 * m * m, 0 };
    fill_durbin(at, m, steps - (double)n * d);
    double p = middle_of_power(&base, &result, &room, m, n);
    free(at);
    return p;
}

double dw_kolmogorov_upper(size_t n, double d, bool *exact, dw_status *status, dw_error *err)
{
    double size = (double)n, square = size * d * d;
    *status = DW_OK;
    *exact = n <= MOST_MATRIX || d >= 0.5 || square > 5;
    if (2 * size * d <= 1) return 1;
    if (d >= 1) return 0;
    /* both sides at once: never for d >= 1/2, and else of relative weight exp(-6 n d^2) */
    if (d >= 0.5 || square > (n <= MOST_MATRIX ? 5 : 2.6))
        return fmin(1, 2 * dw_smirnov_upper(n, d));
    if (n <= MOST_MATRIX) return fmax(0, 1 - durbin_cdf(n, d, status, err));
    return 1 - pelz_good_cdf(size, d);
}
