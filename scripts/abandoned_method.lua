--[[ A method dropped on small models would have helped a large one
     在小模型上試了沒用就放棄；換成大模型其實有用
SHOWS   published scores of one family without and with chain of thought (hollow), and simulated
        bosses who try it from small to large; each drops it after one disappointment too many
TRY     --set patience=3;  --set family=LaMDA;  --set family=PaLM
NOTICE  the method hurts the small models: whoever stops there has measured rightly, and loses ]]

local p = param {
  family    = { "GPT-3", choices = { "GPT-3", "LaMDA", "PaLM" }, doc = "whose models try the method" },
  patience  = { 1, min = 0, max = 5, integer = true, doc = "disappointments that a boss allows" },
  questions = { 1000, min = 100, max = 100000, integer = true, doc = "questions asked of each model, with and without" },
  trials    = { 5000, min = 100, max = 1e5, integer = true, doc = "bosses simulated" },
}

local source = "Wei et al. 2022, Chain-of-Thought Prompting, Table 2"
local published = data.published "chain_of_thought":filter { task = "GSM8K", family = p.family, source = source }
local without = published:filter { prompting = "standard" }
local with    = published:filter { prompting = "chain of thought" }
local size    = without.params
local run = sim.investor { size = size, without = without.accuracy, with = with.accuracy,
                           questions = p.questions, patience = p.patience, trials = p.trials }
local tried, last = run.tried.mean, #size
while tried[last] < 0.5 do last = last - 1 end   -- the largest model on which most still try it

local title = text { en = "A method dropped on small models would have helped a large one",
                     ["zh-TW"] = "在小模型上試了沒用就放棄；換成大模型其實有用" }
if last == #size then
  title = text { en = "Whoever is patient keeps the method until it helps", ["zh-TW"] = "有耐心，才等得到方法有用的那一天" }
end
local fig = plot.figure {
  title = title,
  subtitle = text {
    en = p.family .. " on grade-school math · hollow: published · bosses allow disappointments: " .. p.patience .. (last < #size and " · shaded: dropped" or ""),
    ["zh-TW"] = p.family .. " 做小學數學題 · 空心：已發表的結果 · 模擬的老闆容許失望的次數：" .. p.patience .. (last < #size and " · 陰影：已經放棄" or "") },
  footer = text {
    en = "Published (GSM8K): " .. source .. " · Toy model: investor, " .. text.thousands(p.questions) .. " questions, seed " .. run.seed,
    ["zh-TW"] = "已發表（GSM8K）：" .. source .. " · 玩具模型：investor，" .. text.thousands(p.questions) .. " 題，亂數種子 " .. run.seed },
  alt = text {
    en = "Share of problems solved over model size, answered at once and with chain of thought. With it the small models are worse and the largest far better."
         .. (last < #size and " A shaded part holds the sizes at which most bosses no longer try it." or " Most bosses try it up to the largest size."),
    ["zh-TW"] = "答對比例隨參數量的變化：直接作答與思維鏈。小模型用了思維鏈更差，最大的模型好得多。"
         .. (last < #size and "陰影是大多數老闆已經不再試的大小。" or "大多數老闆一直試到最大的模型。") },
}
local top = 1.3 * with.accuracy:max()
local ax = fig:axes {
  x = { label = text { en = "model size (parameters)", ["zh-TW"] = "模型大小（參數量）" }, scale = "log",
        min = size[1] / 1.7, ticks = size },
  y = { label = text { en = "problems solved", ["zh-TW"] = "答對的比例" }, percent = true, min = 0, max = top },
}
if last < #size then
  ax:span { xmin = math.sqrt(size[last] * size[last + 1]), alpha = 0.1 }
end
local ways = {
  { without, "blue", "square", text { en = "answer at once", ["zh-TW"] = "直接作答" } },
  { with, "vermillion", "circle", text { en = "chain of thought", ["zh-TW"] = "思維鏈" } },
}
for _, way in ipairs(ways) do
  local t, color, marker, name = table.unpack(way)
  ax:line(t.params, t.accuracy, { color = color, marker = "none", label = name, width_px = 2.5 })
  ax:points(t.params, t.accuracy, { color = color, marker = marker, size_px = 22, width_px = 3.5 })
end
ax:text(size[1] / 1.7, 0.955 * top, text { en = "bosses who still try it:", ["zh-TW"] = "還在試的老闆：" }, { side = "right", size_px = 26 })
for i = 1, #size do
  ax:text(size[i], 0.86 * top, string.format("%.0f %%", 100 * tried[i]), { size_px = 26 })
end
fig:save "abandoned_method"
