--[[ Lines with bands, names at their ends, a rule, a note. ]]
local p = param {
  defect = { "none", choices = { "none", "missing", "moved", "recolored" }, doc = "what is wrong" },
}
local x = array.linspace(0, 10, 24)
local fig = plot.figure {
  title = "Three curves and a rule", subtitle = "nothing is simulated here", footer = "a picture for comparison",
  remember = false,
}
local ax = fig:axes { x = { label = "time" }, y = { label = "share", percent = true, min = 0, max = 1 } }
ax:band(x, x * 0.08, x * 0.1)
ax:line(x, x * 0.09, { label = "first" })
ax:line(x, x * 0.05 + 0.1, { label = "second", color = p.defect == "recolored" and "sky" or nil })
if p.defect ~= "missing" then ax:hline(0.25, { label = "guess" }) end
ax:note("here it jumps", { x = 3, y = p.defect == "moved" and 0.84 or 0.85, to_x = 5, to_y = 0.46 })
fig:save "lines"
