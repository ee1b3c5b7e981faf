-- expect: passed
-- a finer and shorter list of sizes, a straight line over the size itself
local p = param {
  steps  = { 4, min = 1, max = 8, integer = true, doc = "steps a problem needs" },
  trials = { 200000, min = 1, max = 1e7, integer = true, doc = "problems for each size" },
}

local size = array.geomspace(1e9, 1e11, 41)
local run = sim.cot {
  size = size, steps = p.steps, guess = 0.05, trials = p.trials,
  direct = sim.ability.logistic { midpoint = 1e10, slope = 0.75, ceiling = 0.9 },
  step   = sim.ability.logistic { midpoint = 6e9, slope = 1.6, ceiling = 0.98 },
  drift  = sim.ability.logistic { midpoint = 1e10, slope = -1.5, floor = 0.02, ceiling = 0.35 },
}
local direct, thought = run.direct.mean, run.cot.mean
local gain = thought - direct
local crossing
for i = #size, 2, -1 do
  if gain[i - 1] < 0 then
    crossing = size[i - 1] + (size[i] - size[i - 1]) * gain[i - 1] / (gain[i - 1] - gain[i])
    break
  end
end
local function better(N)
  if N < crossing then return "direct" end
  return "thought"
end
return { crossing = crossing, better = better }
