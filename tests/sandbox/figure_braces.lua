-- expect: stopped (the time limit)
local figure = plot.figure { title = ("10^{"):rep(100000) .. ("}"):rep(100000) }
figure:axes {}:line({ 1, 2 }, { 1, 2 })
figure:save "braces"
