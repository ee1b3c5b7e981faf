# The bootstrap of a calibration error with NumPy; prints the seconds of processor time and
# by the clock, the error and the ends of its interval.
# usage: python3 calibration.py counts|gather
import sys
import time

import numpy as np

ROWS, BINS, RESAMPLES = 100_000, 15, 1000


def rows():
    x, u = 12345, np.empty(2 * ROWS)
    for i in range(2 * ROWS):
        x = 16807 * x % 2147483647
        u[i] = x / 2147483647
    confidence = 0.2 + 0.8 * u[0::2]
    return confidence, (u[1::2] < confidence * confidence).astype(float)


def by_counts(rng, bins, gap):
    """Rows in order of their bin: the counts of a resample, then a sum for each bin."""
    order = np.argsort(bins, kind="stable")
    sorted_gap, starts = gap[order], np.unique(bins[order], return_index=True)[1]
    for _ in range(RESAMPLES):
        times = np.bincount(rng.integers(0, ROWS, ROWS, dtype=np.int32), minlength=ROWS)
        yield np.add.reduceat(times * sorted_gap, starts)


def by_gathering(rng, bins, gap):
    for _ in range(RESAMPLES):
        drawn = rng.integers(0, ROWS, ROWS)
        yield np.bincount(bins[drawn], gap[drawn], BINS)


confidence, correct = rows()
start, clock = time.process_time(), time.perf_counter()
bins = np.minimum((confidence * BINS).astype(np.int64), BINS - 1)
gap = correct - confidence
ece = np.abs(np.bincount(bins, gap, BINS)).sum() / ROWS
way = by_counts if sys.argv[1] == "counts" else by_gathering
errors = [np.abs(sums).sum() / ROWS for sums in way(np.random.default_rng(1), bins, gap)]
low, high = np.quantile(errors, [0.025, 0.975])
seconds = f"{time.process_time() - start:.4f} {time.perf_counter() - clock:.4f}"
print(f"{seconds} {ece:.9f} {low:.6f} {high:.6f}")
