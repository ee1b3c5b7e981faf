--[[ Eight tasks: nothing, nothing, then suddenly
     湧現：八項任務，一直不會，突然就會了
SHOWS   published scores of five families of models (hollow): at chance up to about 10B parameters,
        then up. The line is a toy model: a skill that grows evenly, several steps to an answer
TRY     --set steps=1, then 16: does the jump get sharper?  --set slope=1, then 6
NOTICE  models of one size and different families differ: size is not all (look at MMLU) ]]

local p = param {
  steps  = { 4, min = 1, max = 32, integer = true, doc = "steps that an answer takes, all of them needed" },
  slope  = { 2, min = 0.5, max = 6, doc = "how fast a step gets better with size" },
  trials = { 10000, min = 1000, max = 1e5, integer = true, doc = "problems simulated for each size and task" },
}

local tasks = {
  { "Modified arithmetic", text { en = "Modified arithmetic", ["zh-TW"] = "改寫的算術" } },
  { "IPA transliterate",   text { en = "IPA transliterate, BLEU", ["zh-TW"] = "音標轉寫（BLEU）" } },
  { "Word unscramble",     text { en = "Word unscramble", ["zh-TW"] = "字母重組" } },
  { "Persian QA",          text { en = "Persian QA", ["zh-TW"] = "波斯語問答" } },
  { "TruthfulQA",          "TruthfulQA" },
  { "Grounded mappings",   text { en = "Grounded mappings", ["zh-TW"] = "概念對應" } },
  { "MMLU",                text { en = "57 subjects (MMLU)", ["zh-TW"] = "57 科測驗（MMLU）" } },
  { "Word in context",     text { en = "Word in context", ["zh-TW"] = "詞義辨析" } },
}
local families = { { "LaMDA", "blue", "circle" }, { "GPT-3", "vermillion", "square" },
                   { "Gopher", "green", "diamond" }, { "Chinchilla", "pink", "triangle" },
                   { "PaLM", "orange", "triangle_down" } }

-- One number is fitted to each task: the midpoint, the size at which a step is right half the time.
-- How fast a step gets better (slope) and how many steps an answer takes are the same for all.
local published = data.published "emergent_accuracy":filter { suite = "emergence panels" }
local toy = { size = array.geomspace(2e6, 5.4e11, 40), slope = p.slope, trials = p.trials,
              tasks = {}, steps = {}, choices = {}, midpoint = {} }
local titles, fitted = {}, {}
for i, task in ipairs(tasks) do
  local t = published:filter { task = task[1] }
  local chance = t.random_baseline[1]
  local function score(log_size, b)
    return chance + (1 - chance) / (1 + math.exp(-p.slope * (log_size - b[1]))) ^ p.steps
  end
  local fit = stats.fit.curve { fn = score, x = t.params:log10(), y = t.value, start = { 10.5 },
                                lower = { 6 }, upper = { 14 }, starts = 10 }
  toy.tasks[i], toy.steps[i], toy.midpoint[i] = task[1], p.steps, 10 ^ fit.params[1]
  toy.choices[i] = chance > 0 and 1 / chance or 0
  titles[i], fitted[i] = task[2], task[2] .. " " .. text.count(toy.midpoint[i])
end
local run = sim.emergence(toy)

local needed = p.steps == 1 and "1 step" or p.steps .. " steps all needed"
-- How many times larger a model must be to get from one right in twenty to every second one.
local function decades_to(share)
  local step = share ^ (1 / p.steps)
  return math.log(step / (1 - step)) / p.slope
end
local sudden = decades_to(0.5) - decades_to(0.05) < 2
local title = text { en = "Eight tasks: nothing, nothing, then suddenly", ["zh-TW"] = "湧現：八項任務，一直不會，突然就會了" }
if not sudden then
  title = text { en = "The scores jump; a skill that grows this slowly only climbs", ["zh-TW"] = "分數突然就上去了；成長這麼慢的能力只能慢慢爬" }
end
local source = text {
  en = "Published: Wei et al. 2022, Emergent Abilities of Large Language Models, Figure 2 · Toy model: emergence, seed " .. run.seed,
  ["zh-TW"] = "已發表：Wei et al. 2022, Emergent Abilities of Large Language Models, Figure 2 · 玩具模型：emergence，亂數種子 " .. run.seed }
local fig = plot.grid(2, 4, {
  title = title, footer = source,
  subtitle = text {
    en = "Hollow: published · line: toy model, " .. needed .. ", fitted to each task · dashed: random guess",
    ["zh-TW"] = "空心：已發表的結果 · 線：玩具模型，" .. p.steps .. " 個步驟全對才算對，逐項擬合 · 虛線：隨機猜測" },
  caption = title .. " | " .. source .. " | " .. text {
    en = needed .. ", a step's logit grows by " .. p.slope .. " per factor of ten; fitted midpoints: " .. table.concat(fitted, "; "),
    ["zh-TW"] = p.steps .. " 個步驟，參數量每增為十倍，一個步驟的 logit 增加 " .. p.slope .. "；擬合的中點：" .. table.concat(fitted, "、") },
  alt = text {
    en = "Eight panels, one a task, accuracy over model size. In each the published points lie on the dashed line of a random guess up to about 10B parameters; the largest models stand well above it, and the toy model's line "
         .. (sudden and "bends upward there." or "climbs slowly over the whole width."),
    ["zh-TW"] = "八個小圖，每圖一項任務，縱軸為正確率，橫軸為參數量。約 10B 以前，已發表的點都落在隨機猜的虛線上；最大的模型明顯高於虛線，玩具模型的線"
         .. (sudden and "也在此上揚。" or "則從頭到尾慢慢往上爬。") },
  share_x = true, share_y = true, titles = titles,
  x = { label = text { en = "model size (parameters)", ["zh-TW"] = "模型大小（參數量）" }, scale = "log",
        min = 1e6, max = 1e12, ticks = { 1e7, 1e9, 1e11 } },
  y = { label = text { en = "accuracy", ["zh-TW"] = "正確率" }, percent = true, min = 0, max = 0.8 },
})
for i, task in ipairs(tasks) do
  fig[i]:line(run.size, run.outcomes[i].mean, { color = "ink", marker = "none", width_px = 3,
                label = text { en = "toy model", ["zh-TW"] = "玩具模型" } })
  for _, family in ipairs(families) do
    local t = published:filter { task = task[1], family = family[1] }
    fig[i]:points(t.params, t.value, { label = family[1], color = family[2], marker = family[3],
                                       size_px = 14, width_px = 2.5 })
  end
  fig[i]:hline(run.baseline[i])
end
fig:save "emergence"
