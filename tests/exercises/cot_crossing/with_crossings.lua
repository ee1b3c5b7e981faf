-- expect: passed
-- asks the run for its crossings
local p = param {
  steps  = { 4, min = 1, max = 8, integer = true, doc = "steps a problem needs" },
  trials = { 200000, min = 1, max = 1e7, integer = true, doc = "problems for each size" },
}

local size = array.geomspace(1e8, 1e12, 25)
local run = sim.cot {
  size = size, steps = p.steps, guess = 0.05, trials = p.trials,
  direct = sim.ability.logistic { midpoint = 1e10, slope = 0.75, ceiling = 0.9 },
  step   = sim.ability.logistic { midpoint = 6e9, slope = 1.6, ceiling = 0.98 },
  drift  = sim.ability.logistic { midpoint = 1e10, slope = -1.5, floor = 0.02, ceiling = 0.35 },
}
local direct, thought = run.direct.mean, run.cot.mean
local crossing = run:crossings()[1].at
return { crossing = crossing, better = function(N) return N > crossing and "thought" or "direct" end }
