--[[ Hollow points on a logarithmic axis, with errorbars. ]]
local x = array.geomspace(1e6, 1e11, 12)
local y = array.linspace(0.1, 0.8, 12)
local fig = plot.figure { title = "Points on a logarithmic axis", size = "square", remember = false }
local ax = fig:axes { x = { label = "parameters", scale = "log" }, y = { label = "accuracy", percent = true } }
ax:points(x, y, { label = "published" })
ax:errorbar(x, y * 0.7, y * 0.6, y * 0.8, { label = "measured" })
fig:save "scatter"
