"""A heatmap of 2000 x 2000 cells, by matplotlib. heatmap.py HEAT.f32 OUT.png"""
import sys

import matplotlib

matplotlib.use("Agg")
import numpy as np
from matplotlib import pyplot

cells = np.fromfile(sys.argv[1], "<f4").reshape(2000, 2000)
figure, panel = pyplot.subplots(figsize=(16, 9), dpi=100)
shades = panel.imshow(cells, extent=(-3, 3, -3, 3), origin="lower", aspect="auto", cmap="viridis")
figure.colorbar(shades, label="value")
panel.set(xlabel="x", ylabel="y", title="Four million cells")
figure.savefig(sys.argv[2])
