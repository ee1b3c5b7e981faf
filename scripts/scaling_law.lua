--[[ Loss falls as a power law, with parameters and with data
     參數量、資料量越多，損失依冪次律下降
SHOWS   simulated training runs (dots) and the law fitted to them (lines); then how many parameters
        make the most of a given compute, with published models beside
TRY     --set noise=0.01: how well are the exponents still known?  --set little=1e9
NOTICE  a line bends as soon as the other one, data or parameters, runs short ]]

local p = param {
  noise  = { 0.003, min = 0, max = 0.01, doc = "how far a measured loss lies from the law (of its logarithm)" },
  little = { 2e10, min = 1e9, max = 1e12, doc = "training data where they are short", unit = "tokens" },
  small  = { 1e9, min = 1e8, max = 1e11, doc = "model size where it is fixed", unit = "parameters" },
  runs   = { 16, min = 8, max = 64, integer = true, doc = "training runs of each line" },
}

-- The constants are those that Besiroglu et al. 2024 found in the published runs of Hoffmann et al. 2022.
local law    = { E = 1.8172, A = 482.01, B = 2085.43, alpha = 0.3478, beta = 0.3658, noise = p.noise }
local plenty, sizes, tokens = 1e18, array.geomspace(1e7, 1e12, p.runs), array.geomspace(1e9, 1e13, p.runs)
local lines = {
  { panel = 1, x = sizes, D = plenty, exponent = "alpha", name = text { en = "plenty of data", ["zh-TW"] = "資料充足" } },
  { panel = 1, x = sizes, D = p.little, name = text { en = "only " .. text.count(p.little) .. " tokens", ["zh-TW"] = "只有 " .. text.count(p.little) .. " 個 token" } },
  { panel = 2, x = tokens, N = plenty, exponent = "beta", name = text { en = "a huge model", ["zh-TW"] = "巨大的模型" } },
  { panel = 2, x = tokens, N = p.small, name = text { en = "only " .. text.count(p.small) .. " parameters", ["zh-TW"] = "只有 " .. text.count(p.small) .. " 個參數" } },
}
local N, D = {}, {}
for _, line in ipairs(lines) do
  for i = 1, p.runs do N[#N + 1], D[#D + 1] = line.N or sizes[i], line.D or tokens[i] end
end
law.size, law.tokens, law.trials = N, D, 1
local run = sim.scaling(law)
local fit = stats.fit.chinchilla { N = N, D = D, loss = run.mean }

local fig = plot.figure {
  columns = 3,
  title = text { en = "Loss falls as a power law, with parameters and with data", ["zh-TW"] = "參數量、資料量越多，損失依冪次律下降" },
  subtitle = text { en = #N .. " simulated training runs (dots), the law fitted to them (lines) · hollow: published",
                    ["zh-TW"] = #N .. " 次模擬訓練（圓點），與擬合出來的冪次律（線） · 空心：已發表的結果" },
  footer = text {
    en = "Published: Hoffmann et al. 2022, Chinchilla, Table 3 (circles) · Wei et al. 2022, Emergent Abilities, Table 2 (diamonds) · Constants set: Besiroglu et al. 2024 · Toy model: scaling, seed " .. run.seed,
    ["zh-TW"] = "已發表：Hoffmann et al. 2022, Chinchilla, Table 3（圓圈） · Wei et al. 2022, Emergent Abilities, Table 2（菱形） · 設定的常數：Besiroglu et al. 2024 · 玩具模型：scaling，亂數種子 " .. run.seed },
  alt = text {
    en = "Three panels on log axes. Loss above its floor falls on a straight line with parameters, and with data; where the other is short, the line bends and levels off. The best model size grows about as the square root of compute; Chinchilla lies on that line, GPT-3, Gopher and PaLM above it.",
    ["zh-TW"] = "三張對數座標圖。扣除下限的損失隨參數量、資料量沿直線下降；另一項不足時，線會彎曲變平。最佳的模型大小大約依運算量的平方根成長；Chinchilla 落在線上，GPT-3、Gopher、PaLM 在線的上方。" },
}
local drop = { scale = "log", min = 0.02, max = 3, label = text { en = "loss above its floor (nats)", ["zh-TW"] = "損失，扣除下限（nats）" } }
local function panel(title, x, y) return fig:axes { title = title, x = { scale = "log", label = x }, y = y } end
local panels = {
  panel(text { en = "more parameters", ["zh-TW"] = "參數更多" }, text { en = "parameters", ["zh-TW"] = "參數量" }, drop),
  panel(text { en = "more data", ["zh-TW"] = "資料更多" }, text { en = "tokens", ["zh-TW"] = "資料量（token）" }, drop),
}
for i, line in ipairs(lines) do
  local ax, color = panels[line.panel], line.exponent and "blue" or "orange"
  local y = run.mean:slice((i - 1) * p.runs + 1, i * p.runs) - fit.E
  ax:points(line.x, y, { color = color, filled = true, marker = "circle", size_px = 9 })
  ax:curve(function(x) return fit.A / (line.N or x) ^ fit.alpha + fit.B / (line.D or x) ^ fit.beta end,
           { from = line.x[1], to = line.x[p.runs], color = color })
  local at = math.ceil(p.runs * (line.exponent and 0.5 or 0.8))
  ax:text(line.x[at], y[at], line.name, { color = color, side = line.exponent and "left" or "above" })
  if line.exponent then
    local words = text { en = "exponent %.3f\n± %.3f (set: %.3f)", ["zh-TW"] = "指數 %.3f\n± %.3f\n設定 %.3f" }
    local half = (fit.high[line.exponent] - fit.low[line.exponent]) / 2
    ax:note(words:format(fit[line.exponent], half, law[line.exponent]), { color = color, x = 60 * line.x[1], y = 0.04 })
  end
end

local best = panel(text { en = "the best size for the compute", ["zh-TW"] = "一定運算量下的最佳大小" },
                   text { en = "training compute (FLOPs)", ["zh-TW"] = "訓練運算量（FLOPs）" },
                   { scale = "log", label = text { en = "parameters", ["zh-TW"] = "參數量" } })
local optimal = sim.scaling { size = array.geomspace(1e19, 2e26, 13), over = "compute", trials = 1,
                              E = fit.E, A = fit.A, B = fit.B, alpha = fit.alpha, beta = fit.beta }
best:line(optimal.size, optimal.optimal_parameters, { color = "blue", marker = "none" })
local published = data.published "compute_optimal"
best:points(published.training_flops, published.params, { color = "blue", marker = "circle" })
for _, name in ipairs { "GPT-3 175B", "Gopher 280B", "Chinchilla 70B", "PaLM 540B" } do
  local model = data.published "models":filter { name = name }
  best:points(model.training_flops, model.params, { color = "vermillion", marker = "diamond" })
  best:text(model.training_flops, model.params, model.family, { color = "vermillion", side = "left" })
end
best:note(text { en = "above the line:\ntoo large for\ntheir compute", ["zh-TW"] = "線的上方：\n以運算量來說\n模型太大" },
          { color = "vermillion", x = 6e24, y = 3e9 })
fig:save "scaling_law"
