-- expect: stopped (the time limit)
local x = array.linspace(0, 1, 1000000)
while true do plot.figure {}:axes {}:line(x, x) end -- memory is no reason to stop
