--[[ Grouped bars with names below them. ]]
local fig = plot.figure { title = "Bars side by side", remember = false }
local ax = fig:axes { y = { label = "questions" } }
ax:bar({ "reading", "counting", "logic" }, { 3, 5, 2 }, { label = "before" })
ax:bar({ "reading", "counting", "logic" }, { 4, 6, 7 }, { label = "after" })
fig:save "bars"
