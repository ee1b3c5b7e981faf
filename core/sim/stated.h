/* What a model said: confidences counted on a fine grid, and what is measured on them. */
#ifndef DW_SIM_STATED_H
#define DW_SIM_STATED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DW_STATED_BINS = 100, DW_STATED_CELLS = 1100, DW_STATED_NUMBERS = 3 * DW_STATED_CELLS };

/* A whole number of cells to each bin of one width, about 1000 in all. Confidence c belongs to the
 * cell with low < c <= high; 0 to the first. */
typedef struct dw_stated_grid {
    size_t bins, cells;
} dw_stated_grid;

dw_stated_grid dw_stated_grid_of(size_t bins);

/* Whole numbers that the grid takes: of each cell, how many answers were right, how many wrong, and
 * the sum of the confidences in units of 2^-24. */
size_t dw_stated_numbers(const dw_stated_grid *grid);
void dw_stated_add(const dw_stated_grid *grid, uint64_t *numbers, double confidence, bool right);

/* Bins with their counts, mean confidences, and shares right; NAN where nobody was. */
typedef struct dw_stated_bins {
    size_t n;
    double total, count[DW_STATED_BINS], confidence[DW_STATED_BINS], accuracy[DW_STATED_BINS];
} dw_stated_bins;

void dw_stated_by_width(const dw_stated_grid *grid, const uint64_t *numbers, dw_stated_bins *out);
/* About as many answers in each; there may be fewer bins. */
void dw_stated_by_mass(const dw_stated_grid *grid, const uint64_t *numbers, dw_stated_bins *out);

/* A number with its 95 % interval. Chance alone makes gaps larger; the low ends allow for that. */
typedef struct dw_stated_measure {
    double value, low, high;
} dw_stated_measure;

dw_stated_measure dw_stated_ece(const dw_stated_bins *bins);
dw_stated_measure dw_stated_mce(const dw_stated_bins *bins);
/* Mean squared gap, and mean squared distance of the bins' accuracies from the accuracy of all. */
dw_stated_measure dw_stated_reliability(const dw_stated_bins *bins);
dw_stated_measure dw_stated_resolution(const dw_stated_bins *bins);
/* Answers of one cell count as ties. NAN when all are right or all wrong. */
dw_stated_measure dw_stated_auroc(const dw_stated_grid *grid, const uint64_t *numbers);

#endif
