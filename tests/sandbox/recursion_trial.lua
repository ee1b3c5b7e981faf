-- expect: stack overflow
-- options: --memory 512
local function down() return 1 + down() end
sim.montecarlo { x = { 1 }, trials = 10, trial = down }
