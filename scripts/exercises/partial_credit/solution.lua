--[[ Partial credit makes the jump vanish   給部分分數，跳躍就消失了 ]]

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
  local right = 0
  for i = 1, #marks do
    if marks[i] then right = right + 1 end
  end
  return right / #marks
end

-- The largest rise from one size to the next.   從一個大小到下一個大小的最大升幅
local function biggest_rise(curve)
  local best = curve[2] - curve[1]
  for i = 3, #curve do
    best = math.max(best, curve[i] - curve[i - 1])
  end
  return best
end

-- One problem: which of its steps are right.   一題：哪些步驟做對了
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

local fig = plot.figure {
  title = text { en = "The same answers: only one ruler jumps", ["zh-TW"] = "同一批答案，只有一把尺會跳" },
  subtitle = text { en = string.format("biggest rise between neighbors: %.2f and %.2f", biggest_rise(exact_curve), biggest_rise(partial_curve)),
                    ["zh-TW"] = string.format("相鄰兩點的最大升幅：%.2f 與 %.2f", biggest_rise(exact_curve), biggest_rise(partial_curve)) },
  remember = false,
}
local ax = fig:axes {
  x = { label = text { en = "model size (parameters)", ["zh-TW"] = "模型大小（參數量）" }, scale = "log" },
  y = { label = text { en = "score", ["zh-TW"] = "分數" }, percent = true, min = 0, max = 1 },
}
ax:line(size, exact_curve,   { label = text { en = "all steps right", ["zh-TW"] = "全部步驟都對" } })
ax:line(size, partial_curve, { label = text { en = "steps right", ["zh-TW"] = "做對的步驟" } })
fig:save "partial_credit"

return { partial = partial, biggest_rise = biggest_rise,
         exact_curve = exact_curve, partial_curve = partial_curve }
