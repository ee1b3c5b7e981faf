#include "stats/correlation.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/memory.h"
#include "stats/describe.h"
#include "stats/rank.h"
#include "stats/sum.h"

dw_status dw_check_pairs(const double *x, const double *y, size_t n, size_t least, dw_error *err)
{
    size_t bad = 0, first = 0;
    for (size_t i = n; i-- > 0;) {
        if (isfinite(x[i]) && isfinite(y[i])) continue;
        bad++;
        first = i;
    }
    if (n < least)
        return dw_fail(err, DW_EARG, "there %s %zu pair%s; at least %zu are needed",
                       n == 1 ? "is" : "are", n, n == 1 ? "" : "s", least);
    if (!bad) return DW_OK;
    return dw_fail(err, DW_EDOMAIN, "%zu of %zu pairs are not finite, the first at %zu", bad, n,
                   first + 1);
}

static dw_status check_level(double level, dw_error *err)
{
    if (level > 0 && level < 1) return DW_OK;
    return dw_fail(err, DW_EDOMAIN, "level must be above 0 and below 1, got %g", level);
}

/* r of z -+ half, where tanh z = r; plus and minus are 1 + r and 1 - r. */
static dw_interval fisher(double plus, double minus, double variance, double level)
{
    if (minus <= 0) return (dw_interval){ 1, 1 };
    if (plus <= 0) return (dw_interval){ -1, -1 };
    if (!(variance > 0) || isinf(variance)) return (dw_interval){ -1, 1 };
    double z = 0.5 * log(plus / minus);
    double half = gsl_cdf_ugaussian_Qinv((1 - level) / 2) * sqrt(variance);
    return (dw_interval){ tanh(z - half), tanh(z + half) };
}

/* ---- Pearson ---- */

/* out becomes x minus its mean, of length 1. */
static dw_status standardize(const double *x, size_t n, const char *name, double *out,
                             dw_error *err)
{
    double mean, high = 0, low = x[0], top = x[0];
    for (size_t i = 0; i < n; i++) {
        high = fmax(high, fabs(x[i]));
        low = fmin(low, x[i]);
        top = fmax(top, x[i]);
    }
    if (low == top)
        return dw_fail(err, DW_EDOMAIN,
                       "all %zu values of %s are equal: there is no correlation with them", n,
                       name);
    for (size_t i = 0; i < n; i++) out[i] = high > 0x1p1000 ? x[i] * 0x1p-8 : x[i];
    dw_status status = dw_mean(out, n, &mean, err);
    if (status) return status;
    dw_sum drift = { 0 }, squares = { 0 };
    double largest = 0;
    for (size_t i = 0; i < n; i++) {
        out[i] -= mean;
        largest = fmax(largest, fabs(out[i]));
    }
    for (size_t i = 0; i < n; i++) dw_sum_add(&drift, out[i] /= largest);
    for (size_t i = 0; i < n; i++) {
        out[i] -= dw_sum_value(&drift) / (double)n;
        dw_sum_add(&squares, out[i] * out[i]);
    }
    for (size_t i = 0; i < n; i++) out[i] /= sqrt(dw_sum_value(&squares));
    return DW_OK;
}

/* Both tails of Student's t with nu degrees of freedom, t^2 / nu = square / rest, by the beta
 * distribution; GSL's loses its tails at large nu, where Hill's (1970) normal deviate is exact. */
static double student_tails(double square, double rest, double nu)
{
    if (rest == 0) return 0;
    if (nu < 8e4)
        return rest < 0.5 ? gsl_cdf_beta_P(rest, nu / 2, 0.5) : gsl_cdf_beta_Q(square, 0.5, nu / 2);
    double a = nu - 0.5, b = 48 * a * a;
    double y = -a * (rest < 0.5 ? log(rest) : log1p(-square));
    double more = (((-0.4 * y - 3.3) * y - 24) * y - 85.5) / (0.8 * y * y + 100 + b) + y + 3;
    return fmin(1, 2 * gsl_cdf_ugaussian_Q((more / b + 1) * sqrt(y)));
}

/* From the lengths of u + v and u - v: 1 + r and 1 - r keep their digits near -1 and 1. */
static void correlate(const double *u, const double *v, size_t n, double level, double factor,
                      dw_correlation *out)
{
    dw_sum product = { 0 }, near = { 0 }, far = { 0 };
    for (size_t i = 0; i < n; i++) {
        dw_sum_add(&product, u[i] * v[i]);
        dw_sum_add(&near, (u[i] - v[i]) * (u[i] - v[i]));
        dw_sum_add(&far, (u[i] + v[i]) * (u[i] + v[i]));
    }
    double r = fmax(-1, fmin(1, dw_sum_value(&product))), count = (double)n;
    double minus = dw_sum_value(&near) / 2, plus = dw_sum_value(&far) / 2;
    if (minus < 1e-30) r = 1, minus = 0;
    if (plus < 1e-30) r = -1, plus = 0;
    double rest = plus * minus;
    out->r = r;
    out->statistic = r * sqrt((count - 2) / rest);
    out->p_limit = student_tails(r * r, rest, count - 2);
    out->p = out->p_limit;
    out->p_exact = NAN;
    out->limits = fisher(plus, minus, (1 + factor * r * r) / (count - 3), level);
}

static dw_status correlate_pairs(const double *x, const double *y, size_t n, double level,
                                 double factor, dw_correlation *out, dw_error *err)
{
    double *u = dw_allocate(n, sizeof *u, err), *v = dw_allocate(n, sizeof *v, err);
    dw_status status = u && v ? DW_OK : DW_ENOMEM;
    if (!status) status = standardize(x, n, "x", u, err);
    if (!status) status = standardize(y, n, "y", v, err);
    if (!status) correlate(u, v, n, level, factor, out);
    free(u);
    free(v);
    return status;
}

dw_status dw_pearson(const double *x, const double *y, size_t n, double level, dw_correlation *out,
                     dw_error *err)
{
    dw_status status = dw_check_pairs(x, y, n, 3, err);
    if (!status) status = check_level(level, err);
    if (!status) status = correlate_pairs(x, y, n, level, 0, out, err);
    return status;
}

/* ---- Spearman ---- */

enum { MOST_PERMUTED = 9 };

static bool has_ties(const double *ranks, size_t n)
{
    bool seen[MOST_PERMUTED + 1] = { false };
    for (size_t i = 0; i < n; i++) {
        if (ranks[i] != floor(ranks[i]) || seen[(size_t)ranks[i]]) return true;
        seen[(size_t)ranks[i]] = true;
    }
    return false;
}

typedef struct permuting {
    int n, scale, least; /* scale: n^3 - n; least: of |scale - 6 D|, D the squared distance */
    bool used[MOST_PERMUTED];
    double hits, all;
} permuting;

static void permute(permuting *p, int place, int distance)
{
    if (place == p->n) {
        p->all++;
        if (abs(p->scale - 6 * distance) >= p->least) p->hits++;
        return;
    }
    for (int i = 0; i < p->n; i++) {
        if (p->used[i]) continue;
        p->used[i] = true;
        permute(p, place + 1, distance + (i - place) * (i - place));
        p->used[i] = false;
    }
}

static double spearman_exact(const double *a, const double *b, size_t n)
{
    if (n > MOST_PERMUTED || has_ties(a, n) || has_ties(b, n)) return NAN;
    int count = (int)n, distance = 0;
    for (size_t i = 0; i < n; i++) distance += (int)((a[i] - b[i]) * (a[i] - b[i]));
    permuting p = { .n = count, .scale = count * count * count - count };
    p.least = abs(p.scale - 6 * distance);
    permute(&p, 0, 0);
    return p.hits / p.all;
}

dw_status dw_spearman(const double *x, const double *y, size_t n, double level, dw_correlation *out,
                      dw_error *err)
{
    dw_status status = dw_check_pairs(x, y, n, 3, err);
    if (!status) status = check_level(level, err);
    if (status) return status;
    double *a = dw_allocate(n, sizeof *a, err), *b = dw_allocate(n, sizeof *b, err);
    status = a && b ? DW_OK : DW_ENOMEM;
    if (!status) status = dw_mid_ranks(x, n, a, err);
    if (!status) status = dw_mid_ranks(y, n, b, err);
    if (!status) status = correlate_pairs(a, b, n, level, 0.5, out, err);
    if (!status) out->p_exact = spearman_exact(a, b, n);
    if (!status && !isnan(out->p_exact)) out->p = out->p_exact;
    free(a);
    free(b);
    return status;
}

/* ---- Kendall ---- */

enum { MOST_COUNTED = 50, MOST_SWAPS = MOST_COUNTED * (MOST_COUNTED - 1) / 2 };

typedef struct pair {
    double x, y;
} pair;

static int by_x_then_y(const void *a, const void *b)
{
    const pair *p = a, *q = b;
    if (p->x != q->x) return p->x < q->x ? -1 : 1;
    return (p->y > q->y) - (p->y < q->y);
}

/* Sorts y[0..n) and says how many neighbors had to change places. */
static double merge_sort(double *y, double *room, size_t n)
{
    if (n < 2) return 0;
    size_t half = n / 2, i = 0, j = half;
    double swaps = merge_sort(y, room, half) + merge_sort(y + half, room, n - half);
    for (size_t k = 0; k < n; k++)
        if (j >= n || (i < half && y[i] <= y[j])) {
            room[k] = y[i++];
        } else {
            swaps += (double)(half - i);
            room[k] = y[j++];
        }
    for (size_t k = 0; k < n; k++) y[k] = room[k];
    return swaps;
}

/* Over the groups of t equal values: pairs t(t-1)/2, and the terms of Kendall's variance. */
typedef struct ties {
    double pairs, variance, triples;
} ties;

static void add_group(ties *t, double size)
{
    t->pairs += size * (size - 1) / 2;
    t->variance += size * (size - 1) * (2 * size + 5);
    t->triples += size * (size - 1) * (size - 2);
}

static ties ties_of(const double *sorted, size_t stride, size_t n)
{
    ties out = { 0 };
    for (size_t first = 0, next; first < n; first = next) {
        for (next = first + 1; next < n && sorted[next * stride] == sorted[first * stride];) next++;
        add_group(&out, (double)(next - first));
    }
    return out;
}

static double tied_in_both(const pair *pairs, size_t n)
{
    double both = 0;
    for (size_t first = 0, next; first < n; first = next) {
        for (next = first + 1; next < n && by_x_then_y(&pairs[next], &pairs[first]) == 0;) next++;
        both += (double)(next - first) * (double)(next - first - 1) / 2;
    }
    return both;
}

double dw_kendall_tail(size_t n, double most)
{
    double share[MOST_SWAPS + 1] = { 1 }, next[MOST_SWAPS + 1], sum = 0;
    for (size_t m = 2; m <= n && m <= MOST_COUNTED; m++) {
        size_t top = m * (m - 1) / 2;
        for (size_t k = 0; k <= top; k++) {
            next[k] = 0;
            for (size_t i = 0; i < m && i <= k; i++) next[k] += share[k - i];
        }
        for (size_t k = 0; k <= top; k++) share[k] = next[k] / (double)m;
    }
    for (size_t k = 0; k <= MOST_SWAPS && (double)k <= most; k++) sum += share[k];
    return fmin(sum, 1);
}

static void test_kendall(double score, double n, const ties *x, const ties *y, dw_correlation *out)
{
    double variance = (n * (n - 1) * (2 * n + 5) - x->variance - y->variance) / 18;
    variance += 2 * x->pairs * y->pairs / (n * (n - 1));
    variance += x->triples * y->triples / (9 * n * (n - 1) * (n - 2));
    out->statistic = score / sqrt(variance);
    out->p_limit = fmin(1, 2 * gsl_cdf_ugaussian_Q(fabs(out->statistic)));
    out->p_exact = NAN;
    if (x->pairs == 0 && y->pairs == 0 && n <= MOST_COUNTED) {
        double pairs = n * (n - 1) / 2, swaps = (pairs - fabs(score)) / 2;
        out->p_exact = score == 0 ? 1 : fmin(1, 2 * dw_kendall_tail((size_t)n, swaps));
    }
    out->p = isnan(out->p_exact) ? out->p_limit : out->p_exact;
}

static dw_status kendall_of(pair *pairs, double *y, double *room, size_t n, double level,
                            dw_correlation *out, dw_error *err)
{
    qsort(pairs, n, sizeof *pairs, by_x_then_y);
    for (size_t i = 0; i < n; i++) y[i] = pairs[i].y;
    double swaps = merge_sort(y, room, n), count = (double)n, all = count * (count - 1) / 2;
    ties tx = ties_of(&pairs[0].x, 2, n), ty = ties_of(y, 1, n);
    if (tx.pairs == all || ty.pairs == all)
        return dw_fail(err, DW_EDOMAIN,
                       "all %zu values of %s are equal: there is no correlation with them", n,
                       tx.pairs == all ? "x" : "y");
    double both = tied_in_both(pairs, n), score = all - tx.pairs - ty.pairs + both - 2 * swaps;
    out->r = score / sqrt(all - tx.pairs) / sqrt(all - ty.pairs);
    if (tx.pairs == ty.pairs) out->r = score / (all - tx.pairs);
    out->limits = fisher(1 + out->r, 1 - out->r, n > 4 ? 0.437 / (count - 4) : 0, level);
    test_kendall(score, count, &tx, &ty, out);
    return DW_OK;
}

dw_status dw_kendall(const double *x, const double *y, size_t n, double level, dw_correlation *out,
                     dw_error *err)
{
    dw_status status = dw_check_pairs(x, y, n, 3, err);
    if (!status) status = check_level(level, err);
    if (status) return status;
    pair *pairs = dw_allocate(n, sizeof *pairs, err);
    double *sorted = dw_allocate(n, sizeof *sorted, err), *room = dw_allocate(n, sizeof *room, err);
    status = pairs && sorted && room ? DW_OK : DW_ENOMEM;
    for (size_t i = 0; i < n && !status; i++) pairs[i] = (pair){ x[i], y[i] };
    if (!status) status = kendall_of(pairs, sorted, room, n, level, out, err);
    free(pairs);
    free(sorted);
    free(room);
    return status;
}
