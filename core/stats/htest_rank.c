#include "stats/htest_rank.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "stats/quantile.h"

enum { EXACT_EACH = 50, EXACT_SIGNED = 50 };

/* Tails at a sum by the normal approximation, half a unit towards the middle. */
static void normal_tails(double above_mean, double variance, double *lower, double *upper)
{
    double sd = sqrt(variance);
    *lower = dw_normal_upper(-(above_mean + 0.5) / sd);
    *upper = dw_normal_upper((above_mean - 0.5) / sd);
}

/* The order statistics of `count` pairs that hold the interval: `cut` of them lie outside on each
 * open end. */
typedef struct span {
    double count, cut;
} span;

static void set_ends(dw_test *out, const dw_question *question, double low, double high)
{
    out->low = question->alternative == DW_LESS ? -INFINITY : low;
    out->high = question->alternative == DW_GREATER ? INFINITY : high;
}

static double normal_cut(double count, double variance, double tail)
{
    return fmax(0, floor(count / 2 - gsl_cdf_ugaussian_Qinv(tail) * sqrt(variance) - 0.5) + 1);
}

static void say_method(dw_test *out, const char *name, bool exact, double ties)
{
    snprintf(out->method, sizeof out->method, "%s, %s", name,
             exact ? ties > 0 ? "exact given the ties" : "exact"
                   : "normal approximation with continuity correction");
}

/* ---- Mann and Whitney ---- */

typedef struct two_samples {
    double *both; /* x, then y; sorted each once the ranks are known */
    size_t *ranks;
    size_t n, m;
    double ties, u;
    bool exact;
} two_samples;

static dw_status rank_two(dw_sample_of x, dw_sample_of y, two_samples *s, dw_error *err)
{
    size_t total = x.n + y.n;
    s->n = x.n;
    s->m = y.n;
    s->both = dw_allocate(total, sizeof(double), err);
    s->ranks = dw_allocate(total, sizeof(size_t), err);
    if (!s->both || !s->ranks) return DW_ENOMEM;
    memcpy(s->both, x.at, x.n * sizeof(double));
    memcpy(s->both + x.n, y.at, y.n * sizeof(double));
    dw_status status = dw_double_ranks(s->both, total, s->ranks, &s->ties, err);
    if (status) return status;
    if (s->both[0] == s->both[x.n] && s->ties == pow((double)total, 3) - (double)total)
        return dw_fail(err, DW_EDOMAIN, "all values of %s and %s are %g; ranks say nothing", x.name,
                       y.name, x.at[0]);
    double sum = 0, n = (double)x.n;
    for (size_t i = 0; i < x.n; i++) sum += (double)s->ranks[i];
    s->u = (sum - n * (n + 1)) / 2;
    dw_sort(s->both, x.n);
    dw_sort(s->both + x.n, y.n);
    return DW_OK;
}

static double variance_of_u(const two_samples *s, bool with_ties)
{
    double n = (double)s->n, m = (double)s->m, total = n + m;
    double ties = with_ties ? s->ties / (total * (total - 1)) : 0;
    return n * m / 12 * (total + 1 - ties);
}

/* Half the smaller sum of ranks is counted: it takes the fewest of them. */
static dw_status tails_of_u(const two_samples *s, const dw_env *env, double *lower, double *upper,
                            dw_error *err)
{
    if (!s->exact) {
        normal_tails(s->u - (double)s->n * (double)s->m / 2, variance_of_u(s, true), lower, upper);
        return DW_OK;
    }
    bool first = s->n <= s->m;
    double size = (double)(first ? s->n : s->m);
    double u = first ? s->u : (double)s->n * (double)s->m - s->u;
    size_t sum = (size_t)(2 * u + size * (size + 1) + 0.5);
    return dw_count_sums(s->ranks, s->n + s->m, (long)size, sum, env, first ? lower : upper,
                         first ? upper : lower, err);
}

static dw_status shift_interval(const two_samples *s, const dw_question *question,
                                const dw_env *env, dw_test *out, dw_error *err)
{
    double n = (double)s->n, m = (double)s->m, pairs = n * m, tail = dw_end_tail(question), cut;
    const double *x = s->both, *y = s->both + s->n;
    if (s->exact && s->ties == 0) {
        double size = fmin(n, m), point;
        dw_status status =
            dw_count_point(s->ranks, s->n + s->m, (long)size, tail, env, &point, err);
        if (status) return status;
        cut = point < 0 ? 0 : (point - size * (size + 1)) / 2 + 1;
    } else {
        cut = normal_cut(pairs, variance_of_u(s, true), tail);
    }
    out->estimate = dw_kth_difference(x, s->n, y, s->m, floor((pairs + 1) / 2)) / 2 +
                    dw_kth_difference(x, s->n, y, s->m, floor(pairs / 2) + 1) / 2;
    if (cut < 1)
        set_ends(out, question, -INFINITY, INFINITY);
    else
        set_ends(out, question, dw_kth_difference(x, s->n, y, s->m, cut),
                 dw_kth_difference(x, s->n, y, s->m, pairs + 1 - cut));
    return DW_OK;
}

static dw_status compare_ranks(two_samples *s, dw_rank_method method, const dw_question *question,
                               const dw_env *env, dw_test *out, dw_error *err)
{
    double lower, upper;
    s->exact = method == DW_RANK_EXACT ||
               (method == DW_RANK_AUTO && s->ties == 0 && s->n < EXACT_EACH && s->m < EXACT_EACH);
    dw_status status = tails_of_u(s, env, &lower, &upper, err);
    if (!status) status = shift_interval(s, question, env, out, err);
    if (status) return status;
    out->statistic = s->u;
    out->n = (double)s->n;
    out->m = (double)s->m;
    out->p = dw_p_of(question->alternative, lower, upper);
    say_method(out, "Mann-Whitney U test", s->exact, s->ties);
    return DW_OK;
}

dw_status dw_mann_whitney(dw_sample_of x, dw_sample_of y, dw_rank_method method,
                          dw_question question, const dw_env *env, dw_test *out, dw_error *err)
{
    two_samples s = { 0 };
    dw_status status = dw_check_level(question.level, err);
    if (!status) status = dw_check_named(x, 1, err);
    if (!status) status = dw_check_named(y, 1, err);
    if (!status) status = rank_two(x, y, &s, err);
    *out = dw_test_start("U", "shift");
    if (!status) status = compare_ranks(&s, method, &question, env, out, err);
    free(s.both);
    free(s.ranks);
    return status;
}

/* ---- Wilcoxon ---- */

typedef struct one_sample {
    double *away; /* x - mu without zeros; sorted once the ranks are known */
    double *size;
    size_t *ranks;
    size_t n, zeros;
    double ties, v, total, squares;
    bool exact;
} one_sample;

static void keep_moved(dw_sample_of x, double mu, one_sample *s)
{
    for (size_t i = 0; i < x.n; i++) {
        double away = x.at[i] - mu;
        if (away != 0) s->away[s->n++] = away;
    }
    s->zeros = x.n - s->n;
}

static dw_status rank_one(dw_sample_of x, double mu, bool pratt, one_sample *s, dw_error *err)
{
    s->away = dw_allocate(x.n, sizeof(double), err);
    s->size = dw_allocate(x.n, sizeof(double), err);
    s->ranks = dw_allocate(x.n, sizeof(size_t), err);
    if (!s->away || !s->size || !s->ranks) return DW_ENOMEM;
    keep_moved(x, mu, s);
    if (s->n == 0)
        return dw_fail(err, DW_EDOMAIN, "all %zu values of %s are %g; ranks say nothing", x.n,
                       x.name, mu);
    for (size_t i = 0; i < s->n; i++) s->size[i] = fabs(s->away[i]);
    dw_status status = dw_double_ranks(s->size, s->n, s->ranks, &s->ties, err);
    for (size_t i = 0; i < s->n && !status; i++) {
        if (pratt) s->ranks[i] += 2 * s->zeros;
        double rank = (double)s->ranks[i] / 2;
        s->total += rank;
        s->squares += rank * rank;
        if (s->away[i] > 0) s->v += rank;
    }
    if (!status) dw_sort(s->away, s->n);
    return status;
}

static dw_status tails_of_v(const one_sample *s, const dw_env *env, double *lower, double *upper,
                            dw_error *err)
{
    if (s->exact)
        return dw_count_sums(s->ranks, s->n, -1, (size_t)(2 * s->v + 0.5), env, lower, upper, err);
    normal_tails(s->v - s->total / 2, s->squares / 4, lower, upper);
    return DW_OK;
}

/* Of the values that moved; a shift by mu brings it back to x. */
static dw_status pseudomedian(const one_sample *s, double mu, bool pratt,
                              const dw_question *question, const dw_env *env, dw_test *out,
                              dw_error *err)
{
    double n = (double)s->n, pairs = n * (n + 1) / 2, tail = dw_end_tail(question), cut;
    if (s->exact && s->ties == 0 && !(pratt && s->zeros)) {
        double point;
        dw_status status = dw_count_point(s->ranks, s->n, -1, tail, env, &point, err);
        if (status) return status;
        cut = point < 0 ? 0 : point / 2 + 1;
    } else {
        cut = normal_cut(pairs, n * (n + 1) * (2 * n + 1) / 24, tail);
    }
    out->estimate = mu + dw_kth_walsh(s->away, s->n, floor((pairs + 1) / 2)) / 2 +
                    dw_kth_walsh(s->away, s->n, floor(pairs / 2) + 1) / 2;
    if (cut < 1)
        set_ends(out, question, -INFINITY, INFINITY);
    else
        set_ends(out, question, mu + dw_kth_walsh(s->away, s->n, cut),
                 mu + dw_kth_walsh(s->away, s->n, pairs + 1 - cut));
    return DW_OK;
}

static dw_status weigh_signs(one_sample *s, double mu, bool pratt, dw_rank_method method,
                             const dw_question *question, const dw_env *env, dw_test *out,
                             dw_error *err)
{
    double lower, upper;
    s->exact =
        method == DW_RANK_EXACT || (method == DW_RANK_AUTO && s->ties == 0 && s->n <= EXACT_SIGNED);
    dw_status status = tails_of_v(s, env, &lower, &upper, err);
    if (!status) status = pseudomedian(s, mu, pratt, question, env, out, err);
    if (status) return status;
    out->statistic = s->v;
    out->n = (double)(s->n + s->zeros);
    out->p = dw_p_of(question->alternative, lower, upper);
    say_method(out, "Wilcoxon signed-rank test", s->exact, s->ties);
    if (s->zeros)
        snprintf(out->message, sizeof out->message, "%zu zero%s %s", s->zeros,
                 s->zeros == 1 ? "" : "s",
                 pratt ? "ranked first, then left out (Pratt); the estimate is of the others"
                       : "left out");
    return DW_OK;
}

dw_status dw_wilcoxon(dw_sample_of x, double mu, bool pratt, dw_rank_method method,
                      dw_question question, const dw_env *env, dw_test *out, dw_error *err)
{
    one_sample s = { 0 };
    dw_status status = dw_check_level(question.level, err);
    if (!status) status = dw_check_named(x, 1, err);
    if (!status) status = rank_one(x, mu, pratt, &s, err);
    *out = dw_test_start("V", "pseudomedian");
    if (!status) status = weigh_signs(&s, mu, pratt, method, &question, env, out, err);
    free(s.away);
    free(s.size);
    free(s.ranks);
    return status;
}
