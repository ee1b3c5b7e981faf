--[[ Texts at points
SHOWS   published-looking points with their names; crowded names move and keep a line to their point
TRY     side = "above" ]]

local size  = { 1.2e8, 3.5e8, 1.3e9, 6.7e9, 7e9, 1.3e10, 1.75e11, 5.4e11 }
local score = { 0.11, 0.15, 0.22, 0.41, 0.42, 0.43, 0.71, 0.83 }
local names = { "XS", "S", "M", "L", "L+", "XL", text { en = "giant", ["zh-TW"] = "巨型" },
                text { en = "the largest so far", ["zh-TW"] = "目前最大的" } }

local fig = plot.figure {
  title = text { en = "Every model has a name", ["zh-TW"] = "每個模型都有名字" },
  subtitle = text { en = "Specimen of ax:text; made-up numbers", ["zh-TW"] = "ax:text 的樣張；數字是虛構的" },
}
local ax = fig:axes {
  x = { label = text { en = "model size (parameters)", ["zh-TW"] = "模型大小（參數量）" }, scale = "log" },
  y = { label = text { en = "accuracy", ["zh-TW"] = "正確率" }, percent = true, min = 0, max = 1 },
}
ax:points(size, score)
ax:text(size, score, names, { side = "right" })
ax:text(1e9, 0.8, text { en = "one text alone", ["zh-TW"] = "單獨一段文字" }, { color = "vermillion", size_px = 36 })
fig:save "text"
