--[[ Contours: lines and bands along which values of a grid are equal
SHOWS   a loss over model size and tokens, L = E + A / N^a + B / D^b, as lines and as bands, with the
        line of one budget of compute, C = 6 N D, and the best size for it
TRY     levels = 12, labels = false, map = "grey" ]]

local E, A, B, a, b = 1.69, 406.4, 410.7, 0.34, 0.28 -- Hoffmann et al. 2022, the third approach
local size, tokens = array.geomspace(1e7, 1e12, 61), array.geomspace(1e8, 1e13, 61)
local loss = array.zeros(#tokens, #size)
for r = 1, #tokens do
  for c = 1, #size do loss:set(r, c, E + A / size[c] ^ a + B / tokens[r] ^ b) end
end

local fig = plot.figure {
  title = text { en = "For each budget one size has the lowest loss", ["zh-TW"] = "每一筆算力預算都有一個損失最低的模型大小" },
  subtitle = text { en = "Specimen of ax:contour; loss by Hoffmann et al. 2022; dashed: 10²⁰, 10²², 10²⁴ FLOP",
    ["zh-TW"] = "ax:contour 的樣張；損失依 Hoffmann 等人 2022；虛線：10²⁰、10²²、10²⁴ FLOP" },
  columns = 2,
}
local budgets = { 1e20, 1e22, 1e24 }
for k = 1, 2 do
  local ax = fig:axes {
    title = k == 1 and text { en = "lines", ["zh-TW"] = "等值線" } or text { en = "bands", ["zh-TW"] = "色帶" },
    x = { label = text { en = "model size (parameters)", ["zh-TW"] = "模型大小（參數量）" }, scale = "log", min = 1e7, max = 1e12 },
    y = { label = text { en = "training tokens", ["zh-TW"] = "訓練詞元數" }, scale = "log", min = 1e8, max = 1e13 },
  }
  ax:contour(loss, { x = size, y = tokens, filled = k == 2, scale = "log",
    levels = { 1.9, 2, 2.2, 2.5, 3, 3.5, 4, 5 }, label = k == 2 and text { en = "loss", ["zh-TW"] = "損失" } or nil })
  local best_x, best_y = {}, {}
  for i, C in ipairs(budgets) do
    local N = (a * A / (b * B)) ^ (1 / (a + b)) * (C / 6) ^ (b / (a + b))
    best_x[i], best_y[i] = N, C / 6 / N
    ax:line({ 1e7, 1e12 }, { C / 6e7, C / 6e12 }, { color = k == 1 and "ink" or "#ffffff", dash = true, width_px = 2.5 })
  end
  ax:points(best_x, best_y, { color = "vermillion", filled = true, label = text { en = "best for its budget", ["zh-TW"] = "該預算下最好" } })
end
fig:save "contour"
