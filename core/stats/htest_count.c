/* Exact null distributions of rank sums, and order statistics of pairs. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "stats/htest_rank.h"
#include "stats/quantile.h"

typedef struct ranked {
    double value;
    size_t at;
} ranked;

static int by_value(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    if (x->value != y->value) return x->value < y->value ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

dw_status dw_double_ranks(const double *x, size_t n, size_t *out, double *ties, dw_error *err)
{
    ranked *sorted = dw_allocate(n, sizeof *sorted, err);
    if (!sorted) return DW_ENOMEM;
    for (size_t i = 0; i < n; i++) sorted[i] = (ranked){ x[i], i };
    qsort(sorted, n, sizeof *sorted, by_value);
    *ties = 0;
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && sorted[end].value == sorted[i].value;) end++;
        double t = (double)(end - i);
        *ties += t * t * t - t;
        for (size_t j = i; j < end; j++) out[sorted[j].at] = i + end + 1;
    }
    free(sorted);
    return DW_OK;
}

/* ---- sums of scores ---- */

enum { MOST_SCORES = 1000 };

/* count[k * width + s]: subsets of k scores with sum s; one row, k = 0, when all sizes count. */
typedef struct sums {
    double *count;
    size_t rows, width;
} sums;

static dw_status lay_out(const size_t *scores, size_t n, long take, sums *out, dw_error *err)
{
    size_t total = 0, cells;
    if (n > MOST_SCORES)
        return dw_fail(err, DW_EARG, "exact counting takes at most %d values, got %zu", MOST_SCORES,
                       n);
    for (size_t i = 0; i < n; i++) total += scores[i];
    out->rows = take < 0 ? 1 : (size_t)take + 1;
    out->width = total + 1;
    if (!dw_size_multiply(out->rows, out->width, &cells) || (double)cells * (double)n > 2e10)
        return dw_fail(err, DW_EARG, "exact counting of %zu values takes too long", n);
    out->count = dw_allocate(cells, sizeof(double), err);
    return out->count ? DW_OK : DW_ENOMEM;
}

static void add_score(sums *all, size_t score, size_t reached, size_t most)
{
    size_t width = all->width;
    if (all->rows == 1) {
        for (size_t s = reached + 1; s-- > 0;) all->count[s + score] += all->count[s];
        return;
    }
    for (size_t k = most; k-- > 0;) {
        const double *from = all->count + k * width;
        double *to = all->count + (k + 1) * width + score;
        for (size_t s = 0; s <= reached; s++) to[s] += from[s];
    }
}

static dw_status count_all(const size_t *scores, size_t n, long take, const dw_env *env, sums *out,
                           dw_error *err)
{
    dw_status status = lay_out(scores, n, take, out, err);
    if (status) return status;
    size_t reached = 0;
    out->count[0] = 1;
    for (size_t i = 0; i < n && !status; i++) {
        size_t most = i + 1 < out->rows - 1 ? i + 1 : out->rows - 1;
        add_score(out, scores[i], reached, most);
        reached += scores[i];
        status = dw_may_go_on(env, err);
    }
    if (status) free(out->count);
    return status;
}

static double add_up(const double *x, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += x[i];
    return sum;
}

dw_status dw_count_sums(const size_t *scores, size_t n, long take, size_t sum, const dw_env *env,
                        double *lower, double *upper, dw_error *err)
{
    sums all;
    dw_status status = count_all(scores, n, take, env, &all, err);
    if (status) return status;
    const double *row = all.count + (all.rows - 1) * all.width;
    double total = add_up(row, all.width);
    size_t up_to = sum + 1 < all.width ? sum + 1 : all.width;
    *lower = add_up(row, up_to) / total;
    *upper = sum < all.width ? add_up(row + sum, all.width - sum) / total : 0;
    free(all.count);
    return DW_OK;
}

dw_status dw_count_point(const size_t *scores, size_t n, long take, double tail, const dw_env *env,
                         double *out, dw_error *err)
{
    sums all;
    dw_status status = count_all(scores, n, take, env, &all, err);
    if (status) return status;
    const double *row = all.count + (all.rows - 1) * all.width;
    double below = 0, most = tail * add_up(row, all.width);
    *out = -1;
    for (size_t s = 0; s < all.width; s++) {
        below += row[s];
        if (below > most) break;
        if (row[s] > 0) *out = (double)s;
    }
    free(all.count);
    return DW_OK;
}

/* ---- order statistics of pairs ---- */

/* Doubles in their order as integers, and back. */
static int64_t order_of(double x)
{
    int64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits < 0 ? INT64_MIN - bits : bits;
}

static double double_at(int64_t order)
{
    int64_t bits = order < 0 ? INT64_MIN - order : order;
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

typedef struct pairs {
    const double *a, *b;
    size_t n, m;
} pairs;

/* How many differences are at most t: for growing a[i] fewer b[j] from the right will do. */
static double differences_up_to(const pairs *of, double t)
{
    double count = 0;
    size_t j = 0;
    for (size_t i = 0; i < of->n; i++) {
        while (j < of->m && of->a[i] - of->b[j] > t) j++;
        count += (double)(of->m - j);
    }
    return count;
}

static double half_sum(double a, double b)
{
    return a / 2 + b / 2;
}

static double walsh_up_to(const pairs *of, double t)
{
    double count = 0;
    size_t j = of->n;
    for (size_t i = 0; i < of->n; i++) {
        while (j > 0 && half_sum(of->a[i], of->a[j - 1]) > t) j--;
        if (j > i) count += (double)(j - i);
    }
    return count;
}

static double kth(const pairs *of, double k, double least, double most,
                  double (*up_to)(const pairs *, double))
{
    int64_t low = order_of(least), high = order_of(most); /* the answer is in low..high */
    while (low < high) {
        int64_t middle = low + (int64_t)(((uint64_t)high - (uint64_t)low) / 2);
        if (up_to(of, double_at(middle)) >= k)
            high = middle;
        else
            low = middle + 1;
    }
    return double_at(low);
}

double dw_kth_difference(const double *a, size_t n, const double *b, size_t m, double k)
{
    pairs of = { a, b, n, m };
    return kth(&of, k, a[0] - b[m - 1], a[n - 1] - b[0], differences_up_to);
}

double dw_kth_walsh(const double *x, size_t n, double k)
{
    pairs of = { x, NULL, n, 0 };
    return kth(&of, k, x[0], x[n - 1], walsh_up_to);
}
