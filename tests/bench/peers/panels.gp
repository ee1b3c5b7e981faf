# Eight panels of five lines with markers, by gnuplot: gnuplot -c panels.gp OUT.png
set terminal pngcairo size 1600,900 font "DejaVu Sans,10"
set output ARG1
array family = ["LaMDA", "GPT-3", "Gopher", "Chinchilla", "PaLM"]
array color = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00"]
array shape = [7, 5, 9, 13, 11]
array chance = [0, 25, 50, 20, 0, 25, 50, 20]
last = log10(6e11)
exponent(i) = 7 + i * (last - 7) / 11
rise(t, j, e) = 1 / (1 + exp(-(1.5 + 0.25 * t) * (e - 9 - 0.15 * t - 0.4 * (j - 3))))
score(t, j, e) = chance[t] + (100 - chance[t]) * rise(t, j, e)
set samples 12
set logscale x
set xrange [5e6:1e12]
set yrange [-3:103]
set format x "10^{%L}"
set ytics 20
set xlabel "Model scale (parameters)"
set ylabel "Accuracy (%)"
set multiplot layout 2,4 margins 0.05,0.99,0.13,0.95 spacing 0.055,0.13
do for [t = 1:8] {
  set title sprintf("(%s) Task %d", substr("ABCDEFGH", t, t), t)
  if (t < 8) { unset key } else { set key horizontal at screen 0.6,0.05 }
  plot for [j = 1:5] [i = 0:11] "+" using (10 ** exponent(i)):(score(t, j, exponent(i))) \
      with linespoints lc rgb color[j] pt shape[j] ps 0.8 lw 1.5 title family[j], \
      chance[t] + 0 with lines dt 2 lc rgb "black" title "random"
}
unset multiplot
