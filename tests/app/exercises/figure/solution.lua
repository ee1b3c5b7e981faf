local slope = 1
local fig = plot.figure { title = "Rising", remember = false }
fig:axes {}:line({ 1, 2, 3 }, { slope, 2 * slope, 3 * slope }, { label = "skill" })
fig:save "line"
return { slope = slope }
