-- expect: rise
-- takes the rise from the first to the last size
local p = param {
  steps  = { 32, min = 1, max = 64, integer = true, doc = "steps a problem needs" },
  trials = { 400, min = 1, max = 10000, integer = true, doc = "problems for each size" },
}

local size  = array.geomspace(1e7, 1e12, 6)
local skill = sim.ability.logistic { midpoint = 3e9, slope = 1.5, floor = 0.5 }

-- All or nothing: 1 when every step is right.   全對才得 1 分
local function exact(marks)
  for i = 1, #marks do
    if not marks[i] then return 0 end
  end
  return 1
end

local function partial(marks)
  local right = 0
  for i = 1, #marks do
    if marks[i] then right = right + 1 end
  end
  return right / #marks
end
local function biggest_rise(curve) return curve[#curve] - curve[1] end

local function solve(chance)
  local marks = {}
  for i = 1, p.steps do marks[i] = math.random() < chance end
  return marks
end

local exact_curve, partial_curve = {}, {}
for i = 1, #size do
  local exact_sum, partial_sum = 0, 0
  for _ = 1, p.trials do
    local marks = solve(skill(size[i]))
    exact_sum   = exact_sum + exact(marks)
    partial_sum = partial_sum + partial(marks)
  end
  exact_curve[i]   = exact_sum / p.trials
  partial_curve[i] = partial_sum / p.trials
end

return { partial = partial, biggest_rise = biggest_rise,
         exact_curve = exact_curve, partial_curve = partial_curve }
