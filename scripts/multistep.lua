--[[ The skill grows smoothly; the score jumps
     能力慢慢變強，分數突然跳起來
SHOWS   one skill, three rulers: the share of steps right grows all the time, the final answer
        stays at 0 and then jumps, because it needs every step
TRY     --set steps=1, then 4, then 32: where does the jump go?  --set spread=0.3
NOTICE  the middle model is far better than the small one, and both score 0 ]]

local p = param {
  steps    = { 16, min = 1, max = 128, integer = true, doc = "reasoning steps a problem needs" },
  midpoint = { 4e8, min = 1e8, max = 1e10, doc = "model size at which a step is right half the time",
               unit = "parameters" },
  slope    = { 1.7, min = 1, max = 5, doc = "how fast a step gets better with size" },
  spread   = { 0, min = 0, max = 0.3, doc = "how unlike the problems are" },
  trials   = { 1000, min = 10, max = 1e6, integer = true,
               doc = "problems simulated for each model size" },
}

local size  = array.geomspace(1e7, 5e11, 24)
local skill = sim.ability.logistic { midpoint = p.midpoint, slope = p.slope }
local run   = sim.multistep { size = size, ability = skill, steps = p.steps, spread = p.spread,
                              trials = p.trials }

local title = text { en = "The skill grows smoothly; the score jumps", ["zh-TW"] = "能力慢慢變強，分數突然跳起來" }
if p.steps == 1 then
  title = text { en = "With one step, the score grows as smoothly as the skill", ["zh-TW"] = "只有一個步驟時，分數跟著能力慢慢變高" }
end
local fig = plot.figure {
  title = title,
  subtitle = text {
    en = string.format("Steps in a problem, all of them needed: %d · %s simulated problems a size · bands: 95 %% intervals",
                       p.steps, text.thousands(p.trials)),
    ["zh-TW"] = string.format("一題需要 %d 個步驟，全對才算對 · 每個大小模擬 %s 題 · 色帶：95 %% 信賴區間",
                              p.steps, text.thousands(p.trials)) },
  footer = text { en = "Toy model: multistep · ability " .. tostring(skill) .. " · seed " .. run.seed,
                  ["zh-TW"] = "玩具模型：multistep · 能力 " .. tostring(skill) .. " · 亂數種子 " .. run.seed },
  alt = p.steps > 1
    and text { en = "Three curves over model size: the share of steps right rises early and smoothly, the share before the first slip later, the share of final answers right last and most steeply.",
               ["zh-TW"] = "三條隨參數量上升的曲線：步驟正確率最早平緩上升，第一次出錯前的比例較晚，最終答案的正確率最晚，也最陡。" }
    or text { en = "Three scores over model size on one smooth curve.", ["zh-TW"] = "三種分數隨參數量上升，都在同一條平緩的曲線上。" },
}
local ax = fig:axes {
  x = { label = text { en = "model size (parameters)", ["zh-TW"] = "模型大小（參數量）" }, scale = "log" },
  y = { label = text { en = "share right", ["zh-TW"] = "正確率" }, percent = true, min = 0, max = 1 },
}
local rulers = {
  { run.partial, text { en = "steps right", ["zh-TW"] = "步驟正確" } },
  { run.prefix,  text { en = "right until a slip", ["zh-TW"] = "第一次出錯前" } },
  { run.exact,   text { en = "final answer right", ["zh-TW"] = "最終答案正確" } },
}
for _, ruler in ipairs(rulers) do
  local score, name = ruler[1], ruler[2]
  ax:band(size, score.low, score.high)
  ax:line(size, score.mean, { label = name })
end

local last = 0 -- the largest model that still solves hardly a problem
for i = 1, #size do
  if run.exact.mean[i] < 0.01 then last = i end
end
if last > 0 then
  local at, right = text.count(size[last]), 100 * run.partial.mean[last]
  ax:vline(size[last], { label = text { en = string.format("%s: %.0f %% of the steps right,\nbut hardly an answer", at, right),
                                        ["zh-TW"] = string.format("%s：%.0f %% 的步驟正確，\n答案卻幾乎全錯", at, right) } })
end
fig:save "multistep"
