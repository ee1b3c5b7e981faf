--[[ The ruler decides when the jump comes, and how sudden it is
     什麼時候跳、跳得多突然，由尺決定
SHOWS   one set of simulated answers under four rulers (thick) and the skill behind them (thin),
        which grows evenly. Shaded: the sizes in which a score goes from 10 % to 90 % of its way
TRY     --set steps=1: which ruler changes?  --set noise=1: a less strict multiple choice
NOTICE  all or nothing makes the shaded part narrow, and moves it: nothing else has changed ]]

local p = param {
  steps    = { 8, min = 1, max = 16, integer = true, doc = "steps of an answer, all needed for an exact match" },
  midpoint = { 3e9, min = 1e9, max = 6e9, doc = "model size that knows half of the steps", unit = "parameters" },
  slope    = { 2, min = 2, max = 4, doc = "how fast a step gets better with size" },
  noise    = { 0.1, min = 0.1, max = 1, doc = "how unlike the offered answers are from problem to problem", unit = "logits" },
  trials   = { 2000, min = 1000, max = 2e4, integer = true, doc = "problems simulated for each model size" },
}

local size  = array.geomspace(1e6, 1e12, 40)
local skill = sim.ability.logistic { midpoint = p.midpoint, slope = p.slope }
local run   = sim.mirage { size = size, ability = skill, steps = p.steps, noise = p.noise, choices = 4,
                           trials = p.trials }

-- Every score from a guess (0 %) to perfect (100 %). A step is guessed right with 1 / 10, a choice
-- with 1 / 4; the Brier score of four answers that seem equally likely is 0.75, of certainty 0.
local rulers = {
  { run.exact, 0.1 ^ p.steps, 1, "vermillion", text { en = "All or nothing: exact match", ["zh-TW"] = "全有全無：完全相符" } },
  { run.multiple_choice, 0.25, 1, "vermillion", text { en = "All or nothing: multiple choice", ["zh-TW"] = "全有全無：選擇題" } },
  { run.partial, 0.1, 1, "blue", text { en = "Partial credit: edit distance", ["zh-TW"] = "部分給分：編輯距離" } },
  { run.brier, 0.75, 0, "blue", text { en = "Partial credit: Brier score", ["zh-TW"] = "部分給分：Brier 分數" } },
}

-- Where a score first reaches a level, on a line between neighboring sizes.
local function reaches(score, level)
  for i = 2, #score do
    if score[i] >= level and score[i - 1] < level then
      local part = (level - score[i - 1]) / (score[i] - score[i - 1])
      return size[i - 1] * (size[i] / size[i - 1]) ^ part
    end
  end
end

--- The sizes at which a ruler's score goes from 10 % to 90 %, if it does.
local function jump(ruler)
  local score, guess, perfect = ruler[1].theory, ruler[2], ruler[3]   -- the closed form has no noise
  local part = (score - guess) / (perfect - guess)
  return reaches(part, 0.1), reaches(part, 0.9)
end
local widths = {}
for i, ruler in ipairs(rulers) do
  local from, to = jump(ruler)
  widths[i] = ruler[5] .. " " .. (from and text.count(from) or "–") .. "–" .. (to and text.count(to) or "–")
end

local fig = plot.grid(2, 2, {
  title = text { en = "The ruler decides when the jump comes, and how sudden it is",
                 ["zh-TW"] = "什麼時候跳、跳得多突然，由尺決定" },
  subtitle = text {
    en = "One set of simulated answers · thin line: the skill behind them · shaded: where a score goes from 10 % to 90 %",
    ["zh-TW"] = "同一批模擬作答 · 細線：背後的能力 · 陰影：分數從 10 % 升到 90 % 的範圍" },
  footer = text {
    en = "Published: over 92 % of emergent abilities in BIG-bench are seen with the upper two rulers: Schaeffer et al. 2023, Mirage, section 4 · Toy model: mirage, steps " .. p.steps .. ", "
         .. tostring(skill) .. ", seed " .. run.seed,
    ["zh-TW"] = "已發表：BIG-bench 的湧現能力，超過 92 % 是用上面兩把尺看到的：Schaeffer et al. 2023, Mirage, section 4 · 玩具模型：mirage，步驟數 " .. p.steps .. "，"
         .. tostring(skill) .. "，亂數種子 " .. run.seed },
  alt = text { en = "Four panels over model size, the same thin S-curve of the skill in each. Sizes at which a score goes from 10 to 90 %: ",
               ["zh-TW"] = "四個小圖，橫軸為參數量，都有同一條細的 S 形能力曲線。分數從 10 % 升到 90 % 的大小：" } .. table.concat(widths, text { en = "; ", ["zh-TW"] = "；" }) .. text { en = ".", ["zh-TW"] = "。" },
  share_x = true, share_y = true,
  x = { label = text { en = "model size (parameters)", ["zh-TW"] = "模型大小（參數量）" }, scale = "log" },
  y = { label = text { en = "score, from a guess (0 %) to perfect (100 %)", ["zh-TW"] = "分數，從亂猜（0 %）到全對（100 %）" }, percent = true, min = 0, max = 1 },
})
for i, ruler in ipairs(rulers) do
  local score, guess, perfect, color, name = table.unpack(ruler)
  local ax = fig:panel((i + 1) // 2, (i + 1) % 2 + 1, { title = name })
  local from, to = jump(ruler)
  if from and to then
    ax:span { xmin = from, xmax = to, color = color }
    ax:note(string.format(text { en = "× %.0f in size", ["zh-TW"] = "參數量 × %.0f" }, to / from),
            { x = i == 1 and to ^ 0.72 * from ^ 0.28 or to ^ 0.34 * from ^ 0.66, y = i == 1 and 0.08 or 0.9, color = color })
  end
  ax:curve(function(N) return skill(N) end, { from = 1e6, to = 1e12, color = "grey" })
  ax:line(size, (score.mean - guess) / (perfect - guess), { color = color, marker = "none", width_px = 5 })
end
fig:save "mirage"
