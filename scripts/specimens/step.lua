--[[ A step: values that hold until the next one
SHOWS   how many of 20 skills a growing model has, as a staircase; a gap where nothing was measured
TRY     where = "before", then "middle" ]]

local size  = array.geomspace(1e7, 1e11, 17)
local few, many = {}, {}
for i = 1, #size do
  few[i] = math.floor(20 / (1 + (3e9 / size[i]) ^ 0.8))
  many[i] = math.floor(20 / (1 + (2e8 / size[i]) ^ 0.8))
end
few[9] = 0 / 0

local fig = plot.figure {
  title = text { en = "Skills arrive one at a time", ["zh-TW"] = "能力一項一項出現" },
  subtitle = text { en = "Specimen of ax:step; made-up numbers", ["zh-TW"] = "ax:step 的樣張；數字是虛構的" },
}
local ax = fig:axes {
  x = { label = text { en = "model size (parameters)", ["zh-TW"] = "模型大小（參數量）" }, scale = "log" },
  y = { label = text { en = "skills acquired, of 20", ["zh-TW"] = "學會的能力（共 20 項）" } },
}
ax:step(size, many, { label = text { en = "ten examples", ["zh-TW"] = "十個範例" } })
ax:step(size, few, { label = text { en = "one example", ["zh-TW"] = "一個範例" }, where = "middle", dash = true })
fig:save "step"
