-- expect: a script may write 1000 files
local run = sim.multistep { size = { 1e9 }, trials = 100 }
for i = 1, math.huge do run:csv("file" .. i) end
