/* Fisher's exact test of a 2x2 table. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "stats/htest_counts.h"

static const double most_tables = 1e7, widest = 700; /* of log odds */

/* All tables with these margins: the first cell runs over low..low + n - 1. */
typedef struct tables {
    double *log_chance; /* relative, at equal odds */
    size_t n, seen;
    double low;
} tables;

/* Ratios of neighbors, added up: no large factorials cancel. */
static void fill(tables *all, double row, double column, double total)
{
    double rest = total - row - column, at = 0, most = 0;
    for (size_t i = 1; i < all->n; i++) {
        double a = all->low + (double)i; /* from a - 1 to a */
        at += log((row - a + 1) * (column - a + 1)) - log(a * (rest + a));
        all->log_chance[i] = at;
        most = fmax(most, at);
    }
    for (size_t i = 0; i < all->n; i++) all->log_chance[i] -= most;
}

static double weight(const tables *all, size_t i, double log_odds, double most)
{
    return exp(all->log_chance[i] + (double)i * log_odds - most);
}

static double most_weight(const tables *all, double log_odds)
{
    double most = -INFINITY;
    for (size_t i = 0; i < all->n; i++)
        most = fmax(most, all->log_chance[i] + (double)i * log_odds);
    return most;
}

static double mean_at(const tables *all, double log_odds)
{
    double sum = 0, moment = 0, most = most_weight(all, log_odds);
    for (size_t i = 0; i < all->n; i++) {
        double w = weight(all, i, log_odds, most);
        sum += w;
        moment += w * (double)i;
    }
    return moment / sum;
}

/* The chance of the seen table and all below it, or above. */
static double tail_at(const tables *all, double log_odds, bool upper)
{
    double inside = 0, outside = 0, most = most_weight(all, log_odds);
    for (size_t i = 0; i < all->n; i++) {
        bool in = upper ? i >= all->seen : i <= all->seen;
        *(in ? &inside : &outside) += weight(all, i, log_odds, most);
    }
    return inside / (inside + outside);
}

static double two_sided(const tables *all)
{
    double limit = all->log_chance[all->seen] + 1e-7, rare = 0, common = 0;
    for (size_t i = 0; i < all->n; i++)
        *(all->log_chance[i] <= limit ? &rare : &common) += exp(all->log_chance[i]);
    return rare / (rare + common);
}

/* Log odds at which a monotone function of them reaches its goal. */
typedef struct goal {
    const tables *all;
    double value;
    int tail; /* -1 the lower tail, 1 the upper, 0 the mean */
} goal;

static bool is_right_of(const goal *g, double log_odds)
{
    if (g->tail == 0) return mean_at(g->all, log_odds) < g->value;
    double tail = tail_at(g->all, log_odds, g->tail > 0);
    return g->tail > 0 ? tail < g->value : tail > g->value;
}

static double solve(goal g)
{
    double low = -widest, high = widest;
    for (int i = 0; i < 80 && high - low > 1e-15 * (1 + fabs(low)); i++) {
        double middle = (low + high) / 2;
        *(is_right_of(&g, middle) ? &low : &high) = middle;
    }
    return exp((low + high) / 2);
}

static void odds_ratio(const tables *all, const dw_question *question, dw_test *out)
{
    double tail = dw_end_tail(question);
    bool first = all->seen == 0, last = all->seen == all->n - 1;
    out->estimate = first ? 0 : last ? INFINITY : solve((goal){ all, (double)all->seen, 0 });
    out->low = first || question->alternative == DW_LESS ? 0 : solve((goal){ all, tail, 1 });
    out->high =
        last || question->alternative == DW_GREATER ? INFINITY : solve((goal){ all, tail, -1 });
}

static dw_status check_table(const double *t, dw_error *err)
{
    dw_status status = DW_OK;
    for (int i = 0; i < 4 && !status; i++) status = dw_check_count(t[i], "a count", err);
    if (status) return status;
    if (t[0] + t[1] == 0 || t[2] + t[3] == 0 || t[0] + t[2] == 0 || t[1] + t[3] == 0)
        return dw_fail(err, DW_EDOMAIN,
                       "a row or a column of the table is all 0: there is nothing to test");
    return DW_OK;
}

dw_status dw_fisher(const double *table, dw_question question, dw_test *out, dw_error *err)
{
    dw_status status = dw_check_level(question.level, err);
    if (!status) status = check_table(table, err);
    if (status) return status;
    double row = table[0] + table[1], column = table[0] + table[2],
           total = row + table[2] + table[3];
    tables all = { .low = fmax(0, row + column - total) };
    double count = fmin(row, column) - all.low + 1;
    if (count > most_tables)
        return dw_fail(err, DW_EARG,
                       "%g tables have these margins, too many to count; take chi_square", count);
    all.n = (size_t)count;
    all.seen = (size_t)(table[0] - all.low);
    all.log_chance = dw_allocate(all.n, sizeof(double), err);
    if (!all.log_chance) return DW_ENOMEM;
    fill(&all, row, column, total);
    *out = dw_test_start("first cell", "odds ratio");
    snprintf(out->method, sizeof out->method, "Fisher's exact test");
    out->statistic = table[0];
    out->n = total;
    out->p = question.alternative == DW_TWO_SIDED
                 ? two_sided(&all)
                 : tail_at(&all, 0, question.alternative == DW_GREATER);
    odds_ratio(&all, &question, out);
    free(all.log_chance);
    return DW_OK;
}
