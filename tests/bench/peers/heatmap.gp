# A heatmap of 2000 x 2000 cells, by gnuplot: gnuplot -c heatmap.gp HEAT.f32 OUT.png
set terminal pngcairo size 1600,900 font "DejaVu Sans,11"
set output ARG2
set title "Four million cells"
set xlabel "x"
set ylabel "y"
set cblabel "value"
set palette defined (0 "#440154", 1 "#3b528b", 2 "#21918c", 3 "#5ec962", 4 "#fde725")
set xrange [-3:3]
set yrange [-3:3]
step = 6.0 / 2000
plot ARG1 binary array=(2000,2000) format="%float32" origin=(-3 + step / 2,-3 + step / 2) \
    dx=step dy=step with image notitle
