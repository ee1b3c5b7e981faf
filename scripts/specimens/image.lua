--[[ Colours for numbers: an image, a diverging map, a logarithmic scale
SHOWS   an attention pattern as a picture, row 1 on top; changes around 0; counts over five decades
TRY     map = "viridis" for the image; center = 0.2; scale = "linear" for the counts ]]

local n = 24
local attention, change, count = array.zeros(n, n), array.zeros(12, 16), array.zeros(12, 16)
for i = 1, n do
  for j = 1, i do attention:set(i, j, math.exp(-(i - j) / 3) + (j == 1 and 0.5 or 0)) end
end
for r = 1, 12 do
  for c = 1, 16 do
    change:set(r, c, 0.4 * math.sin(c / 4) * math.cos(r / 3) + 0.1)
    count:set(r, c, math.floor(10 ^ (5 - 0.25 * (r + c))))
  end
end

local fig = plot.figure {
  title = text { en = "What a number looks like depends on its map", ["zh-TW"] = "數字的樣子取決於色表" },
  subtitle = text { en = "Specimen of ax:image and ax:heatmap; made-up numbers", ["zh-TW"] = "ax:image、ax:heatmap 的樣張；數字是虛構的" },
  columns = 3,
}
fig:axes { title = text { en = "image", ["zh-TW"] = "影像" }, x = { label = text { en = "token looked at", ["zh-TW"] = "被注意的詞元" } } }
  :image(attention)
fig:axes { title = text { en = "diverging", ["zh-TW"] = "發散" } }
  :heatmap(change, nil, nil, { map = "diverging", label = text { en = "change", ["zh-TW"] = "變化" } })
fig:axes { title = text { en = "logarithmic", ["zh-TW"] = "對數" } }
  :heatmap(count, nil, nil, { scale = "log", label = text { en = "answers", ["zh-TW"] = "答案數" } })
fig:save "image"
