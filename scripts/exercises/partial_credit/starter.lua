--[[ Partial credit makes the jump vanish   給部分分數，突跳就不見了
Three gaps: partial, biggest_rise, and partial_curve.   三個空格：partial、biggest_rise、partial_curve ]]

local p = param {
  steps  = { 16, min = 1, max = 64, integer = true, doc = "steps a problem needs" },
  trials = { 400, min = 1, max = 10000, integer = true, doc = "problems for each size" },
}

local size  = array.geomspace(1e7, 5e11, 24)
local skill = sim.ability.logistic { midpoint = 4e8, slope = 1.7 }

-- All or nothing: 1 when every step is right.   全對才得 1 分
local function exact(marks)
  for i = 1, #marks do
    if not marks[i] then return 0 end
  end
  return 1
end

-- The share of the steps that are right.   做對的步驟所占的比例
local function partial(marks)
  return exact(marks)   -- this is still the old ruler   這還是舊的尺
end

-- The largest rise from one size to the next.   從一個大小到下一個大小的最大升幅
local function biggest_rise(curve)
  return 0
end

-- One problem: which of its steps are right.   一題：哪些步驟做對了
local function solve(chance)
  local marks = {}
  for i = 1, p.steps do marks[i] = math.random() < chance end
  return marks
end

local exact_curve, partial_curve = {}, {}
for i = 1, #size do
  local exact_sum = 0
  for _ = 1, p.trials do
    local marks = solve(skill(size[i]))
    exact_sum = exact_sum + exact(marks)
  end
  exact_curve[i]   = exact_sum / p.trials
  partial_curve[i] = 0   -- to do   待完成
end

local fig = plot.figure { title = "Two rulers, the same answers" }
local ax  = fig:axes { x = { label = "parameters", scale = "log" }, y = { label = "score", percent = true } }
ax:line(size, exact_curve,   { label = "all steps right" })
ax:line(size, partial_curve, { label = "partial credit" })
fig:save "partial_credit"

return { partial = partial, biggest_rise = biggest_rise,
         exact_curve = exact_curve, partial_curve = partial_curve }
