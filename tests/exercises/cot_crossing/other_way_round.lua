-- expect: advice
-- advises the small to think
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
  local before, after = thought[i - 1] - direct[i - 1], thought[i] - direct[i]
  if not crossing and before < 0 and after >= 0 then
    local share = before / (before - after)   -- how far along, 0..1   走了多遠
    crossing = size[i - 1] * (size[i] / size[i - 1]) ^ share
  end
end

local function better(N)
  return N < crossing and "thought" or "direct"
end
return { crossing = crossing, better = better }
