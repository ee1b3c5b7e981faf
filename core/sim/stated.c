#include "sim/stated.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

static const double unit = 0x1p-24;

dw_stated_grid dw_stated_grid_of(size_t bins)
{
    return (dw_stated_grid){ bins, bins * ((999 + bins) / bins) };
}

size_t dw_stated_numbers(const dw_stated_grid *grid)
{
    return 3 * grid->cells;
}

void dw_stated_add(const dw_stated_grid *grid, uint64_t *numbers, double confidence, bool right)
{
    double at = ceil(confidence * (double)grid->cells) - 1;
    uint64_t *cell = numbers + 3 * (size_t)(at > 0 ? at : 0);
    cell[right ? 0 : 1]++;
    cell[2] += (uint64_t)(confidence / unit + 0.5);
}

static void add_cell(dw_stated_bins *bins, size_t b, const uint64_t *cell)
{
    bins->count[b] += (double)(cell[0] + cell[1]);
    bins->accuracy[b] += (double)cell[0];
    bins->confidence[b] += (double)cell[2] * unit;
}

static void clear(dw_stated_bins *bins, size_t n)
{
    bins->n = n;
    bins->total = 0;
    for (size_t b = 0; b < n; b++) bins->count[b] = bins->confidence[b] = bins->accuracy[b] = 0;
}

/* Sums to means; NAN in an empty bin. */
static void finish(dw_stated_bins *bins)
{
    for (size_t b = 0; b < bins->n; b++) {
        bins->total += bins->count[b];
        bins->confidence[b] = fmin(1, bins->confidence[b] / bins->count[b]);
        bins->accuracy[b] /= bins->count[b];
        if (bins->count[b] == 0) bins->confidence[b] = NAN;
    }
}

void dw_stated_by_width(const dw_stated_grid *grid, const uint64_t *numbers, dw_stated_bins *out)
{
    clear(out, grid->bins);
    size_t share = grid->cells / grid->bins;
    for (size_t i = 0; i < grid->cells; i++) add_cell(out, i / share, numbers + 3 * i);
    finish(out);
}

void dw_stated_by_mass(const dw_stated_grid *grid, const uint64_t *numbers, dw_stated_bins *out)
{
    double all = 0, seen = 0;
    size_t b = 0;
    for (size_t i = 0; i < grid->cells; i++) all += (double)(numbers[3 * i] + numbers[3 * i + 1]);
    clear(out, grid->bins);
    for (size_t i = 0; i < grid->cells; i++) {
        add_cell(out, b, numbers + 3 * i);
        seen += (double)(numbers[3 * i] + numbers[3 * i + 1]);
        while (out->count[b] > 0 && b + 1 < grid->bins &&
               seen >= all * (double)(b + 1) / (double)grid->bins && seen < all)
            b++;
    }
    out->n = out->count[b] > 0 ? b + 1 : b;
    finish(out);
}

/* The variance of the share right in a bin, kept away from 0 by a success and a failure more. */
static double variance_of(const dw_stated_bins *bins, size_t b)
{
    double n = bins->count[b], p = (bins->accuracy[b] * n + 1) / (n + 2);
    return p * (1 - p) / n;
}

static double gap_of(const dw_stated_bins *bins, size_t b)
{
    return bins->accuracy[b] - bins->confidence[b];
}

static dw_stated_measure measure(double value, double excess, double variance, double most)
{
    double reach = gsl_cdf_ugaussian_Pinv(0.975) * sqrt(variance);
    return (dw_stated_measure){ value, fmin(value, fmax(0, value - excess - reach)),
                                fmax(value, fmin(most, value + reach)) };
}

dw_stated_measure dw_stated_ece(const dw_stated_bins *bins)
{
    double ece = 0, excess = 0, variance = 0;
    for (size_t b = 0; b < bins->n; b++) {
        if (bins->count[b] == 0) continue;
        double share = bins->count[b] / bins->total, v = variance_of(bins, b);
        ece += share * fabs(gap_of(bins, b));
        excess += share * sqrt(v * M_2_PI); /* E|x| of a normal x */
        variance += share * share * v;
    }
    for (size_t b = 0; b < bins->n; b++) { /* how many fall into which bin */
        if (bins->count[b] == 0) continue;
        double away = fabs(gap_of(bins, b)) - ece;
        variance += bins->count[b] / bins->total * away * away / bins->total;
    }
    return measure(ece, excess, variance, 1);
}

dw_stated_measure dw_stated_mce(const dw_stated_bins *bins)
{
    dw_stated_measure mce = { 0, 0, 0 };
    double z = gsl_cdf_ugaussian_Qinv(0.025 / (double)bins->n);
    for (size_t b = 0; b < bins->n; b++) {
        if (bins->count[b] == 0) continue;
        double gap = fabs(gap_of(bins, b)), reach = z * sqrt(variance_of(bins, b));
        mce.value = fmax(mce.value, gap);
        mce.low = fmax(mce.low, gap - reach);
        mce.high = fmax(mce.high, fmin(1, gap + reach));
    }
    return mce;
}

/* The mean over the answers of the squares of x in their bins, where x is an accuracy minus what
 * hardly varies. */
static dw_stated_measure mean_square(const dw_stated_bins *bins, const double *x, double most)
{
    double mean = 0, excess = 0, variance = 0;
    for (size_t b = 0; b < bins->n; b++)
        if (bins->count[b] > 0) mean += bins->count[b] / bins->total * x[b] * x[b];
    for (size_t b = 0; b < bins->n; b++) {
        if (bins->count[b] == 0) continue;
        double share = bins->count[b] / bins->total, v = variance_of(bins, b);
        double away = x[b] * x[b] - mean;
        excess += share * v;
        variance += share * share * (4 * x[b] * x[b] * v + 2 * v * v);
        variance += share * away * away / bins->total;
    }
    return measure(mean, excess, variance, most);
}

dw_stated_measure dw_stated_reliability(const dw_stated_bins *bins)
{
    double gap[DW_STATED_BINS];
    for (size_t b = 0; b < bins->n; b++) gap[b] = gap_of(bins, b);
    return mean_square(bins, gap, 1);
}

dw_stated_measure dw_stated_resolution(const dw_stated_bins *bins)
{
    double away[DW_STATED_BINS], right = 0;
    for (size_t b = 0; b < bins->n; b++)
        if (bins->count[b] > 0) right += bins->accuracy[b] * bins->count[b];
    for (size_t b = 0; b < bins->n; b++) away[b] = bins->accuracy[b] - right / bins->total;
    return mean_square(bins, away, 0.25);
}

/* DeLong's variance: of the placements of right answers among the wrong, and of wrong among right.
 */
dw_stated_measure dw_stated_auroc(const dw_stated_grid *grid, const uint64_t *numbers)
{
    double right = 0, wrong = 0;
    for (size_t i = 0; i < grid->cells; i++) {
        right += (double)numbers[3 * i];
        wrong += (double)numbers[3 * i + 1];
    }
    if (right == 0 || wrong == 0) return (dw_stated_measure){ NAN, NAN, NAN };
    double sum = 0, squares = 0, above_squares = 0, right_below = 0, wrong_below = 0;
    for (size_t i = 0; i < grid->cells; i++) {
        double r = (double)numbers[3 * i], w = (double)numbers[3 * i + 1];
        double among_wrong = (wrong_below + w / 2) / wrong;
        double among_right = 1 - (right_below + r / 2) / right;
        sum += r * among_wrong;
        squares += r * among_wrong * among_wrong;
        above_squares += w * among_right * among_right;
        right_below += r;
        wrong_below += w;
    }
    double auroc = sum / right;
    double variance = fmax(0, squares / right - auroc * auroc) / fmax(1, right - 1) +
                      fmax(0, above_squares / wrong - auroc * auroc) / fmax(1, wrong - 1);
    return measure(auroc, 0, variance, 1);
}
