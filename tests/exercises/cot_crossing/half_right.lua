-- expect: within_ten
-- takes the size from which chains of thought are right in half of the cases
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

local crossing
for i = 2, #size do
  if not crossing and thought[i] >= 0.5 then crossing = size[i] end
end
local function better(N)
  return N < crossing and "direct" or "thought"
end

return { crossing = crossing, better = better }
