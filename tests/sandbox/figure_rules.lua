-- expect: a script may use 64 MiB
local axes = plot.figure {}:axes {}
for i = 1, math.huge do axes:hline(i) end
