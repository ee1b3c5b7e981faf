--[[ Eight panels of five lines with markers: a whole figure, for races against other programs ]]
local last = math.log(6e11, 10)
local lx   = array.linspace(7, last, 12)
local x    = array.logspace(7, last, 12)
local base = { 0, 25, 50, 20, 0, 25, 50, 20 }
local family = { "LaMDA", "GPT-3", "Gopher", "Chinchilla", "PaLM" }

local fig = plot.figure { title = "Accuracy by model size", rows = 2, columns = 4,
                          share_x = true, share_y = true }
for t = 1, 8 do
  local ax = fig:axes { title = string.format("(%s) Task %d", string.char(64 + t), t),
                        x = { label = "Model scale (parameters)", scale = "log", min = 5e6, max = 1e12 },
                        y = { label = "Accuracy (%)", min = -3, max = 103 } }
  for j = 1, 5 do
    local z = (1.5 + 0.25 * t) * (lx - (9 + 0.15 * t) - 0.4 * (j - 3))
    ax:line(x, base[t] + (100 - base[t]) / (1 + (-z):exp()), { label = family[j], width_px = 2 })
  end
  ax:hline(base[t], { label = "random" })
end
fig:save "eight_panels"
