--[[ A million pale points on logarithmic axes. Reads points.f64: pairs of float64. ]]
local p = data.numbers("points.f64", { columns = 2 })
local fig = plot.figure { title = "A million points" }
local ax = fig:axes { x = { label = "x", scale = "log" }, y = { label = "y", scale = "log" } }
ax:points(p:column(1), p:column(2), { marker = "circle", filled = true, size_px = 3, alpha = 0.1,
                                      color = "#1f77b4" })
fig:save "million_points"
