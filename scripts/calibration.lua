--[[ A large model knows better what it does not know
     校準：大模型更清楚自己不知道什麼
SHOWS   how often the answers of one confidence are right, for a small and a large toy model: the dashed
        diagonal is honesty, the bars below count the answers; then the mean gap to the diagonal (ECE)
        by size, with the published values (hollow)
TRY     --set bias=1: overconfident at every size;  --set noise=4: no idea how sure to be
NOTICE  the ECE is the area between curve and diagonal only where every bin holds as many answers ]]

local p = param {
  bias   = { 0, min = -2, max = 3, unit = "logits", doc = "added to every confidence; above 0: overconfident" },
  noise  = { 1.5, min = 0, max = 5, unit = "logits",
             doc = "how wildly a model without self-knowledge guesses its confidence" },
  trials = { 10000, min = 200, max = 200000, integer = true, doc = "questions simulated for each model size" },
}

-- Self-knowledge is set by hand so that the ECE passes near the published choice letters.
local size = array.geomspace(8e8, 5.2e10, 10)
local run  = sim.calibration {
  size = size, trials = p.trials, bias = p.bias, noise = p.noise, bins = 10,
  knowledge = sim.ability.logistic { midpoint = 9e8, slope = 1.6 },
}

local title = text { en = "A large model knows better what it does not know", ["zh-TW"] = "校準：大模型更清楚自己不知道什麼" }
if run.ece.mean[#size] > run.ece.mean[1] then
  title = text { en = "A bias that all sizes share is not cured by size", ["zh-TW"] = "校準：信心一律偏掉，模型再大也沒有用" }
end
local fig = plot.figure {
  title = title,
  subtitle = text { en = "ECE: mean gap of share right and confidence, weighted by answers; the area only if all bins are equally full",
                    ["zh-TW"] = "ECE：正確率與信心分數的落差，依題數加權平均；每格題數相同時才等於面積" },
  footer = text { en = "Published: Kadavath et al. 2022, read off Wei et al. 2022, Emergent Abilities, Figure 3D · Toy model: calibration, seed " .. run.seed,
                  ["zh-TW"] = "已發表：Kadavath et al. 2022，讀自 Wei et al. 2022, Emergent Abilities, Figure 3D · 玩具模型：calibration，亂數種子 " .. run.seed },
  alt = string.format(
    text { en = "Left and middle: share right over confidence for a small and a large toy model; their mean gaps to the diagonal (ECE) are %.1f and %.1f %%. Right: the ECE of every size; the published ones fall from 14 %% at 800M parameters to 1 or 2 %% at 52B.",
           ["zh-TW"] = "左、中：小型與大型玩具模型的正確率與信心分數，離對角線的平均落差（ECE）為 %.1f 與 %.1f %%。右：各種大小的 ECE；已發表的由 800M 的 14 %% 降到 52B 的 1 至 2 %%。" },
    100 * run.ece.mean[1], 100 * run.ece.mean[#size]),
  columns = 3, legend = "none",
}
local confidence = { label = text { en = "confidence", ["zh-TW"] = "信心分數" }, percent = true, ticks = { 0, 0.5, 1 } }
local accuracy = { label = text { en = "share right", ["zh-TW"] = "正確率" }, percent = true }
for _, shown in ipairs { { cell = 1, color = "vermillion" }, { cell = #size, color = "blue" } } do
  local i, name = shown.cell, text.count(size[shown.cell])
  local sure, right = run.bin_confidence[i], run.bin_accuracy[i]
  local area = 0
  for bin = 1, #sure do
    local empty = run.bin_count[i][bin] == 0
    if not empty then area = area + math.abs(right[bin] - sure[bin]) / #sure end
  end
  local ax = fig:axes { title = text { en = "toy model of " .. name, ["zh-TW"] = name .. " 的玩具模型" },
                        x = confidence, y = accuracy }
  ax:reliability { confidence = sure, accuracy = right, count = run.bin_count[i], color = shown.color }
  ax:note(text { en = "area ", ["zh-TW"] = "面積 " } .. string.format("%.1f %%", 100 * area),
          { color = shown.color })
end

local ax = fig:axes {
  title = text { en = "all sizes", ["zh-TW"] = "各種大小的模型" },
  x = { label = text { en = "model size (parameters)", ["zh-TW"] = "模型大小（參數量）" }, scale = "log" },
  y = { label = text { en = "ECE" }, percent = true, min = 0 },
}
ax:band(size, run.ece.low, run.ece.high, { color = "ink" })
ax:line(size, run.ece.mean, { color = "ink", marker = "none" })
local published = data.published("calibration"):filter { experiment = "scale" }
for method, marker in pairs { ["answer-choice letters"] = "circle",
                              ["true/false self-evaluation P(True)"] = "diamond" } do
  local t = published:filter { method = method }
  ax:points(t.params, t.ece, { marker = marker, color = "green" })
end
ax:note(text { en = "line: toy model,\n95 % interval", ["zh-TW"] = "線：玩具模型，\n95 % 信賴區間" })
ax:note(text { en = "published:\n○ choice letters\n◇ P(True)", ["zh-TW"] = "已發表：\n○ 選項字母\n◇ P(True)" },
        { color = "green" })
fig:save "calibration"
