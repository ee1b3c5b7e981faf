"""Problems of 1, 2, 4 .. 128 steps at 40 sizes with NumPy, every step drawn; prints the seconds of
processor time. usage: multistep.py TRIALS"""
import sys
import time

import numpy

trials = int(sys.argv[1])
rng = numpy.random.default_rng(1)
size = numpy.geomspace(1e7, 6e11, 40)
chance = 1 / (1 + numpy.exp(-1.5 * (numpy.log10(size) - 9)))
before = time.process_time()
draws, right = numpy.empty(trials), numpy.empty(trials, dtype=bool)
total = 0
for power in range(8):
    steps = 2 ** power
    for p in chance:
        chain = numpy.ones(trials, dtype=bool)
        hits = lengths = squares = 0
        for step in range(steps):
            rng.random(out=draws)
            numpy.less(draws, p, out=right)
            numpy.logical_and(chain, right, out=chain)
            hits += numpy.count_nonzero(right)
            unbroken = numpy.count_nonzero(chain)
            lengths += unbroken
            squares += (2 * step + 1) * unbroken
        total += unbroken + hits + lengths + squares
print("%.4f" % (time.process_time() - before))
