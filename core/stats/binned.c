#include "stats/binned.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/machine.h"
#include "base/memory.h"
#include "random/lanes.h"

#define INLINE static inline __attribute__((always_inline))

enum {
    STREAM = 0x62696e73,
    GROUP = 32,                    /* rows that go together: 16 random bits each fill 64 bytes */
    TILE = DW_LANE_BUFFER * GROUP, /* rows of one refill */
    LANES = 16,                    /* sums that run side by side */
    FEW = 1024,                    /* rows of a stratum; with fewer they are drawn one by one */
    MOST_CELLS = 1 << 20,
    SURE = 7,   /* counts that 16 bits alone decide */
    COUNTS = 24 /* Poisson counts; more have a probability below 1e-23 */
};

typedef int32_t four_counts __attribute__((vector_size(16)));
typedef double four __attribute__((vector_size(32)));

/* Rows first .. last - 1 of `padded`, of which the last `spare` are zeros. */
typedef struct dw_cell {
    size_t first, last, spare;
} dw_cell;

/* ---- making ---- */

static size_t up(size_t n)
{
    return (n + GROUP - 1) / GROUP * GROUP;
}

static void place(dw_binned *data, size_t stratum, dw_cell *cells, size_t *next)
{
    size_t first = data->strata.start[stratum], last = data->strata.start[stratum + 1];
    for (size_t i = first; i < last; i++) cells[data->bin[i]].last++;
    for (size_t b = 0; b < data->bins; b++) {
        size_t n = cells[b].last;
        cells[b] = (dw_cell){ *next, *next, up(n) - n };
        *next += up(n);
    }
    for (size_t i = first; i < last; i++) data->padded[cells[data->bin[i]].last++] = data->value[i];
    for (size_t b = 0; b < data->bins; b++) cells[b].last += cells[b].spare;
}

dw_status dw_binned_make(dw_binned *data, const double *value, const uint32_t *bin, size_t bins,
                         const dw_strata *strata, dw_error *err)
{
    *data = (dw_binned){ .value = value, .bin = bin, .strata = *strata, .bins = bins };
    size_t cells, most, next = 0;
    dw_status status = dw_strata_check(strata, err);
    if (status) return status;
    if (!dw_size_multiply(strata->count, bins, &cells) || cells > MOST_CELLS)
        return dw_fail(err, DW_EDOMAIN, "%zu bins of %zu samples are too many", bins,
                       strata->count);
    most = cells * GROUP;
    data->cells = dw_allocate(cells, sizeof *data->cells, err);
    if (!data->cells) return DW_ENOMEM;
    data->padded = dw_allocate(strata->start[strata->count] + most, sizeof(double), err);
    if (!data->padded) return DW_ENOMEM;
    for (size_t s = 0; s < strata->count; s++) place(data, s, data->cells + s * bins, &next);
    return DW_OK;
}

void dw_binned_free(dw_binned *data)
{
    free(data->cells);
    free(data->padded);
    data->cells = NULL;
    data->padded = NULL;
}

void dw_binned_total(const dw_binned *data, double *sums, double *counts)
{
    for (size_t b = 0; b < data->bins; b++) sums[b] = counts[b] = 0;
    for (size_t i = 0; i < data->strata.start[data->strata.count]; i++) {
        sums[data->bin[i]] += data->value[i];
        counts[data->bin[i]]++;
    }
}

/* ---- drawing ---- */

/* A count from 16 bits: those at or above floor[t] and below floor[t + 1] mean t. The bits from
 * `unsure` on decide nothing yet: they stand for what is left of each count's probability. */
typedef struct table {
    int16_t floor[SURE], unsure; /* floor[0] is not used */
    double rest[COUNTS];         /* cumulative, of the unsure bits; the last is all of it */
} table;

typedef struct drawing {
    const dw_binned *data;
    table table;
    dw_lane_stream stream;
    dw_stream rare;
    double *sums, *counts;
    int32_t drawn[TILE];
    const dw_cell *cell;    /* where the pass over the values is */
    int64_t total, in_cell; /* draws so far, and in that cell */
    double lanes[LANES];    /* its sum */
} drawing;

static void make_table(table *t, double n)
{
    double mean = 1 - 3 / sqrt(n), p = exp(-mean) * 65536, sum = 0;
    int32_t edge = -32768;
    for (int k = 0; k < COUNTS; k++) {
        int32_t sure = k < SURE ? (int32_t)p : 0;
        if (k < SURE) t->floor[k] = (int16_t)edge;
        edge += sure;
        t->rest[k] = sum += p - sure;
        p *= mean / (k + 1);
    }
    t->unsure = (int16_t)edge;
}

static int32_t decide(drawing *d)
{
    double at = dw_stream_uniform(&d->rare) * d->table.rest[COUNTS - 1];
    int32_t k = 0;
    while (k < COUNTS - 1 && at >= d->table.rest[k]) k++;
    return k;
}

/* Counts of n rows from their bits; true when bits were unsure. */
INLINE bool count_rows(const int16_t *bits, const table *t, int n, int32_t *drawn)
{
    int16_t open = 0;
#ifdef _OPENMP
#    pragma omp simd reduction(| : open)
#endif
    for (int i = 0; i < n; i++) {
        int16_t at = bits[i];
        drawn[i] = ((at >= t->floor[1]) + (at >= t->floor[2]) + (at >= t->floor[3]) +
                    (at >= t->floor[4]) + (at >= t->floor[5]) + (at >= t->floor[6]));
        open |= at >= t->unsure;
    }
    return open;
}

/* Counts of a tile's rows. */
DW_FOR_EACH_MACHINE static void count_tile(drawing *d, size_t rows)
{
    enum { TOGETHER = 8 * GROUP };
    int16_t bits[TILE];
    memcpy(bits, d->stream.buffer, sizeof bits);
    for (size_t i = 0; i < rows; i += TOGETHER) {
        if (!count_rows(bits + i, &d->table, TOGETHER, d->drawn + i)) continue;
        for (size_t j = i; j < i + TOGETHER; j++)
            if (bits[j] >= d->table.unsure) d->drawn[j] = decide(d);
    }
}

/* Adds the products of four counts and values, and the counts. */
INLINE void add_four(const int32_t *drawn, const double *value, four *sum, four_counts *counted)
{
    four_counts times;
    four x;
    memcpy(&times, drawn, sizeof times);
    memcpy(&x, value, sizeof x);
    *sum += __builtin_convertvector(times, four) * x;
    *counted += times;
}

/* Adds the products of n counts and values to the lanes, a multiple of GROUP of them, and returns
 * how many were counted. */
DW_FOR_EACH_MACHINE static int64_t add_products(const int32_t *drawn, const double *value, size_t n,
                                                double *lanes)
{
    four a, b, c, d;
    four_counts counted = { 0 };
    memcpy(&a, lanes, sizeof a);
    memcpy(&b, lanes + 4, sizeof b);
    memcpy(&c, lanes + 8, sizeof c);
    memcpy(&d, lanes + 12, sizeof d);
    for (size_t i = 0; i < n; i += LANES) {
        add_four(drawn + i, value + i, &a, &counted);
        add_four(drawn + i + 4, value + i + 4, &b, &counted);
        add_four(drawn + i + 8, value + i + 8, &c, &counted);
        add_four(drawn + i + 12, value + i + 12, &d, &counted);
    }
    memcpy(lanes, &a, sizeof a);
    memcpy(lanes + 4, &b, sizeof b);
    memcpy(lanes + 8, &c, sizeof c);
    memcpy(lanes + 12, &d, sizeof d);
    return (int64_t)counted[0] + counted[1] + counted[2] + counted[3];
}

/* One cell's part of the tile that starts at `tile`. */
static int64_t add_cell(drawing *d, const dw_cell *cell, size_t tile, double *lanes)
{
    size_t first = cell->first > tile ? cell->first : tile, real = cell->last - cell->spare;
    size_t last = cell->last < tile + TILE ? cell->last : tile + TILE;
    int64_t counted =
        add_products(d->drawn + (first - tile), d->data->padded + first, last - first, lanes);
    for (size_t i = real > first ? real : first; i < last; i++) counted -= d->drawn[i - tile];
    return counted;
}

static void start_try(drawing *d, const dw_cell *cells)
{
    size_t bytes = d->data->bins * sizeof(double);
    memset(d->sums, 0, bytes);
    memset(d->counts, 0, bytes);
    memset(d->lanes, 0, sizeof d->lanes);
    d->cell = cells;
    d->total = d->in_cell = 0;
}

/* Poisson counts of a tile's rows, and what they add to the cells they belong to. */
static void draw_tile(drawing *d, const dw_cell *cells, size_t tile, size_t rows)
{
    const dw_cell *end = cells + d->data->bins;
    dw_lane_stream_refill(&d->stream);
    count_tile(d, rows);
    for (; d->cell < end && d->cell->first < tile + rows; d->cell++) {
        d->in_cell += add_cell(d, d->cell, tile, d->lanes);
        if (d->cell->last > tile + rows) return;
        double sum = 0;
        for (int i = 0; i < LANES; i++) sum += d->lanes[i];
        d->sums[d->cell - cells] = sum;
        d->counts[d->cell - cells] = (double)d->in_cell;
        d->total += d->in_cell;
        d->in_cell = 0;
        memset(d->lanes, 0, sizeof d->lanes);
    }
}

/* One try at a stratum: Poisson counts of all its rows. Each tile of values serves all drawings
 * while it is near. */
static void draw_poisson(drawing *d, size_t count, const dw_cell *cells)
{
    size_t end = cells[d->data->bins - 1].last;
    for (size_t r = 0; r < count; r++) start_try(&d[r], cells);
    for (size_t tile = cells[0].first; tile < end; tile += TILE)
        for (size_t r = 0; r < count; r++)
            draw_tile(&d[r], cells, tile, end - tile < TILE ? end - tile : TILE);
}

/* `more` uniform draws of a row of the stratum. */
static void draw_rows(drawing *d, size_t stratum, int64_t more)
{
    const dw_binned *data = d->data;
    size_t first = data->strata.start[stratum];
    uint32_t n = (uint32_t)(data->strata.start[stratum + 1] - first), refused = -n % n;
    uint32_t words[2 * DW_LANE_BUFFER * DW_LANE_WORDS];
    while (more > 0) {
        dw_lane_stream_refill(&d->stream);
        memcpy(words, d->stream.buffer, sizeof words);
        for (size_t i = 0; i < sizeof words / sizeof *words && more > 0; i++) {
            uint64_t product = (uint64_t)words[i] * n;
            if ((uint32_t)product < refused) continue;
            size_t row = first + (product >> 32);
            d->sums[data->bin[row]] += data->value[row];
            d->counts[data->bin[row]]++;
            more--;
        }
    }
}

/* Sums and counts of one stratum, into those of the drawings. */
static void draw_stratum(drawing *d, size_t count, uint64_t seed, uint64_t number, size_t stratum)
{
    const dw_binned *data = d->data;
    const dw_cell *cells = data->cells + stratum * data->bins;
    int64_t n = (int64_t)(data->strata.start[stratum + 1] - data->strata.start[stratum]);
    bool few = n < FEW || data->bins > (size_t)n / GROUP;
    for (size_t r = 0; r < count; r++) {
        dw_lane_stream_start(&d[r].stream, seed, STREAM, number + r, stratum);
        d[r].rare = dw_stream_make(seed, STREAM + 1, number + r, stratum);
        if (few)
            start_try(&d[r], cells);
        else
            make_table(&d[r].table, (double)n);
    }
    if (!few) draw_poisson(d, count, cells);
    for (size_t r = 0; r < count; r++) {
        while (d[r].total > n) draw_poisson(&d[r], 1, cells);
        draw_rows(&d[r], stratum, n - d[r].total);
    }
}

void dw_binned_resample(const dw_binned *data, uint64_t seed, uint64_t number, size_t count,
                        double *sums, double *counts, double *room)
{
    drawing d[DW_BINNED_TOGETHER];
    size_t all = count * data->bins;
    for (size_t r = 0; r < count; r++) {
        d[r].data = data;
        d[r].sums = room + r * data->bins;
        d[r].counts = room + all + r * data->bins;
    }
    for (size_t i = 0; i < all; i++) sums[i] = counts[i] = 0;
    for (size_t s = 0; s < data->strata.count; s++) {
        draw_stratum(d, count, seed, number, s);
        for (size_t i = 0; i < all; i++) {
            sums[i] += room[i];
            counts[i] += room[all + i];
        }
    }
}
