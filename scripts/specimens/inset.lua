--[[ An inset
SHOWS   the loss of three models; where they end lies so close together that it is enlarged
TRY     place = "bottom left"; without zoom, with axes of its own ]]

local step = array.geomspace(10, 1e5, 120)
local names = {
  { en = "small", ["zh-TW"] = "小模型" },
  { en = "medium", ["zh-TW"] = "中模型" },
  { en = "large", ["zh-TW"] = "大模型" },
}
local fig = plot.figure {
  title = text { en = "All three models learn; the end tells them apart", ["zh-TW"] = "三個模型都學得會，最後才分得出高下" },
  subtitle = text { en = "Specimen of ax:inset; made-up numbers", ["zh-TW"] = "ax:inset 的樣張；數字是虛構的" },
}
local ax = fig:axes {
  x = { label = text { en = "steps of training", ["zh-TW"] = "訓練步數" }, scale = "log" },
  y = { label = text { en = "loss", ["zh-TW"] = "損失" }, min = 0 },
}
local near = ax:inset { zoom = { 2e4, 1e5, 1.2, 2 }, width = 0.46, height = 0.5 }
for i, name in ipairs(names) do
  local loss = 8 * step ^ -0.4 * 2 + (1.75 - 0.2 * i)
  for _, axes in ipairs { ax, near } do axes:line(step, loss, { label = text(name) }) end
end
fig:save "inset"
