--[[ Larger is worse, until still larger is better
     越大越差，再大又變好
SHOWS   published mean scores of ten tasks with a trap: PaLM turns up again where others went down;
        beside it why: a toy model guesses, then falls for the trap, then sees through it
TRY     --set insight=1e10: the true skill comes earlier;  --set trap=1e13: no trap, no dip
NOTICE  whoever draws a line through the first models foretells the wrong end ]]

local p = param {
  trap    = { 9e8, min = 1e8, max = 1e13, doc = "ten tasks: model size at which half fall for the trap", unit = "parameters" },
  insight = { 1.2e12, min = 1e10, max = 1e13, doc = "ten tasks: model size at which half see through it", unit = "parameters" },
  known   = { 0.28, min = 0, max = 0.6, doc = "ten tasks: share that models of every size solve" },
  trials  = { 20000, min = 100, max = 200000, integer = true, doc = "problems simulated for each model size" },
}
local published = data.published "inverse_scaling_curve"
local chance = published.random_baseline[1]

-- Left: trap and known as scripts/inverse_scaling.lua fits them to the families that only fall;
-- insight and its slope are set by hand so that the curve passes near PaLM's points.
local size = array.geomspace(1e7, 2e12, 32)
local run = sim.distractor {
  size = size, chance = chance, trials = p.trials,
  trap  = sim.ability.logistic { midpoint = p.trap, slope = 1.5 },
  skill = sim.ability.logistic { midpoint = p.insight, slope = 1.4, floor = p.known },
}
-- Right: one question, two answers offered; skills as sim.redefine has them by default.
local pi = sim.redefine { size = size, symbol = "pi", value = 10, operation = "plus", operand = 1,
                          trials = p.trials }

-- Which way the toy model goes, by the closed form: less than five points count for nothing.
local course = run.accuracy.theory
local falls, rises = course[1] - course:min() > 0.05, course[#size] - course:min() > 0.05
local title = text { en = "Larger is worse, until still larger is better", ["zh-TW"] = "越大越差，再大又變好" }
if falls and not rises then
  title = text { en = "PaLM turned up again; this toy model only gets worse", ["zh-TW"] = "PaLM 再大又變好；這個玩具模型卻一路變差" }
elseif rises and not falls then
  title = text { en = "If the trap came too late, larger would always be better", ["zh-TW"] = "假如陷阱來得太晚，模型就越大越好" }
elseif not falls then
  title = text { en = "If trap and insight both came too late, size would change little", ["zh-TW"] = "假如陷阱和看穿陷阱的能力都來得太晚，大小就沒有差別" }
end
local fig = plot.figure {
  columns = 2,
  title = title,
  subtitle = text { en = "Tasks with a trap that half-knowledge falls for · hollow: published · lines and areas: toy models",
                    ["zh-TW"] = "題目裡有陷阱，一知半解就會上當 · 空心：已發表的結果 · 線與色塊：玩具模型" },
  footer = text {
    en = "Published: Wei et al. 2022, Inverse Scaling Can Become U-Shaped, Figure 1 (read from the plot) · Toy models: distractor, redefine, seed " .. run.seed
         .. "\nThe turn of π is the toy model's: on Redefine Math the published models only get worse",
    ["zh-TW"] = "已發表：Wei et al. 2022, Inverse Scaling Can Become U-Shaped, Figure 1（由圖讀出）· 玩具模型：distractor、redefine，亂數種子 " .. run.seed
         .. "\nπ 的回升只是玩具模型的結果：在 Redefine Math 上，已發表的模型都是越大越差" },
  alt = text { en = "Left: mean accuracy over model size; three families fall below chance, PaLM falls and rises again; the toy model's curve "
                    .. (falls and rises and "makes the same U" or falls and "only falls" or rises and "only rises" or "stays where it is") .. ". Right: shares of answers to 'pi is 10, what is pi + 1': guesses when small, 4.14 when medium, 11 when large.",
               ["zh-TW"] = "左：平均正確率隨參數量的變化，三個系列一路降到猜測以下，PaLM 先降後升；玩具模型的曲線"
                    .. (falls and rises and "同樣呈 U 形" or falls and "一路下降" or rises and "一路上升" or "大致持平") .. "。右：「π 是 10，π + 1 是多少」的各種回答所占比例：小模型用猜的，中型模型答 4.14，大模型答 11。" },
}
local sizes = { label = text { en = "model size (parameters)", ["zh-TW"] = "模型大小（參數量）" }, scale = "log" }

local ax = fig:axes { title = text { en = "Ten tasks", ["zh-TW"] = "十項任務" }, x = sizes,
  y = { label = text { en = "mean accuracy", ["zh-TW"] = "平均正確率" }, percent = true, min = 0, max = 1 } }
ax:hline(chance, { label = text { en = "random guess", ["zh-TW"] = "隨機猜測" } })
ax:band(size, run.accuracy.low, run.accuracy.high, { color = "green" })
ax:line(size, run.accuracy.mean, { color = "green", marker = "none" })
for i, family in ipairs { "Gopher", "Anthropic LM", "Chinchilla", "PaLM" } do
  local t = published:filter { family = family }
  ax:points(t.params, t.mean_accuracy_10_tasks, { label = family, color = family == "PaLM" and "green" or "grey",
    size_px = family == "PaLM" and 24 or nil, marker = ({ "circle", "square", "diamond", "triangle" })[i] })
end
ax:text(5.4e11, 0.558, "PaLM", { color = "green", side = "left" })

local why = fig:axes { title = text { en = "“Let π be 10. What is π + 1?”", ["zh-TW"] = "「令 π 為 10，π + 1 是多少？」" }, x = sizes,
  y = { label = text { en = "share of answers", ["zh-TW"] = "回答的比例" }, percent = true, min = 0, max = 1 } }
local skilled, trapped = pi.skilled.mean, pi.trapped.mean
why:area(size, skilled, nil, { color = "green" })
why:area(size, skilled + trapped, skilled, { color = "vermillion" })
why:area(size, skilled * 0 + 1, skilled + trapped, { color = "grey" })
why:line(size, pi.accuracy.mean, { color = "ink", marker = "none", width_px = 5 })
why:text(5e7, 0.37, text { en = "share right", ["zh-TW"] = "答對" }, { size_px = 26 })
why:text(4e7, 0.75, text { en = "guess", ["zh-TW"] = "用猜的" }, { size_px = 26 })
why:text(1.4e10, 0.7, text { en = "4.14:\nas learned", ["zh-TW"] = "4.14：\n照背過的" }, { size_px = 26 })
why:text(4e11, 0.3, text { en = "11: as told", ["zh-TW"] = "11：照題目" }, { size_px = 26 })
fig:save "u_shape"
