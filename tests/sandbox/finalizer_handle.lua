-- expect: figure has no '__gc'
local figure = plot.figure {}
figure:__gc()
