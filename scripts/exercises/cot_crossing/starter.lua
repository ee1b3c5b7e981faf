--[[ From which size on does a chain of thought pay?   模型要多大，思維鏈才划算？
crossing is the middle of the axis, and better believes in thinking always.
crossing 只取了座標軸的中間，better 則永遠相信思考有用。 ]]

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

-- Where the curves cross.   曲線交叉的地方
local crossing = size[13]

-- The better way for a model of N parameters.   N 個參數的模型，哪種方式比較好
local function better(N)
  return "thought"
end

local fig = plot.figure { title = text { en = "Direct, or step by step?", ["zh-TW"] = "直接答，還是一步一步想？" } }
local ax  = fig:axes { x = { label = text { en = "parameters", ["zh-TW"] = "參數量" }, scale = "log" },
                       y = { label = text { en = "accuracy", ["zh-TW"] = "正確率" }, percent = true } }
ax:line(size, direct,  { label = text { en = "direct", ["zh-TW"] = "直接作答" } })
ax:line(size, thought, { label = text { en = "chain of thought", ["zh-TW"] = "思維鏈" } })
ax:vline(crossing)
fig:save "cot_crossing"

return { crossing = crossing, better = better }
