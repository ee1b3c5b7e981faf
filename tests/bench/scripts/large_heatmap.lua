--[[ A heatmap of 2000 x 2000 cells. Reads heat.f32: float32, row by row from the bottom. ]]
local z = data.numbers("heat.f32", { type = "float32", columns = 2000 })
local fig = plot.figure { title = "Four million cells" }
local ax = fig:axes { x = { label = "x" }, y = { label = "y" } }
local edges = array.linspace(-3, 3, 2001)
ax:heatmap(z, edges, edges, { label = "value" })
fig:save "large_heatmap"
