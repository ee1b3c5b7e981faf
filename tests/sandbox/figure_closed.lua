-- expect: the figure of these axes is closed
local figure = plot.figure {}
local axes = figure:axes {}
axes:curve(function(x)
  local _ <close> = figure -- in the midst of the work on it
  return x
end, { from = 0, to = 1 })
