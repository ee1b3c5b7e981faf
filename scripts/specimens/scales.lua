--[[ The scales of an axis
SHOWS   linear, log, log2, symlog, logit, and an axis that runs the other way
TRY     scale = "symlog" with linear_below = 10; invert = true for x as well ]]

local fig = plot.grid(2, 3, {
  title = text { en = "The scale decides what a curve looks like", ["zh-TW"] = "曲線長什麼樣子，由刻度決定" },
  subtitle = text { en = "Specimen of the scales of an axis; made-up numbers", ["zh-TW"] = "座標軸刻度的樣張；數字是虛構的" },
  legend = "none",
  titles = {
    text { en = "linear", ["zh-TW"] = "線性 (linear)" },
    text { en = "log", ["zh-TW"] = "對數 (log)" },
    text { en = "log2", ["zh-TW"] = "以 2 為底 (log2)" },
    text { en = "symlog", ["zh-TW"] = "雙向對數 (symlog)" },
    text { en = "logit", ["zh-TW"] = "logit" },
    text { en = "invert", ["zh-TW"] = "反向 (invert)" },
  },
})

local step = array.linspace(0, 10, 81)
fig:panel(1, 1):line(step, (step * 0.9):exp())
fig:panel(1, 2, { y = { scale = "log" } }):line(step, (step * 0.9):exp())

local size = array { 1, 2, 4, 8, 16, 32, 64, 128, 256 }
fig:panel(1, 3, { x = { scale = "log2" } }):line(size, size / (size + 20), { marker = "circle" })

local z = array.linspace(-4, 4, 161)
fig:panel(2, 1, { y = { scale = "symlog", linear_below = 1 } }):line(z, z ^ 5)

fig:panel(2, 2, { y = { scale = "logit", percent = true } }):line(z, 1 / (1 + (-1.8 * z):exp()))

local rank = array { 1, 2, 3, 4, 5, 6, 7, 8 }
fig:panel(2, 3, { x = { ticks = rank }, y = { invert = true, ticks = { 1, 3, 5, 7 } } })
  :line(rank, array { 7, 6, 6, 4, 5, 3, 2, 1 }, { marker = "circle" })
fig:save "scales"
