-- expect: passed
-- measured by sim.montecarlo; curves are arrays; no figure
local p = param {
  steps  = { 32, min = 1, max = 64, integer = true, doc = "steps a problem needs" },
  trials = { 400, min = 1, max = 10000, integer = true, doc = "problems for each size" },
}
local skill = sim.ability.logistic { midpoint = 3e9, slope = 1.5, floor = 0.5 }
local size = array.geomspace(1e7, 1e12, 6)
local steps = p.steps
local function partial(marks)
  local sum = 0
  for _, right in pairs(marks) do sum = sum + (right and 1 / #marks or 0) end
  return sum
end
local function biggest_rise(curve)
  local rises = {}
  for i = 1, #curve - 1 do rises[i] = curve[i + 1] - curve[i] end
  table.sort(rises)
  return rises[#rises]
end
local run = sim.montecarlo {
  x = size:map(function(N) return skill(N) end), trials = p.trials, scores = { "exact", "partial" },
  trial = function(rng, x)
    local right = 0
    for _ = 1, steps do if rng:chance(x) then right = right + 1 end end
    return right == steps, right / steps
  end
}
return { partial = partial, biggest_rise = biggest_rise,
         exact_curve = run.exact.mean, partial_curve = run.partial.mean }
