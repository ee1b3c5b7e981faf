--[[ Partial credit makes the jump vanish   給部分分數，跳躍就消失了
Three gaps: partial, biggest_rise, and partial_curve.   三個空格：partial、biggest_rise、partial_curve ]]

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

local fig = plot.figure { title = text { en = "Two rulers, the same answers", ["zh-TW"] = "同樣的答案，兩把尺" } }
local ax  = fig:axes { x = { label = text { en = "parameters", ["zh-TW"] = "參數量" }, scale = "log" },
                       y = { label = text { en = "score", ["zh-TW"] = "分數" }, percent = true } }
ax:line(size, exact_curve,   { label = text { en = "all steps right", ["zh-TW"] = "全部步驟都對" } })
ax:line(size, partial_curve, { label = text { en = "partial credit", ["zh-TW"] = "部分分數" } })
fig:save "partial_credit"

return { partial = partial, biggest_rise = biggest_rise,
         exact_curve = exact_curve, partial_curve = partial_curve }
