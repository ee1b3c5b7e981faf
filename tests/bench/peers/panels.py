"""Eight panels of five lines with markers, by matplotlib. panels.py OUT.png"""
import sys

import matplotlib

matplotlib.use("Agg")
import numpy as np
from matplotlib import pyplot

exponent = np.linspace(7, np.log10(6e11), 12)
chance = [0, 25, 50, 20] * 2
families = ["LaMDA", "GPT-3", "Gopher", "Chinchilla", "PaLM"]
looks = list(zip(["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00"], "os^Dv"))

figure, panels = pyplot.subplots(2, 4, figsize=(16, 9), dpi=100)
for task, panel in enumerate(panels.ravel(), start=1):
    for j, (color, marker) in enumerate(looks, start=1):
        slope = 1.5 + 0.25 * task
        rise = 1 / (1 + np.exp(-slope * (exponent - 9 - 0.15 * task - 0.4 * (j - 3))))
        panel.semilogx(10**exponent, chance[task - 1] + (100 - chance[task - 1]) * rise,
                       color=color, marker=marker, ms=5, lw=1.5, label=families[j - 1])
    panel.axhline(chance[task - 1], color="black", ls="--", lw=1, label="random")
    panel.set(title=f"({'ABCDEFGH'[task - 1]}) Task {task}", xlim=(5e6, 1e12), ylim=(-3, 103),
              xlabel="Model scale (parameters)", ylabel="Accuracy (%)")
figure.subplots_adjust(left=0.05, right=0.99, top=0.95, bottom=0.13, wspace=0.27, hspace=0.3)
figure.legend(*panels[0, 0].get_legend_handles_labels(), loc="lower center", ncol=6, frameon=False)
figure.savefig(sys.argv[1])
