--[[ An area: the surface under a curve, or between two
SHOWS   two densities down to zero, which overlap, and the gap between two curves
TRY     alpha = 0.6 ]]

local x, low, high = array.linspace(0, 1, 121), {}, {}
for i = 1, #x do
  low[i] = 4 * math.exp(-((x[i] - 0.35) / 0.12) ^ 2)
  high[i] = 3 * math.exp(-((x[i] - 0.62) / 0.16) ^ 2)
end

local fig = plot.figure {
  title = text { en = "Confidence of right and wrong answers overlaps", ["zh-TW"] = "答對與答錯時的信心有重疊" },
  subtitle = text { en = "Specimen of ax:area; made-up numbers", ["zh-TW"] = "ax:area 的樣張；數字是虛構的" },
  columns = 2,
}
local label = { x = text { en = "confidence", ["zh-TW"] = "信心" }, y = text { en = "density", ["zh-TW"] = "密度" } }
local ax = fig:axes {
  title = text { en = "down to zero", ["zh-TW"] = "到零為止" },
  x = { label = label.x, percent = true }, y = { label = label.y },
}
ax:area(x, low, nil, { label = text { en = "wrong", ["zh-TW"] = "答錯" }, color = "vermillion" })
ax:area(x, high, nil, { label = text { en = "right", ["zh-TW"] = "答對" }, color = "blue" })
local between = fig:axes {
  title = text { en = "between two curves", ["zh-TW"] = "兩條曲線之間" },
  x = { label = label.x, percent = true }, y = { label = label.y },
}
between:area(x, low, high, { label = text { en = "difference", ["zh-TW"] = "差距" }, color = "green" })
fig:save "area"
