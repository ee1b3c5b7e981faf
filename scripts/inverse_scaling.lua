--[[ On tasks with a trap, larger models do worse
     題目有陷阱時，模型越大越差
SHOWS   published mean score of ten tasks (hollow) over a toy model fitted to them (line): models
        learn to fall for the trap; scripts/distractor_tasks.lua tells of six traps
TRY     --set conflict=0: where the trap's answer is right, the same half-knowledge helps
NOTICE  the largest models here do worse than a guess: what they know is the wrong thing ]]

local p = param {
  conflict = { 1, min = 0, max = 1, doc = "share of problems whose trap leads to a wrong answer" },
  trials   = { 20000, min = 100, max = 200000, integer = true, doc = "problems simulated for each model size" },
}
local families = { { "Gopher", "circle" }, { "Anthropic LM", "square" }, { "Chinchilla", "diamond" } }
local published = data.published "inverse_scaling_curve"
local chance = published.random_baseline[1]

-- Fitted to the points: half of the models of 10^midpoint parameters fall for the trap, how fast
-- that grows, and the share of problems that a model of any size solves.
local x, y = {}, {}
for _, family in ipairs(families) do
  local t = published:filter { family = family[1] }
  for i = 1, #t.params do
    x[#x + 1], y[#y + 1] = math.log(t.params[i], 10), t.mean_accuracy_10_tasks[i]
  end
end
local function accuracy(log_size, b)
  local midpoint, slope, known = b[1], b[2], b[3]
  local trapped = 1 / (1 + math.exp(-slope * (log_size - midpoint)))
  return known + (1 - known) * (1 - trapped) * chance
end
local fit = stats.fit.curve { fn = accuracy, x = x, y = y, start = { 9, 2, 0.2 },
                              names = { "midpoint", "slope", "known" } }.params

local size = array.geomspace(1e7, 5e11, 32)
local trap = sim.ability.logistic { midpoint = 10 ^ fit.midpoint, slope = fit.slope }
local run  = sim.distractor { size = size, skill = fit.known, trap = trap, chance = chance,
                              conflict = p.conflict, trials = p.trials }

local title = text { en = "On tasks with a trap, larger models do worse", ["zh-TW"] = "題目有陷阱時，模型越大越差" }
if 1 - p.conflict > chance then
  title = text { en = "If the trap mostly led to right answers, larger models would do better",
                 ["zh-TW"] = "假如陷阱多半剛好通往正確答案，模型就越大越好" }
end
local ends = string.format(text { en = "%.0f to %.0f %%", ["zh-TW"] = "%.0f %% 到 %.0f %%" },
                           100 * run.accuracy.mean[1], 100 * run.accuracy.mean[#size])
local fig = plot.figure {
  title = title,
  subtitle = text { en = "Mean accuracy on ten tasks of the Inverse Scaling Prize · hollow: published · line: toy model",
                    ["zh-TW"] = "Inverse Scaling Prize 十項任務的平均正確率 · 空心：已發表的結果 · 線：玩具模型" },
  footer = text {
    en = string.format("Published: Wei et al. 2022, Inverse Scaling Can Become U-Shaped, Figure 1 (read from the plot)\nToy model: distractor, fitted: half fall for the trap at %s (slope %.1f), %.0f %% solved at any size · the trap misleads in %.0f %% of problems · seed %d", text.count(10 ^ fit.midpoint), fit.slope, 100 * fit.known, 100 * p.conflict, run.seed),
    ["zh-TW"] = string.format("已發表：Wei et al. 2022, Inverse Scaling Can Become U-Shaped, Figure 1（由圖讀出）\n玩具模型：distractor，擬合結果：%s 時半數上當（斜率 %.1f），%.0f %% 的題目不論大小都會 · %.0f %% 的題目，陷阱會讓人答錯 · 亂數種子 %d", text.count(10 ^ fit.midpoint), fit.slope, 100 * fit.known, 100 * p.conflict, run.seed) },
  alt = text { en = "Mean accuracy over model size: three families fall from about 60 % to about 30 %, below the dashed line of random guessing; the toy model's curve goes from " .. ends .. ".",
               ["zh-TW"] = "平均正確率隨參數量的變化：三個系列的模型從約 60 % 降到約 30 %，低於隨機猜測的虛線；玩具模型的曲線由 " .. ends .. "。" },
}
local ax = fig:axes {
  x = { label = text { en = "model size (parameters)", ["zh-TW"] = "模型大小（參數量）" }, scale = "log" },
  y = { label = text { en = "mean accuracy", ["zh-TW"] = "平均正確率" }, percent = true, min = 0, max = 1 },
}
ax:hline(chance, { label = text { en = "random guess", ["zh-TW"] = "隨機猜測" } })
ax:band(size, run.accuracy.low, run.accuracy.high, { color = "vermillion" })
ax:line(size, run.accuracy.mean, { color = "vermillion", marker = "none", label = text { en = "toy model", ["zh-TW"] = "玩具模型" } })
for _, family in ipairs(families) do
  local t = published:filter { family = family[1] }
  ax:points(t.params, t.mean_accuracy_10_tasks, { label = family[1], marker = family[2], color = "vermillion" })
end
ax:text(4e7, 0.4, text { en = "small models guess", ["zh-TW"] = "小模型用猜的" }, { color = "grey", size_px = 26 })
ax:text(7e10, 0.18, text { en = "larger ones fall for the trap", ["zh-TW"] = "大一點的就上當" }, { color = "vermillion", size_px = 26 })
fig:save "inverse_scaling"
