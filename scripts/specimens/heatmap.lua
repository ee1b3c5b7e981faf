--[[ A heatmap: colours for the values of a matrix
SHOWS   accuracy over model size and the number of examples; a cell without a measurement is a gap
TRY     low = 0, high = 1 ]]

local size, shots = array.geomspace(1e8, 1e12, 17), { 0, 1, 2, 3, 4, 5, 6, 7, 8 }
local values = array.zeros(#shots, #size)
for r = 1, #shots do
  for c = 1, #size do
    values:set(r, c, 0.95 / (1 + (4e10 / (shots[r] + 0.5) ^ 1.2 / size[c]) ^ 0.9))
  end
end
values:set(3, 5, 0 / 0)

local fig = plot.figure {
  title = text { en = "Examples and size stand in for each other", ["zh-TW"] = "範例和模型大小可以互相替代" },
  subtitle = text { en = "Specimen of ax:heatmap; made-up numbers", ["zh-TW"] = "ax:heatmap 的樣張；數字是虛構的" },
}
local ax = fig:axes {
  x = { label = text { en = "model size (parameters)", ["zh-TW"] = "模型大小（參數量）" }, scale = "log" },
  y = { label = text { en = "examples in the prompt", ["zh-TW"] = "提示中的範例數" } },
}
ax:heatmap(values, size, shots, { label = text { en = "accuracy", ["zh-TW"] = "正確率" }, percent = true })
fig:save "heatmap"
