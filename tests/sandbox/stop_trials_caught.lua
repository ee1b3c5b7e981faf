-- expect: stopped (the time limit)
local function trial(rng) return rng:uniform() end
while true do pcall(sim.montecarlo, { x = { 1 }, trials = 10, trial = trial }) end
