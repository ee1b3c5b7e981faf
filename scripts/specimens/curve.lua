--[[ The curve of a function
SHOWS   powers of a chance: what one step promises, and what is left of it after sixteen
TRY     dash = true, n = 12 with marker = "circle" ]]

local fig = plot.figure {
  title = text { en = "The more steps in a row, the later the rise", ["zh-TW"] = "連續的步驟越多，上升得越晚" },
  subtitle = text { en = "Specimen of ax:curve", ["zh-TW"] = "ax:curve 的樣張" },
}
local ax = fig:axes {
  x = { label = text { en = "chance that one step is right", ["zh-TW"] = "單一步驟正確的機率" }, percent = true },
  y = { label = text { en = "chance that all are", ["zh-TW"] = "全部正確的機率" }, percent = true },
}
for _, k in ipairs { 1, 2, 4, 8, 16 } do
  ax:curve(function(q) return q ^ k end, { from = 0, to = 0.96,
    label = k .. text { en = k == 1 and " step" or " steps", ["zh-TW"] = " 步" } })
end
fig:save "curve"
