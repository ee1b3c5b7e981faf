-- expect: a script may use 64 MiB
local x, axes = array.linspace(0, 1, 100000), plot.figure {}:axes {}
while true do axes:line(x, x) end
