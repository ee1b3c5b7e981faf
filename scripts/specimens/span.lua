--[[ A span: a shaded part of the panel
SHOWS   the sizes at which a score jumps, and the scores that guessing can reach
TRY     give all four ends ]]

local size, score = array.geomspace(1e7, 1e12, 60), {}
for i = 1, #size do score[i] = 0.25 + 0.7 / (1 + (1e10 / size[i]) ^ 2) end

local fig = plot.figure {
  title = text { en = "The whole jump happens within one decade", ["zh-TW"] = "整個跳躍發生在十倍之內" },
  subtitle = text { en = "Specimen of ax:span; made-up numbers", ["zh-TW"] = "ax:span 的樣張；數字是虛構的" },
}
local ax = fig:axes {
  x = { label = text { en = "model size (parameters)", ["zh-TW"] = "模型大小（參數量）" }, scale = "log" },
  y = { label = text { en = "accuracy", ["zh-TW"] = "正確率" }, percent = true, min = 0, max = 1 },
}
ax:span { xmin = 3e9, xmax = 3e10, color = "orange", label = text { en = "the jump", ["zh-TW"] = "跳躍" } }
ax:span { ymax = 0.3, label = text { en = "guessing gets here", ["zh-TW"] = "猜測可達的範圍" } }
ax:line(size, score, { label = text { en = "multiple choice", ["zh-TW"] = "選擇題" } })
fig:save "span"
