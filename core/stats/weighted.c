#include "stats/weighted.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/text.h"
#include "stats/describe.h"
#include "stats/quantile.h"
#include "stats/sum.h"

static dw_status refuse_weight(double weight, size_t i, const char *rule, dw_error *err)
{
    char number[32];
    dw_text_number(weight, number);
    return dw_fail(err, DW_EDOMAIN, "weights must be %s, got %s at %zu", rule, number, i + 1);
}

static dw_status check_weights(const double *x, const double *weights, size_t n,
                               dw_weight_kind kind, double *most, dw_error *err)
{
    dw_status status = dw_check_sample(x, n, 1, err);
    double total = 0;
    *most = 0;
    for (size_t i = 0; i < n && !status; i++) {
        double w = weights[i];
        if (!(w >= 0) || isinf(w)) status = refuse_weight(w, i, "finite and at least 0", err);
        if (!status && kind == DW_FREQUENCY && w != floor(w))
            status = refuse_weight(w, i, "whole numbers when they are frequencies", err);
        *most = fmax(*most, w);
        total += w;
    }
    if (status) return status;
    if (*most == 0) return dw_fail(err, DW_EDOMAIN, "all %zu weights are 0", n);
    if (kind == DW_FREQUENCY && total > 0x1p53)
        return dw_fail(err, DW_EDOMAIN, "the frequencies add up to more than 2^53");
    return DW_OK;
}

typedef struct weighing {
    double unit; /* the largest weight, a power of two or more: the sums cannot run over */
    double total, squares, mean;
} weighing;

static double mean_about(const double *x, const double *weights, size_t n, const weighing *w)
{
    dw_sum sum = { 0 };
    for (size_t i = 0; i < n; i++)
        if (weights[i] > 0) dw_sum_add(&sum, weights[i] / w->unit * (x[i] - w->mean));
    return dw_sum_value(&sum) / w->total;
}

static dw_status weigh(const double *x, const double *weights, size_t n, double most, weighing *w,
                       dw_error *err)
{
    int exponent;
    frexp(most, &exponent);
    *w = (weighing){ .unit = ldexp(1, exponent - 1) };
    dw_sum total = { 0 }, squares = { 0 };
    for (size_t i = 0; i < n; i++) {
        double weight = weights[i] / w->unit;
        dw_sum_add(&total, weight);
        dw_sum_add(&squares, weight * weight);
    }
    w->total = dw_sum_value(&total);
    w->squares = dw_sum_value(&squares);
    w->mean = mean_about(x, weights, n, w);
    w->mean += mean_about(x, weights, n, w);
    if (isfinite(w->mean)) return DW_OK;
    return dw_fail(err, DW_ENUMERIC, "the values are too large for a weighted mean");
}

dw_status dw_weighted_mean(const double *x, const double *weights, size_t n, double *out,
                           dw_error *err)
{
    double most;
    weighing w;
    dw_status status = check_weights(x, weights, n, DW_RELIABILITY, &most, err);
    if (!status) status = weigh(x, weights, n, most, &w, err);
    if (!status) *out = w.mean;
    return status;
}

static double spread_about(const double *x, const double *weights, size_t n, const weighing *w)
{
    dw_sum sum = { 0 };
    for (size_t i = 0; i < n; i++)
        if (weights[i] > 0) {
            double away = x[i] - w->mean;
            dw_sum_add(&sum, weights[i] / w->unit * away * away);
        }
    return dw_sum_value(&sum);
}

dw_status dw_weighted_variance(const double *x, const double *weights, size_t n,
                               dw_weight_kind kind, double *out, double *se, dw_error *err)
{
    double most;
    weighing w;
    dw_status status = check_weights(x, weights, n, kind, &most, err);
    if (!status) status = weigh(x, weights, n, most, &w, err);
    if (status) return status;
    bool counts = kind == DW_FREQUENCY;
    double free_weight = w.total - (counts ? 1 / w.unit : w.squares / w.total);
    if (!(free_weight > (counts ? 0 : 1e-12 * w.total)))
        return dw_fail(err, DW_EDOMAIN,
                       "the weights stand for fewer than two values: there is no variance");
    *out = spread_about(x, weights, n, &w) / free_weight;
    double size = counts ? w.total * w.unit : w.total * w.total / w.squares;
    *se = sqrt(*out / size);
    if (isfinite(*out)) return DW_OK;
    return dw_fail(err, DW_ENUMERIC, "the variance is larger than a number can be");
}

/* ---- quantiles ---- */

typedef struct weighted_value {
    double x, weight;
} weighted_value;

static int by_value(const void *a, const void *b)
{
    double x = ((const weighted_value *)a)->x, y = ((const weighted_value *)b)->x;
    return (x > y) - (x < y);
}

/* Values with weight in ascending order, equal ones put together; the weights become the shares
 * of `unit` up to and with each value. */
static size_t order(const double *x, const double *weights, size_t n, double unit,
                    weighted_value *out)
{
    size_t kept = 0, distinct = 0;
    dw_sum sum = { 0 };
    for (size_t i = 0; i < n; i++)
        if (weights[i] > 0) out[kept++] = (weighted_value){ x[i], weights[i] / unit };
    qsort(out, kept, sizeof *out, by_value);
    for (size_t i = 0; i < kept; i++) {
        dw_sum_add(&sum, out[i].weight);
        if (i == 0 || out[i].x > out[distinct - 1].x) distinct++;
        out[distinct - 1] = (weighted_value){ out[i].x, dw_sum_value(&sum) };
    }
    return distinct;
}

/* The first value up to which there is at least `much`. */
static double value_at(const weighted_value *v, size_t n, double much)
{
    size_t low = 0, high = n - 1;
    while (low < high) {
        size_t half = low + (high - low) / 2;
        if (v[half].weight >= much)
            high = half;
        else
            low = half + 1;
    }
    return v[low].x;
}

/* The repeated sample is not made: only its two values beside the position are looked up. */
static dw_status repeated_quantile(const weighted_value *v, size_t n, double p, int type,
                                   double *out, dw_error *err)
{
    double low, step;
    dw_status status = dw_quantile_place(v[n - 1].weight, p, type, &low, &step, err);
    if (status) return status;
    double last = v[n - 1].weight;
    double a = value_at(v, n, fmin(fmax(low, 1), last));
    double b = value_at(v, n, fmin(fmax(low + 1, 1), last));
    *out = dw_quantile_between(a, b, step);
    return DW_OK;
}

static double step_quantile(const weighted_value *v, size_t n, double p, int type)
{
    double total = v[n - 1].weight, slack = 4 * DBL_EPSILON * total;
    double first = value_at(v, n, p * total - slack);
    if (type == 1) return first;
    double next = value_at(v, n, p * total + slack);
    return first == next ? first : first / 2 + next / 2;
}

/* The weight that falls on each value when a block of one value's width slides to p. */
static dw_status smooth_quantile(const weighted_value *v, size_t n, double p, int type, double size,
                                 double *out, dw_error *err)
{
    double whole, part;
    dw_status status = dw_quantile_place(size, p, type, &whole, &part, err);
    if (status) return status;
    double place = fmin(fmax(whole + part, 1), size), total = v[n - 1].weight, before = 0;
    double left = (place - 1) / size, right = place / size;
    dw_sum sum = { 0 };
    for (size_t i = 0; i < n; i++) {
        double after = i + 1 == n ? 1 : v[i].weight / total;
        double share = fmin(after, right) - fmax(before, left);
        if (share > 0) dw_sum_add(&sum, share * size * v[i].x);
        before = after;
    }
    *out = fmin(fmax(dw_sum_value(&sum), v[0].x), v[n - 1].x);
    return DW_OK;
}

dw_status dw_weighted_quantile(const double *x, const double *weights, size_t n, double p, int type,
                               dw_weight_kind kind, double *out, dw_error *err)
{
    double most, first;
    dw_status status = check_weights(x, weights, n, kind, &most, err);
    if (!status) status = dw_quantile(x, 1, p, type, &first, err); /* p and type are checked */
    if (status) return status;
    if (kind == DW_RELIABILITY && type == 3)
        return dw_fail(err, DW_EARG, "type 3 needs frequency weights: it looks at even ranks");
    weighted_value *v = dw_allocate(n, sizeof *v, err);
    if (!v) return DW_ENOMEM;
    size_t distinct = order(x, weights, n, kind == DW_FREQUENCY ? 1 : most, v);
    if (kind == DW_FREQUENCY) {
        status = repeated_quantile(v, distinct, p, type, out, err);
    } else if (type < 4) {
        *out = step_quantile(v, distinct, p, type);
    } else {
        dw_sum squares = { 0 };
        for (size_t i = 0; i < n; i++)
            dw_sum_add(&squares, weights[i] / most * (weights[i] / most));
        double total = v[distinct - 1].weight, size = total * total / dw_sum_value(&squares);
        status = smooth_quantile(v, distinct, p, type, size, out, err);
    }
    free(v);
    return status;
}
