-- expect: (the time limit)
local x, axes = array.linspace(0, 1, 1000000), plot.figure {}:axes {}
while true do pcall(axes.line, axes, x, x) end
