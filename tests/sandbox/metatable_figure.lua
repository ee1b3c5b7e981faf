-- expect: attempt to index a boolean value
local figure = plot.figure {}
getmetatable(figure).__gc(figure)
