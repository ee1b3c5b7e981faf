-- expect: nested too deeply
local deep = {}
for _ = 1, 100000 do deep = { deep } end
sim.montecarlo { x = { 1 }, trials = 10, trial = function() return deep and 1 or 0 end }
