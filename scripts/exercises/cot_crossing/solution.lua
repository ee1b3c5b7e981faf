--[[ From which size on does a chain of thought pay?   模型要多大，思維鏈才划算？ ]]

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

-- The difference changes its sign; a straight line over log(size) between the two neighbors.
-- 差值變號的地方；在相鄰兩點之間，以 log(size) 畫直線
local crossing
for i = 2, #size do
  local before, after = thought[i - 1] - direct[i - 1], thought[i] - direct[i]
  if not crossing and before < 0 and after >= 0 then
    local share = before / (before - after)   -- how far along, 0..1   走了多遠
    crossing = size[i - 1] * (size[i] / size[i - 1]) ^ share
  end
end

-- The better way for a model of N parameters.   N 個參數的模型，哪種方式比較好
local function better(N)
  return N < crossing and "direct" or "thought"
end

local fig = plot.figure {
  title = text { en = "Thinking pays from " .. text.count(crossing) .. " parameters on",
                 ["zh-TW"] = "超過 " .. text.count(crossing) .. " 個參數，思考才划算" },
  remember = false,
}
local ax = fig:axes {
  x = { label = text { en = "model size (parameters)", ["zh-TW"] = "模型大小（參數量）" }, scale = "log" },
  y = { label = text { en = "accuracy", ["zh-TW"] = "正確率" }, percent = true },
}
ax:line(size, direct,  { label = text { en = "direct", ["zh-TW"] = "直接作答" }, marker = "none" })
ax:line(size, thought, { label = text { en = "chain of thought", ["zh-TW"] = "思維鏈" }, marker = "none" })
ax:vline(crossing)
fig:save "cot_crossing"

return { crossing = crossing, better = better }
