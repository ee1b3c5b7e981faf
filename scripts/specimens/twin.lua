--[[ A second axis at the right
SHOWS   accuracy and price over the same sizes; each axis has the color of its line
TRY     scale = "linear" for the price; a third line on either side ]]

local size = array.geomspace(1e8, 1e12, 13)
local fig = plot.figure {
  title = text { en = "Accuracy levels off; the price does not", ["zh-TW"] = "正確率到頂了，價錢沒有" },
  subtitle = text { en = "Specimen of ax:twin; made-up numbers", ["zh-TW"] = "ax:twin 的樣張；數字是虛構的" },
}
local ax = fig:axes {
  x = { label = text { en = "parameters", ["zh-TW"] = "參數量" }, scale = "log" },
  y = { label = text { en = "share right", ["zh-TW"] = "答對比例" }, percent = true },
}
local z = (size:log() - math.log(1e10)) * 1.1
ax:line(size, 0.95 / (1 + (-z):exp()), { label = text { en = "accuracy", ["zh-TW"] = "正確率" } })
local price = ax:twin { label = text { en = "price of a million answers (dollars)", ["zh-TW"] = "一百萬個答案的價錢（美元）" }, scale = "log" }
price:line(size, size / 2e8, { label = text { en = "price", ["zh-TW"] = "價錢" }, dash = true })
fig:save "twin"
