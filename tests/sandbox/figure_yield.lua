-- expect: attempt to yield across a C-call boundary
local axes = plot.figure {}:axes {}
coroutine.wrap(function()
  axes:curve(function(x) coroutine.yield() return x end, { from = 0, to = 1 })
end)()
