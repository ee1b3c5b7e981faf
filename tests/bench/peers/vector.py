# scripts/vector.lua in NumPy: prints the same three numbers.
import sys
import time

import numpy as np

BLOCK, STEPS, MODULUS = 10000, 100, 2147483647
blocks = int(sys.argv[1]) // BLOCK
start = time.process_time()
right = full = 0
for k in range(blocks):
    x = np.arange(k * BLOCK + 1, (k + 1) * BLOCK + 1, dtype=np.int64)
    memory = np.zeros(BLOCK)
    good = np.zeros(BLOCK, dtype=np.int64)
    for _ in range(STEPS):
        x = x * 16807 % MODULUS
        ok = x / MODULUS < 0.95 - 0.2 * memory
        memory = memory * 0.5 + ~ok
        good += ok
    right += int(good.sum())
    full += int((good == STEPS).sum())
print(time.process_time() - start, right / (blocks * BLOCK), full / (blocks * BLOCK))
